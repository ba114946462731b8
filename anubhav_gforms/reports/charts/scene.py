"""A picture as a value: marks in points from the top left corner, y down, with roles instead of colours."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ...paper import Align
from ...sentence import Bilingual

Point = tuple[float, float]


class DotShape(StrEnum):
    """What a dot looks like: told apart without colour."""

    STAR = "star"
    SQUARE = "square"
    DIAMOND = "diamond"
    CIRCLE = "circle"


CORNERS: dict[DotShape, tuple[Point, ...]] = {
    DotShape.STAR: tuple(
        (r * math.sin(turn * math.pi / 5), -r * math.cos(turn * math.pi / 5))
        for turn in range(10)
        for r in [(1.25, 0.6)[turn % 2]]
    ),
    DotShape.SQUARE: ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    DotShape.DIAMOND: ((0, -1), (1, 0), (0, 1), (-1, 0)),
}
"""Corners of each shape around (0, 0), y down; a dot's size stretches them."""
ROUND = 0.75
"""Radius of a circle of size 1: it covers about as much as the other shapes."""


@dataclass(frozen=True, slots=True)
class Size:
    """The room for a picture, and how large its labels are: everything else is measured by them."""

    width: float  # points
    height: float  # points
    text: float = 12.0  # points, height of a label of size 1


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stroke."""

    points: tuple[Point, ...]  # from one end to the other
    role: str  # see marks.LOOKS


@dataclass(frozen=True, slots=True)
class Area:
    """A closed outline that is filled."""

    points: tuple[Point, ...]  # its corners, in order
    role: str  # see marks.LOOKS
    strength: float = 1.0  # how much the colour covers, 0 (not seen, but felt by a mouse) to 1


@dataclass(frozen=True, slots=True)
class Dot:
    """One value: a small shape around a point."""

    x: float  # points from the left
    y: float  # points from the top
    size: float  # points, from its middle to its tip
    shape: DotShape  # told apart without colour
    role: str  # what fills it
    rim: str = ""  # what its edge looks like; "" for none


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text."""

    x: float  # points from the left, of the edge that `align` names
    y: float  # points from the top, of the line on which letters stand
    text: Bilingual  # what it says
    role: str = "tick"  # see marks.LOOKS
    size: float = 1.0  # in units of the scene's text
    align: Align = "left"  # which of its edges stands at x
    room: float = 0.0  # points that it may be wide on paper; 0 for as wide as it is
    turned: bool = False  # read from below


Mark = Stroke | Area | Dot | Label


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that belong to one thing: a station, a week."""

    key: str  # code of the station, name of the week
    marks: tuple[Mark, ...]  # in the order in which they are drawn
    title: str = ""  # what a mouse that rests on it is told


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture, for any painter."""

    name: str  # of the chart: "funnel"
    size: Size  # of the paper it stands on
    marks: tuple[Mark | Group, ...]  # in the order in which they are drawn

    @property
    def groups(self) -> Iterator[Group]:
        """What has a key."""
        return (mark for mark in self.marks if isinstance(mark, Group))


def box(x: float, y: float, width: float, height: float, role: str, strength: float = 1.0) -> Area:
    """A rectangle by its upper left corner."""
    return Area(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), role, strength)


def level(y: float, start: float, end: float, role: str) -> Stroke:
    """A stroke from left to right."""
    return Stroke(((start, y), (end, y)), role)


def whole_ticks(most: int) -> list[int]:
    """Round numbers for an axis from 0 on, the last at or above `most`."""
    step = next(step for power in range(9) for step in (10**power, 2 * 10**power, 5 * 10**power) if 4 * step >= most)
    return list(range(0, max(1, -(-most // step)) * step + 1, step))
