"""Whether a station has changed: the borders of the arrow, the alarm's level, and the rules of the weekly chart."""

from __future__ import annotations

import numpy as np
import pytest

from anubhav_gforms.campaign.grading import Alarm, Trend
from anubhav_gforms.grading.formulas.trend import Arrows, arrows, cusum, falls, xmr


def one_arrow(recent: float, before: float, change: float, rules: Trend | None = None, s2: float = 100) -> Arrows:
    """Of a station with `recent` responses in one week and `before` in one earlier week, whose mean was 60."""
    n = np.zeros((1, 16))
    n[0, 0], n[0, 4] = recent, before
    total = n * 60
    total[0, 0] += recent * change
    return arrows(n, total, s2, 0, rules or Trend())


def test_five_responses_after_ten_are_enough_for_an_arrow() -> None:
    assert one_arrow(5, 10, 30).word[0] == "better"
    for few in ((4, 10), (5, 9)):
        assert one_arrow(*few, 30).word[0] == "too few responses"


def test_a_change_of_exactly_three_points_counts_and_a_rate_of_exactly_the_limit_does_not() -> None:
    assert [one_arrow(400, 400, change, s2=400).word[0] for change in (3, -3)] == ["better", "worse"]
    rate = float(one_arrow(20, 20, 8).q[0])
    assert one_arrow(20, 20, 8, Trend(fdr=rate)).word[0] == "no clear change"
    assert one_arrow(20, 20, 8, Trend(fdr=float(np.nextafter(rate, 1)))).word[0] == "better"


def test_where_the_office_asks_for_less_than_a_point_a_part_of_a_point_is_a_direction() -> None:
    rules = Trend(min_change=0.5)
    assert [one_arrow(4e4, 4e4, change, rules).word[0] for change in (0.8, -0.8)] == ["better", "worse"]


def test_after_an_acknowledged_week_the_alarm_begins_at_nothing() -> None:
    level = cusum([[-3.0, -3.0, -1.0]], Alarm(), np.array([[True, False, False]]))
    assert level.tolist() == [[2.5, 2.5, 3.0]]


def test_a_single_response_may_count_as_a_fall() -> None:
    z = falls(np.array([[1.0, 0.5]]), np.array([[40.0, 20.0]]), np.array([60.0]), np.array([3.0]), 400, 16)
    assert z[0] == pytest.approx([-20 / 425**0.5, -20 / 825**0.5])


# the weekly chart

LOW, HIGH = [8.0, 12, 8, 12, 8, 12, 8], [13, 11.5, 13, 11.5, 13, 11.5, 13]
"""Weeks that swing about a mean of 11, and seven in a row above it that are near no limit."""
CALM = [5.0, 5.8, 5.0, 4.2] * 4


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        pytest.param(LOW + HIGH, range(7, 14), id="seven on one side"),
        pytest.param(HIGH + LOW[::-1], range(7), id="at the beginning"),
        pytest.param([*LOW, *HIGH[:6], 8.0, 12], [], id="six are none"),
        pytest.param([8.0, 16, 8, 16, 9, 10, 11, 12, 13, 14, 15, 8, 16, 8], range(4, 11), id="seven that only rise"),
        pytest.param([8.0, 16, 8, 16, 10, 11, 12, 13, 14, 15, 8, 16, 8, 16], [], id="six that rise"),
        pytest.param([*CALM, 7.2, 6.7, 7.3, 5, 4.2, 5, 5.8, 5, 4.2], [16, 18], id="two of three near a limit"),
        pytest.param([*CALM, 5, 4.2, 6.2, 7.2, 7.3], [19, 20], id="the last three"),
        pytest.param([*CALM, 5, 7.2, 3, 5.8, 5, 4.2, 5, 5.8, 5, 4.2], [], id="near on two sides"),
        pytest.param([*CALM, 7.2, 6.2, 6, 5, 4.2, 5, 5.8, 5, 4.2], [], id="one of three"),
    ],
)
def test_exactly_these_weeks_are_special(values: list[float], marked: list[int] | range) -> None:
    for scale in (1, 10):
        chart = xmr(np.array(values) * scale)
        assert chart is not None
        assert [week for week, special in enumerate(chart.special) if special] == list(marked)


def test_twelve_weeks_make_a_chart_and_the_unit_does_not_matter() -> None:
    values = np.array([1.0, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1])
    small, large = xmr(values), xmr(values * 100)
    assert small is not None
    assert large is not None
    assert (large.low, large.high) == pytest.approx((100 * small.low, 100 * small.high))
    assert small.special == large.special
