"""Rank intervals: between which places a station could stand, when all comparisons must hold at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .arrays import Floats, Ints

Singles = npt.NDArray[np.float32]
DRAWS = 20_000
SEED = 2023
CACHED = 160_000
"""Draws of all stations that are worked on together: they fit in the processor's cache."""
MOST = 400
"""More stations than this are not ranked: the sets would take hours, and mean nothing."""


def rank_sets(
    y: npt.ArrayLike, v: npt.ArrayLike, *, confidence: float = 0.95, draws: int = DRAWS, seed: int = SEED
) -> tuple[Ints, Ints]:
    """(best, worst) place of each station, 1 = highest, from means `y` (not shrunk) with variances `v`.

    For each j: q = quantile of max_k |Z_j - Z_k| / sqrt(v_j + v_k) over draws Z ~ N(0, v); best = 1 + #{k: D_jk < -q},
    worst = m - #{k: D_jk > q}, D_jk = (y_j - y_k)/sqrt(v_j + v_k). Stations with the same y and v share their places.
    Source: Mogstad, Romano, Shaikh and Wilhelm 2023.
    """
    y, v = np.asarray(y, dtype=float), np.asarray(v, dtype=float)
    m = len(y)
    if m < 2:
        return np.ones(m, dtype=np.int64), np.ones(m, dtype=np.int64)
    order = np.lexsort((v, y))  # the draws must not depend on how the stations are called
    y, v = y[order], v[order]
    z = (np.random.default_rng(seed).standard_normal((draws, m)) * np.sqrt(v)).T.astype(np.float32).copy()
    scale: Floats = 1 / np.sqrt(v[:, None] + v)
    top = _largest_gaps(z, scale.astype(np.float32))
    best, worst = np.empty(m, dtype=np.int64), np.empty(m, dtype=np.int64)
    for j in range(m):
        if j and (y[j], v[j]) == (y[j - 1], v[j - 1]):
            best[j], worst[j] = best[j - 1], worst[j - 1]
            continue
        q = np.quantile(top[j], confidence)
        d = (y[j] - y) * scale[j]
        best[j] = 1 + int((d < -q).sum())
        worst[j] = m - int((d > q).sum())
    back = np.argsort(order)
    return best[back], worst[back]


def _largest_gaps(z: Singles, scale: Singles) -> Singles:
    """(stations, draws): max_k |z_j - z_k| scale_jk of each draw. Each pair is worked out once, for both of its stations."""
    m, draws = z.shape
    top = np.empty_like(z)
    size = max(1, CACHED // m)
    for start in range(0, draws, size):
        drawn = z[:, start : start + size].copy()
        largest, room = np.zeros_like(drawn), np.empty_like(drawn)
        for j in range(m - 1):
            gap = np.subtract(drawn[j + 1 :], drawn[j], out=room[j + 1 :])
            np.abs(gap, out=gap)
            gap *= scale[j, j + 1 :, None]
            np.maximum(largest[j + 1 :], gap, out=largest[j + 1 :])
            np.maximum(largest[j], gap.max(axis=0), out=largest[j])
        top[:, start : start + size] = largest
    return top
