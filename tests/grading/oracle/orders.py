"""Did it help, and whom would an order hit undeservedly (section 9 of docs/grading.md, and its rule check)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import ndtr

from .points import adjusted
from .questions import paule_mandel
from .rows import cells
from .scores import LEAST, scores
from .season import Season
from .week import Week

Action = tuple[int, int]
"""Station and week."""


@dataclass(frozen=True)
class After:
    """The pooled mean of the weeks after an action, its variance and n."""

    n: float
    mean: float
    v: float


def after(n: np.ndarray, total: np.ndarray, own: float, s2: float, sw2: float) -> After:
    """Section 9: of these weeks of a station, each weighted by u = 1/(s²/n + s²_w)."""
    seen = n > 0
    u = 1 / (s2 / n[seen] + sw2)
    if not len(u):
        return After(0.0, math.nan, math.nan)
    mean = (u * total[seen] / n[seen]).sum() / u.sum()
    return After(n.sum(), mean, (own * (u**2 / n[seen]).sum() + sw2 * (u**2).sum()) / u.sum() ** 2)


def effect(said: Week, season: Season, action: Action, actions: list[Action]) -> tuple[float, float, int, int] | None:
    """Section 9: effect, its sd, weeks and controls of an action, one of several; None where it is too early to say."""
    station, week = action
    known, span, everyone = said.constants, season.span, range(season.span.stations)
    horizon = max((weeks for weeks in (8, 13) if week + weeks <= said.week), default=0)
    if not horizon or week <= span.first_week:
        return None
    rows = season.rows.take(~season.under(season.open_flags(said.week), season.rows))
    n, total = cells(rows, adjusted(rows, known.means, known.shifts), span)
    begin = week + 1 - span.first_week
    part = slice(begin, begin + horizon)
    later = [after(n[s, part], total[s, part], known.own[s], known.s2, known.sw2) for s in everyone]
    before = scores(rows, week - 1, known, span)
    acted = {other for other, then in actions if abs(then - week) <= horizon}
    free = [
        s for s in everyone
        if s not in acted and said.listed[s] and before[s].n >= LEAST and later[s].n >= 5 - 1e-9
    ]  # fmt: skip
    of_kind = [s for s in free if season.register.kind_of[s] == season.register.kind_of[station]]
    controls = of_kind if len(of_kind) >= 8 else free
    if len(controls) < 8 or later[station].n < LEAST or not before[station].n:
        return None
    d, v = (
        np.array([made(s) for s in (*controls, station)])
        for made in (lambda s: later[s].mean - before[s].score, lambda s: later[s].v + before[s].sd ** 2)
    )
    apart = max(4, paule_mandel(d[:-1], v[:-1])[0])
    w = 1 / (v[:-1] + apart)
    return d[-1] - (w * d[:-1]).sum() / w.sum(), math.sqrt(v[-1] + apart + 1 / w.sum()), horizon, len(controls)


def judged(said: Week, limit: float, side: int) -> dict[int, float]:
    """The chance that a notice below the limit (side 1) or a reward above it (side −1) is undeserved, of stations that it hits."""
    scored = [s for s, score in enumerate(said.scores) if said.listed[s] and score.shown]
    hit = [s for s in scored if side * (limit - said.scores[s].score) > 0]
    return {s: float(ndtr(side * (said.scores[s].score - limit) / said.scores[s].sd)) for s in hit}


def planned(said: Week, limit: float, side: int) -> tuple[float, float]:
    """How many such an order hits at these numbers of responses in the long run, and how many undeservedly: the truth of a station is
    normal about its centre with variance τ², 41 points of Gauss and Hermite."""
    points, weights = hermegauss(41)
    known, hits, wrong = said.constants, 0.0, 0.0
    for station, score in enumerate(said.scores):
        if said.listed[station] and score.shown:
            centre = known.centre[station]
            truth = centre + math.sqrt(known.tau2) * points
            mean, sd = centre + score.weight * (truth - centre), score.weight * math.sqrt(score.window.v)
            chance = weights / weights.sum() * ndtr(side * (limit - mean) / sd)
            hits, wrong = hits + chance.sum(), wrong + chance[side * (truth - limit) >= 0].sum()
    return hits, wrong
