"""Shares of a cut (satisfied, a receipt, a question's two best answers) with an interval that knows of stations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import Floats
from ..formulas.proportion import wilson

PRIOR_RHO, PRIOR_WEIGHT = 0.05, 100.0
CONFIDENCE = 0.90


@dataclass(frozen=True)
class ShareEstimate:
    """k of n in m stations: share and its 90 % interval, 0..1 (NaN: no answers)."""

    k: int
    n: int
    stations: int
    share: float
    low: float
    high: float


def moment_rho(k: npt.ArrayLike, n: npt.ArrayLike) -> float | None:
    """How alike answers of one station are: the moment estimate over stations with answers; None where undefined."""
    k, n = _answered(k, n)
    m, size = len(n), float(n.sum())
    p0 = float(k.sum() / size) if size else 0.0
    below = size - float((n**2).sum()) / size - (m - 1) if size else 0.0
    if not 0 < p0 < 1 or below <= 0:
        return None
    return float(((n * (k / n - p0) ** 2).sum() / (p0 * (1 - p0)) - (m - 1)) / below)


def alikeness(k: npt.ArrayLike, n: npt.ArrayLike) -> float:
    """rho = (100 x .05 + (N - m) r)/(100 + N - m), kept in 0..0.5; r is the moment estimate."""
    _, answered = _answered(k, n)
    r = moment_rho(k, n)
    weight = 0.0 if r is None else float(answered.sum()) - len(answered)
    return min(0.5, max(0.0, (PRIOR_WEIGHT * PRIOR_RHO + weight * (r or 0.0)) / (PRIOR_WEIGHT + weight)))


def design_effect(n: npt.ArrayLike, rho: float) -> float:
    """1 + rho (sum n_i^2/N - 1): how many times wider than from independent answers the variance is."""
    n = np.asarray(n, dtype=float)
    return float(1 + rho * ((n**2).sum() / n.sum() - 1)) if n.sum() else 1.0


def estimate_share(k: npt.ArrayLike, n: npt.ArrayLike) -> ShareEstimate:
    """From yes `k` of answers `n` of each station (stations,): Wilson's interval on k/deff of N/deff."""
    yes, answered = _answered(k, n)
    total, size = float(yes.sum()), float(answered.sum())
    effect = design_effect(answered, alikeness(k, n))
    low, high = wilson(total / effect, size / effect, CONFIDENCE)
    share = total / size if size else float("nan")
    return ShareEstimate(int(total), int(size), len(answered), share, float(low), float(high))


def _answered(k: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Floats, Floats]:
    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    return k[n > 0], n[n > 0]
