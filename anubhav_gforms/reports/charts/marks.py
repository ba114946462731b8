"""What every role looks like, on the screen and on paper; the colour, the shape and the brackets of a standing and a letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...grading.columns import GradeStatus
from ..palette import BAD, CALM, GOOD, INK, PAPER, QUIET, shades
from ..verdicts import ATTENTION, PRAISE
from .scene import Dot, DotShape


@dataclass(frozen=True, slots=True)
class RoleLook:
    """How a role is drawn. Widths are those beside labels of 12 points, and grow with them."""

    fill: str = ""  # colour of an area, a dot or a text; "" for none
    stroke: str = ""  # colour of a line or an edge; "" for none
    width: float = 1.0  # points
    dashed: bool = False  # a line of dashes
    bold: bool = False  # of a text
    halo: str = ""  # colour around a text that stands on other marks, on the screen


LOOKS: Mapping[str, RoleLook] = {
    "grid": RoleLook(stroke="#e3e8ef"),
    "centre": RoleLook(stroke=INK, width=1.4, dashed=True),
    "tick": RoleLook(fill=QUIET),
    "axis": RoleLook(fill=QUIET),
    "name": RoleLook(fill=INK),
    "outer limit": RoleLook(fill="#e8eef7"),
    "inner limit": RoleLook(fill="#d3dff0"),
    "interval": RoleLook(stroke=INK, width=2),
    "course": RoleLook(stroke=CALM, width=1.3),
    "week": RoleLook(fill="#174a8b"),
    "hour": RoleLook(fill="#174a8b"),
    "no hour": RoleLook(fill="#f1f4f8"),
    "no letter": RoleLook(fill="#eef1f6"),
    "blank": RoleLook(fill=PAPER),
    "calm": RoleLook(stroke=CALM, width=1.6),
    "calm rim": RoleLook(stroke=CALM),
    "score": RoleLook(fill=INK),
    "praise": RoleLook(fill=GOOD),
    "praise rim": RoleLook(stroke=GOOD, width=1.8),
    "attention": RoleLook(fill=BAD),
    "attention rim": RoleLook(stroke=BAD, width=1.8),
    "special": RoleLook(fill=BAD),
    "graded": RoleLook(fill="#1b5fa8"),
    "other": RoleLook(fill="#9cc0e6"),
    "quarantined": RoleLook(fill="#a83c14"),
    "outline": RoleLook(fill="#eef2f8", stroke="#8a9bb8", width=1.2),
    "district": RoleLook(fill="#10264d", bold=True, halo="#eef2f8"),
    "touched": RoleLook(fill="#10264d"),
}
"""Role → look; those of letters are added by `looks`."""
SHAPES = {PRAISE: DotShape.STAR, ATTENTION: DotShape.SQUARE}
"""Standing → shape; any other is a circle."""


def looks(letters: Sequence[str]) -> dict[str, RoleLook]:
    """Every role's look, with `letter A` and `on A` for each letter: its shade, and the ink that can be read on it."""
    made = dict(LOOKS)
    for letter, shade in shades(letters).items():
        made[f"letter {letter}"] = RoleLook(fill=shade.fill)
        made[f"on {letter}"] = RoleLook(fill=shade.ink, bold=True)
    return made


def standing_dot(x: float, y: float, standing: str, size: float) -> Dot:
    """Praise is a star, attention a square, anything else an open circle; without a standing a full one."""
    if standing in SHAPES:
        return Dot(x, y, size, SHAPES[standing], standing)
    return Dot(x, y, size, DotShape.CIRCLE, "blank", "calm") if standing else Dot(x, y, size, DotShape.CIRCLE, "score")


def lettered_dot(x: float, y: float, standing: str, letter: str | None, size: float) -> Dot:
    """The same in the colour of its letter, white without one, with the standing's colour around it."""
    fill = f"letter {letter}" if letter else "blank"
    rim = f"{standing if standing in SHAPES else 'calm'} rim"
    return Dot(x, y, size, SHAPES.get(standing, DotShape.CIRCLE), fill, rim)


def shown_letter(letter: str, status: str) -> str:
    """A letter as it is written: in brackets while it is provisional."""
    return f"({letter})" if status == GradeStatus.PROVISIONAL else letter
