"""The constants of a baseline: variances, the curve, and how much stations, districts and kinds differ (section 5)."""

from __future__ import annotations

import math
from itertools import pairwise, product

import numpy as np

from .baseline import Constants
from .points import adjusted, composite, item_means, shifts
from .rows import Rows, Span, cells
from .scores import window

TAU_U = (1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20)
TAU_D = (0, 1, 2, 3, 4.5, 6)
TAU_K = (0, 1.5, 3, 5, 8)
"""The values that are tried: of stations, districts and kinds."""


def constants_of(
    rows: Rows, weeks: tuple[int, int], span: Span, least: tuple[int, int], district_of: list[int], kind_of: list[str]
) -> Constants:
    """Section 5: everything that the rows of a baseline (first and last week) say."""
    base = rows.take((rows.week >= weeks[0]) & (rows.week <= weeks[1]))
    means = item_means(base)
    purposes = shifts(base, composite(base.ratings, means), least)
    y = adjusted(base, means, purposes)
    middle = float(y.mean()) if len(y) else 50.0
    s0 = (10 * 625 + ((y - middle) ** 2).sum()) / (10 + len(y) - 1) if len(y) else 625.0
    within, freedom = inside_weeks(base, y, span.stations)
    s2 = (10 * s0 + within.sum()) / (10 + freedom.sum())
    a, b, own = curve(base, y, within, freedom, middle, s0)
    known = Constants(means, purposes, len(y), middle, s2, a, b, own, variance_of_weeks(base, y, own))
    spread(known, rows, weeks[1], span, district_of, kind_of)
    return known


def inside_weeks(base: Rows, y: np.ndarray, stations: int) -> tuple[np.ndarray, np.ndarray]:
    """Section 5: SS_s and df_s of each station, inside its weeks."""
    within, freedom = np.zeros(stations), np.zeros(stations)
    for station, week in set(zip(base.station, base.week, strict=True)):
        values = y[(base.station == station) & (base.week == week)]
        within[station] += ((values - values.mean()) ** 2).sum()
        freedom[station] += len(values) - 1
    return within, freedom


def level(mean: np.ndarray | float) -> np.ndarray:
    """Section 5: x = m (100 − m), m kept in 5..95."""
    kept = np.clip(mean, 5, 95)
    return kept * (100 - kept)


def curve(
    base: Rows, y: np.ndarray, within: np.ndarray, freedom: np.ndarray, middle: float, s0: float
) -> tuple[float, float, np.ndarray]:
    """Section 5: a x^b with b of 0, .05 .. 2 by the least deviance, and s²_s = (30 a x^b + SS_s)/(30 + df_s)."""
    stations = range(len(within))
    own = [y[base.station == station] for station in stations]
    x = level(np.array([(values.sum() + 8 * middle) / (len(values) + 8) for values in own]))
    least = (math.inf, 0.0, 0.0)
    for b in np.arange(41) * 0.05:
        a = (within.sum() + 10 * s0) / ((freedom * x**b).sum() + 10 * level(middle) ** b)
        fitted = a * x**b
        deviance = (freedom * np.log(fitted) + within / fitted).sum() / 2 + ((b - 0.5) / 0.5) ** 2 / 2
        least = min(least, (deviance, a, b))
    _, a, b = least
    return a, b, (30 * a * x**b + within) / (30 + freedom)


def variance_of_weeks(base: Rows, y: np.ndarray, own: np.ndarray) -> float:
    """Section 5: s²_w, moment estimate drawn towards 4 with the weight of 20 weeks."""
    between, size, freedom = 0.0, 0.0, 0
    for station in sorted(set(base.station)):
        values, week = y[base.station == station], base.week[base.station == station]
        weeks = [values[week == number] for number in sorted(set(week))]
        n = np.array([len(some) for some in weeks])
        between += sum(len(some) * (some.mean() - values.mean()) ** 2 for some in weeks) - (len(n) - 1) * own[station]
        size += n.sum() - (n**2).sum() / n.sum()
        freedom += len(n) - 1
    return max(0.0, (20 * 4 + freedom * between / size) / (20 + freedom)) if freedom else 4.0


def spread(known: Constants, rows: Rows, last: int, span: Span, district_of: list[int], kind_of: list[str]) -> None:
    """Section 5: 17 × 6 × 5 values of τ_u, τ_d, τ_k, each weighted by its restricted likelihood and a weak prior."""
    n, total = cells(rows, adjusted(rows, known.means, known.shifts), span)
    now = last - span.first_week
    views = [window(n[s], total[s], now, known.s2, known.sw2, known.own[s]) for s in range(span.stations)]
    use = [station for station, view in enumerate(views) if view.n > 0]
    kinds = sorted(set(kind_of))
    y, v0 = np.array([views[s].mean for s in use]), np.array([views[s].v0 for s in use])
    design = np.array(
        [
            [1.0] + [kind_of[s] == kind for kind in kinds] + [district_of[s] == d for d in range(max(district_of) + 1)]
            for s in use
        ]
    )
    tried = list(
        product(
            zip(TAU_U, steps(TAU_U), strict=True),
            zip(TAU_D, steps(TAU_D), strict=True),
            zip(TAU_K, steps(TAU_K), strict=True),
        )
    )
    likelihood, centres, variances = [], [], []
    for (u, step_u), (d, step_d), (k, step_k) in tried:
        prior = math.log(u) - u / 5 - (d / 3) ** 2 / 2 - (k / 3) ** 2 / 2 + math.log(step_u * step_d * step_k)
        said, centre, variance = restricted(design, y, v0, u, d, k, len(kinds))
        likelihood.append(said + prior)
        centres.append(centre)
        variances.append(variance)
    weight = np.exp(np.array(likelihood) - max(likelihood))
    weight /= weight.sum()
    u2, d2, k2 = (np.array([values[i][0] ** 2 for values in tried], float) for i in range(3))
    known.tau2 = math.exp((weight * np.log(u2 + d2)).sum())
    known.omega2 = (weight * (np.log(u2 + d2) - math.log(known.tau2)) ** 2).sum()
    known.tau_u2, known.tau_d2, known.tau_k2 = (
        math.exp((weight * np.log(u2)).sum()),
        (weight * d2).sum(),
        (weight * k2).sum(),
    )
    kept = weight >= 1e-4
    weight = weight[kept] / weight[kept].sum()
    centre = weight @ np.array(centres)[kept]
    variance = weight @ (np.array(variances)[kept] + np.array(centres)[kept] ** 2) - centre**2
    known.mu = centre[0]
    known.kinds = {kind: (centre[1 + i], variance[1 + i]) for i, kind in enumerate(kinds)}
    known.centre = np.array([known.kinds[kind][0] for kind in kind_of])
    known.centre_variance = np.array([known.kinds[kind][1] for kind in kind_of])


def steps(values: tuple[float, ...]) -> list[float]:
    """How much of the line each value that is tried stands for, .25 at least."""
    borders = [values[0], *((a + b) / 2 for a, b in pairwise(values)), values[-1]]
    return [max(0.25, after - before) for before, after in pairwise(borders)]


def restricted(
    design: np.ndarray, y: np.ndarray, v0: np.ndarray, u: float, d: float, k: float, kinds: int
) -> tuple[float, np.ndarray, np.ndarray]:
    """Section 5: the restricted log-likelihood of y = μ + kind + district + station, and the centres (the range's, each kind's)
    with their variances."""
    if not len(y):
        return 0.0, np.zeros(1 + kinds), np.zeros(1 + kinds)
    g = 1 / (v0 + u**2)
    effects = design.shape[1] - 1
    prior = np.array([0.0] + [1 / (k or 0.001) ** 2] * kinds + [1 / (d or 0.001) ** 2] * (effects - kinds))
    precision = design.T @ (g[:, None] * design) + np.diag(prior)
    right = design.T @ (g * y)
    inverse = np.linalg.inv(precision)
    solved = np.linalg.solve(precision, right)
    likelihood = -0.5 * (
        np.linalg.slogdet(precision)[1] - np.log(g).sum() - np.log(prior[1:]).sum() + (g * y**2).sum() - right @ solved
    )
    pick = np.zeros((1 + kinds, 1 + effects))
    pick[:, 0] = 1
    for kind in range(1, 1 + kinds):
        pick[kind, kind] = 1
    return float(likelihood), pick @ solved, np.diag(pick @ inverse @ pick.T)
