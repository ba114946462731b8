"""What a day weighs: responses of each station-day, the cap of the day, and the same with one response left out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ...campaign.method_rules import MethodRules
from ..arrays import Bools, Floats

TRAILING = 56
"""Days before a day from which its usual number of responses is known."""
WEEK = 7


@dataclass(frozen=True)
class DaySums:
    """(stations, days) of the responses that scores are made of; the days are whole weeks from a Monday on.

    rows: how many; total, square: sums of the adjusted composite y* and of its square, in points;
    low, high: lowest and highest y* of the day; infinity and -infinity where nobody responded.
    """

    rows: Floats = field(repr=False)
    total: Floats = field(repr=False)
    square: Floats = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)

    def until(self, week: int, weeks: int) -> DaySums:
        """The days of `weeks` weeks that end with `week` (counted from 0), or those there are."""
        part = slice(max(0, week - weeks + 1) * WEEK, (week + 1) * WEEK)
        return DaySums(*(getattr(self, name)[:, part] for name in ("rows", "total", "square", "low", "high")))


@dataclass(frozen=True)
class WeekSums:
    """(stations, weeks): n, the sum of weights, and total, the weighted sum of y*."""

    n: Floats = field(repr=False)
    total: Floats = field(repr=False)


def trailing_sums(values: Floats, span: int) -> Floats:
    """(stations, times): sum of the `span` values before each one."""
    total = np.cumsum(values, axis=1)
    before = np.concatenate([np.zeros((len(values), 1)), total[:, :-1]], axis=1)
    before[:, span + 1 :] -= total[:, : max(values.shape[1] - span - 1, 0)]
    return before


def day_caps(rows: Floats, campaign_day: int, rules: MethodRules) -> Floats:
    """(stations, days): cap = max(floor, times x mean rows a day over the 56 days before), quiet days included.

    While the campaign is younger, over the days there are since `campaign_day`; on its first day the floor.
    """
    elapsed = np.clip(np.arange(rows.shape[1]) - campaign_day, 1, TRAILING)
    return np.maximum(rules.day_floor, rules.day_times * (trailing_sums(rows, TRAILING) / elapsed))


def day_weights(rows: Floats, campaign_day: int, rules: MethodRules) -> Floats:
    """(stations, days): the weight of each response of the day, w = min(1, cap / rows). It depends on counts only."""
    caps = day_caps(rows, campaign_day, rules)
    return np.divide(caps, rows, out=np.ones_like(caps), where=rows > caps)


def weekly_sums(days: DaySums, campaign_day: int, rules: MethodRules) -> WeekSums:
    """Station-weeks from station-days, each response at the weight of its day."""
    weight = day_weights(days.rows, campaign_day, rules)
    return WeekSums(by_week(weight * days.rows), by_week(weight * days.total))


def by_week(values: Floats) -> Floats:
    """(stations, weeks): sums over the seven days of each week."""
    stations, days = values.shape
    return np.asarray(values.reshape(stations, days // WEEK, WEEK).sum(axis=2))


def without_lowest(days: DaySums, since: int) -> DaySums:
    """The same without each station's single lowest y* from day `since` on; of equal ones the first."""
    return _without(days, days.low, since, lowest=True)


def without_highest(days: DaySums, since: int) -> DaySums:
    """The same without each station's single highest y* from day `since` on; of equal ones the first."""
    return _without(days, -days.high, since, lowest=False)


def _without(days: DaySums, values: Floats, since: int, *, lowest: bool) -> DaySums:
    day = since + np.argmin(values[:, since:], axis=1)
    station = np.arange(len(values))
    some = np.isfinite(values[station, day])
    station, day = station[some], day[some]
    y = values[station, day] * (1 if lowest else -1)
    rows, total, square = days.rows.copy(), days.total.copy(), days.square.copy()
    rows[station, day] -= 1
    total[station, day] -= y
    square[station, day] -= y**2
    return replace(days, rows=rows, total=total, square=square)


def without_rows(days: DaySums, rows: Floats, total: Floats, square: Floats, low: Floats, high: Floats) -> DaySums:
    """The same without some responses of each day, whose sums are given; `low` and `high` are those of what is left."""
    left = days.rows - rows
    empty: Bools = left <= 0
    return DaySums(
        np.where(empty, 0.0, left),
        np.where(empty, 0.0, days.total - total),
        np.where(empty, 0.0, days.square - square),
        np.where(empty, np.inf, low),
        np.where(empty, -np.inf, high),
    )
