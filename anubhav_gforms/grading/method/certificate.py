"""How many forged responses would change what is said of a station: printed beside it, since no arithmetic stops a drip."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ...campaign.method_rules import MethodRules
from ..arrays import Bools, Floats, Ints
from ..formulas.letters import probabilities
from ..formulas.status import enough
from .days import TRAILING, WEEK, DaySums, WeightedDays, weighted_days
from .letters import letter_states
from .score import Belief, Scores
from .standing import ABOVE, UNCLEAR, ScoreTriple, has_begun, score_sums, score_triple, standing

MOST = 60
"""The largest number that is tried."""
VALUES = np.array([0.0, 100.0])
"""What an all-worst and an all-best response of a visit of unknown purpose bring, in points."""
AT_ONCE = 512
"""Cases that are worked out together: they fit in the processor's cache."""


@dataclass(frozen=True)
class StandingNow:
    """(stations,): standing and letter of a week, and what was held before it; `reviewed`: where a flag is open."""

    standing: Ints = field(repr=False)
    letter: Ints = field(repr=False)
    held_standing: Ints = field(repr=False)
    held_letter: Ints = field(repr=False)
    reviewed: Bools = field(repr=False)


@dataclass(frozen=True)
class Cases:
    """(cases,): so many responses more, of so many points, at this station."""

    station: Ints = field(repr=False)
    value: Floats = field(repr=False)
    count: Ints = field(repr=False)

    def of(self, part: Ints) -> Cases:
        """Some of them."""
        return Cases(self.station[part], self.value[part], self.count[part])


def certify(
    days: DaySums, week: int, campaign_day: int, belief: Belief, now: StandingNow, edges: tuple[float, ...],
    rules: MethodRules, *, letters: bool, most: int = MOST, only: int | None = None, without_alike: DaySums | None = None,
    values: Floats = VALUES,
) -> Ints:  # fmt: skip
    """(2, stations): the smallest number of all-worst, and of all-best responses that would change the standing or the single letter;
    0 when `most` do not, and where there is nothing to change.

    Try 1, 2, 3 ... responses, one a day, from the last day of the newest week backwards; at one station if `only` says so.
    `without_alike`: the days without alike rows under review, where there are some. `values`: what one of either side brings."""
    stations = len(days.rows)
    graded = enough(days.until(week, rules.window).rows.sum(axis=1), rules.min_n) & has_begun(week, campaign_day, rules)
    if only is not None:
        graded &= np.arange(stations) == only
    # older days are in no score, and in no usual number of one that is
    before = max(0, week + 1 - rules.window - TRAILING // WEEK)
    begun, most = campaign_day - before * WEEK, min(most, (week + 1 - before) * WEEK)
    weighted, clean = (
        weighted_days(of.until(week, week + 1 - before), begun, rules) for of in (days, without_alike or days)
    )
    numbers, open_ = np.zeros((2, stations), dtype=np.int64), np.stack([graded, graded])
    tried = 0
    while tried < most and open_.any():
        side, part = np.nonzero(open_)
        counts = np.arange(tried, min(most, tried + max(1, AT_ONCE // len(part)))) + 1
        tries = np.tile(counts, len(part))
        cases = Cases(np.repeat(part, len(counts)), np.repeat(values[side], len(counts)), tries)
        changed = _changes(weighted, clean, week - before, belief, now, edges, rules, cases, letters).reshape(
            -1, len(counts)
        )
        some = changed.any(axis=1)
        numbers[side[some], part[some]] = counts[changed[some].argmax(axis=1)]
        open_[side[some], part[some]] = False
        tried = int(counts[-1])
    return numbers


def _changes(
    weighted: WeightedDays, clean: WeightedDays, week: int, belief: Belief, now: StandingNow, edges: tuple[float, ...],
    rules: MethodRules, cases: Cases, letters: bool,
) -> Bools:  # fmt: skip
    """(cases,): does it change with so many responses of this value? Under review no letter does, and the standing is that without
    alike rows, but above only with them too."""
    part = cases.station
    scores, reviewed = _scores(weighted, week, belief, rules, cases), now.reviewed[part]
    changed = np.zeros(len(part), dtype=bool)
    if letters:
        p = probabilities(scores.score, scores.sd, edges)
        held = now.held_letter[part]  # since when does not matter here
        states = letter_states(p, held, held, week, enough(scores.n, rules.min_n), rules)
        changed |= ~reviewed & (states.letter != now.letter[part])
    stands = _stands(weighted, scores, ~changed, week, belief, now, rules, cases)
    if len(some := np.flatnonzero(reviewed)):
        few = cases.of(some)
        alone = _stands(clean, _scores(clean, week, belief, rules, few), reviewed[some], week, belief, now, rules, few)
        stands[some] = np.where((alone == ABOVE) & (stands[some] != ABOVE), UNCLEAR, alone)
    return np.asarray(changed | (stands != now.standing[part]))


def _scores(weighted: WeightedDays, week: int, belief: Belief, rules: MethodRules, cases: Cases) -> Scores:
    more = weighted.with_last(cases.station, cases.count, cases.value, rules)
    return score_sums(more, week, belief.of(cases.station), rules)


def _stands(
    weighted: WeightedDays, scores: Scores, asked: Bools, week: int, belief: Belief, now: StandingNow, rules: MethodRules,
    cases: Cases,
) -> Ints:  # fmt: skip
    """(cases,): the standing, right where it is `asked`. The scores without one response are worked out only where it hangs on them."""
    part, held = cases.station, now.held_standing[cases.station]
    stands, *most = (
        standing(ScoreTriple(scores, *(replace(scores, above=np.full(len(part), spare)),) * 2), held, rules)
        for spare in (0.0, 1.0)
    )
    if len(hangs := np.flatnonzero(asked & (stands != most[0]))):
        some = part[hangs]
        more = _with_responses(weighted.days, week, cases.of(hangs))
        triple = score_triple(more, week, weighted.campaign_day, belief.of(some), rules)
        stands[hangs] = standing(triple, held[hangs], rules)
    return stands


def _with_responses(days: DaySums, week: int, cases: Cases) -> DaySums:
    days, value = days.of(cases.station), cases.value[:, None]
    more = np.arange(days.rows.shape[1]) >= (week + 1) * WEEK - cases.count[:, None]
    low, high = (np.where(more, than(of, value), of) for than, of in ((np.minimum, days.low), (np.maximum, days.high)))
    return DaySums(days.rows + more, days.total + more * value, low, high)
