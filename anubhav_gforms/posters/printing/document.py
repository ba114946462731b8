"""Posters → one PDF. The artwork is drawn once and used by every page; the same posters give the same bytes."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String
from reportlab.pdfgen.canvas import Canvas

from ...links.symbol import symbol
from ...paper.facts import packet
from ...sentence import Bilingual
from ..design.drawing import DesignBlock, Drawing, Symbol
from ..design.inks import CONDITION, PROFILE
from ..design.lettering import Lettering, Mark, PageInk, Square
from ..design.measures import SampleFrame
from ..design.palette import Palette
from ..design.papers import Paper, Spot
from ..design.pen import MM, Pen
from ..design.shapes import BLEED as ARTWORK_BLEED
from ..design.steps import StepsBeside, StepsUnder
from ..design.texts import Poster, PosterTexts
from .canvas import SLUG, begin_press_page, clip_spot, crop_marks, cut_lines, fold_words, open_canvas, slug_line
from .tags import Tagged, add_tree, artifact, tagged

SUBJECT = "QR posters for citizens' feedback"


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of posters looks."""

    texts: PosterTexts  # what all of them say
    paper: Paper
    colours: Palette
    version: int  # of the QR symbols
    ecc: str  # their level of error correction
    press: bool = False  # for a print shop: four inks, bleed, crop marks, a slug line
    trimmed: bool = False  # the same without bleed and marks, as a print shop gives it back

    @property
    def slug(self) -> float:
        """What is around the trimmed page, mm."""
        return SLUG if self.press and not self.trimmed else 0.0


def pages_of(posters: Sequence[Poster], paper: Paper) -> list[tuple[Poster, ...]]:
    """Which posters are on each page, in order."""
    step = paper.per_page
    return [tuple(posters[start : start + step]) for start in range(0, len(posters), step)]


@dataclass(frozen=True, slots=True)
class DrawnPdf:
    """A PDF of posters, and what each of its pages should show."""

    content: bytes
    ink: tuple[PageInk, ...]


def make_pdf(posters: Sequence[Poster], style: Style, *, title: str, author: str = "") -> bytes:
    """The posters as one PDF: a bookmark each, all fonts embedded, no date inside."""
    return draw_pdf(posters, style, title=title, author=author).content


def draw_pdf(posters: Sequence[Poster], style: Style, *, title: str, author: str = "", name: str = "") -> DrawnPdf:
    """The same, with what the proof must find on every page. `name` is that of the file, for a print shop."""
    paper, design = style.paper, style.paper.design
    slug = style.slug
    file = io.BytesIO()
    canvas = open_canvas(
        file, paper.width + 2 * slug, paper.height + 2 * slug, title=title, author=author, subject=SUBJECT
    )
    edge = ARTWORK_BLEED * MM
    wide, high = (side * MM for side in paper.face_size)

    def form(name: str, blocks: Iterable[DesignBlock], poster: Poster | None = None) -> Pen:
        """Draw these blocks once, for many pages; gives what was written."""
        pen = Pen(canvas, design.height, paper.scale, style.press)
        canvas.beginForm(name, -edge, -edge, wide + edge, high + edge)
        Drawing(pen, design, style.texts, style.colours, poster).draw(blocks)
        canvas.endForm()
        return pen

    artwork = form("artwork", (*design.artwork, SampleFrame()))
    ink: list[PageInk] = []
    parts: list[list[tuple[Tagged, ...]]] = []
    places: dict[tuple[Bilingual, Bilingual], tuple[str, Pen]] = {}
    for poster in posters:
        if (said := (poster.question, poster.promise)) not in places:
            name_of_form = f"place{len(places)}"
            places[said] = name_of_form, form(name_of_form, design.shared, poster)

    @cache
    def alike(faces: int) -> tuple[tuple[Lettering, ...], tuple[Square, ...]]:
        """The lines and pictures that all pages with so many faces have."""
        spots = paper.spots[:faces]
        lines = (on_spot(line, style, spot) for spot in spots for line in artwork.lettering)
        return tuple(lines), tuple(on_spot(picture, style, spot) for spot in spots for picture in artwork.squares)

    pages = pages_of(posters, paper)
    for number, on_page in enumerate(pages, start=1):
        if slug:
            begin_press_page(canvas, paper)
        faces, words = list[tuple[str, tuple[Lettering, ...]]](), list[tuple[str, tuple[str, ...]]]()
        symbols = list[Square]()
        parts.append([])
        for position, spot in enumerate(paper.spots):
            if paper.same or position < len(on_page):
                poster = on_page[0 if paper.same else position]
                shared, writer = places[poster.question, poster.promise]
                own = _face(canvas, poster, spot, style, shared, first=len(PARTS) * len(parts[-1]))
                parts[-1].append(_parts(poster, style, spot, own, first=len(PARTS) * len(parts[-1])))
                lettering = (*writer.lettering, *own.lettering)
                faces.append((poster.link.station, tuple(on_spot(each, style, spot) for each in lettering)))
                words.append((poster.link.station, promised(style, poster)))
                symbols += (on_spot(square, style, spot) for square in own.squares)
        with artifact(canvas):
            if slug:
                crop_marks(canvas, paper)
                marked = slug_line(canvas, paper, f"{name} · {number}/{len(pages)} · {_marks(on_page)}")
                faces.append(("", (marked,)))
            else:
                cut_lines(canvas, paper)
            fold_words(canvas, paper, english=style.texts.english, press=style.press)
        lines, pictures = alike(len(parts[-1]))
        ink.append(PageInk(lines, tuple(faces), tuple(symbols), tuple(words), pictures))
        for poster in on_page:
            canvas.bookmarkPage(poster.link.value)
            canvas.addOutlineEntry(f"{poster.name.hi} · {poster.mark}", poster.link.value)
        canvas.showPage()
    canvas.showOutline()  # one poster of many is found by its station's name
    canvas.save()
    content = finished(file.getvalue(), parts, title=title, author=author, press=style.press)
    return DrawnPdf(content, tuple(ink))


def promised(style: Style, poster: Poster) -> tuple[str, ...]:
    """The texts that no paper may leave out or cut: question, promise, notes, and the steps where it has some."""
    blocks, texts = style.paper.design.artwork, style.texts
    steps = texts.steps if any(isinstance(block, StepsBeside | StepsUnder) for block in blocks) else ()
    return tuple(text.hi for text in (poster.question, poster.promise, *texts.notes, *steps))


def on_spot(mark: Mark, style: Style, spot: Spot) -> Mark:
    """A mark of a face where its page has it."""
    x, y = (spot.x + style.slug) * MM, (spot.y + style.slug) * MM
    if spot.turned:
        wide, high = (side * MM for side in style.paper.face_size)
        return replace(mark, x=x + wide - mark.x, y=y + high - mark.y, turned=True)
    return replace(mark, x=mark.x + x, y=mark.y + y)


PARTS = ("P", "P", "Figure", "H1")
"""The parts of a face in the order of drawing: what all posters say, question and promise, code, names."""

SAYS = Bilingual(
    "QR कोड, {station} का फ़ीडबैक फ़ॉर्म खोलता है ({host}); पोस्टर कोड {value}",
    "QR code: opens the feedback form of {station} at {host}; poster code {value}",
)
"""What a listener hears of a code."""


def _parts(poster: Poster, style: Style, spot: Spot, own: Pen, *, first: int) -> tuple[Tagged, ...]:
    """The parts of a face in the order of reading: names, question and promise, the other texts, the code."""
    [square] = (on_spot(each, style, spot) for each in own.squares)
    height, reach = (style.paper.height + 2 * style.slug) * MM, square.side / 2
    box = (square.x - reach, height - square.y - reach, square.x + reach, height - square.y + reach)
    host, value, name = style.texts.host, poster.link.value, poster.name
    hindi = SAYS.hi.format(station=name.hi, host=host, value=value)
    english = SAYS.en.format(station=name.en or name.hi, host=host, value=value) if style.texts.english else ""
    says = Bilingual(hindi, english).joined
    artwork, shared, code, names = range(first, first + len(PARTS))
    return Tagged("H1", names), Tagged("P", shared), Tagged("P", artwork), Tagged("Figure", code, says, box)


def _marks(on_page: Sequence[Poster]) -> str:
    """Which codes are on a page, in a few words: the first and the last."""
    marks = [f"{poster.link.station}.{poster.link.channel.letter}{poster.link.serial}" for poster in on_page]
    return marks[0] if len(marks) == 1 else f"{marks[0]} … {marks[-1]}"


def _face(canvas: Canvas, poster: Poster, spot: Spot, style: Style, shared: str, *, first: int) -> Pen:
    paper, design = style.paper, style.paper.design
    wide, high = (side * MM for side in paper.face_size)
    canvas.saveState()
    if style.slug or len(paper.spots) > 1:
        clip_spot(canvas, paper, spot)
    canvas.translate(spot.x * MM, (paper.height - spot.y) * MM - high)
    if spot.turned:
        canvas.translate(wide, high)
        canvas.rotate(180)
    modules = symbol(poster.link.url, style.version, style.ecc)
    pen = Pen(canvas, design.height, paper.scale, style.press)
    drawing = Drawing(pen, design, style.texts, style.colours, poster, modules)
    for number, form in enumerate(("artwork", shared), start=first):
        with tagged(canvas, "P", number):
            canvas.doForm(form)
    for number, symbols in ((first + 2, True), (first + 3, False)):
        with tagged(canvas, PARTS[number - first], number):
            drawing.draw(block for block in design.face if isinstance(block, Symbol) is symbols)
    canvas.restoreState()
    return pen


INFO = "Offset, coated paper (FOGRA39L)"


def finished(
    content: bytes, pages: Sequence[Sequence[tuple[Tagged, ...]]], *, title: str, author: str, press: bool
) -> bytes:
    """The same pages with their tree, the facts of the file, and with `press` what a print shop's software asks for."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        add_tree(pdf, pages)
        pdf.Root.Metadata = pdf.make_indirect(_facts(pdf, content, title, author, press=press))
        if press:
            pdf.docinfo["/Trapped"] = Name("/False")
            pdf.Root.OutputIntents = Array([_output_intent(pdf)])
        file = io.BytesIO()
        pdf.save(
            file,
            force_version="1.6" if press else "1.7",
            object_stream_mode=ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return file.getvalue()


def _output_intent(pdf: Pdf) -> Dictionary:
    profile = Stream(pdf, PROFILE.read_bytes(), N=4, Alternate=Name.DeviceCMYK)
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(CONDITION),
        OutputCondition=String(INFO),
        RegistryName=String("http://www.color.org"),
        Info=String(INFO),
        DestOutputProfile=pdf.make_indirect(profile),
    )


def _facts(pdf: Pdf, content: bytes, title: str, author: str, *, press: bool) -> Stream:
    """The XMP packet. The file's own number follows from what is in it."""
    number = uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(content).hexdigest())
    trapped = "<pdf:Trapped>False</pdf:Trapped><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
    packet_bytes = packet(title, author, "hi", number, more=[trapped] if press else [])
    return Stream(pdf, packet_bytes, Type=Name.Metadata, Subtype=Name.XML)
