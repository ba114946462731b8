"""When responses come: how many a week and how they were taken, and at which hours of the week. Range level only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..grading.arrays import Bools, Ints, count_up
from ..grading.cube.items import TOP
from ..grading.cuts import COLUMNS as SHARE_COLUMNS
from ..grading.method.shares import estimate_share
from ..responses.ledger.columns import CODE_STATUS, DAY, STATION, SUBMITTED_AT, CodeStatus

HOURS, BAND = "hours", 6
"""The cut of shares by time of day, and the hours of one band: night, morning, afternoon, evening."""
COLUMNS = (SUBMITTED_AT, DAY, CODE_STATUS)
"""What the ledger must give, beside what says which responses count: nothing that says who responded."""


@dataclass(frozen=True)
class Rhythm:
    """`weeks`: one row a week, Monday as index, columns graded, other, quarantined (responses). `hours`: 7 rows (Monday
    first) by 24 columns (hour of the local day), responses."""

    weeks: pd.DataFrame
    hours: pd.DataFrame


def make_rhythm(responses: pd.DataFrame, counted: Bools, *, first: date, last: date) -> Rhythm:
    """Count `responses` (columns `COLUMNS`) from the Monday `first` to the Sunday `last`, both included.

    "graded" are those `counted` (responses,) in grades, "other" the other ones with an accepted code.
    """
    days = pd.to_datetime(responses[DAY])
    inside = days.between(pd.Timestamp(first), pd.Timestamp(last))
    counts = counted[inside.to_numpy(bool)]
    responses, days = responses[inside], days[inside]
    good = (responses[CODE_STATUS] == CodeStatus.ACCEPTED).to_numpy(bool)
    ways = ["graded", "other", "quarantined"]
    way = np.where(counts, 0, np.where(good, 1, 2))
    index = pd.date_range(first, last - timedelta(days=6), freq="7D")
    local = responses[SUBMITTED_AT].dt
    nth = (days - pd.Timestamp(first)).dt.days.to_numpy() // 7
    weeks = _table(nth, way, (len(index), len(ways)))
    hours = _table(local.day_of_week.to_numpy(), local.hour.to_numpy(), (7, 24))
    return Rhythm(pd.DataFrame(weeks, index, ways), pd.DataFrame(hours))


def _table(rows: npt.NDArray[Any], columns: npt.NDArray[Any], shape: tuple[int, int]) -> Ints:
    """How often each pair of a row and a column is there."""
    return count_up(rows * shape[1] + columns, shape[0] * shape[1]).reshape(shape)


def share_by_hours(
    responses: pd.DataFrame, counted: Bools, overall: str, *, first: date, last: date, least: int
) -> pd.DataFrame:
    """Of those `counted` (responses,) in grades: how many were content by the band of hours in which they responded.

    Columns as `grading.cuts.share_frame`, code "06-12"; numbers missing below `least` responses.
    """
    days = pd.to_datetime(responses[DAY])
    rating = pd.to_numeric(responses[overall], errors="coerce") if overall else pd.Series(float("nan"), responses.index)
    kept = responses[counted & days.between(pd.Timestamp(first), pd.Timestamp(last)) & rating.notna()]
    begin = kept[SUBMITTED_AT].dt.hour // BAND * BAND
    rows = []
    for hour, content in (rating[kept.index] >= TOP).groupby(begin):
        of = content.groupby(kept.loc[content.index, STATION].astype(object)).agg(["sum", "size"])
        share = estimate_share(of["sum"], of["size"])
        enough = share.n >= least
        numbers = (share.share, share.low, share.high) if enough else (float("nan"),) * 3
        code = f"{hour:02d}-{int(str(hour)) + BAND:02d}"
        rows.append((HOURS, code, overall, share.k if enough else pd.NA, share.n, share.stations, *numbers, ""))
    return pd.DataFrame(rows, columns=list(SHARE_COLUMNS))
