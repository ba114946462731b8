"""Is an order fair? How many of its notices and rewards would be undeserved, today and by design."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr
from scipy.stats import beta

from ..arrays import Bools, Floats
from .score import Scores

NODES = 41
"""Gauss-Hermite points of the planning formula."""


@dataclass(frozen=True)
class UndeservedParts:
    """(stations,): falls under the order today, and the probability that it does not deserve it (NaN where it does not fall
    under it)."""

    hit: Bools = field(repr=False)
    undeserved: Floats = field(repr=False)

    @property
    def expected(self) -> float:
        """How many undeserved ones are to be expected."""
        return float(np.nansum(self.undeserved))


def notices(score: npt.ArrayLike, sd: npt.ArrayLike, below: float) -> UndeservedParts:
    """Of published scores: a notice below x is undeserved with P(truth >= x | data) = Phi((score - x)/sd)."""
    score, sd = np.asarray(score, dtype=float), np.asarray(sd, dtype=float)
    hit = score < below
    return UndeservedParts(hit, np.where(hit, ndtr((score - below) / sd), np.nan))


def rewards(score: npt.ArrayLike, sd: npt.ArrayLike, above: float) -> UndeservedParts:
    """Of published scores: a reward above y is undeserved with P(truth <= y | data) = Phi((y - score)/sd)."""
    score, sd = np.asarray(score, dtype=float), np.asarray(sd, dtype=float)
    hit = score > above
    return UndeservedParts(hit, np.where(hit, ndtr((above - score) / sd), np.nan))


@dataclass(frozen=True)
class PlannedNotices:
    """(stations,): before the order is given, P(notice), and P(notice and the truth is at or above the limit)."""

    notice: Floats = field(repr=False)
    undeserved: Floats = field(repr=False)


def planned_notices(scores: Scores, tau2: float, below: float) -> PlannedNotices:
    """Expected over truths theta = centre + sqrt(tau2) z: P(notice | theta) = Phi((x - centre - R (theta - centre))/(R sqrt V))."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / weights.sum()
    theta = scores.centre[:, None] + np.sqrt(tau2) * nodes
    with np.errstate(invalid="ignore", divide="ignore"):
        r, v = scores.r[:, None], scores.v[:, None]
        p = ndtr((below - scores.centre[:, None] - r * (theta - scores.centre[:, None])) / (r * np.sqrt(v)))
    return PlannedNotices(p @ weights, np.where(theta >= below, p, 0.0) @ weights)


def planned_rewards(scores: Scores, tau2: float, above: float) -> PlannedNotices:
    """The same for rewards above y; undeserved where the truth is at or below it."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / weights.sum()
    theta = scores.centre[:, None] + np.sqrt(tau2) * nodes
    with np.errstate(invalid="ignore", divide="ignore"):
        r, v = scores.r[:, None], scores.v[:, None]
        p = ndtr((scores.centre[:, None] + r * (theta - scores.centre[:, None]) - above) / (r * np.sqrt(v)))
    return PlannedNotices(p @ weights, np.where(theta <= above, p, 0.0) @ weights)


def undeserved_share(k: npt.ArrayLike, n: npt.ArrayLike, below: float, p0: float, rho: float) -> Floats:
    """P(share >= x | k of n) = beta.sf(x, M p0 + k, M (1-p0) + n - k), M = 1/rho - 1."""
    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    strength = prior_strength(rho)
    return np.asarray(beta.sf(below, strength * p0 + k, strength * (1 - p0) + n - k))


def prior_strength(rho: float) -> float:
    """M = 1/rho - 1: how many answers the range's share counts like."""
    return 1 / max(rho, 1e-6) - 1
