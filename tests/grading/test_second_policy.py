"""Version 2 follows its policy: the numbers of config/grading.toml, and the sentences that name them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.campaign.grading import Trend
from anubhav_gforms.errors import StateError
from anubhav_gforms.grading import Decisions, Grades
from anubhav_gforms.grading.explain import explain
from anubhav_gforms.grading.flags import find_flags
from anubhav_gforms.language import say
from anubhav_gforms.reports import gather_counts
from anubhav_gforms.reports.explain import text
from anubhav_gforms.reports.how_read import how_to_read, what_districts_are, which_weeks_count
from anubhav_gforms.reports.page import page_bytes
from tests.packed_pages import unpacked

from .second_world import forged, graded, no_of
from .world import with_rules


def test_a_policy_number_of_version_two_cannot_change_in_a_quarter(
    bilaspur2: Campaign, half_a_year: pd.DataFrame, honest: Grades
) -> None:
    policy = bilaspur2.grade_rules.v2.model_copy(update={"sure": 0.9})
    with pytest.raises(StateError, match="was changed after the constants of 2026-Q4 were frozen") as refused:
        graded(with_rules(bilaspur2, v2=policy), half_a_year, frozen={honest.constants.name: honest.constants})
    hindi = say(refused.value.message, "hi") + say(refused.value.cure, "hi")
    assert "changed" not in hindi
    assert "2026-Q4" in hindi


@pytest.mark.parametrize(("day", "late"), [("2026-10-24", True), ("2026-10-25", False)])
def test_a_flag_that_nobody_decides_for_28_days_is_overdue(
    bilaspur2: Campaign, half_a_year: pd.DataFrame, day: str, late: bool
) -> None:
    crowd = forged(bilaspur2, "BSP-SKR", [date.fromisoformat(day)] * 17, 5, no_of(bilaspur2))
    burst = graded(bilaspur2, half_a_year, crowd)
    [flag] = [flag for flag in find_flags(burst) if flag.rule == "F1" and flag.station == "BSP-SKR"]
    assert flag.waiting == (29 if late else 28)
    assert (("BSP-SKR", day) in burst.overdue) is late
    decided = graded(bilaspur2, half_a_year, crowd, decisions=Decisions(released=frozenset({("BSP-SKR", day)})))
    assert ("BSP-SKR", day) not in decided.overdue
    [flag] = [flag for flag in find_flags(decided) if flag.rule == "F1" and flag.station == "BSP-SKR"]
    assert flag.waiting == 0


def test_sentences_name_the_numbers_of_the_policy(bilaspur2: Campaign, half_a_year: pd.DataFrame) -> None:
    """Page, packs and explanations say what config/grading.toml decides, whatever it is."""
    policy = {
        "sure": 0.996,
        "letter_give": 0.9,
        "letter_keep": 0.6,
        "window": 20,
        "old_after": 3,
        "spare_answers": 0,
        "largest_set": 2,
    }
    rules = bilaspur2.grade_rules.v2.model_copy(update=policy)
    other = with_rules(bilaspur2, v2=rules, trend=Trend(recent=3, before=9))
    grades = graded(other, half_a_year)
    contents = gather_counts(other, grades)
    told = " ".join(each.en for each in how_to_read(contents))
    assert "fewer than 3 stations; no score. Many responses of one day count as few." in told
    assert "it can ask for the working within 14 days" in told, "where a challenge goes"
    for number in ("> 99% sure", "given at 90% certainty", "while it is at least 60% certain", "Sure: at least 90%", "at least 60% certain",
                   "of the last 20 weeks", "more than 3 weeks old", "else up to 2 neighbouring letters", "Police behaviour, Listening to you",
                   "in a district from fewer than 3 stations"):  # fmt: skip
        assert number in told, number
    assert "whichever single response" not in told
    assert (which_weeks_count(contents).en, "is > 99% sure" in what_districts_are(contents).en) == (
        "the last 20 weeks",
        True,
    )
    page = unpacked(page_bytes(contents))
    assert "Last 3 weeks against the 9 before" in page
    assert "Last 4 weeks" not in page
    shown = " ".join(text(explain(grades, contents.graded["code"].iloc[0])).split())
    assert "at most 0.4 are really on the other side" in shown
    assert "more than 3 weeks old counts less" in shown


def test_how_sure_a_name_is_follows_the_policy(bilaspur2: Campaign, half_a_year: pd.DataFrame, honest: Grades) -> None:
    """What stands beside a name is as sure as the name: by how many points at least, and from how many responses on one is named."""
    policy = bilaspur2.grade_rules.v2.model_copy(update={"sure": 0.99})
    surer = with_rules(bilaspur2, v2=policy)
    usual, sure = gather_counts(bilaspur2, honest), gather_counts(surer, graded(surer, half_a_year))
    assert all(sure.power[distance] > n for distance, n in usual.power.items() if n)
    by_points = usual.stations["margin"] > 0
    assert by_points.any()
    assert (sure.stations["margin"] < usual.stations["margin"])[by_points].all()


def test_version_two_looks_as_far_back_as_its_own_window(bilaspur2: Campaign, half_a_year: pd.DataFrame) -> None:
    """[grading.window] is of version 1 and leaves it alone."""
    rules = bilaspur2.grade_rules
    longer = with_rules(
        bilaspur2,
        v2=rules.v2.model_copy(update={"window": 39}),
        window=rules.window.model_copy(update={"reach_back": 13}),
    )
    grades = graded(longer, half_a_year)
    assert (grades.working.reach, longer.grade_rules.furthest) == (39, 39)
    assert with_rules(longer, v2=rules.v2.model_copy(update={"window": 8})).grade_rules.furthest == 13
