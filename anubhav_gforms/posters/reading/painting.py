"""The second rendering: lines of text as HarfBuzz alone shapes and paints them, for finished pages to be held against."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import uharfbuzz
from reportlab.lib.colors import CMYKColor, HexColor
from reportlab.pdfgen.canvas import Canvas

from ...paper.signs import font_of, shaped_line
from ..design.lettering import Lettering
from .pages import Grey, opened, render

AROUND = 1  # pixels around a line that are looked at too
PATHS = 50.0  # pixels; pdfium puts letters smaller than that on whole pixels

Scale = tuple[float, float]  # pixels per point, across and down


@dataclass(frozen=True, slots=True)
class Painted:
    """Ink, 0 none to 255 full, and where it is on its page, pixels."""

    ink: Grey
    left: int
    top: int

    @property
    def part(self) -> tuple[slice, slice]:
        """Its part of the page."""
        return slice(self.top, self.top + self.ink.shape[0]), slice(self.left, self.left + self.ink.shape[1])


@lru_cache(maxsize=1024)
def painted(lettering: Lettering, scale: Scale, *, whole: bool = True) -> Painted:
    """A line as HarfBuzz paints it; with `whole` its letters are put on whole pixels, as pdfium puts small ones."""
    shaped, direction = shaped_line(lettering.text, lettering.face), -1 if lettering.turned else 1
    across, down = lettering.size * scale[0], lettering.size * scale[1]
    start = -shaped.width * {"left": 0.0, "center": 0.5, "right": 1.0}[lettering.align]
    font, painter = font_of(lettering.face), uharfbuzz.RasterDraw()
    em = font.face.upem
    for glyph, right, up in shaped.glyphs:
        x = lettering.x * scale[0] + direction * (start + right) * across
        y = lettering.y * scale[1] - direction * up * down
        if whole and across <= PATHS:
            x, y = np.floor(x + 0.5), np.floor(y + 0.5)
        painter.transform = (direction * across / em, 0, 0, direction * down / em, x, -y)
        painter.draw_glyph(font, glyph)
    image = painter.render()
    extents = image.extents
    if not extents.width or not extents.height:  # blanks
        return Painted(np.zeros((1, 1), np.uint8), 0, 0)
    rows = np.frombuffer(image.buffer, np.uint8).reshape(extents.height, extents.stride)
    return Painted(rows[::-1, : extents.width], extents.x_origin, -extents.y_origin - extents.height)


def grown(at: Painted, shape: tuple[int, ...], by: int = AROUND) -> tuple[slice, slice] | None:
    """The part of a page that a line is on, and a little more; None when it is not all on the page."""
    rows, columns = at.part
    top, bottom, left, right = rows.start - by, rows.stop + by, columns.start - by, columns.stop + by
    if top < 0 or left < 0 or bottom > shape[0] or right > shape[1]:
        return None
    return slice(top, bottom), slice(left, right)


def lay(sheet: Grey, picture: Painted) -> None:
    """Put a line on a page, if all of it is on it."""
    if grown(picture, sheet.shape, 0) is not None:
        there = sheet[picture.part]
        np.maximum(there, picture.ink, out=there)


def laid(lines: Sequence[Lettering], scale: Scale, shape: tuple[int, ...], whole: bool) -> Grey:
    """All these lines on a page of that shape."""
    sheet = np.zeros(shape, np.uint8)
    for lettering in lines:
        lay(sheet, painted(lettering, scale, whole=whole))
    return sheet


sheet_of = lru_cache(maxsize=4)(laid)
"""The same, kept for the next page."""


@cache
def grey_of(colour: str) -> float:
    """What pdfium shows of a colour, in grey."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(9, 9))
    canvas.setFillColor(
        HexColor(colour) if colour.startswith("#") else CMYKColor(*(int(ink) / 100 for ink in colour.split("-")))
    )
    canvas.rect(0, 0, 9, 9, stroke=0, fill=1)
    canvas.save()
    with opened(file.getvalue()) as document:
        return float(render(document[0], 72)[4, 4])
