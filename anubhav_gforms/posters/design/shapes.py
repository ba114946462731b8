"""Shapes that designs and handover lists share: the arc behind a title, cards, plates, steps, the border."""

from __future__ import annotations

from dataclasses import replace

from ...paper import Face
from . import icons
from .drawing import Drawing
from .measures import Arc, Band, Card, Name, Plate
from .palette import Palette
from .pen import LEAST, Pen, StackedText

BLEED = 4.0  # mm by which grounds reach past every edge of the page


def arc(pen: Pen, width: float, at: Arc, colours: Palette) -> None:
    """The ground behind a title on a page so wide, and the line under it."""
    deep, right = at.side + at.bow * 4 / 3, width + BLEED
    pen.shape(
        (-BLEED, -BLEED),
        (right, -BLEED),
        (right, at.side),
        (width * 0.7, deep, width * 0.3, deep, -BLEED, at.side),
        (),
        fill=colours.header,
    )
    edge, low = at.side + at.thick / 4, deep + at.thick / 4
    pen.shape((-BLEED, edge), (width * 0.3, low, width * 0.7, low, right, edge), stroke=colours.rule, thick=at.thick)


def card(at: Card, on: Drawing) -> None:
    """The white ground of a symbol, and the tab with its label."""
    pen, label, colours = on.pen, on.texts.scan.joined, on.colours
    pen.box(
        at.left, at.top, at.width, at.height, fill=colours.card, stroke=colours.frame, thick=at.thick, radius=at.radius
    )
    size = at.scan
    tab, width = size * 0.67, pen.wide(label, Face.BOLD, size) + size * 0.9
    middle, bottom = at.left + at.width / 2, at.top + at.height
    pen.box(
        middle - width / 2,
        bottom - tab * 0.53,
        width,
        tab,
        fill=colours.tab,
        stroke=colours.frame,
        thick=at.thick / 2,
        radius=tab / 2,
    )
    pen.text(middle, bottom + size * 0.097, label, Face.BOLD, size, colours.tab_text, align="center")


def step(pen: Pen, x: float, y: float, radius: float, number: int, count: int, colours: Palette) -> None:
    """The round icon of one step, with its number."""
    pen.circle(x, y, radius, fill=colours.icon_ground, stroke=colours.frame, thick=radius * 0.07)
    icon = icons.STEPS[number] if number < count - 1 or count == 1 else icons.form
    icon(pen, x, y, radius * 1.28, colours.icon)
    away, badge = radius * 0.9, max(radius * 0.38, 1.75)
    edge = colours.frame if colours.outlined else colours.page
    pen.circle(x - away, y - away, badge, fill=colours.badge, stroke=edge, thick=radius * 0.058)
    size = max(badge * 3.3, 7.0)
    pen.text(x - away, y - away + size * 0.122, str(number + 1), Face.BOLD, size, colours.badge_text, align="center")


def inverted(colours: Palette) -> Palette:
    """The colours of steps that are on the title's ground."""
    return replace(colours, icon_ground=colours.page, icon=colours.frame, page=colours.header)


def plate(at: Plate, on: Drawing) -> None:
    """The ground for a station's name, with an edge at either side."""
    pen, colours = on.pen, on.colours
    x, y, wide, high, radius = at.x, at.y, at.width, at.height, at.thick * 0.92
    pen.box(x, y, wide, high, fill=colours.plate, radius=radius)
    for edge, inward in ((x, 1), (x + wide, -1)):
        inner, turn, bow = edge + at.thick * inward, edge + radius * inward, edge + radius * 0.45 * inward
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


def name(at: Name, on: Drawing) -> None:
    """A station's name in the middle of its plate, Hindi over English; a long one takes two lines, or three."""
    assert on.poster
    names, colour, (hindi, english) = on.poster.name, on.colours.plate_text, at.sizes
    parts = (
        StackedText(names.hi, Face.EXTRABOLD, (hindi if names.en else hindi * 1.15, LEAST), colour),
        StackedText(names.en, Face.SEMIBOLD, (english, LEAST), colour),
    )
    on.pen.draw_stack(at.x, at.y + at.height / 2, parts, room=at.room, high=at.height - 1.0, align="center")


def band(pen: Pen, width: float, at: Band, colours: Palette) -> None:
    """A border of triangles and dots, from edge to edge of a page so wide and beyond."""
    count = int(width / at.step) + 2
    start = (width - count * at.step) / 2
    for number in range(count):
        x = start + number * at.step
        pen.shape(
            (x, at.bottom),
            (x + at.step / 2, at.top),
            (x + at.step, at.bottom),
            (),
            fill=colours.band,
            stroke=colours.frame if colours.outlined else "",
            thick=0.35,
        )
    for number in range(count):
        x, y = start + (number + 0.5) * at.step, at.bottom - (at.bottom - at.top) * 0.32
        pen.circle(x, y, at.step * 0.107, fill=colours.band_dot)
