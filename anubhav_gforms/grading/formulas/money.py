"""The integrity indicator: how often visitors say that money was asked. Never averaged into a score."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import betaincc

from ..arrays import Floats


def prior(yes: npt.ArrayLike, n: npt.ArrayLike) -> tuple[float, float]:
    """(p0, M): pooled share of yes and the strength of the Beta(M p0, M (1-p0)) prior over all stations.

    `yes`, `n` (stations,): yes, and yes + no. rho = (S/(p0(1-p0)) - (m-1)) / (N - sum n^2/N - (m-1)) over the m stations with
    n >= 10, S = sum n (k/n - p0)^2; M = 1/rho - 1, kept in 20..500; 500 when rho <= 0, 50 when m < 20.
    """
    k, n = np.asarray(yes, dtype=float), np.asarray(n, dtype=float)
    p0 = float(k.sum() / n.sum()) if n.sum() else 0.0
    k, n = k[n >= 10], n[n >= 10]
    m = len(n)
    if m < 20 or p0 <= 0 or p0 >= 1:
        return p0, 50.0
    s = (n * (k / n - p0) ** 2).sum()
    rho = (s / (p0 * (1 - p0)) - (m - 1)) / (n.sum() - (n**2).sum() / n.sum() - (m - 1))
    return p0, float(min(max(1 / rho - 1, 20), 500)) if rho > 0 else 500.0


def probability(yes: npt.ArrayLike, n: npt.ArrayLike, p0: float, strength: float, reference: float) -> Floats:
    """P(rate > reference | yes of n) with the prior Beta(M p0, M (1-p0)). NaN where n = 0. A pooled rate of 0 counts as half a report."""
    k, n = np.asarray(yes, dtype=float), np.asarray(n, dtype=float)
    if not 0 < p0 < 1:
        p0 = 0.5 / strength if p0 <= 0 else 1 - 0.5 / strength
    value = betaincc(strength * p0 + k, strength * (1 - p0) + n - k, reference)
    return np.where(n > 0, value, math.nan)
