"""Whether a station has changed: the arrow, the alarm (CUSUM), and the chart of weekly means (XmR)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from ...campaign.grading import Alarm, Trend
from ..arrays import Bools, Floats
from ..columns import Arrow
from .proportion import q_values
from .window import pool

RECENT_LEAST, BEFORE_LEAST = 5, 10
UNEVEN = 3
"""Weekly numbers that vary by more than this factor need limits of their own; XmR's assume similar ones."""


@dataclass(frozen=True)
class Arrows:
    """(stations,): word, change in points (recent minus before), z, and Benjamini-Hochberg q."""

    word: npt.NDArray[np.object_]
    change: Floats
    z: Floats
    q: Floats


def arrows(n: Floats, total: Floats, s2: float | Floats, sw2: float, rules: Trend) -> Arrows:
    """Pooled estimate of the last weeks against that of the weeks before. `n`, `total` (stations, weeks), newest first; `s2` as
    `pool` takes it.

    z = (a - c)/sqrt(Va + Vc); needs n >= 5 and >= 10; "better" or "worse" if q < fdr and |a - c| >= min_change points.
    """
    a, va, na = pool(n[:, : rules.recent], total[:, : rules.recent], s2, sw2)
    old = slice(rules.recent, rules.recent + rules.before)
    c, vc, nc = pool(n[:, old], total[:, old], s2, sw2)
    enough = (na >= RECENT_LEAST) & (nc >= BEFORE_LEAST)
    with np.errstate(invalid="ignore"):
        change = np.where(enough, a - c, np.nan)
        z = np.where(enough, change / np.sqrt(va + vc), np.nan)
    q = q_values(2 * ndtr(-np.abs(z)))
    clear = enough & (np.nan_to_num(q, nan=1.0) < rules.fdr) & (np.abs(np.nan_to_num(change)) >= rules.min_change)
    word = np.full(len(z), Arrow.TOO_FEW.value, dtype=object)
    word[enough] = Arrow.NO_CLEAR_CHANGE.value
    word[clear & (change > 0)] = Arrow.BETTER.value
    word[clear & (change < 0)] = Arrow.WORSE.value
    return Arrows(word, change, z, q)


def cusum(z: npt.ArrayLike, rules: Alarm, acknowledged: Bools | None = None) -> Floats:
    """C_t = max(0, C_(t-1) - z_t - k), from 0, along the last axis; back to 0 after a week where `acknowledged`.

    An alarm is C_t > h. z is 0 in a week without responses.
    """
    z = np.asarray(z, dtype=float)
    c = np.zeros_like(z)
    level = np.zeros(z.shape[:-1])
    for t in range(z.shape[-1]):
        level = np.maximum(0, level - z[..., t] - rules.k)
        c[..., t] = level
        if acknowledged is not None:
            level = np.where(acknowledged[..., t], 0, level)
    return c


def falls(n: Floats, total: Floats, baseline: Floats, sd: Floats, s2: float, sw2: float) -> Floats:
    """z_t = (ybar_t - b)/sqrt(s2/n_t + sw2 + sd_b^2) of each week (stations, weeks), oldest first; 0 without responses."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (total / n - baseline[:, None]) / np.sqrt(s2 / n + sw2 + sd[:, None] ** 2)
    return np.nan_to_num(z)


@dataclass(frozen=True)
class Xmr:
    """The chart of one station: mean, limits, and which points are special."""

    mean: float
    low: float
    high: float
    special: tuple[bool, ...]


def xmr(values: npt.ArrayLike) -> Xmr | None:
    """XmR chart of weekly means (points in time order). None below 12 points.

    Limits m +- 2.66 x mean moving range; ranges of 3.267 x the mean or more are dropped once. Special: outside a limit;
    7 in a row strictly on one side; 7 that only rise or only fall; among 3 neighbours on one side at least 2 beyond 2/3
    of the way to the limit and not outside.
    """
    x = np.asarray(values, dtype=float)
    if len(x) < 12:
        return None
    ranges = np.abs(np.diff(x))
    mean_range = ranges.mean()
    if (kept := ranges[ranges < 3.267 * mean_range]).size:
        mean_range = kept.mean()
    m, half = float(x.mean()), 2.66 * mean_range
    special = np.abs(x - m) > half
    side = np.sign(x - m)
    step = np.sign(np.diff(x))
    near = (np.abs(x - m) > half * 2 / 3) & ~special
    for start in np.flatnonzero((np.abs(_summed(side, 7)) == 7) | (np.abs(_summed(step, 6)) == 6)):
        special[start : start + 7] = True
    marks = np.zeros(len(x), dtype=bool)
    for start in np.flatnonzero((np.abs(_summed(side, 3)) == 3) & (_summed(near, 3) >= 2)):
        marks[start : start + 3] |= near[start : start + 3]
    return Xmr(m, m - half, m + half, tuple(bool(flag) for flag in special | marks))


def _summed(values: Floats | Bools, neighbours: int) -> Floats:
    """The sum of each value and those after it, so many together."""
    return np.convolve(values, np.ones(neighbours), "valid")


def limits_by_n(n: npt.ArrayLike, v: npt.ArrayLike, mean: float) -> tuple[Floats, Floats] | None:
    """Limits m +- 3 sqrt(v_w) of each week, for a chart whose weekly numbers `n` vary more than threefold; else None.

    `v` is the variance of each weekly mean, s2/n + sw2 (column v of `Grades.weekly`).
    """
    n, half = np.asarray(n, dtype=float), 3 * np.sqrt(np.asarray(v, dtype=float))
    return (mean - half, mean + half) if n.max() > UNEVEN * n.min() else None
