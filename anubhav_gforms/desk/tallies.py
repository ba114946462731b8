"""Feed → counts of today and of the running week, each beside what is usual by this hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from .feed import USUAL_WEEKS

COUNTED = ["today", "week", "usual_today", "usual_week"]
DAYS = 14
"""The last days that are counted one by one."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Responses of today and of the running week so far; the mean of the weeks before, up to the same weekday and hour."""

    today: int = 0
    week: int = 0
    usual_today: float | None = None  # None while no whole week lies before the running one
    usual_week: float | None = None
    newest: datetime | None = None  # when the last response was sent, in the campaign's zone


@dataclass(frozen=True, slots=True)
class Tallies:
    """Of the whole feed, of its stations by code, and of the last `DAYS` days, oldest first."""

    whole: Tally
    stations: Mapping[str, Tally]
    days: tuple[int, ...]
    weeks_before: int  # so many weeks the usual is a mean of


def tallies(feed: pd.DataFrame, moment: datetime) -> Tallies:
    """Count the feed at a moment, aware and in the campaign's zone. Responses dated after it are left out."""
    now = pd.Timestamp(moment).tz_localize(None)
    monday = now.normalize() - pd.Timedelta(days=now.weekday())
    at = feed["at"].dt.tz_localize(None)
    feed, at = feed[at <= now], at[at <= now]
    back = np.ceil((monday - at) / pd.Timedelta(weeks=1)).clip(lower=0).astype(int)
    into = at - (monday - pd.to_timedelta(7 * back, unit="D"))
    weeks_before = min(int(back.max()) if len(back) else 0, USUAL_WEEKS)
    by_now, of_day = into <= now - monday, into >= pd.Timedelta(days=now.weekday())
    marks = pd.DataFrame(
        {
            "station": feed["station"],
            "at": feed["at"],
            "today": (back == 0) & of_day,
            "week": back == 0,
            "usual_today": (back > 0) & by_now & of_day,
            "usual_week": (back > 0) & by_now,
        }
    )
    of_stations = marks[marks["station"] != ""].groupby("station")
    rows = zip(of_stations[COUNTED].sum().to_dict("index").items(), of_stations["at"].max(), strict=True)
    since = now.normalize() - pd.Timedelta(days=DAYS - 1)
    per_day = at[at >= since].dt.normalize().value_counts()
    return Tallies(
        _tally(marks[COUNTED].sum().to_dict(), marks["at"].max(), weeks_before),
        {str(code): _tally(counts, newest, weeks_before) for (code, counts), newest in rows},
        tuple(int(per_day.get(since + timedelta(days=day), 0)) for day in range(DAYS)),
        weeks_before,
    )


def together(tallies: Iterable[Tally]) -> Tally:
    """The counts of several stations in one; `usual` is None where no station has any."""
    places = list(tallies)
    days, weeks, newest = (
        [each for each in (getattr(place, name) for place in places) if each is not None]
        for name in ("usual_today", "usual_week", "newest")
    )
    return Tally(
        sum(place.today for place in places),
        sum(place.week for place in places),
        sum(days) if days else None,
        sum(weeks) if weeks else None,
        max(newest, default=None),
    )


def _tally(counts: Mapping[Any, int], newest: pd.Timestamp, weeks: int) -> Tally:
    usual = [float(counts[name]) / weeks if weeks else None for name in ("usual_today", "usual_week")]
    return Tally(
        int(counts["today"]),
        int(counts["week"]),
        usual[0],
        usual[1],
        None if pd.isna(newest) else newest.to_pydatetime(),
    )
