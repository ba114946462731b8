"""The sheets that travel with the posters: how to hang and check them, and who received which."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from reportlab.pdfgen.canvas import Canvas

from ...links.symbol import symbol
from ...paper import Face
from ...sentence import Bilingual, Sentence
from ..design.density import Density
from ..design.drawing import Design, Drawing
from ..design.lettering import PageInk
from ..design.measures import SampleMark
from ..design.pen import Pen, both
from ..design.shapes import Arc, Band
from ..design.texts import Poster
from ..reading.ink import ink_faults, inked_page
from ..reading.pages import opened, read_codes, render
from ..reading.proof import PageFault
from .advice import advice_for, kind_of, title_of
from .canvas import open_canvas
from .document import DrawnPdf, Style

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT = 14.0, 196.0
ROWS, FIRST_ROW, ROW = 9, 46.0, 24.4
MODULE = 0.355  # mm, of the thumbnails; phones and printers need 0.35
DPI = 250
MARK = SampleMark(150.0, 3.4, 11.0)
"""On the lists of samples: their codes can be scanned, too."""
SUBJECT = "Hand-over list of QR posters"
COLUMNS = (
    (LEFT, Bilingual("क्र.", "No.")),
    (21.0, Bilingual("कोड", "Code")),
    (46.0, Bilingual("थाना / कार्यालय", "Station / office")),
    (100.0, Bilingual("स्थान", "Place")),
    (124.0, Bilingual("लगाया, दिनांक", "Put up, date")),
    (145.0, Bilingual("स्कैन", "Scanned")),
    (157.0, Bilingual("प्राप्तकर्ता: नाम, पद, हस्ताक्षर", "Received: name, rank, sign")),
)
NAME, PLACE, RECEIVED = (46.0, 52.0), (100.0, 22.0), (157.0, RIGHT - 157.0)  # left and room
GIVER = ("देने वाले का नाम | Handed over by", "पद | Rank", "दिनांक | Date", "हस्ताक्षर | Signature")


OLD = Bilingual("पुराना {old} हटाया", "Old {old} removed")
"""Beside a box to tick, where an old paper comes down."""


def draw_handover(
    posters: Sequence[Poster],
    style: Style,
    fine: Density,
    *,
    title: str,
    author: str = "",
    old: Mapping[str, str] = MappingProxyType({}),
) -> DrawnPdf:
    """A PDF of A4 pages: one on hanging and checking, then the handover list with a thumbnail of every code.

    `old` says what comes down where a code goes up ("P1"): its row has a box for it.
    """
    file = io.BytesIO()
    canvas = open_canvas(file, WIDTH, HEIGHT, title=title, author=author, subject=SUBJECT)
    ink = [_advice(canvas, style, fine)]
    pages = [posters[start : start + ROWS] for start in range(0, len(posters), ROWS)]
    for number, rows in enumerate(pages):
        ink.append(_list(canvas, rows, style, old, first=number * ROWS, page=number + 1, pages=len(pages)))
    canvas.save()
    return DrawnPdf(file.getvalue(), tuple(ink))


def handover_faults(drawn: DrawnPdf, posters: Sequence[Poster]) -> list[PageFault]:
    """What is wrong with a handover list: lines that do not look as they should, thumbnails that do not read."""
    faults, read = list[PageFault](), set[str]()
    with opened(drawn.content) as document:
        for number, (page, ink) in enumerate(zip(document, drawn.ink, strict=True), start=1):
            image = render(page, DPI)
            read.update(read_codes(image))
            unlike = ink_faults(inked_page(image, ink, page.get_size()))
            faults += (PageFault(number, station, cause) for station, cause in unlike)
    cause = Sentence("its thumbnail cannot be read")
    return faults + [PageFault(0, each.link.station, cause) for each in posters if each.link.url not in read]


def _advice(canvas: Canvas, style: Style, fine: Density) -> PageInk:
    pen, colours, english = Pen(canvas, HEIGHT), style.colours, style.texts.english
    Arc(34.0, 3.4, 1.2).draw(_drawing(pen, style))
    title = title_of(style.paper)
    pen.text(LEFT, 18, title.hi, Face.EXTRABOLD, 24, colours.question, room=RIGHT - LEFT)
    if english:
        pen.text(LEFT, 26.5, title.en, Face.MEDIUM, 13, colours.question_small)
    y = 56.0
    for number, advice in enumerate(advice_for(style.paper), start=1):
        top = y - 5.0
        pen.circle(
            LEFT + 5, top + 2.6, 5, fill=colours.badge, stroke=colours.frame if colours.outlined else "", thick=0.4
        )
        pen.text(LEFT + 5, top + 4.3, str(number), Face.BOLD, 13.5, colours.badge_text, align="center")
        for text in _lines(pen, advice.hi.format(host=style.texts.host), Face.SEMIBOLD, 13.5):
            pen.text(LEFT + 15, y, text, Face.SEMIBOLD, 13.5, colours.ink)
            y += 6.9
        if english:
            y -= 0.6
            for text in _lines(pen, advice.en.format(host=style.texts.host), Face.REGULAR, 10.5):
                pen.text(LEFT + 15, y, text, Face.REGULAR, 10.5, colours.muted)
                y += 5.0
        y += 8.4
    y += 2
    pen.box(
        LEFT,
        y - 7,
        RIGHT - LEFT,
        21,
        fill=colours.plate,
        stroke=colours.frame if colours.outlined else "",
        thick=0.4,
        radius=3,
    )
    reach = f"{fine.distance:.1f}"
    hindi = f"{kind_of(style.paper)} ({fine.paper}): कोड की चौड़ाई {fine.side:.0f} मिमी; अच्छी रोशनी में {reach} मीटर तक से स्कैन होता है।"
    pen.text(
        LEFT + 6, y + (1.2 if english else 4.8), hindi, Face.SEMIBOLD, 12.5, colours.plate_text, room=RIGHT - LEFT - 12
    )
    if english:
        text = f"{fine.paper}: the code is {fine.side:.0f} mm wide, a module {fine.module:.2f} mm; it scans from up to {reach} m in good light."
        pen.text(LEFT + 6, y + 8, text, Face.REGULAR, 10.5, colours.muted, room=RIGHT - LEFT - 12)
    _foot(pen, style)
    canvas.bookmarkPage("advice")
    canvas.addOutlineEntry(title.hi, "advice")
    canvas.showPage()
    return PageInk(tuple(pen.lettering), (), (), ())


def _lines(pen: Pen, text: str, face: Face, size: float) -> list[str]:
    """Full lines, or lines of one length where a word or two would stand alone in the last."""
    room = RIGHT - LEFT - 15
    lines = pen.lines(text, face, size, room, balanced=False)
    alone = len(lines) > 1 and pen.wide(lines[-1], face, size) < room / 4
    return pen.lines(text, face, size, room) if alone else lines


def _list(
    canvas: Canvas,
    rows: Sequence[Poster],
    style: Style,
    old: Mapping[str, str],
    *,
    first: int,
    page: int,
    pages: int,
) -> PageInk:
    pen, colours, english = Pen(canvas, HEIGHT), style.colours, style.texts.english
    district = rows[0].district
    title_hi = f"{kind_of(style.paper)}: सूची और सुपुर्दगी – {district.hi}"
    pen.text(LEFT, 20, title_hi, Face.EXTRABOLD, 19, colours.plate_text, room=RIGHT - LEFT - 30)
    if english:
        title = f"Index and handover list – {district.en}, {style.paper.name}"
        pen.text(LEFT, 27, title, Face.MEDIUM, 11, colours.muted)
    pen.text(RIGHT, 20, f"{page} / {pages}", Face.REGULAR, 11, colours.muted, align="right")
    for x, head in COLUMNS:
        pen.text(x, 36.5, head.hi, Face.SEMIBOLD, 8.6, colours.ink)
        if english:
            pen.text(x, 40.5, head.en, Face.REGULAR, 7.2, colours.muted)
    pen.box(LEFT, FIRST_ROW - 3.4, RIGHT - LEFT, 0.5, fill=colours.frame)
    starts = [len(pen.lettering)]
    for position, poster in enumerate(rows):
        top = FIRST_ROW + position * ROW - 2.0
        _row(pen, poster, style, first + position + 1, top)
        if poster.link.value in old:
            _comes_down(pen, style, old[poster.link.value], top)
        starts.append(len(pen.lettering))
    if page == pages:
        _giver(pen, style, FIRST_ROW + len(rows) * ROW + 6)
    _foot(pen, style)
    canvas.bookmarkPage(f"list-{page}")
    canvas.addOutlineEntry(f"सूची {page}", f"list-{page}")
    canvas.showPage()
    ends = zip(rows, starts, starts[1:], strict=False)
    own = tuple((poster.link.station, tuple(pen.lettering[begin:end])) for poster, begin, end in ends)
    return PageInk((*pen.lettering[: starts[0]], *pen.lettering[starts[-1] :]), own, tuple(pen.squares), ())


def _giver(pen: Pen, style: Style, y: float) -> None:
    """Who hands the posters over: lines to write on."""
    wide = (RIGHT - LEFT - 6) / len(GIVER)
    for number, label in enumerate(GIVER):
        x, text = LEFT + number * (wide + 2), label if style.texts.english else label.partition(" | ")[0]
        pen.text(x, y, text, Face.REGULAR, 8, style.colours.muted, room=wide, least=7)
        pen.box(x, y + 9, wide, 0.3, fill=style.colours.muted)


def _row(pen: Pen, poster: Poster, style: Style, number: int, top: float) -> None:
    colours, link = style.colours, poster.link
    modules = symbol(link.url, style.version, style.ecc)
    pen.text(LEFT, top + 11, str(number), Face.SEMIBOLD, 11, colours.ink)
    pen.symbol(modules, 21, top + 0.4, modules.shape[0] * MODULE)
    left, room = NAME
    inks = colours.ink, colours.muted
    parts = both(poster.name, (Face.BOLD, Face.REGULAR), ((12.0, 7.0), (8.6, 7.0)), inks)
    pen.draw_stack(left, top + 0.2, parts, room=room, high=18.8, below=True)
    pen.text(left, top + 21.6, link.value, Face.SEMIBOLD, 8.6, colours.ink, room=room, least=7)
    left, room = PLACE
    pen.text(left, top + 6, f"{link.channel.letter}{link.serial}", Face.BOLD, 11, colours.ink)
    pen.paragraph(left, top + 14, link.placement, Face.REGULAR, (8.6, 7), colours.muted, room=room, most=4)
    pen.box(124, top + 15, 17, 0.3, fill=colours.muted)
    pen.box(147, top + 9, 5, 5, stroke=colours.muted, thick=0.3)
    for down in (11, 20):
        pen.box(RECEIVED[0], top + down, RECEIVED[1], 0.3, fill=colours.muted)
    pen.box(LEFT, top + ROW - 1.4, RIGHT - LEFT, 0.2, fill=colours.note_edge)


def _comes_down(pen: Pen, style: Style, old: str, top: float) -> None:
    """In a row: that an old paper comes down, and a box for it."""
    pen.text(124, top + 19.2, OLD.hi.format(old=old), Face.BOLD, 8.6, style.colours.ink, room=22, least=7)
    if style.texts.english:
        pen.text(124, top + 22.2, OLD.en.format(old=old), Face.REGULAR, 7.2, style.colours.muted, room=22, least=7)
    pen.box(147, top + 16.6, 5, 5, stroke=style.colours.muted, thick=0.3)


def _foot(pen: Pen, style: Style) -> None:
    _drawing(pen, style).draw((Band(289.0, 292.0, 3.6), MARK))


def _drawing(pen: Pen, style: Style) -> Drawing:
    return Drawing(pen, Design(WIDTH, HEIGHT), style.texts, style.colours)
