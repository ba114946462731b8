"""Which cells of the cube count, and why the others do not. Nothing here depends on estimated constants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..campaign.grading import Grading
from . import weeks
from .arrays import Bools, Floats, Ints, add_up
from .cube import Cube, listed
from .schema import Reason


@dataclass(frozen=True)
class Scope:
    """The cells that count, up to the last day of `last_week`, with days and weeks counted from `first_week`.

    Arrays (cells,): station (place in `stations`), day (0 = Monday of first_week), week, purpose (code), rows, gap, y, yy
    (points, complete rows), best, worst, straight, rated (enough ratings for the composite), money and receipt counts.
    `left_out`: frame station, week, reason, rows of all that do not count. `campaign_day`: the day of the first answer.
    """

    cube: Cube = field(repr=False)
    stations: tuple[str, ...]
    first_week: int
    last_week: int
    campaign_day: int
    cell: Ints = field(repr=False)
    station: Ints = field(repr=False)
    day: Ints = field(repr=False)
    rated: Bools = field(repr=False)
    left_out: pd.DataFrame = field(repr=False)

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return self.last_week - self.first_week + 1

    @property
    def days(self) -> int:
        return 7 * self.weeks

    @cached_property
    def week(self) -> Ints:
        return self.day // 7

    def column(self, name: str) -> npt.NDArray[np.float64]:
        """A summed column of the cells that count."""
        return np.asarray(self.cube[name][self.cell], dtype=np.float64)

    @cached_property
    def rows(self) -> Floats:
        return self.column("rows")

    @cached_property
    def purpose(self) -> Ints:
        return np.asarray(self.cube["purpose"][self.cell], dtype=np.int64)

    @cached_property
    def gap(self) -> Ints:
        return np.asarray(self.cube["gap"][self.cell], dtype=np.int64)

    def by_day(self, values: Floats) -> Floats:
        """(stations, days): values of the rated cells, added."""
        key = self.station * self.days + self.day
        total = add_up(key[self.rated], values[self.rated], len(self.stations) * self.days)
        return total.reshape(len(self.stations), self.days)

    def by_week(self, values: Floats, *, among: Bools | None = None) -> Floats:
        """(stations, weeks): values of the cells, added; of the rated ones unless `among` says which."""
        among = self.rated if among is None else among
        key = self.station * self.weeks + self.week
        total = add_up(key[among], values[among], len(self.stations) * self.weeks)
        return total.reshape(len(self.stations), self.weeks)


def scope(cube: Cube, stations: Sequence[str], rules: Grading, last_week: int) -> Scope:
    """Settle for every cell of the cube, up to the end of `last_week`, whether it counts."""
    items = cube.shape.items
    day = cube["day"].astype(np.int64)
    station, known = listed(cube, stations)
    until = weeks.first_day(last_week + 1)
    reason = np.full(len(day), "", dtype=object)
    graded = np.isin(cube["channel"], [code for code, text in enumerate(cube.channels) if text in rules.channels])
    absent = np.isin(
        cube["purpose"],
        [code for code, text in enumerate(cube.purposes) if rules.not_visited and text == rules.not_visited],
    )
    blank = cube.reasons.index("") if "" in cube.reasons else -1
    enough = np.concatenate([[True], items.enough])[cube["gap"]]
    for name, holds in (
        (Reason.FEW_ITEMS, ~enough),
        (Reason.NOT_VISITED, absent),
        (Reason.WORDING, cube["epoch"] < rules.first_epoch),
        (Reason.CHANNEL, ~graded),
        (Reason.UNLISTED, ~known),
        (Reason.CODE, cube["reason"] != blank),
    ):
        reason[holds] = name.value
    in_time = day < until
    counted = in_time & ((reason == "") | (reason == Reason.FEW_ITEMS.value))
    out = in_time & (reason != "")
    left_out = pd.DataFrame(
        {
            "station": np.where(known, np.array([*stations, ""], dtype=object)[np.where(known, station, -1)], ""),
            "week": (day - 4) // 7,
            "reason": reason,
            "rows": cube["rows"],
        }
    )[out]
    left_out = left_out.groupby(["station", "week", "reason"], as_index=False, sort=True)["rows"].sum()
    cell = np.flatnonzero(counted)
    rated = reason[cell] == ""
    first = int(day[cell[rated]].min()) if rated.any() else weeks.first_day(last_week)
    earliest = int(day[cell].min()) if len(cell) else first
    first_week = (min(earliest, first) - 4) // 7
    origin = weeks.first_day(first_week)
    return Scope(
        cube,
        tuple(stations),
        first_week,
        last_week,
        first - origin,
        cell,
        station[cell],
        day[cell] - origin,
        rated,
        left_out,
    )
