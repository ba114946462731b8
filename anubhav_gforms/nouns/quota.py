"""How much of Google's request quotas was used."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Used:
    """Calls of one kind ("reading sheets") in their busiest minute, and how many a minute Google allows one user."""

    what: str
    most: int
    limit: int

    @property
    def share(self) -> float:
        return self.most / self.limit


@dataclass(frozen=True, slots=True)
class Usage:
    """`at`: when, as an ISO time with its zone. `used`: kinds of calls that were made. `turned_away`: calls that met a quota."""

    at: str
    used: tuple[Used, ...] = ()
    turned_away: int = 0

    @property
    def fullest(self) -> Used | None:
        """The kind that came nearest to its limit."""
        return max(self.used, key=lambda one: one.share, default=None)
