"""Scene → marks on one canvas. Text is shaped by the house's own text room, so that Hindi can be read and searched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from ...paper import Face, draw, fitted
from ...sentence import Bilingual
from .marks import RoleLook
from .scene import CORNERS, ROUND, Area, Dot, DotShape, Group, Label, Mark, Point, Scene, Stroke

USUAL = 12.0
"""Points of the labels beside which a look's widths are as they are given."""


def to_pdf(
    canvas: Canvas, scene: Scene, looks: Mapping[str, RoleLook], x: float, y: float, say: Callable[[Bilingual], str]
) -> None:
    """Draw the picture with its upper left corner at (x, y), points from below; `say` chooses the words of a label."""
    painter = _Painter(canvas, looks, x, y, scene.size.text, say)
    for mark in scene.marks:
        for part in mark.marks if isinstance(mark, Group) else (mark,):
            painter.draw(part)


@lru_cache(maxsize=1 << 12)
def _path(points: tuple[Point, ...], closed: bool) -> PDFPathObject:
    """The path through these points of a page. A table has the same bands at the same places on every page."""
    path = PDFPathObject()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if closed:
        path.close()
    return path


@cache
def tint(colour: str, share: float) -> Color:
    """The colour mixed with white: 1 is the colour, 0 is white."""
    full = HexColor(colour)
    return Color(*(1 - share * (1 - part) for part in (full.red, full.green, full.blue)))


@dataclass(frozen=True, slots=True)
class _Painter:
    """One canvas, one corner, one language."""

    canvas: Canvas
    looks: Mapping[str, RoleLook]
    x: float  # points, of the upper left corner
    y: float
    text: float  # points, height of a label of size 1
    say: Callable[[Bilingual], str]

    def draw(self, mark: Mark) -> None:
        match mark:
            case Stroke():
                self._outline(mark.points, self.looks[mark.role], closed=False)
            case Area():
                if mark.strength:
                    self._outline(mark.points, self.looks[mark.role], mark.strength)
            case Dot():
                self._dot(mark)
            case Label():
                self._label(mark)

    def _at(self, x: float, y: float) -> Point:
        return self.x + x, self.y - y

    def _pen(self, look: RoleLook, strength: float = 1.0) -> tuple[int, int]:
        """Take the look's colours; (whether there is an edge, whether it is filled), as the canvas asks."""
        canvas, scale = self.canvas, self.text / USUAL
        if look.fill:
            canvas.setFillColor(tint(look.fill, strength))
        if look.stroke:
            canvas.setStrokeColor(look.stroke)
            canvas.setLineWidth(look.width * scale)
            canvas.setDash(*((5 * scale, 4 * scale) if look.dashed else ()))
        return int(bool(look.stroke)), int(bool(look.fill))

    def _outline(self, points: Sequence[Point], look: RoleLook, strength: float = 1.0, *, closed: bool = True) -> None:
        stroke, fill = self._pen(look, strength)
        path = _path(tuple(self._at(*point) for point in points), closed)
        self.canvas.drawPath(path, stroke=stroke, fill=fill if closed else 0)
        if look.dashed:
            self.canvas.setDash()

    def _dot(self, dot: Dot) -> None:
        rim = self.looks[dot.rim] if dot.rim else RoleLook()
        look = RoleLook(self.looks[dot.role].fill, rim.stroke, rim.width)
        if dot.shape is DotShape.CIRCLE:
            stroke, fill = self._pen(look)
            self.canvas.circle(*self._at(dot.x, dot.y), ROUND * dot.size, stroke=stroke, fill=fill)
            return
        self._outline([(dot.x + dot.size * x, dot.y + dot.size * y) for x, y in CORNERS[dot.shape]], look)

    def _label(self, label: Label) -> None:
        canvas, look, text = self.canvas, self.looks[label.role], self.say(label.text)
        face = Face.BOLD if look.bold else Face.REGULAR
        size = label.size * self.text
        if label.room:
            size = fitted(text, face, size, label.room)
        canvas.saveState()
        canvas.setFillColor(look.fill)
        canvas.translate(*self._at(label.x, label.y))
        if label.turned:
            canvas.rotate(90)
        draw(canvas, 0, 0, text, face, size, align=label.align)
        canvas.restoreState()
