"""Posters → one PDF. The artwork is drawn once and used by every page; the same posters give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from ..links.symbol import symbol
from ..typesetting import Face, register
from . import parts
from .palette import Palette
from .papers import Paper, Spot
from .pen import MM, Pen
from .words import Poster, Words

rl_config.useA85 = 0  # binary streams: a quarter smaller

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of posters looks: what they say, on which paper, in which colours, with which QR version and level."""

    words: Words
    paper: Paper
    colours: Palette
    version: int
    ecc: str


def sheets_of(posters: Sequence[Poster], paper: Paper) -> list[tuple[Poster, ...]]:
    """Which posters lie on each page, in order."""
    step = paper.per_sheet
    return [tuple(posters[start : start + step]) for start in range(0, len(posters), step)]


def make_pdf(
    posters: Sequence[Poster], style: Style, *, title: str, author: str = "", advance: Advance | None = None
) -> bytes:
    """The posters as one PDF: a bookmark each, all fonts embedded, no date inside."""
    register()
    paper = style.paper
    file = io.BytesIO()
    canvas = Canvas(
        file,
        pagesize=(paper.width * MM, paper.height * MM),
        initialFontName=Face.REGULAR.value,
        invariant=1,
        pageCompression=1,
        lang="hi",
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject("QR posters for citizens' feedback")
    canvas.setCreator("anubhav")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    layout = paper.layout
    edge = parts.BLEED * MM
    wide, high = layout.width * paper.scale * MM, layout.height * paper.scale * MM
    canvas.beginForm("artwork", -edge, -edge, wide + edge, high + edge)
    layout.artwork(Pen(canvas, layout.height, paper.scale), style.words, style.colours)
    canvas.endForm()
    for page, sheet in enumerate(sheets_of(posters, paper)):
        for place, spot in enumerate(paper.spots):
            if paper.same or place < len(sheet):
                _face(canvas, sheet[0 if paper.same else place], spot, style)
        _cut_lines(canvas, paper)
        for poster in sheet:
            canvas.bookmarkPage(poster.link.value)
            canvas.addOutlineEntry(f"{poster.name.hi} · {poster.mark}", poster.link.value)
        canvas.showPage()
        if advance:
            advance(page + 1, -(-len(posters) // paper.per_sheet))
    canvas.save()
    return file.getvalue()


def _face(canvas: Canvas, poster: Poster, spot: Spot, style: Style) -> None:
    paper, layout = style.paper, style.paper.layout
    wide, high = layout.width * paper.scale * MM, layout.height * paper.scale * MM
    canvas.saveState()
    canvas.translate(spot.x * MM, (paper.height - spot.y) * MM - high)
    if spot.turned:
        canvas.translate(wide, high)
        canvas.rotate(180)
    if len(paper.spots) > 1:
        clip = canvas.beginPath()
        clip.rect(0, 0, wide, high)
        canvas.clipPath(clip, stroke=0, fill=0)
    canvas.doForm("artwork")
    modules = symbol(poster.link.url, style.version, style.ecc)
    layout.face(Pen(canvas, layout.height, paper.scale), poster, modules, style.words, style.colours)
    canvas.restoreState()


def _cut_lines(canvas: Canvas, paper: Paper) -> None:
    """Where to cut or fold: a white hairline with grey dashes, seen on any ground."""
    across, down = paper.cuts
    ends = [(x * MM, 0.0, x * MM, paper.height * MM) for x in across]
    ends += [(0.0, (paper.height - y) * MM, paper.width * MM, (paper.height - y) * MM) for y in down]
    for line in ends:
        canvas.saveState()
        canvas.setStrokeColorRGB(1, 1, 1)
        canvas.setLineWidth(0.8)
        canvas.line(*line)
        canvas.setStrokeColorRGB(0.45, 0.45, 0.45)
        canvas.setLineWidth(0.4)
        canvas.setDash([4, 4])
        canvas.line(*line)
        canvas.restoreState()
