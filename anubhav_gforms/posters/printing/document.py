"""Posters → one PDF. The artwork is drawn once and used by every page; the same posters give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from ...links.symbol import symbol
from ..design import parts
from ..design.palette import Palette
from ..design.papers import Paper, Spot
from ..design.pen import MM, Pen
from ..design.texts import Poster, PosterTexts
from .canvas import SLUG, begin_press_page, clip_spot, crop_marks, cut_lines, open_canvas

SUBJECT = "QR posters for citizens' feedback"
Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of posters looks: what they say, on which paper, in which colours, with which QR version and level.
    `press` adds bleed and crop marks for a print shop."""

    words: PosterTexts
    paper: Paper
    colours: Palette
    version: int
    ecc: str
    press: bool = False


def sheets_of(posters: Sequence[Poster], paper: Paper) -> list[tuple[Poster, ...]]:
    """Which posters lie on each page, in order."""
    step = paper.per_sheet
    return [tuple(posters[start : start + step]) for start in range(0, len(posters), step)]


def make_pdf(
    posters: Sequence[Poster], style: Style, *, title: str, author: str = "", advance: Advance | None = None
) -> bytes:
    """The posters as one PDF: a bookmark each, all fonts embedded, no date inside."""
    paper, layout = style.paper, style.paper.layout
    slug = SLUG if style.press else 0.0
    file = io.BytesIO()
    canvas = open_canvas(
        file, paper.width + 2 * slug, paper.height + 2 * slug, title=title, author=author, subject=SUBJECT
    )
    edge = parts.BLEED * MM
    wide, high = layout.width * paper.scale * MM, layout.height * paper.scale * MM
    canvas.beginForm("artwork", -edge, -edge, wide + edge, high + edge)
    layout.artwork(Pen(canvas, layout.height, paper.scale), style.words, style.colours)
    canvas.endForm()
    sheets = sheets_of(posters, paper)
    for page, sheet in enumerate(sheets, start=1):
        if style.press:
            begin_press_page(canvas, paper)
        for place, spot in enumerate(paper.spots):
            if paper.same or place < len(sheet):
                _face(canvas, sheet[0 if paper.same else place], spot, style)
        if style.press:
            crop_marks(canvas, paper)
        else:
            cut_lines(canvas, paper)
        for poster in sheet:
            canvas.bookmarkPage(poster.link.value)
            canvas.addOutlineEntry(f"{poster.name.hi} · {poster.mark}", poster.link.value)
        canvas.showPage()
        if advance:
            advance(page, len(sheets))
    canvas.save()
    return file.getvalue()


def _face(canvas: Canvas, poster: Poster, spot: Spot, style: Style) -> None:
    paper, layout = style.paper, style.paper.layout
    wide, high = layout.width * paper.scale * MM, layout.height * paper.scale * MM
    canvas.saveState()
    if style.press or len(paper.spots) > 1:
        clip_spot(canvas, paper, spot)
    canvas.translate(spot.x * MM, (paper.height - spot.y) * MM - high)
    if spot.turned:
        canvas.translate(wide, high)
        canvas.rotate(180)
    canvas.doForm("artwork")
    modules = symbol(poster.link.url, style.version, style.ecc)
    layout.face(Pen(canvas, layout.height, paper.scale), poster, modules, style.words, style.colours)
    canvas.restoreState()
