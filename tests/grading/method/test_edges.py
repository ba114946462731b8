"""The edge cases of the method: nothing, all equal, unknown, new, tied, forgotten, under review."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from anubhav_gforms.grading.method.alarms import NOT_OPEN, acknowledge, fall_step, fall_z, new_baseline, no_falls
from anubhav_gforms.grading.method.areas import QuestionSums, question_scores
from anubhav_gforms.grading.method.certificate import StandingNow, certify
from anubhav_gforms.grading.method.constants import TAU_DISTRICT, TAU_STATION
from anubhav_gforms.grading.method.days import DaySums, without_highest, without_lowest, without_rows
from anubhav_gforms.grading.method.districts import estimate_areas
from anubhav_gforms.grading.method.effect import EffectWord, after_mean, effect_of_action
from anubhav_gforms.grading.method.letters import NONE, expected_wrong, letter_states, most_letters_that_are_sure
from anubhav_gforms.grading.method.money import capped_noes, money_flags, money_shown
from anubhav_gforms.grading.method.review import (
    AlikeConstants,
    AlikeSums,
    ReviewSide,
    alike_constants,
    days_under_review,
    find_alike,
)  # fmt: skip
from anubhav_gforms.grading.method.rule_check import PlannedOrder, planned, rewards
from anubhav_gforms.grading.method.score import Scores
from anubhav_gforms.grading.method.standing import (
    ABOVE,
    BELOW,
    UNCLEAR,
    ScoreTriple,
    district_standing,
    enough,
    hold,
    nothing_held,
    score_triple,
    standing,
)  # fmt: skip

from .dataset_a import DISTRICT, EDGES, KIND, RULES, Frozen, Responses, day_sums, freeze, scores

EMPTY = day_sums(np.zeros(0, int), np.zeros(0, int), np.zeros(0))


def test_no_response_at_all() -> None:
    frozen = freeze(EMPTY)
    assert (frozen.variances.s2, frozen.variances.sw2) == (625, 4)
    assert frozen.variances.own.tolist() == [625.0] * 12
    least, most = TAU_STATION[0] ** 2, TAU_STATION[-1] ** 2 + TAU_DISTRICT[-1] ** 2
    assert least < frozen.spread.tau2 < most, "from what is believed beforehand"
    assert np.isnan(frozen.spread.centre).all()
    scored = scores(EMPTY, frozen.belief)
    assert np.isnan(scored.score).all()
    areas = estimate_areas(scored, frozen.spread, KIND, DISTRICT, frozen.spread.var_c, 3)
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
    areas = estimate_areas(scored, spread, KIND, DISTRICT, spread.var_c, 3)
    assert areas.silent.tolist() == [0, 0, 3]
    assert areas.r[2] == 0
    assert areas.delta[2] == areas.middle
    assert areas.sd[2] > areas.sd[:2].max()
    mean = np.mean([frozen.belief.centre[i] for i in (9, 10, 11)]) + areas.middle
    assert areas.estimate[2] == pytest.approx(mean)


def test_a_new_station_and_an_unknown_kind(frozen: Frozen) -> None:
    variances, spread = frozen.variances, frozen.spread
    middle = variances.mean * (100 - variances.mean)
    assert variances.of_new_station() == pytest.approx(variances.a * middle**variances.b)
    assert spread.of_unknown_kind() == (spread.mu, pytest.approx(37.949097 + 9.947788, abs=1e-5))


def test_a_crowded_day_is_not_enough_for_a_score() -> None:
    """Twelve responses on one day weigh two: no score, no letter, no standing."""
    days = day_sums(np.zeros(12, int), np.full(12, 80), np.zeros(12))
    belief = freeze(days).belief
    triple = score_triple(days, 11, 0, belief, RULES)
    assert triple.all.n[0] == pytest.approx(2)
    assert not enough(triple.all.n, RULES)[0]
    assert standing(triple, np.full(12, BELOW), RULES)[0] == UNCLEAR


def test_a_mean_at_the_centre_of_its_kind(frozen: Frozen) -> None:
    at = float(frozen.belief.centre[0])
    scored = scores(day_sums(np.zeros(5, int), np.arange(5) * 14, np.full(5, at)), frozen.belief)
    assert scored.r_eff[0] == scored.r[0]
    assert scored.above[0] == pytest.approx(0.5)


def triple_of(
    above: float, gap: float = 5.0, *, without: tuple[float, float] | None = None, n: float = 20
) -> ScoreTriple:
    """One station: P(above), also (without its lowest, without its highest response)."""

    def one(p: float) -> Scores:
        value = [np.array([x]) for x in (n, 0, 1, 1, 0.5, 0.5, 1, 0, 50 + gap, 1, p, 50.0)]
        return Scores(*value)

    low, high = without or (above, above)
    return ScoreTriple(one(above), one(low), one(high))


@pytest.mark.parametrize(
    ("triple", "held", "expected"),
    [
        (triple_of(0.96), UNCLEAR, ABOVE),
        (triple_of(0.96, gap=1.9), UNCLEAR, UNCLEAR),
        (triple_of(0.96, without=(0.99, 0.94)), UNCLEAR, UNCLEAR),
        (triple_of(0.91), UNCLEAR, UNCLEAR),
        (triple_of(0.91), ABOVE, ABOVE),
        (triple_of(0.89), ABOVE, UNCLEAR),
        (triple_of(0.89, without=(0.90, 0.80)), ABOVE, ABOVE),
        (triple_of(0.04, gap=-5), UNCLEAR, BELOW),
        (triple_of(0.04, gap=-1.9), UNCLEAR, UNCLEAR),
        (triple_of(0.04, gap=-5, without=(0.06, 0.01)), UNCLEAR, UNCLEAR),
        (triple_of(0.09, gap=-5), UNCLEAR, UNCLEAR),
        (triple_of(0.09, gap=-5), BELOW, BELOW),
        (triple_of(0.11, gap=-5, without=(0.2, 0.10)), BELOW, BELOW),
        (triple_of(0.11, gap=-5), BELOW, UNCLEAR),
        (triple_of(0.99, n=9.5), ABOVE, UNCLEAR),
        (triple_of(0.04, gap=-5), ABOVE, BELOW),
    ],
)
def test_no_standing_hangs_on_one_response(triple: ScoreTriple, held: int, expected: int) -> None:
    assert standing(triple, np.array([held]), RULES).tolist() == [expected]


def test_forged_praise_cannot_name_a_station() -> None:
    """Under review "above" must hold with the alike rows and without them; "below" is judged without them."""
    with_alike, without = triple_of(0.97), triple_of(0.60)
    assert standing(without, np.array([UNCLEAR]), RULES, with_alike=with_alike).tolist() == [UNCLEAR]
    assert standing(with_alike, np.array([UNCLEAR]), RULES, with_alike=without).tolist() == [UNCLEAR]
    below = triple_of(0.02, gap=-6)
    assert standing(below, np.array([UNCLEAR]), RULES, with_alike=with_alike).tolist() == [BELOW]


def test_districts_stand_against_the_range() -> None:
    above, gap = np.array([0.96, 0.96, 0.04, 0.91, 0.96]), np.array([5.0, 1, -5, 5, 5])
    shown = np.array([True, True, True, True, False])
    held = np.array([UNCLEAR, UNCLEAR, UNCLEAR, ABOVE, ABOVE])
    assert district_standing(above, gap, shown, held, RULES).tolist() == [ABOVE, UNCLEAR, BELOW, ABOVE, UNCLEAR]


def letters_of(p: list[float], held: int = NONE, **more: object) -> tuple[int, int, int]:
    states = letter_states(
        np.array([p]), np.array([held]), np.array([3]), 9, np.array([True]), RULES,
        **({"frozen": np.array([True])} if more else {}),
    )  # fmt: skip
    return int(states.letter[0]), int(states.first[0]), int(states.size[0])


@pytest.mark.parametrize(
    ("p", "held", "expected"),
    [
        ([0.8, 0.2, 0, 0], NONE, (0, NONE, 0)),
        ([0.79, 0.21, 0, 0], NONE, (NONE, 0, 2)),
        ([0.1, 0.4, 0.4, 0.1], NONE, (NONE, 1, 2)),
        ([0.2, 0.3, 0.3, 0.2], NONE, (NONE, 0, 3)),
        ([0.25, 0.25, 0.25, 0.25], NONE, (NONE, NONE, 0)),
        ([0.4, 0.5, 0.1, 0], 1, (1, NONE, 0)),
        ([0.41, 0.49, 0.1, 0], 1, (NONE, 0, 2)),
        ([0.9, 0.1, 0, 0], 1, (0, NONE, 0)),
        ([0.9, 0.1, 0, 0], 7, (0, NONE, 0)),
    ],
)
def test_a_letter_or_two_or_none(p: list[float], held: int, expected: tuple[int, int, int]) -> None:
    """The better of equal runs; a held letter at .50; one that the bands no longer have is forgotten."""
    p = [*p[:3], 1 - sum(p[:3])] if sum(p) != 1 else p
    assert letters_of(p, held) == expected


def test_under_review_no_new_letter_is_given_and_a_held_one_stays() -> None:
    assert letters_of([0.9, 0.1, 0, 0], frozen=True) == (NONE, NONE, 0)
    assert letters_of([0.9, 0.1, 0, 0], 2, frozen=True) == (2, NONE, 0)


def test_what_is_wrong_and_how_many_letters() -> None:
    p = np.array([[0.9, 0.1], [0.55, 0.45]])
    states = letter_states(p, np.array([0, 0]), np.array([2, 2]), 5, np.array([True, True]), RULES)
    assert expected_wrong(states) == pytest.approx(0.1 + 0.45)
    assert states.since.tolist() == [2, 2]
    assert states.sure(RULES).tolist() == [True, False]
    assert most_letters_that_are_sure({6: 0.2, 5: 0.4, 4: 0.5, 3: 0.8}) == 4
    assert most_letters_that_are_sure({6: 0.1, 3: 0.4}) is None


def test_what_is_held_is_forgotten_after_half_a_year() -> None:
    held = hold(nothing_held(1, UNCLEAR), np.array([BELOW]), np.array([True]), 4, UNCLEAR)
    assert (held.value[0], held.since[0]) == (BELOW, 4)
    hidden = hold(held, np.array([UNCLEAR]), np.array([False]), 30, UNCLEAR)
    assert hidden.value[0] == BELOW
    again = hold(hidden, np.array([BELOW]), np.array([True]), 30, UNCLEAR)
    assert again.since[0] == 4
    assert hold(hidden, np.array([UNCLEAR]), np.array([False]), 31, UNCLEAR).value[0] == UNCLEAR


def test_the_lowest_response_left_out_is_the_first_of_equals() -> None:
    days = day_sums(np.zeros(4, int), np.array([3, 10, 10, 20]), np.array([50.0, 20, 80, 20]))
    less = without_lowest(days, 0)
    assert less.rows[0].nonzero()[0].tolist() == [3, 10, 20]
    assert (less.rows[0, 10], less.total[0, 10], less.square[0, 10]) == (1, 80, 6400)
    assert without_lowest(days, 14).rows[0, 20] == 0, "only what counts in the window"
    assert without_highest(days, 0).total[0, 10] == 20
    assert without_lowest(EMPTY, 0).rows.sum() == 0


def test_alike_rows_are_left_out_exactly() -> None:
    """A day of three forged and two honest responses is a day of two honest ones."""
    y = np.array([100.0, 100, 100, 40, 60])
    days = day_sums(np.zeros(5, int), np.full(5, 8), y)
    honest = day_sums(np.zeros(2, int), np.full(2, 8), y[3:])
    count, low, high = np.zeros((12, 84)), days.low.copy(), days.high.copy()
    count[0, 8], high[0, 8] = 3, 60
    left = without_rows(days, count, count * 100, count * 10_000, low, high)
    for name in DaySums.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(left, name), getattr(honest, name))


def alike_world(forged: dict[tuple[int, int], int]) -> AlikeSums:
    """Three stations, 20 weeks, a response every second day, one in four all-best; and forged all-best ones."""
    rows, best = np.zeros((3, 140)), np.zeros((3, 140))
    rows[:, ::2] = 1
    best[:, ::8] = 1
    for (station, day), count in forged.items():
        rows[station, day] += count
        best[station, day] += count
    return AlikeSums(rows, best, np.zeros((3, 140)))


def test_a_day_and_a_week_of_alike_praise_go_to_a_person() -> None:
    sums = alike_world({(0, 121): 8, **{(1, day): 2 for day in range(113, 119)}})
    constants = alike_constants(alike_world({}), 0, 91, RULES.review)
    assert constants == AlikeConstants(0.02, 0.05, 36 / 138, 0.0)
    found = find_alike(sums, constants, RULES.review, begin=0, end=140)
    assert [(hit.rule, hit.station, hit.first_day, hit.side) for hit in found] == [
        ("F1W", 1, 112, ReviewSide.PRAISE),
        ("F1W", 0, 119, ReviewSide.PRAISE),
        ("F1", 0, 121, ReviewSide.PRAISE),
    ]
    assert found[2].alike == 8
    reviewed = days_under_review(found, ReviewSide.PRAISE, sums.rows.shape)
    assert reviewed.sum() == 14
    assert not days_under_review(found, ReviewSide.BLAME, sums.rows.shape).any()
    assert find_alike(sums, constants, RULES.review, begin=126, end=140) == ()
    assert find_alike(alike_world({(0, 40): 30}), constants, RULES.review, begin=0, end=54) == (), "no history yet"


def test_what_is_flagged_does_not_make_the_next_crowd_usual() -> None:
    forged = {(0, day): 9 for day in range(61, 139, 4)}
    constants = AlikeConstants(0.02, 0.05, 0.25, 0.0)
    found = find_alike(alike_world(forged), constants, RULES.review, begin=0, end=140)
    assert [hit.first_day for hit in found if hit.rule == "F1"] == sorted(day for _, day in forged)


def test_no_quarter_resets_an_alarm() -> None:
    """The baseline moves only where C is small and nothing is open; acknowledging begins again from the present score."""
    rules, one = RULES.alarm, np.ones(3)
    states = new_baseline(no_falls(3), np.array([70.0, 70.0, np.nan]), 3 * one, rules)
    total = np.array([50.0, 68.0, 50.0])
    for week in range(4):
        z = fall_z(20 * one, 20 * total, 400 * one, 4.0, states, rules)
        states = fall_step(states, z, week, rules)
    assert states.since.tolist() == [2, NOT_OPEN, NOT_OPEN]
    later = new_baseline(states, np.array([55.0, 60.0, 58.0]), one, rules)
    assert later.baseline.tolist() == [70, 60, 58]
    assert later.since[0] == 2
    assert later.c[0] == states.c[0]
    seen = acknowledge(later, np.array([True, False, False]), np.array([52.0, 0, 0]), 2 * one)
    assert (seen.baseline[0], seen.sd[0], seen.c[0], seen.since[0]) == (52, 2, 0, NOT_OPEN)
    assert fall_z(np.zeros(3), np.zeros(3), 400 * one, 4.0, states, rules).tolist() == [0, 0, 0]


def test_one_terrible_week_alone_is_no_alarm() -> None:
    states = new_baseline(no_falls(1), np.array([90.0]), np.ones(1), RULES.alarm)
    z = fall_z(np.array([400.0]), np.zeros(1), np.array([300.0]), 4.0, states, RULES.alarm)
    assert fall_step(states, z, 0, RULES.alarm).since[0] == NOT_OPEN


def test_denials_do_not_dissolve_a_money_flag() -> None:
    """Six reports; then thirty denials a day on six days: the days weigh two each, and what is raised stays raised."""
    noes, caps = np.zeros((1, 60)), np.full((1, 60), 2.0)
    prior, none = (0.02, 50.0), np.array([False])
    yes = np.array([6.0])
    assert money_flags(yes, capped_noes(noes, caps, noes), prior, 0.02, 0.95, 3, none)[0]
    noes[0, :6] = 30
    held = capped_noes(noes, caps, np.zeros_like(noes))
    assert held[0] == 12
    assert money_flags(yes, held, prior, 0.02, 0.95, 3, none)[0]
    assert capped_noes(noes, caps, np.maximum(0, noes - 1))[0] == 6
    many = np.array([1000.0])
    assert not money_flags(yes, many, prior, 0.02, 0.95, 3, none)[0]
    assert money_flags(yes, many, prior, 0.02, 0.95, 3, np.array([True]))[0], "latched until the IG closes it"
    assert not money_flags(np.array([2.0]), np.array([0.0]), prior, 0.02, 0.95, 3, none)[0]
    assert money_shown(np.array([3, 2, 3]), np.array([20, 90, 19])).tolist() == [True, False, False]


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
    assert given.expected == pytest.approx(float(given.undeserved[8]))


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
    found = question_scores(sums, scored.score, scored.sd)
    assert np.isnan(found.score[:11]).all()
    assert found.v == pytest.approx((4000 + 700 - 500) / 14)
    nothing = question_scores(QuestionSums(*np.zeros((3, 12))), scored.score, scored.sd)
    assert np.isnan(nothing.score).all()
    assert nothing.lean.tolist() == [0] * 12


def test_the_certificate_is_the_smallest_number_that_changes_anything(
    rows: Responses, days: DaySums, frozen: Frozen
) -> None:
    """So many all-worst responses, one a day from the last day back, change station 8's standing; one fewer does not."""
    triple = score_triple(days, 11, 0, frozen.belief, RULES)
    none = np.full(12, NONE)
    zeros = np.zeros(12, int)
    now = StandingNow(standing(triple, zeros, RULES), none, zeros, none, none)
    found = certify(days, 11, 0, frozen.belief, now, EDGES, RULES, letters=False, most=20)
    assert found.worst[0] == found.best[0] == 0, "six responses: nothing is said that could change"

    def stands(station: int, value: float, count: int) -> int:
        more = day_sums(
            np.append(rows.station, [station] * count),
            np.append(rows.day, 83 - np.arange(count)),
            np.append(rows.y, [value] * count),
        )
        return int(standing(score_triple(more, 11, 0, frozen.belief, RULES), np.zeros(12, int), RULES)[station])

    for station, value, number in ((8, 0.0, found.worst[8]), (10, 100.0, found.best[10]), (7, 100.0, found.best[7])):
        assert 1 <= number <= 20
        assert stands(station, value, number) != now.standing[station]
        assert all(stands(station, value, fewer) == now.standing[station] for fewer in range(1, number))
