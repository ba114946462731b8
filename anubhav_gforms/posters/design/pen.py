"""A pen that draws on a page in millimetres from its top left corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from ...errors import PosterError
from ...links.symbol import Modules
from ...paper import Align, Face, draw, fitted, width, wrap
from ...sentence import Bilingual
from .inks import paint, written
from .lettering import Lettering, Square
from .picture import place_picture

MM = 72 / 25.4
LEAST = 7.0  # points; nothing on paper is smaller
PITCH, CAPITAL = 0.42, 0.25  # mm from line to line, and of a capital's height, per point


@dataclass(frozen=True, slots=True)
class StackedText:
    """A text of a stack."""

    text: str
    face: Face
    sizes: tuple[float, float]  # full, least
    colour: str


def both(
    text: Bilingual,
    faces: tuple[Face, Face],
    sizes: tuple[tuple[float, float], tuple[float, float] | None],
    colours: tuple[str, str],
) -> list[StackedText]:
    """A text in both languages for a stack, Hindi over English; without sizes there is none of a language."""
    rows = zip((text.hi, text.en), faces, sizes, colours, strict=True)
    return [StackedText(words, face, size, colour) for words, face, size, colour in rows if size]


def _height(setting: Sequence[tuple[StackedText, float, list[str]]]) -> float:
    return sum(size * PITCH * len(lines) for _, size, lines in setting)


def too_long(text: str, room: float, size: float, least: float) -> PosterError:
    """What is said of a text that would be so small on its paper."""
    return PosterError(
        '"{text}" needs {room:.0f} mm; it would be {size:.1f} pt, under {least:g} pt.',
        text=text,
        room=room,
        size=size,
        least=least,
        cure="Shorten it in config/poster.toml, config/office.toml or stations.csv.",
    )


@dataclass
class Pen:
    """Draws on a page, and keeps what it wrote; lengths in mm of the design, y downward, type in points."""

    canvas: Canvas
    height: float  # of the design, mm
    scale: float = 1.0  # everything is drawn so many times as large
    press: bool = False  # colours are four inks
    lettering: list[Lettering] = field(default_factory=list)
    squares: list[Square] = field(default_factory=list)

    def x(self, x: float) -> float:
        """A length, or how far to the right, in points."""
        return x * self.scale * MM

    def y(self, y: float) -> float:
        return (self.height - y) * self.scale * MM

    def ink(self, fill: str = "", stroke: str = "", thick: float = 0.0) -> tuple[int, int]:
        if fill:
            self.canvas.setFillColor(paint(fill, press=self.press))
        if stroke:
            self.canvas.setStrokeColor(paint(stroke, press=self.press))
            self.canvas.setLineWidth(self.x(thick))
        return int(bool(stroke)), int(bool(fill))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "",
        stroke: str = "",
        thick: float = 0.0,
        radius: float = 0.0,
    ) -> None:
        strokes, fills = self.ink(fill, stroke, thick)
        bounds = (self.x(x), self.y(y + height), self.x(width), self.x(height))
        if radius:
            self.canvas.roundRect(*bounds, self.x(radius), stroke=strokes, fill=fills)
        else:
            self.canvas.rect(*bounds, stroke=strokes, fill=fills)

    def circle(
        self, x: float, y: float, radius: float, *, fill: str = "", stroke: str = "", thick: float = 0.0
    ) -> None:
        strokes, fills = self.ink(fill, stroke, thick)
        self.canvas.circle(self.x(x), self.y(y), self.x(radius), stroke=strokes, fill=fills)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, stroke: str, thick: float, dots: float = 0.0) -> None:
        self.canvas.saveState()
        self.ink("", stroke, thick)
        self.canvas.setLineCap(1)
        if dots:
            self.canvas.setDash([0, self.x(dots)])
        self.canvas.line(self.x(x1), self.y(y1), self.x(x2), self.y(y2))
        self.canvas.restoreState()

    def shape(self, *steps: tuple[float, ...], fill: str = "", stroke: str = "", thick: float = 0.0) -> None:
        """A path: the first step moves; a pair draws a line, six numbers a curve, none closes."""
        strokes, fills = self.ink(fill, stroke, thick)
        path: PDFPathObject = self.canvas.beginPath()
        for number, step in enumerate(steps):
            points = [self.x(v) if number % 2 == 0 else self.y(v) for number, v in enumerate(step)]
            if not points:
                path.close()
            elif number == 0:
                path.moveTo(*points)
            elif len(points) == 2:
                path.lineTo(*points)
            else:
                path.curveTo(*points)
        self.canvas.setLineCap(1)
        self.canvas.setLineJoin(1)
        self.canvas.drawPath(path, stroke=strokes, fill=fills)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: Face,
        size: float,
        colour: str,
        *,
        align: Align = "left",
        room: float = 0.0,
        least: float = 0.0,
    ) -> None:
        """One line with its baseline at `y`; made smaller to fit `room` mm, but never under `least` points."""
        if not text:
            return
        full = size * self.scale
        if room:
            size = fitted(text, face, full, self.x(room)) / self.scale
            if size * self.scale < least:
                raise too_long(text, room, size * self.scale, least)
        self.ink(colour)
        ink = written(colour, press=self.press)
        self.lettering.append(Lettering(text, face, size * self.scale, self.x(x), self.x(y), align, ink))
        draw(self.canvas, self.x(x), self.y(y), text, face, size * self.scale, align=align)

    def block(
        self, text: str, face: Face, sizes: tuple[float, float], room: float, most: int
    ) -> tuple[list[str], float]:
        """The lines of a text and their size: at most `most` lines of `room` mm, as large as fits between two sizes.

        Raises PosterError when it does not fit even at the smaller one.
        """
        full, least = sizes
        least = max(least, LEAST / self.scale)
        for count in range(1, most + 1):  # a little smaller before one line more
            low = least if count == most else max(least, full * 0.8)
            steps = [full - 0.5 * step for step in range(int((full - low) / 0.5) + 1)]
            for size in dict.fromkeys((*steps, low)):
                lines = self.lines(text, face, size, room)
                if len(lines) <= count and all(self.wide(row, face, size) <= room + 0.01 for row in lines):
                    return lines, size
        widest = max(self.wide(row, face, least) for row in self.lines(text, face, least, room * most))
        raise too_long(text, room, self.scale * least * min(room * most / widest, 0.99), self.scale * least)

    def paragraph(
        self,
        x: float,
        middle: float,
        text: str,
        face: Face,
        sizes: tuple[float, float],
        colour: str,
        *,
        room: float,
        most: int,
        align: Align = "left",
    ) -> float:
        """Lines around a middle, as `block` sets them; gives their height in mm."""
        if not text:
            return 0.0
        lines, size = self.block(text, face, sizes, room, most)
        pitch = size * PITCH
        first = middle + size * CAPITAL / 2 - pitch * (len(lines) - 1) / 2
        for number, row in enumerate(lines):
            self.text(x, first + number * pitch, row, face, size, colour, align=align)
        return pitch * len(lines)

    def stack(
        self, parts: Sequence[StackedText], room: float, high: float
    ) -> list[tuple[StackedText, float, list[str]]]:
        """Texts one under the other in `room` × `high` mm: each with its size and lines, as large as fits together.

        They stay on one line each where a size of 80 % allows it. Raises PosterError when there is no room at all.
        """
        parts = [part for part in parts if part.text]

        def at(factor: float) -> list[tuple[StackedText, float, list[str]]]:
            sizes = [max(part.sizes[0] * factor, part.sizes[1], LEAST / self.scale) for part in parts]
            rows = zip(parts, sizes, strict=True)
            return [(part, size, self.lines(part.text, part.face, size, room)) for part, size in rows]

        factors = [1 - 0.04 * step for step in range(20)]
        single = (each for each in map(at, factors[:6]) if all(len(lines) == 1 for _, _, lines in each))
        for setting in chain(single, map(at, factors)):
            fits = all(self.wide(row, part.face, size) <= room + 0.01 for part, size, lines in setting for row in lines)
            if fits and _height(setting) <= high:
                return setting
        smallest = at(factors[-1])
        short = min(
            high / _height(smallest),
            *(room / self.wide(row, part.face, size) for part, size, lines in smallest for row in lines),
        )
        text = " | ".join(part.text for part in parts)
        raise too_long(text, room, min(size for _, size, _ in smallest) * self.scale * min(short, 0.99), LEAST)

    def draw_stack(
        self,
        x: float,
        y: float,
        parts: Sequence[StackedText],
        *,
        room: float,
        high: float,
        align: Align = "left",
        below: bool = False,
    ) -> float:
        """Draw a stack around `y`, or below it; gives its height in mm."""
        setting = self.stack(parts, room, high)
        total = _height(setting)
        top = y if below else y - total / 2
        for part, size, lines in setting:
            for row in lines:
                self.text(x, top + size * (CAPITAL + PITCH) / 2, row, part.face, size, part.colour, align=align)
                top += size * PITCH
        return total

    def wide(self, text: str, face: Face, size: float) -> float:
        """Width of a line in mm."""
        return width(text, face, size) / MM

    def lines(self, text: str, face: Face, size: float, room: float, *, balanced: bool = True) -> list[str]:
        """Lines none of which is wider than `room` mm; of about one length when `balanced`."""
        return wrap(text, face, size, room * MM, balanced=balanced)

    def picture(self, file: Path, x: float, y: float, side: float) -> None:
        """A picture in the middle of a square, as large as fits."""
        self.squares.append(Square(self.x(x + side / 2), self.x(y + side / 2), self.x(side), file))
        place_picture(self.canvas, file, self.x(x), self.y(y + side), self.x(side), press=self.press)

    def symbol(self, modules: Modules, x: float, y: float, side: float) -> None:
        """A QR symbol as one path of row runs: pure black, no hairlines between modules."""
        canvas = self.canvas
        unit = self.x(side) / modules.shape[0]
        self.squares.append(Square(self.x(x + side / 2), self.x(y + side / 2), self.x(side)))
        canvas.saveState()
        self.ink("#000000")
        canvas.transform(unit, 0, 0, -unit, self.x(x), self.y(y))
        canvas._code.append(row_runs(modules))
        canvas.restoreState()


def row_runs(modules: Modules) -> str:
    """The dark modules as PDF rectangles, one per horizontal run, and one fill; units are modules, y downward."""
    return "".join(f"{x} {y} {long} 1 re\n" for x, y, long in dark_runs(modules)) + "f"


def dark_runs(modules: Modules) -> list[list[int]]:
    """Where dark modules of a row stand side by side: column, row and how many."""
    edge = np.zeros((modules.shape[0], 1), dtype=np.int8)
    steps = np.diff(modules.astype(np.int8), axis=1, prepend=edge, append=edge)
    rows, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    runs: list[list[int]] = np.column_stack([starts, rows, ends - starts]).tolist()
    return runs
