"""Flags that need single answers, none of them personal: odd hours (F4), too little variance (F5), the same sender (F6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import chi2

from ..arrays import Floats, add_up
from ..proportion import q_values

LEAST_FOR_HOURS = 30
LEAST_FOR_VARIANCE = 15
VARIANCE_Q = 0.01
SENDER_DAYS = 7
DRAWS = 20_000
BLOCK = 3
"""Hours are taken in blocks of three: eight counts a station."""


@dataclass(frozen=True)
class Tested:
    """One row a station with enough answers: `station`, `n`, the statistic, its `p`, and Benjamini-Hochberg `q`."""

    station: tuple[str, ...]
    n: Floats
    statistic: Floats
    p: Floats
    q: Floats


def odd_hours(station: Any, hour: npt.ArrayLike) -> Tested:
    """F4 (`station` a column of codes): G-test of each station's hours against the range's, divided by the overdispersion of all (mean G / df, at least 1)."""
    codes, names = pd.factorize(np.asarray(station, dtype=object), sort=True)
    blocks = np.asarray(hour, dtype=np.int64) // BLOCK
    counts = add_up(codes * 8 + blocks, np.ones(len(codes)), len(names) * 8).reshape(len(names), 8)
    share = counts.sum(axis=0) / max(counts.sum(), 1)
    n = counts.sum(axis=1)
    enough = n >= LEAST_FOR_HOURS
    counts, n = counts[enough], n[enough]
    expected = n[:, None] * share
    with np.errstate(divide="ignore", invalid="ignore"):
        g = 2 * np.where(counts > 0, counts * np.log(counts / expected), 0.0).sum(axis=1)
    freedom = max(int((share > 0).sum()) - 1, 1)
    phi = max(1.0, float(np.median(g) / chi2.median(freedom))) if len(g) else 1.0
    p = chi2.sf(g / phi, freedom)
    return Tested(tuple(np.asarray(names, dtype=object)[enough]), n, g / phi, p, q_values(p))


def little_variance(station: Any, ratings: npt.ArrayLike, *, seed: int = 5) -> Tested:
    """F5 (`station` a column of codes): ratings of one answer that differ too little, for its mean, over a week at a station.

    `ratings` (rows, items) 1..5 without blanks. Each row's variance less the range's mean variance at that row's total; a
    station's mean of these is compared with as many rows drawn from the range, 20,000 times (fixed seed); p is one-sided.
    """
    values = np.asarray(ratings, dtype=float)
    codes, names = pd.factorize(np.asarray(station, dtype=object), sort=True)
    variance, total = values.var(axis=1, ddof=1), values.sum(axis=1).astype(np.int64)
    count = np.maximum(np.bincount(total), 1)
    residual = variance - (np.bincount(total, variance) / count)[total]
    n = add_up(codes, np.ones(len(codes)), len(names))
    mean = add_up(codes, residual, len(names)) / n
    enough = np.flatnonzero(n >= LEAST_FOR_VARIANCE)
    rng = np.random.default_rng(seed)
    p = np.ones(len(enough))
    drawn: dict[int, Floats] = {}
    for index, unit in enumerate(enough):
        size = int(n[unit])
        if size not in drawn:
            drawn[size] = np.array(
                [rng.choice(residual, (2_000, size)).mean(axis=1) for _ in range(DRAWS // 2_000)]
            ).ravel()
        p[index] = (1 + (drawn[size] <= mean[unit]).sum()) / (DRAWS + 1)
    return Tested(tuple(np.asarray(names, dtype=object)[enough]), n[enough], mean[enough], p, q_values(p))


def same_sender(frame: pd.DataFrame, *, contact: str = "contact", days: int = SENDER_DAYS) -> pd.DataFrame:
    """F6: answers of one sender at one station within seven days; the latest is kept. Needs a column of keyed hashes.

    Gives the superseded rows: response_id, station, day, kept (id of the answer that stands). Rows without a hash never match.
    The form of this project promises that numbers play no part in grades, so it has no such column.
    """
    known = frame[frame[contact].fillna("").ne("") & frame["station"].ne("")].sort_values(
        ["station", contact, "submitted_at"]
    )
    following = known.groupby(["station", contact])[["response_id", "submitted_at"]].shift(-1)
    soon = (following["submitted_at"] - known["submitted_at"]) <= pd.Timedelta(days=days)
    superseded = known.loc[soon, ["response_id", "station", "day"]]
    return superseded.assign(kept=following.loc[soon, "response_id"]).reset_index(drop=True)
