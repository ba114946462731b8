"""The sheets that posters are printed on, and how many faces lie where on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...links.symbol import Modules
from . import small, tent, wall
from .palette import Palette
from .pen import Pen
from .texts import Poster, PosterTexts


@dataclass(frozen=True, slots=True)
class Layout:
    """A design: its size in mm, left, top and side of its symbol, and the two functions that draw it."""

    width: float
    height: float
    symbol: tuple[float, float, float]
    artwork: Callable[[Pen, PosterTexts, Palette], None]
    face: Callable[[Pen, Poster, Modules, PosterTexts, Palette], None]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a face lies on its sheet: its top left corner in mm, and whether it stands on its head."""

    x: float = 0.0
    y: float = 0.0
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of `width` × `height` mm with a face of `layout`, `scale` times its design size, at every spot.

    `same` says that all faces of a sheet are one poster's (a tent), `desk` that it stands on a desk, `cuts` where to cut: vertical and horizontal.
    """

    name: str
    width: float
    height: float
    layout: Layout
    scale: float = 1.0
    spots: tuple[Spot, ...] = (Spot(),)
    same: bool = False
    desk: bool = False
    cuts: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())

    @property
    def symbol_side(self) -> float:
        """Side of a printed symbol in mm."""
        return self.layout.symbol[2] * self.scale

    @property
    def faces(self) -> int:
        """How often each poster stands on its sheet."""
        return len(self.spots) if self.same else 1

    @property
    def per_sheet(self) -> int:
        """How many different posters a sheet holds."""
        return 1 if self.same else len(self.spots)


WALL = Layout(wall.WIDTH, wall.HEIGHT, wall.SYMBOL, wall.artwork, wall.face)
SMALL = Layout(small.A5.width, small.A5.height, small.A5.symbol, small.A5.artwork, small.A5.face)
CARD = Layout(small.A6.width, small.A6.height, small.A6.symbol, small.A6.artwork, small.A6.face)
TENT = Layout(tent.WIDTH, tent.HEIGHT, tent.SYMBOL, tent.artwork, tent.face)

_ACROSS, _DOWN = 105.0, 148.5

PAPERS = {
    paper.name: paper
    for paper in (
        Paper("A4", 210.0, 297.0, WALL),
        Paper("A3", 297.0, 420.0, WALL, scale=297 / 210),
        Paper("A5", 148.0, 210.0, SMALL),
        Paper(
            "A6x4",
            210.0,
            297.0,
            CARD,
            spots=tuple(Spot(x, y) for y in (0.0, _DOWN) for x in (0.0, _ACROSS)),
            desk=True,
            cuts=((_ACROSS,), (_DOWN,)),
        ),
        Paper("A6x2", 210.0, 148.5, CARD, spots=(Spot(), Spot(_ACROSS)), desk=True, cuts=((_ACROSS,), ())),
        Paper(
            "tent",
            210.0,
            297.0,
            TENT,
            spots=(Spot(turned=True), Spot(0.0, _DOWN)),
            same=True,
            desk=True,
            cuts=((), (_DOWN,)),
        ),
    )
}
