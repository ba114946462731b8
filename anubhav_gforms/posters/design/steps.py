"""The steps on a paper: what to do, in order, each with an icon. Raises PosterError for a step that has no room."""

from __future__ import annotations

from ...errors import PosterError
from ...paper import Align, Face
from ...sentence import Bilingual
from . import shapes
from .drawing import Drawing
from .measures import StepsBeside, StepsUnder
from .pen import StackedText


def beside(block: StepsBeside, on: Drawing) -> None:
    """Icons one under the other, the text beside each."""
    pen, count, room = on.pen, len(on.texts.steps), block.right - block.left
    gap = (block.bottom - block.top) / count
    radius = min(block.radius, gap / 2.3)
    icon_colours = shapes.inverted(on.colours) if block.on_header else on.colours
    for number, step in enumerate(on.texts.steps):
        y = block.top + gap * (number + 0.5)
        if block.dots and number and gap > 2 * radius + 6:
            top, bottom = y - gap + radius + 2.4, y - radius - 2.4
            pen.line(block.x, top, block.x, bottom, stroke=on.colours.band_dot, thick=0.7, dots=2.2)
        shapes.step(pen, block.x, y, radius, number, count, icon_colours)
        colours = on.colour(block.colours[0]), on.colour(block.colours[1])
        _step_text(on, step, block.left, y, room, gap - 0.6, (block.hindi, block.english), colours, "left")


def under(block: StepsUnder, on: Drawing) -> None:
    """Icons one under the other, the text under each."""
    pen, colours, count, room = on.pen, on.colours, len(on.texts.steps), block.right - block.left
    middle, gap = (block.left + block.right) / 2, (block.bottom - block.top) / count
    sizes, inks = (block.hindi, block.english), (colours.ink, colours.muted)
    largest = min(block.radius, gap / 4.2)
    tries = [largest * share for share in (1.0, 0.85, 0.7, 0.55)]  # icons give way to a long text

    def fits(radius: float) -> bool:
        try:
            for step in on.texts.steps:
                pen.stack(_step_parts(step, sizes, inks), room, gap - radius * 2.5)
        except PosterError:
            return False
        return True

    radius = next((radius for radius in tries if fits(radius)), tries[-1])
    for number, step in enumerate(on.texts.steps):
        top = block.top + gap * number
        shapes.step(pen, middle, top + radius * 1.3, radius, number, count, colours)
        left = gap - radius * 2.5
        _step_text(on, step, middle, top + radius * 2.5, room, left, sizes, inks, "center", below=True)


Sizes = tuple[tuple[float, float], tuple[float, float] | None]
"""Full and least size of the Hindi and of the English of a step; None where it has no English."""


def _step_parts(step: Bilingual, sizes: Sizes, colours: tuple[str, str]) -> list[StackedText]:
    rows = zip((step.hi, step.en), (Face.BOLD, Face.REGULAR), sizes, colours, strict=True)
    return [StackedText(text, face, size, colour) for text, face, size, colour in rows if size]


def _step_text(
    on: Drawing,
    step: Bilingual,
    x: float,
    y: float,
    room: float,
    high: float,
    sizes: Sizes,
    colours: tuple[str, str],
    align: Align,
    *,
    below: bool = False,
) -> None:
    """Hindi over English around a middle, or below it. Raises PosterError when there is no room for both."""
    try:
        on.pen.draw_stack(x, y, _step_parts(step, sizes, colours), room=room, high=high, align=align, below=below)
    except PosterError:
        raise PosterError(
            'The step "{text}" is too long where there are {n} steps on this paper.',
            text=step.hi,
            n=len(on.texts.steps),
            cure="Shorten it, or leave out a step, in config/poster.toml.",
        ) from None
