"""Which answers readers outside the IG's office may count: those of a place in lots of five, in the order in which they came.

A lot is shown when it is full and never changes again. So any two reports, of whatever weeks and states of the ledger, differ
by whole lots: comparing them singles nobody out. The same lots serve the packs of SPs and the sheets of stations.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ..campaign import Campaign
from ..grading.counts import UNGRADED, CountRules, counts
from ..responses.events import EventKind
from ..responses.ledger import Ledger
from ..responses.schema import (
    DAY,
    RESPONSE_ID,
    SEEN_AT,
    STATION,
    SUBMITTED_AT,
)

if TYPE_CHECKING:
    import pyarrow as pa

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

BATCH = 5
"""Answers of a lot: with fewer new ones nothing changes outside the IG's office."""


@dataclass(frozen=True)
class Batched:
    """The answers that may be counted outside. `table`: columns of the cube's shape, one row an answer, each on its weekday in
    the week in which its lot was full. `rows`: their rows in the ledger. `weeks`: the number of that week."""

    table: pa.Table
    rows: Ints
    weeks: Ints

    def of(self, station: str, week: int | None = None) -> Batched:
        """The answers of one station; of one week when it is given."""
        chosen = np.asarray(self.table[STATION].to_pylist(), object) == station
        return self.where(chosen if week is None else chosen & (self.weeks == week))

    def without(self, places: Collection[tuple[str, int]]) -> Batched:
        """Without the answers of some weeks (station, number of the week)."""
        kept = [pair not in places for pair in zip(self.table[STATION].to_pylist(), self.weeks.tolist(), strict=True)]
        return self.where(np.array(kept, bool))

    def where(self, kept: Bools) -> Batched:
        import pyarrow as pa

        return replace(self, table=self.table.filter(pa.array(kept)), rows=self.rows[kept], weeks=self.weeks[kept])


def batched(
    campaign: Campaign, ledger: Ledger, until: int, *, keep: str = "", before: datetime | None = None
) -> Batched:
    """The answers of all lots that are full and lie in weeks up to `until` (its number).

    Only accepted answers of graded channels at stations of the roster; each as it was when it was first accepted: what was
    edited later is not seen. A lot goes when all its answers are deleted. `keep`: as for `grading.grade`. `before`: only what
    pulls brought before this moment, so that nobody sees by the minute when a lot got full.
    """
    import pyarrow as pa

    rules = CountRules.of(campaign, keep=keep)
    shape = rules.shape
    table = ledger.versions([*dict.fromkeys([*shape.columns, RESPONSE_ID, SUBMITTED_AT, SEEN_AT])])
    gone = _deleted(ledger, table[RESPONSE_ID])
    rows = np.flatnonzero(counts(table, rules, despite=UNGRADED))
    rows = rows[np.sort(np.unique(_numbers(table[RESPONSE_ID].take(pa.array(rows))), return_index=True)[1])]
    times = [table[name].cast(pa.int64()).to_numpy()[rows] for name in (SUBMITTED_AT, SEEN_AT)]
    rows, times = _seen_before(rows, times, before)
    rows = rows[np.lexsort([rows, *times])]
    found = table.take(pa.array(rows))
    days = found[DAY].cast(pa.date32()).cast(pa.int32()).to_numpy().astype(np.int64)
    lots = make_lots(_numbers(found[STATION]), _monday(days), counts(found, rules), gone[rows], until)
    kept = lots >= 0
    moved = days + 7 * (lots - _monday(days))
    place = found.schema.get_field_index(DAY)
    found = found.set_column(place, DAY, pa.array(moved.astype(np.int32)).cast(pa.date32()))
    return Batched(found.select(shape.columns), rows, lots).where(kept)


def make_lots(stations: Ints, weeks: Ints, counts: Bools, gone: Bools, until: int) -> Ints:
    """(answers,): the week in which the lot of each answer is full; -1 for one that waits, or whose lot is deleted.

    The answers come in the order of their arrival: `stations` (a number each), `weeks` (number of the week of their day),
    `counts` (whether it enters a score; others go with the lot that is being filled), `gone` (whether it was ever deleted).
    A lot's week is the latest of its answers' weeks.
    """
    order = np.argsort(stations, kind="stable")
    station, week, count = stations[order], weeks[order], counts[order]
    if not len(order):
        return np.zeros(0, np.int64)
    first = np.concatenate([[True], station[1:] != station[:-1]])
    of_station = np.cumsum(first) - 1
    before: Ints = np.cumsum(count) - count
    before -= before[first][of_station]
    lot = before // BATCH
    begins = np.flatnonzero(first | np.concatenate([[True], lot[1:] != lot[:-1]]))
    of_lot = np.searchsorted(begins, np.arange(len(order)), side="right") - 1
    rated = np.add.reduceat(count.astype(np.int64), begins)[of_lot]
    full = np.maximum.reduceat(week, begins)[of_lot]
    deleted = np.logical_and.reduceat(gone[order] | ~count, begins)[of_lot]
    made = np.empty(len(order), np.int64)
    made[order] = np.where((rated == BATCH) & (full <= until) & ~deleted, full, -1)
    return made


def _seen_before(rows: Ints, times: list[Ints], before: datetime | None) -> tuple[Ints, list[Ints]]:
    """Rows and their times (sent, seen; UTC ms) without those that were seen at that moment or later."""
    if before is None:
        return rows, times
    early = times[1] < int(before.timestamp() * 1000)
    return rows[early], [each[early] for each in times]


def _deleted(ledger: Ledger, ids: Any) -> Bools:
    """(versions,): whether the answer was ever deleted."""
    import pyarrow as pa
    import pyarrow.compute as pc

    gone = [event.answer for event in ledger.history if event.kind in (EventKind.GONE, EventKind.UNDONE)]
    if not gone:
        return np.zeros(len(ids), bool)
    found: list[bool] = pc.is_in(ids, ids.take(pa.array(gone))).to_pylist()
    return np.array(found, bool)


def _numbers(texts: pa.ChunkedArray) -> Ints:
    """A number for each text, the same for equal ones."""
    return np.asarray(texts.combine_chunks().dictionary_encode().indices, np.int64)


def _monday(days: Ints) -> Ints:
    """Numbers of the weeks of day numbers."""
    return (days - 4) // 7
