"""The blocks that are shapes: grounds, cards, plates, boxes, the border, the logo."""

from __future__ import annotations

from dataclasses import dataclass

from ...paper import Face
from . import icons
from .drawing import Drawing

BLEED = 4.0  # mm by which grounds reach past every edge of the page


@dataclass(frozen=True, slots=True)
class Ground:
    """The page's colour, past every edge."""

    def draw(self, on: Drawing) -> None:
        width, height = on.design.width, on.design.height
        on.pen.box(-BLEED, -BLEED, width + 2 * BLEED, height + 2 * BLEED, fill=on.colours.page)


@dataclass(frozen=True, slots=True)
class Arc:
    """The ground behind the title, its lower edge an arc with a line under it."""

    side: float  # height at the sides
    bow: float  # how much deeper in the middle
    thick: float

    def draw(self, on: Drawing) -> None:
        pen, width, colours = on.pen, on.design.width, on.colours
        deep, right = self.side + self.bow * 4 / 3, width + BLEED
        pen.shape(
            (-BLEED, -BLEED),
            (right, -BLEED),
            (right, self.side),
            (width * 0.7, deep, width * 0.3, deep, -BLEED, self.side),
            (),
            fill=colours.header,
        )
        edge, low = self.side + self.thick / 4, deep + self.thick / 4
        pen.shape(
            (-BLEED, edge), (width * 0.3, low, width * 0.7, low, right, edge), stroke=colours.rule, thick=self.thick
        )


@dataclass(frozen=True, slots=True)
class SidePanel:
    """The ground behind the title as the right part of the page, with a line at its left edge."""

    left: float
    thick: float

    def draw(self, on: Drawing) -> None:
        width, height = on.design.width, on.design.height
        on.pen.box(self.left, -BLEED, width - self.left + BLEED, height + 2 * BLEED, fill=on.colours.header)
        on.pen.box(self.left - self.thick / 2, -BLEED, self.thick, height + 2 * BLEED, fill=on.colours.rule)


@dataclass(frozen=True, slots=True)
class Card:
    """The white ground of the symbol, with a tab that says what to do with it."""

    left: float
    top: float
    width: float
    height: float
    scan: float  # size of the text on the tab
    thick: float
    radius: float

    def draw(self, on: Drawing) -> None:
        pen, label, colours = on.pen, on.texts.scan.joined, on.colours
        pen.box(
            self.left,
            self.top,
            self.width,
            self.height,
            fill=colours.card,
            stroke=colours.frame,
            thick=self.thick,
            radius=self.radius,
        )
        size = self.scan
        tab, width = size * 0.67, pen.wide(label, Face.BOLD, size) + size * 0.9
        middle, bottom = self.left + self.width / 2, self.top + self.height
        pen.box(
            middle - width / 2,
            bottom - tab * 0.53,
            width,
            tab,
            fill=colours.tab,
            stroke=colours.frame,
            thick=self.thick / 2,
            radius=tab / 2,
        )
        pen.text(middle, bottom + size * 0.097, label, Face.BOLD, size, colours.tab_text, align="center")


@dataclass(frozen=True, slots=True)
class NoteBox:
    """A light ground with an outline."""

    x: float
    y: float
    width: float
    height: float
    thick: float
    radius: float

    def draw(self, on: Drawing) -> None:
        fill, edge = on.colours.note, on.colours.note_edge
        on.pen.box(
            self.x, self.y, self.width, self.height, fill=fill, stroke=edge, thick=self.thick, radius=self.radius
        )


@dataclass(frozen=True, slots=True)
class Shield:
    """The icon of the box that says what the phone must show."""

    x: float
    y: float
    size: float

    def draw(self, on: Drawing) -> None:
        icons.shield(on.pen, self.x, self.y, self.size, on.colours.plate_edge, on.colours.note)


@dataclass(frozen=True, slots=True)
class Plate:
    """The ground of a station's name."""

    x: float
    y: float
    width: float
    height: float
    thick: float  # of the edges

    def draw(self, on: Drawing) -> None:
        pen, colours = on.pen, on.colours
        x, y, wide, high, radius = self.x, self.y, self.width, self.height, self.thick * 0.92
        pen.box(x, y, wide, high, fill=colours.plate, radius=radius)
        for edge, inward in ((x, 1), (x + wide, -1)):
            inner, turn, bow = edge + self.thick * inward, edge + radius * inward, edge + radius * 0.45 * inward
            pen.shape(
                (inner, y),
                (turn, y),
                (bow, y, edge, y + radius * 0.45, edge, y + radius),
                (edge, y + high - radius),
                (edge, y + high - radius * 0.45, bow, y + high, turn, y + high),
                (inner, y + high),
                (),
                fill=colours.plate_edge,
            )
        if colours.outlined:
            pen.box(x, y, wide, high, stroke=colours.frame, thick=0.5, radius=radius)


@dataclass(frozen=True, slots=True)
class Band:
    """A border of triangles and dots."""

    top: float
    bottom: float
    step: float

    def draw(self, on: Drawing) -> None:
        pen, width, colours = on.pen, on.design.width, on.colours
        count = int(width / self.step) + 2
        start = (width - count * self.step) / 2
        for number in range(count):
            x = start + number * self.step
            pen.shape(
                (x, self.bottom),
                (x + self.step / 2, self.top),
                (x + self.step, self.bottom),
                (),
                fill=colours.band,
                stroke=colours.frame if colours.outlined else "",
                thick=0.35,
            )
        for number in range(count):
            x, y = start + (number + 0.5) * self.step, self.bottom - (self.bottom - self.top) * 0.32
            pen.circle(x, y, self.step * 0.107, fill=colours.band_dot)


@dataclass(frozen=True, slots=True)
class Footer:
    """The ground of the lowest part."""

    top: float
    edge: tuple[float, float] | None = None  # left and width of a line over it, in the ink-saver

    def draw(self, on: Drawing) -> None:
        width, height = on.design.width + 2 * BLEED, on.design.height - self.top + BLEED
        on.pen.box(-BLEED, self.top, width, height, fill=on.colours.footer)
        if self.edge and on.colours.outlined:
            left, wide = self.edge
            on.pen.box(left, self.top, wide, 0.3, fill=on.colours.frame)


@dataclass(frozen=True, slots=True)
class LogoSpot:
    """The office's logo, when it has one."""

    x: float
    y: float
    side: float

    def draw(self, on: Drawing) -> None:
        if on.texts.logo is None:
            return
        inset = self.side * 0.08
        on.pen.box(self.x, self.y, self.side, self.side, fill="#FFFFFF", radius=inset)
        on.pen.picture(on.texts.logo, self.x + inset, self.y + inset, self.side - 2 * inset)
