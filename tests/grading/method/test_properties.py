"""What the method promises whatever the responses are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anubhav_gforms.grading.method.days import weighted_days
from anubhav_gforms.grading.method.districts import estimate_areas
from anubhav_gforms.grading.method.standing import score_triple, standing

from .dataset_a import (
    DAYS,
    DISTRICT,
    KIND,
    RULES,
    Frozen,
    Responses,
    day_sums,
    freeze,
    raised,
    scores,
)  # fmt: skip

FIELDS = ("n", "ybar", "v", "v0", "r", "r_eff", "score", "sd", "above")


def test_raising_any_rating_lowers_no_score_and_no_district(rows: Responses, frozen: Frozen) -> None:
    """Data set A: all 1,497 steps up, one rating of one response at a time; constants stay frozen."""

    def graded(of: Responses) -> tuple[np.ndarray, np.ndarray]:
        scored = scores(day_sums(of.station, of.day, of.y), frozen.belief)
        return scored.score, estimate_areas(
            scored, frozen.spread, KIND, DISTRICT, frozen.spread.var_c, 3, listed=np.ones(12, bool)
        ).estimate

    score, district = graded(rows)
    tried = 0
    for row, item in zip(*np.nonzero(rows.ratings < 5), strict=True):
        higher = rows
        for _ in range(5 - rows.ratings[row, item]):
            higher = raised(higher, row, item)
            got = graded(higher)
            assert (got[0] >= score - 1e-9).all()
            assert (got[1] >= district - 1e-9).all()
            tried += 1
    assert tried == (5 - rows.ratings).sum() == 1497


@st.composite
def responses(draw: st.DrawFn) -> Responses:
    """Up to 60 responses of twelve stations in twelve weeks, crowded on few days so that caps matter."""
    size = draw(st.integers(1, 60))
    whole = st.lists(st.integers(0, 10**9), min_size=size, max_size=size)
    station = np.array(draw(whole)) % 12
    day = np.array(draw(whole)) % 12 * 7 + 3
    ratings = np.array([[1 + value // 7**q % 5 for q in range(5)] for value in draw(whole)])
    return Responses(station, day, ratings)


@settings(max_examples=25, deadline=None)
@given(responses(), st.integers(0, 10**6), st.integers(0, 4))
def test_a_better_rating_never_lowers_a_score(of: Responses, pick: int, item: int) -> None:
    row = pick % len(of.y)
    if of.ratings[row, item] == 5:
        return
    days = day_sums(of.station, of.day, of.y)
    belief = freeze(days).belief
    higher = raised(of, row, item)
    before, after = scores(days, belief), scores(day_sums(of.station, of.day, higher.y), belief)
    seen = before.n > 0
    assert (after.score[seen] >= before.score[seen] - 1e-9).all()


@settings(max_examples=25, deadline=None)
@given(responses(), st.integers(0, 11), st.integers(0, DAYS - 1), st.integers(0, 100), st.integers(1, 30))
def test_no_response_of_one_station_moves_another(of: Responses, station: int, day: int, y: int, crowd: int) -> None:
    days = day_sums(of.station, of.day, of.y)
    belief = freeze(days).belief
    more = day_sums(
        np.append(of.station, [station] * crowd), np.append(of.day, [day] * crowd), np.append(of.y, [float(y)] * crowd)
    )
    before, after = scores(days, belief), scores(more, belief)
    others = np.arange(12) != station
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(before, name)[others], getattr(after, name)[others])


@settings(max_examples=25, deadline=None)
@given(responses(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_is_nothing(of: Responses, random: object) -> None:
    order = list(range(len(of.y)))
    random.shuffle(order)  # type: ignore[attr-defined]
    first, second = (day_sums(of.station[o], of.day[o], of.y[o]) for o in (np.arange(len(order)), np.array(order)))
    a, b = freeze(first), freeze(second)
    assert a.variances.s2 == pytest.approx(b.variances.s2, rel=1e-12)
    assert a.spread.tau2 == pytest.approx(b.spread.tau2, rel=1e-9)
    for name in FIELDS:
        np.testing.assert_allclose(
            getattr(scores(first, a.belief), name), getattr(scores(second, b.belief), name), rtol=1e-8
        )


@settings(max_examples=15, deadline=None)
@given(responses(), st.permutations(range(12)))
def test_the_order_of_the_stations_is_nothing(of: Responses, order: list[int]) -> None:
    """Stations renumbered: each keeps its score."""
    place = np.array(order)
    moved = replace(of, station=place[of.station])
    kind, district = np.empty(12, np.int64), np.empty(12, np.int64)
    kind[place], district[place] = KIND, DISTRICT
    here, there = day_sums(of.station, of.day, of.y), day_sums(moved.station, moved.day, moved.y)
    a, b = freeze(here), freeze(there, kind, district)
    np.testing.assert_allclose(scores(here, a.belief).score, scores(there, b.belief).score[place], rtol=1e-8)


@settings(max_examples=25, deadline=None)
@given(responses(), st.integers(0, 11), st.integers(14, DAYS - 1), st.sampled_from([0.0, 100.0]))
def test_a_crowd_on_one_day_weighs_like_a_few(of: Responses, station: int, day: int, y: float) -> None:
    """60 forged responses on a quiet day move the score as 5 do: by what the day can weigh."""

    def crowd(size: int) -> float:
        at = (np.append(of.station, [station] * size), np.append(of.day, [day] * size), np.append(of.y, [y] * size))
        keep = (at[0] != station) | (at[1] != day) | (np.arange(len(at[0])) >= len(of.y))
        days = day_sums(at[0][keep], at[1][keep], at[2][keep])
        usual = weighted_days(days, 0, RULES).weight[station, day] * days.rows[station, day]
        assert usual <= max(2, 3 * days.rows[station].sum() / 14) + 1e-9
        later = np.zeros_like(days.rows)
        later[:, : day + 1] = 1
        only = replace(days, rows=days.rows * later, total=days.total * later)
        return float(scores(only, belief).score[station])

    belief = freeze(day_sums(of.station, of.day, of.y)).belief
    few = 2 + int(3 * np.bincount(of.station, minlength=12)[station] / 1)
    assert crowd(few) == pytest.approx(crowd(few + 60), abs=1e-9)


def test_the_same_responses_give_the_same_bytes(rows: Responses) -> None:
    def bytes_of() -> bytes:
        days = day_sums(rows.station, rows.day, rows.y)
        frozen = freeze(days)
        triple = score_triple(days, 11, 0, frozen.belief, RULES)
        found = [getattr(triple.all, name) for name in FIELDS]
        return b"".join(values.tobytes() for values in [*found, standing(triple, np.zeros(12, np.int64), RULES)])

    assert bytes_of() == bytes_of()
