"""One question at a station: its score, and how far the question lies above or below the rest of its answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..arrays import Floats, Ints
from ..formulas.spread import paule_mandel
from .score import Z90

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
class QuestionConstants:
    """Of one question, frozen for a quarter: v, variance of e inside stations; t, between stations; mean, variance of the range's
    mean of e."""

    v: float
    t: float
    mean: float
    variance: float


@dataclass(frozen=True)
class QuestionScores:
    """One question under its constants.

    (stations,), NaN without responses: m, mean of e; r, its reliability; score and sd; lean: 1 stronger than the rest of the
    station's answers, -1 weaker, 0 cannot be told.
    """

    constants: QuestionConstants
    m: Floats = field(repr=False)
    r: Floats = field(repr=False)
    score: Floats = field(repr=False)
    sd: Floats = field(repr=False)
    lean: Ints = field(repr=False)


def question_constants(sums: QuestionSums) -> QuestionConstants:
    """From the responses of a baseline: v pooled inside stations, t and the mean by Paule and Mandel over stations with two or more."""
    n, total = sums.rows, sums.total
    m = np.divide(total, n, out=np.zeros(len(n)), where=n > 0)
    inside = np.maximum(0.0, sums.square - total * m)
    freedom = np.maximum(0.0, n - 1)
    v = float((PRIOR_FREEDOM * PRIOR_VARIANCE + inside.sum()) / (PRIOR_FREEDOM + freedom.sum()))
    many = n >= 2
    used = int(many.sum())
    if used >= LEAST_STATIONS:
        spread = paule_mandel(m[many], v / n[many])
        t, mean, variance = spread.tau2, spread.mu, spread.var_mu
    else:
        rows = float(n.sum())
        t, mean, variance = 0.0, float(total.sum() / rows) if rows else 0.0, v / max(1.0, rows)
    k = max(used, 1)
    return QuestionConstants(
        v, (t * (k - 1) + PRIOR_SPREAD * PRIOR_STATIONS) / (k - 1 + PRIOR_STATIONS), mean, variance
    )


def question_scores(sums: QuestionSums, score: Floats, sd: Floats, constants: QuestionConstants) -> QuestionScores:
    """score + mu_q + R_q (m - mu_q), R_q = t_q/(t_q + v_q/n); sd^2 = sd(score)^2 + R_q v_q/n + (1-R_q)^2 var_q."""
    n, v, t, mean = sums.rows, constants.v, constants.t, constants.mean
    seen = n > 0
    m = np.divide(sums.total, n, out=np.full(len(n), np.nan), where=seen)
    noise = np.divide(v, n, out=np.full(len(n), np.inf), where=seen)
    r = t / (t + noise)
    lean = r * (m - mean)
    noise = np.where(seen, noise, 0.0)
    half = Z90 * np.sqrt(r * noise)
    with np.errstate(invalid="ignore"):
        side = np.where(np.abs(lean) > half, np.sign(np.nan_to_num(lean)), 0).astype(np.int64)
    spread = np.sqrt(sd**2 + r * noise + (1 - r) ** 2 * constants.variance)
    return QuestionScores(constants, m, r, score + mean + lean, spread, side)
