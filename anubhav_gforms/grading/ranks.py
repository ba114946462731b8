"""Rank intervals: between which places a station could stand, when all comparisons must hold at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from .arrays import Floats, Ints

Singles = npt.NDArray[np.float32]
DRAWS = 20_000
SEED = 2023
EXTREMES = 2
"""So many of the highest and of the lowest stations of a draw are held against each station before any other is."""
ROUNDING = 1e-5
"""More than single precision loses."""
TOGETHER = 400
"""Draws that are worked on together: they fit in the processor's cache."""
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
    drawn = np.random.default_rng(seed).standard_normal((draws, m))
    scale: Floats = 1 / np.sqrt(v[:, None] + v)
    best, worst = np.empty(m, dtype=np.int64), np.empty(m, dtype=np.int64)
    for j, gaps in enumerate(_largest_gaps(drawn, v, scale, confidence)):
        if j and (y[j], v[j]) == (y[j - 1], v[j - 1]):
            best[j], worst[j] = best[j - 1], worst[j - 1]
            continue
        q = np.quantile(gaps, confidence)
        d = (y[j] - y) * scale[j]
        best[j] = 1 + int((d < -q).sum())
        worst[j] = m - int((d > q).sum())
    back = np.argsort(order)
    return best[back], worst[back]


def _largest_gaps(drawn: Floats, v: Floats, scale: Floats, confidence: float) -> Iterator[Singles]:
    """Of each station j (draws,): max_k |z_j - z_k| scale_jk, exact where it is at least its `confidence` quantile, else perhaps less.

    With e = z/sqrt(v) a gap is |a e_j - b e_k|, a^2 + b^2 = 1: at most hypot(e_j, e_k), and max(|e_j|, |e_k|) where both have one sign.
    So the `EXTREMES` of a draw give nearly every quantile, and all stations are looked at only in draws where the next extreme could reach it.
    """
    z = (drawn * np.sqrt(v)).astype(np.float32)
    rest, draw = drawn.astype(np.float32), np.arange(len(drawn))
    extremes = []
    for _ in range(EXTREMES):
        for station in (rest.argmax(axis=1), rest.argmin(axis=1)):
            extremes.append((station, z[draw, station]))
            rest[draw, station] = 0
    highest, lowest = rest.max(axis=1), -rest.min(axis=1)
    of_station = (np.ascontiguousarray(each.T, np.float32) for each in (drawn, z, scale))
    for own, mine, scaled in zip(*of_station, strict=True):
        gaps = np.zeros_like(mine)
        for station, other in extremes:
            np.maximum(gaps, np.abs(mine - other) * scaled.take(station), out=gaps)
        place = int(confidence * (len(gaps) - 1))
        least = np.partition(gaps, place)[place] * (1 - ROUNDING)
        up = own > 0
        reach = np.maximum(np.hypot(own, np.where(up, lowest, highest)), np.where(up, highest, lowest))
        open_ = np.flatnonzero(reach >= least)
        for begin in range(0, len(open_), TOGETHER):
            part = open_[begin : begin + TOGETHER]
            gaps[part] = (np.abs(z[part] - mine[part, None]) * scaled).max(axis=1)
        yield gaps
