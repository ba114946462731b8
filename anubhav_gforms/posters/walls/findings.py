"""What a code on a wall turned out to be: states, the worst first, and one finding per code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .corners import Quad


class WallState(StrEnum):
    """What a code on a wall turned out to be, the worst first. Everything but RIGHT needs somebody to go there."""

    FOREIGN = "foreign"
    FORGED = "forged"
    COVERED = "covered or changed"
    BLIND = "ours, cannot be read"
    UNREADABLE = "unreadable"
    REVOKED = "revoked"
    UNRECORDED = "not in the registry"
    ELSEWHERE = "at another station"
    WORN = "worn"
    RIGHT = "right"

    @property
    def harmless(self) -> bool:
        """Whether the code itself is as it should be."""
        return self in (WallState.WORN, WallState.RIGHT)


@dataclass(frozen=True, slots=True)
class WallFinding:
    """One code in one photo."""

    state: WallState
    text: str  # what a phone would read; "" when nothing can
    quad: Quad  # its corners, pixels
    station: str = ""  # of one of ours
    value: str = ""  # the code of one of ours
    placement: str = ""  # where the registry says that it hangs
    where: str = ""  # of a foreign one: "over our code", "beside our poster" …; of ours: what is covered on it
    parts: tuple[Quad, ...] = ()  # of ours: corners of what is unlike the poster as printed, pixels
    spoiled: float = 0.0  # share of wrong modules of one of ours, 0 to 1


def colour_of(state: WallState) -> str:
    """The colour of a state: green right, red hostile, amber to be looked at."""
    if state is WallState.RIGHT:
        return "#1B7F3B"
    return "#B3261E" if state in (WallState.FOREIGN, WallState.FORGED, WallState.COVERED) else "#B26A00"
