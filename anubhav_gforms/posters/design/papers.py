"""The papers that posters are printed on: one row each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .drawing import Design
from .tables import CARD, LABEL, SMALL, STICKER, TENT, WALL


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a face is on its page."""

    x: float = 0.0  # of its top left corner, mm
    y: float = 0.0
    turned: bool = False  # it stands on its head


@dataclass(frozen=True, slots=True)
class Paper:
    """A page with a face of a design at every spot."""

    name: str  # what --paper takes
    width: float  # mm
    height: float
    design: Design
    scale: float = 1.0  # the face is so many times the size of its design
    spots: tuple[Spot, ...] = (Spot(),)
    cuts: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())  # where to cut: x of vertical, y of horizontal
    folds: tuple[float, ...] = ()  # y of where to fold
    same: bool = False  # all faces of a page are one poster's, as on a tent
    desk: bool = False  # it stands on a desk, and its codes are a channel of their own

    def symbol_side(self, version: int = 10) -> float:
        """Side of a printed symbol of this version in mm."""
        return self.design.symbol.box(version)[2] * self.scale

    @property
    def faces(self) -> int:
        """How often each poster is on its page."""
        return len(self.spots) if self.same else 1

    @property
    def stuck(self) -> bool:
        """Whether it is a sheet of stickers for walls."""
        return self.per_page > 1 and not self.desk

    @property
    def face_size(self) -> tuple[float, float]:
        """Width and height of a face as printed, mm."""
        return self.design.width * self.scale, self.design.height * self.scale

    @property
    def face(self) -> Paper:
        """One face of it alone on a page of its own, without cuts and folds."""
        wide, high = self.face_size
        return replace(self, width=wide, height=high, spots=(Spot(),), cuts=((), ()), folds=(), same=False)

    @property
    def per_page(self) -> int:
        """How many different posters a page holds."""
        return 1 if self.same else len(self.spots)


_ACROSS, _DOWN = 105.0, 148.5  # half an A4
_QUARTERS = tuple(Spot(x, y) for y in (0.0, _DOWN) for x in (0.0, _ACROSS))
_STICKERS = tuple(Spot(x, 12.0 + 91.0 * row) for row in range(3) for x in (6.0, _ACROSS))
_LABELS = tuple(Spot(x, 16.5 + 44.0 * row) for row in range(6) for x in (5.0, _ACROSS))
_HEAD_TO_HEAD = (Spot(turned=True), Spot(0.0, _DOWN))

PAPERS = {
    paper.name: paper
    for paper in (
        Paper("A4", 210.0, 297.0, WALL),
        Paper("A3", 297.0, 420.0, WALL, scale=297 / 210),
        Paper("A5", 148.0, 210.0, SMALL),
        Paper("A6x4", 210.0, 297.0, CARD, spots=_QUARTERS, cuts=((_ACROSS,), (_DOWN,)), desk=True),
        Paper("A6x2", 210.0, 148.5, CARD, spots=(Spot(), Spot(_ACROSS)), cuts=((_ACROSS,), ()), desk=True),
        Paper(
            "stickers",
            210.0,
            297.0,
            STICKER,
            spots=_STICKERS,
            cuts=((6.0, _ACROSS, 204.0), (12.0, 103.0, 194.0, 285.0)),
        ),
        Paper("labels", 210.0, 297.0, LABEL, spots=_LABELS),
        Paper("tent", 210.0, 297.0, TENT, spots=_HEAD_TO_HEAD, folds=(_DOWN,), same=True, desk=True),
    )
}
"""By name, in the order in which help and documents list them."""
