"""Is an order fair? How many of its notices and rewards would be undeserved, today and by design."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.special import betaincc, ndtr

from ..arrays import Bools, Floats

NODES = 41
"""Gauss-Hermite points of the planning formula."""


def share(text: str) -> Fraction:
    """An exact share from what a person writes: "75%" or "0.75". Raises ValueError for anything else: "75" or "1" may mean either."""
    word = text.strip()
    if "e" in word.casefold():  # "1e999999999" would be written out
        raise ValueError(text)
    percent = word.endswith("%")
    value = Fraction(word.removesuffix("%").strip())
    if percent:
        value /= 100
    elif value == 1:
        raise ValueError(text)
    if not 0 <= value <= 1:
        raise ValueError("a share lies between 0 and 100%")
    return value


@dataclass(frozen=True)
class UndeservedParts:
    """(stations,): falls under the order today, and the probability that it does not deserve it (NaN where it does not fall
    under it)."""

    hit: Bools = field(repr=False)
    undeserved: Floats = field(repr=False)


def notices(score: npt.ArrayLike, sd: npt.ArrayLike, below: float) -> UndeservedParts:
    """Of published scores: a notice below x is undeserved with P(truth >= x | data) = Phi((score - x)/sd)."""
    score, sd = np.asarray(score, dtype=float), np.asarray(sd, dtype=float)
    hit = score < below
    return UndeservedParts(hit, np.where(hit, ndtr((score - below) / sd), np.nan))


def rewards(score: npt.ArrayLike, sd: npt.ArrayLike, above: float) -> UndeservedParts:
    """The same seen from above: a reward above y is undeserved with P(truth <= y | data) = Phi((y - score)/sd)."""
    return notices(-np.asarray(score, dtype=float), sd, -above)


@dataclass(frozen=True)
class PlannedOrder:
    """(stations,): before the order is given, P(it hits the station), and P(it does and is undeserved)."""

    hit: Floats = field(repr=False)
    undeserved: Floats = field(repr=False)


def planned(centre: Floats, r: Floats, v: Floats, tau2: npt.ArrayLike, limit: float, *, reward: bool) -> PlannedOrder:
    """Expected over truths theta = centre + sqrt(tau2) z at 41 Gauss-Hermite points, from each station's reliability and variance.

    P(notice | theta) = Phi((x - centre - R (theta - centre))/(R sqrt V)); undeserved where theta >= x. Of a `reward` above the
    limit 1 minus that, undeserved where theta <= x.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / weights.sum()
    theta = centre[:, None] + np.sqrt(np.broadcast_to(tau2, centre.shape))[:, None] * nodes
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (limit - centre[:, None] - r[:, None] * (theta - centre[:, None])) / (r * np.sqrt(v))[:, None]
    p = ndtr(-z if reward else z)
    undeserved = theta <= limit if reward else theta >= limit
    return PlannedOrder(p @ weights, np.where(undeserved, p, 0.0) @ weights)


def undeserved_share(k: npt.ArrayLike, n: npt.ArrayLike, below: float, p0: float, rho: float) -> Floats:
    """P(share >= x | k of n) = P(Beta(M p0 + k, M (1-p0) + n - k) > x), M = 1/rho - 1."""
    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    strength = prior_strength(rho)
    return np.asarray(betaincc(strength * p0 + k, strength * (1 - p0) + n - k, below))


def prior_strength(rho: float) -> float:
    """M = 1/rho - 1: how many answers the range's share counts like."""
    return 1 / max(rho, 1e-6) - 1


def undeserved_reward(k: npt.ArrayLike, n: npt.ArrayLike, above: float, p0: float, rho: float) -> Floats:
    """P(share <= y | k of n), with the same prior."""
    return 1 - undeserved_share(k, n, above, p0, rho)
