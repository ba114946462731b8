"""F1 at its borders: which days are bursts, and what each condition leaves alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from anubhav_gforms.campaign.grading import Flags
from anubhav_gforms.campaign.method_rules import MethodRules
from anubhav_gforms.grading.daybook import BurstConstants, find_bursts
from anubhav_gforms.grading.method.days import DaySums, weekly_sums, weighted_days
from anubhav_gforms.grading.method.review import F1, AlikeRows, alike_p, overdispersion_of

from .worked import days, found_in

RARE = BurstConstants(0.1, 0.3, 0.02)
"""Three responses in ten are all-best in this range, two in a hundred all-worst."""


def bursts(
    rows: list[float], worst: list[float], begin: int = 60, aside: int | None = None
) -> tuple[list[AlikeRows], np.ndarray]:
    marks = np.zeros((1, len(rows)), bool)
    if aside is not None:
        marks[0, aside] = True
    return find_bursts(days(rows, worst=worst), marks, RARE, Flags(), begin=begin, end=len(rows)), marks


def test_five_alike_on_a_silent_station_are_a_burst_and_four_never() -> None:
    silent = [0.0] * 60
    assert found_in([*silent, 5], [*silent, 5], begin=60) == [(60, "praise")]
    found, _ = bursts([*silent, 4, 0, 5], [*silent, 4, 0, 5])
    assert [(burst.first_day, burst.side) for burst in found] == [(62, "blame")], "not even beside a day with five"


def test_days_before_the_first_that_is_asked_for_are_left_alone() -> None:
    silent = [0.0] * 60
    rows = [*silent, 9, 0, 9]
    assert found_in(rows, rows, begin=61) == [(62, "praise")]


def test_a_day_that_is_set_aside_already_is_not_found_again() -> None:
    rows = [0.0] * 60 + [9.0, 0, 9]
    found, aside = bursts(rows, rows, aside=60)
    assert [burst.first_day for burst in found] == [62]
    assert np.flatnonzero(aside[0]).tolist() == [60, 62]


def test_responses_of_a_day_set_aside_are_no_history_of_alike_responses() -> None:
    """With no history at all, the share expected is the range's."""
    rows = [0.0] * 60 + [9.0, 0, 9]
    (burst,), _ = bursts(rows, rows, aside=60)
    assert (burst.mean, burst.rows, burst.alike) == (0, 9, 9)
    assert burst.p_share == pytest.approx(binom.sf(8, 9, 0.02))


def test_a_burst_that_a_person_released_hides_no_later_one() -> None:
    rows = [0.0] * 60 + [9.0, 9, 9]
    assert found_in(rows, rows, released={(0, 60)}) == [(60, "praise"), (61, "praise"), (62, "praise")]


@pytest.mark.parametrize(
    ("a_day", "rows", "alike", "kind"),
    [
        pytest.param(2.0, 5, 5, "worst", id="all alike on a day with a usual number"),
        pytest.param(2.0, 7, 7, "worst", id="a number that one day in a hundred has"),
        pytest.param(1.0, 30, 13, "best", id="too many responses, alike as usual"),
        pytest.param(1.0, 5, 5, "best", id="both a little odd"),
    ],
)
def test_each_condition_alone_must_hold(a_day: float, rows: int, alike: int, kind: str) -> None:
    """More responses than one day in a hundred, more of them alike than one day in twenty, and both together."""
    usual = {"best": 0.3 * a_day, "worst": 0.0}[kind]
    book = days([a_day] * 56 + [rows], **{kind: [usual] * 56 + [alike]})
    assert find_bursts(book, np.zeros((1, 57), bool), RARE, Flags(), begin=56, end=57) == []


def test_a_station_with_rare_responses_is_taken_to_have_one_a_week() -> None:
    def p_count(mean: float) -> float:
        x, none = np.array([3.0]), np.zeros(1)
        return float(alike_p(x, x, np.array([mean]), none, none, 0.1, 0.3, F1.least_mean)[0][0])

    assert p_count(0) == p_count(0.15) < p_count(0.2)


def test_overdispersion_where_responses_are_rare() -> None:
    """One response in 56 days, then three on one day."""
    m = 1 / 56
    assert overdispersion_of(days([1.0] + [0.0] * 55 + [3.0]).rows, F1, 56) == pytest.approx(((3 - m) ** 2 - m) / m**2)


def test_the_days_of_the_last_weeks_or_those_there_are() -> None:
    of_days = np.arange(28.0)[None]
    sums = DaySums(of_days, of_days, of_days, of_days)
    for week, weeks, first, end in ((2, 1, 14, 21), (2, 2, 7, 21), (1, 5, 0, 14), (0, 1, 0, 7)):
        assert sums.until(week, weeks).total[0].tolist() == list(range(first, end))


@pytest.mark.parametrize("lowest", [True, False])
@pytest.mark.parametrize("day", range(14, 21))
def test_a_response_less_changes_its_day_and_what_the_56_days_after_it_weigh(day: int, lowest: bool) -> None:
    """As worked out again from days without it."""
    random, rules = np.random.default_rng(day), MethodRules()
    rows = random.integers(1, 60, (2, 98)).astype(float)
    low, high = random.uniform(0, 30, rows.shape), random.uniform(60, 100, rows.shape)
    sums = DaySums(rows, rows * random.uniform(40, 50, rows.shape), low, high)
    before = weighted_days(sums, 3, rules)
    found = before.moved(np.array([1]), np.array([day]), rules, lowest=lowest)
    fewer, less = rows.copy(), sums.total.copy()
    fewer[1, day] -= 1
    less[1, day] -= (low if lowest else high)[1, day]
    after = weekly_sums(replace(sums, rows=fewer, total=less), 3, rules)
    weeks = slice(day // 7, day // 7 + found.n.shape[1])
    assert found.n[0] == pytest.approx((after.n - before.weeks.n)[1, weeks])
    assert found.total[0] == pytest.approx((after.total - before.weeks.total)[1, weeks])
    assert (after.n - before.weeks.n)[1, weeks.stop :] == pytest.approx(0)


@pytest.mark.parametrize("seed", [0, 3, 5])
def test_what_a_response_more_or_less_changes_is_what_working_all_out_again_gives(seed: int) -> None:
    """Busy and quiet stations of a campaign that began within a week, some of them longer than the days that are usual for."""
    rng, rules = np.random.default_rng(seed), MethodRules()
    rows = rng.poisson(rng.choice([0.2, 1.0, 5.0], (3, 1)), (3, 7 * (3 + 5 * seed))).astype(float)
    rows[:, : (campaign_day := 2 * seed)] = 0
    rows[:, campaign_day], rows[:, campaign_day + 1] = 3, 9
    days_of = DaySums(rows, 50 * rows, np.where(rows > 0, 20.0, np.inf), np.where(rows > 0, 90.0, -np.inf))
    before = weighted_days(days_of, campaign_day, rules)

    def again(change: np.ndarray, points: float) -> np.ndarray:
        changed = replace(days_of, rows=rows + change, total=days_of.total + points * change)
        weeks = weighted_days(changed, campaign_day, rules).weeks
        return np.array([weeks.n, weeks.total])

    station, day = np.nonzero(rows)
    for lowest, points in ((True, 20), (False, 90)):
        moved = before.moved(station, day, rules, lowest=lowest)
        for case in rng.permutation(len(station))[:8]:
            less = np.zeros(rows.shape)
            less[station[case], day[case]] = -1
            wanted = (again(less, points) - [before.weeks.n, before.weeks.total])[:, station[case], day[case] // 7 :]
            found = np.array([moved.n[case], moved.total[case]])[:, : wanted.shape[1]]
            assert found == pytest.approx(wanted[:, : found.shape[1]])
            assert not wanted[:, found.shape[1] :].any()
    count = np.append(rng.integers(1, 20, 2), min(60, rows.shape[1] - campaign_day))
    more = before.with_last(np.arange(3), count, np.full(3, 10.0), rules)
    added = np.arange(rows.shape[1]) >= rows.shape[1] - count[:, None]
    assert np.array([more.n, more.total]) == pytest.approx(again(added.astype(float), 10))
