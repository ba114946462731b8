"""Tails of the distributions that tests of counts ask for, of scipy.special alone: scipy.stats costs a start most of a second."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from ..arrays import Floats


def binomial_tail(k: npt.ArrayLike, n: npt.ArrayLike, p: npt.ArrayLike) -> Floats:
    """P(at least k of n), each with probability `p`; 0 <= k <= n, elementwise."""
    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    return _tail(k, n - k + 1, p)


def negative_binomial_tail(k: npt.ArrayLike, size: npt.ArrayLike, mean: npt.ArrayLike) -> Floats:
    """P(at least k) of counts with this `mean` and the variance mean + mean^2/size; elementwise."""
    k, size, mean = (np.asarray(value, dtype=float) for value in (k, size, mean))
    return _tail(k, size, 1 - size / (size + mean))


def _tail(k: Floats, other: Floats, p: npt.ArrayLike) -> Floats:
    """I_p(k, other), and 1 from k = 0 on down."""
    return np.where(k > 0, betainc(np.maximum(k, 1), other, p), 1.0)
