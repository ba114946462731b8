"""How much of Google's request quotas the last pull used: written by a pull, read by the dashboard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ..files import write_whole

STATE = "quota.json"


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


_ADAPTER = TypeAdapter(Usage)


def load_usage(data: Path) -> Usage | None:
    """What the last pull used; None when none was noted, or the note is damaged: the next pull writes it anew."""
    try:
        return _ADAPTER.validate_json((data / STATE).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def save_usage(usage: Usage, data: Path) -> None:
    """Write the note in one move, readable by its owner only."""
    write_whole(data / STATE, _ADAPTER.dump_json(usage, indent=1))
