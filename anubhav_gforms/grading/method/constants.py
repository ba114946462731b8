"""The constants of a quarter: how much responses, weeks, stations, kinds and districts differ."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from ...campaign.method_rules import MethodRules
from ..arrays import Floats, Ints, add_up
from ..formulas.spread import week_moment
from .score import WindowMean

TAU_STATION = (1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 14.0, 17.0, 20.0)
TAU_DISTRICT = (0.0, 1.0, 2.0, 3.0, 4.5, 6.0)
TAU_KIND = (0.0, 1.5, 3.0, 5.0, 8.0)
"""The values that are tried, in points: standard deviations between stations, districts and kinds."""
NOTHING = 0.001
"""Stands for a standard deviation of 0 where it is divided by."""
CURVE = tuple(step * 0.05 for step in range(41))
CURVE_WEIGHT = 8
"""Rows of the range's mean that a station's level is drawn towards on the variance curve."""
LEAST_WEIGHT = 1e-4


@dataclass(frozen=True)
class BaselineSums:
    """(stations, weeks) of the baseline, every response with weight 1: how many, sum of y* and of its square."""

    n: Floats = field(repr=False)
    total: Floats = field(repr=False)
    square: Floats = field(repr=False)


@dataclass(frozen=True)
class Variances:
    """Variance of one response (points^2): s2 pooled; a, b of the curve a x^b, x = level (100 - level); own (stations,) of
    each station, drawn towards the curve; sw2, the common cause from week to week; mean, of all responses (NaN: none)."""

    s2: float
    a: float
    b: float
    sw2: float
    mean: float
    own: Floats = field(repr=False)


@dataclass(frozen=True)
class SpreadOfStations:
    """How much stations differ, averaged over all values tried by how well each explains the responses (points, points^2).

    tau2, omega2: variance of stations about their kind, and the variance of its logarithm; tu2, td2, tk2: of stations,
    districts, kinds; mu: of a kind that is unknown; centre, var_c (kinds,): mean of each kind and its variance.
    """

    tau2: float
    omega2: float
    tu2: float
    td2: float
    tk2: float
    mu: float
    centre: Floats = field(repr=False)
    var_c: Floats = field(repr=False)


def variances(sums: BaselineSums, rules: MethodRules) -> Variances:
    """All variances of a baseline. With no response s2 is its prior value, and every station has it."""
    rows, totals = sums.n.sum(axis=1), sums.total.sum(axis=1)
    count = float(rows.sum())
    within = np.divide(sums.total**2, sums.n, out=np.zeros_like(sums.n), where=sums.n > 0)
    squares = np.maximum(0.0, (sums.square - within).sum(axis=1))
    freedom = np.maximum(0.0, sums.n - 1).sum(axis=1)
    if count == 0:
        return Variances(rules.s0, rules.s0, 0.0, rules.sw0, math.nan, np.full(len(rows), rules.s0))
    mean = float(totals.sum() / count)
    tot = max(0.0, float(sums.square.sum() - count * mean**2))
    s0 = (rules.s0_weight * rules.s0 + tot) / (rules.s0_weight + count - 1)
    s2 = float((rules.s0_weight * s0 + squares.sum()) / (rules.s0_weight + freedom.sum()))
    x = _curve_x((totals + CURVE_WEIGHT * mean) / (rows + CURVE_WEIGHT))
    a, b = _curve(x, squares, freedom, s0, mean, rules)
    own = (rules.place_weight * a * x**b + squares) / (rules.place_weight + freedom)
    return Variances(s2, a, b, _week_variance(sums, own, rules), mean, own)


def variance_at(a: float, b: float, level: float) -> float:
    """Variance of one response at a level, by the curve; of a station without a baseline at the mean of all."""
    return float(a * _curve_x(np.array([level]))[0] ** b)


def _curve_x(level: Floats) -> Floats:
    level = np.clip(level, 5, 95)
    return np.asarray(level * (100 - level))


def _curve(
    x: Floats, squares: Floats, freedom: Floats, s0: float, mean: float, rules: MethodRules
) -> tuple[float, float]:
    """(a, b) of the curve with the least deviance; of equal ones the first."""
    b = np.array(CURVE)[:, None]
    shape = x[None, :] ** b
    middle = _curve_x(np.array([mean]))[0] ** b[:, 0]
    a = (squares.sum() + rules.s0_weight * s0) / ((freedom * shape).sum(axis=1) + rules.s0_weight * middle)
    curve = a[:, None] * shape
    deviance = 0.5 * (freedom * np.log(curve) + squares / curve).sum(axis=1) + 0.5 * ((b[:, 0] - 0.5) / 0.5) ** 2
    best = int(np.argmin(deviance))
    return float(a[best]), float(CURVE[best])


def _week_variance(sums: BaselineSums, own: Floats, rules: MethodRules) -> float:
    """sw2 = max(0, (20 x 4 + k raw)/(20 + k)), with each station's own variance."""
    raw, freedom = week_moment(sums.n, sums.total, own)
    return max(0.0, (rules.sw0_weight * rules.sw0 + freedom * raw) / (rules.sw0_weight + freedom))


def spread_of_stations(
    mean: WindowMean, s2: float, kind: Ints, district: Ints, kinds: int, districts: int
) -> SpreadOfStations:
    """Try every combination of the three spreads, and average them by how well each explains the means.

    `mean` (stations,) at the baseline's last week; `kind`, `district` (stations,) numbers of all stations. The pooled s2 is
    meant: with own variances content stations would weigh more, and every mean would be a point too high.
    """
    seen = mean.n > 0
    y, v0 = mean.ybar[seen], (s2 * mean.h + mean.q)[seen]
    terms = np.array([np.zeros(len(y), dtype=np.int64), 1 + kind[seen], 1 + kinds + district[seen]])
    u, d, k = (axis.ravel() for axis in np.meshgrid(TAU_STATION, TAU_DISTRICT, TAU_KIND, indexing="ij"))
    step = np.log(
        np.multiply.outer(np.multiply.outer(_steps(TAU_STATION), _steps(TAU_DISTRICT)), _steps(TAU_KIND)).ravel()
    )
    level = np.log(u) - u / 5 - (d / 3) ** 2 / 2 - (k / 3) ** 2 / 2 + step
    size = 1 + kinds + districts
    coefficients, inverse = np.zeros((len(u), size)), np.zeros((len(u), size, size))
    if len(y):
        fit, coefficients, inverse = _explained(terms, y, v0, u, d, k, kinds, districts)
        level = level + fit
    weight = np.exp(level - level.max())
    weight /= weight.sum()
    log_tau2 = np.log(u**2 + d**2)
    expected = float((weight * log_tau2).sum())
    mu, centre, var_c = _centres(weight, coefficients, inverse, kinds)
    nothing = math.nan if not len(y) else 0.0
    return SpreadOfStations(
        tau2=math.exp(expected),
        omega2=float((weight * log_tau2**2).sum() - expected**2),
        tu2=math.exp(float((weight * np.log(u**2)).sum())),
        td2=float((weight * d**2).sum()),
        tk2=float((weight * k**2).sum()),
        mu=mu + nothing,
        centre=centre + nothing,
        var_c=var_c + nothing,
    )


def _steps(values: tuple[float, ...]) -> Floats:
    """How much of the line each value stands for: half way to its neighbours, at the ends on one side; at least .25."""
    middles = [values[0], *((a + b) / 2 for a, b in pairwise(values)), values[-1]]
    return np.maximum(0.25, np.diff(middles))


def _explained(
    terms: Ints, y: Floats, v0: Floats, u: Floats, d: Floats, k: Floats, kinds: int, districts: int
) -> tuple[Floats, Floats, Floats]:
    """For each combination: the restricted log-likelihood, its coefficients (one, kinds, districts), their covariance.

    `terms` (3, stations): the coefficients that the mean of each is the sum of.
    """
    g = 1 / (v0 + np.array(TAU_STATION)[:, None] ** 2)
    size, width = len(TAU_DISTRICT) * len(TAU_KIND), 1 + kinds + districts
    design = np.zeros((len(y), width))
    design[np.arange(len(y)), terms] = 1
    pairs = (terms[:, None] * width + terms).ravel()
    weighted = np.array([add_up(pairs, np.tile(each, 9), width**2) for each in g]).reshape(len(g), width, width)
    right = (g * y) @ design
    fixed = -np.log(g).sum(axis=1) + g @ y**2
    prior = np.concatenate(
        [
            np.zeros((len(u), 1)),
            np.repeat((1 / np.maximum(k, NOTHING) ** 2)[:, None], kinds, axis=1),
            np.repeat((1 / np.maximum(d, NOTHING) ** 2)[:, None], districts, axis=1),
        ],
        axis=1,
    )
    a = np.repeat(weighted, size, axis=0)
    diagonal = np.arange(width)
    a[:, diagonal, diagonal] += prior
    b = np.repeat(right, size, axis=0)
    inverse = np.linalg.inv(a)
    coefficients = np.einsum("tij,tj->ti", inverse, b)
    _, determinant = np.linalg.slogdet(a)
    fit = np.repeat(fixed, size) + determinant - np.log(prior[:, 1:]).sum(axis=1) - (b * coefficients).sum(axis=1)
    return -0.5 * fit, coefficients, inverse


def _centres(weight: Floats, coefficients: Floats, inverse: Floats, kinds: int) -> tuple[float, Floats, Floats]:
    """Mean of an unknown kind; mean of each kind and its variance."""
    used = weight >= LEAST_WEIGHT
    weight = weight[used] / weight[used].sum()
    coefficients, inverse = coefficients[used], inverse[used]
    of = np.arange(1, kinds + 1)
    c = coefficients[:, :1] + coefficients[:, of]
    v = inverse[:, 0, 0][:, None] + inverse[:, of, of] + 2 * inverse[:, 0, of]
    centre = weight @ c
    return float(weight @ coefficients[:, 0]), centre, weight @ (v + c**2) - centre**2
