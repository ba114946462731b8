"""Each small function of the method at its borders, with numbers that can be checked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.campaign.grading import Window
from anubhav_gforms.grading.estimate import (
    CALIBRATING,
    FIRM,
    NO_RESPONSES,
    NOT_ENOUGH,
    PROVISIONAL,
    Estimate,
    Priors,
    district_means,
    district_status,
    estimate_week,
    interval_z,
    station_status,
)
from anubhav_gforms.grading.formulas.letters import (
    NONE,
    band,
    cap_of,
    capped_letter,
    certainty,
    next_letter,
    probabilities,
    touched,
)
from anubhav_gforms.grading.formulas.spread import heterogeneity, paule_mandel, reliability, reml, shrink
from anubhav_gforms.grading.formulas.status import STATUSES, graded, shown
from anubhav_gforms.grading.formulas.window import pool, weeks_used
from anubhav_gforms.grading.method.score import newest_first
from anubhav_gforms.grading.panel import Panel

from .worked import FROZEN

BANDS = (90.0, 80.0, 70.0, 60.0, 50.0, 0.0)


# letters


def test_how_sure_a_change_of_letter_is() -> None:
    up, down = certainty(82.0, 2.0, [0, 1, 5], BANDS)
    assert up == pytest.approx([0, norm.sf(4), 1])
    assert down == pytest.approx([norm.cdf(4), norm.cdf(-1), 0])
    assert certainty(82.0, 2.0, NONE, BANDS)[0] == 0


def test_exactly_as_sure_as_asked_is_sure_enough() -> None:
    up, down = (float(value) for value in certainty(81.0, 1.5, 2, BANDS))
    assert next_letter(81.0, 1.5, 2, BANDS, up) == 1
    assert next_letter(81.0, 1.5, 2, BANDS, np.nextafter(up, 1)) == 2
    down = float(certainty(69.0, 1.5, 2, BANDS)[1])
    assert next_letter(69.0, 1.5, 2, BANDS, down) == 3
    assert next_letter(69.0, 1.5, 2, BANDS, np.nextafter(down, 1)) == 2


def test_a_first_letter_is_the_band_and_the_same_band_never_changes() -> None:
    assert next_letter([95.0, 40.0], [9.0, 9.0], [NONE, NONE], BANDS, 0.99).tolist() == [0, 5]
    assert next_letter(75.0, 1e-9, 2, BANDS, 0.0) == 2


def test_an_interval_touches_letters() -> None:
    assert touched([55.0, 70.0, 69.999, 0.0], [71.0, 79.0, 70.0, 100.0], BANDS).tolist() == [3, 1, 2, 6]


def test_a_cap_lets_no_better_letter_through() -> None:
    letter, capped = np.array([0, 2, 4, NONE, 0]), np.array([True, True, True, True, False])
    assert capped_letter(letter, capped, 3).tolist() == [3, 3, 4, -1, 0]
    assert capped_letter(letter, capped, 0).tolist() == letter.tolist()
    assert capped_letter(letter, capped, NONE).tolist() == letter.tolist(), "no cap at all"


def test_the_cap_is_the_place_of_its_letter(bilaspur: Campaign) -> None:
    rules = bilaspur.grade_rules
    no_cap = rules.model_copy(update={"integrity": rules.integrity.model_copy(update={"cap": ""})})
    assert rules.letters[cap_of(rules)] == "C"
    assert cap_of(no_cap) == NONE


def test_from_a_provisional_status_on_there_is_a_letter_and_a_score_is_shown_in_the_trial_period_too() -> None:
    assert graded(np.arange(len(STATUSES))).tolist() == [False] * 3 + [True] * 7
    status = np.array([CALIBRATING, CALIBRATING, CALIBRATING, NO_RESPONSES, NOT_ENOUGH, PROVISIONAL])
    assert shown(status, np.array([0, 0.5, 1, 0, 5, 0])).tolist() == [False, True, True, False, False, True]


def test_probabilities_are_open_at_both_ends_and_sum_to_one() -> None:
    chance = probabilities([[75.0, 120.0], [-20.0, 90.0]], 5.0, BANDS)
    assert chance.shape == (2, 2, 6)
    assert chance.sum(axis=-1) == pytest.approx(1)
    assert chance[0, 0] == pytest.approx(
        [norm.sf(3), norm.sf(1) - norm.sf(3), norm.cdf(1) - norm.cdf(-1), norm.sf(1) - norm.sf(3), norm.sf(3) - norm.sf(5), norm.sf(5)]
    )  # fmt: skip
    assert (chance[0, 1, 0], chance[1, 0, 5]) == pytest.approx((1, 1))
    assert chance[1, 1, 0] == 0.5
    assert band([50.0, 49.99], BANDS).tolist() == [4, 5]


# window and spread


def test_the_window_reaches_back_while_newer_weeks_hold_fewer_than_fifty() -> None:
    n = np.zeros((5, 30))
    n[0, 12], n[1, 12], n[2, :13], n[3, 0] = 50, 49, 3.9, 50
    n[4, 12] = 50 - 1e-12  # a sum of weights that is fifty but for its last digit
    used = weeks_used(n, Window())
    assert used.sum(axis=1).tolist() == [13, 26, 13, 13, 13]
    assert used[:, :13].all()
    short = weeks_used(n, Window(weeks=2, reach_back=5, until_responses=1000))
    assert short.sum(axis=1).tolist() == [5] * 5
    assert weeks_used(n, Window(weeks=2, reach_back=2)).sum(axis=1).tolist() == [2] * 5


def test_weeks_are_pooled_by_how_sure_they_are() -> None:
    ybar, v, n = pool(np.array([[4.0, 0, 8], [0, 0, 0]]), np.array([[240.0, 0, 560], [0, 0, 0]]), 100, 5)
    weight = np.array([1 / 30, 1 / 17.5])
    assert ybar[0] == pytest.approx((60 * weight[0] + 70 * weight[1]) / weight.sum())
    assert v[0] == pytest.approx(1 / weight.sum())
    assert n.tolist() == [12, 0]
    light = pool(np.array([[0.5, 1.0]]), np.array([[40.0, 60.0]]), 100, 5)
    assert light[0][0] == pytest.approx((80 / 205 + 60 / 105) / (1 / 205 + 1 / 105)), "part of a response counts too"
    assert math.isnan(ybar[1])
    assert v[1] == math.inf
    own = pool(np.array([[4.0, 8]] * 2), np.array([[240.0, 560]] * 2), np.array([100.0, 400]), 5)
    assert own[1] == pytest.approx([1 / weight.sum(), 1 / (1 / 105 + 1 / 55)]), "by each station's own variance"


def test_what_stations_are_drawn_towards_is_that_of_their_kinds() -> None:
    priors = Priors.of(FROZEN, ["ajak", "thana"])
    assert (priors.s2, priors.sw2, priors.shrunk.tolist()) == (412.5, 3.25, [False, True])
    assert (priors.tau2.tolist(), priors.mu.tolist(), priors.var_mu.tolist()) == ([60.5] * 2, [64.25] * 2, [0.75] * 2)


@pytest.mark.parametrize("seed", range(5))
def test_both_estimators_find_the_root_of_their_equation(seed: int) -> None:
    rng = np.random.default_rng(seed)
    k = int(rng.integers(2, 30))
    v = rng.uniform(0.01, 1, k) ** 3 * 50
    y = 60 + rng.normal(0, 10, k) + rng.normal(0, np.sqrt(v))
    pm, rm = paule_mandel(y, v), reml(y, v)
    assert pm.tau2 > 0
    assert heterogeneity(y, v, pm.tau2) == pytest.approx(k - 1)
    w = 1 / (v + rm.tau2)
    assert (w**2 * (y - rm.mu) ** 2).sum() == pytest.approx(w.sum() - (w**2).sum() / w.sum())


def test_two_stations_are_enough_for_a_spread() -> None:
    for estimator in (paule_mandel, reml):
        assert estimator([0.0, 10.0], [1.0, 1.0]).tau2 == pytest.approx(49)
        assert estimator([0.0, 1.9], [1.0, 1.0]).tau2 == pytest.approx(1.9**2 / 2 - 1)
        assert estimator([0.0, 1.4], [1.0, 1.0]).tau2 == 0


def test_nothing_known_is_the_mean_of_its_kind() -> None:
    score, sd, r = shrink([50.0, math.nan, 50.0], [25.0, math.inf, 25.0], [75.0, 75.0, 0.0], 70.0, 4.0)
    assert r.tolist() == [0.75, 0, 0]
    assert score == pytest.approx([55, 70, 70])
    assert sd == pytest.approx([math.sqrt(0.75 * 25 + 4 / 16), math.sqrt(75 + 4), 2])
    assert reliability(9.0, 3.0) == 0.75


# estimates


def test_weeks_by_age_newest_first() -> None:
    values = np.array([[1.0, 2, 3, 4, 5]])
    assert newest_first(values, 3, 2).tolist() == [[4, 3]]
    assert newest_first(values, 1, 4).tolist() == [[2, 1, 0, 0]]
    assert newest_first(values, 4, 5).tolist() == [[5, 4, 3, 2, 1]]
    assert newest_first(values, 0, 1).tolist() == [[1]]


def estimates(**columns: list[float]) -> Estimate:
    count = len(next(iter(columns.values())))
    names = ("n", "ybar", "v", "score", "sd", "r", "low", "high")
    given = {name: np.array(columns.get(name, [math.nan] * count), dtype=float) for name in names}
    return Estimate(**given, use=np.zeros((count, 0), bool))


def panel_of(n: list[list[float]], mean: list[list[float]], extra: float = 0.0) -> Panel:
    """Weekly sums; `extra` more responses of 100 points in every week were set aside."""
    count, nothing = np.array(n, dtype=float), np.zeros_like(np.array(n, dtype=float))
    total = count * np.array(mean)
    names = (
        "rows",
        "raw",
        "shift",
        "unknown",
        "aside",
        "money_yes",
        "money_no",
        "money_unsaid",
        "receipt_yes",
        "receipt_no",
    )
    return Panel(n=count, total=total, all_n=count + extra, all_total=total + 100 * extra, **dict.fromkeys(names, nothing))  # fmt: skip


def test_a_week_is_estimated_by_the_formulas_of_the_method(bilaspur: Campaign) -> None:
    """The station of the worked values, shrunk and not; one without responses; and with what was set aside."""
    rules = bilaspur.grade_rules
    one = estimate_week(
        panel_of([[0.0, 0, 0.5]], [[0.0, 0, 80]]), Priors(690, 4, *np.ones((3, 1)), np.zeros(1, bool)), 2, rules
    )
    assert (one.n[0], one.score[0]) == (0.5, 80), "part of a response has a score, though none is shown"
    weeks = [[4.0, 6, 10, 99]] * 2 + [[0.0] * 4]
    sums = panel_of(weeks, [[70.0, 55, 65, 1]] * 3, extra=2)
    priors = Priors(690, 4, *(np.full(3, value) for value in (95.0, 62.0, 0.8)), np.array([True, False, True]))
    found = estimate_week(sums, priors, 2, rules)
    assert found.n.tolist() == [20, 20, 0]
    assert found.ybar[:2] == pytest.approx([62.99389] * 2, abs=5e-6)
    assert found.v == pytest.approx([36.01305, 36.01305, math.inf], abs=5e-6)
    assert found.r == pytest.approx([0.725119, 0.725119, 0], abs=5e-7)
    assert found.score[:2] == pytest.approx([62.72069, 62.99389], abs=5e-6)
    assert found.sd[:2] == pytest.approx([5.11607, math.sqrt(36.01305)], abs=5e-6)
    assert (found.low[0], found.high[0]) == pytest.approx((54.305, 71.137), abs=5e-4)
    assert np.isnan([found.score[2], found.sd[2], found.low[2], found.high[2]]).all()
    assert found.use.shape == (3, 26)
    both = estimate_week(sums, priors, 2, rules, with_set_aside=True)
    assert both.n.tolist() == [26, 26, 6]
    v = 690 / np.array([6.0, 8, 12]) + 4
    mean = np.array([480, 530, 850]) / [6, 8, 12]
    assert both.ybar[0] == pytest.approx((mean / v).sum() / (1 / v).sum())


def test_a_week_beyond_the_window_counts_only_where_responses_are_rare(bilaspur: Campaign) -> None:
    rules = bilaspur.grade_rules
    n = [[10.0] + [4.0] * 13, [10.0] + [1.0] * 13]
    priors = Priors(400, 4, *(np.zeros(2) for _ in range(3)), np.zeros(2, bool))
    found = estimate_week(panel_of(n, [[90.0] + [60.0] * 13] * 2), priors, 13, rules)
    assert found.n.tolist() == [52, 23]
    assert found.ybar[0] == pytest.approx(60)
    assert found.ybar[1] > 65


def test_the_first_status_that_holds_is_given(bilaspur: Campaign) -> None:
    rules = bilaspur.grade_rules
    found = estimates(
        n=[0, 9.99, 10, 10 - 1e-12, 10, 10, 10, 0.5],
        r=[0, 0.9, 0.6, 0.9, 0.5999, 0.9, 0.9, 0.9],
        low=[math.nan, 72, 72, 72, 72, 69, 60, 72],
        high=[math.nan, 74, 74, 74, 74, 80, 79.99, 74],
    )
    statuses = [NO_RESPONSES, NOT_ENOUGH, FIRM, FIRM, PROVISIONAL, PROVISIONAL, FIRM, NOT_ENOUGH]
    assert station_status(found, rules, letters=True).tolist() == statuses
    assert station_status(found, rules, letters=False).tolist() == [CALIBRATING] * 8
    beyond = estimates(n=[20.0, 20.0], r=[0.9, 0.9], low=[-30, 79.0], high=[49.0, 130.0])
    assert station_status(beyond, rules, letters=True).tolist() == [FIRM, PROVISIONAL], "clipped to 0..100 first"


def test_a_district_is_a_plain_mean(bilaspur: Campaign) -> None:
    rules = bilaspur.grade_rules
    mine = estimates(n=[100, 0.5, 0, 5], score=[80, 60, 10, 50], sd=[3, 4, 99, 2])
    found = district_means(mine, np.array([0, 0, 0, 1]), 3, rules, among=np.ones(4, bool))
    assert found.n.tolist() == [100.5, 5, 0]
    assert found.score[:2].tolist() == [70, 50]
    assert found.sd[:2].tolist() == [2.5, 2]
    assert found.low[:2] == pytest.approx([70 - 1.645 * 2.5, 50 - 1.645 * 2])
    assert found.high[:2] == pytest.approx([70 + 1.645 * 2.5, 50 + 1.645 * 2])
    assert math.isnan(found.score[2])
    assert interval_z(rules) == 1.645


def test_a_district_is_firm_when_seven_of_ten_have_enough(bilaspur: Campaign) -> None:
    rules = bilaspur.grade_rules
    groups = np.repeat(np.arange(5), 10)
    n = np.zeros(50)
    n[:7], n[10:16], n[20:29], n[45] = 10 - 1e-12, 10, 9.9, 0.5
    statuses = [FIRM, PROVISIONAL, NOT_ENOUGH, NO_RESPONSES, NOT_ENOUGH]
    assert district_status(n, groups, 5, rules, letters=True, among=n >= 0).tolist() == statuses
    assert district_status(n, groups, 5, rules, letters=False, among=n >= 0).tolist() == [CALIBRATING] * 5
