"""How much stations really differ: between-station variance, and drawing a score towards the mean by its reliability."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import Floats


@dataclass(frozen=True)
class Spread:
    """Between-station variance `tau2` (points^2), the mean `mu` of such stations and its variance `var_mu`."""

    tau2: float
    mu: float
    var_mu: float


def weighted_mean(y: Floats, v: Floats, tau2: float) -> tuple[float, float]:
    """mu = sum y/(v+tau2) / sum 1/(v+tau2) and its variance 1 / sum 1/(v+tau2)."""
    weight = 1 / (v + tau2)
    total = weight.sum()
    return float((weight * y).sum() / total), float(1 / total)


def heterogeneity(y: Floats, v: Floats, tau2: float = 0.0) -> float:
    """Q = sum (y - mu)^2 / (v + tau2), with mu taken at this tau2."""
    mu, _ = weighted_mean(y, v, tau2)
    return float(((y - mu) ** 2 / (v + tau2)).sum())


def paule_mandel(y: npt.ArrayLike, v: npt.ArrayLike) -> Spread:
    """Paule-Mandel estimate from means `y` (points) with variances `v` (points^2).

    tau2 is the root of Q(tau2) = k - 1, and 0 when Q(0) is no larger: then the stations cannot be told apart.
    Source: Paule and Mandel 1982. One mean alone gives tau2 = 0; none gives mu = NaN.
    """
    y, v = np.asarray(y, dtype=float), np.asarray(v, dtype=float)
    if len(y) == 0:
        return Spread(0.0, math.nan, math.nan)
    target = len(y) - 1
    tau2 = 0.0
    if len(y) > 1 and heterogeneity(y, v) > target:
        tau2 = _root(lambda t: heterogeneity(y, v, t) - target, y, v)
    return Spread(tau2, *weighted_mean(y, v, tau2))


def reml(y: npt.ArrayLike, v: npt.ArrayLike) -> Spread:
    """Restricted maximum likelihood estimate of the same, as a cross-check.

    Root of the restricted score: sum w^2 (y-mu)^2 - sum w + sum w^2 / sum w = 0 with w = 1/(v + tau2); 0 when negative there.
    """
    y, v = np.asarray(y, dtype=float), np.asarray(v, dtype=float)
    if len(y) < 2:
        return Spread(0.0, *(weighted_mean(y, v, 0.0) if len(y) else (math.nan, math.nan)))

    def score(tau2: float) -> float:
        w = 1 / (v + tau2)
        mu = (w * y).sum() / w.sum()
        return float((w**2 * (y - mu) ** 2).sum() - w.sum() + (w**2).sum() / w.sum())

    tau2 = 0.0
    if score(0.0) > 0:
        tau2 = _root(score, y, v)
    return Spread(tau2, *weighted_mean(y, v, tau2))


def _root(falls: Callable[[float], float], y: Floats, v: Floats) -> float:
    """Where a function that is positive at 0 falls to 0. At v.max() + 4 sum (y - mean)^2 both estimators' are surely below it."""
    from scipy.optimize import brentq  # 0.1 s of a start, and frozen constants never ask for a root

    high = float(v.max() + 4 * len(y) * y.var())
    return float(brentq(falls, 0.0, high, xtol=1e-13, rtol=8.9e-16, maxiter=500))


def week_moment(n: Floats, total: Floats, s2: float | Floats) -> tuple[float, float]:
    """Variance of station-weeks beyond `s2` by its moments, points^2, and its degrees of freedom sum (k_s - 1): of (stations, weeks)
    sum_s [Q_s - (k_s-1) s2] / sum_s [N_s - sum_w n_w^2/N_s]; 0 of no freedom. `s2` one for all or (stations,)."""
    size = n.sum(axis=1)
    seen = size > 0
    n, total, size, s2 = n[seen], total[seen], size[seen], np.broadcast_to(s2, len(seen))[seen]
    centre = (total.sum(axis=1) / size)[:, None]
    mean = np.divide(total, n, out=np.zeros_like(n), where=n > 0)
    q = (n * (mean - centre) ** 2).sum(axis=1)
    freedom = (n > 0).sum(axis=1) - 1
    below = (size - (n**2).sum(axis=1) / size).sum()
    return float((q - freedom * s2).sum() / below) if below > 0 else 0.0, float(freedom.sum())


def reliability(tau2: npt.ArrayLike, v: npt.ArrayLike) -> Floats:
    """R = tau2 / (tau2 + V): the share of differences seen that is real, 0..1. V may be infinite (no responses): 0."""
    tau2, v = np.asarray(tau2, dtype=float), np.asarray(v, dtype=float)
    return np.asarray(tau2 / (tau2 + v))


def shrink(
    ybar: npt.ArrayLike, v: npt.ArrayLike, tau2: npt.ArrayLike, mu: npt.ArrayLike, var_mu: npt.ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """(score, sd, R): score = mu + R (ybar - mu), sd = sqrt(R V + (1-R)^2 var_mu). All in points, elementwise."""
    ybar, v, mu, var_mu = (np.asarray(value, dtype=float) for value in (ybar, v, mu, var_mu))
    r = reliability(tau2, v)
    with np.errstate(invalid="ignore"):
        noise = np.where(np.isinf(v), tau2, r * v)
        score = np.where(np.isinf(v), mu, mu + r * (ybar - mu))
    return score, np.sqrt(noise + (1 - r) ** 2 * var_mu), r
