"""Orders, money and places at their borders: one response, a tie, a rate that equals a limit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import beta

from anubhav_gforms.campaign.grading import CaseMix
from anubhav_gforms.grading.formulas import casemix, money
from anubhav_gforms.grading.formulas.ranks import _draw, _quantiles_of_gaps, rank_sets
from anubhav_gforms.grading.method.rule_check import share

# orders


@pytest.mark.parametrize("text", ["1.5", "2", "75"])
def test_a_number_above_one_needs_its_per_cent_sign(text: str) -> None:
    """75 may mean 75 % or a share of 75: nobody should guess in an order."""
    with pytest.raises(ValueError, match="share"):
        share(text)


@pytest.mark.parametrize("text", ["75%%", "%", "7 5", "-0.1"])
def test_what_is_nearly_a_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"share|Invalid literal"):
        share(text)


# money


@pytest.mark.parametrize(
    ("yes", "n"),
    [
        pytest.param([10, 0, *[5] * 19], 10, id="stations differ exactly as luck would have it"),
        pytest.param([66, 34, *[50] * 19], 100, id="hardly more"),
    ],
)
def test_the_prior_is_never_stronger_than_five_hundred_answers(yes: list[int], n: int) -> None:
    assert money.prior(yes, [n] * 21) == (0.5, 500)


def test_one_answer_about_money_is_a_probability() -> None:
    assert money.probability(1, 1, 0.02, 50, 0.02) == pytest.approx(beta.sf(0.02, 2, 49))


def test_where_everybody_reported_it_half_an_answer_says_no() -> None:
    assert money.probability(10, 10, 1.0, 50, 0.98) == pytest.approx(beta.sf(0.98, 59.5, 0.5))


# case-mix


def merged(*responses: tuple[int, int]) -> tuple[int, ...]:
    """Groups of two small purposes, with so many stations of so many responses each; a third one is large."""
    counts = np.zeros((30, 3))
    counts[:, 0] = 20
    for purpose, (stations, each) in enumerate(responses, start=1):
        counts[:stations, purpose] = each
    return casemix.fit(counts, counts * 50.0, CaseMix()).group


def test_small_purposes_together_at_their_least_size() -> None:
    assert merged((20, 5), (20, 5)) == (0, 1, 1), "200 responses in 20 stations are enough"
    assert merged((19, 6), (19, 6)) == (0, -1, -1), "19 stations are not"
    assert merged((19, 5), (20, 5)) == (0, -1, -1), "nor 195 responses"


def test_a_station_with_one_response_is_a_station() -> None:
    counts = np.zeros((20, 3))
    counts[:, 0], counts[:19, 1], counts[19, 1], counts[0, 2] = 20, 11, 1, 1
    assert casemix.fit(counts, counts * 50.0, CaseMix()).group == (0, 1, -1)
    small = np.column_stack([counts[:, 0], counts[:, 1] / 2, counts[:, 1] / 2])
    small[19, 1:] = [1, 0]
    assert casemix.fit(small, small * 50.0, CaseMix()).group == (0, 1, 1), "also in the merged group"


def test_stations_without_responses_do_not_move_the_fit() -> None:
    counts = np.array([[30.0, 10, 10], [20.0, 20, 10]] * 10)
    sums = counts * (np.linspace(40, 80, 20)[:, None] + np.array([0.0, 8, 4]))
    more = np.vstack([counts, np.zeros((3, 3))]), np.vstack([sums, np.zeros((3, 3))])
    assert casemix.fit(*more, CaseMix()) == casemix.fit(counts, sums, CaseMix())


def test_a_form_without_purposes_has_no_shifts() -> None:
    nothing = np.zeros((20, 0))
    assert casemix.fit(nothing, nothing, CaseMix()) == casemix.Shifts((), (), (), ())


# places


def test_equal_stations_share_their_places_however_many_there_are() -> None:
    """At a gap where the luck of the draws would decide differently for each."""
    best, worst = rank_sets([0.0] * 6 + [3.9] * 6, np.ones(12))
    assert [len(set(one)) for one in (best[:6], best[6:], worst[:6], worst[6:])] == [1] * 4


def test_an_unsure_station_does_not_take_the_places_of_a_sure_one_with_its_score() -> None:
    best, worst = rank_sets([60.0, 60.0, 90.0, 95.0], [1.0, 400.0, 1.0, 400.0])
    assert (best.tolist(), worst.tolist()) == ([2, 1, 1, 1], [4, 4, 3, 4])


def test_two_stations_are_parted_where_the_normal_distribution_parts_them() -> None:
    """q of two is 1.96; 20,000 draws come within .02 of it."""
    for gap, places in ((1.94, [[1, 1], [2, 2]]), (1.98, [[2, 1], [2, 1]])):
        assert [one.tolist() for one in rank_sets([0.0, gap * math.sqrt(2)], [1.0, 1.0])] == places


@pytest.mark.parametrize("confidence", [0.5, 0.95, 1.0])
@pytest.mark.parametrize("stations", [2, 5, 40])
def test_places_are_those_of_all_pairs_in_all_draws(stations: int, confidence: float) -> None:
    rng = np.random.default_rng(stations)
    y, v = np.sort(rng.normal(60, 6, stations)), rng.uniform(0.2, 4, stations) ** 4
    z = (np.random.default_rng(7).standard_normal((1000, stations)) * np.sqrt(v)).astype(np.float32)
    root = np.sqrt(v[:, None] + v)
    gaps = (np.abs(z[:, :, None] - z[:, None]) * (1 / root).astype(np.float32)).max(axis=2)
    q = np.quantile(gaps, confidence, axis=0)[:, None]
    d = (y[:, None] - y) / root
    best, worst = rank_sets(y, v, confidence=confidence, draws=1000, seed=7)
    assert best.tolist() == (1 + (d < -q).sum(axis=1)).tolist()
    assert worst.tolist() == (stations - (d > q).sum(axis=1)).tolist()


@pytest.mark.parametrize("stations", [5, 24, 100])
def test_the_gap_of_every_draw_is_found_though_few_stations_are_looked_at(stations: int) -> None:
    """Stations of very unlike variance: the widest gap is often to none of the draw's most extreme."""
    v = np.sort(10.0 ** np.random.default_rng(0).uniform(-3, 3, stations))
    scale = 1 / np.sqrt(v[:, None] + v)
    z = np.random.default_rng(11).standard_normal((1000, stations)) * np.sqrt(v)
    gaps = (np.abs(z[:, :, None] - z[:, None, :]) * scale).max(axis=2)
    for confidence in (0.05, 0.5, 0.95, 1.0):
        found = list(_quantiles_of_gaps(_draw(v, 1000, 11), scale, confidence))
        assert found == pytest.approx(np.quantile(gaps, confidence, axis=0), rel=1e-5)
