"""Crowds and falls: what is left out, what goes to a person, which alarm stays open, which money flag."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from anubhav_gforms.grading.method.alarms import NOT_OPEN, acknowledge, fall_step, fall_z, new_baseline, no_falls
from anubhav_gforms.grading.method.days import (
    TRAILING,
    WeekSums,
    WeightedDays,
    day_weights,
    trailing_sums,
    weekly_sums,
    weighted_days,
)  # fmt: skip
from anubhav_gforms.grading.method.money import capped_noes, money_flags, money_shown, no_caps
from anubhav_gforms.grading.method.review import (
    AlikeConstants,
    AlikeSums,
    ReviewSide,
    alike_constants,
    days_under_review,
    find_alike,
)  # fmt: skip
from anubhav_gforms.grading.method.score import Belief
from anubhav_gforms.grading.method.standing import score_triple, score_triples, score_week

from .dataset_a import EMPTY, RULES, day_sums


def without(weighted: WeightedDays, since: int, week: int, *, lowest: bool) -> WeekSums:
    """The weeks up to `week` without each station's lowest (highest) response from day `since` on."""
    values = (weighted.days.low if lowest else -weighted.days.high)[:, since : 7 * (week + 1)]
    day = since + np.argmin(values, axis=1)
    station = np.flatnonzero(np.isfinite(values[np.arange(len(values)), day - since]))
    moved = weighted.moved(station, day[station], RULES, lowest=lowest)
    n, total = (whole[:, : week + 1].copy() for whole in (weighted.weeks.n, weighted.weeks.total))
    for case, one in enumerate(station):
        for later in range(min(moved.n.shape[1], week + 1 - day[one] // 7)):
            n[one, day[one] // 7 + later] += moved.n[case, later]
            total[one, day[one] // 7 + later] += moved.total[case, later]
    return WeekSums(n, total)


def test_the_lowest_response_left_out_is_the_first_of_equals() -> None:
    days = day_sums(np.zeros(4, int), np.array([3, 10, 10, 20]), np.array([50.0, 20, 80, 20]))
    weighted = weighted_days(days, 0, RULES)
    less = without(weighted, 0, 11, lowest=True)
    assert (less.n[0, :3].tolist(), less.total[0, :3].tolist()) == ([1, 1, 1], [50, 80, 20])
    later = without(weighted, 14, 11, lowest=True)
    assert later.n[0, :3].tolist() == [1, 2, 0], "only what counts in the window"
    assert without(weighted, 0, 11, lowest=False).total[0, 1] == 20
    early = without(weighted, 0, 1, lowest=True)
    assert early.n[0].tolist() == [1, 1], "and only up to the week"
    nothing = without(weighted_days(EMPTY, 0, RULES), 0, 11, lowest=True)
    assert nothing.n.sum() == 0


@pytest.mark.parametrize("lowest", [True, False])
def test_one_response_less_is_weighed_as_if_it_had_never_come(*, lowest: bool) -> None:
    """Against the same responses without it, at a busy and at a quiet station, from a campaign's tenth day on."""
    rng = np.random.default_rng(1)
    station = np.repeat([0, 1, 2], [300, 40, 1])
    day = np.concatenate(
        [rng.choice(60, 300, p=np.where(np.arange(60) % 9, 1, 40) / (53 + 7 * 40)), rng.integers(10, 70, 41)]
    )
    day = np.maximum(day, 10)
    y = rng.permutation(341) / 4.0
    since, week = 14, 10
    some = without(weighted_days(day_sums(station, day, y), 10, RULES), since, week, lowest=lowest)
    keep = np.ones(len(y), bool)
    for one in range(3):
        mine = np.flatnonzero((station == one) & (day >= since) & (day < 7 * (week + 1)))
        if len(mine):
            keep[mine[np.argmin(y[mine] if lowest else -y[mine])]] = False
    left = weekly_sums(day_sums(station[keep], day[keep], y[keep]), 10, RULES)
    np.testing.assert_allclose(some.n, left.n[:, : week + 1], atol=1e-9)
    np.testing.assert_allclose(some.total, left.total[:, : week + 1], atol=1e-7)


def test_all_weeks_at_once_are_the_weeks_one_by_one() -> None:
    """To the last digit: scores, and scores without the lowest and the highest response, of busy and quiet stations; and each is
    the score of the same responses without that one."""
    rng = np.random.default_rng(4)
    station = rng.choice(12, 2000, p=np.arange(1, 13) / 78)
    day = np.where(rng.random(2000) < 0.3, rng.choice([40, 41, 130, 200], 2000), rng.integers(9, 7 * 45, 2000))
    y = rng.integers(0, 41, 2000) * 2.5
    days, belief = (
        day_sums(station, day, y, days=7 * 45),
        Belief(400.0, 4.0, 90.0, 0.3, np.linspace(300, 500, 12), np.repeat([55.0, 40, 70], 4), np.full(12, 3.0)),
    )
    many = score_triples(days, range(1, 45), 9, belief, RULES)
    for week, triple in zip(range(1, 45), many, strict=True):
        one = score_triple(days, week, 9, belief, RULES)
        for name in vars(triple):
            for part, value in vars(getattr(triple, name)).items():
                np.testing.assert_array_equal(value, getattr(getattr(one, name), part), f"{week} {name} {part}")
    for week in (3, 20, 30, 44):
        window = (day >= 7 * max(0, week - RULES.window + 1)) & (day < 7 * (week + 1))
        for name, order in (("without_lowest", y), ("without_highest", -y)):
            keep = np.ones(len(y), bool)
            for one in range(12):
                mine = np.flatnonzero(window & (station == one))
                keep[mine[np.lexsort((day[mine], order[mine]))[:1]]] = False
            alone = score_week(day_sums(station[keep], day[keep], y[keep], days=7 * 45), week, 9, belief, RULES)
            np.testing.assert_allclose(getattr(many[week - 1], name).score, alone.score, atol=1e-9)


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
    begun = find_alike(alike_world(forged), constants, RULES.review, begin=0, end=98)
    later = find_alike(alike_world(forged), constants, RULES.review, begin=98, end=140, earlier=begun)
    assert begun + later == found, "nor where a quarter begins between them"


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


def test_a_shield_on_many_days_does_not_make_crowds_usual() -> None:
    """Nine responses on every third day: the cap of noes stays at two, where the day's own cap grows to eight."""
    rows = np.zeros((2, 91))
    rows[0, ::3] = 9
    rows[1] = 4
    hidden = no_caps(rows, 0, RULES)
    plain = rows * day_weights(
        rows, trailing_sums(rows, TRAILING), np.clip(np.arange(91), 1, TRAILING), RULES.day_floor, RULES.day_times
    )
    assert hidden[0, 30:].max() < 2.2
    assert plain[0, 60::3].min() > 8
    assert hidden[1, -1] > 11.9, "three times the usual of a busy station"
    assert hidden[:, 0].tolist() == [2, 2], "the first day: the floor"


def test_caps_are_fractions_also_where_days_are_whole_numbers() -> None:
    rows = np.tile([3, 0, 2, 4, 1, 0, 5], (2, 13))
    assert no_caps(rows, 0, RULES)[0, -1] % 1 > 0
    assert np.array_equal(no_caps(rows, 0, RULES), no_caps(rows.astype(np.float64), 0, RULES))


def test_days_that_nobody_asks_for_any_more_are_given_back_at_once() -> None:
    """A certificate makes days of its own for each number that it tries: at 2,000 stations they were half a gigabyte."""
    gc.disable()
    try:
        days = day_sums(np.arange(12), np.arange(12), np.full(12, 50.0))
        seen, weighted = weakref.ref(days), weighted_days(days, 0, RULES)
        assert weighted_days(days, 0, RULES) is weighted
        del days, weighted
        assert seen() is None
    finally:
        gc.enable()
