"""Shares and their intervals; p-values of many tests at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from ..arrays import Floats


def wilson(k: npt.ArrayLike, n: npt.ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's interval (low, high), 0..1, for k of n. NaN where n = 0. Source: Wilson 1927."""
    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    z = ndtri((1 + confidence) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = k / n
        centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return np.where(k == 0, np.where(n > 0, 0.0, np.nan), centre - half), np.where(
        k == n, np.where(n > 0, 1.0, np.nan), centre + half
    )


def q_values(p: npt.ArrayLike) -> Floats:
    """Benjamini-Hochberg q of each p: the least m p/rank from its rank on. NaN stays NaN and does not count among the m tests."""
    p = np.asarray(p, dtype=float)
    q = np.full(p.shape, np.nan)
    order = np.argsort(p)[: np.count_nonzero(~np.isnan(p))]
    ranked = p[order] * (len(order) / np.arange(1, len(order) + 1))
    q[order] = np.minimum.accumulate(ranked[::-1])[::-1]
    return q
