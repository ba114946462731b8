"""Station-days: bursts that are set aside (F1), and the day cap that limits what one day can weigh."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from ..campaign.grading import DayCap, Flags
from .arrays import Bools, Floats, Ints
from .method.days import trailing_sums
from .method.review import COUNT_BELOW, F1, SHARE_BELOW, AlikeSums, alike_p, overdispersion_of

HISTORY = F1.history
"""Days of history that F1 needs, and looks back on."""
LEAST_ALIKE = F1.least_alike
"""Fewer alike answers are no burst: else one angry citizen on a busy day would set the whole day aside."""


@dataclass(frozen=True)
class BurstConstants:
    """Overdispersion `alpha` of daily counts, and the range's shares of all-best (`best`) and all-worst rows (`worst`)."""

    alpha: float
    best: float
    worst: float


@dataclass(frozen=True)
class Burst:
    """A station-day with too many answers that are too much alike. `kind` is praise or blame; p-values as in F1."""

    station: int
    day: int
    kind: str
    rows: int
    alike: int
    mean: float
    p_count: float
    p_share: float
    p: float


@dataclass(frozen=True)
class Daybook:
    """(stations, days) arrays: `rows` eligible rows, `aside` days set aside, `weight` of each row of the day, 0..1 as if
    nothing were set aside. `bursts`: every station-day that F1 found, set aside or released by a person."""

    rows: Floats = field(repr=False)
    aside: Bools = field(repr=False)
    weight: Floats = field(repr=False)
    bursts: tuple[Burst, ...] = ()


def burst_p(
    x: Floats, a: Floats, mean: Floats, best: Floats, total: Floats, alpha: float, share: float
) -> tuple[Floats, Floats, Floats]:
    """F1: (pc, pr, pf) of days with `x` rows, `a` of them alike.

    mean m a day, `best` = A alike of `total` = N rows in the trailing 56 days. r = 1/alpha; pc = nbinom.sf(x-1, r,
    r/(r + max(m, .15))); p5 = (A + 20 p0)/(N + 20); pr = binom.sf(a-1, x, p5); pf = chi2.sf(-2 ln(pc pr), 4) (Fisher).
    """
    return alike_p(x, a, mean, best, total, alpha, share, F1.least_mean)


def overdispersion(days: AlikeSums, aside: Bools, until: int) -> float:
    """alpha = max(.02, sum((x-m)^2 - m) / sum m^2) over station-days before day `until` that have 56 days of
    history; .02 when there are none."""
    return overdispersion_of(days.rows[:, :until], F1, days.campaign_day + F1.history, aside[:, :until])


def find_bursts(
    days: AlikeSums,
    aside: Bools,
    constants: BurstConstants,
    rules: Flags,
    *,
    begin: int,
    end: int,
    released: Collection[tuple[int, int]] = (),
) -> list[Burst]:
    """Bursts in the days begin..end-1. Marks them in `aside`, but for those `released` ((station, day) found genuine).

    Days set aside are outside the history of later days, so a station's days are judged one after the other.
    """
    begin = max(begin, days.campaign_day + HISTORY)
    bursts: list[Burst] = []
    known: set[tuple[int, int]] = set()
    stations = np.flatnonzero((np.maximum(days.best, days.worst)[:, begin:end] >= LEAST_ALIKE).any(axis=1))
    while len(stations):
        again = set()
        for station, hits in _unlikely(days, aside, stations, constants, rules, begin, end).items():
            for burst in hits:
                if (station, burst.day) in known:
                    continue
                known.add((station, burst.day))
                bursts.append(burst)
                if rules.auto_quarantine and (station, burst.day) not in released:
                    aside[station, burst.day] = True
                    again.add(station)
                    break
        stations = np.array(sorted(again), dtype=np.int64)
    return sorted(bursts, key=lambda burst: (burst.day, burst.station))


def _unlikely(
    days: AlikeSums, aside: Bools, stations: Ints, constants: BurstConstants, rules: Flags, begin: int, end: int
) -> dict[int, list[Burst]]:
    """Days that F1 finds at these stations, in order, given what is set aside already."""
    offset = begin - HISTORY  # never before day 0: F1 needs that much history
    window = slice(offset, end)
    kept = ~aside[stations, window]
    x = days.rows[stations, window]
    total = trailing_sums(np.where(kept, x, 0), HISTORY)
    found: dict[int, list[Burst]] = {}
    for kind, alike, share in (("praise", days.best, constants.best), ("blame", days.worst, constants.worst)):
        a = alike[stations, window]
        candidates = kept & (a >= LEAST_ALIKE)
        candidates[:, :HISTORY] = False
        s, d = np.nonzero(candidates)
        history = trailing_sums(np.where(kept, a, 0), HISTORY)[s, d]
        rows, m = total[s, d], total[s, d] / HISTORY
        pc, pr, pf = burst_p(x[s, d], a[s, d], m, history, rows, constants.alpha, share)
        for i in np.flatnonzero((pc < COUNT_BELOW) & (pr < SHARE_BELOW) & (pf < rules.burst_p)):
            station, day = int(stations[s[i]]), int(d[i]) + offset
            numbers = (float(m[i]), float(pc[i]), float(pr[i]), float(pf[i]))
            burst = Burst(station, day, kind, int(x[s[i], d[i]]), int(a[s[i], d[i]]), *numbers)
            found.setdefault(station, []).append(burst)
    return {station: sorted(hits, key=lambda burst: burst.day) for station, hits in found.items()}


def day_weight(rows: Floats, aside: Bools, campaign_day: int, rules: DayCap) -> Floats:
    """(stations, days): weight of each row of the day, w = min(1, cap / rows that day).

    cap = max(floor, times x mean rows a day over the trailing days, zeros included and days set aside left out); while the
    campaign is younger than that, over the days there are; on its first day the floor.
    """
    elapsed = np.clip(np.arange(rows.shape[1]) - campaign_day, 1, rules.trailing_days)
    mean = trailing_sums(np.where(aside, 0, rows), rules.trailing_days) / elapsed
    cap = np.maximum(rules.floor, rules.times_trailing_mean * mean)
    return np.divide(cap, rows, out=np.ones_like(cap), where=rows > cap)
