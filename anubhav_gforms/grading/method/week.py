"""One week of grades: what was held before and the evidence of the week → what is said, and what is held from now on.

What was held is a value: a release remembers it. Nothing here looks at an earlier week's responses to find it again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from ...campaign.method_rules import MethodRules
from ..arrays import Bools, Floats, Ints, add_up
from ..formulas.letters import NONE, probabilities
from ..formulas.status import enough
from .alarms import FallStates, fall_step, fall_z, no_falls
from .constants import SpreadOfStations
from .districts import AreaEstimates, estimate_areas
from .letters import LetterStates, letter_states
from .score import Belief
from .standing import (
    UNCLEAR,
    HeldValues,
    ScoreTriple,
    district_standing,
    has_begun,
    hold,
    nothing_held,
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
    """What a week is graded from; week and campaign_day are counted from the Monday of the first week of the scope.

    all, clean: the scores of all responses, and without alike rows under review (the same object where nothing is under review);
    n, total: of the week itself without alike praise, for the alarm; under_review (stations,): where a flag is open.
    """

    week: int
    campaign_day: int
    all: ScoreTriple = field(repr=False)
    clean: ScoreTriple = field(repr=False)
    n: Floats = field(repr=False)
    total: Floats = field(repr=False)
    under_review: Bools = field(repr=False)


@dataclass(frozen=True)
class HeldStates:
    """What is held after a week, and nothing else is: standings and letters of stations and districts, the range's letter, and of
    stations the alarm of the level and the money flags."""

    standing: HeldValues = field(repr=False)
    letter: HeldValues = field(repr=False)
    district_standing: HeldValues = field(repr=False)
    district_letter: HeldValues = field(repr=False)
    range_letter: HeldValues = field(repr=False)
    falls: FallStates = field(repr=False)
    money: Bools = field(repr=False)

    def without_letters(self) -> HeldStates:
        """The same where new bands begin: no letter is held over from the old ones."""
        stations, districts, whole = (
            nothing_held(len(held.value), NONE) for held in (self.letter, self.district_letter, self.range_letter)
        )
        return replace(self, letter=stations, district_letter=districts, range_letter=whole)


@dataclass(frozen=True)
class WeekStandings:
    """What is said in a week: scores (and without one response, and without alike rows), standings and letters of stations
    and districts, the range's letter, and the estimates of districts and the range. `shown` tells which have enough responses."""

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
    range_letters: LetterStates = field(repr=False)
    z: Floats = field(repr=False)


def nothing_before(stations: int, districts: int) -> HeldStates:
    """Before the first week."""
    return HeldStates(
        nothing_held(stations, UNCLEAR), nothing_held(stations, NONE), nothing_held(districts, UNCLEAR),
        nothing_held(districts, NONE), nothing_held(1, NONE), no_falls(stations), np.zeros(stations, dtype=bool),
    )  # fmt: skip


def grade_week(
    both: WeekScores, listed: Bools, held: HeldStates, belief: Belief, spread: SpreadOfStations, stations: GradedStations,
    edges: tuple[float, ...], rules: MethodRules, *, letters: bool,
) -> tuple[WeekStandings, HeldStates]:  # fmt: skip
    """Grade a week. Without `letters` (a trial, or no bands announced) there are standings only. `listed` (stations,): which stand in
    the lists and means of the week. Money flags are held as they were: they hang on no score.

    Standings begin with `verdict_from_week` of the campaign. Under review verdicts are judged without the alike rows, and
    "above" must hold with them too; no new letter is given then.
    """
    all_rows, clean, week = both.all, both.clean, both.week
    scores = all_rows.all
    shown = enough(scores.n, rules.min_n)
    begun = has_begun(week, both.campaign_day, rules)
    now = standing(clean, held.standing.value, rules, with_alike=None if clean is all_rows else all_rows)
    now = np.where(shown & begun, now, UNCLEAR)
    p = probabilities(scores.score, scores.sd, edges)
    given = letter_states(
        p, held.letter.value, held.letter.since, week, shown & letters, rules, frozen=both.under_review
    )
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
    range_shown = np.array([bool(scored.any())])
    range_p = probabilities(np.array([areas.range_estimate]), np.array([areas.range_sd]), edges)
    before = held.range_letter
    range_letters = letter_states(range_p, before.value, before.since, week, range_shown & letters, rules)
    z = fall_z(both.n, both.total, belief.own_s2, belief.sw2, held.falls, rules.alarm)
    said = WeekStandings(
        all_rows, clean, shown, now, given, areas, area_shown, area_now, area_letters,
        bool(range_shown[0]), range_letters, z,
    )  # fmt: skip
    after = HeldStates(
        hold(held.standing, now, shown & begun, week, UNCLEAR),
        hold(held.letter, given.letter, shown & letters, week, NONE),
        hold(held.district_standing, area_now, area_shown & begun, week, UNCLEAR),
        hold(held.district_letter, area_letters.letter, area_shown & letters, week, NONE),
        hold(held.range_letter, range_letters.letter, range_shown & letters, week, NONE),
        fall_step(held.falls, z, week, rules.alarm),
        held.money,
    )
    return said, after


def areas_shown(n: Floats, scored: Bools, area: Ints, areas: int, rules: MethodRules) -> Bools:
    """(areas,): whether an area has a score: enough stations that were heard, and one of them has a score. `n`, `scored` and the number
    of its `area` of each station."""
    responses = add_up(area, n, areas)
    heard = add_up(area, n > 0, areas)
    first = add_up(area, scored, areas) > 0
    return np.asarray(enough(responses, rules.min_n) & (heard >= LEAST_STATIONS) & first)
