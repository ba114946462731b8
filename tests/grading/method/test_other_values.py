"""The other worked numbers of the method: shares, alarms, money, order checks, effects, power, the day cap, flags."""

from __future__ import annotations

import numpy as np
import pytest

from anubhav_gforms.grading.formulas.money import probability
from anubhav_gforms.grading.formulas.proportion import wilson
from anubhav_gforms.grading.method.alarms import NOT_OPEN, bad_p, fall_step, no_falls, too_many_bad
from anubhav_gforms.grading.method.days import TRAILING, day_weights, trailing_sums
from anubhav_gforms.grading.method.effect import EffectWord, estimate_effect
from anubhav_gforms.grading.method.money import money_flags, no_caps
from anubhav_gforms.grading.method.power import (
    YEARS,
    pace_weeks,
    power_table,
    responses_for_half_width,
    responses_to_be_named,
    still_needed,
)
from anubhav_gforms.grading.method.review import alike_p
from anubhav_gforms.grading.method.rule_check import prior_strength, undeserved_share
from anubhav_gforms.grading.method.score import window_mean
from anubhav_gforms.grading.method.shares import alikeness, design_effect, estimate_share

from .dataset_a import RULES

SIX = 6e-7


def test_the_first_month_in_one_share() -> None:
    """48 of 54 satisfied, at 36 stations."""
    low, high = wilson(48, 54, 0.90)
    assert (float(low), float(high)) == (pytest.approx(0.799224, abs=SIX), pytest.approx(0.941444, abs=SIX))
    effect = design_effect([6, 5, 4, 3, 3, 3] + [1] * 30, 0.05)
    assert effect == pytest.approx(1.074074, abs=SIX)
    low, high = wilson(48 / effect, 54 / effect, 0.90)
    assert (float(low), float(high)) == (pytest.approx(0.795288, abs=SIX), pytest.approx(0.942772, abs=SIX))


def test_a_share_knows_its_stations() -> None:
    k, n = [2, 0, 1, 0, 4, 0], [10, 12, 8, 5, 15, 4]
    assert alikeness(k, n) == pytest.approx(0.042783, abs=SIX)
    found = estimate_share(k, n)
    assert (found.k, found.n, found.stations, found.share) == (7, 54, 6, pytest.approx(7 / 54))
    assert found.low < 7 / 54 < found.high


def test_the_alarm_of_bad_responses() -> None:
    assert bad_p([4, 8], 2, 13, 13, 0.08) == pytest.approx([0.002272, 0.000001], abs=SIX)
    assert bad_p(6, 10, 60, 26, 0.10) == pytest.approx(0.005525, abs=SIX)
    p = bad_p([4, 8], 2, 13, 13, 0.08)
    assert too_many_bad(np.array([4.0, 8.0]), p, RULES.alarm).tolist() == [False, True]


def test_the_alarm_of_the_level() -> None:
    """One week is worth at most 3.5 standard deviations, so an alarm needs two bad weeks; then it stays open."""
    states, seen = no_falls(1), []
    for week, z in enumerate([-0.5, -1.0, -6.0, 0.2, -2.0, -3.6, 0.0, 1.0]):
        states = fall_step(states, np.maximum(-RULES.alarm.clip, np.array([z])), week, RULES.alarm)
        seen.append((float(states.c[0]), int(states.since[0])))
    assert [c for c, _ in seen] == pytest.approx([0, 0.5, 3.5, 2.8, 4.3, 7.3, 6.8, 5.3])
    assert [since for _, since in seen] == [NOT_OPEN] * 5 + [5] * 3


def test_money() -> None:
    assert probability([3, 4], [40, 150], 0.02, 50, 0.02) == pytest.approx([0.896450, 0.632791], abs=SIX)


def test_an_order_on_shares() -> None:
    assert prior_strength(0.04) == pytest.approx(24)
    assert undeserved_share(14, 20, 0.75, 0.75, 0.04) == pytest.approx(0.385469, abs=SIX)


def test_an_action_against_its_controls() -> None:
    others = np.array([5.0, 8, -2, 1, 0, 3, -4, 6, 2]), np.array([20.0, 25, 30, 16, 22, 40, 35, 28, 19])
    found = estimate_effect(12, 24, *others)
    assert (found.tau2, found.shift, found.variance) == pytest.approx((4, 2.256079, 3.153388), abs=SIX)
    assert (found.effect, found.sd, found.better) == pytest.approx((9.743921, 5.581522, 0.959572), abs=SIX)
    assert found.word is EffectWord.BETTER


def test_the_power_table() -> None:
    assert list(power_table(17**2, 5.5**2, RULES.sure).values()) == [106, 38, 25, 13, 9]
    assert list(power_table(26**2, 9.7**2, RULES.sure).values()) == [231, 78, 50, 24, 15]
    surer = power_table(26**2, 9.7**2, 0.99)
    assert all(surer[distance] > n for distance, n in power_table(26**2, 9.7**2, RULES.sure).items())


def test_how_many_more_responses() -> None:
    """At that n the interval is as narrow as asked for, and one response fewer is not enough."""
    s2, tau2 = np.array([300.0, 700.0]), 30.0
    n = responses_for_half_width(s2, tau2, 5)

    def half(n: np.ndarray) -> np.ndarray:
        v = s2 / n + 1
        return 1.645 * np.sqrt(tau2 / (tau2 + v) * v)

    assert (half(n) <= 5).all()
    assert (half(n - 1) > 5).all()
    more, weeks = still_needed(np.array([10.0, 0.0]), np.full(2, 5), s2, tau2, 5)
    assert more.tolist() == [n[0] - 10, n[1]]
    assert weeks[0] == np.ceil((n[0] - 10) / 2)
    assert weeks[1] == np.inf, "nobody responds there today"


@pytest.mark.parametrize(("before", "today", "weight"), [(0.5, 12, 2 / 12), (2, 12, 0.5), (10, 12, 1), (10, 45, 2 / 3)])
def test_the_day_cap(before: float, today: int, weight: float) -> None:
    """56 days with this mean, then a day with so many: floor 2, three times the mean."""
    rows = np.full((1, 57), before)
    rows[0, -1] = today
    weights = day_weights(rows, trailing_sums(rows, TRAILING), np.full(57, TRAILING), RULES.day_floor, RULES.day_times)
    assert weights[0, -1] == pytest.approx(weight)


@pytest.mark.parametrize(
    ("day", "p"),
    [
        ((9, 9, 1, 20, 56, 0.3), (9.5925e-6, 6.4186e-5, 1.3674e-8)),
        ((12, 9, 2, 40, 112, 0.4), (3.0249e-5, 7.5011e-3, 3.6982e-6)),
    ],
)
def test_the_flag_of_a_day(day: tuple[float, ...], p: tuple[float, ...]) -> None:
    x, a, mean, alike, total, share = day
    arrays = (np.array([float(value)]) for value in (x, a, mean, alike, total))
    got = alike_p(*arrays, 0.10, share, 0.15)
    assert [float(value[0]) for value in got] == pytest.approx(p, rel=5e-5)


@pytest.mark.parametrize("begun", [0, 4])
def test_a_crowd_of_noes_does_not_raise_the_cap_of_the_days_after_it(begun: int) -> None:
    """Each cap worked out from the 56 days before it, or those since the campaign began, each at most at its own cap."""
    came = np.random.default_rng(5).poisson(6, 130).astype(float)
    came[:begun] = 0
    came[[begun, 20, 90]] = 400
    counted, caps = [0.0] * 130, [0.0] * 130
    for day in range(130):
        elapsed = 1 if day <= begun else min(day - begun, 56)
        caps[day] = max(RULES.day_floor, RULES.day_times * sum(counted[max(day - 56, 0) : day]) / elapsed)
        counted[day] = min(came[day], caps[day])
    found = no_caps(np.array([came, np.zeros(130)]), begun, RULES)
    assert found[0] == pytest.approx(caps)
    assert found[1] == pytest.approx(RULES.day_floor)


def test_a_flag_of_money_needs_its_least_reports_and_a_raised_one_stays() -> None:
    yes, noes, held = np.array([2.0, 3.0, 0.0]), np.zeros(3), np.array([False, False, True])
    assert money_flags(yes, noes, (0.02, 20.0), 0.05, 0.5, 3, held).tolist() == [False, True, True]


def test_responses_until_a_score_can_be_told() -> None:
    """At 1.645 points c is 1: V = tau2/(tau2 - 1), without the 1 for weeks and age 1/(tau2 - 1)."""
    s2 = np.array([10.0, 10.1])
    assert responses_for_half_width(s2, 3.0, 1.645).tolist() == [20, 21]
    for little in (0.5, 1.0):
        assert responses_for_half_width(s2, little, 1.645).tolist() == [0, 0]
    assert responses_for_half_width(s2, 1000.0, 1.0).tolist() == [np.inf, np.inf]
    for n, weeks, more, time in ((30, 5, 0, 0), (10, 5, 10, 5), (10, 0, 10, 1), (19, 19, 1, 1), (0, 5, 20, np.inf)):
        found = still_needed(np.array([float(n)]), np.array([weeks]), s2[:1], 3.0, 1.645)
        assert [each.tolist() for each in found] == [[more], [time]]
    assert [each.tolist() for each in still_needed(np.zeros(1), np.array([5]), s2[:1], 0.5, 1.645)] == [[0], [0]]
    assert YEARS == 2 * 52, "the page says: more than two years"


def test_a_pace_is_taken_since_the_first_response_of_a_station_with_enough() -> None:
    """Of the second nine came in the last two weeks: they may have come late to where few ever come."""
    rows = np.zeros((4, 40))
    rows[0, 10], rows[0, -2:] = 1, 5
    rows[1, -2:] = 4, 5
    rows[2, -2:] = 5, 5
    assert pace_weeks(rows, 26, RULES).tolist() == [26, 26, 2, 26]
    assert pace_weeks(rows, 1, RULES).tolist() == [1, 1, 1, 1]


def test_responses_until_a_station_is_named() -> None:
    assert responses_to_be_named(400, 0, 50, 0.95) is None, "nothing differs"
    assert responses_to_be_named(1, 100, 50, 0.95) == 1
    assert responses_to_be_named(400, 1, 50, 0.95) is not None


def test_a_week_of_half_a_response_weighs_as_half_a_response() -> None:
    """u = 1/(s2/n + what weeks and age add), and a week without responses counts nothing."""
    found = window_mean(np.array([0.5, 0, 2]), np.array([40.0, 0, 150]), 100.0, 4.0, RULES)
    u, q = [1 / (200 + 4), 1 / (50 + 4 + 2 * RULES.drift)], [4, 4 + 2 * RULES.drift]
    assert found.n == pytest.approx(2.5)
    assert found.ybar == pytest.approx((80 * u[0] + 75 * u[1]) / sum(u))
    assert found.h == pytest.approx((u[0] ** 2 / 0.5 + u[1] ** 2 / 2) / sum(u) ** 2)
    assert found.q == pytest.approx((u[0] ** 2 * q[0] + u[1] ** 2 * q[1]) / sum(u) ** 2)
