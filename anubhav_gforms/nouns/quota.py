"""How much of Google's request quotas was used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Used:
    """What was used of one quota ("reading sheets", "Drive units") in its busiest minute, and what Google allows one user."""

    what: str
    most: int
    limit: int

    @property
    def share(self) -> float:
        return self.most / self.limit


def fullest_of(used: Iterable[Used]) -> Used | None:
    """The quota that came nearest to its limit."""
    return max(used, key=lambda one: one.share, default=None)


@dataclass(frozen=True, slots=True)
class Usage:
    """`at`: when, as an ISO time with its zone. `used`: kinds of calls that were made. `turned_away`: calls that met a quota."""

    at: str
    used: tuple[Used, ...] = ()
    turned_away: int = 0

    @property
    def fullest(self) -> Used | None:
        """The kind that came nearest to its limit."""
        return fullest_of(self.used)
