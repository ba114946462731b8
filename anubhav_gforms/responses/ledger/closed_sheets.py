"""Archives: what was closed when its sheet was nearly full. It stays in the ledger for ever, whatever a later sheet holds of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from ...errors import SheetError
from ...links.registry import Registry
from ...nouns.moments import moment_of
from .ledger import Ledger
from .manifest import ranges_of
from .past import history_lines
from .rows import Flags, Rows
from .writer import writing

KEPT_MS = 7 * 86_400_000

ARCHIVE = "archive"
"""What the history line of such a step says."""


@dataclass(frozen=True, slots=True)
class ClosedSheet:
    """What one sheet held when it was closed: `responses` are runs (first, count) of response numbers."""

    spreadsheet_id: str
    at: datetime  # UTC
    who: str
    responses: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        """How many responses were closed."""
        return sum(count for _, count in self.responses)


def archives(ledger: Ledger) -> tuple[ClosedSheet, ...]:
    """Every archive, the oldest first."""
    return tuple(_archives(ledger))


def _archives(ledger: Ledger) -> Iterator[ClosedSheet]:
    for _, step in history_lines(ledger.folder, ledger.manifest):
        if step.get("what") == ARCHIVE:
            about = step[ARCHIVE]
            runs = tuple((int(first), int(count)) for first, count in about["answers"])
            at = moment_of(int(step["at"]))
            yield ClosedSheet(str(about["spreadsheet_id"]), at, str(about["who"]), runs)


def archived(ledger: Ledger, spreadsheet_id: str = "") -> Rows:
    """Numbers of the responses that were closed in another spreadsheet than this one, rising; each once."""
    runs = [run for each in _archives(ledger) if each.spreadsheet_id != spreadsheet_id for run in each.responses]
    pieces = [np.arange(first, first + count, dtype=np.int64) for first, count in runs]
    return np.unique(np.concatenate(pieces)) if pieces else np.zeros(0, np.int64)


def close_sheet(folder: Path, spreadsheet_id: str, *, who: str) -> ClosedSheet:
    """Close what this spreadsheet held at the last pull, in one step of the history; a second time changes nothing."""
    with writing(folder, command="setup-forms --new-sheet") as writer:
        for archive in _archives(writer.ledger):
            if archive.spreadsheet_id == spreadsheet_id:
                return archive
        runs = ranges_of([], more=np.sort(writer.ledger.order()))
        about = {"spreadsheet_id": spreadsheet_id, "who": who, "answers": runs}
        writer.commit(ARCHIVE, about={ARCHIVE: about})
        return archives(writer.ledger)[-1]


def copies_in_sheet(ledger: Ledger) -> Flags:
    """For each response of the present sheet, in its order at the last pull, whether it only repeats what is archived.

    Those of its last week are not counted: by them the form's own tab is known, and doctor sees that responses arrive.
    """
    order, closed = ledger.order(), archived(ledger, ledger.manifest.place[0] if ledger.manifest.place else "")
    times = ledger.digests.times[ledger.lives.rows_of(order)]
    copies: Flags = np.isin(order, closed) & (times < times.max(initial=0) - KEPT_MS)
    return copies


def rows_of_copies(ledger: Ledger) -> tuple[tuple[int, int], ...]:
    """Runs (first sheet row, count) of the rows that `copies_in_sheet` names.

    Raises SheetError when rows without a response stand between them, so that their places are not known.
    """
    state, copies = ledger.manifest.sheet, copies_in_sheet(ledger)
    if state is None:
        return ()
    places = np.setdiff1d(np.arange(2, state.last_row + 1), np.array(state.gaps, np.int64))
    if len(places) != len(copies):
        raise SheetError(
            "Too many rows without a response are between those of the response sheet, so nothing was removed from it.",
            cure="Remove the empty rows and run the same command again.",
        )
    return ranges_of([], more=places[copies])


def holds_copies(ledger: Ledger, registry: Registry) -> bool:
    """Whether the sheet that is read now was not pulled yet after an archive, or repeats what is archived."""
    read = ledger.manifest.place
    unread = bool(archives(ledger)) and (read is None or read[0] != registry.spreadsheet_id)
    return unread or bool(copies_in_sheet(ledger).any())
