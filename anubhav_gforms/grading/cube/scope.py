"""Which cells of the cube count, and why the others do not. Nothing here depends on estimated constants."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...campaign.grading import Grading
from ...nouns import week as weeks
from ..arrays import Bools, Floats, Ints, add_up
from ..columns import Reason
from .cell_columns import CellColumns
from .counts import REASONS, CountRules, reasons_of_cells
from .cube import Cube, listed

Made = TypeVar("Made")


@dataclass(frozen=True)
class Scope:
    """The cells that count, up to the last day of `last_week`, with days and weeks counted from `first_week`.

    Arrays (cells,): station (place in `stations`), day (0 = Monday of first_week), week, purpose (code), rows, gap, y, yy
    (points, complete rows), best, worst, straight, rated (enough ratings for the composite), money and receipt counts.
    `left_out`: frame station, week, reason, rows of all that do not count. `campaign_day`: the day on which the campaign begins.
    """

    cube: Cube = field(repr=False)
    stations: tuple[str, ...]
    first_week: int
    last_week: int
    campaign_day: int
    cell: Ints = field(repr=False)
    station: npt.NDArray[np.int32] = field(repr=False)
    day: npt.NDArray[np.int32] = field(repr=False)
    rated: Bools = field(repr=False)
    left_out: pd.DataFrame = field(repr=False)
    columns: CellColumns = field(repr=False)

    def of(self, stations: Ints) -> Scope:
        """Some of its stations, in this order."""
        position = np.full(len(self.stations), -1)
        position[stations] = np.arange(len(stations))
        cells = np.flatnonzero(position.take(self.station) >= 0)
        some = replace(self.picked(cells), columns=self.columns.among(cells))
        return replace(
            some, stations=tuple(self.stations[each] for each in stations), station=position.take(some.station)
        )

    def picked(self, some: Ints | slice) -> Scope:
        """Some of its cells, in their order."""
        return replace(
            self, cell=self.cell[some], station=self.station[some], day=self.day[some], rated=self.rated[some],
            columns=self.columns.picked(some),
        )  # fmt: skip

    @cached_property
    def position(self) -> dict[str, int]:
        """The place of each station, by its code."""
        return {code: number for number, code in enumerate(self.stations)}

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return self.last_week - self.first_week + 1

    @property
    def days(self) -> int:
        return 7 * self.weeks

    @property
    def campaign_week(self) -> int:
        """The week in which the campaign begins, counted from `first_week`: a trial, or what has too few ratings, may have come before it."""
        return min(self.campaign_day // 7, self.weeks - 1)

    @cached_property
    def week(self) -> npt.NDArray[np.int32]:
        return self.day // np.int32(7)

    def column(self, name: str) -> npt.NDArray[np.float64]:
        """A summed column of the cells that count, made for this caller: to keep it costs more than to make it again."""
        return self.whole(name).astype(np.float64)

    def whole(self, name: str) -> npt.NDArray[Any]:
        """A column of its cells, as the whole numbers that the cube holds; not to be written to."""
        return self.columns[name]

    @cached_property
    def _kept(self) -> dict[Hashable, Any]:
        return {}

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What a reader makes of the cells; kept for who asks again by the same key."""
        if key not in self._kept:
            self._kept[key] = make()
        made: Made = self._kept[key]
        return made

    @cached_property
    def rows(self) -> Floats:
        return self.column("rows")

    @cached_property
    def purpose(self) -> npt.NDArray[np.int32]:
        return self.whole("purpose")

    @cached_property
    def gap(self) -> npt.NDArray[np.int32]:
        return self.whole("gap")

    @cached_property
    def _days(self) -> Groups:
        return Groups.of(self.station * np.int32(self.days) + self.day)

    @cached_property
    def _weeks(self) -> Groups:
        of_days = Groups.of(self._days.keys // 7)
        return Groups(self._days.starts[of_days.starts], of_days.keys)

    def daily(self, name: str, *, every: bool = False, kind: type[np.generic] = np.float64) -> npt.NDArray[Any]:
        """(stations, days): a summed column over the rated cells, or over every one; of a `kind`: what counts lies as int32 in half the
        memory, to be looked at and compared, not to be worked on."""
        sums = self._days.laid_out(self._over_days[name], (len(self.stations), self.days), kind)
        less, columns = self._unrated
        if len(less) and not every:
            np.subtract.at(sums, (self.station[less], self.day[less]), columns[name])
        return sums

    def weekly(self, name: str) -> Floats:
        """(stations, weeks): a summed column over every cell."""
        return self._weeks.laid_out(self._over_weeks[name], (len(self.stations), self.weeks))

    @cached_property
    def _over_days(self) -> CellColumns:
        return self.columns.over(self._days.starts)

    @cached_property
    def _over_weeks(self) -> CellColumns:
        return self.columns.over(self._weeks.starts)

    @cached_property
    def _unrated(self) -> tuple[Ints, CellColumns]:
        """The cells with too few ratings, and their columns."""
        less = np.flatnonzero(~self.rated)
        return less, self.columns.among(less)

    def by_day(self, values: npt.NDArray[Any]) -> Floats:
        """(stations, days): values of every cell, added."""
        return self._added(values, np.ones(len(values), dtype=bool), self.day, self.days)

    def day_by_day(self, made: Callable[[Scope], Iterable[Floats]], combined: Sequence[np.ufunc]) -> list[Floats]:
        """(stations, days) of each of the values that `made` gives of cells: the rated ones of a day added, or the least of them
        (infinity where there is none). Some days' cells at a time: memory new to the process costs more than the work."""
        rest = [np.inf if ufunc is np.minimum else 0.0 for ufunc in combined]
        totals = [np.full(len(self.stations) * self.days, nothing) for nothing in rest]
        for part in self._parts():
            all_rated, groups = part.rated.all(), part._days
            days = part.station * np.int64(self.days) + part.day
            for sums, values, ufunc, nothing in zip(totals, made(part), combined, rest, strict=True):
                every = values if all_rated else np.where(part.rated, values, nothing)
                if ufunc is np.minimum:  # in any order the same, and one by one they cost less than in short runs
                    ufunc.at(sums, days, every)
                else:
                    sums[groups.keys] = ufunc.reduceat(every, groups.starts)
        return [sums.reshape(len(self.stations), self.days) for sums in totals]

    def _parts(self) -> Iterator[Scope]:
        """The cells in stretches that fit in the processor's cache, each with whole station-days."""
        start, cells = 0, len(self.cell)
        while start < cells:
            end = min(start + CELLS_AT_ONCE, cells)
            while end < cells and self.day[end] == self.day[end - 1] and self.station[end] == self.station[end - 1]:
                end += 1
            part = slice(start, end)
            yield replace(self.picked(part), columns=self.columns.among(part))
            start = end

    def by_week(self, values: npt.NDArray[Any], *, among: Bools | None = None) -> Floats:
        """(stations, weeks): values of the cells, added; of the rated ones unless `among` says which."""
        return self._added(values, self.rated if among is None else among, self.week, self.weeks)

    def _added(self, values: npt.NDArray[Any], among: Bools, time: npt.NDArray[np.int32], times: int) -> Floats:
        """(stations, times): whole numbers that are nearly all 0 are added where they are not; others run by run."""
        shape = (len(self.stations), times)
        if values.dtype.kind == "i" and FEW * np.count_nonzero(values) < len(values):
            some = np.flatnonzero(values)
            some = some[among[some]]
            bins = self.station[some] * np.int32(times) + time[some]
            return add_up(bins, values[some], shape[0] * times).reshape(shape)
        return (self._days if time is self.day else self._weeks).add(values, among, shape)


@dataclass(frozen=True)
class Groups:
    """Runs of cells with one key: where each begins, and its key. Cells come sorted by station and day, so runs are groups."""

    starts: Ints = field(repr=False)
    keys: Ints = field(repr=False)

    @classmethod
    def of(cls, key: npt.NDArray[Any]) -> Groups:
        starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.zeros(0, np.int64)
        return cls(starts, key[starts].astype(np.int64))

    def add(self, values: npt.NDArray[Any], among: Bools, shape: tuple[int, int]) -> Floats:
        """Sums of each group over the cells in `among`, laid out in an array of this shape."""
        every = values if among.all() else values * among
        return self.laid_out(np.add.reduceat(every, self.starts) if len(every) else every, shape)

    def laid_out(
        self, sums: npt.NDArray[Any], shape: tuple[int, int], kind: type[np.generic] = np.float64
    ) -> npt.NDArray[Any]:
        """Sums of each group in an array of this shape and kind, 0 where there is none."""
        out = np.zeros(shape[0] * shape[1], dtype=kind)
        out[self.keys] = sums
        return out.reshape(shape)


def scope(
    cube: Cube, stations: Sequence[str], rules: Grading, last_week: int, *, closed: Mapping[str, int] | None = None
) -> Scope:
    """Settle for every cell of the cube, up to the end of `last_week`, whether it counts. `closed`: from which day number on a
    station's responses do not, by code."""
    day = cube["day"]
    station, known = listed(cube, stations)
    reason = reasons_of_cells(cube, CountRules(cube.shape, tuple(stations), rules, closed or {}))
    in_time = day < weeks.first_day(last_week + 1)
    cell = np.flatnonzero(in_time & ((reason == 0) | (reason == FEW_ITEMS)))
    every = len(cell) == len(day)
    rated, seen = (reason if every else reason[cell]) == 0, day if every else day[cell]
    used = seen if rated.all() else seen[rated]
    first = int(used.min()) if len(used) else weeks.first_day(last_week)
    if len(used) and rules.method == 2:
        first = _begun(used, first)
    first_week = weeks.week_of_day(int(seen.min(initial=first)))
    origin = weeks.first_day(first_week)
    out = np.flatnonzero(in_time & (reason > 0))
    return Scope(
        cube,
        tuple(stations),
        first_week,
        last_week,
        first - origin,
        cell,
        station if every else station[cell],
        seen - np.int32(origin),
        rated,
        _left_out(cube, out, reason[out], np.where(known[out], station[out] + 1, 0), stations, last_week),
        cube.columns if every else cube.columns.among(cell),
    )


def _begun(days: npt.NDArray[np.int32], first: int) -> int:
    """The day on which a campaign begins: of the first response after the last pause of more than `TRIAL` days before which at most as
    many days had any. A campaign that pauses goes on."""
    seen = np.flatnonzero(np.bincount(days - np.int32(first)))
    pauses = np.flatnonzero(np.diff(seen[: TRIAL + 1]) > TRIAL)
    return first + int(seen[pauses[-1] + 1] if len(pauses) else 0)


TRIAL = 91
"""Days without a response in the whole range: what came before them, on no more days, was a trial of posters and form, and no campaign."""
FEW = 4
"""Where fewer than one of so many values is not 0, only those are looked at."""
CELLS_AT_ONCE = 1 << 17
"""Cells whose values are worked on together: they fit in the processor's cache."""
FEW_ITEMS = REASONS.index(Reason.FEW_ITEMS) + 1
"""Its cells are kept: the answer on money counts even when a row has too few ratings."""


def _left_out(
    cube: Cube, out: Ints, reason: npt.NDArray[np.int8], station: Ints, stations: Sequence[str], last_week: int
) -> pd.DataFrame:
    """Rows that do not count: station (of its place + 1; 0 is no station of the roster), week (number), reason, rows."""
    week = weeks.week_of_day(cube["day"][out])
    first = int(week.min(initial=last_week))
    shape = (len(stations) + 1, last_week - first + 1, len(REASONS))
    rows = add_up(np.ravel_multi_index((station, week - first, reason - 1), shape), cube["rows"][out], math.prod(shape))
    some = np.flatnonzero(rows > 0)
    where, week, why = np.unravel_index(some, shape)
    return pd.DataFrame(
        {
            "station": pd.array(["", *stations], dtype="str").take(where),
            "week": week + first,
            "reason": pd.array([each.value for each in REASONS], dtype="str").take(why),
            "rows": rows[some].astype(np.int64),
        }
    )
