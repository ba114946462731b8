"""Standings and letters: what is given, what is kept, and what is forgotten."""

from __future__ import annotations

import numpy as np
import pytest

from anubhav_gforms.grading.formulas.letters import NONE
from anubhav_gforms.grading.method.letters import expected_wrong, letter_states, most_letters_that_are_sure
from anubhav_gforms.grading.method.score import Scores
from anubhav_gforms.grading.method.standing import (
    ABOVE,
    BELOW,
    UNCLEAR,
    ScoreTriple,
    district_standing,
    hold,
    nothing_held,
    standing,
)  # fmt: skip

from .dataset_a import RULES


def triple_of(
    above: float, gap: float = 5.0, *, without: tuple[float, float] | None = None, n: float = 20
) -> ScoreTriple:
    """One station: P(above), also (without its lowest, without its highest response)."""

    def one(p: float) -> Scores:
        value = [np.array([x]) for x in (n, 0, 1, 1, 0.5, 0.5, 1, 0, 50 + gap, 1, p, 50.0)]
        return Scores(*value)

    low, high = without or (above, above)
    return ScoreTriple(one(above), one(low), one(high))


@pytest.mark.parametrize(
    ("triple", "held", "expected"),
    [
        (triple_of(0.96), UNCLEAR, ABOVE),
        (triple_of(0.96, gap=1.9), UNCLEAR, UNCLEAR),
        (triple_of(0.96, without=(0.99, 0.94)), UNCLEAR, UNCLEAR),
        (triple_of(0.91), UNCLEAR, UNCLEAR),
        (triple_of(0.91), ABOVE, ABOVE),
        (triple_of(0.89), ABOVE, UNCLEAR),
        (triple_of(0.89, without=(0.90, 0.80)), ABOVE, ABOVE),
        (triple_of(0.04, gap=-5), UNCLEAR, BELOW),
        (triple_of(0.04, gap=-1.9), UNCLEAR, UNCLEAR),
        (triple_of(0.04, gap=-5, without=(0.06, 0.01)), UNCLEAR, UNCLEAR),
        (triple_of(0.09, gap=-5), UNCLEAR, UNCLEAR),
        (triple_of(0.09, gap=-5), BELOW, BELOW),
        (triple_of(0.11, gap=-5, without=(0.2, 0.10)), BELOW, BELOW),
        (triple_of(0.11, gap=-5), BELOW, UNCLEAR),
        (triple_of(0.99, n=9.5), ABOVE, UNCLEAR),
        (triple_of(0.04, gap=-5), ABOVE, BELOW),
    ],
)
def test_no_standing_hangs_on_one_response(triple: ScoreTriple, held: int, expected: int) -> None:
    assert standing(triple, np.array([held]), RULES).tolist() == [expected]


def test_forged_praise_cannot_name_a_station() -> None:
    """Under review "above" must hold with the alike rows and without them; "below" is judged without them."""
    with_alike, without = triple_of(0.97), triple_of(0.60)
    assert standing(without, np.array([UNCLEAR]), RULES, with_alike=with_alike).tolist() == [UNCLEAR]
    assert standing(with_alike, np.array([UNCLEAR]), RULES, with_alike=without).tolist() == [UNCLEAR]
    below = triple_of(0.02, gap=-6)
    assert standing(below, np.array([UNCLEAR]), RULES, with_alike=with_alike).tolist() == [BELOW]


def test_districts_stand_against_the_range() -> None:
    above, gap = np.array([0.96, 0.96, 0.04, 0.91, 0.96]), np.array([5.0, 1, -5, 5, 5])
    shown = np.array([True, True, True, True, False])
    held = np.array([UNCLEAR, UNCLEAR, UNCLEAR, ABOVE, ABOVE])
    assert district_standing(above, gap, shown, held, RULES).tolist() == [ABOVE, UNCLEAR, BELOW, ABOVE, UNCLEAR]


def letters_of(p: list[float], held: int = NONE, **more: object) -> tuple[int, int, int]:
    states = letter_states(
        np.array([p]), np.array([held]), np.array([3]), 9, np.array([True]), RULES,
        **({"frozen": np.array([True])} if more else {}),
    )  # fmt: skip
    return int(states.letter[0]), int(states.first[0]), int(states.size[0])


@pytest.mark.parametrize(
    ("p", "held", "expected"),
    [
        ([0.8, 0.2, 0, 0], NONE, (0, NONE, 0)),
        ([0.79, 0.21, 0, 0], NONE, (NONE, 0, 2)),
        ([0.1, 0.4, 0.4, 0.1], NONE, (NONE, 1, 2)),
        ([0.2, 0.3, 0.3, 0.2], NONE, (NONE, 0, 3)),
        ([0.25, 0.25, 0.25, 0.25], NONE, (NONE, NONE, 0)),
        ([0.4, 0.5, 0.1, 0], 1, (1, NONE, 0)),
        ([0.41, 0.49, 0.1, 0], 1, (NONE, 0, 2)),
        ([0.9, 0.1, 0, 0], 1, (0, NONE, 0)),
        ([0.9, 0.1, 0, 0], 7, (0, NONE, 0)),
    ],
)
def test_a_letter_or_two_or_none(p: list[float], held: int, expected: tuple[int, int, int]) -> None:
    """The better of equal runs; a held letter at .50; one that the bands no longer have is forgotten."""
    p = [*p[:3], 1 - sum(p[:3])] if sum(p) != 1 else p
    assert letters_of(p, held) == expected


def test_under_review_no_new_letter_is_given_and_a_held_one_stays() -> None:
    assert letters_of([0.9, 0.1, 0, 0], frozen=True) == (NONE, NONE, 0)
    assert letters_of([0.9, 0.1, 0, 0], 2, frozen=True) == (2, NONE, 0)


def test_what_is_wrong_and_how_many_letters() -> None:
    p = np.array([[0.9, 0.1], [0.55, 0.45]])
    states = letter_states(p, np.array([0, 0]), np.array([2, 2]), 5, np.array([True, True]), RULES)
    assert expected_wrong(states) == pytest.approx(0.1 + 0.45)
    assert states.since.tolist() == [2, 2]
    assert states.sure(RULES).tolist() == [True, False]
    assert most_letters_that_are_sure({6: 0.2, 5: 0.4, 4: 0.5, 3: 0.8}) == 4
    assert most_letters_that_are_sure({6: 0.1, 3: 0.4}) is None


def test_what_is_held_is_forgotten_after_half_a_year() -> None:
    held = hold(nothing_held(1, UNCLEAR), np.array([BELOW]), np.array([True]), 4, UNCLEAR)
    assert (held.value[0], held.since[0]) == (BELOW, 4)
    other = hold(held, np.array([ABOVE]), np.array([True]), 9, UNCLEAR)
    assert (other.value[0], other.since[0]) == (ABOVE, 9), "another one is held since its own week"
    none = hold(other, np.array([UNCLEAR]), np.array([True]), 10, UNCLEAR)
    assert (none.since[0], hold(none, np.array([ABOVE]), np.array([True]), 11, UNCLEAR).since[0]) == (-1, 11)
    hidden = hold(held, np.array([UNCLEAR]), np.array([False]), 29, UNCLEAR)
    assert hidden.value[0] == BELOW
    again = hold(hidden, np.array([BELOW]), np.array([True]), 30, UNCLEAR)
    assert again.since[0] == 4
    forgotten = hold(hidden, np.array([UNCLEAR]), np.array([False]), 30, UNCLEAR)
    assert forgotten.value[0] == UNCLEAR, "weeks 5 to 30 are 26 without enough responses"


def test_a_letter_is_sure_at_the_very_probability_and_one_that_is_no_more_is_not_held() -> None:
    p = np.array([[0.8, 0.1, 0.1], [0.3, 0.5, 0.2], [0.3, 0.5, 0.2]])
    held, since = np.array([0, 3, 1]), np.array([2, 2, 2])
    states = letter_states(p, held, since, 5, np.array([True] * 3), RULES)
    assert states.letter.tolist() == [0, NONE, 1], "the fourth of three letters is none"
    assert states.sure(RULES).tolist() == [True, False, False]


def test_the_interval_reaches_as_far_up_as_down() -> None:
    seventy, two = np.array([70.0]), np.array([2.0])
    found = Scores(*(two for _ in range(8)), score=seventy, sd=two, above=two, centre=two)
    assert (found.low[0], found.high[0]) == pytest.approx((66.710292, 73.289708))
