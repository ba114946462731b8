"""Grades → what a report says: who earned praise, who needs attention, and what is only noise. Pure tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

import numpy as np
import pandas as pd
from scipy.stats import norm

from ..campaign import Campaign
from ..grading.schema import BASE, Arrow, GradeStatus, Level
from .freshness import Freshness
from .given import Action
from .records import records
from .rhythm import Rhythm

SURE = 0.95
"""A place is named as above or below its kind when it is this sure."""
MIN_PEERS = 8
"""Kinds with fewer graded places than this are not compared among themselves."""

WEEKS_SHOWN = 26

PRAISE, ATTENTION, NOISE, QUIET, TRIAL = "praise", "attention", "noise", "quiet", "trial"
"""Verdicts of a station: named for praise, for attention, not to be told from luck, too few answers, not judged yet."""


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


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week: Monday to Sunday."""

    label: str

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that this day lies in."""
        year, week, _ = day.isocalendar()
        return cls(f"{year}-W{week:02d}")

    @property
    def monday(self) -> date:
        year, _, week = self.label.partition("-W")
        return date.fromisocalendar(int(year), int(week), 1)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def before(self) -> Week:
        """The week before."""
        return Week.of(self.monday - timedelta(days=7))


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, "2026-11". Its report is that of the last week that ends in it."""

    label: str

    @property
    def first(self) -> date:
        year, _, month = self.label.partition("-")
        return date(int(year), int(month), 1)

    @property
    def last_week(self) -> Week:
        """The last week whose Sunday lies in this month."""
        after = (self.first + timedelta(days=31)).replace(day=1)
        return Week.of(after - timedelta(days=after.isoweekday()))

    @property
    def before(self) -> Month:
        """The month before."""
        return Month(f"{self.first - timedelta(days=1):%Y-%m}")


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

    @property
    def letters_then(self) -> bool:
        """True when stations had letters after week `since`."""
        rows = self.history[self.history["week"] == self.since.label] if self.since else self.history.iloc[:0]
        return bool((rows["letter"].fillna("") != "").any())

    @property
    def trial(self) -> bool:
        return bool((self.stations["status"] == GradeStatus.CALIBRATING).any())


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
    told = table.pipe(_tell_means)
    level = told["level"]
    order = {station.code: place for place, station in enumerate(campaign.stations)}
    stations = (
        told[level == Level.STATION]
        .assign(_place=lambda rows: rows["code"].map(order))
        .sort_values("_place", kind="stable")
        .drop(columns="_place")
        .reset_index(drop=True)
        .pipe(_compare, rules.interval)
        .pipe(_judge)
    )
    districts = _count(told[level == Level.DISTRICT].reset_index(drop=True), stations, campaign)
    enough = set(table.loc[~_few(table, rules.min_responses), "code"])
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


COUNTS = {*BASE} - {"raw_mean", "score", "low", "high", "letter"}
"""What is said of a station with too few answers: with more than its count, single answers could be read."""


def _few(table: pd.DataFrame, minimum: int) -> pd.Series:
    quiet = table["status"].isin([GradeStatus.NO_RESPONSES, GradeStatus.NOT_ENOUGH]) | (table["responses"] < minimum)
    return quiet & (table["level"] == Level.STATION)


def publishable(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The table with everything but counts and status blank where a station has fewer answers than `minimum`."""
    few = _few(table, minimum)
    hidden = {}
    for name in table.columns:
        if name not in COUNTS:
            column = table[name]
            words = column.dtype == object or isinstance(column.dtype, pd.StringDtype)
            blank = False if column.dtype == bool else "" if words else None
            hidden[name] = column.astype(object).mask(few, blank).infer_objects()
    return table.assign(**hidden)


def _tell_means(table: pd.DataFrame) -> pd.DataFrame:
    """In the trial period a page shows the middle of the interval where the score will stand."""
    trial = table["status"] == GradeStatus.CALIBRATING
    return table.assign(score=table["score"].where(~trial, (table["low"] + table["high"]) / 2))


def _compare(stations: pd.DataFrame, interval: float) -> pd.DataFrame:
    """Add sd, peer_mean and p_above: each station against the mean score of its kind."""
    wide = 2 * norm.ppf((1 + interval) / 2)
    sd = stations["sd"].astype(float).fillna((stations["high"] - stations["low"]) / wide)
    score = stations["score"]
    peers = score.groupby(stations["kind"])
    mean = peers.transform("mean").where(peers.transform("count") >= MIN_PEERS)
    difference = (score - mean).to_numpy(float)
    spread = np.maximum(sd.to_numpy(float), 1e-9)
    return stations.assign(sd=sd, peer_mean=mean, p_above=norm.cdf(difference / spread))


def _flag(stations: pd.DataFrame, column: str, wanted: object = True) -> np.ndarray:
    if column not in stations:
        return np.zeros(len(stations), bool)
    return (stations[column] == wanted).fillna(False).to_numpy(bool)


def _judge(stations: pd.DataFrame) -> pd.DataFrame:
    """Add verdict, reasons and urgency (number of reasons that ask for attention)."""
    trial = _flag(stations, "status", GradeStatus.CALIBRATING)
    scored = stations["score"].notna().to_numpy() & ~trial
    p_above = stations["p_above"].to_numpy(float)
    bad = {
        "money": _flag(stations, "money_flag"),
        "alarm": _flag(stations, "alarm"),
        "worse": _flag(stations, "arrow", Arrow.WORSE),
        "below": scored & (p_above <= 1 - SURE),
        "review": _flag(stations, "under_review"),
    }
    good = {"above": scored & (p_above >= SURE), "better": _flag(stations, "arrow", Arrow.BETTER)}
    urgency = np.sum(list(bad.values()), axis=0)
    praised = (np.sum(list(good.values()), axis=0) > 0) & (urgency == 0)
    told = trial & stations["score"].notna().to_numpy()
    verdict = np.select([urgency > 0, praised, scored, told], [ATTENTION, PRAISE, NOISE, TRIAL], QUIET)
    reasons = [tuple(name for name, where in {**bad, **good}.items() if where[row]) for row in range(len(stations))]
    return stations.assign(verdict=verdict, reasons=pd.Series(reasons, stations.index, dtype=object), urgency=urgency)


def _count(districts: pd.DataFrame, stations: pd.DataFrame, campaign: Campaign) -> pd.DataFrame:
    """Add to each district how many places it has, how many are graded or without answers, how many have each letter."""
    order = {district.code: place for place, district in enumerate(campaign.districts)}
    groups = dict(list(stations.groupby("district")))
    rows = [groups.get(code, stations.iloc[:0]) for code in districts["code"]]
    counts = [
        tuple(int((row["letter"] == letter).sum()) for letter in campaign.grading.grading.letters) for row in rows
    ]
    return (
        districts.assign(
            places=[len(row) for row in rows],
            graded=[int(row["score"].notna().sum()) for row in rows],
            quiet=[int((row["responses"] == 0).sum()) for row in rows],
            counts=pd.Series(counts, districts.index, dtype=object),
            _place=[order.get(code, len(order)) for code in districts["code"]],
        )
        .sort_values("_place", kind="stable")
        .drop(columns="_place")
        .reset_index(drop=True)
    )
