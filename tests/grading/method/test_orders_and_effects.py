"""Orders, actions and questions against plain loops over their formulas, and each border from both sides."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.special import roots_hermitenorm
from scipy.stats import beta, norm

from anubhav_gforms.grading.formulas.spread import paule_mandel
from anubhav_gforms.grading.method.areas import (
    QuestionConstants,
    QuestionSums,
    question_constants,
    question_scores,
)
from anubhav_gforms.grading.method.effect import (
    AfterMean,
    EffectWord,
    after_mean,
    effect_of_action,
    estimate_effect,
)
from anubhav_gforms.grading.method.rule_check import notices, planned, rewards, share, undeserved_reward

# orders


def test_a_score_at_the_limit_of_an_order_is_not_under_it() -> None:
    score, sd = np.array([44.0, 45.0, 46.0]), np.array([2.0, 2.0, 2.0])
    below, above = notices(score, sd, 45), rewards(score, sd, 45)
    assert (below.hit.tolist(), above.hit.tolist()) == ([True, False, False], [False, False, True])
    assert below.undeserved == pytest.approx([norm.cdf(-0.5), np.nan, np.nan], nan_ok=True)
    assert above.undeserved == pytest.approx([np.nan, np.nan, norm.cdf(-0.5)], nan_ok=True)
    assert undeserved_reward(14, 20, 0.75, 0.75, 0.04) == pytest.approx(beta.cdf(0.75, 24 * 0.75 + 14, 24 * 0.25 + 6))
    assert share("100%") == Fraction(1)
    with pytest.raises(ValueError, match="between 0 and 100%"):
        share("101%")
    with pytest.raises(ValueError, match=r"^1$"):  # 1% or 100%?
        share("1")
    with pytest.raises(ValueError, match="1e999999999"):  # a billion digits are never written out
        share("1e999999999")


@pytest.mark.parametrize("reward", [False, True])
@pytest.mark.parametrize("limit", [60.0, 52.0], ids=["at the centre", "below it"])
def test_an_order_that_is_planned_is_expected_over_all_truths(limit: float, *, reward: bool) -> None:
    """At the middle node the truth is the centre: at the limit itself neither a notice nor a reward is deserved."""
    nodes, weights = roots_hermitenorm(41)
    r, v, tau2 = 0.7, 30.0, 64.0
    hit = undeserved = 0.0
    for z, weight in zip(nodes, weights / weights.sum(), strict=True):
        theta = 60.0 + 8.0 * (0.0 if abs(z) < 1e-12 else z)
        p = float(norm.cdf((limit - 60.0 - r * (theta - 60.0)) / (r * v**0.5)))
        p = 1 - p if reward else p
        hit += weight * p
        undeserved += weight * p * (theta <= limit if reward else theta >= limit)
    got = planned(np.array([60.0]), np.array([r]), np.array([v]), tau2, limit, reward=reward)
    assert got.hit == pytest.approx([hit])
    assert got.undeserved == pytest.approx([undeserved])


# actions


def test_weeks_after_an_action_are_pooled_by_how_sure_they_are() -> None:
    n, mean = np.array([[2.0, 0.0, 30.0]]), np.array([40.0, 0.0, 70.0])
    u = [1 / (400 / 2 + 4), 1 / (400 / 30 + 4)]
    got = after_mean(n, n * mean, 400.0, 4.0, np.array([250.0]))
    assert got.n == pytest.approx([32])
    assert got.ybar == pytest.approx([(u[0] * 40 + u[1] * 70) / sum(u)])
    own = 250 * (u[0] ** 2 / 2 + u[1] ** 2 / 30) + 4 * (u[0] ** 2 + u[1] ** 2)
    assert got.v == pytest.approx([own / sum(u) ** 2])


def test_how_sure_it_must_be_that_an_action_helped() -> None:
    said = ["it got better than elsewhere", "it got worse than elsewhere", "cannot be told", "too early to say"]
    assert [*EffectWord] == said, "never because of"
    others, variance = np.zeros(8), np.full(8, 12.0)
    sd = float(np.sqrt(9.0 + 4.0 + 16.0 / 8))
    for sure, word in ((0.951, EffectWord.BETTER), (0.949, EffectWord.CANNOT_BE_TOLD), (0.051, EffectWord.CANNOT_BE_TOLD), (0.049, EffectWord.WORSE)):  # fmt: skip
        got = estimate_effect(float(norm.ppf(sure)) * sd, 9.0, others, variance)
        assert (got.word, got.sd, got.better) == (word, pytest.approx(sd), pytest.approx(sure))


def test_who_is_compared_with_an_action_and_when_it_is_too_early() -> None:
    def judged(*, before: float = 10.0, after: float = 10.0, others: float = 5.0, others_before: float = 10.0, controls: int = 8, kind: int = 9) -> tuple[EffectWord, int]:  # fmt: skip
        """A station, and so many controls, of which the first kind - 1 are of its kind."""
        n = np.array([after] + [others] * controls)
        had = np.array([before] + [others_before] * controls)
        mean = AfterMean(n, np.full(len(n), 60.0), np.full(len(n), 9.0))
        got = effect_of_action(
            0, had, np.full(len(n), 60.0), np.full(len(n), 3.0), mean, np.arange(len(n)) < kind, np.zeros(len(n), bool)
        )
        return got.word, got.controls

    told, early = EffectWord.CANNOT_BE_TOLD, EffectWord.TOO_EARLY
    assert judged() == (told, 8)
    assert judged(controls=7) == (early, 7)
    assert judged(after=9.0) == (early, 8)
    assert judged(before=0.0) == (early, 8)
    assert judged(before=0.5) == (told, 8)
    assert judged(others=4.0) == (early, 0)
    assert judged(others_before=9.0) == (early, 0)
    assert judged(controls=12, kind=9) == (told, 8), "eight of its kind are enough"
    assert judged(controls=12, kind=8) == (told, 12), "seven are not: all kinds"
    d = effect_of_action(
        0, np.full(9, 10.0), np.full(9, 60.0), np.full(9, 3.0), AfterMean(np.full(9, 10.0), np.full(9, 60.0), np.full(9, 5.0)),
        np.ones(9, bool), np.zeros(9, bool),
    )  # fmt: skip
    assert d.sd == pytest.approx(np.sqrt(5 + 3**2 + 4 + (5 + 3**2 + 4) / 8))


# questions


@pytest.mark.parametrize("stations", [19, 20], ids=["too few stations for a spread", "just enough"])
def test_the_constants_of_a_question(stations: int) -> None:
    """Stations with one response count in the mean of the range and not in the spread; one without any nowhere."""
    rng = np.random.default_rng(stations)
    rows = (
        [rng.normal(rng.normal(0, 6), 10, 2 + number % 5) for number in range(stations)] + [np.array([7.0])] * 3 + [[]]
    )
    sums = QuestionSums(
        *(
            np.array([float(of(row)) for row in map(np.asarray, rows)])
            for of in (len, np.sum, lambda row: (row**2).sum())
        )
    )
    n = sums.rows[:stations]
    inside = sum(((row - row.mean()) ** 2).sum() for row in rows[:stations])
    v = (4000 + inside) / (10 + (n - 1).sum())
    if stations < 20:
        t, mean, variance = 0.0, sums.total.sum() / sums.rows.sum(), v / sums.rows.sum()
    else:
        spread = paule_mandel(sums.total[:stations] / n, v / n)
        t, mean, variance = spread.tau2, spread.mu, spread.var_mu
        assert t > 0
    t = (t * (stations - 1) + 40) / (stations - 1 + 10)
    got = question_constants(sums)
    assert (got.v, got.t, got.mean, got.variance) == pytest.approx((v, t, mean, variance))


def test_a_question_without_any_response_and_with_one() -> None:
    nothing = question_constants(QuestionSums(*np.zeros((3, 4))))
    assert (nothing.v, nothing.t, nothing.mean, nothing.variance) == (400.0, 4.0, 0.0, 400.0)
    one = question_constants(QuestionSums(np.array([1.0, 0.0]), np.array([7.0, 0.0]), np.array([49.0, 0.0])))
    assert (one.v, one.t, one.mean, one.variance) == (400.0, 4.0, 7.0, 400.0)


def test_a_question_leans_when_it_is_further_than_luck() -> None:
    """r = 1/2, so it must lie more than 1.645 sqrt(8) = 4.65 points after halving, 9.31 before, from the range's mean of 1."""
    constants = QuestionConstants(v=160.0, t=16.0, mean=1.0, variance=0.5)
    rows = np.full(4, 10.0)
    sums = QuestionSums(rows, rows * np.array([10.25, 10.375, -8.25, -8.375]), np.zeros(4))
    got = question_scores(sums, np.full(4, 60.0), np.full(4, 3.0), constants)
    assert got.lean.tolist() == [0, 1, 0, -1]
    assert got.score == pytest.approx(60 + 1 + 0.5 * (np.array([10.25, 10.375, -8.25, -8.375]) - 1))
    assert got.sd == pytest.approx(np.sqrt(9 + 8 + 0.25 * 0.5))
    without = question_scores(replace(sums, rows=np.zeros(4)), np.full(4, 60.0), np.full(4, 3.0), constants)
    assert without.lean.tolist() == [0] * 4
