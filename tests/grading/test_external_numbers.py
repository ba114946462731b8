"""Numbers from papers and other packages that the method must reproduce."""

from __future__ import annotations

import math

import numpy as np
import pytest

from anubhav_gforms.campaign.grading import Alarm
from anubhav_gforms.grading.cube.items import Items
from anubhav_gforms.grading.formulas.proportion import q_values, wilson
from anubhav_gforms.grading.formulas.spread import heterogeneity, paule_mandel, reml, shrink, weighted_mean
from anubhav_gforms.grading.formulas.trend import cusum, limits_by_n, xmr

BCG = np.array(
    [
        (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
        (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
        (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
    ],
    dtype=float,
)  # fmt: skip
"""Thirteen trials of the BCG vaccine (Colditz et al. 1994): cases and others among vaccinated and controls."""


def risk_ratios() -> tuple[np.ndarray, np.ndarray]:
    a, b, c, d = BCG.T
    return np.log(a / (a + b) / (c / (c + d))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def test_between_unit_variance_as_metafor_has_it() -> None:
    y, v = risk_ratios()
    assert (y[0], v[0]) == pytest.approx((-0.889311334, 0.325584765), abs=1e-9)
    assert heterogeneity(y, v) == pytest.approx(152.233008082, abs=1e-8)
    pm, rm = paule_mandel(y, v), reml(y, v)
    assert (pm.tau2, pm.mu, math.sqrt(pm.var_mu)) == pytest.approx(
        (0.318068452205, -0.714968153, 0.180892192), abs=1e-8
    )
    assert (rm.tau2, rm.mu, math.sqrt(rm.var_mu)) == pytest.approx(
        (0.313243258136, -0.714532342, 0.179781516), abs=1e-8
    )


def test_dersimonian_laird_and_paule_mandel_as_statsmodels_has_them() -> None:
    from statsmodels.stats.meta_analysis import combine_effects

    y, v = risk_ratios()
    dl = combine_effects(y, v, method_re="dl")
    assert dl.tau2 == pytest.approx(0.308760262862, abs=1e-8)
    mu, var_mu = weighted_mean(y, v, dl.tau2)
    assert (mu, math.sqrt(var_mu)) == pytest.approx((-0.714117222, 0.178742090), abs=1e-8)
    pm = combine_effects(y, v, method_re="iterated", atol=1e-12)
    assert pm.tau2 == pytest.approx(paule_mandel(y, v).tau2, abs=1e-5)


def test_one_station_alone_and_none_have_no_spread() -> None:
    for estimator in (paule_mandel, reml):
        one = estimator([62.0], [9.0])
        assert (one.tau2, one.mu, one.var_mu) == (0, 62, 9)
        none = estimator([], [])
        assert none.tau2 == 0
        assert math.isnan(none.mu)
        assert math.isnan(none.var_mu)
        assert estimator([60.0, 60.5, 59.5], [9.0] * 3).tau2 == 0


def test_a_spread_far_beyond_the_variances_is_found() -> None:
    y, v = np.array([0.0, 1000, 2000, 3000]), np.full(4, 1e-6)
    for estimator in (paule_mandel, reml):
        assert estimator(y, v).tau2 == pytest.approx(y.var(ddof=1), rel=1e-6)


def test_shrunk_means_at_reml() -> None:
    y, v = risk_ratios()
    found = reml(y, v)
    score, sd, _ = shrink(y, v, found.tau2, found.mu, found.var_mu)
    assert score == pytest.approx(
        [-0.800234, -1.251706, -0.986903, -1.397898, -0.287380, -0.784572, -1.243963, 0.002879, -0.506836, -1.247173,
         -0.353658, -0.284734, -0.146743], abs=1e-6)  # fmt: skip
    assert sd == pytest.approx(
        [0.409930, 0.353227, 0.434832, 0.137568, 0.211312, 0.082290, 0.368592, 0.062587, 0.220391, 0.245712,
         0.109481, 0.458300, 0.243440], abs=1e-6)  # fmt: skip


HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
SEASON = np.array(
    [
        0.346,
        0.298,
        0.276,
        0.222,
        0.273,
        0.270,
        0.263,
        0.210,
        0.269,
        0.230,
        0.264,
        0.256,
        0.303,
        0.264,
        0.226,
        0.285,
        0.316,
        0.200,
    ]
)


def test_james_stein_on_eighteen_batters() -> None:
    """Efron and Morris 1977: our shrinkage with their factor c as the reliability gives their column."""
    y = HITS / 45
    mean, spread = y.mean(), ((y - y.mean()) ** 2).sum()
    c = 1 - 15 * mean * (1 - mean) / 45 / spread
    assert c == pytest.approx(0.212, abs=6e-4)
    v = mean * (1 - mean) / 45
    shrunk, _, r = shrink(y, v, c * v / (1 - c), mean, 0)
    assert r == pytest.approx(c)
    column = [0.294, 0.289, 0.285, 0.280, 0.275, 0.275, 0.270, 0.266, 0.261, 0.261, *[0.256] * 5, 0.252, 0.247, 0.242]
    assert shrunk == pytest.approx(column, abs=6e-4)
    error = ((y - SEASON) ** 2).sum(), ((shrunk - SEASON) ** 2).sum()
    assert error == pytest.approx((0.0753, 0.0213), abs=1e-4)
    assert error[0] / error[1] == pytest.approx(3.53, abs=0.01)


def test_james_stein_on_the_arcsine_scale() -> None:
    """Efron and Morris 1975."""
    x = math.sqrt(45) * np.arcsin(2 * HITS / 45 - 1)
    factor = 1 - 15 / ((x - x.mean()) ** 2).sum()
    assert factor == pytest.approx(0.20897, abs=5e-6)
    shrunk, _, _ = shrink(x, 1.0, factor / (1 - factor), x.mean(), 0)
    back = (np.sin(shrunk / math.sqrt(45)) + 1) / 2
    column = [0.290, 0.286, 0.281, 0.277, 0.273, 0.273, 0.268, 0.264, 0.259, 0.259, *[0.254] * 5, 0.249, 0.244, 0.239]
    assert back == pytest.approx(column, abs=6e-4)


@pytest.mark.parametrize(
    ("k", "n", "low", "high", "tolerance"),
    [
        (81, 263, 0.2553, 0.3662, 5e-5), (15, 148, 0.0624, 0.1605, 5e-5), (0, 20, 0, 0.1611, 5e-5), (1, 29, 0.0061, 0.1718, 5e-5),
        (48, 54, 0.77805299, 0.94806978, 5e-9), (0, 1, 0, 0.79345069, 5e-9), (10, 10, 0.72246720, 1, 5e-9),
    ],
)  # fmt: skip
def test_wilson(k: int, n: int, low: float, high: float, tolerance: float) -> None:
    """Newcombe 1998, table I, and R's prop.test without correction."""
    assert tuple(map(float, wilson(k, n))) == pytest.approx((low, high), abs=tolerance)


def test_wilson_as_statsmodels_has_it() -> None:
    from statsmodels.stats.proportion import proportion_confint

    k, n = np.array([0, 3, 17, 40]), np.array([12, 60, 20, 40])
    assert np.allclose(wilson(k, n), proportion_confint(k, n, method="wilson"))


def test_benjamini_hochberg() -> None:
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    q = q_values(p)
    assert (q <= 0.05).sum() == 4
    assert (np.array(p) <= 0.05 / 15).sum() == 3
    assert q == pytest.approx(
        [0.0015, 0.0030, 0.0095, 0.035625, 0.0603, 0.0638571429, 0.0638571429, 0.0645, 0.0765, 0.4860, 0.5811818182,
         0.714875, 0.7532307692, 0.8132142857, 1], abs=1e-10)  # fmt: skip
    assert q_values([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert np.isnan(q_values([math.nan, 0.01])).tolist() == [True, False]


def test_xmr_as_nhsrplotthedots_has_it() -> None:
    values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    chart = xmr(values)
    assert chart is not None
    assert (chart.mean, chart.low, chart.high) == pytest.approx((1.94, -0.72, 4.60), abs=6e-3)
    assert [index for index, special in enumerate(chart.special) if special] == [4]
    assert xmr(values[:11]) is None


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        ([5, 6, 5, 6, 5, 6, 5, 9, 9.2, 9.1, 9.3, 9, 9.2, 9.1], list(range(7, 14))),
        ([5, 6, 5, 6, 5, 6, 1, 2, 3, 4, 5, 6, 7, 6, 5, 6, 5], list(range(6, 13))),
    ],
)
def test_xmr_runs_and_trends(values: list[float], marked: list[int]) -> None:
    chart = xmr(values)
    assert chart is not None
    assert set(marked) <= {index for index, special in enumerate(chart.special) if special}


def test_xmr_two_of_three_near_a_limit() -> None:
    values = [5.0, 5.8, 5.0, 4.2] * 4 + [7.2, 6.2, 7.3] + [5.0, 4.2, 5.0, 5.8, 5.0, 4.2]
    chart = xmr(values)
    assert chart is not None
    assert chart.high > 7.3 > 7.2 > chart.mean + (chart.high - chart.mean) * 2 / 3 > 6.2
    assert [index for index, special in enumerate(chart.special) if special] == [16, 18]


def test_a_chart_of_uneven_weeks_has_limits_by_their_numbers() -> None:
    n = np.array([4.0, 13, 5])
    found = limits_by_n(n, 400 / n + 5, 70)
    assert found is not None
    half = 3 * np.sqrt([105, 400 / 13 + 5, 85])
    assert found[0] == pytest.approx(70 - half)
    assert found[1] == pytest.approx(70 + half)
    assert limits_by_n([4, 12, 5], [1, 1, 1], 70) is None, "no more than threefold"


@pytest.mark.parametrize(("h", "shift", "length"), [(4, 0.0, 167.68), (5, 0.0, 465.44), (5, 1.0, 10.38)])
def test_cusum_run_lengths(h: float, shift: float, length: float) -> None:
    """Two-sided, k = .5 (R package spc): the mean of simulated runs lies within four standard errors."""
    rng, rules, runs, block = np.random.default_rng(11), Alarm(k=0.5, h=h), 4000, 250
    first = np.zeros(runs)
    going, level = np.arange(runs), np.zeros((2, runs))
    while len(going):
        z = rng.standard_normal((len(going), block)) - shift
        # a first week of -(C + k) takes each side up at the level C that it had reached
        paths = [
            cusum(np.column_stack([-(c + rules.k), sign * z]), rules)[:, 1:]
            for c, sign in zip(level, (1, -1), strict=True)
        ]
        crossed = (paths[0] > h) | (paths[1] > h)
        over = crossed.any(axis=1)
        first[going] += np.where(over, crossed.argmax(axis=1) + 1, block)
        going, level = going[~over], np.array([path[~over, -1] for path in paths])
    error = first.std() / math.sqrt(runs)
    assert abs(first.mean() - length) < 4 * error


def test_cusum_false_alarms_within_26_weeks() -> None:
    z = np.random.default_rng(12).standard_normal((40_000, 26))
    share = (cusum(z, Alarm()) > 5).any(axis=1).mean()
    assert share == pytest.approx(0.021, abs=0.003)


def test_straight_lines_are_a_pattern_too() -> None:
    items = Items.make({"a": 0.5, "b": 0.5})
    assert items.straight.sum() == 5
    assert items.best.sum() == 3, "both best, or the only answered one"
