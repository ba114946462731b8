"""One question at a station: its score, and how far the question lies above or below the rest of its answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..arrays import Floats, Ints
from ..spread import paule_mandel

Z90 = 1.645
PRIOR_VARIANCE, PRIOR_FREEDOM = 400.0, 10.0
PRIOR_SPREAD, PRIOR_STATIONS = 4.0, 10.0
LEAST_STATIONS = 20
"""Stations with two or more responses that are needed to estimate how much stations differ in a question."""


@dataclass(frozen=True)
class QuestionSums:
    """(stations,) over the window, weight 1, of one question: rows; total and square, sums of e = s_q - y and of e^2."""

    rows: Floats = field(repr=False)
    total: Floats = field(repr=False)
    square: Floats = field(repr=False)


@dataclass(frozen=True)
class QuestionScores:
    """One question: v, variance of e inside stations; t, between stations; mean, variance of the range's mean of e.

    (stations,), NaN without responses: m, mean of e; r, its reliability; score and sd; lean: 1 stronger than the rest of the
    station's answers, -1 weaker, 0 cannot be told.
    """

    v: float
    t: float
    mean: float
    variance: float
    m: Floats = field(repr=False)
    r: Floats = field(repr=False)
    score: Floats = field(repr=False)
    sd: Floats = field(repr=False)
    lean: Ints = field(repr=False)


def question_scores(sums: QuestionSums, score: Floats, sd: Floats) -> QuestionScores:
    """score + mu_q + R_q (m - mu_q), R_q = t_q/(t_q + v_q/n); sd^2 = sd(score)^2 + R_q v_q/n + (1-R_q)^2 var_q."""
    n, total = sums.rows, sums.total
    seen = n > 0
    m = np.divide(total, n, out=np.full(len(n), np.nan), where=seen)
    inside = np.where(seen, sums.square - total * np.nan_to_num(m), 0.0)
    freedom = np.maximum(0.0, n - 1)
    v = float((PRIOR_FREEDOM * PRIOR_VARIANCE + np.maximum(0.0, inside).sum()) / (PRIOR_FREEDOM + freedom.sum()))
    many = n >= 2
    used = int(many.sum())
    if used >= LEAST_STATIONS:
        spread = paule_mandel(m[many], v / n[many])
        t, mean, variance = spread.tau2, spread.mu, spread.var_mu
    else:
        rows = float(n.sum())
        t, mean, variance = 0.0, float(total.sum() / rows) if rows else 0.0, v / max(1.0, rows)
    k = max(used, 1)
    t = (t * (k - 1) + PRIOR_SPREAD * PRIOR_STATIONS) / (k - 1 + PRIOR_STATIONS)
    noise = np.divide(v, n, out=np.full(len(n), np.inf), where=seen)
    r = t / (t + noise)
    lean = r * (m - mean)
    half = Z90 * np.sqrt(r * np.where(seen, noise, 0.0))
    with np.errstate(invalid="ignore"):
        side = np.where(np.abs(lean) > half, np.sign(np.nan_to_num(lean)), 0).astype(np.int64)
    return QuestionScores(
        v, t, mean, variance, m, r, score + mean + lean,
        np.sqrt(sd**2 + r * np.where(seen, noise, 0.0) + (1 - r) ** 2 * variance), side,
    )  # fmt: skip
