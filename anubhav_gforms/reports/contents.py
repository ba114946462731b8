"""Grades → what a report says: who earned praise, who needs attention, and what is only noise. Pure tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import pandas as pd

from ..campaign import Campaign
from ..grading.schema import Arrow, Level
from .freshness import Freshness
from .given import Action
from .periods import Week
from .records import records
from .rhythm import Rhythm
from .verdicts import ATTENTION, PRAISE, TRIAL, compare, count, few, judge, publishable, tell_means

WEEKS_SHOWN = 26


class GradesLike(Protocol):
    """What a report needs of grades: the week, one table for all levels, and for pictures `weekly` (code, week, n, mean)
    and `history` (code, week, letter). `notes` are sentences that every page must say."""

    @property
    def week(self) -> str: ...
    @property
    def table(self) -> pd.DataFrame: ...
    @property
    def weekly(self) -> pd.DataFrame: ...
    @property
    def history(self) -> pd.DataFrame: ...
    @property
    def notes(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Contents:
    """Everything a report says, computed once and drawn many times.

    `table` holds the grades as they may be published (see `publishable`), in the order and columns of grading.
    `stations` has one row a station in the order of the roster: the columns of the grades, then `sd` (points),
    `peer_mean` (points, mean of its kind; NaN where a kind is too small), `p_above` (probability of truly lying above it),
    `verdict` and `reasons` (tuple of words' keys). `districts` has one row a district, with `places`, `graded` and
    `quiet` (numbers of stations) and `counts` (stations a letter, best first). `whole` is the range's own row. `weekly` and `history` are
    those of the grades, in order of code and week, the last 26 weeks. `actions`: what was done up to the week's end,
    the newest first. `changes`: stations whose letter is another than after week `since`: code, before, after; `rates`: answers against visitors (see `given.response_rates`), None without footfall.csv.
    """

    campaign: Campaign
    week: Week
    table: pd.DataFrame
    freshness: Freshness
    stations: pd.DataFrame
    districts: pd.DataFrame
    whole: Mapping[str, Any]
    weekly: pd.DataFrame
    history: pd.DataFrame
    notes: tuple[str, ...] = ()
    rhythm: Rhythm | None = None
    actions: tuple[Action, ...] = ()
    rates: pd.DataFrame | None = None
    since: Week | None = None
    changes: pd.DataFrame | None = None

    @property
    def letters(self) -> tuple[str, ...]:
        return self.campaign.grading.grading.letters

    @property
    def bands(self) -> Mapping[str, float]:
        return self.campaign.grading.grading.bands

    def named(self, verdict: str) -> pd.DataFrame:
        """The stations with this verdict: praise from the best, attention from the worst, others in roster order."""
        rows = self.stations[self.stations["verdict"] == verdict]
        if verdict == PRAISE:
            return rows.sort_values(["p_above", "score"], ascending=False, kind="stable")
        if verdict == ATTENTION:
            return rows.sort_values(["urgency", "p_above", "score"], ascending=[False, True, True], kind="stable")
        return rows

    def by_luck(self, verdict: str) -> float:
        """How many of the stations named for this only by their score are expected to be wrong."""
        rows = self.stations[self.stations["verdict"] == verdict]
        reason = "above" if verdict == PRAISE else "below"
        rows = rows[np.array([reason in reasons for reasons in rows["reasons"]], bool)]
        return float((1 - rows["p_above"]).sum() if verdict == PRAISE else rows["p_above"].sum())

    @property
    def silent(self) -> pd.DataFrame:
        """The stations without any answer in the window."""
        return self.stations[self.stations["responses"] == 0]

    @property
    def too_few(self) -> pd.DataFrame:
        """The stations with some answers, but not enough for a score."""
        return self.stations[(self.stations["responses"] > 0) & self.stations["score"].isna()]

    @property
    def graded(self) -> pd.DataFrame:
        return self.stations[self.stations["score"].notna()]

    def for_districts(self) -> Contents:
        """The same for readers outside the IG's office: an alarm counts only once a person has confirmed it."""
        return replace(self, stations=judge(self.stations, confirmed_only=True))

    @property
    def arrows(self) -> int:
        """How many stations show an arrow."""
        words = self.stations["arrow"] if "arrow" in self.stations else pd.Series(dtype=object)
        return int(words.isin([Arrow.BETTER, Arrow.WORSE]).sum())

    @property
    def letters_then(self) -> bool:
        """True when stations had letters after week `since`."""
        rows = self.history[self.history["week"] == self.since.label] if self.since else self.history.iloc[:0]
        return bool((rows["letter"].fillna("") != "").any())

    @property
    def trial(self) -> bool:
        return bool((self.stations["verdict"] == TRIAL).any())


def make_contents(
    campaign: Campaign,
    grades: GradesLike,
    freshness: Freshness | None = None,
    rhythm: Rhythm | None = None,
    since: Week | None = None,
) -> Contents:
    """Work out what a report of these grades says.

    `grades.table` has the columns of `grading.schema.BASE` and one probability a letter; any further column is kept.
    Stations come back in the order of stations.csv. `since`: the week with which letters are compared, by default the
    one before. Pure.
    """
    rules = campaign.grading.grading
    table = publishable(grades.table, rules.min_responses)
    told = table.pipe(tell_means)
    level = told["level"]
    order = {station.code: place for place, station in enumerate(campaign.stations)}
    stations = (
        told[level == Level.STATION]
        .assign(_place=lambda rows: rows["code"].map(order))
        .sort_values("_place", kind="stable")
        .drop(columns="_place")
        .reset_index(drop=True)
        .pipe(compare, rules.interval)
        .pipe(judge)
    )
    districts = count(told[level == Level.DISTRICT].reset_index(drop=True), stations, campaign)
    enough = set(table.loc[~few(table, rules.min_responses), "code"])
    [whole] = records(told[level == Level.RANGE])
    return Contents(
        campaign=campaign,
        week=Week(grades.week),
        table=table,
        freshness=freshness or Freshness(),
        stations=stations,
        districts=districts,
        whole=whole,
        weekly=grades.weekly[grades.weekly["code"].isin(enough)].sort_values(["code", "week"], kind="stable"),
        history=grades.history.sort_values(["code", "week"], kind="stable").groupby("code").tail(WEEKS_SHOWN),
        notes=grades.notes,
        rhythm=rhythm,
        since=since or Week(grades.week).before,
        changes=_changes(stations, grades.history, since or Week(grades.week).before),
    )


def _changes(stations: pd.DataFrame, history: pd.DataFrame, since: Week) -> pd.DataFrame:
    """Stations with another letter than after week `since`; those that had or have none are left out."""
    rows = history[history["week"] == since.label]
    then = dict(zip(rows["code"], rows["letter"], strict=True))
    before = pd.Series([str(then.get(code) or "") for code in stations["code"]], stations.index)
    changed = (before != "") & (stations["letter"] != "") & (before != stations["letter"])
    return stations.assign(before=before, after=stations["letter"])[changed][["code", "before", "after"]]
