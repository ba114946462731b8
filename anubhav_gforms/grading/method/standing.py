"""Clearly above or below its kind, or cannot be told: and never because of one response."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...campaign.method_rules import MethodRules
from ..arrays import Bools, Floats, Ints
from .days import DaySums, WeekSums, weekly_sums, weighted_days
from .score import Belief, Scores, newest_first, score, window_mean

ABOVE, UNCLEAR, BELOW = 1, 0, -1
SLACK = 1e-9
"""Sums of weights are compared with whole numbers up to this."""
FORGOTTEN_AFTER = 26
"""Weeks without enough responses after which what was held is forgotten."""


@dataclass(frozen=True)
class ScoreTriple:
    """The scores of a week, and the same without each station's lowest and without its highest response."""

    all: Scores = field(repr=False)
    without_lowest: Scores = field(repr=False)
    without_highest: Scores = field(repr=False)


def score_week(days: DaySums, week: int, campaign_day: int, belief: Belief, rules: MethodRules) -> Scores:
    """Scores at the end of `week` (counted from the first of the days)."""
    return _scored(weekly_sums(days, campaign_day, rules), week, belief, rules)


def _scored(weeks: WeekSums, week: int, belief: Belief, rules: MethodRules) -> Scores:
    n, total = (newest_first(values, week, rules.window) for values in (weeks.n, weeks.total))
    return score(window_mean(n, total, belief.s2, belief.sw2, rules), belief, rules)


def score_triple(days: DaySums, week: int, campaign_day: int, belief: Belief, rules: MethodRules) -> ScoreTriple:
    """Three scores of each station. What a day weighs is worked out again without the response.

    Without the rule (spare_answers = 0) all three are the same.
    """
    weighted = weighted_days(days, campaign_day, rules)
    scores = _scored(weighted.weeks, week, belief, rules)
    if not rules.spare_answers:
        return ScoreTriple(scores, scores, scores)
    since = max(0, week - rules.window + 1) * 7
    low, high = (
        _scored(weighted.without(since, week, rules, lowest=lowest), week, belief, rules) for lowest in (True, False)
    )
    return ScoreTriple(scores, low, high)


def enough(n: Floats, rules: MethodRules) -> Bools:
    """(stations,): are there enough responses for a score?"""
    return np.asarray(n >= rules.min_n - SLACK)


def standing(triple: ScoreTriple, held: Ints, rules: MethodRules, *, with_alike: ScoreTriple | None = None) -> Ints:
    """(stations,): ABOVE, BELOW or UNCLEAR. `held` is the standing before; UNCLEAR where there was none.

    Given when sure, far enough from the centre, and as sure without the response that says most for it; kept while less sure
    is enough, with or without the response that says most against it. `with_alike`: the same with alike rows under review,
    when `triple` leaves them out; a station is above only when both say so.
    """
    above = _side(triple, held == ABOVE, rules)
    if with_alike is not None:
        above &= _side(with_alike, held == ABOVE, rules)
    below = _side(_mirrored(triple), held == BELOW, rules)
    return np.where(above, ABOVE, np.where(below, BELOW, UNCLEAR))


@dataclass(frozen=True)
class _Sureness:
    """(stations,): P(on this side), also without the response that says most for it and most against; distance; n."""

    sure: Floats
    without_best: Floats
    without_worst: Floats
    gap: Floats
    n: Floats


def _side(triple: ScoreTriple | _Sureness, kept: Bools, rules: MethodRules) -> Bools:
    if isinstance(triple, ScoreTriple):
        scores = triple.all
        triple = _Sureness(
            scores.above,
            triple.without_highest.above,
            triple.without_lowest.above,
            scores.score - scores.centre,
            scores.n,
        )
    with np.errstate(invalid="ignore"):
        given = (triple.sure >= rules.sure) & (triple.without_best >= rules.sure) & (triple.gap >= rules.min_gap)
        keeps = kept & ((triple.sure >= rules.keep) | (triple.without_worst >= rules.keep))
        return np.asarray(enough(triple.n, rules) & (given | keeps))


def _mirrored(triple: ScoreTriple) -> _Sureness:
    scores = triple.all
    return _Sureness(
        1 - scores.above, 1 - triple.without_lowest.above, 1 - triple.without_highest.above,
        scores.centre - scores.score, scores.n,
    )  # fmt: skip


def district_standing(above: Floats, gap: Floats, shown: Bools, held: Ints, rules: MethodRules) -> Ints:
    """(districts,): the same against the range, from P(above) and the distance; no single response is left out here."""
    up = _Sureness(above, above, above, gap, np.where(shown, rules.min_n, 0.0))
    down = _Sureness(1 - above, 1 - above, 1 - above, -gap, up.n)
    return np.where(_side(up, held == ABOVE, rules), ABOVE, np.where(_side(down, held == BELOW, rules), BELOW, UNCLEAR))


@dataclass(frozen=True)
class HeldValues:
    """(stations,): what was last shown (a standing or a letter; `none` where nothing), since which week, and the last week in
    which it could be shown."""

    value: Ints = field(repr=False)
    since: Ints = field(repr=False)
    last: Ints = field(repr=False)


def nothing_held(stations: int, none: int) -> HeldValues:
    """Before the first release."""
    weeks = np.full(stations, -1)
    return HeldValues(np.full(stations, none), weeks, weeks)


def hold(held: HeldValues, now: Ints, shown: Bools, week: int, none: int) -> HeldValues:
    """What is held after this week: what is shown now; where nothing can be shown, what was held, for 26 weeks."""
    forgotten = week - held.last > FORGOTTEN_AFTER
    value = np.where(shown, now, np.where(forgotten, none, held.value))
    same = (value == held.value) & (held.since >= 0)
    since = np.where(value == none, -1, np.where(same, held.since, week))
    return HeldValues(value, since, np.where(shown, week, held.last))
