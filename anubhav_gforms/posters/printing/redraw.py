"""One poster drawn again, alone on a page of its own: what a file from elsewhere is compared with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ...campaign import Campaign
from ...errors import PosterError
from ...links.print_record import PrintRecord
from ...links.registry import PrintedPoster
from ...paper import width
from ..design.lettering import Lettering
from ..design.pen import MM
from ..design.texts import Poster, posters_of
from ..reading.pages import opened
from ..walls.likeness import PER_MM, PrintedFace
from .document import DrawnPdf, Style, draw_pdf
from .job import PrintJob, look_digest, style_of

SMALL = 0.8  # pixels a mm of the picture in colour


def redrawn(campaign: Campaign, poster: Poster, look: str) -> DrawnPdf:
    """The poster in this look ("A4-ink"), as its face alone, without bleed, marks and folds."""
    return _alone(*_styled(campaign, poster, look))


def _alone(poster: Poster, style: Style) -> DrawnPdf:
    return draw_pdf([poster], replace(style, paper=style.paper.face, trimmed=True), title="")


def _styled(campaign: Campaign, poster: Poster, look: str) -> tuple[Poster, Style]:
    """The poster in the languages of this look, and the style that the job of it has."""
    name, *marks = look.split("-")
    job = PrintJob(paper_name=name, ink_saver="ink" in marks, hindi_only="hi" in marks, press="press" in marks)
    return poster.in_hindi if job.hindi_only else poster, style_of(campaign, job, [poster.link])


def printed_faces(campaign: Campaign, record: PrintRecord, printed: PrintedPoster) -> tuple[PrintedFace, ...]:
    """A printed poster in every look that it was printed in, the newest first; none when it cannot be drawn any more."""
    if printed.station not in campaign.station_by_code:
        return ()
    [poster] = posters_of(campaign, [printed.link])
    faces = []
    for look in record.log.looks_of(printed.value):
        try:
            styled = _styled(campaign, poster, look)
            drawn = _alone(*styled)
        except PosterError:  # its host, paper or text is another by now
            continue
        edited = record.log.changed(printed.value, look, look_digest(*styled), date.max)
        faces.append(replace(_face(drawn), as_printed=not edited, look=look))
    return tuple(faces)


def _face(drawn: DrawnPdf) -> PrintedFace:
    [ink] = drawn.ink
    [symbol] = ink.symbols
    with opened(drawn.content) as document:
        picture = document[0].render(scale=PER_MM / MM, grayscale=True).to_pil().convert("L")
        colours = document[0].render(scale=SMALL / MM).to_pil().convert("RGB")
    lines = (*ink.artwork, *(each for _, own in ink.faces for each in own))
    texts = tuple((each.text, _middle(each) / MM, (each.y - each.size / 3) / MM) for each in lines)
    left, top = (symbol.x - symbol.side / 2) / MM, (symbol.y - symbol.side / 2) / MM
    return PrintedFace(picture, (left, top, symbol.side / MM), texts, colours)


def _middle(lettering: Lettering) -> float:
    wide = width(lettering.text, lettering.face, lettering.size)
    return lettering.x + wide * {"left": 0.5, "center": 0.0, "right": -0.5}[lettering.align]
