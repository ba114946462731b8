"""The rules that flag, one step each: what each statistic is, and where each begins."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2

from anubhav_gforms.grading.flags import f4_hours, f5_variance
from anubhav_gforms.grading.flags.by_station import PerStation
from anubhav_gforms.grading.flags.f2_straight_lines import excess
from anubhav_gforms.grading.flags.f3_copies import near_copies
from anubhav_gforms.grading.flags.f4_hours import odd_hours
from anubhav_gforms.grading.flags.f5_variance import little_variance
from anubhav_gforms.grading.flags.f7_coverage import coverage
from anubhav_gforms.grading.flags.f9_edges import bunching

from .world import TEXT, messages


def test_limits_are_as_announced() -> None:
    assert (f4_hours.LEAST, f5_variance.LEAST, f5_variance.LIMIT) == (30, 15, 0.01)


# F2


def test_straight_lines_are_too_many_beyond_three_standard_errors() -> None:
    """With 100 responses the standard error is 1/20 on the arcsine scale; 3.09 of them are .1545."""

    def outside(beyond: float) -> bool:
        lines = np.full(21, 20.0)
        lines[0] = 100 * np.sin(np.arcsin(np.sqrt(0.2)) + beyond) ** 2
        return bool(excess(np.full(21, 100.0), lines, np.full(21, 0.2)).outside[0])

    assert (outside(0.154), outside(0.155)) == (False, True)


# F3


def test_copies_are_named_in_the_order_of_time() -> None:
    days = [("X", "2026-11-20", TEXT), ("X", "2026-11-01", TEXT), ("X", "2026-11-10", TEXT)]
    assert near_copies(messages(days)) == [("X", ("r1", "r2", "r0"))]
    one_day = messages([("X", "2026-11-10", TEXT)] * 3)
    assert near_copies(one_day.iloc[::-1]) == [("X", ("r0", "r1", "r2"))]


# F4


def hours(**stations: tuple[int, ...]) -> PerStation:
    """Responses of each station at 8, at 9, at 15 and at 20 o'clock."""
    where = [(name, hour) for name, counts in stations.items() for hour, n in zip((8, 9, 15, 20), counts, strict=True) for _ in range(n)]  # fmt: skip
    return odd_hours([name for name, _ in where], [hour for _, hour in where])


def g(*counts: int, share: tuple[float, ...]) -> float:
    n = sum(counts)
    return 2 * sum(c * np.log(c / (n * p)) for c, p in zip(counts, share, strict=True) if c)


def test_hours_in_blocks_of_three_against_the_ranges() -> None:
    """Four blocks are in use: 6 to 8, 9 to 11, 15 to 17 and 18 to 20 o'clock."""
    found = hours(
        E=(15, 15, 0, 0), B=(10, 20, 0, 0), A=(21, 9, 1, 0), C=(15, 15, 0, 0), D=(15, 15, 0, 0), few=(0, 0, 0, 29)
    )
    assert found.station == ("A", "B", "C", "D", "E"), "29 responses are too few, 30 are enough"
    share = (76 / 180, 74 / 180, 1 / 180, 29 / 180)
    statistic = [g(*counts, 0, share=share) for counts in ((21, 9, 1), (10, 20, 0), *[(15, 15, 0)] * 3)]
    spread = max(1, np.median(statistic) / chi2.median(3))
    assert found.n.tolist() == [31, 30, 30, 30, 30]
    assert found.statistic == pytest.approx(np.array(statistic, dtype=float) / spread)
    assert found.p == pytest.approx(chi2.sf(found.statistic, 3))


def test_hours_of_stations_that_are_as_the_range_is_are_not_stretched() -> None:
    found = hours(A=(10, 20, 0, 0), B=(20, 10, 0, 0), C=(15, 15, 0, 0), D=(15, 15, 0, 0), E=(15, 15, 0, 0))
    one = g(10, 20, share=(0.5, 0.5))
    assert found.statistic == pytest.approx([one, one, 0, 0, 0], abs=1e-12)
    assert found.p == pytest.approx(chi2.sf([one, one, 0, 0, 0], 1))
    assert found.q == pytest.approx([5 / 2 * chi2.sf(one, 1)] * 2 + [1] * 3)


def test_hours_that_differ_everywhere_are_judged_by_how_much_they_usually_do() -> None:
    found = hours(A=(10, 20, 0, 0), B=(20, 10, 0, 0), C=(10, 20, 0, 0), D=(20, 10, 0, 0))
    assert found.statistic == pytest.approx([chi2.median(1)] * 4)
    assert found.p == pytest.approx([0.5] * 4)


def test_where_all_respond_in_one_block_no_hour_is_odd() -> None:
    found = hours(A=(30, 0, 0, 0), B=(40, 0, 0, 0))
    assert (found.statistic.tolist(), found.p.tolist()) == ([0, 0], [1, 1])


# F5


FLAT, WIDE = [4, 4, 4, 4, 4], [5, 3, 4, 4, 4]
"""Two responses of the same sum: variance 0 and 1/2."""


def test_variance_is_compared_with_that_of_responses_with_the_same_sum() -> None:
    station = ["B"] * 15 + ["A"] * 15 + ["A", "C"]
    found = little_variance(station, [FLAT] * 15 + [WIDE] * 15 + [[5, 5, 5, 5, 4], [1, 1, 1, 1, 1]])
    assert found.station == ("A", "B"), "one response is too few"
    assert found.n.tolist() == [16, 15]
    assert found.statistic == pytest.approx([0.25 * 15 / 16, -0.25]), "a sum that stands once differs from nothing"
    assert found.p[0] == pytest.approx(1, abs=1e-3)
    assert found.p[1] < 1e-3


def test_fourteen_responses_are_too_few_and_equal_ones_are_no_wonder() -> None:
    found = little_variance(["A"] * 15 + ["B"] * 14, [FLAT] * 29)
    assert (found.station, found.p.tolist(), found.q.tolist()) == (("A",), [1], [1])


def test_without_responses_nothing_is_tested() -> None:
    assert little_variance([], np.zeros((0, 5))).station == ()
    assert odd_hours([], []).station == ()


# F7 and F9


def test_one_visit_and_one_response_are_a_share() -> None:
    assert coverage([1], [1])[0] == 1


def test_as_many_below_an_edge_as_above_are_no_wonder() -> None:
    assert bunching([80.0, 79.5], (80.0, 0.0)).p == pytest.approx(0.75)
