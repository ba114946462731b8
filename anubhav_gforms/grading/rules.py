"""Is an order fair? How often luck alone would earn a station a reward or a notice, before the order is signed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr
from scipy.stats import binom

from .arrays import Floats, Ints


@dataclass(frozen=True)
class ShareRule:
    """A notice when the share of satisfied is below `below`, a reward when above `above`; either may be None.

    Shares are exact fractions, so that 75 % of 8 is 6 and not 5.999.
    """

    below: Fraction | None = None
    above: Fraction | None = None


@dataclass(frozen=True)
class Luck:
    """(stations,): chance of a notice and of a reward when the truth is the same everywhere. NaN where n = 0 or no such rule."""

    notice: Floats
    reward: Floats

    @property
    def expected_notices(self) -> float:
        return float(np.nansum(self.notice))

    @property
    def expected_rewards(self) -> float:
        return float(np.nansum(self.reward))


def share(text: str) -> Fraction:
    """An exact share from what a person writes: "75%", "75", "0.75". Raises ValueError for anything else."""
    word = text.strip()
    percent = word.endswith("%")
    value = Fraction(word.removesuffix("%").strip())
    if percent or value > 1:
        value /= 100
    if not 0 <= value <= 1:
        raise ValueError("a share lies between 0 and 100 %")
    return value


def most_below(n: npt.ArrayLike, x: Fraction) -> Ints:
    """Largest k with k/n < x, in whole numbers; -1 when there is none."""
    n = np.asarray(n, dtype=np.int64)
    return np.asarray(-((-n * x.numerator) // x.denominator) - 1)


def least_above(n: npt.ArrayLike, y: Fraction) -> Ints:
    """Smallest k with k/n > y, in whole numbers."""
    n = np.asarray(n, dtype=np.int64)
    return np.asarray((n * y.numerator) // y.denominator + 1)


def luck_of_shares(n: npt.ArrayLike, rule: ShareRule, truth: float) -> Luck:
    """Exactly, from the binomial: P(notice) = P(Bin(n, p)/n < x), P(reward) = P(Bin(n, p)/n > y)."""
    n = np.asarray(n, dtype=np.int64)
    notice, reward = np.full(n.shape, np.nan), np.full(n.shape, np.nan)
    if rule.below is not None:
        notice = np.where(n > 0, binom.cdf(most_below(n, rule.below), n, truth), np.nan)
    if rule.above is not None:
        reward = np.where(n > 0, binom.sf(least_above(n, rule.above) - 1, n, truth), np.nan)
    return Luck(notice, reward)


def luck_of_scores(v: npt.ArrayLike, below: float | None, above: float | None, truth: float) -> Luck:
    """For scores with variance `v`: P(notice) = Phi((x - mu)/sqrt(V)), P(reward) = 1 - Phi((y - mu)/sqrt(V))."""
    sd = np.sqrt(np.asarray(v, dtype=float))
    known = np.isfinite(sd)
    nothing = np.full(sd.shape, np.nan)
    with np.errstate(invalid="ignore"):
        notice = nothing if below is None else np.where(known, ndtr((below - truth) / sd), np.nan)
        reward = nothing if above is None else np.where(known, ndtr((truth - above) / sd), np.nan)
    return Luck(notice, reward)


def safe_from(
    rule: ShareRule, truth: float, *, limit: float = 0.05, most: int = 20_000
) -> tuple[int | None, int | None]:
    """Smallest n from which luck stays at or below `limit`: for the notice, and for the reward. None when never (up to `most`)."""
    n = np.arange(1, most + 1)
    luck = luck_of_shares(n, rule, truth)
    found: list[int | None] = []
    for chance in (luck.notice, luck.reward):
        bad = np.flatnonzero(~(np.nan_to_num(chance, nan=1.0) <= limit))
        last = int(bad[-1]) + 1 if len(bad) else 0
        found.append(last + 1 if last < most else None)
    return found[0], found[1]


def truly_at_least(score: npt.ArrayLike, sd: npt.ArrayLike, x: float) -> Floats:
    """P(truth >= x | observed) = 1 - Phi((x - score)/sd): how sure one may be that a station deserves no notice."""
    score, sd = np.asarray(score, dtype=float), np.asarray(sd, dtype=float)
    return np.asarray(ndtr((score - x) / sd))
