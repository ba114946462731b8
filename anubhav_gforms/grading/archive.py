"""What grading keeps between runs, under data/: the constants of each quarter, and what persons decided about flags."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from ..errors import StateError
from ..files import private, write_whole
from .constants import Constants
from .decisions import Decisions

DECISIONS = "flags.jsonl"
"""Under data/: what persons decided about flags, one line each."""
GENUINE, NOT_GENUINE, CONFIRMED, SEEN = "genuine", "not genuine", "confirmed", "seen"


def load_constants(folder: Path) -> dict[str, Constants]:
    """Frozen constants by the name of their quarter: `folder`/2026-Q4.json and so on.

    Raises StateError when a file is not one, or was changed after it was frozen.
    """
    found = (
        Constants.from_json(path.read_text("utf-8"), file=str(path)) for path in sorted(folder.glob("????-Q?.json"))
    )
    return {constants.name: constants for constants in found}


def save_constants(folder: Path, constants: Constants, *, anew: bool = False) -> Path:
    """Write the constants of a quarter whole or not at all. Frozen ones are never overwritten: with `anew` the old file
    stays beside the new one as 2026-Q4.1.json."""
    path = folder / f"{constants.name}.json"
    if path.exists():
        if not anew:
            raise StateError(f"{path} exists: the constants of {constants.name} are frozen.")
        number = 1
        while (old := folder / f"{constants.name}.{number}.json").exists():
            number += 1
        path.rename(old)
    _write(path, constants.to_json())
    return path


def _write(path: Path, text: str) -> None:
    write_whole(path, text.encode())


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on one flag: its id, the decision, when (ISO date and time), by which office, and why."""

    flag: str
    decision: str
    when: str
    by: str
    why: str


def load_decisions(path: Path) -> tuple[Decision, ...]:
    """All decisions in the order in which they were made; a later one on the same flag goes before."""
    if not path.exists():
        return ()
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            found.append(Decision(**json.loads(line)))
        except (ValueError, TypeError):
            raise StateError(
                f"{path}:{number}: is not a decision.", cure="Restore the file from a backup, or remove this line."
            ) from None
    return tuple(found)


def save_decision(path: Path, decision: Decision) -> None:
    """Add a decision; nothing is ever taken away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="utf-8", opener=private) as file:
        file.write(json.dumps(asdict(decision), ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def in_force(decisions: tuple[Decision, ...]) -> Decisions:
    """The last decision on each flag, sorted by what it means for grading."""
    last = {decision.flag: decision.decision for decision in decisions}
    pairs: dict[str, set[tuple[str, str]]] = {word: set() for word in (GENUINE, NOT_GENUINE, CONFIRMED, SEEN)}
    for flag, word in last.items():
        name, _, rest = flag.partition(":")
        station, _, when = rest.partition(":")
        if name in ("F1", "ALARM") and word in pairs:
            pairs[word].add((station, when))
    return Decisions(
        released=frozenset(pairs[GENUINE]),
        kept_aside=frozenset(pairs[NOT_GENUINE]),
        acknowledged=frozenset(pairs[SEEN] | pairs[CONFIRMED]),
        confirmed=frozenset(pairs[CONFIRMED]),
    )
