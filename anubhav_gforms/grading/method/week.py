"""One week of grades: what was held before and the evidence of the week → what is said, and what is held from now on.

What was held is a value: a release remembers it. Nothing here looks at an earlier week's responses to find it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...campaign.method_rules import MethodRules
from ..arrays import Bools, Floats, Ints, add_up
from ..formulas.letters import probabilities
from ..formulas.status import enough
from .alarms import FallStates, fall_step, fall_z, no_falls
from .constants import SpreadOfStations
from .days import DaySums, weekly_sums
from .districts import AreaEstimates, estimate_areas
from .letters import NONE, LetterStates, letter_states
from .score import Belief
from .standing import (
    UNCLEAR,
    HeldValues,
    ScoreTriple,
    district_standing,
    has_begun,
    hold,
    nothing_held,
    score_triple,
    standing,
)

LEAST_STATIONS = 3
"""Stations with responses from which on a district is shown."""


@dataclass(frozen=True)
class GradedStations:
    """(stations,) numbers of the kind and the district of each, and how many there are of both."""

    kind: Ints = field(repr=False)
    district: Ints = field(repr=False)
    kinds: int
    districts: int


@dataclass(frozen=True)
class WeekScores:
    """The scores of a week, of all responses and without alike rows under review (the same object where nothing is under review); n and
    total of the week itself without alike praise, for the alarm."""

    all: ScoreTriple = field(repr=False)
    clean: ScoreTriple = field(repr=False)
    n: Floats = field(repr=False)
    total: Floats = field(repr=False)


@dataclass(frozen=True)
class WeekEvidence:
    """What a week is graded from.

    week, campaign_day: counted from the first of `days`; days: all responses; without_alike: the same without the alike
    rows under review, None when nothing is; without_praise: without alike praise only, for the alarm; under_review
    (stations,): where a flag is open; listed (stations,): which stand in the lists and means of the week, None for all; scores:
    what the days come to, where it is known already.
    """

    week: int
    campaign_day: int
    days: DaySums = field(repr=False)
    without_alike: DaySums | None = field(default=None, repr=False)
    without_praise: DaySums | None = field(default=None, repr=False)
    under_review: Bools | None = field(default=None, repr=False)
    listed: Bools | None = field(default=None, repr=False)
    scores: WeekScores | None = field(default=None, repr=False)


@dataclass(frozen=True)
class HeldStates:
    """What is held of stations and districts: standings, letters, and the alarm of the level."""

    standing: HeldValues = field(repr=False)
    letter: HeldValues = field(repr=False)
    district_standing: HeldValues = field(repr=False)
    district_letter: HeldValues = field(repr=False)
    falls: FallStates = field(repr=False)


@dataclass(frozen=True)
class WeekStandings:
    """What is said in a week: scores (and without one response, and without alike rows), standings and letters of stations
    and districts, and the estimates of districts and the range. `shown` tells which have enough responses."""

    triple: ScoreTriple = field(repr=False)
    without_alike: ScoreTriple = field(repr=False)
    shown: Bools = field(repr=False)
    standing: Ints = field(repr=False)
    letters: LetterStates = field(repr=False)
    areas: AreaEstimates = field(repr=False)
    district_shown: Bools = field(repr=False)
    district_standing: Ints = field(repr=False)
    district_letters: LetterStates = field(repr=False)
    range_shown: bool
    z: Floats = field(repr=False)


def nothing_before(stations: int, districts: int) -> HeldStates:
    """Before the first week."""
    return HeldStates(
        nothing_held(stations, UNCLEAR), nothing_held(stations, NONE), nothing_held(districts, UNCLEAR),
        nothing_held(districts, NONE), no_falls(stations),
    )  # fmt: skip


def grade_week(
    evidence: WeekEvidence, held: HeldStates, belief: Belief, spread: SpreadOfStations, stations: GradedStations,
    edges: tuple[float, ...], rules: MethodRules, *, letters: bool = True,
) -> tuple[WeekStandings, HeldStates]:  # fmt: skip
    """Grade a week. Without `letters` (a trial, or no bands announced) there are standings only.

    Standings begin with `verdict_from_week` of the campaign. Under review verdicts are judged without the alike rows, and
    "above" must hold with them too; no new letter is given then.
    """
    reviewed = np.zeros(len(stations.kind), bool) if evidence.under_review is None else evidence.under_review
    both = evidence.scores or week_scores(evidence, belief, rules)
    all_rows, clean = both.all, both.clean
    scores, week = all_rows.all, evidence.week
    shown = enough(scores.n, rules.min_n)
    begun = has_begun(week, evidence.campaign_day, rules)
    now = standing(clean, held.standing.value, rules, with_alike=None if clean is all_rows else all_rows)
    now = np.where(shown & begun, now, UNCLEAR)
    p = probabilities(scores.score, scores.sd, edges)
    given = letter_states(p, held.letter.value, held.letter.since, week, shown & letters, rules, frozen=reviewed)
    listed = np.ones(len(stations.kind), bool) if evidence.listed is None else evidence.listed
    areas = estimate_areas(
        scores, spread, stations.kind, stations.district, spread.var_c, stations.districts, listed=listed
    )
    scored = shown & listed
    area_shown = areas_shown(np.where(listed, scores.n, 0.0), scored, stations.district, stations.districts, rules)
    gap = areas.estimate - areas.range_estimate
    area_now = district_standing(areas.above, gap, area_shown & begun, held.district_standing.value, rules)
    area_p = probabilities(areas.estimate, areas.sd, edges)
    before = held.district_letter
    area_letters = letter_states(area_p, before.value, before.since, week, area_shown & letters, rules)
    z = fall_z(both.n, both.total, belief.own_s2, belief.sw2, held.falls, rules.alarm)
    said = WeekStandings(
        all_rows, clean, shown, now, given, areas, area_shown, area_now, area_letters,
        bool(scored.any()), z,
    )  # fmt: skip
    after = HeldStates(
        hold(held.standing, now, shown & begun, week, UNCLEAR),
        _hold_letters(held.letter, given, shown & letters, week),
        hold(held.district_standing, area_now, area_shown & begun, week, UNCLEAR),
        _hold_letters(held.district_letter, area_letters, area_shown & letters, week),
        fall_step(held.falls, z, week, rules.alarm),
    )
    return said, after


def week_scores(evidence: WeekEvidence, belief: Belief, rules: MethodRules) -> WeekScores:
    """The scores of one week."""
    week, begun = evidence.week, evidence.campaign_day
    everything = score_triple(evidence.days, week, begun, belief, rules)
    less = evidence.without_alike
    clean = everything if less is None else score_triple(less, week, begun, belief, rules)
    sums = weekly_sums(evidence.days if evidence.without_praise is None else evidence.without_praise, begun, rules)
    return WeekScores(everything, clean, sums.n[:, week], sums.total[:, week])


def areas_shown(n: Floats, scored: Bools, area: Ints, areas: int, rules: MethodRules) -> Bools:
    """(areas,): whether an area has a score: enough stations that were heard, and one of them has a score. `n`, `scored` and the number
    of its `area` of each station."""
    responses = add_up(area, n, areas)
    heard = add_up(area, n > 0, areas)
    first = add_up(area, scored, areas) > 0
    return np.asarray(enough(responses, rules.min_n) & (heard >= LEAST_STATIONS) & first)


def _hold_letters(held: HeldValues, given: LetterStates, shown: Bools, week: int) -> HeldValues:
    return hold(held, given.letter, shown, week, NONE)
