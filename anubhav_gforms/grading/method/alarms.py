"""Two alarms that no quarter resets: a fall of the level, and too many bad responses, which no good ones can dilute."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from ...campaign.method_rules import FallRules
from ..arrays import Bools, Floats, Ints
from ..formulas.tails import negative_binomial_tail

RECENT_WEEKS = 4
"""Weeks whose bad responses are counted."""


@dataclass(frozen=True)
class FallStates:
    """(stations,): c, what has added up; baseline, sd: what it is measured from (NaN: not yet); since: week in which the
    alarm that is open began, NOT_OPEN where none is."""

    c: Floats = field(repr=False)
    baseline: Floats = field(repr=False)
    sd: Floats = field(repr=False)
    since: Ints = field(repr=False)


NOT_OPEN = -1


def no_falls(stations: int) -> FallStates:
    """The states before the first baseline."""
    nothing = np.full(stations, np.nan)
    return FallStates(np.zeros(stations), nothing, nothing, np.full(stations, NOT_OPEN))


def fall_z(n: Floats, total: Floats, own_s2: Floats, sw2: float, states: FallStates, rules: FallRules) -> Floats:
    """(stations,): z = max(-clip, (ybar - b)/sqrt(s2_s/n + sw2 + sd_b^2)) of one week; 0 without responses or baseline."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (total / n - states.baseline) / np.sqrt(own_s2 / n + sw2 + states.sd**2)
    return np.maximum(-rules.clip, np.nan_to_num(z))


def fall_step(states: FallStates, z: Floats, week: int, rules: FallRules) -> FallStates:
    """One week later: C = max(0, C - z - k); an alarm opens when C > h, and stays open until it is acknowledged."""
    c = np.maximum(0.0, states.c - z - rules.k)
    opens = (c > rules.h) & (states.since == NOT_OPEN)
    return replace(states, c=c, since=np.where(opens, week, states.since))


def acknowledge(states: FallStates, seen: Bools, score: Floats, sd: Floats) -> FallStates:
    """A person has seen these alarms: C = 0, and the present score becomes the baseline."""
    return FallStates(
        np.where(seen, 0.0, states.c),
        np.where(seen, score, states.baseline),
        np.where(seen, sd, states.sd),
        np.where(seen, NOT_OPEN, states.since),
    )


def new_baseline(states: FallStates, score: Floats, sd: Floats, rules: FallRules) -> FallStates:
    """At a quarter's start: scores frozen at the start of the quarter before. The old baseline stays where C is above
    rebase_below, where an alarm is open, and where there is no score."""
    stays = ~np.isnan(states.baseline) & (
        (states.c > rules.rebase_below) | (states.since != NOT_OPEN) | np.isnan(score)
    )
    return replace(states, baseline=np.where(stays, states.baseline, score), sd=np.where(stays, states.sd, sd))


def bad_rate(bad: Floats, rows: Floats) -> float:
    """p0 = (all bad + 1)/(all rows + 10): the range's share of responses with an overall rating of 1 or 2."""
    return float((np.sum(bad) + 1) / (np.sum(rows) + 10))


def bad_p(recent: npt.ArrayLike, bad: npt.ArrayLike, rows: npt.ArrayLike, weeks: int, p0: float) -> Floats:
    """P(at least `recent` bad responses in four weeks) when nothing has changed.

    `bad` of `rows` in a baseline of `weeks` weeks. lam = max(.02, p0 rows/weeks), shape = bad + 2, rate = weeks + 2/lam,
    mean = 4 shape/rate, size = min(shape, 20): a negative binomial.
    """
    recent, bad, rows = (np.asarray(value, dtype=float) for value in (recent, bad, rows))
    expected = np.maximum(0.02, p0 * rows / weeks)
    shape = bad + 2
    mean = RECENT_WEEKS * shape / (weeks + 2 / expected)
    return negative_binomial_tail(recent, np.minimum(shape, 20), mean)


def too_many_bad(recent: Floats, p: Floats, rules: FallRules) -> Bools:
    """(stations,): alarm 2."""
    return np.asarray((recent >= rules.bad_least) & (p < rules.bad_p))
