"""Flags from counts alone: coverage of registered visits (F7), call-backs (F8), bunching above an edge (F9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest

from ..arrays import Bools, Floats

FEWEST, MOST = 0.03, 1.0
CALL_BACK_Z = 3.0
NEAR = 1.0


def coverage(rows: npt.ArrayLike, visits: npt.ArrayLike) -> tuple[Floats, Bools, Bools]:
    """F7: (share, too few, too many): answers over registered visits; below 3 %, or more answers than visitors."""
    rows, visits = np.asarray(rows, dtype=float), np.asarray(visits, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(visits > 0, rows / visits, np.nan)
    return share, np.nan_to_num(share, nan=1.0) < FEWEST, np.nan_to_num(share) > MOST


def call_back_z(poster: npt.ArrayLike, n: npt.ArrayLike, called: npt.ArrayLike, m: npt.ArrayLike, s2: float) -> Floats:
    """F8: z of the poster mean over the call-back mean (points), z = (a - b)/sqrt(s2/n + s2/m). NaN without both."""
    poster, n, called, m = (np.asarray(value, dtype=float) for value in (poster, n, called, m))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((poster - called) / np.sqrt(s2 / n + s2 / m))


@dataclass(frozen=True)
class Bunching:
    """F9: stations within a point above and below any edge, and P of so many above if both were as likely."""

    above: int
    below: int
    p: float


def bunching(score: npt.ArrayLike, edges: Sequence[float]) -> Bunching:
    """Scores within one point of an edge (the last edge, 0, is none)."""
    score = np.asarray(score, dtype=float)
    distance = score[:, None] - np.asarray(edges[:-1], dtype=float)
    above = int(((distance >= 0) & (distance < NEAR)).any(axis=1).sum())
    below = int(((distance < 0) & (distance >= -NEAR)).any(axis=1).sum())
    p = float(binomtest(above, above + below, alternative="greater").pvalue) if above + below else 1.0
    return Bunching(above, below, p)
