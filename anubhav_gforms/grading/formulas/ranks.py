"""Rank intervals: between which places a station could stand, when all comparisons must hold at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import Floats, Ints

Singles = npt.NDArray[np.float32]
DRAWS = 20_000
SEED = 2023
EXTREMES = 2
"""So many of the highest and of the lowest stations of a draw are held against each station before any other is."""
ROUNDING = 1e-5
"""More than single precision loses."""
TOGETHER = 400
"""Draws that are worked on together: they fit in the processor's cache."""
MIN_PEERS = 8
"""Kinds with fewer graded stations than this are not compared among themselves."""
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
    scale: Floats = 1 / np.sqrt(v[:, None] + v)
    best, worst = np.empty(m, dtype=np.int64), np.empty(m, dtype=np.int64)
    for j, q in enumerate(_quantiles_of_gaps(_draw(v, draws, seed), scale, confidence)):
        if j and (y[j], v[j]) == (y[j - 1], v[j - 1]):
            best[j], worst[j] = best[j - 1], worst[j - 1]
            continue
        d = (y[j] - y) * scale[j]
        best[j] = 1 + int((d < -q).sum())
        worst[j] = m - int((d > q).sum())
    back = np.argsort(order)
    return best[back], worst[back]


@dataclass(frozen=True)
class _Draws:
    """Draws e ~ N(0, 1) and z = e sqrt(v). `extremes`: station and z of the highest and lowest e of each draw; `highest`, `lowest`
    (draws,): the squares of the next ones."""

    z: Singles  # (draws, stations)
    z_of: Singles  # (stations, draws)
    e_of: Singles
    extremes: list[tuple[Ints, Singles]]
    highest: Singles
    lowest: Singles


def _draw(v: Floats, draws: int, seed: int) -> _Draws:
    m, random, root = len(v), np.random.default_rng(seed), np.sqrt(v)
    z, (z_of, e_of) = np.empty((draws, m), np.float32), np.empty((2, m, draws), np.float32)
    extremes = [(np.empty(draws, np.int64), np.empty(draws, np.float32)) for _ in range(2 * EXTREMES)]
    highest, lowest = np.empty((2, draws), np.float32)
    for begin in range(0, draws, TOGETHER):
        part = slice(begin, min(begin + TOGETHER, draws))
        e = random.standard_normal((part.stop - begin, m))
        z[part], rest, draw = e * root, e.astype(np.float32), np.arange(len(e))
        z_of[:, part], e_of[:, part] = z[part].T, rest.T
        for number, (stations, others) in enumerate(extremes):
            station = rest.argmin(axis=1) if number % 2 else rest.argmax(axis=1)
            stations[part], others[part] = station, z[part][draw, station]
            rest[draw, station] = 0
        highest[part], lowest[part] = rest.max(axis=1) ** 2, rest.min(axis=1) ** 2
    return _Draws(z, z_of, e_of, extremes, highest, lowest)


def _quantiles_of_gaps(drawn: _Draws, scale: Floats, confidence: float) -> Iterator[float]:
    """Of each station j the quantile of max_k |z_j - z_k| scale_jk.

    A gap is |a e_j - b e_k|, a^2 + b^2 = 1: at most hypot(e_j, e_k), and max(|e_j|, |e_k|) where both have one sign. So the
    `EXTREMES` of a draw give nearly every quantile, and all stations are looked at only in draws where the next extreme could reach it.
    """
    position, over = divmod(confidence * (len(drawn.z) - 1), 1)
    below, above = int(position), min(int(position) + 1, len(drawn.z) - 1)
    for e, z, scaled in zip(drawn.e_of, drawn.z_of, scale.astype(np.float32), strict=True):
        gaps = np.zeros_like(z)
        for station, other in drawn.extremes:
            np.maximum(gaps, np.abs(z - other) * scaled.take(station), out=gaps)
        least = np.partition(gaps, below)[below] * (1 - ROUNDING)
        up = e > 0
        across, along = np.where(up, drawn.lowest, drawn.highest), np.where(up, drawn.highest, drawn.lowest)
        open_ = np.flatnonzero(np.maximum(e * e + across, along) >= least * least)
        for begin in range(0, len(open_), TOGETHER):
            part = open_[begin : begin + TOGETHER]
            gaps[part] = (np.abs(drawn.z[part] - z[part, None]) * scaled).max(axis=1)
        top = np.sort(gaps[gaps >= least])
        low, high = (float(top[at - len(gaps)]) for at in (below, above))
        yield low + over * (high - low)
