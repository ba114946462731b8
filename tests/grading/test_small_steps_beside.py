"""The formulas beside the score, one step each: shares, ranks, rules, case-mix, days, flags and change."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import norm

from anubhav_gforms.campaign.grading import CaseMix, DayCap, Flags, Trend
from anubhav_gforms.grading.daybook import (
    BurstConstants,
    day_weight,
    find_bursts,
)
from anubhav_gforms.grading.flags import f2_straight_lines, f8_call_backs
from anubhav_gforms.grading.flags.f2_straight_lines import excess
from anubhav_gforms.grading.flags.f3_copies import alike, near_copies, shingles
from anubhav_gforms.grading.flags.f7_coverage import FEWEST, MOST, coverage
from anubhav_gforms.grading.flags.f9_edges import bunching
from anubhav_gforms.grading.formulas import casemix, money
from anubhav_gforms.grading.formulas.proportion import wilson
from anubhav_gforms.grading.formulas.ranks import MIN_PEERS, rank_sets
from anubhav_gforms.grading.formulas.trend import arrows, falls
from anubhav_gforms.grading.method.days import trailing_sums
from anubhav_gforms.grading.method.review import F1, overdispersion_of
from anubhav_gforms.grading.method.rule_check import share

from .worked import days, found_in
from .world import messages

BANDS = (90.0, 80.0, 70.0, 60.0, 50.0, 0.0)


# shares, money, ranks, rules


def test_an_interval_of_nothing_is_none_and_a_narrower_one_is_asked_for() -> None:
    low, high = wilson([0, 5, 10], [0, 10, 10], 0.90)
    assert np.isnan(low[0])
    assert np.isnan(high[0])
    z, n, p = 1.6448536269514722, 10, 0.5
    half = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert (low[1], high[1]) == pytest.approx((0.5 - half, 0.5 + half))
    assert low[2] == pytest.approx(1 / (1 + z**2 / n))
    assert high[2] == 1
    assert [float(end) for end in wilson(1, 1)] == pytest.approx([0.20654931, 1])


def test_the_strength_of_the_money_prior() -> None:
    k, n = np.array([0, 3, 1, 6] * 6 + [9]), np.array([20, 30, 25, 40] * 6 + [9])
    p0 = k.sum() / n.sum()
    large = n >= 10
    s = sum(b * (a / b - p0) ** 2 for a, b in zip(k[large], n[large], strict=True))
    total, m = n[large].sum(), large.sum()
    rho = (s / (p0 * (1 - p0)) - (m - 1)) / (total - (n[large] ** 2).sum() / total - (m - 1))
    found = money.prior(k, n)
    assert found[0] == pytest.approx(p0)
    assert 20 < found[1] < 500
    assert found[1] == pytest.approx(1 / rho - 1)
    assert money.prior([], []) == (0.0, 50.0)
    assert money.prior(np.full(20, 10.0), np.full(20, 10.0)) == (1.0, 50.0)
    assert money.prior(np.full(20, 1.0), np.full(20, 10.0))[1] == 500, "ten answers and twenty stations are enough"
    assert money.prior(np.full(20, 1.0), np.full(20, 9.0))[1] == 50


def test_money_where_nobody_or_everybody_reported_it() -> None:
    from scipy.stats import beta

    assert math.isnan(money.probability(0, 0, 0.02, 50, 0.02))
    assert money.probability(0, 10, 0.0, 50, 0.02) == pytest.approx(beta.sf(0.02, 0.5, 59.5))
    assert money.probability(10, 10, 1.0, 50, 0.02) == pytest.approx(beta.sf(0.02, 59.5, 0.5))


def test_places_of_one_of_two_and_of_equals() -> None:
    assert [places.tolist() for places in rank_sets([70.0], [4.0])] == [[1], [1]]
    assert [places.tolist() for places in rank_sets([], [])] == [[], []]
    assert [places.tolist() for places in rank_sets([70.0, 90.0], [1.0, 1.0])] == [[2, 1], [2, 1]]
    assert [places.tolist() for places in rank_sets([70.0, 70.0, 20.0], [4.0, 4.0, 4.0])] == [[1, 1, 3], [2, 2, 3]]
    best, worst = rank_sets([70.0, 70.0, 71.0], [4.0, 900.0, 4.0])
    assert (best.tolist(), worst.tolist()) == ([1, 1, 1], [3, 3, 3])


def test_places_are_wider_when_all_comparisons_must_hold_at_once() -> None:
    """With two stations q is 1.96: a gap of 2.0 standard errors parts them. With forty it does not."""
    close = 1.8 * math.sqrt(2)
    assert [places.tolist() for places in rank_sets([0.0, close], [1.0, 1.0])] == [[1, 1], [2, 2]], (
        "both ways are asked"
    )
    best, worst = rank_sets([0.0, 10.0, 11.0], [1.0, 1.0, 400.0])
    assert (best.tolist(), worst.tolist()) == ([2, 1, 1], [3, 2, 3]), "an unsure one hides no sure difference"
    gap = 2.05 * math.sqrt(2)
    assert [places.tolist() for places in rank_sets([0.0, gap], [1.0, 1.0])] == [[2, 1], [2, 1]]
    best, worst = rank_sets(np.append(np.zeros(39), gap), np.ones(40))
    assert (best[-1], worst[-1]) == (1, 40)


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("0.99", Fraction(99, 100)), ("100%", 1), ("0.5 %", Fraction(1, 200))]
)
def test_shares_at_the_ends(text: str, value: Fraction) -> None:
    assert share(text) == value


# case-mix


def test_groups_of_purposes_at_their_least_size() -> None:
    counts = np.zeros((20, 3))
    counts[:, 0], counts[:, 1] = 10, 10
    assert casemix.fit(counts, counts * 50, CaseMix()).group == (0, 1, -1), "200 in 20 stations are enough"
    counts[0, 1] -= 1
    assert casemix.fit(counts, counts * 50, CaseMix()).group == (0, -1, -1)
    counts[:, 1], counts[0, 1] = 11, 0
    assert casemix.fit(counts, counts * 50, CaseMix()).group == (0, -1, -1), "209 in 19 stations are not"
    counts[:, 1], counts[0, 1:] = 10, [9, 1]
    assert casemix.fit(counts, counts * 50, CaseMix()).group == (0, 1, 1), "a purpose of one response is merged"
    nothing = casemix.fit(np.zeros((20, 2)), np.zeros((20, 2)), CaseMix())
    assert (nothing.group, nothing.shift, nothing.beta, nothing.pi) == ((-1, -1), (0.0, 0.0), (), ())


def test_a_purpose_that_the_baseline_did_not_see_is_in_no_group() -> None:
    """Nor in that of the small ones: nothing says how its visitors respond."""
    counts, points = np.full((20, 4), [20.0, 6.0, 6.0, 0.0]), np.array([50.0, 70.0, 70.0, 0.0])
    found = casemix.fit(counts, counts * points, CaseMix())
    assert found.group == (0, 1, 1, -1)
    assert found.shift == pytest.approx((-7.5, 12.5, 12.5, 0.0))


# days


def test_sums_of_the_days_before() -> None:
    values = np.array([[1.0, 2, 4, 8, 16]])
    assert trailing_sums(values, 2).tolist() == [[0, 1, 3, 6, 12]]
    assert trailing_sums(values, 9).tolist() == [[0, 1, 3, 7, 15]]


def test_the_day_cap_looks_at_the_days_before_and_not_at_days_set_aside() -> None:
    rows = np.array([[40.0, 4, 4, 4, 20]])
    aside = np.array([[True, False, False, False, False]])
    rules = DayCap(floor=5, times_trailing_mean=3, trailing_days=4)
    assert day_weight(rows, aside, 0, rules)[0] == pytest.approx([5 / 40, 1, 1, 1, 9 / 20])
    assert day_weight(rows, ~aside & False, 0, rules)[0, 4] == 1
    later = day_weight(np.array([[0.0, 0, 12, 30]]), np.zeros((1, 4), bool), 2, rules)
    assert later[0] == pytest.approx([1, 1, 5 / 12, 1]), "days before the campaign began do not count"


def test_overdispersion_of_daily_counts() -> None:
    rows = [2.0] * 56 + [6.0, 0.0]
    found = overdispersion_of(days(rows).rows, F1, 56)
    m = np.array([2, (2 * 55 + 6) / 56])
    x = np.array([6.0, 0])
    assert found == pytest.approx(((x - m) ** 2 - m).sum() / (m**2).sum())
    assert overdispersion_of(days(rows).rows[:, :56], F1, 56) == 0.02, "nothing has a history yet"
    aside = np.zeros((1, 58), bool)
    aside[0, 56] = True
    m = 2 * 55 / 56
    assert overdispersion_of(days(rows).rows, F1, 56, aside) == pytest.approx(max(0.02, ((0 - m) ** 2 - m) / m**2))
    assert overdispersion_of(days([2.0] * 70).rows, F1, 56) == 0.02


def test_a_burst_needs_history_many_responses_and_many_alike() -> None:
    calm = [1.0] * 60
    assert found_in([*calm, 9, 1], [*[0.3] * 60, 9, 0]) == [(60, "praise")]
    assert found_in([*calm[:55], 9, 1], [*[0.3] * 55, 9, 0]) == [], "55 days are no history"
    assert found_in([*calm[:56], 9, 1], [*[0.3] * 56, 9, 0]) == [(56, "praise")]
    assert found_in([*calm, 9, 1], [*[0.3] * 60, 4, 0]) == [], "four alike are none"
    assert found_in([*[9.0] * 60, 9, 9], [*[3.0] * 60, 9, 0]) == [], "a usual number"
    assert found_in([*calm, 9, 1], [*[0.3] * 60, 9, 0], begin=61) == []
    assert found_in([*calm, 9, 1], [*[0.3] * 60, 9, 0], end=60) == []
    assert found_in([*calm, 9, 1], [*[0.3] * 60, 9, 0], released={(0, 60)}) == [(60, "praise")]


def test_days_set_aside_are_no_history_for_later_days() -> None:
    """Three bursts in a row: each is judged as if those before it had not been."""
    rows, best = [1.0] * 60 + [30.0, 30, 30], [0.3] * 60 + [30.0, 30, 30]
    assert found_in(rows, best) == [(60, "praise"), (61, "praise"), (62, "praise")]
    aside = np.zeros((1, 63), bool)
    found = find_bursts(days(rows, best), aside, BurstConstants(0.1, 0.3, 0.02), Flags(), begin=0, end=63)
    assert [burst.mean for burst in found] == pytest.approx([1, 55 / 56, 54 / 56])


# flags


def test_borders_of_coverage_and_of_edges() -> None:
    share, few, many = coverage([3, 2.9, 100, 100.1], [100, 100, 100, 100])
    assert (few.tolist(), many.tolist()) == ([False, True, False, False], [False, False, False, True])
    assert share == pytest.approx([0.03, 0.029, 1, 1.001])
    assert [each.tolist() for each in coverage([1, 5, 0], [1, 0, 0])[1:]] == [[False] * 3, [False, True, False]]
    assert (FEWEST, MOST, f8_call_backs.LIMIT) == (0.03, 1, 3), "as announced"
    assert MIN_PEERS == 8
    assert (f2_straight_lines.LEAST, f2_straight_lines.LIMIT) == (30, 3.0902)
    found = bunching([80.0, 81.0, 79.0, 78.99, 0.5], (80.0, 0.0))
    assert (found.above, found.below) == (1, 1)
    assert bunching([], (80.0, 0.0)).p == 1


def test_a_station_far_outside_has_too_many_straight_lines() -> None:
    n = np.full(21, 100.0)
    lines = np.full(21, 20.0)
    lines[0] = 70
    found = excess(n, lines, np.full(21, 0.2))
    assert found.outside.tolist() == [True] + [False] * 20
    assert found.t2 == 0
    nobody = excess([], [], [])
    assert (nobody.phi, nobody.t2, len(nobody.z)) == (1, 0, 0)


def test_texts_are_alike_from_four_fifths_of_their_pieces_on() -> None:
    def pieces(signs: str) -> npt.NDArray[np.uint64]:
        return np.array([ord(each) for each in signs], np.uint64)

    one = pieces("abcdefgh")
    assert alike(one, pieces("abcdefghxy"), 0.8)
    assert not alike(one, pieces("abcdefghxyz"), 0.8)
    assert not alike(pieces("abcdefghi"), pieces("bcdefghij"), 0.81)
    assert alike(pieces("abcdefghi"), pieces("bcdefghij"), 0.8)
    assert not alike(pieces("ab"), one, 0.8)
    assert set(shingles("abcdef")) == {*shingles("abcde"), *shingles("bcdef")}
    assert len(shingles("abc")) == 1
    assert len(shingles("abcdeabcde")) == 5


def test_copies_are_told_within_twenty_eight_days_and_from_twenty_five_letters_on() -> None:
    text = "x" * 5 + "the officer listened"
    assert len(text) == 25
    near = messages([("X", "2026-11-01", text), ("X", "2026-11-28", text), ("X", "2026-11-28", text)])
    assert near_copies(near) == [("X", ("r0", "r1", "r2"))]
    far = messages([("X", "2026-11-01", text), ("X", "2026-11-29", text), ("X", "2026-11-29", text)])
    assert near_copies(far) == []
    assert near_copies(messages([("X", "2026-11-01", text[1:])] * 3)) == []
    nowhere = messages([("", "2026-11-01", text)] * 3)
    assert near_copies(nowhere) == []
    spread = messages([(place, "2026-11-01", text) for place in "ABCD"] + [("A", "2026-11-02", text)] * 2)
    assert near_copies(spread) == [("A", ("r0", "r4", "r5"))], "at four stations it is not a stock phrase"


# change


def test_an_arrow_needs_responses_a_clear_difference_and_three_points() -> None:
    def word(recent: float, before: float, change: float, s2: float = 100) -> str:
        n = np.array([[recent / 4] * 4 + [before / 12] * 12])
        total = n * np.array([[60 + change] * 4 + [60.0] * 12])
        return str(arrows(n, total, s2, 0, Trend()).word[0])

    assert [word(40, 120, change) for change in (9, -9, 1)] == ["better", "worse", "no clear change"]
    assert word(400, 1200, 2.99) == "no clear change", "sure, but too small to matter"
    assert word(400, 1200, 3.01) == "better"
    assert word(4.8, 120, 30) == "too few responses"
    assert word(40, 9.6, 30) == "too few responses"
    assert word(5, 12, 30, 1e4) == "no clear change"


def test_the_z_and_the_change_behind_an_arrow() -> None:
    n = np.array([[10.0] * 4 + [10.0] * 12, [0.0] * 16])
    found = arrows(n, n * np.array([[66.0] * 4 + [60.0] * 12, [0.0] * 16]), 400, 4, Trend())
    assert found.change[0] == pytest.approx(6)
    assert found.z[0] == pytest.approx(6 / math.sqrt(44 / 4 + 44 / 12))
    assert found.q[0] == pytest.approx(2 * norm.sf(found.z[0]))
    assert np.isnan([found.change[1], found.z[1], found.q[1]]).all()


def test_a_fall_is_measured_against_the_baseline() -> None:
    z = falls(np.array([[4.0, 0, 16]]), np.array([[200.0, 0, 1040]]), np.array([60.0]), np.array([3.0]), 400, 16)
    assert z[0] == pytest.approx([-10 / math.sqrt(125), 0, 5 / math.sqrt(50)])
