"""What a day weighs: responses of each station-day, the cap of the day, and the same with one response left out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

import numpy as np

from ...campaign.method_rules import MethodRules
from ..arrays import Floats, Ints, Numbers, add_up

TRAILING = 56
"""Days before a day from which its usual number of responses is known."""
WEEK = 7
STATIONS_AT_ONCE = 64
MOVED = 1 + (WEEK - 1 + TRAILING) // WEEK
"""Weeks whose sums change, at most, when a day loses a response: its own, and those of the days that it is usual for."""


@dataclass(frozen=True)
class DaySums:
    """(stations, days) of the responses that scores are made of; the days are whole weeks from a Monday on.

    rows: how many; total: sum of the adjusted composite y*, in points;
    low, high: lowest and highest y* of the day; infinity and -infinity where nobody responded.
    """

    rows: Floats = field(repr=False)
    total: Floats = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)

    def until(self, week: int, weeks: int) -> DaySums:
        """The days of `weeks` weeks that end with `week` (counted from 0), or those there are."""
        part = slice(max(0, week - weeks + 1) * WEEK, (week + 1) * WEEK)
        return DaySums(*(getattr(self, name)[:, part] for name in DaySums.__dataclass_fields__))

    def of(self, stations: Ints) -> DaySums:
        """Of these stations alone."""
        return DaySums(*(getattr(self, name)[stations] for name in DaySums.__dataclass_fields__))

    @cached_property
    def kept(self) -> dict[Hashable, WeightedDays]:
        """What the days weigh, by the numbers that it depends on."""
        return {}


@dataclass(frozen=True)
class WeekSums:
    """(stations, weeks): n, the sum of weights, and total, the weighted sum of y*."""

    n: Floats = field(repr=False)
    total: Floats = field(repr=False)


def trailing_sums(values: Floats, span: int) -> Floats:
    """(stations, times): sum of the `span` values before each one."""
    until = np.zeros((len(values), values.shape[1] + span))
    np.cumsum(values[:, :-1], axis=1, out=until[:, span + 1 :])
    return until[:, span:] - until[:, :-span]


def day_weights(rows: Floats, trailing: Floats, elapsed: Ints, floor: float, times: float) -> Floats:
    """(stations, days): the weight of each response of the day, w = min(1, cap / rows). It depends on counts only.

    cap = max(floor, times x mean rows a day over the 56 days before), quiet days included: `trailing` rows in `elapsed` days. While
    the campaign is younger, those are the days there are since it began; on its first day the cap is the floor.
    """
    caps = trailing / elapsed
    caps *= times
    np.maximum(floor, caps, out=caps)
    with np.errstate(divide="ignore"):  # a cap is more than nothing: of a day without responses each would weigh 1
        caps /= rows
    return np.minimum(caps, 1.0, out=caps)


def weekly_sums(days: DaySums, campaign_day: int, rules: MethodRules) -> WeekSums:
    """Station-weeks from station-days, each response at the weight of its day."""
    return weighted_days(days, campaign_day, rules).weeks


def by_week(values: Numbers, weight: Floats | None = None) -> Numbers:
    """(stations, weeks): sums over the seven days of each week, each day at its weight."""
    return _over_weeks(np.add, values, weight)


def _over_weeks(combined: np.ufunc, values: Numbers, weight: Floats | None = None) -> Numbers:
    """(stations, weeks): the seven days of each week combined in order; seven passes cost less than an axis of seven, where the
    stations of a pass fit in the processor's cache."""
    kind = values.dtype if weight is None else weight.dtype
    weekly = np.empty((len(values), values.shape[1] // WEEK), dtype=kind)
    for start in range(0, len(values), STATIONS_AT_ONCE):
        part = slice(start, start + STATIONS_AT_ONCE)
        days = values[part] if weight is None else weight[part] * values[part]
        weekly[part] = reduce(combined, (days[:, day::WEEK] for day in range(WEEK)))
    return weekly


@dataclass(frozen=True)
class WeightedDays:
    """Station-days and what they weigh, made once and read in every week: (stations, days) of the 56 days before each, and the weight
    of a response; and the weeks."""

    days: DaySums = field(repr=False)
    campaign_day: int
    trailing: Floats = field(repr=False)
    weight: Floats = field(repr=False)
    weeks: WeekSums = field(repr=False)

    def moved(self, station: Ints, day: Ints, rules: MethodRules, *, lowest: bool) -> WeekSums:
        """(cases, MOVED weeks from the day's own on): how n and total of the weeks change when `station` loses the lowest (or
        highest) y* of `day`, which must have one. What the day and the 56 days after it weigh is worked out again."""
        days, end = self.days, self.days.rows.shape[1]
        own, case = station * end + day, np.arange(len(day))
        # on a day without more rows than the floor of a cap each weighs 1, before and after
        many = np.flatnonzero(days.rows > rules.day_floor)
        begin = np.searchsorted(many, own + 1)
        count = np.searchsorted(many, np.minimum(own + TRAILING + 1, (station + 1) * end)) - begin
        nth = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        cells, case = (
            np.concatenate([own, many[np.repeat(begin, count) + nth]]),
            np.append(case, np.repeat(case, count)),
        )
        rows, total, trailing, usual = (
            values.ravel()[cells] for values in (days.rows, days.total, self.trailing, self.weight)
        )
        before = usual * rows, usual * total
        rows[: len(own)] -= 1
        total[: len(own)] -= (days.low if lowest else days.high)[station, day]
        trailing[len(own) :] -= 1
        at = cells % end
        weight = day_weights(
            rows, trailing, np.clip(at - self.campaign_day, 1, TRAILING), rules.day_floor, rules.day_times
        )
        cell = case * MOVED + at // WEEK - day[case] // WEEK
        return WeekSums(
            *(
                add_up(cell, now - then, len(own) * MOVED).reshape(-1, MOVED)
                for now, then in zip((weight * rows, weight * total), before, strict=True)
            )
        )

    def with_last(self, stations: Ints, count: Ints, value: Floats, rules: MethodRules) -> WeekSums:
        """(cases, weeks): those of `stations`, had each of their last `count` days one response more, of so many points."""
        days, end = self.days, self.days.rows.shape[1]
        begin = (end - int(count.max())) // WEEK * WEEK
        at = np.arange(begin, end)
        more = at >= end - count[:, None]
        before = np.minimum(np.cumsum(more, axis=1) - more, TRAILING)
        rows, total, trailing = (of[stations, begin:] for of in (days.rows, days.total, self.trailing))
        rows, total = rows + more, total + value[:, None] * more
        weight = day_weights(
            rows, trailing + before, np.clip(at - self.campaign_day, 1, TRAILING), rules.day_floor, rules.day_times
        )
        return WeekSums(
            *(
                np.concatenate([old[stations, : begin // WEEK], by_week(weight * new)], axis=1)
                for old, new in ((self.weeks.n, rows), (self.weeks.total, total))
            )
        )

    def extremes(self, first: int, end: int, *, lowest: bool) -> Floats:
        """(stations, weeks): of each of the weeks first..end-1 the lowest y* (or the highest with its sign turned)."""
        part = slice(WEEK * first, WEEK * end)
        return _over_weeks(np.minimum, self.days.low[:, part] if lowest else -self.days.high[:, part])

    def day_of_extreme(self, station: Ints, week: Ints, *, lowest: bool) -> Ints:
        """(cases,): the first day of a station's week with its lowest (or highest) y*."""
        at = (station[:, None], WEEK * week[:, None] + np.arange(WEEK))
        first: Ints = np.argmin(self.days.low[at] if lowest else -self.days.high[at], axis=1)
        return WEEK * week + first


def weighted_days(days: DaySums, campaign_day: int, rules: MethodRules) -> WeightedDays:
    """What each day weighs; kept beside the days for the next week that asks."""
    key = (campaign_day, rules.day_floor, rules.day_times)
    if key not in days.kept:
        trailing = trailing_sums(days.rows, TRAILING)
        elapsed = np.clip(np.arange(trailing.shape[1]) - campaign_day, 1, TRAILING)
        weight = day_weights(days.rows, trailing, elapsed, rules.day_floor, rules.day_times)
        days.kept[key] = WeightedDays(  # of a copy: days that hold what holds them stay until Python looks for circles
            replace(days),
            campaign_day,
            trailing,
            weight,
            WeekSums(by_week(days.rows, weight), by_week(days.total, weight)),
        )
    kept: WeightedDays = days.kept[key]
    return kept
