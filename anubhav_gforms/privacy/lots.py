"""Which responses a grade counts: those of a station in full groups of five, in the order in which they came.

A group is shown when it is full and never changes again. So any two reports, of whatever weeks and states of the ledger, differ
by whole groups: comparing them singles nobody out. The same groups serve the packs of SPs and the sheets of stations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..campaign import Campaign
from ..grading.arrays import Bools, Ints
from ..grading.cube.counts import UNGRADED, CountRules, counting, counts, reasons
from ..grading.cube.cube import Shape
from ..nouns.google import ON_ITS_WAY
from ..nouns.week import week_of_day
from ..responses.ledger.columns import DAY, EPOCH, RESPONSE_ID, SEEN_AT, STATION, SUBMITTED_AT
from ..responses.ledger.events import EventKind
from ..responses.ledger.ledger import Ledger
from ..responses.ledger.typed import marked, options_of, where_words, words_among

BATCH = 5
"""Responses of a group of five: with fewer new ones nothing changes outside the IG's office."""
WAITS, LEFT = -1, -2
"""In place of the week in which a group is full."""
SETTLE = frozenset({EventKind.CONFIRMED, EventKind.DIFFERENT, EventKind.SHEET_TAKEN})
"""What makes a row count that only the sheet had; and what does where the sheet alone is read."""
CHANGED = frozenset({EventKind.EDITED, EventKind.RESTORED})


@dataclass(frozen=True)
class Batched:
    """The responses of full groups of five. `table`: columns of the cube's shape, one row a response, each on its weekday in the week in which
    its group was full. `rows`: their rows in the ledger. `weeks`: the number of that week. `came`: the day number on which each came. `waiting`: by
    station how many responses that count are in no full group yet, for the IG's office alone."""

    table: pa.Table
    rows: Ints
    weeks: Ints
    came: Ints
    waiting: Mapping[str, int] = field(default_factory=dict)

    @property
    def days(self) -> Ints:
        """Day numbers on which they are counted."""
        return self.came + 7 * (self.weeks - week_of_day(self.came))

    @property
    def places(self) -> list[tuple[str, int]]:
        """(responses,): station and number of the week that each is counted in."""
        return list(zip(self.table[STATION].to_pylist(), self.weeks.tolist(), strict=True))

    @property
    def as_they_came(self) -> pa.Table:
        """The table with the days on which they came."""
        return _on_days(self.table, self.came)

    def of(self, station: str, week: int | None = None) -> Batched:
        """The responses of one station; of one week when it is given."""
        chosen = self.at(station)
        return self.where(chosen if week is None else chosen & (self.weeks == week))

    def at(self, station: str) -> Bools:
        """(responses,): whether it is of that station."""
        return np.asarray(pc.fill_null(pc.equal(self.table[STATION], station), False).to_numpy(), bool)

    def since(self, week: int) -> Batched:
        """Those of the weeks from this one on."""
        return self.where(self.weeks >= week)

    def without(self, places: Collection[tuple[str, int]]) -> Batched:
        """Without the responses of some weeks (station, number of the week)."""
        return self.where(np.array([place not in places for place in self.places], bool))

    def in_weeks(self, weeks: Ints) -> Batched:
        """Counted in other weeks; left out where that is none."""
        moved = replace(self, weeks=weeks).where(weeks >= 0)
        return replace(moved, table=_on_days(moved.table, moved.days))

    def where(self, kept: Bools) -> Batched:
        return replace(
            self,
            table=self.table.filter(pa.array(kept)),
            rows=self.rows[kept],
            weeks=self.weeks[kept],
            came=self.came[kept],
        )


def batched(campaign: Campaign, ledger: Ledger, until: int, *, keep: str = "") -> Batched:
    """The responses of all groups of five that are full and lie in weeks up to `until` (its number).

    Only accepted responses of graded channels at stations of the roster; each as it was when it was first accepted: what was
    edited later is not seen. A row of the sheet that the form does not know waits until an officer accepts it, and comes then; what
    was sent otherwise counts as it was sent. A group goes when all its responses are deleted, or one of them does not count any longer by its
    wording or by a rule that changed. What counts by a new rule alone enters none. `keep`: as for `grading.grade`.
    """
    rules = CountRules.of(campaign, keep=keep)
    shape, before = rules.shape, _rules_before(campaign, ledger, keep)
    columns = [name for _, then in before for name in then.shape.columns]
    table = ledger.versions([*dict.fromkeys([*shape.columns, *columns, RESPONSE_ID, SUBMITTED_AT, SEEN_AT])])
    gone = _deleted(ledger, table[RESPONSE_ID])
    doubted, seen = _doubted(ledger, table)
    today = reasons(table, rules.of_any_wording)
    why = today.copy()
    for last, then in reversed(before):
        np.putmask(why, week_of_day(_days(table)) <= last, reasons(table, then.of_any_wording))
    rows = np.flatnonzero(counting(why, despite=UNGRADED) & ~doubted)
    rows = rows[np.sort(np.unique(_numbers(table[RESPONSE_ID].take(pa.array(rows))), return_index=True)[1])]
    times = [table[SUBMITTED_AT].cast(pa.int64()).to_numpy()[rows], seen[rows]]  # sent and seen, UTC ms
    rows = rows[np.lexsort([rows, *times])]
    taken = table.take(pa.array(rows))
    days, counted, counts_today = _days(taken), counting(why[rows]), counting(today[rows])
    older = counted & (rules.is_older(taken[EPOCH].to_numpy()) | ~counts_today)
    lots = make_lots(_numbers(taken[STATION]), week_of_day(days), counted, gone[rows], until, older)
    kept = (lots >= 0) & (counted | ~counts_today)
    waits = taken[STATION].filter(pa.array((lots == WAITS) & counted & ~gone[rows] & (week_of_day(days) <= until)))
    moved = Batched(taken.select(shape.columns), rows, lots, days, Counter(waits.to_pylist())).where(kept)
    return replace(moved, table=_on_days(_without_words(moved.table, campaign, shape), moved.days))


def _rules_before(campaign: Campaign, ledger: Ledger, keep: str) -> list[tuple[int, CountRules]]:
    """What counted up to which week, where the ledger still has what it was asked of."""
    known, before = {*ledger.versions_schema().names}, []
    for last, grading in campaign.rules_before or ():
        config = campaign.grading.model_copy(update={"grading": grading})
        rules = CountRules.of(replace(campaign, grading=config), keep=keep)
        if known.issuperset(rules.shape.columns):
            before.append((last, rules))
    return before


def counted_alone(campaign: Campaign, responses: Batched) -> Batched:
    """Those that enter a score, five of each group: a sixth would tell of one that was about something else, or had few ratings."""
    return responses.where(counts(responses.table, CountRules.of(campaign)))


def _without_words(table: pa.Table, campaign: Campaign, shape: Shape) -> pa.Table:
    """With a mark where words were typed in place of an option: they may say who responded."""
    known, options = {}, options_of(campaign.form)
    for key in shape.texts:
        meant = (word for words in campaign.words.values() if words.key == key for word in words.means.values())
        known[key] = options.get(key, frozenset()).union(*meant)
    return marked(table, where_words(table, words_among(table, known)))


def _days(table: pa.Table) -> Ints:
    """(responses,): the number of the day of each."""
    return np.asarray(table[DAY].cast(pa.date32()).cast(pa.int32()).to_numpy(), np.int64)


def _on_days(table: pa.Table, days: Ints) -> pa.Table:
    column = table.schema.get_field_index(DAY)
    return table.set_column(column, DAY, pa.array(days.astype(np.int32)).cast(pa.date32()))


def make_lots(stations: Ints, weeks: Ints, counts: Bools, gone: Bools, until: int, older: Bools | None = None) -> Ints:
    """(responses,): the week in which the group of five of each response is full; `WAITS` for one that waits, or whose group is deleted;
    `LEFT` where the group leaves whole.

    The responses come in the order of their arrival: `stations` (a number each), `weeks` (number of the week of their day),
    `counts` (whether it enters a score; others go with the group that is being filled), `gone` (whether it was ever deleted), `older` (whether it enters no score any more).
    A group's week is the latest of its responses' weeks.
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
    left = np.logical_or.reduceat((np.zeros(len(order), bool) if older is None else older)[order], begins)[of_lot]
    made = np.empty(len(order), np.int64)
    made[order] = np.where(left, LEFT, np.where((rated == BATCH) & (full <= until) & ~deleted, full, WAITS))
    return made


def lots_without(weeks: Ints, counts: Bools, taken: Sequence[tuple[int, Bools]]) -> Ints:
    """(responses,) of one station in full groups of five, in order: the week in which each counts once persons found some not genuine; `WAITS` for one
    that is not counted. `counts`: whether it enters a score; `taken`: the week of each decision in turn, and what it takes out.

    A group that loses one leaves whole; those that are left of such groups form groups among themselves, in the order of the decisions,
    so that a crowd of forged ones takes no honest ones with it. What enters no score leaves with its group. On a group that is full later a decision
    acts once that week is over: else groups of one week's table would be others in the next one's.
    """
    made, lot = weeks.copy(), np.asarray((np.cumsum(counts) - counts) // BATCH)
    waiting, gone = np.zeros(0, np.int64), np.zeros(len(weeks), bool)
    turns = {
        (max(decided, week + 1), number)
        for number, (decided, part) in enumerate(taken)
        for week in weeks[part].tolist()
    }
    for moment, number in sorted(turns):
        lost = taken[number][1] & (weeks < moment)
        gone |= lost
        broken = np.isin(lot, lot[lost & (made >= 0)]) & (made >= 0)
        made[broken] = WAITS
        waiting = np.append(waiting[~gone[waiting]], np.flatnonzero(broken & counts & ~gone))
        full = len(waiting) // BATCH * BATCH
        for five in waiting[:full].reshape(-1, BATCH):
            lot[five], made[five] = lot.max() + 1, weeks[five].max()
        waiting = waiting[full:]
    return made


def _doubted(ledger: Ledger, table: pa.Table) -> tuple[Bools, Ints]:
    """(versions,): whether no group of five may hold it, by what the form says of the sheet; and when it came to count (UTC ms).

    What the form was asked about only after `ON_ITS_WAY` may be in a group that was shown: it stays. So does what once came to count,
    whatever is decided of it later.
    """
    ids, seen = table[RESPONSE_ID], table[SEEN_AT].cast(pa.int64()).to_numpy().copy()
    late = int(ON_ITS_WAY.total_seconds() * 1000)
    doubted, waiting, settled = np.zeros(len(seen), bool), dict[int, set[int]](), dict[int, int]()
    for event in ledger.history:
        response, asked_at_once = event.answer, event.at - seen[event.answer] <= late
        if event.kind is EventKind.UNSENT and asked_at_once and response not in settled:
            waiting[response] = {response}
        elif response in waiting:
            waiting[response] |= {row for row in (event.old, event.new) if row >= 0}
            if event.new >= 0 and (event.kind in SETTLE or (event.kind in CHANGED and not event.held)):
                doubted[_ints(waiting.pop(response) - {event.new})] = True
                settled[response] = event.at
        elif event.kind is EventKind.DIFFERENT and event.old >= 0 and asked_at_once and response not in settled:
            doubted[event.old] = True
    numbers = _numbers(ids)
    doubted |= np.isin(numbers, numbers[_ints({*waiting})])
    came = np.full(len(seen), -1)  # by the number of its id
    came[numbers[_ints({*settled})]] = [settled[response] for response in sorted(settled)]
    return doubted, np.where(came[numbers] >= 0, came[numbers], seen)


def _ints(responses: set[int]) -> Ints:
    return np.array(sorted(responses), np.int64)


def _deleted(ledger: Ledger, ids: Any) -> Bools:
    """(versions,): whether the response was ever deleted."""
    leave = (EventKind.GONE, EventKind.UNDONE, EventKind.SHEET_TAKEN)
    gone = [event.answer for event in ledger.history if event.kind in leave and event.new < 0 and not event.held]
    if not gone:
        return np.zeros(len(ids), bool)
    deleted: list[bool] = pc.is_in(ids, ids.take(pa.array(gone))).to_pylist()
    return np.array(deleted, bool)


def _numbers(texts: pa.ChunkedArray) -> Ints:
    """A number for each text, the same for equal ones."""
    return np.asarray(texts.combine_chunks().dictionary_encode().indices, np.int64)
