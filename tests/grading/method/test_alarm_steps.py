"""The two alarms step by step, each border from both sides."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from anubhav_gforms.grading.method.alarms import (
    NOT_OPEN,
    FallStates,
    acknowledge,
    bad_p,
    bad_rate,
    fall_step,
    fall_z,
    new_baseline,
    no_falls,
    too_many_bad,
)

from .dataset_a import RULES

ALARM = RULES.alarm


def states(*, c: float = 0.0, baseline: float = 70.0, sd: float = 3.0, since: int = NOT_OPEN) -> FallStates:
    return FallStates(*(np.array([value]) for value in (c, baseline, sd)), np.array([since]))


@pytest.mark.parametrize(
    ("n", "mean", "baseline", "expected"),
    [
        pytest.param(4, 50, 70, -20 / np.sqrt(900 / 4 + 4 + 3**2), id="below"),
        pytest.param(4, 90, 70, 20 / np.sqrt(900 / 4 + 4 + 3**2), id="above"),
        pytest.param(100, 0, 70, -3.5, id="one week says no more"),
        pytest.param(0, 0, 70, 0, id="no responses"),
        pytest.param(4, 50, np.nan, 0, id="no baseline"),
    ],
)
def test_how_far_a_week_lies_from_its_baseline(n: int, mean: float, baseline: float, expected: float) -> None:
    z = fall_z(np.array([n]), np.array([n * mean]), np.array([900.0]), 4.0, states(baseline=baseline), ALARM)
    assert z == pytest.approx([expected])


@pytest.mark.parametrize(("z", "opens"), [(-1.5, False), (-1.625, True)])
def test_an_alarm_opens_above_its_limit_and_not_at_it(z: float, opens: bool) -> None:
    after = fall_step(states(c=5.0), np.array([z]), 9, ALARM)
    assert after.c == pytest.approx([5.0 - z - 0.5])
    assert after.since.tolist() == [9 if opens else NOT_OPEN]
    assert fall_step(states(c=9.0, since=4), np.array([z]), 9, ALARM).since.tolist() == [4], "it began when it began"


def test_a_seen_alarm_begins_from_nothing_at_the_present_score() -> None:
    after = acknowledge(states(c=9.0, since=4), np.array([True]), np.array([55.0]), np.array([2.0]))
    assert (after.c[0], after.baseline[0], after.sd[0], after.since[0]) == (0.0, 55.0, 2.0, NOT_OPEN)
    kept = acknowledge(states(c=9.0, since=4), np.array([False]), np.array([55.0]), np.array([2.0]))
    assert (kept.c[0], kept.baseline[0], kept.sd[0], kept.since[0]) == (9.0, 70.0, 3.0, 4)


@pytest.mark.parametrize(
    ("before", "score", "baseline"),
    [
        pytest.param(states(c=2.0), 60.0, 60.0, id="at the border it moves"),
        pytest.param(states(c=2.125), 60.0, 70.0, id="above it stays"),
        pytest.param(states(since=3), 60.0, 70.0, id="an open alarm keeps it"),
        pytest.param(states(), np.nan, 70.0, id="no score a quarter ago"),
        pytest.param(no_falls(1), 60.0, 60.0, id="the first one"),
        pytest.param(states(c=9.0, baseline=np.nan), 60.0, 60.0, id="where there was none"),
    ],
)
def test_when_the_baseline_moves_at_a_quarter(before: FallStates, score: float, baseline: float) -> None:
    after = new_baseline(before, np.array([score]), np.array([1.0]), ALARM)
    assert (after.baseline[0], after.sd[0]) == (baseline, 1.0 if baseline == score else before.sd[0])
    assert (after.c[0], after.since[0]) == (before.c[0], before.since[0])


@pytest.mark.parametrize(
    ("recent", "bad", "rows", "p0", "lam", "size"),
    [
        pytest.param(4, 0, 0, 0.1, 0.02, 2, id="nothing known: two in a hundred weeks"),
        pytest.param(5, 17, 100, 0.1, 100 * 0.1 / 26, 19, id="below twenty"),
        pytest.param(12, 30, 300, 0.1, 300 * 0.1 / 26, 20, id="twenty at most"),
    ],
)
def test_how_rare_so_many_bad_responses_are(recent: int, bad: int, rows: int, p0: float, lam: float, size: int) -> None:
    mean = 4 * (bad + 2) / (26 + 2 / lam)
    assert bad_p(recent, bad, rows, 26, p0) == pytest.approx(nbinom.sf(recent - 1, size, size / (size + mean)))


def test_the_second_alarm_at_its_borders() -> None:
    rare = np.full(4, 0.00049)
    assert too_many_bad(np.array([3.0, 4.0, 5.0, 0.0]), rare, ALARM).tolist() == [False, True, True, False]
    assert too_many_bad(np.full(2, 9.0), np.array([ALARM.bad_p, 0.00049]), ALARM).tolist() == [False, True]
    assert bad_rate(np.array([2.0, 1.0]), np.array([10.0, 3.0])) == pytest.approx((3 + 1) / (13 + 10))
