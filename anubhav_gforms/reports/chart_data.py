"""Contents → what the pictures show, as numbers: one set for the screen and for paper."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from ..grading.trend import limits_by_n, xmr
from .contents import Contents

FUNNEL_LIMITS = (0.95, 0.998)


@dataclass(frozen=True, slots=True)
class Axis:
    """A horizontal axis of points from `start` to 100."""

    start: float

    def share(self, points: float) -> float:
        """Where these points lie, 0 (left end) to 1; what is below the start lies at the left end."""
        return (min(max(points, self.start), 100.0) - self.start) / (100.0 - self.start)


def axis(contents: Contents) -> Axis:
    """One axis for all intervals of a report: from the ten below the lowest interval, so that differences can be seen."""
    lowest = contents.graded["low"].min() if len(contents.graded) else 0.0
    return Axis(float(min(80.0, max(0.0, np.floor(lowest / 10) * 10))))


@dataclass(frozen=True)
class Funnel:
    """Mean by number of responses, and where luck alone would put them.

    `points`: code, n, mean, verdict, letter. `limits`: n, then low_95, high_95, low_99.8, high_99.8 (points).
    """

    points: pd.DataFrame
    limits: pd.DataFrame
    centre: float


def funnel(contents: Contents) -> Funnel | None:
    """Stations' means against their numbers of responses, with limits `centre ± z sqrt(s2/n)`. None when none is graded.

    s2 is the spread of one response, taken back from the stations' own uncertainty: V = sd²/reliability, s2 = median V n.
    """
    graded = contents.graded
    if graded.empty:
        return None
    mean = _before_shrinkage(graded)
    variance = graded["sd"] ** 2
    if "reliability" in graded:
        variance = variance / graded["reliability"].astype(float).fillna(1.0).clip(lower=0.05)
    spread = float(np.nanmedian(variance * graded["n"]))
    centre = float(np.average(mean, weights=graded["n"]))
    most = float(graded["n"].max())
    numbers = np.geomspace(max(5.0, float(graded["n"].min()) * 0.8), most * 1.25, 48)
    limits = pd.DataFrame({"n": numbers})
    for share in FUNNEL_LIMITS:
        half = norm.ppf((1 + share) / 2) * np.sqrt(spread / numbers)
        limits[f"low_{share * 100:g}"] = np.clip(centre - half, 0, 100)
        limits[f"high_{share * 100:g}"] = np.clip(centre + half, 0, 100)
    points = graded[["code", "name_en", "name_hi", "n", "verdict", "letter"]].assign(mean=mean)
    return Funnel(points, limits, centre)


def _before_shrinkage(graded: pd.DataFrame) -> pd.Series:
    """The adjusted mean that a score was drawn from: score = kind mean + R (mean - kind mean), solved for the mean."""
    if "kind_mean" not in graded or "reliability" not in graded:
        return graded["score"].astype(float)
    drawn = graded["kind_mean"] + (graded["score"] - graded["kind_mean"]) / graded["reliability"].clip(lower=0.05)
    return drawn.astype(float).fillna(graded["score"].astype(float)).clip(0, 100)


def ladder(contents: Contents, district: str) -> pd.DataFrame:
    """The graded stations of a district from the best score to the worst, for an interval plot."""
    rows = contents.graded
    return rows[rows["district"] == district].sort_values("score", ascending=False, kind="stable")


@dataclass(frozen=True)
class WeekChart:
    """One station's weekly means against their limits: `low` and `high` of each week (points), and the special weeks.

    `by_n`: weekly numbers vary more than threefold, so that each week has limits of its own.
    """

    mean: float
    low: tuple[float, ...]
    high: tuple[float, ...]
    special: tuple[bool, ...]
    by_n: bool


def week_chart(weekly: pd.DataFrame) -> WeekChart | None:
    """XmR limits of weekly means (columns n, mean, v, in order of time), or limits by n; None below 12 weeks."""
    means = weekly["mean"].to_numpy(float)
    chart = xmr(means)
    if chart is None:
        return None
    own = limits_by_n(weekly["n"], weekly["v"], chart.mean)
    if own:
        special = (means < own[0]) | (means > own[1])
        low, high = own
    else:
        special = np.array(chart.special)
        low, high = np.full(len(means), chart.low), np.full(len(means), chart.high)
    low, high = np.clip(low, 0, 100), np.clip(high, 0, 100)
    return WeekChart(chart.mean, tuple(low.tolist()), tuple(high.tolist()), tuple(special.tolist()), own is not None)
