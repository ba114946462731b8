"""How many forged responses would change what is said of a station: printed beside it, since no arithmetic stops a drip."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ...campaign.method_rules import MethodRules
from ..arrays import Bools, Floats, Ints
from ..letters import probabilities
from .days import TRAILING, WEEK, DaySums, WeightedDays, weighted_days
from .letters import letter_states
from .score import Belief
from .standing import ScoreTriple, enough, score_sums, score_triple, standing

MOST = 60
"""The largest number that is tried."""
WORST, BEST = 0.0, 100.0


@dataclass(frozen=True)
class StandingNow:
    """(stations,): standing and letter of a week, and what was held before it; `since`: week of the held letter."""

    standing: Ints = field(repr=False)
    letter: Ints = field(repr=False)
    held_standing: Ints = field(repr=False)
    held_letter: Ints = field(repr=False)
    since: Ints = field(repr=False)


@dataclass(frozen=True)
class Certificates:
    """(stations,): the smallest number of all-worst, and of all-best responses that would change the standing or the single letter;
    0 when MOST do not, and where there is nothing to change."""

    worst: Ints = field(repr=False)
    best: Ints = field(repr=False)


def certify(
    days: DaySums, week: int, campaign_day: int, belief: Belief, now: StandingNow, edges: tuple[float, ...],
    rules: MethodRules, *, letters: bool = True, most: int = MOST, only: int | None = None,
) -> Certificates:  # fmt: skip
    """Try 1, 2, 3 ... responses, one a day, from the last day of the newest week backwards; at one station if `only` says so."""
    stations = len(days.rows)
    graded = enough(days.until(week, rules.window).rows.sum(axis=1), rules)
    if only is not None:
        graded &= np.arange(stations) == only
    # older days are in no score, and in no usual number of one that is
    before = max(0, week + 1 - rules.window - TRAILING // WEEK)
    days, week, campaign_day = days.until(week, week + 1 - before), week - before, campaign_day - before * WEEK
    weighted = weighted_days(days, campaign_day, rules)
    found = {}
    for value in (WORST, BEST):
        answer = np.zeros(stations, dtype=np.int64)
        open_ = graded.copy()
        for count in range(1, min(most, (week + 1) * WEEK) + 1):
            if not open_.any():
                break
            part = np.flatnonzero(open_)
            changed = _changes(weighted, week, belief, now, edges, rules, part, count, value, letters)
            answer[part[changed]] = count
            open_[part[changed]] = False
        found[value] = answer
    return Certificates(found[WORST], found[BEST])


def _changes(
    weighted: WeightedDays, week: int, belief: Belief, now: StandingNow, edges: tuple[float, ...], rules: MethodRules,
    part: Ints, count: int, value: float, letters: bool,
) -> Bools:  # fmt: skip
    """(part,): does it change with so many responses of this value?"""
    scores = score_sums(weighted.with_last(part, count, value, rules), week, belief.of(part), rules)
    changed = np.zeros(len(part), dtype=bool)
    if letters:
        p = probabilities(scores.score, scores.sd, edges)
        states = letter_states(p, now.held_letter[part], now.since[part], week, enough(scores.n, rules), rules)
        changed |= states.letter != now.letter[part]
    # the scores without one response are worked out only where the standing hangs on them
    held = now.held_standing[part]
    stands, *most = (
        standing(ScoreTriple(scores, *(replace(scores, above=np.full(len(part), spare)),) * 2), held, rules)
        for spare in (0.0, 1.0)
    )
    if len(hangs := np.flatnonzero(~changed & (stands != most[0]))):
        some = part[hangs]
        more = _with_responses(weighted.days, some, week, count, value)
        triple = score_triple(more, week, weighted.campaign_day, belief.of(some), rules)
        stands[hangs] = standing(triple, held[hangs], rules)
    return np.asarray(changed | (stands != now.standing[part]))


def _with_responses(days: DaySums, part: Ints, week: int, count: int, value: float) -> DaySums:
    last = (week + 1) * WEEK
    at = slice(last - count, last)

    def changed(values: Floats, by: float) -> Floats:
        values = values[part].copy()
        values[:, at] += by
        return values

    low, high = days.low[part].copy(), days.high[part].copy()
    low[:, at], high[:, at] = np.minimum(low[:, at], value), np.maximum(high[:, at], value)
    return DaySums(changed(days.rows, 1), changed(days.total, value), low, high)
