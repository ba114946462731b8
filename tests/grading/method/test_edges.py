"""The edge cases of the method: nothing, all equal, unknown, new, tied, forgotten, under review."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from anubhav_gforms.grading.formulas.letters import NONE
from anubhav_gforms.grading.formulas.status import enough
from anubhav_gforms.grading.method.areas import QuestionSums, question_constants, question_scores
from anubhav_gforms.grading.method.certificate import StandingNow, certify
from anubhav_gforms.grading.method.constants import TAU_DISTRICT, TAU_STATION, variance_at
from anubhav_gforms.grading.method.days import DaySums
from anubhav_gforms.grading.method.districts import drawn_in, estimate_areas
from anubhav_gforms.grading.method.effect import EffectWord, after_mean, effect_of_action
from anubhav_gforms.grading.method.rule_check import PlannedOrder, planned, rewards
from anubhav_gforms.grading.method.score import Scores
from anubhav_gforms.grading.method.standing import (
    BELOW,
    UNCLEAR,
    score_triple,
    standing,
)  # fmt: skip

from .dataset_a import DISTRICT, EDGES, EMPTY, KIND, RULES, Frozen, Responses, day_sums, freeze, scores


def test_no_response_at_all() -> None:
    frozen = freeze(EMPTY)
    assert (frozen.variances.s2, frozen.variances.sw2) == (625, 4)
    assert frozen.variances.own.tolist() == [625.0] * 12
    least, most = TAU_STATION[0] ** 2, TAU_STATION[-1] ** 2 + TAU_DISTRICT[-1] ** 2
    assert least < frozen.spread.tau2 < most, "from what is believed beforehand"
    assert np.isnan(frozen.spread.centre).all()
    scored = scores(EMPTY, frozen.belief)
    assert np.isnan(scored.score).all()
    areas = estimate_areas(scored, frozen.spread, KIND, DISTRICT, frozen.spread.var_c, 3, listed=np.ones(12, bool))
    assert np.isnan(areas.estimate).all()
    assert math.isnan(areas.range_estimate)


def test_seven_responses_do_not_pretend_to_agree() -> None:
    """Seven equal ratings at seven stations: the variance is still nearly the one believed beforehand."""
    frozen = freeze(day_sums(np.arange(7), np.arange(7), np.full(7, 75.0)))
    assert frozen.variances.s2 == pytest.approx(10 * 625 / 16)
    assert frozen.variances.s2 > 25


def test_all_responses_equal() -> None:
    """The variance shrinks with the number of responses and is never 0; the score is the one that everybody gave."""
    last = math.inf
    for rows in (12, 120, 1200):
        days = day_sums(np.arange(rows) % 12, np.arange(rows) % 84, np.full(rows, 75.0))
        frozen = freeze(days)
        assert 0 < frozen.variances.s2 < last
        assert (frozen.variances.own > 0).all()
        scored = scores(days, frozen.belief)
        assert (scored.v > 0).all()
        assert scored.score == pytest.approx(75.0)
        last = frozen.variances.s2


def test_a_kind_and_a_district_without_responses(rows: Responses) -> None:
    """Their stations enter the district as silent ones; the kind's centre is that of an unknown kind, with all its doubt."""
    heard = KIND[rows.station] != 2
    frozen = freeze(day_sums(rows.station[heard], rows.day[heard], rows.y[heard]))
    spread = frozen.spread
    assert spread.centre[2] == pytest.approx(spread.mu, abs=1e-9)
    assert spread.var_c[2] > spread.var_c[:2].max()
    scored = scores(day_sums(rows.station[heard], rows.day[heard], rows.y[heard]), frozen.belief)
    silent = np.array([False] * 9 + [True] * 3)
    scored = replace(scored, n=np.where(silent, 0, scored.n), ybar=np.where(silent, np.nan, scored.ybar))
    areas = estimate_areas(scored, spread, KIND, DISTRICT, spread.var_c, 3, listed=np.ones(12, bool))
    assert areas.silent.tolist() == [0, 0, 3]
    assert areas.r[2] == 0
    assert areas.delta[2] == areas.middle
    assert areas.sd[2] > areas.sd[:2].max()
    mean = np.mean([frozen.belief.centre[i] for i in (9, 10, 11)]) + areas.middle
    assert areas.estimate[2] == pytest.approx(mean)


@pytest.mark.parametrize("td2", [0.0, 0.5, 6.0])
def test_districts_that_differ_by_less_than_a_point_keep_that_much_of_their_own(
    scored: Scores, frozen: Frozen, td2: float
) -> None:
    areas = estimate_areas(
        scored, replace(frozen.spread, td2=td2), KIND, DISTRICT, frozen.spread.var_c, 3, listed=np.ones(12, bool)
    )
    assert areas.r == pytest.approx(td2 / (td2 + areas.a))


def test_no_district_hangs_on_one_response_and_no_surely_bad_station_is_hidden() -> None:
    """One all-worst response far below its kind is drawn in; a mean that is known well is drawn in by two of its errors; the rest stay."""
    away = np.array([-88.0, -40.0, 40.0, -40.0, 0.0])
    got = drawn_in(away, np.array([330.0, 4.0, 4.0, 330.0, 330.0]), 30.0)
    np.testing.assert_allclose(got, [-(88 - 2 * math.sqrt(330)), -36, 36, -40, 0])
    assert drawn_in(np.array([-88.0]), np.array([900.0]), 30.0)[0] == pytest.approx(-2.5 * math.sqrt(930))
    raised = drawn_in(np.linspace(-100, 100, 401), np.full(401, 90.0), 30.0)
    assert (np.diff(raised) >= 0).all(), "a better response never lowers a district"


def test_a_new_station(frozen: Frozen) -> None:
    variances = frozen.variances
    middle = variances.mean * (100 - variances.mean)
    assert variance_at(variances.a, variances.b, variances.mean) == pytest.approx(variances.a * middle**variances.b)


def test_a_crowded_day_is_not_enough_for_a_score() -> None:
    """Twelve responses on one day weigh two: no score, no letter, no standing."""
    days = day_sums(np.zeros(12, int), np.full(12, 80), np.zeros(12))
    belief = freeze(days).belief
    triple = score_triple(days, 11, 0, belief, RULES)
    assert triple.all.n[0] == pytest.approx(2)
    assert not enough(triple.all.n, RULES.min_n)[0]
    assert standing(triple, np.full(12, BELOW), RULES)[0] == UNCLEAR


def test_a_mean_at_the_centre_of_its_kind(frozen: Frozen) -> None:
    at = float(frozen.belief.centre[0])
    scored = scores(day_sums(np.zeros(5, int), np.arange(5) * 14, np.full(5, at)), frozen.belief)
    assert scored.r_eff[0] == scored.r[0]
    assert scored.above[0] == pytest.approx(0.5)


def test_an_order_before_it_is_given(scored: Scores, frozen: Frozen) -> None:
    """Under nobody's limit nobody falls; under everybody's limit all do, and a notice to a truth below it is deserved."""

    def order(limit: float, *, reward: bool = False) -> PlannedOrder:
        return planned(scored.centre, scored.r, scored.v, frozen.spread.tau2, limit, reward=reward)

    assert order(-1000.0).hit.max() < 1e-6
    everybody = order(1000.0)
    assert everybody.hit.min() > 1 - 1e-6
    assert everybody.undeserved.max() == 0
    some = order(45.0)
    assert (some.undeserved < some.hit).all()
    assert order(45.0, reward=True).hit == pytest.approx(1 - some.hit)
    given = rewards(scored.score, scored.sd, 70.0)
    assert given.hit.nonzero()[0].tolist() == [8]
    assert np.isfinite(given.undeserved).nonzero()[0].tolist() == [8], "nobody else is told of"


def test_an_action_is_judged_by_the_others() -> None:
    n, total = np.full((12, 8), 5.0), np.full((12, 8), 5 * 60.0)
    total[0] = 5 * 80.0
    after = after_mean(n, total, 400.0, 4.0, np.full(12, 400.0))
    assert after.ybar[:2] == pytest.approx([80, 60])
    assert after.v[0] == pytest.approx(400 / 40 + 4 / 8)
    before = np.full(12, 20.0), np.full(12, 60.0), np.full(12, 2.0)
    everybody, nobody = np.ones(12, bool), np.zeros(12, bool)
    better = effect_of_action(0, *before, after, everybody, nobody)
    assert (better.word, better.controls) == (EffectWord.BETTER, 11)
    assert better.effect == pytest.approx(20)
    few = effect_of_action(0, *before, after, np.arange(12) < 5, nobody)
    assert few.controls == 11, "fewer than eight of its kind: all kinds"
    assert effect_of_action(0, *before, after, everybody, np.arange(12) > 5).word is EffectWord.TOO_EARLY
    assert effect_of_action(1, *before, after, everybody, nobody).word is EffectWord.CANNOT_BE_TOLD
    thin = replace(after, n=np.where(np.arange(12) == 0, 9.0, 40.0))
    assert effect_of_action(0, *before, thin, everybody, nobody).word is EffectWord.TOO_EARLY


def test_one_question_of_a_station_without_responses(scored: Scores) -> None:
    sums = QuestionSums(*(np.array([0.0] * 11 + [value]) for value in (5, 50, 700)))
    found = question_scores(sums, scored.score, scored.sd, question_constants(sums))
    assert np.isnan(found.score[:11]).all()
    assert found.constants.v == pytest.approx((4000 + 700 - 500) / 14)
    empty = QuestionSums(*np.zeros((3, 12)))
    nothing = question_scores(empty, scored.score, scored.sd, question_constants(empty))
    assert np.isnan(nothing.score).all()
    assert nothing.lean.tolist() == [0] * 12


def test_the_certificate_is_the_smallest_number_that_changes_anything(
    rows: Responses, days: DaySums, frozen: Frozen
) -> None:
    """So many all-worst responses, one a day from the last day back, change station 8's standing; one fewer does not."""
    triple = score_triple(days, 11, 0, frozen.belief, RULES)
    none = np.full(12, NONE)
    zeros = np.zeros(12, int)
    now = StandingNow(standing(triple, zeros, RULES), none, zeros, none, zeros > 0)
    worst, best = certify(days, 11, 0, frozen.belief, now, EDGES, RULES, letters=False, most=20)
    assert worst[0] == best[0] == 0, "six responses: nothing is said that could change"

    def stands(station: int, value: float, count: int) -> int:
        more = day_sums(
            np.append(rows.station, [station] * count),
            np.append(rows.day, 83 - np.arange(count)),
            np.append(rows.y, [value] * count),
        )
        return int(standing(score_triple(more, 11, 0, frozen.belief, RULES), np.zeros(12, int), RULES)[station])

    for station, value, number in ((8, 0.0, worst[8]), (10, 100.0, best[10]), (7, 100.0, best[7])):
        assert 1 <= number <= 20
        assert stands(station, value, number) != now.standing[station]
        assert all(stands(station, value, fewer) == now.standing[station] for fewer in range(1, number))
