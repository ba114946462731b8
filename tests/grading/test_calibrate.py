"""Bands that are proposed: where their edges lie, how wide they are, and which of them is named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Grades, Shape, grade, make_cube
from anubhav_gforms.grading.calibrate import LEAST_STATIONS, calibrate, judge_bands

from .world import responses


@pytest.fixture(scope="module")
def grades(bilaspur: Campaign) -> Grades:
    frame = responses(bilaspur, weeks=26, a_week=3, seed=3)
    return grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False)


def scored(grades: Grades, score: np.ndarray, sd: float, n: float | np.ndarray = 20.0) -> Grades:
    """As if the stations had these scores, all equally sure."""
    work = grades.working
    stations = work.replay.stations
    count = len(stations.letter)
    estimate = replace(
        stations.estimate, score=np.resize(score, count), sd=np.full(count, sd), n=np.broadcast_to(n, count)
    )
    return replace(
        grades, working=replace(work, replay=replace(work.replay, stations=replace(stations, estimate=estimate)))
    )


SPREAD = np.linspace(30, 90, 158)


def test_edges_are_whole_quantiles_of_the_scores(grades: Grades) -> None:
    found = calibrate(scored(grades, SPREAD, 1.0))
    shares = {6: (0.10, 0.30, 0.60, 0.85, 0.95), 5: (0.10, 0.35, 0.70, 0.90), 4: (0.15, 0.50, 0.85), 3: (0.25, 0.75)}
    letters = {6: "A+ A B C D F", 5: "A+ A B C D", 4: "A B C D", 3: "A B C"}
    assert [len(one.names) for one in found.proposals] == [6, 5, 4, 3]
    for one in found.proposals:
        assert one.names == tuple(letters[len(one.names)].split())
        assert one.edges == (*(round(90 - 60 * share) for share in shares[len(one.names)]), 0)
    assert (found.week, found.stations, found.mean, found.sd) == ("2026-W47", 158, pytest.approx(60), 1)
    assert found.best == found.proposals[0], "so sure that six letters are few"


def test_the_most_letters_of_which_half_the_stations_have_a_sure_one(grades: Grades) -> None:
    found = calibrate(scored(grades, SPREAD, 4.5))
    sure = [one.sure for one in found.proposals]
    assert sure == sorted(sure)
    assert found.best == next(one for one in found.proposals if one.sure >= 0.5) != found.proposals[0]
    lost = calibrate(scored(grades, SPREAD, 30.0))
    assert all(one.sure < 0.5 for one in lost.proposals)
    assert lost.best is None, "then only who is clearly above or below is said"
    assert list(found.power) == [5, 8, 10, 15, 20]


def test_bands_are_not_drawn_from_chance(grades: Grades) -> None:
    n = np.where(np.arange(158) < LEAST_STATIONS - 1, 10.0, 9.0)
    few = calibrate(scored(grades, SPREAD, 1.0, n))
    assert (few.stations, few.proposals, few.best) == (29, (), None)


def test_only_stations_with_ten_responses_are_asked(grades: Grades) -> None:
    n = np.where(np.arange(158) < 100, 10 - 1e-12, 9.9)
    assert calibrate(scored(grades, SPREAD, 1.0, n)).stations == 100


@pytest.mark.parametrize(
    ("low", "high", "letters"),
    [
        pytest.param(30, 108, [4, 3], id="an edge at 100 leaves nothing above"),
        pytest.param(-6, 60, [5, 4, 3], id="an edge at 0 leaves nothing below"),
    ],
)
def test_edges_outside_the_scale_are_not_proposed(grades: Grades, low: float, high: float, letters: list[int]) -> None:
    found = calibrate(scored(grades, np.clip(np.linspace(low, high, 158), 0, 100), 1.0))
    assert [len(one.names) for one in found.proposals] == letters


def test_bands_are_judged_by_wrong_letters_and_by_their_width() -> None:
    """Edges 80, 60, 0: 70 lies in the middle of B, ten points from each edge; 82 is two points above it."""
    found = judge_bands(("A", "B", "C"), (80.0, 60.0, 0.0), np.array([70.0, 82.0, 90.0]), np.array([5.0, 4.0, 2.0]))
    wrong = (2 * norm.sf(2), norm.sf(0.5), norm.sf(5))
    assert found.sure == pytest.approx(2 / 3), "82 is an A with .69"
    assert found.wrong == pytest.approx(sum(wrong) / 3)
    assert (found.stations, found.width_in_sd) == ((2, 1, 0), 20 / 4)
    narrow = judge_bands(("A", "B", "C", "D"), (80.0, 72.0, 60.0, 0.0), np.array([70.0]), np.array([4.0]))
    assert narrow.width_in_sd == 2, "the narrowest inner band"
    assert narrow.to_toml() == '[grading.bands]\n"A" = 80\n"B" = 72\n"C" = 60\n"D" = 0'


def test_nothing_to_judge_is_said_so() -> None:
    none = judge_bands(("A", "B"), (50.0, 0.0), np.zeros(0), np.zeros(0))
    assert none.stations == (0, 0)
    assert np.isnan([none.wrong, none.sure, none.width_in_sd]).all()
    two = judge_bands(("A", "B"), (50.0, 0.0), np.array([60.0]), np.array([1.0]))
    assert np.isnan(two.width_in_sd), "two bands have no inner one"
