"""Files that only grow, line by line: which of two states of a campaign knows more."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path

from ..errors import StateError
from ..responses.ledger.ledger import FOLDER
from ..responses.ledger.manifest import HISTORY, read_manifest
from ..responses.ledger.past import known_history

Lines = Mapping[str, tuple[bytes, ...]]
"""Name of a growing file → its whole lines."""


class Reach(Enum):
    """How a state stands to another one: it holds all of it, it is an earlier state of it, or neither."""

    HOLDS = "holds"
    EARLIER = "earlier"
    ANOTHER = "another"


def lines_under(data: Path) -> dict[str, tuple[bytes, ...]]:
    """The whole lines of every growing file under data/: history, gazette, cases, decisions. A damaged one as far as it goes."""
    grown = {path.name: _whole(path.read_bytes()) for path in sorted(data.glob("*.jsonl"))}
    folder = data / FOLDER
    try:
        grown[HISTORY] = _whole(known_history(folder, read_manifest(folder)))
    except StateError:
        path = folder / HISTORY
        grown[HISTORY] = _whole(path.read_bytes()) if path.exists() else ()
    return grown


def compare_lines(here: Lines, other: Lines) -> tuple[Reach, str, int]:
    """How `here` stands to `other`; with the first file that says so, and how many lines of the other's it lacks."""
    for name, lines in other.items():
        ours = here.get(name, ())
        if ours[: len(lines)] == lines:
            continue
        same = next((n for n, pair in enumerate(zip(ours, lines, strict=False)) if pair[0] != pair[1]), len(ours))
        kind = Reach.EARLIER if same == len(ours) else Reach.ANOTHER
        return kind, name, len(lines) - same
    return Reach.HOLDS, "", 0


def _whole(content: bytes) -> tuple[bytes, ...]:
    return tuple(content.split(b"\n")[:-1])
