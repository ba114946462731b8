"""Imports as the ledger remembers them, and one taken back as a whole: by events, never by a rewrite."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ...errors import InputError
from ...nouns.moments import moment_of
from .events import Event, EventKind
from .ledger import Ledger
from .manifest import Holds
from .past import history_lines
from .writer import writing

IMPORT, UNDO = "import", "import undone"
"""What the history line of such a step says."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One import that added responses."""

    name: str  # "I12": the history line that it wrote
    at: datetime  # UTC
    file: str  # the name of the CSV
    channel: str
    first: int  # the ledger row of its first response
    responses: int
    undone: bool

    @property
    def rows(self) -> range:
        """The numbers of its responses."""
        return range(self.first, self.first + self.responses)


def batch_name(line: int) -> str:
    """The name of the import that wrote this line of the history."""
    return f"I{line}"


def batches(ledger: Ledger) -> tuple[Batch, ...]:
    """Every import of a ledger, the oldest first."""
    lines = [line for _, line in history_lines(ledger.folder, ledger.manifest)]
    undone = {str(line.get("batch")) for line in lines if line.get("what") == UNDO}
    return tuple(_batches(lines, undone))


def _batches(lines: list[dict[str, object]], undone: set[str]) -> Iterator[Batch]:
    for line in lines:
        added = line.get("added")
        rows = [file for file in added if file["holds"] == Holds.ANSWERS.value] if isinstance(added, list) else []
        if line.get("what") != IMPORT or not rows:
            continue
        name = batch_name(int(str(line["line"])))
        at = moment_of(int(str(line["at"])))
        count = sum(file["rows"] for file in rows)
        yield Batch(
            name, at, str(line.get("file", "")), str(line.get("channel", "")), rows[0]["first"], count, name in undone
        )


def undo(folder: Path, name: str, *, who: str, why: str) -> int:
    """Take back every response of an import; gives how many. The ledger keeps them, with who did it and why, and counts none.

    Raises InputError for a name that is no import of this ledger or one that was undone already, and without who and why.
    """
    with writing(folder, command="import --undo") as writer:
        known = {batch.name: batch for batch in batches(writer.ledger)}
        batch = known.get(name.strip().upper())
        if batch is None:
            raise InputError("There is no import {name}.", cure="See: anubhav import --list", name=name)
        if batch.undone:
            raise InputError(
                "The import {name} was undone already.", cure="See: anubhav import --list", name=batch.name
            )
        if not who.strip() or not why.strip():
            raise InputError(
                "Taking an import back needs who decided it and why.",
                cure="Run: anubhav import --undo {name} --why TEXT",
                name=batch.name,
            )
        lives, now = writer.ledger.lives, writer.now()
        there = [response for response in batch.rows if response not in lives.undone]
        rows = [(response, lives.in_force(response), -1) for response in there]
        writer.add_events([Event(EventKind.UNDONE, now, *row, now, who=who.strip(), why=why.strip()) for row in rows])
        writer.commit(UNDO, about={"batch": batch.name, "answers": len(there)})
        writer.compact()
    return len(there)
