"""Letters through time: what is remembered, what is shown, and when reports of money hold a letter down."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.campaign.grading import Grading
from anubhav_gforms.grading.estimate import Estimate
from anubhav_gforms.grading.formulas import money
from anubhav_gforms.grading.formulas.status import FIRM, NOT_ENOUGH, PROVISIONAL
from anubhav_gforms.grading.panel import Panel
from anubhav_gforms.grading.replay import Register, money_signs
from anubhav_gforms.nouns.week import read_week

from .worked import FROZEN
from .world import with_rules

WEEK = read_week("2026-W47")


@pytest.fixture(scope="module")
def rules(bilaspur: Campaign) -> Grading:
    return bilaspur.grade_rules


def estimate(*scores: float, sd: float = 1.0, low: float | None = None, high: float | None = None) -> Estimate:
    score = np.array(scores)
    same = [np.full(len(scores), value) for value in (20.0, 9.0, 0.9)]
    ends = (np.full(len(scores), low) if low is not None else score - 2, np.full(len(scores), high) if high is not None else score + 2)  # fmt: skip
    return Estimate(
        same[0], score, same[1], score, np.full(len(scores), sd), same[2], *ends, np.zeros((len(scores), 0), bool)
    )


def letters_of(rules: Grading, numbers: np.ndarray) -> list[str]:
    return ["" if number < 0 else rules.letters[number] for number in numbers]


def test_every_letter_is_in_the_history_with_its_interval_clipped(rules: Grading) -> None:
    register = Register(["X", "Y"], rules)
    register.judge(WEEK - 1, estimate(95.0, 40.0, low=93.0, high=104.0), np.array([FIRM, NOT_ENOUGH]))
    register.judge(WEEK, estimate(75.0, 45.0, low=-3.0, high=50.0), np.array([PROVISIONAL, FIRM]))
    register.judge(WEEK + 1, estimate(103.0, 60.0, low=101.0, high=105.0), np.array([FIRM, NOT_ENOUGH]))
    register.judge(WEEK + 2, estimate(60.0, -2.0, low=-4.0, high=-1.0), np.array([NOT_ENOUGH, FIRM]))
    expected = pd.DataFrame(
        {
            "week": ["2026-W46", "2026-W47", "2026-W47", "2026-W48", "2026-W49"],
            "code": ["X", "X", "Y", "X", "Y"],
            "letter": ["A+", "B", "F", "A+", "F"],
            "score": [95.0, 75.0, 45.0, 103.0, -2.0],
            "low": [93.0, 0.0, 0.0, 100.0, 0.0],
            "high": [100.0, 50.0, 50.0, 100.0, 0.0],
            "n": [20.0] * 5,
        }
    )
    pd.testing.assert_frame_equal(register.history(), expected, check_dtype=False)


def test_a_letter_held_down_is_shown_capped_and_remembered_as_it_was_earned(rules: Grading) -> None:
    register, firm, held = Register(["X"], rules), np.array([FIRM]), np.array([True])
    first = register.judge(WEEK, estimate(95.0), firm, held)
    assert (letters_of(rules, first.uncapped), letters_of(rules, first.letter)) == (["A+"], ["C"])
    assert first.capped.tolist() == [True]
    assert (letters_of(rules, first.previous), letters_of(rules, first.held)) == ([""], [""])
    second = register.judge(WEEK + 1, estimate(95.0), firm, np.array([False]))
    assert (letters_of(rules, second.previous), letters_of(rules, second.held)) == (["C"], ["A+"])
    assert (letters_of(rules, second.letter), second.capped.tolist()) == (["A+"], [False])


def test_a_letter_is_remembered_over_twenty_six_weeks_and_no_longer(rules: Grading) -> None:
    """At 80.5 with a standard error of 1 an A is not sure enough for who had a B, but it is the band of the score."""
    for silent, word in ((26, "B"), (27, "A")):
        register, firm = Register(["X"], rules), np.array([FIRM])
        register.judge(WEEK, estimate(79.0), firm)
        again = register.judge(WEEK + silent, estimate(80.5), firm)
        assert letters_of(rules, again.letter) == [word]
        assert letters_of(rules, again.previous) == (["B"] if word == "B" else [""])


def test_a_score_without_spread_or_without_responses_is_no_error(rules: Grading) -> None:
    register = Register(["X", "Y"], rules)
    found = register.judge(WEEK, estimate(95.0, np.nan, sd=0.0), np.array([FIRM, NOT_ENOUGH]))
    assert letters_of(rules, found.letter) == ["A+", ""]


@pytest.mark.parametrize(("score", "sd"), [(80.6, 0.5), (80.9, 0.0)])
def test_the_spread_decides_whether_a_letter_changes(rules: Grading, score: float, sd: float) -> None:
    """From B to A: P(> 80) is .88 with a spread of a half; where none is known it is taken as 1."""
    register, firm = Register(["X"], rules), np.array([FIRM])
    register.judge(WEEK, estimate(75.0), firm)
    assert letters_of(rules, register.judge(WEEK + 1, estimate(score, sd=sd), firm).letter) == ["A"]
    assert letters_of(rules, register.judge(WEEK + 2, estimate(79.5, sd=sd), firm).letter) == (["B"] if sd else ["A"])


def signs(rules: Grading, yes: int, no: int) -> tuple[float, bool]:
    nothing = np.zeros((1, 3))
    columns = {name: nothing for name in Panel.__dataclass_fields__ if name != "first_week"}
    columns |= {"money_yes": np.array([[99.0, yes, 0]]), "money_no": np.array([[99.0, 0, no]])}
    probability, flag = money_signs(Panel(**columns), np.array([[True, True]]), 2, FROZEN, rules)
    return float(probability[0]), bool(flag[0])


def test_money_is_a_flag_from_three_reports_and_the_probability_asked(bilaspur: Campaign, rules: Grading) -> None:
    """Two weeks of the window count, the oldest one does not."""

    def asking(probability: float) -> Grading:
        rule = rules.integrity.model_copy(update={"probability": probability})
        return with_rules(bilaspur, integrity=rule).grade_rules

    assert rules.integrity.min_reports == 3
    expected = float(money.probability(3, 10, *FROZEN.money, rules.integrity.reference))
    assert signs(asking(expected), 3, 7) == (expected, True)
    assert signs(asking(float(np.nextafter(expected, 1))), 3, 7) == (expected, False)
    assert [signs(asking(0.5), yes, 0)[1] for yes in (2, 3)] == [False, True]
    assert np.isnan(signs(rules, 0, 0)[0])
    assert signs(rules, 0, 0)[1] is False
