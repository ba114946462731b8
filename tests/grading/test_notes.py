"""What a page must say, word for word, and when; and how far back a week's tables reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Grades, Shape, grade, make_cube
from anubhav_gforms.grading.constants import Constants, KindConstants
from anubhav_gforms.grading.notes import MOST_NAMED, page_notes
from anubhav_gforms.language import say

from .worked import FROZEN
from .world import responses, with_rules

ALWAYS = "People choose whether to answer. The score describes those who did. Small differences mean nothing."


@pytest.fixture(scope="module")
def grades(bilaspur: Campaign) -> Grades:
    frame = responses(bilaspur, weeks=40, a_week=2, seed=3)
    return grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False, code_version="7")


def notes(
    grades: Grades, kind: KindConstants, *, young: bool = False, replayed: bool = False, missing: float = 0.0
) -> list[str]:
    """The notes when all stations are of one kind with these constants, and BSP-KTW misses so many purposes."""
    work = grades.working
    constants = Constants(**(vars(FROZEN) | {"kinds": {"thana": kind}}))
    last = work.timeline.eras[-1]
    line = replace(work.timeline, eras=(replace(last, frozen=not young),), replayed=replayed)
    share = np.where(grades.table["code"] == "BSP-KTW", missing, 0.0)
    share = np.where(grades.table["level"] == "station", share, 0.9)
    return list(page_notes(line, replace(work.replay, constants=constants), grades.table.assign(purpose_missing=share)))


APART = KindConstants(80, 60.0, 64.0, 1.0, 60.0, shrunk=True)


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        pytest.param(APART, {}, [], id="nothing else"),
        pytest.param(
            APART, {"young": True},
            ["The project is younger than 13 weeks: its constants are computed again each week, and there are no letters."],
            id="young",
        ),
        pytest.param(replace(APART, tau2=0.0, tau2_reml=0.0), {}, ["Stations of the kind thana cannot be told apart this quarter."], id="no spread"),
        pytest.param(replace(APART, tau2=1.0, tau2_reml=1.0), {}, [], id="a small spread"),
        pytest.param(replace(APART, tau2=0.0, shrunk=False), {}, [], id="no spread asked for"),
        pytest.param(
            replace(APART, tau2_reml=120.0), {},
            ["Two estimates of the spread of stations of the kind thana differ much; its reliability is unsure."],
            id="estimates differ",
        ),
        pytest.param(replace(APART, tau2_reml=120.0, shrunk=False), {}, [], id="and nobody uses them"),
        pytest.param(APART, {"missing": 0.31}, ["Purpose often missing: City Kotwali Bilaspur (BSP-KTW)."], id="purposes missing"),
        pytest.param(APART, {"missing": 0.30}, [], id="not more than three in ten"),
        pytest.param(
            APART, {"replayed": True},
            ["config/grading.toml changed since an earlier quarter: letters of that time are replayed under today's rules."],
            id="other rules",
        ),
    ],
)  # fmt: skip
def test_exactly_this_is_said(
    grades: Grades, kind: KindConstants, changes: dict[str, float | bool], said: list[str]
) -> None:
    assert notes(grades, kind, **changes) == [ALWAYS, *said]  # type: ignore[arg-type]


def test_weekly_means_reach_back_half_a_year(grades: Grades) -> None:
    weeks = sorted(set(grades.weekly["week"]))
    assert (weeks[0], weeks[-1], len(weeks)) == ("2026-W22", "2026-W47", 26)
    assert (grades.weekly["n"] > 0).all()


def test_a_young_project_has_the_weeks_there_are(bilaspur: Campaign) -> None:
    frame = responses(bilaspur, weeks=3, a_week=4, seed=3)
    young = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False)
    assert sorted(set(young.weekly["week"])) == ["2026-W45", "2026-W46", "2026-W47"]
    assert young.young
    assert (young.code_version, young.constants.code_version) == ("", "")


def test_a_week_is_named_with_its_days_and_what_it_was_made_with(bilaspur: Campaign, grades: Grades) -> None:
    assert (grades.week, str(grades.first_day), str(grades.last_day)) == ("2026-W47", "2026-11-16", "2026-11-22")
    assert (grades.code_version, grades.constants.code_version) == ("7", "7")
    assert not grades.young
    assert grades.letters == ("A+", "A", "B", "C", "D", "F")
    assert len(grades.stations) + len(grades.districts) + len(grades.range) == len(grades.table)


def test_the_tables_of_a_week_have_their_columns(grades: Grades) -> None:
    columns = [
        "rule",
        "code",
        "day",
        "when",
        "kind",
        "rows",
        "alike",
        "mean",
        "p_count",
        "p_share",
        "p",
        "decision",
        "counted",
    ]
    assert list(grades.bursts.columns) == columns
    assert list(grades.left_out.columns) == ["station", "week", "reason", "rows"]
    assert list(grades.weekly.columns) == ["code", "week", "n", "mean", "v"]
    assert list(grades.history.columns) == ["week", "code", "letter", "score", "low", "high", "n"]
    assert set(grades.history["week"]) == {f"2026-W{week}" for week in range(41, 48)}, "since letters began"


def test_how_far_scores_moved_by_method_is_said_in_the_first_week_alone(bilaspur: Campaign, grades: Grades) -> None:
    """Letters since April, so that three quarters have constants; the last two are compared."""
    since_april = with_rules(bilaspur, letters_from=date(2026, 4, 6))
    frame = responses(bilaspur, weeks=58, a_week=1, seed=4)
    first = grade(since_april, make_cube(frame, Shape.of(bilaspur)), "2026-W41", places=False)
    assert [era.name for era in first.working.timeline.eras][-3:] == ["2026-Q2", "2026-Q3", "2026-Q4"]
    moved = (first.method["after"] - first.method["before"]).abs()
    assert first.notes[-1] == (
        f"New constants hold from this week on. Under them the scores of the week before would have been {moved.mean():.1f} points "
        f"different on average, at most {moved.max():.1f}: so much of a change since then is method, not performance."
    )
    assert not any(note.startswith("New constants hold") for note in grades.notes)
    weeks = first.history[first.history["code"] == "BSP"]["week"].tolist()
    assert weeks == [f"2026-W{week:02d}" for week in range(15, 42)], "every week of three quarters, once"
    assert first.history.index.tolist() == list(range(len(first.history)))


def test_without_earlier_letters_there_is_no_method_to_compare(bilaspur: Campaign, grades: Grades) -> None:
    assert list(grades.method.columns) == ["code", "before", "after"]
    assert grades.method.empty
    late = with_rules(bilaspur, letters_from=date(2026, 9, 28))
    frame = responses(bilaspur, weeks=34, a_week=2, seed=4)
    found = grade(late, make_cube(frame, Shape.of(bilaspur)), "2026-W42", places=False)
    assert sorted(set(found.history["week"])) == ["2026-W40", "2026-W41", "2026-W42"], "one week of the earlier quarter"
    assert len(found.method) == 158


def test_stations_that_often_miss_the_purpose_are_listed(grades: Grades) -> None:
    share = np.where(grades.table["code"].isin(["BSP-KTW", "BSP-CVL"]), 0.5, 0.0)
    work = grades.working
    said = page_notes(work.timeline, work.replay, grades.table.assign(purpose_missing=share))
    names = {"Civil Line Police Station Bilaspur (BSP-CVL)", "City Kotwali Bilaspur (BSP-KTW)"}
    assert [set(note[:-1].partition(": ")[2].split(", ")) for note in said if "Purpose" in note] == [names]


def test_of_many_stations_that_miss_the_purpose_the_worst_are_named_in_both_languages(grades: Grades) -> None:
    stations = grades.table["level"] == "station"
    share = np.where(stations, np.linspace(0.4, 0.9, len(grades.table)), 0.0)
    said = page_notes(grades.working.timeline, grades.working.replay, grades.table.assign(purpose_missing=share))
    (note,) = (note for note in said if note.startswith("Purpose often missing at 158 stations"))
    worst = grades.table[stations].iloc[::-1][:MOST_NAMED]
    assert ", ".join(f"{name} ({code})" for name, code in zip(worst["name_en"], worst["code"], strict=True)) in note
    assert ", ".join(f"{name} ({code})" for name, code in zip(worst["name_hi"], worst["code"], strict=True)) in say(
        note, "hi"
    )
