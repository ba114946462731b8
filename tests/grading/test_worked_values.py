"""The worked values of the method, each to the digits in which it is given."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from anubhav_gforms.campaign.grading import Alarm, CaseMix, DayCap, Window
from anubhav_gforms.grading.cube.items import composite
from anubhav_gforms.grading.daybook import day_weight
from anubhav_gforms.grading.formulas import casemix, money
from anubhav_gforms.grading.formulas.letters import band, next_letter, probabilities, touched
from anubhav_gforms.grading.formulas.ranks import rank_sets
from anubhav_gforms.grading.formulas.spread import shrink
from anubhav_gforms.grading.formulas.trend import cusum
from anubhav_gforms.grading.formulas.window import pool, weeks_used
from anubhav_gforms.grading.method.review import F1, alike_p

BANDS = (90.0, 80.0, 70.0, 60.0, 50.0, 0.0)
LETTERS = ("A+", "A", "B", "C", "D", "F")


def test_composite_with_a_skipped_item() -> None:
    y = composite([[100, 75, np.nan, 75, 50]], [0.25, 0.20, 0.20, 0.20, 0.15], [80, 75, 70, 76, 72])
    assert y[0] == pytest.approx(76.875, abs=1e-12)


def test_case_mix_shifts() -> None:
    """beta 0, 8, 4 and shares .5 .3 .2, at twenty stations that differ in level and in mix."""
    level = np.linspace(40, 80, 20)
    counts = np.array([[30.0, 10, 10], [20.0, 20, 10]] * 10)
    found = casemix.fit(counts, counts * (level[:, None] + np.array([0.0, 8, 4])), CaseMix())
    assert found.pi == pytest.approx([0.5, 0.3, 0.2])
    assert found.beta == pytest.approx([0, 8, 4])
    assert found.shift == pytest.approx([-3.2, 4.8, 0.8])
    assert 76.875 - np.array(found.shift) == pytest.approx([80.075, 72.075, 76.075])


def test_case_mix_is_recovered_inside_stations() -> None:
    """Stations differ by 30 points and in their mix; the purposes' effects come out exactly, and so do the shifts."""
    beta, rng = np.array([0.0, 8.0, 4.0]), np.random.default_rng(3)
    counts = rng.integers(5, 60, (30, 3)).astype(float)
    level = rng.normal(60, 30, 30)
    fitted = casemix.fit(counts, counts * (level[:, None] + beta), CaseMix())
    assert fitted.beta == pytest.approx([0, 8, 4], abs=1e-9)
    pi = counts.sum(axis=0) / counts.sum()
    assert fitted.pi == pytest.approx(pi)
    assert fitted.shift == pytest.approx(beta - pi @ beta, abs=1e-9)


def test_small_purposes_are_merged_and_the_rest_has_no_shift() -> None:
    counts = np.zeros((25, 4))
    counts[:, 0], counts[:, 1], counts[:, 2], counts[:19, 3] = 40, 30, 7, 5
    fitted = casemix.fit(counts, counts * 60.0, CaseMix())
    assert fitted.group == (0, 1, 2, 2), "175 + 95 responses together are enough for a group"
    counts[:, 2], counts[:, 3] = 2, 1
    fitted = casemix.fit(counts, counts * 60.0, CaseMix())
    assert fitted.group == (0, 1, -1, -1)
    assert fitted.shift[2:] == (0.0, 0.0)


def station(n: list[float], means: list[float]) -> tuple[float, float, float, float, float]:
    weight = np.array([n], dtype=float)
    ybar, v, _ = pool(weight, weight * np.array([means]), 690, 4)
    score, sd, r = shrink(ybar, v, 95, 62, 0.8)
    return float(ybar[0]), float(v[0]), float(r[0]), float(score[0]), float(sd[0])


def test_station_estimate() -> None:
    assert 690 / np.array([4, 6, 10]) + 4 == pytest.approx([176.5, 119, 73])
    ybar, v, r, score, sd = station([4, 6, 10], [70, 55, 65])
    assert ybar == pytest.approx(62.99389, abs=5e-6)
    assert v == pytest.approx(36.01305, abs=5e-6)
    assert r == pytest.approx(0.725119, abs=5e-7)
    assert score == pytest.approx(62.72069, abs=5e-6)
    assert sd == pytest.approx(5.11607, abs=5e-6)
    half = 1.645 * sd
    assert (score - half, score + half) == pytest.approx((54.305, 71.137), abs=1e-3 / 2)
    chance = probabilities(score, sd, BANDS)[::-1]
    assert chance[:5] == pytest.approx([0.0065, 0.2910, 0.6252, 0.0770, 0.0004], abs=5e-5)
    assert touched(score - half, score + half, BANDS) == 3, "D, C and B: provisional"


def test_hysteresis() -> None:
    _, v, r, score, sd = station([20.0] * 13, [81.2] * 13)
    assert (v, r, sd) == pytest.approx((2.961538, 0.969768, 1.694915), abs=1e-6)
    assert score == pytest.approx(80.6196, abs=5e-5)
    assert ndtr((score - 80) / sd) == pytest.approx(0.643, abs=5e-4)
    assert LETTERS[int(next_letter(score, sd, 2, BANDS, 0.80))] == "B"
    _, _, _, score, sd = station([20.0] * 13, [82.5] * 13)
    assert score == pytest.approx(81.8803, abs=5e-5)
    assert ndtr((score - 80) / sd) == pytest.approx(0.866, abs=5e-4)
    assert LETTERS[int(next_letter(score, sd, 2, BANDS, 0.80))] == "A"
    needed = 80 + float(ndtri(0.80)) * sd
    assert needed == pytest.approx(81.4265, abs=5e-5)
    assert next_letter(needed - 1e-6, sd, 2, BANDS, 0.80) == 2
    assert next_letter(needed + 1e-6, sd, 2, BANDS, 0.80) == 1


def test_a_letter_may_jump_two_and_needs_the_same_certainty_downwards() -> None:
    assert next_letter(68.0, 1.0, 0, BANDS, 0.80) == 3
    assert next_letter(69.5, 1.0, 2, BANDS, 0.80) == 2
    assert next_letter(69.0, 1.0, 2, BANDS, 0.80) == 3


def test_bands_are_inclusive_at_their_lower_edge() -> None:
    assert [LETTERS[index] for index in band([100, 90, 89.999, 80, 50, 49.999, 0, -3], BANDS)] == [
        "A+", "A+", "A", "A", "D", "F", "F", "F",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mean", "today", "weight"), [(0.5, 12, 0.41667), (2, 12, 0.5), (10, 12, 1), (10, 45, 0.66667)]
)
def test_day_cap(mean: float, today: float, weight: float) -> None:
    rows = np.zeros((1, F1.history + 1))
    rows[0, : F1.history] = mean
    rows[0, -1] = today
    assert day_weight(rows, np.zeros(rows.shape, bool), 0, DayCap())[0, -1] == pytest.approx(weight, abs=5e-6)


def test_day_cap_in_the_first_days() -> None:
    rows = np.array([[8.0, 8, 8]])
    weight = day_weight(rows, np.zeros(rows.shape, bool), 0, DayCap())
    assert weight[0] == pytest.approx([5 / 8, 1, 1]), "first day 5; then over the days there are"


def test_cusum() -> None:
    c = cusum([-0.2, -1.0, -1.8, -2.1, 0, -2.4, -1.9], Alarm())
    assert c == pytest.approx([0, 0.5, 1.8, 3.4, 2.9, 4.8, 6.2])
    assert list(c > 5) == [False] * 6 + [True]


@pytest.mark.parametrize(("k", "n", "p"), [(3, 10, 0.9695), (3, 60, 0.8249), (4, 60, 0.9316), (5, 60, 0.9773)])
def test_money(k: int, n: int, p: float) -> None:
    assert money.probability(k, n, 1 / 50, 50, 0.02) == pytest.approx(p, abs=5e-5)


def test_money_prior_is_kept_in_its_bounds() -> None:
    assert money.prior(np.zeros(30), np.full(30, 40.0))[1] == 50
    even = np.full(30, 2.0)
    assert money.prior(even, np.full(30, 40.0)) == (0.05, 500)
    wild = np.array([0.0] * 25 + [40.0] * 5)
    assert money.prior(wild, np.full(30, 40.0))[1] == 20
    assert money.prior(even[:19], np.full(19, 40.0))[1] == 50


@pytest.mark.parametrize(
    ("x", "a", "m", "best", "total", "p0", "pc", "pr", "pf"),
    [
        (9, 9, 1, 20, 56, 0.3, 9.5925e-6, 6.4186e-5, 1.3674e-8),
        (12, 9, 2, 40, 112, 0.4, 3.0249e-5, 7.5011e-3, 3.6982e-6),
    ],
)
def test_burst(
    x: float, a: float, m: float, best: float, total: float, p0: float, pc: float, pr: float, pf: float
) -> None:
    found = alike_p(*(np.array([value], dtype=float) for value in (x, a, m, best, total)), 0.10, p0, F1.least_mean)
    assert [float(value[0]) for value in found] == pytest.approx([pc, pr, pf], rel=5e-5)


def test_no_burst() -> None:
    _, pr, _ = alike_p(*(np.array([value], dtype=float) for value in (8, 4, 1, 20, 56)), 0.10, 0.3, F1.least_mean)
    assert float(pr[0]) == pytest.approx(0.2768, abs=5e-5)


def test_rank_sets() -> None:
    best, worst = rank_sets([60, 62, 70, 71, 85], [4.0] * 5)
    assert list(zip(best.tolist(), worst.tolist(), strict=True)) == [(4, 5), (4, 5), (2, 3), (2, 3), (1, 1)]


def test_rank_sets_do_not_depend_on_the_order_of_stations() -> None:
    rng = np.random.default_rng(5)
    y, v = rng.normal(60, 5, 12), rng.uniform(1, 9, 12)
    order = rng.permutation(12)
    for there, here in zip(rank_sets(y[order], v[order]), rank_sets(y, v), strict=True):
        assert np.array_equal(there, here[order])


def test_window_reaches_back_for_fifty_responses() -> None:
    n = np.full((3, 30), [[10.0], [2.0], [3.0]])
    used = weeks_used(n, Window())
    assert used.sum(axis=1).tolist() == [13, 25, 17]
    assert not used[:, 26:].any()
