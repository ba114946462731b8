"""The parts that every design is put together from: header, code card, steps, plate, border, marks."""

from __future__ import annotations

from dataclasses import replace

from ...paper import Face
from . import icons
from .palette import Palette
from .pen import Pen
from .texts import Pair, PosterTexts

BLEED = 4.0


def ground(pen: Pen, width: float, height: float, colour: str) -> None:
    """A ground that reaches past every edge of the page."""
    pen.box(-BLEED, -BLEED, width + 2 * BLEED, height + 2 * BLEED, fill=colour)


def header(pen: Pen, width: float, side: float, bow: float, colours: Palette, *, line: float = 1.6) -> None:
    """The ground behind the title: down to `side` mm at the edges, `bow` mm deeper in the middle, a line below it."""
    deep, right = side + bow * 4 / 3, width + BLEED
    pen.shape(
        (-BLEED, -BLEED),
        (right, -BLEED),
        (right, side),
        (width * 0.7, deep, width * 0.3, deep, -BLEED, side),
        (),
        fill=colours.header,
    )
    edge = side + line / 4
    pen.shape(
        (-BLEED, edge),
        (width * 0.3, deep + line / 4, width * 0.7, deep + line / 4, right, edge),
        stroke=colours.rule,
        line=line,
    )


def card(
    pen: Pen,
    left: float,
    top: float,
    wide: float,
    high: float,
    words: PosterTexts,
    colours: Palette,
    *,
    size: float,
    line: float,
    radius: float,
) -> None:
    """The white ground of the code, and the tab that says what to do with it (type size in points)."""
    pen.box(left, top, wide, high, fill=colours.card, stroke=colours.frame, line=line, radius=radius)
    label = joined(words.scan)
    tab, width = size * 0.67, pen.wide(label, Face.BOLD, size) + size * 0.9
    middle, bottom = left + wide / 2, top + high
    pen.box(
        middle - width / 2,
        bottom - tab * 0.53,
        width,
        tab,
        fill=colours.tab,
        stroke=colours.frame,
        line=line / 2,
        radius=tab / 2,
    )
    pen.text(middle, bottom + size * 0.097, label, Face.BOLD, size, colours.tab_text, align="center")


def step(pen: Pen, x: float, y: float, radius: float, number: int, count: int, colours: Palette) -> None:
    """The round icon of one step, with its number."""
    pen.circle(x, y, radius, fill=colours.icon_ground, stroke=colours.frame, line=radius * 0.07)
    icon = icons.STEPS[number] if number < count - 1 or count == 1 else icons.form
    icon(pen, x, y, radius * 1.28, colours.icon)
    away, badge = radius * 0.745, radius * 0.407
    edge = colours.frame if colours.outlined else colours.page
    pen.circle(x - away, y - away, badge, fill=colours.badge, stroke=edge, line=radius * 0.058)
    size = max(badge * 3.3, 7.0)
    pen.text(x - away, y - away + size * 0.122, str(number + 1), Face.BOLD, size, colours.badge_text, align="center")


def inverted(colours: Palette) -> Palette:
    """The colours of steps that stand on the header's ground."""
    return replace(colours, icon_ground=colours.page, icon=colours.frame, page=colours.header)


def plate(pen: Pen, x: float, y: float, wide: float, high: float, colours: Palette, *, thick: float = 2.6) -> None:
    """The ground for a station's name, with an edge at either side."""
    radius = thick * 0.92
    pen.box(x, y, wide, high, fill=colours.plate, radius=radius)
    for edge, inward in ((x, 1), (x + wide, -1)):
        inner, turn, bow = edge + thick * inward, edge + radius * inward, edge + radius * 0.45 * inward
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
        pen.box(x, y, wide, high, stroke=colours.frame, line=0.5, radius=radius)


def name(
    pen: Pen, names: Pair, x: float, top: float, high: float, *, room: float, sizes: tuple[float, float], colour: str
) -> None:
    """A station's name in the middle of its plate, Hindi over English; a very long one takes two lines."""
    hindi, english = sizes
    middle = top + high / 2
    if not names.en:
        hindi *= 1.15
    lines = [names.hi]
    if pen.wide(names.hi, Face.EXTRABOLD, hindi) > room / 0.72:
        hindi *= 0.62
        lines = pen.lines(names.hi, Face.EXTRABOLD, hindi, room)
    step_down = hindi * 0.40
    first = middle - step_down * (len(lines) - 1) * (0.62 if names.en else 0.5)
    first += hindi * (0.015 if names.en else 0.12)
    for number, line in enumerate(lines):
        y = first + number * step_down
        pen.text(x, y, line, Face.EXTRABOLD, hindi, colour, align="center", room=room, least=7)
    y = first + (len(lines) - 1) * step_down + hindi * 0.02 + english * 0.53
    pen.text(x, y, names.en, Face.SEMIBOLD, english, colour, align="center", room=room, least=7)


def band(pen: Pen, top: float, bottom: float, width: float, step: float, colours: Palette) -> None:
    """A border of triangles and dots, from edge to edge and beyond."""
    count = int(width / step) + 2
    start = (width - count * step) / 2
    for number in range(count):
        x = start + number * step
        pen.shape(
            (x, bottom),
            (x + step / 2, top),
            (x + step, bottom),
            (),
            fill=colours.band,
            stroke=colours.frame if colours.outlined else "",
            line=0.35,
        )
    for number in range(count):
        pen.circle(start + (number + 0.5) * step, bottom - (bottom - top) * 0.32, step * 0.107, fill=colours.band_dot)


def sample(pen: Pen, x: float, y: float, words: PosterTexts, *, size: float = 9.5, short: bool = False) -> None:
    """A red mark, when this poster opens the sandbox: it must not hang on a wall."""
    if not words.sample:
        return
    hindi, english = ("नमूना", "SAMPLE") if short else ("नमूना – दीवार पर न लगाएँ", "SAMPLE – not for a wall")
    text = joined(Pair(hindi, english if words.english else ""))
    wide = pen.wide(text, Face.BOLD, size) + size * 0.85
    pen.box(x - wide / 2, y, wide, size * 0.63, fill="#B3261E", radius=size * 0.315)
    pen.text(x, y + size * 0.44, text, Face.BOLD, size, "#FFFFFF", align="center")


def logo(pen: Pen, x: float, y: float, side: float, words: PosterTexts) -> None:
    """The office's logo on a white tile, when it has one."""
    if words.logo is None:
        return
    pen.box(x, y, side, side, fill="#FFFFFF", radius=side * 0.08)
    inset = side * 0.08
    pen.picture(words.logo, x + inset, y + inset, side - 2 * inset)


def joined(pair: Pair) -> str:
    """Hindi and English in one line."""
    return " | ".join(part for part in (pair.hi, pair.en) if part)
