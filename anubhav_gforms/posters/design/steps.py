"""The steps on a paper: what to do, in order, each with an icon. Raises PosterError for a step that has no room."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...errors import PosterError
from ...paper import Align, Face
from ...sentence import Bilingual
from . import icons
from .drawing import Drawing
from .palette import Palette
from .pen import Pen, both

FACES = Face.BOLD, Face.REGULAR
Sizes = tuple[tuple[float, float], tuple[float, float] | None]
"""Full and least size of the Hindi and of the English of a step; None where it has no English."""


@dataclass(frozen=True, slots=True)
class StepsBeside:
    """What to do: icons one under the other, the text beside each."""

    x: float  # of the icons
    top: float  # of the room for all steps
    bottom: float
    radius: float
    left: float  # of the text
    right: float
    hindi: tuple[float, float]  # size, least
    english: tuple[float, float]
    colours: tuple[str, str]  # of Hindi and English
    on_header: bool = False  # on the ground of the title
    dots: bool = False  # between the icons

    def draw(self, on: Drawing) -> None:
        pen, count, room = on.pen, len(on.texts.steps), self.right - self.left
        gap = (self.bottom - self.top) / count
        radius = min(self.radius, gap / 2.3)
        icon_colours = on.colours
        if self.on_header:
            icon_colours = replace(
                on.colours, icon_ground=on.colours.page, icon=on.colours.frame, page=on.colours.header
            )
        for number, step in enumerate(on.texts.steps):
            y = self.top + gap * (number + 0.5)
            if self.dots and number and gap > 2 * radius + 6:
                top, bottom = y - gap + radius + 2.4, y - radius - 2.4
                pen.line(self.x, top, self.x, bottom, stroke=on.colours.band_dot, thick=0.7, dots=2.2)
            _icon(pen, self.x, y, radius, number, count, icon_colours)
            colours = on.colour(self.colours[0]), on.colour(self.colours[1])
            _step_text(on, step, self.left, y, room, gap - 0.6, (self.hindi, self.english), colours, "left")


@dataclass(frozen=True, slots=True)
class StepsUnder:
    """What to do: icons one under the other, the text under each."""

    left: float
    right: float
    top: float  # of the room for all steps
    bottom: float
    radius: float
    hindi: tuple[float, float]  # size, least
    english: tuple[float, float] | None = None

    def draw(self, on: Drawing) -> None:
        pen, colours, count, room = on.pen, on.colours, len(on.texts.steps), self.right - self.left
        middle, gap = (self.left + self.right) / 2, (self.bottom - self.top) / count
        sizes, inks = (self.hindi, self.english), (colours.ink, colours.muted)
        largest = min(self.radius, gap / 4.2)
        tries = [largest * share for share in (1.0, 0.85, 0.7, 0.55)]  # icons give way to a long text

        def high(radius: float) -> float:
            return gap - radius * 2.5 - max(_badge(radius) - radius * 0.4, 0.0) - 0.3  # not under the next number

        def fits(radius: float) -> bool:
            try:
                for step in on.texts.steps:
                    pen.stack(both(step, FACES, sizes, inks), room, high(radius))
            except PosterError:
                return False
            return True

        radius = next((radius for radius in tries if fits(radius)), tries[-1])
        for number, step in enumerate(on.texts.steps):
            top = self.top + gap * number
            _icon(pen, middle, top + radius * 1.3, radius, number, count, colours)
            _step_text(on, step, middle, top + radius * 2.5, room, high(radius), sizes, inks, "center", below=True)


def _badge(radius: float) -> float:
    """The radius of the number at an icon."""
    return max(radius * 0.38, 1.75)


def _icon(pen: Pen, x: float, y: float, radius: float, number: int, count: int, colours: Palette) -> None:
    """The round icon of one step, with its number."""
    pen.circle(x, y, radius, fill=colours.icon_ground, stroke=colours.frame, thick=radius * 0.07)
    icon = icons.STEPS[number] if number < count - 1 or count == 1 else icons.form
    icon(pen, x, y, radius * 1.28, colours.icon)
    away, badge = radius * 0.9, _badge(radius)
    edge = colours.frame if colours.outlined else colours.page
    pen.circle(x - away, y - away, badge, fill=colours.badge, stroke=edge, thick=radius * 0.058)
    size = max(badge * 3.3, 7.0)
    pen.text(x - away, y - away + size * 0.122, str(number + 1), Face.BOLD, size, colours.badge_text, align="center")


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
        on.pen.draw_stack(x, y, both(step, FACES, sizes, colours), room=room, high=high, align=align, below=below)
    except PosterError:
        raise PosterError(
            'The step "{text}" is too long where there are {n} steps on this paper.',
            text=step.hi,
            n=len(on.texts.steps),
            cure="Shorten it, or leave out a step, in config/poster.toml.",
        ) from None
