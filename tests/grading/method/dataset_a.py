"""Data set A: twelve stations, twelve weeks, 153 responses made by a rule, whose every intermediate value is known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from anubhav_gforms.campaign.method_rules import MethodRules
from anubhav_gforms.grading.method.constants import (
    BaselineSums,
    SpreadOfStations,
    Variances,
    spread_of_stations,
    variances,
)
from anubhav_gforms.grading.method.days import DaySums, by_week, weekly_sums
from anubhav_gforms.grading.method.score import Belief, Scores, newest_first, score, window_mean

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

KIND = np.array([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2])
DISTRICT = np.array([0, 0, 0, 0, 1, 1, 1, 0, 1, 2, 2, 2])
LIFT = (0, 0, 0, 1, 0, -1, 0, 0, 1, 0, -2, 0)
WEEKS, DAYS = 12, 84
WEIGHTS = np.array([0.25, 0.20, 0.20, 0.20, 0.15])
ITEMS = ("behaviour", "heard", "promptness", "overall", "facilities")
RULES = MethodRules()
EDGES = (90.0, 80.0, 70.0, 60.0, 50.0, 0.0)


@dataclass(frozen=True)
class Responses:
    """(rows,) station and day of each response, (rows, 5) its ratings 1..5."""

    station: Ints
    day: Ints
    ratings: Ints

    @property
    def points(self) -> Floats:
        return 25.0 * (self.ratings - 1)

    @property
    def y(self) -> Floats:
        return np.asarray(self.points @ WEIGHTS)


def responses() -> Responses:
    """The rows in the order in which the recipe makes them."""
    rows = []
    r = 0
    for week in range(WEEKS):
        for station in range(12):
            if (station + week) % 2:
                continue
            for j in range(station % 3 + 1):
                base = (5 * r + r * r) % 13
                ratings = [min(5, max(1, 1 + (base + (r + q) % 3) // 3 + LIFT[station])) for q in range(5)]
                rows.append((station, 7 * week + (station + 3 * j) % 7, ratings))
                r += 1
    rows += [(4, 81, [5] * 5)] * 9
    station, day, ratings = zip(*rows, strict=True)
    return Responses(np.array(station), np.array(day), np.array(ratings))


@dataclass(frozen=True)
class SquaredDays(DaySums):
    """Station-days with the sum of y*^2, which variances are estimated from."""

    square: Floats = field(repr=False)


def day_sums(station: Ints, day: Ints, y: Floats, *, stations: int = 12, days: int = DAYS) -> SquaredDays:
    """Station-days from responses."""
    rows, total, square = (np.zeros((stations, days)) for _ in range(3))
    low, high = np.full((stations, days), np.inf), np.full((stations, days), -np.inf)
    np.add.at(rows, (station, day), 1)
    np.add.at(total, (station, day), y)
    np.add.at(square, (station, day), y**2)
    np.minimum.at(low, (station, day), y)
    np.maximum.at(high, (station, day), y)
    return SquaredDays(rows, total, low, high, square)


@dataclass(frozen=True)
class Frozen:
    """The constants of data set A: variances, spread, and what they make one believe of each station."""

    variances: Variances
    spread: SpreadOfStations
    belief: Belief


def freeze(
    days: SquaredDays, kind: Ints = KIND, district: Ints = DISTRICT, *, kinds: int = 3, districts: int = 3
) -> Frozen:
    """Constants from all weeks of the days."""
    rules = RULES
    found = variances(BaselineSums(by_week(days.rows), by_week(days.total), by_week(days.square)), rules)
    weeks = weekly_sums(days, 0, rules)
    last = weeks.n.shape[1] - 1
    mean = window_mean(
        newest_first(weeks.n, last, rules.window),
        newest_first(weeks.total, last, rules.window),
        found.s2,
        found.sw2,
        rules,
    )
    spread = spread_of_stations(mean, found.s2, kind, district, kinds, districts)
    belief = Belief(found.s2, found.sw2, spread.tau2, spread.omega2, found.own, spread.centre[kind], spread.var_c[kind])
    return Frozen(found, spread, belief)


def scores(days: DaySums, belief: Belief, *, week: int | None = None) -> Scores:
    """Scores of the last week, or of another one."""
    sums = weekly_sums(days, 0, RULES)
    week = sums.n.shape[1] - 1 if week is None else week
    n, total = (newest_first(values, week, RULES.window) for values in (sums.n, sums.total))
    return score(window_mean(n, total, belief.s2, belief.sw2, RULES), belief, RULES)


def raised(rows: Responses, row: int, item: int) -> Responses:
    """One rating of one response a step higher."""
    ratings = rows.ratings.copy()
    ratings[row, item] += 1
    return replace(rows, ratings=ratings)


EMPTY = day_sums(np.zeros(0, int), np.zeros(0, int), np.zeros(0))
"""Twelve stations without a response."""
