"""Weekly cells → one estimate a station: which weeks count, and their pooled mean and variance."""

from __future__ import annotations

import numpy as np

from ...campaign.grading import Window
from ..arrays import Bools, Floats


def weeks_used(n: Floats, window: Window) -> Bools:
    """(stations, ages): which weeks count. `n` (stations, ages) is the weight of each week, newest first.

    Ages 0..weeks-1 always; an older week, up to reach_back, while all newer weeks hold fewer than until_responses.
    """
    age = np.arange(n.shape[1])
    newer = np.cumsum(n, axis=1) - n
    return (age < window.weeks) | ((age < window.reach_back) & (newer < window.until_responses - 1e-9))


def pool(n: Floats, total: Floats, s2: float | Floats, sw2: float) -> tuple[Floats, Floats, Floats]:
    """(ybar, V, n) of each station over the weeks given.

    `n` (stations, weeks) weight of the week, `total` its weighted sum of scores, `s2` one for all or (stations,). v_w = s2/n_w + sw2,
    ybar = sum ybar_w/v_w / sum 1/v_w, V = 1 / sum 1/v_w over weeks with n_w > 0. Nothing at all: NaN, infinity, 0.
    """
    seen = n > 0
    precision = np.divide(n, np.reshape(s2, (-1, 1)) + sw2 * n, out=np.zeros_like(n), where=seen)
    mean = np.divide(total, n, out=np.zeros_like(n), where=seen)
    weight = precision.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (precision * mean).sum(axis=1) / weight, 1 / weight, n.sum(axis=1)
