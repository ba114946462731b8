"""Every intermediate value of data set A, to the six digits in which it is given."""

from __future__ import annotations

import numpy as np
import pytest

from anubhav_gforms.grading.formulas.letters import NONE, probabilities
from anubhav_gforms.grading.formulas.status import enough
from anubhav_gforms.grading.method.areas import QuestionSums, question_constants, question_scores
from anubhav_gforms.grading.method.days import DaySums
from anubhav_gforms.grading.method.districts import AreaEstimates
from anubhav_gforms.grading.method.letters import letter_states
from anubhav_gforms.grading.method.rule_check import notices
from anubhav_gforms.grading.method.score import Scores
from anubhav_gforms.grading.method.standing import score_triple, standing

from .dataset_a import EDGES, ITEMS, RULES, Frozen, Responses

SIX = 6e-7
"""A value that is given to six decimals."""

TABLE = """
0 6 59.985499 0.166708 1.322736 1067.312475 179.252016 171.300778 0.511290 54.796914 0.511290 9.914597 0.707369
1 12 49.628344 0.083397 1.144076 1196.044748 100.890531 86.176984 0.675284 49.544003 0.675284 8.241720 0.507924
2 18 46.459895 0.055667 1.292746 1125.950467 63.970987 58.051716 0.755332 47.171564 0.755332 7.001033 0.391509
3 6 70.253996 0.166700 1.158065 1044.678052 175.305895 171.128186 0.511542 60.052353 0.511542 10.119471 0.853685
4 14 60.322193 0.071497 0.994560 801.247342 58.281371 73.894141 0.708055 57.124343 0.708055 6.945619 0.841315
5 18 28.887656 0.055647 1.131138 909.245678 51.727651 57.869440 0.755912 33.886802 0.755912 6.751151 0.023042
6 6 36.819549 0.166708 1.322736 1066.107421 179.051124 171.300778 0.511290 42.952401 0.511290 9.947777 0.260148
7 12 49.169616 0.083397 1.144076 1165.167046 98.315426 86.176984 0.675284 49.739360 0.675284 8.217810 0.447323
8 18 77.498387 0.055667 1.292746 915.896844 52.277940 58.051716 0.755332 71.714109 0.782335 6.494571 0.995768
9 6 69.776351 0.166700 1.158065 1046.393080 175.591790 171.128186 0.511542 60.567865 0.511542 10.142849 0.828180
10 12 13.509873 0.083411 1.307079 793.873547 67.525177 86.354737 0.674832 20.083770 0.809413 7.219919 0.000662
11 18 42.016625 0.055647 1.131138 1189.989353 67.350108 57.869440 0.755912 43.477765 0.755912 7.192571 0.295832
"""


def test_the_rows_are_those_of_the_recipe(rows: Responses) -> None:
    assert len(rows.y) == 153
    assert np.bincount(rows.station).tolist() == [6, 12, 18, 6, 21, 18, 6, 12, 18, 6, 12, 18]
    assert rows.y.sum() == pytest.approx(7817.5)
    assert rows.day.sum() == 6645


def test_the_constants(frozen: Frozen) -> None:
    variances, spread = frozen.variances, frozen.spread
    assert variances.s2 == pytest.approx(1019.616813, abs=SIX)
    assert (variances.a, variances.b) == (pytest.approx(2.056205, abs=SIX), pytest.approx(0.8))
    assert variances.sw2 == pytest.approx(2.039381, abs=SIX)
    assert (spread.tau2, spread.omega2) == (pytest.approx(179.215274, abs=SIX), pytest.approx(0.254611, abs=SIX))
    assert (spread.tu2, spread.td2) == (pytest.approx(171.860679, abs=SIX), pytest.approx(6.503775, abs=SIX))
    assert (spread.tk2, spread.mu) == (pytest.approx(9.947788, abs=SIX), pytest.approx(49.431857, abs=SIX))
    assert spread.centre == pytest.approx([49.368605, 50.92421, 48.002756], abs=SIX)
    assert spread.var_c == pytest.approx([28.657223, 35.712134, 37.949097], abs=SIX)


@pytest.mark.parametrize("line", TABLE.split("\n")[1:-1], ids=lambda line: f"station {line.split()[0]}")
def test_the_table_of_stations(line: str, frozen: Frozen, scored: Scores) -> None:
    station, n, ybar, h, q, own, v, v0, r, score, r_eff, sd, above = (float(value) for value in line.split())
    i = int(station)
    assert scored.n[i] == pytest.approx(n)
    got = [
        scored.ybar,
        frozen.belief.own_s2,
        scored.v,
        scored.v0,
        scored.r,
        scored.score,
        scored.r_eff,
        scored.sd,
        scored.above,
    ]
    assert [values[i] for values in got] == pytest.approx([ybar, own, v, v0, r, score, r_eff, sd, above], abs=SIX)
    slope = (scored.v[i] - scored.v0[i]) / (own - frozen.belief.s2)
    assert slope == pytest.approx(h, abs=SIX)
    assert scored.v0[i] - frozen.belief.s2 * slope == pytest.approx(q, abs=1e-5)


def test_the_districts_and_the_range(areas: AreaEstimates) -> None:
    assert areas.rbar == pytest.approx([4.09295, 2.19526, -9.395272], abs=SIX)
    assert areas.a == pytest.approx([57.695982, 62.052636, 89.234564], abs=SIX)
    assert areas.r == pytest.approx([0.101305, 0.094867, 0.067933], abs=SIX)
    assert areas.delta == pytest.approx([0.362402, 0.155649, -0.692423], abs=SIX)
    assert areas.estimate == pytest.approx([52.341226, 51.287719, 42.729596], abs=SIX)
    assert areas.sd == pytest.approx([4.330338, 4.090912, 4.975859], abs=SIX)
    assert (areas.middle, areas.middle_variance) == (
        pytest.approx(-0.058124, abs=SIX),
        pytest.approx(24.625661, abs=SIX),
    )
    assert (areas.range_estimate, areas.range_sd) == (
        pytest.approx(49.587149, abs=SIX),
        pytest.approx(2.940399, abs=SIX),
    )


def test_the_probabilities_of_letters(scored: Scores) -> None:
    p = probabilities(scored.score, scored.sd, EDGES)
    assert p[5] == pytest.approx([0, 0, 0, 5.5e-05, 0.008445, 0.991501], abs=SIX)
    assert p[3] == pytest.approx([0.001541, 0.022809, 0.138449, 0.339265, 0.337671, 0.160265], abs=SIX)


def test_without_one_response(days: DaySums, frozen: Frozen) -> None:
    triple = score_triple(days, 11, 0, frozen.belief, RULES)
    at = [5, 8, 10]
    less = triple.without_lowest
    assert less.score[at] == pytest.approx([35.382278, 74.44665, 21.591298], abs=SIX)
    assert less.above[at] == pytest.approx([0.036803, 0.998208, 0.00138], abs=SIX)
    less = triple.without_highest
    assert less.score[at] == pytest.approx([32.432406, 70.207571, 17.830372], abs=SIX)
    assert less.above[at] == pytest.approx([0.016168, 0.992414, 0.000377], abs=SIX)


def test_the_standings_and_the_letters(days: DaySums, frozen: Frozen, scored: Scores) -> None:
    triple = score_triple(days, 11, 0, frozen.belief, RULES)
    assert standing(triple, np.zeros(12, np.int64), RULES).tolist() == [0, 0, 0, 0, 0, -1, 0, 0, 1, 0, -1, 0]
    nothing = np.full(12, NONE)
    states = letter_states(
        probabilities(scored.score, scored.sd, EDGES), nothing, nothing, 11, enough(scored.n, RULES.min_n), RULES
    )
    assert states.letter.tolist() == [-1, -1, -1, -1, -1, 5, -1, -1, -1, -1, 5, 5]
    sets = [(-1, 0), (4, 2), (4, 2), (-1, 0), (3, 2), (-1, 0), (-1, 0), (4, 2), (2, 2), (-1, 0), (-1, 0), (-1, 0)]
    assert list(zip(states.first.tolist(), states.size.tolist(), strict=True)) == sets


@pytest.mark.parametrize(
    ("item", "values"),
    [
        ("behaviour", (1.805556, 0.358767, 0.049020, 1.904762, 61.279713, 72.393315, 6.600420)),
        ("promptness", (-2.361111, 0.249613, 0.375817, 1.904762, 103.069566, 71.406752, 6.632352)),
    ],
)
def test_the_area_scores(item: str, values: tuple[float, ...], rows: Responses, scored: Scores) -> None:
    e = rows.points[:, ITEMS.index(item)] - rows.y
    sums = QuestionSums(*(np.bincount(rows.station, of).astype(float) for of in (np.ones(len(e)), e, e**2)))
    got = question_scores(sums, scored.score, scored.sd, question_constants(sums))
    assert (
        got.m[8],
        got.r[8],
        got.constants.mean,
        got.constants.t,
        got.constants.v,
        got.score[8],
        got.sd[8],
    ) == pytest.approx(values, abs=SIX)


def test_the_rule_check(scored: Scores) -> None:
    assert notices(scored.score, scored.sd, 45).undeserved[[11, 5]] == pytest.approx([0.416194, 0.049870], abs=SIX)
