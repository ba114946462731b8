"""Clearly above or below its kind, or cannot be told: and never because of one response."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ...campaign.method_rules import MethodRules
from ..arrays import Bools, Floats, Ints
from ..formulas.status import enough
from .days import WEEK, DaySums, WeekSums, WeightedDays, weekly_sums, weighted_days
from .score import Belief, Scores, newest_first, score, window_mean

ABOVE, UNCLEAR, BELOW = 1, 0, -1
FORGOTTEN_AFTER = 26
"""Weeks without enough responses after which what was held is forgotten."""


@dataclass(frozen=True)
class ScoreTriple:
    """The scores of a week, and the same without each station's lowest and without its highest response."""

    all: Scores = field(repr=False)
    without_lowest: Scores = field(repr=False)
    without_highest: Scores = field(repr=False)


def has_begun(week: int, campaign_day: int, rules: MethodRules) -> bool:
    """Whether this week (counted as the campaign's first day is) is one of those that have standings."""
    return week - campaign_day // WEEK + 1 >= rules.verdict_from_week


def score_week(days: DaySums, week: int, campaign_day: int, belief: Belief, rules: MethodRules) -> Scores:
    """Scores at the end of `week` (counted from the first of the days)."""
    return score_sums(weekly_sums(days, campaign_day, rules), week, belief, rules)


def score_sums(weeks: WeekSums, week: int, belief: Belief, rules: MethodRules) -> Scores:
    """The same from the sums of weeks."""
    n, total = (newest_first(values, week, rules.window) for values in (weeks.n, weeks.total))
    return score(window_mean(n, total, belief.s2, belief.sw2, rules), belief, rules)


def score_triple(days: DaySums, week: int, campaign_day: int, belief: Belief, rules: MethodRules) -> ScoreTriple:
    """Three scores of each station. What a day weighs is worked out again without the response.

    Without the rule (spare_answers = 0) all three are the same.
    """
    return score_triples(days, [week], campaign_day, belief, rules)[0]


def score_triples(
    days: DaySums, weeks: Sequence[int], campaign_day: int, belief: Belief, rules: MethodRules
) -> list[ScoreTriple]:
    """The same of several weeks at once, under one set of constants: no week's depends on another's."""
    weighted, many = weighted_days(days, campaign_day, rules), np.asarray(weeks, dtype=np.int64)
    sides = [_Without(weighted, many, rules, lowest=lowest) for lowest in (True, False) if rules.spare_answers]
    size = max(1, AT_ONCE // max(1, len(days.rows) * rules.window))
    triples: list[ScoreTriple] = []
    for start in range(0, len(many), size):
        part = slice(start, start + size)
        whole = WeekSums(*(_windows(of, many[part], rules.window) for of in (weighted.weeks.n, weighted.weeks.total)))
        scored = [_of_windows(whole, belief, rules), *(_of_windows(side(whole, part), belief, rules) for side in sides)]
        weeks_of = [[one.of_week(at) for at in range(len(many[part]))] for one in scored]
        triples += [ScoreTriple(*three) for three in zip(*(weeks_of if sides else weeks_of * 3), strict=True)]
    return triples


AT_ONCE = 250_000
"""Station-weeks of windows that are worked on together: they fit in the processor's cache."""


def _windows(values: Floats, weeks: Ints, window: int) -> Floats:
    """(weeks, stations, ages): the windows that end with each week, newest first; zeros before the first week."""
    padded = np.concatenate([np.zeros((len(values), window - 1)), values], axis=1)
    views = np.lib.stride_tricks.sliding_window_view(padded, window, axis=1)[:, weeks, ::-1]
    return np.ascontiguousarray(np.moveaxis(views, 1, 0))


def _of_windows(weeks: WeekSums, belief: Belief, rules: MethodRules) -> Scores:
    return score(window_mean(weeks.n, weeks.total, belief.s2, belief.sw2, rules), belief, rules)


class _Without:
    """Windows without each station's lowest (highest) response: it stays the lowest for many weeks, and is left out once."""

    def __init__(self, weighted: WeightedDays, weeks: Ints, rules: MethodRules, *, lowest: bool) -> None:
        self.weeks, self.window = weeks, rules.window
        first = max(0, int(weeks.min()) - rules.window + 1)
        values = weighted.extremes(first, int(weeks.max()) + 1, lowest=lowest)
        before = np.concatenate([np.full((len(values), rules.window - 1), np.inf), values], axis=1)
        views = np.lib.stride_tricks.sliding_window_view(before, rules.window, axis=1)[:, weeks - first]
        at = np.maximum(0, np.argmin(views, axis=2) + weeks - first - rules.window + 1)
        stations = np.arange(len(values))[:, None]
        self.some = np.isfinite(values[stations, at]).T
        cases, self.case = np.unique((stations * values.shape[1] + at).T[self.some], return_inverse=True)
        station, begins = np.divmod(cases, values.shape[1])
        self.begins = first + begins
        day = weighted.day_of_extreme(station, self.begins, lowest=lowest)
        self.moved = weighted.moved(station, day, rules, lowest=lowest)
        self.changed = (self.moved.n != 0) | (self.moved.total != 0)  # few do after the day's own week
        self.first = np.concatenate([[0], np.cumsum(self.some.sum(axis=1))])

    def __call__(self, whole: WeekSums, part: slice) -> WeekSums:
        """`whole`: the windows of a part of the weeks, with every response."""
        week, station = np.nonzero(self.some[part])
        case = self.case[self.first[part.start] : self.first[part.start] + len(week)]
        newest = self.weeks[part][week] - self.begins[case]
        n, total = whole.n.copy(), whole.total.copy()
        for later in range(self.moved.n.shape[1]):
            age = newest - later
            here = np.flatnonzero(self.changed[case, later] & (age >= 0) & (age < self.window))
            at = (week[here], station[here], age[here])
            n[at] += self.moved.n[case[here], later]
            total[at] += self.moved.total[case[here], later]
        return WeekSums(n, total)


def standing(triple: ScoreTriple, held: Ints, rules: MethodRules, *, with_alike: ScoreTriple | None = None) -> Ints:
    """(stations,): ABOVE, BELOW or UNCLEAR. `held` is the standing before; UNCLEAR where there was none.

    Given when sure, far enough from the centre, and as sure without the response that says most for it; kept while less sure
    is enough, with or without the response that says most against it. `with_alike`: the same with alike rows under review,
    when `triple` leaves them out; a station is above only when both say so.
    """
    now = _sides(*_sureness(triple), enough(triple.all.n, rules.min_n), held, rules)
    if with_alike is None:
        return now
    return np.where((now == ABOVE) & (standing(with_alike, held, rules) != ABOVE), UNCLEAR, now)


def district_standing(above: Floats, gap: Floats, shown: Bools, held: Ints, rules: MethodRules) -> Ints:
    """(districts,): the same against the range, from P(above) and the distance; no single response is left out here."""
    return _sides(np.array([above] * 3), gap, shown, held, rules)


def _sureness(triple: ScoreTriple) -> tuple[Floats, Floats]:
    """(3, stations): P(above) of all responses, without the best and without the worst; and how far above its kind."""
    three = (triple.all, triple.without_highest, triple.without_lowest)
    return np.array([scores.above for scores in three]), triple.all.score - triple.all.centre


def _sides(sure: Floats, gap: Floats, shown: Bools, held: Ints, rules: MethodRules) -> Ints:
    """(units,): above or below, as `_sureness` has it; seen from below the best response is the worst."""
    with np.errstate(invalid="ignore"):
        above = _holds(sure, gap, held == ABOVE, rules)
        below = _holds(1 - sure[[0, 2, 1]], -gap, held == BELOW, rules)
    return np.where(shown & above, ABOVE, np.where(shown & below, BELOW, UNCLEAR))


def _holds(sure: Floats, gap: Floats, kept: Bools, rules: MethodRules) -> Bools:
    given = (sure[:2] >= rules.sure).all(axis=0) & (gap >= rules.min_gap)
    return np.asarray(given | (kept & (sure[::2] >= rules.keep).any(axis=0)))


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
    forgotten = week - held.last >= FORGOTTEN_AFTER
    value = np.where(shown, now, np.where(forgotten, none, held.value))
    same = (value == held.value) & (held.since >= 0)
    since = np.where(value == none, -1, np.where(same, held.since, week))
    return HeldValues(value, since, np.where(shown, week, held.last))
