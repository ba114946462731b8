"""How much of Google's request quotas the last pull used: written by a pull, read by the desk."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ...files import write_whole
from ...nouns.quota import Usage

STATE = "quota.json"


_ADAPTER = TypeAdapter(Usage)


def load_usage(data: Path) -> Usage | None:
    """What the last pull used; None when none was noted, or the note is damaged: the next pull writes it again."""
    try:
        return _ADAPTER.validate_json((data / STATE).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def save_usage(usage: Usage, data: Path) -> None:
    """Write the note in one move, readable by its owner only."""
    write_whole(data / STATE, _ADAPTER.dump_json(usage, indent=1))
