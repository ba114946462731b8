"""One week's estimate of every station, and of districts as the plain mean of their stations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.special import ndtri

from ..campaign.grading import Grading
from .arrays import Bools, Floats, Ints, add_up, count_up
from .constants import Constants
from .formulas.letters import touched
from .formulas.spread import shrink
from .formulas.status import CALIBRATING, FIRM, NO_RESPONSES, NOT_ENOUGH, PROVISIONAL, SLACK, enough
from .formulas.window import pool, weeks_used
from .method.score import newest_first
from .panel import Panel


@dataclass(frozen=True)
class Priors:
    """(stations,): what each station is drawn towards, and whether it is (`shrunk`). `s2` is of one response: of version 2 each
    station's own, of version 1 that of all."""

    s2: float | Floats
    sw2: float
    tau2: Floats = field(repr=False)
    mu: Floats = field(repr=False)
    var_mu: Floats = field(repr=False)
    shrunk: Bools = field(repr=False)

    @classmethod
    def of(cls, constants: Constants, kinds: Sequence[str]) -> Priors:
        return cls(constants.s2, constants.sw2, *constants.spreads(kinds))


@dataclass(frozen=True)
class Estimate:
    """(units,): n, ybar (adjusted, not shrunk), v = its variance, score, sd, r = reliability, low and high of the
    interval (not clipped). `use` (stations, ages): which weeks count, newest first."""

    n: Floats
    ybar: Floats
    v: Floats
    score: Floats
    sd: Floats
    r: Floats
    low: Floats
    high: Floats
    use: Bools = field(repr=False)

    @classmethod
    def of_area(cls, n: Floats, score: Floats, sd: Floats, z: float) -> Estimate:
        """That of a district or the range: no mean of its own, no weeks; the interval reaches `z` standard deviations."""
        nothing, use = np.full(len(n), np.nan), np.zeros((len(n), 0), dtype=bool)
        return cls(n, nothing, nothing, score, sd, nothing, score - z * sd, score + z * sd, use)


def interval_z(rules: Grading) -> float:
    """How many standard deviations the interval reaches on each side, to three decimals as the formulas print it: 1.645."""
    return float(round(ndtri((1 + rules.interval) / 2), 3))


def estimate_week(panel: Panel, priors: Priors, week: int, rules: Grading, *, with_set_aside: bool = False) -> Estimate:
    """Estimates at the end of `week` (counted from the panel's first). Window, pooled mean, shrinkage, interval."""
    n, total = (panel.all_n, panel.all_total) if with_set_aside else (panel.n, panel.total)
    n, total = (newest_first(values, week, rules.window.reach_back) for values in (n, total))
    use = weeks_used(n, rules.window)
    ybar, v, size = pool(np.where(use, n, 0.0), np.where(use, total, 0.0), priors.s2, priors.sw2)
    score, sd, r = shrink(ybar, v, priors.tau2, priors.mu, priors.var_mu)
    score, sd = np.where(priors.shrunk, score, ybar), np.where(priors.shrunk, sd, np.sqrt(v))
    score, sd = (np.where(size > 0, value, np.nan) for value in (score, sd))
    half = interval_z(rules) * sd
    return Estimate(size, ybar, v, score, sd, r, score - half, score + half, use)


def station_status(estimate: Estimate, rules: Grading, *, letters: bool) -> Ints:
    """(stations,): number of the status; the first rule that matches wins. `letters`: are letters given this week?"""
    edges = tuple(rules.bands.values())
    wide = (
        touched(np.clip(np.nan_to_num(estimate.low), 0, 100), np.clip(np.nan_to_num(estimate.high), 0, 100), edges) >= 3
    )
    return np.select(
        [
            np.full(len(estimate.n), not letters),
            estimate.n <= 0,
            ~enough(estimate.n, rules.min_responses),
            (estimate.r < rules.provisional_below) | wide,
        ],
        [CALIBRATING, NO_RESPONSES, NOT_ENOUGH, PROVISIONAL],
        FIRM,
    )


def district_means(estimate: Estimate, groups: Ints, count: int, rules: Grading, *, among: Bools) -> Estimate:
    """Each district as the plain mean of the scores of its stations with responses; sd_D = sqrt(sum sd^2)/m.

    `groups` (stations,): number of the district, 0..count-1. `n` is the sum over stations. `among` (stations,): which of
    them belong to it this week.
    """
    seen = (estimate.n > 0) & among
    m = count_up(groups[seen], count).astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = add_up(groups[seen], estimate.score[seen], count) / m
        sd = np.sqrt(add_up(groups[seen], estimate.sd[seen] ** 2, count)) / m
    return Estimate.of_area(add_up(groups[among], estimate.n[among], count), score, sd, interval_z(rules))


def district_status(n: Floats, groups: Ints, count: int, rules: Grading, *, letters: bool, among: Bools) -> Ints:
    """(districts,): Firm only when enough of all its stations have enough responses. `n`, `among` (stations,)."""
    n, groups = n[among], groups[among]
    stations = count_up(groups, count)
    with_enough = count_up(groups[enough(n, rules.min_responses)], count)
    responses = add_up(groups, n, count)
    return np.select(
        [
            np.full(count, not letters),
            responses <= 0,
            with_enough == 0,
            with_enough < rules.district.coverage * stations - SLACK,
        ],
        [CALIBRATING, NO_RESPONSES, NOT_ENOUGH, PROVISIONAL],
        FIRM,
    )
