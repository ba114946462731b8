"""The window of a station and its score (section 6 of docs/grading.md)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from .baseline import Constants
from .points import adjusted
from .rows import Rows, Span, cells

LEAST = 10 - 1e-9
"""Section 8: n ≥ 10, sums of weights being not exact."""


@dataclass(frozen=True)
class Window:
    """What the weeks of a window say of a station."""

    n: float = 0.0
    mean: float = math.nan
    v: float = math.nan
    v0: float = math.nan


@dataclass(frozen=True)
class Score:
    """A station's score, how sure it is, and the weight R that its own mean has before and after the limit."""

    window: Window
    weight: float
    limited: float
    score: float
    sd: float
    above: float

    @property
    def n(self) -> float:
        return self.window.n

    @property
    def shown(self) -> bool:
        return self.n >= LEAST


def window(n: np.ndarray, total: np.ndarray, now: int, s2: float, sw2: float, own: float) -> Window:
    """Section 6: ages 0 to 25; u, ȳ = Σ u ȳ_w/Σ u, h, q, V = s²_s h + q and V0 = s² h + q of one station."""
    ages = [age for age in range(26) if 0 <= now - age < len(n) and n[now - age] > 0]
    if not ages:
        return Window()
    counts = np.array([n[now - age] for age in ages])
    means = np.array([total[now - age] / n[now - age] for age in ages])
    drift = np.array([sw2 + age for age in ages])
    u = 1 / (s2 / counts + drift + np.array([5 * max(0, age - 4) for age in ages]))
    h, q = (u**2 / counts).sum() / u.sum() ** 2, (u**2 * drift).sum() / u.sum() ** 2
    return Window(counts.sum(), (u * means).sum() / u.sum(), own * h + q, s2 * h + q)


def score_of(view: Window, centre: float, centre_variance: float, constants: Constants) -> Score:
    """Section 6: score = c + R(ȳ − c), not further than .8 √V from ȳ; its sd, and P(above)."""
    tau2, omega2 = constants.tau2, constants.omega2
    if view.n <= 0:
        return Score(view, 0.0, 0.0, centre, math.sqrt(tau2 + centre_variance), math.nan)
    weight, gap = tau2 / (tau2 + view.v0), view.mean - centre
    furthest = 0.8 * math.sqrt(view.v)
    score = min(max(centre + weight * gap, view.mean - furthest), view.mean + furthest)
    limited = weight if abs(gap) < 1e-9 else (score - centre) / gap
    noise = limited**2 * view.v + (1 - limited) ** 2 * tau2
    doubt = (weight * (1 - weight)) ** 2 * omega2 * gap**2
    if limited > weight + 1e-12:  # the limit worked
        noise, doubt = min(noise, view.v), 0.0
    sd = math.sqrt(noise + (1 - limited) ** 2 * centre_variance + doubt)
    above = ndtr((score - centre) / math.sqrt(noise + doubt + limited**2 * centre_variance))
    return Score(view, weight, limited, score, sd, float(above))


def score_at(station: int, n: np.ndarray, total: np.ndarray, now: int, constants: Constants) -> Score:
    """Section 6: the score of one station from its cells; `now` counts weeks from the first."""
    view = window(n[station], total[station], now, constants.s2, constants.sw2, constants.own[station])
    return score_of(view, constants.centre[station], constants.centre_variance[station], constants)


def scores(rows: Rows, week: int, constants: Constants, span: Span) -> list[Score]:
    """Section 6: the scores of all stations in one week."""
    n, total = cells(rows, adjusted(rows, constants.means, constants.shifts), span)
    return [score_at(station, n, total, week - span.first_week, constants) for station in range(span.stations)]


def without_extreme(rows: Rows, station: int, week: int, constants: Constants, span: Span, best: bool) -> Score:
    """Section 8: the score of a station without its best, or without its worst, response of the window."""
    own = rows.take((rows.station == station) & (rows.week <= week))
    values = adjusted(own, constants.means, constants.shifts)
    inside = np.flatnonzero(own.week > week - 26)
    kept = np.ones(len(own), bool)
    if len(inside):
        told_apart = np.round(values[inside], 8)  # of equal ones the first goes
        kept[inside[np.argmax(told_apart) if best else np.argmin(told_apart)]] = False
    n, total = cells(own.take(kept), values[kept], span)
    return score_at(station, n, total, week - span.first_week, constants)
