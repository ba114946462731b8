"""Station-days: bursts that are set aside (F1), and the day cap that limits what one day can weigh."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from ..campaign.grading import DayCap, Flags
from .arrays import Bools, Floats
from .method.days import day_weights, trailing_sums
from .method.review import F1, AlikeRows, AlikeSums, ReviewSide, first_span, unlikely


@dataclass(frozen=True)
class BurstConstants:
    """Overdispersion `alpha` of daily counts, and the range's shares of all-best (`best`) and all-worst rows (`worst`)."""

    alpha: float
    best: float
    worst: float


@dataclass(frozen=True)
class Daybook:
    """(stations, days) arrays: `rows` eligible rows, `aside` days set aside, `weight` of each row of the day, 0..1 as if
    nothing were set aside. `bursts`: every station-day that F1 found, set aside or released by a person."""

    rows: Floats = field(repr=False)
    aside: Bools = field(repr=False)
    weight: Floats = field(repr=False)
    bursts: tuple[AlikeRows, ...] = ()


def find_bursts(
    days: AlikeSums,
    aside: Bools,
    constants: BurstConstants,
    rules: Flags,
    *,
    begin: int,
    end: int,
    released: Collection[tuple[int, int]] = (),
) -> list[AlikeRows]:
    """Bursts in the days begin..end-1. Marks them in `aside`, but for those `released` ((station, day) found genuine).

    Days set aside are outside the history of later days, so a station's days are judged one after the other.
    """
    begin = max(begin, first_span(days.campaign_day, F1))
    sides = ((ReviewSide.PRAISE, days.best, constants.best), (ReviewSide.BLAME, days.worst, constants.worst))
    bursts: list[AlikeRows] = []
    known: set[tuple[int, int]] = set()
    stations = np.flatnonzero((np.maximum(days.best, days.worst)[:, begin:end] >= F1.least_alike).any(axis=1))
    while len(stations):
        again = set()
        alike = unlikely(days.rows, sides, aside, stations, F1, constants.alpha, rules.burst_p, begin, end)
        for station, hits in alike.items():
            for burst in hits:
                if (station, burst.first_day) in known:
                    continue
                known.add((station, burst.first_day))
                bursts.append(burst)
                if rules.auto_quarantine and (station, burst.first_day) not in released:
                    aside[station, burst.first_day] = True
                    again.add(station)
                    break
        stations = np.array(sorted(again), dtype=np.int64)
    return sorted(bursts, key=lambda burst: (burst.first_day, burst.station))


def day_weight(rows: Floats, aside: Bools, campaign_day: int, rules: DayCap) -> Floats:
    """(stations, days): weight of each row of the day, as `day_weights`; days set aside are in no mean."""
    elapsed = np.clip(np.arange(rows.shape[1]) - campaign_day, 1, rules.trailing_days)
    trailing = trailing_sums(np.where(aside, 0, rows), rules.trailing_days)
    return day_weights(rows, trailing, elapsed, rules.floor, rules.times_trailing_mean)
