"""What counts: the one table of reasons why a response is in no score. Rows and cells of a cube are judged by the same code.

Grades, rule-check, flags, groups of five and the curves of the report ask here; nobody else decides it. Some of them ask more loosely and
name the reasons that they do not mind: a message that is a copy is odd whatever its ratings are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from ...campaign import STATUSES, Campaign, Station
from ...campaign.grading import Grading
from ...nouns.week import day_number
from ..arrays import Bools, Ints
from ..columns import Reason
from .count import Labels, encode
from .cube import ABOUT_ELSEWHERE, LABELS, Cube, Shape
from .removed import RemovedRows

Codes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class CountRules:
    """What must be known to say whether a response counts."""

    shape: Shape
    """Which questions are the ratings, the purpose and the topic."""
    stations: tuple[str, ...]
    """Codes of the stations that are graded."""
    grading: Grading
    """The policies: channels, the purpose that is no visit, the first wording that counts."""
    closed: Mapping[str, int] = field(default_factory=dict)
    """From which day number on the responses of a closed station do not count, by its code."""

    @classmethod
    def of(cls, campaign: Campaign, *, keep: str = "") -> CountRules:
        """The rules of a campaign: a closed station counts up to the day it closed, and when that is not known only if `keep`
        is its code, as for `grade`."""
        counted = counted_stations(campaign, keep)
        return cls(
            Shape.of(campaign), tuple(each.code for each in counted), campaign.grade_rules, closing_days(counted)
        )

    @property
    def of_any_wording(self) -> CountRules:
        """The same, whichever wording a response was of: as groups of five form, or a raised `first_epoch` would form other ones."""
        return replace(self, grading=self.grading.model_copy(update={"first_epoch": 0}))

    def is_older(self, epochs: Ints) -> Bools:
        """Whether each wording is one that does not count."""
        return np.asarray(epochs < self.grading.first_epoch)


def who_counts(rules: Grading) -> tuple[object, ...]:
    """What says which responses of its stations count, but for `first_epoch`: under another one groups of five leave whole."""
    return rules.channels, rules.not_visited, rules.items


def counted_stations(campaign: Campaign, keep: str) -> tuple[Station, ...]:
    """Those whose responses count, up to the day on which they closed."""
    return tuple(
        station
        for station in campaign.stations
        if STATUSES[station.status].listed or station.closed_on or station.code == keep
    )


def closing_days(stations: Sequence[Station]) -> dict[str, int]:
    """By code the day number from which a station's responses do not count."""
    return {each.code: day_number(each.closed_on) for each in stations if each.closed_on}


@dataclass(frozen=True)
class Seen:
    """Responses, or cells of a cube, as the table of reasons reads them."""

    labels: Mapping[str, tuple[Sequence[str], Ints]] = field(repr=False)
    """Of each of LABELS: its texts, and which of them each row has."""
    epoch: Ints = field(repr=False)
    """(rows,) wording epoch."""
    gap: Ints = field(repr=False)
    """(rows,) 0 when every rating was answered, else the pattern of the ratings + 1."""
    aside: Bools = field(repr=False)
    """(rows,) whether flag F1 set its day aside; (1,) what holds of all."""
    day: Ints = field(repr=False)
    """(rows,) day number."""
    removed: Bools = field(repr=False)
    """(rows,) whether it is one of the alike rows that a person found not genuine; (1,) likewise."""

    def among(self, name: str, some: Collection[str]) -> Bools:
        """(rows,): whether a label is one of `some` texts; (1,) where that holds of all or of none."""
        texts, codes = self.labels[name]
        table = np.array([text in some for text in texts], dtype=bool)
        return table[:1] if table.all() or not table.any() else np.asarray(table.take(codes))

    def few_items(self, shape: Shape) -> Bools:
        """(rows,): whether the answered ratings carry too little weight; none where every rating was answered."""
        few, blank = np.zeros(len(self.gap), dtype=bool), np.flatnonzero(self.gap > 0)
        few[blank] = ~shape.items.enough[self.gap[blank] - 1]
        return few

    def since(self, closed: Mapping[str, int]) -> Bools:
        """(rows,): whether its station was closed by its day; (1,) where none was."""
        texts, codes = self.labels["station"]
        if not any(text in closed for text in texts):
            return np.zeros(1, dtype=bool)
        table = np.array([closed.get(text, NEVER) for text in texts], dtype=np.int64)
        return np.asarray(self.day >= table.take(codes))


NEVER = np.iinfo(np.int64).max
Holds = Callable[[Seen, CountRules], Bools]

WHY: tuple[tuple[Reason, Holds], ...] = (
    (Reason.SET_ASIDE, lambda seen, rules: seen.aside),
    (Reason.REMOVED, lambda seen, rules: seen.removed),
    (Reason.FEW_ITEMS, lambda seen, rules: seen.few_items(rules.shape)),
    (Reason.NOT_VISITED, lambda seen, rules: seen.among("purpose", {rules.grading.not_visited} - {""})),
    (Reason.ELSEWHERE, lambda seen, rules: seen.among("reason", {ABOUT_ELSEWHERE})),
    (Reason.WORDING, lambda seen, rules: rules.is_older(seen.epoch)),
    (Reason.CHANNEL, lambda seen, rules: ~seen.among("channel", rules.grading.channels)),
    (Reason.UNLISTED, lambda seen, rules: ~seen.among("station", frozenset(rules.stations)) | seen.since(rules.closed)),
    (Reason.CODE, lambda seen, rules: ~seen.among("reason", {"", ABOUT_ELSEWHERE})),
)
"""Every reason and when it holds. Of several that hold the last one is named."""

REASONS: tuple[Reason, ...] = tuple(reason for reason, _ in WHY)
"""In the order of their numbers, from 1; 0 is a response that counts."""
UNGRADED = frozenset({Reason.SET_ASIDE, Reason.FEW_ITEMS, Reason.NOT_VISITED, Reason.ELSEWHERE, Reason.WORDING})
"""Why a response through a good code of a graded channel may still be in no score. Groups of five hold it; flags on its message see it."""


def reasons(frame: pd.DataFrame | pa.Table, rules: CountRules, *, aside: Collection[tuple[str, int]] = (), removed: Collection[RemovedRows] = ()) -> Codes:  # fmt: skip
    """(rows,): why each response does not count, as a number of REASONS; 0 when it counts.

    `frame` has the columns of `rules.shape.columns`. `aside`: stations and day numbers that flag F1 set aside in the grades of
    the week (`Grades.aside`); `removed`: the alike rows that a person found not genuine (`Grades.removed`).
    """
    table = (
        frame if isinstance(frame, pa.Table) else pa.Table.from_pandas(frame[rules.shape.columns], preserve_index=False)
    )
    labels = {name: Labels() for name in LABELS}
    block = encode(table, rules.shape, labels)
    named = {name: (tuple(labels[name]), np.asarray(block[name])) for name in LABELS}
    gap, out = rules.shape.items.gap[block["pattern"]], _aside(named["station"], block["day"], aside)
    lost = _removed(named["station"], block["day"], rules.shape, block["pattern"], removed)
    seen = Seen(named, block["epoch"], gap, out, np.asarray(block["day"]), lost)
    return _judged(seen, rules)


def counts(frame: pd.DataFrame | pa.Table, rules: CountRules, *, aside: Collection[tuple[str, int]] = (), removed: Collection[RemovedRows] = ()) -> Bools:  # fmt: skip
    """(rows,): whether each response counts. Otherwise as `reasons`."""
    return counting(reasons(frame, rules, aside=aside, removed=removed))


def reasons_of_cells(cube: Cube, rules: CountRules) -> Codes:
    """(cells,): why the responses of each cell do not count, as `reasons` says it; no day is set aside and no row removed yet."""
    named = {name: (getattr(cube, f"{name}s"), cube[name]) for name in LABELS}
    nothing = np.zeros(1, dtype=bool)
    return _judged(Seen(named, cube["epoch"], cube["gap"], nothing, cube["day"], nothing), rules)


def _judged(seen: Seen, rules: CountRules) -> Codes:
    number = np.zeros(len(seen.epoch), dtype=np.int8)
    for code, (_, holds) in enumerate(WHY, start=1):
        if (rows := holds(seen, rules)).any():
            np.putmask(number, np.broadcast_to(rows, number.shape), code)
    return number


def counting(numbers: Codes, *, despite: Collection[Reason] = ()) -> Bools:
    """Which of these numbers of `reasons` count, when some reasons do not matter."""
    return np.isin(numbers, [0, *(place for place, reason in enumerate(REASONS, start=1) if reason in despite)])


def _aside(stations: tuple[Sequence[str], Ints], days: Ints, aside: Collection[tuple[str, int]]) -> Bools:
    """(rows,): whether station and day are among those set aside."""
    texts, codes = stations
    aside_rows = np.zeros(len(days), dtype=bool)
    for code, day in aside:
        if code in texts:
            aside_rows |= (codes == texts.index(code)) & (days == day)
    return aside_rows


def _removed(
    stations: tuple[Sequence[str], Ints], days: Ints, shape: Shape, pattern: Ints, removed: Collection[RemovedRows]
) -> Bools:
    """(rows,): whether it is an alike row of a station on the days that are named."""
    texts, codes = stations
    taken_out = np.zeros(len(days), dtype=bool)
    for rows in removed:
        if rows.station in texts:
            alike = (shape.items.best if rows.praise else shape.items.worst)[pattern]
            taken_out |= (codes == texts.index(rows.station)) & (days >= rows.first) & (days <= rows.last) & alike
    return taken_out
