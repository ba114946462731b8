"""What holds for every rule of flags, those that are still to be written too."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Grades, Shape, flags, grade, make_cube
from anubhav_gforms.grading.flags import RULES, TITLES, Severity
from anubhav_gforms.grading.flags.rule import FlagRule, GradedWeek
from anubhav_gforms.language import say

from .world import responses

WEEK = "2026-W47"
MOST_HONEST = 0.02
"""Of the stations of an honest range at most so many are flagged by one rule in one week."""


PROJECT = Path(__file__).parents[2]


def example() -> FlagRule:
    """The rule that docs/developers.md shows how to add."""
    text = (PROJECT / "docs" / "developers.md").read_text(encoding="utf-8")
    [code] = re.findall(r"## Add a flag rule.*?```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, FlagRule] = {}
    exec(compile(code, "docs/developers.md", "exec"), names)  # our own document
    return names["RULE"]


EVERY = (*RULES, example())


@pytest.fixture(scope="module")
def honest(bilaspur: Campaign) -> GradedWeek:
    frame = responses(bilaspur, weeks=30, a_week=6, seed=8)
    frame["submitted_at"] = frame["day"].dt.tz_localize("Asia/Kolkata") + pd.to_timedelta(9 + frame.index % 9, unit="h")
    messages = frame.head(0).assign(text="")
    grades: Grades = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), WEEK, places=False)
    return GradedWeek(grades, frame, messages, {})


def test_every_rule_of_the_folder_is_in_the_list() -> None:
    files = [importlib.import_module(f"{flags.__name__}.{each.name}") for each in pkgutil.iter_modules(flags.__path__)]
    written = [each.RULE for each in files if hasattr(each, "RULE")]
    assert len(written) > 8
    assert {id(each) for each in written} == {id(each) for each in RULES}


def test_no_two_rules_share_an_id_and_each_has_a_title_in_both_languages() -> None:
    ids = [one for rule in RULES for one in rule.titles]
    assert sorted(ids) == sorted(TITLES)
    assert list(TITLES)[:3] == ["F1", "F1W", "F2"]
    for title in TITLES.values():
        assert say(title, "hi") != str(title)


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: "-".join(rule.titles))
def test_a_rule_tells_its_own_findings_and_few_of_an_honest_range(rule: FlagRule, honest: GradedWeek) -> None:
    found = [*rule.find(honest)]
    assert {each.rule for each in found} <= set(rule.titles)
    assert all(each.severity in Severity and each.says for each in found)
    for name in rule.titles:
        told = {each.station for each in found if each.rule == name}
        assert len(told) <= MOST_HONEST * len(honest.working.roster.codes), f"{name} cries wolf: {sorted(told)}"


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: "-".join(rule.titles))
def test_a_rule_finds_the_same_twice(rule: FlagRule, honest: GradedWeek) -> None:
    assert [*rule.find(honest)] == [*rule.find(honest)]


def test_the_example_of_the_docs_finds_what_it_says(honest: GradedWeek) -> None:
    assert honest.rows is not None
    silent = honest.rows["station"] == "BSP-KTW"
    asked = honest.rows.assign(receipt=honest.rows["receipt"].where(~silent, ""))
    assert example().find(honest) == []
    (flag,) = example().find(GradedWeek(honest.grades, asked))
    assert (flag.id, flag.station) == (f"F10:BSP-KTW:{WEEK}", "BSP-KTW")
