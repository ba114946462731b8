"""When answers come: how many a week and how they were taken, and at which hours of the week. Range level only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from ..grading.arrays import Bools
from ..responses.schema import CODE_STATUS, DAY, SUBMITTED_AT, CodeStatus

COLUMNS = (SUBMITTED_AT, DAY, CODE_STATUS)
"""What the ledger must give, beside what says which answers count: nothing that says who answered."""


@dataclass(frozen=True)
class Rhythm:
    """`weeks`: one row a week, Monday as index, columns graded, other, quarantined (answers). `hours`: 7 rows (Monday
    first) by 24 columns (hour of the local day), answers."""

    weeks: pd.DataFrame
    hours: pd.DataFrame


def make_rhythm(answers: pd.DataFrame, counted: Bools, *, first: date, last: date) -> Rhythm:
    """Count `answers` (columns `COLUMNS`) from the Monday `first` to the Sunday `last`, both included.

    "graded" are those `counted` (answers,) in grades, "other" the other ones with an accepted code.
    """
    days = pd.to_datetime(answers[DAY])
    inside = days.between(pd.Timestamp(first), pd.Timestamp(last))
    counts = pd.Series(counted, answers.index)[inside]
    answers, days = answers[inside], days[inside]
    good = answers[CODE_STATUS] == CodeStatus.ACCEPTED
    way = pd.Series("quarantined", answers.index).mask(good, "other").mask(counts, "graded")
    mondays = days - pd.to_timedelta(days.dt.day_of_week, unit="D")
    index = pd.date_range(first, last - timedelta(days=6), freq="7D")
    weeks = (
        pd.crosstab(mondays.to_numpy(), way.to_numpy())
        .reindex(index=index, columns=["graded", "other", "quarantined"], fill_value=0)
        .astype(int)
    )
    local = answers[SUBMITTED_AT].dt
    hours = (
        pd.crosstab(local.day_of_week.to_numpy(), local.hour.to_numpy())
        .reindex(index=range(7), columns=range(24), fill_value=0)
        .astype(int)
    )
    return Rhythm(weeks, hours)
