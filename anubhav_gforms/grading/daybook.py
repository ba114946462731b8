"""Station-days: bursts that are set aside (F1), and the day cap that limits what one day can weigh."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import binom, chi2, nbinom

from ..campaign.grading import DayCap, Flags
from .arrays import Bools, Floats, Ints

HISTORY = 56
"""Days of history that F1 needs, and looks back on."""
LEAST_ALIKE = 5
"""Fewer alike answers are no burst: else one angry citizen on a busy day would set the whole day aside."""
COUNT_BELOW = 0.01
SHARE_BELOW = 0.05


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


def trailing(values: Floats, days: int) -> Floats:
    """(stations, days): sum of the `days` days before each day."""
    total = np.cumsum(values, axis=1)
    before = np.concatenate([np.zeros((len(values), 1)), total[:, :-1]], axis=1)
    before[:, days + 1 :] -= total[:, : max(values.shape[1] - days - 1, 0)]
    return before


def burst_p(
    x: Floats, a: Floats, mean: Floats, best: Floats, total: Floats, alpha: Floats | float, share: Floats | float
) -> tuple[Floats, Floats, Floats]:
    """F1: (pc, pr, pf) of days with `x` rows, `a` of them alike.

    mean m a day, `best` = A alike of `total` = N rows in the trailing 56 days. r = 1/alpha; pc = nbinom.sf(x-1, r,
    r/(r + max(m, .15))); p5 = (A + 20 p0)/(N + 20); pr = binom.sf(a-1, x, p5); pf = chi2.sf(-2 ln(pc pr), 4) (Fisher).
    """
    r = 1 / np.asarray(alpha, dtype=float)
    pc = nbinom.sf(x - 1, r, r / (r + np.maximum(mean, 0.15)))
    pr = binom.sf(a - 1, x, (best + 20 * share) / (total + 20))
    with np.errstate(divide="ignore"):
        return pc, pr, chi2.sf(-2 * np.log(pc * pr), 4)


def overdispersion(rows: Floats, aside: Bools, campaign_day: int) -> float:
    """alpha = max(.02, sum((x-m)^2 - m) / sum m^2) over station-days with 56 days of history; .02 when there are none."""
    usable = np.zeros(rows.shape, dtype=bool)
    usable[:, campaign_day + HISTORY :] = True
    usable &= ~aside
    mean = trailing(np.where(aside, 0, rows), HISTORY)[usable] / HISTORY
    below = (mean**2).sum()
    return float(max(0.02, (((rows[usable] - mean) ** 2) - mean).sum() / below)) if below > 0 else 0.02


def find_bursts(
    rows: Floats,
    best: Floats,
    worst: Floats,
    campaign_day: int,
    constants: dict[int, BurstConstants],
    rules: Flags,
    released: Collection[tuple[int, int]] = (),
) -> tuple[Bools, tuple[Burst, ...]]:
    """Which station-days F1 sets aside, and all that it found. Days set aside are outside the history of later days.

    Arrays (stations, days). `constants`: from which day on which apply. `released`: (station, day) that a person found genuine.
    """
    aside = np.zeros(rows.shape, dtype=bool)
    bursts: list[Burst] = []
    if not constants:
        return aside, ()
    starts = np.array(sorted(constants))
    keys = [constants[start] for start in sorted(constants)]
    free = set(released)
    first = campaign_day + HISTORY
    open_stations = (
        np.flatnonzero((rows[:, first:] >= LEAST_ALIKE).any(axis=1)) if first < rows.shape[1] else np.zeros(0, np.int64)
    )
    limit = first
    while len(open_stations):
        found = _unlikely(rows, best, worst, aside, open_stations, limit, starts, keys, rules)
        known = {(burst.station, burst.day) for burst in bursts}
        fresh: dict[int, list[Burst]] = {}
        for burst in found:
            if (burst.station, burst.day) not in known:
                known.add((burst.station, burst.day))
                fresh.setdefault(burst.station, []).append(burst)
        again = []
        for station, hits in fresh.items():
            # later days of a station are judged anew once an earlier one is set aside
            for burst in hits:
                bursts.append(burst)
                if (station, burst.day) not in free and rules.auto_quarantine:
                    aside[station, burst.day] = True
                    again.append(station)
                    break
        open_stations = np.array(sorted(again), dtype=np.int64)
    return aside, tuple(sorted(bursts, key=lambda burst: (burst.day, burst.station)))


def _unlikely(
    rows: Floats, best: Floats, worst: Floats, aside: Bools, stations: Ints, first: int,
    starts: Ints, keys: list[BurstConstants], rules: Flags,
) -> list[Burst]:  # fmt: skip
    x = rows[stations]
    kept = ~aside[stations]
    total = trailing(np.where(kept, x, 0), HISTORY)
    s, d = np.nonzero((x >= LEAST_ALIKE) & (np.arange(x.shape[1]) >= first) & kept)
    which = np.maximum(np.searchsorted(starts, d, side="right") - 1, 0)
    alpha = np.array([key.alpha for key in keys])[which]
    found: list[Burst] = []
    for kind, alike, shares in (("praise", best, [k.best for k in keys]), ("blame", worst, [k.worst for k in keys])):
        a = alike[stations]
        history = trailing(np.where(kept, a, 0), HISTORY)
        m = total[s, d] / HISTORY
        pc, pr, pf = burst_p(x[s, d], a[s, d], m, history[s, d], total[s, d], alpha, np.array(shares)[which])
        hit = (a[s, d] >= LEAST_ALIKE) & (pc < COUNT_BELOW) & (pr < SHARE_BELOW) & (pf < rules.burst_p)
        found += [
            Burst(
                int(stations[s[i]]),
                int(d[i]),
                kind,
                int(x[s[i], d[i]]),
                int(a[s[i], d[i]]),
                *map(float, (m[i], pc[i], pr[i], pf[i])),
            )
            for i in np.flatnonzero(hit)
        ]
    return sorted(found, key=lambda burst: (burst.station, burst.day, burst.kind))


def day_weight(rows: Floats, aside: Bools, campaign_day: int, rules: DayCap) -> Floats:
    """(stations, days): weight of each row of the day, w = min(1, cap / rows that day).

    cap = max(floor, times x mean rows a day over the trailing days, zeros included and days set aside left out); while the
    campaign is younger than that, over the days there are; on its first day the floor.
    """
    elapsed = np.clip(np.arange(rows.shape[1]) - campaign_day, 1, rules.trailing_days)
    mean = trailing(np.where(aside, 0, rows), rules.trailing_days) / elapsed
    cap = np.maximum(rules.floor, rules.times_trailing_mean * mean)
    return np.divide(cap, rows, out=np.ones_like(cap), where=rows > cap)


def daybook(
    rows: Floats, best: Floats, worst: Floats, campaign_day: int, constants: dict[int, BurstConstants],
    flags: Flags, cap: DayCap, released: Collection[tuple[int, int]] = (),
) -> Daybook:  # fmt: skip
    """Bursts first, then the weight of each day."""
    aside, bursts = find_bursts(rows, best, worst, campaign_day, constants, flags, released)
    return Daybook(rows, aside, day_weight(rows, aside, campaign_day, cap), bursts)
