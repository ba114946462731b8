"""Which weeks an alarm looks at, when it opens, and which constants apply in which week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.campaign.grading import Alarm
from anubhav_gforms.grading import Decisions, Shape, grade, make_cube
from anubhav_gforms.grading.alarms import alarm_weeks, alarms, levels
from anubhav_gforms.grading.constants import Era
from anubhav_gforms.grading.formulas.trend import cusum
from anubhav_gforms.grading.timeline import eras
from anubhav_gforms.grading.working import Working
from anubhav_gforms.nouns.week import week_number

from .worked import Q1, Q3, Q4
from .world import ITEMS, praise, responses, with_rules

STATION = "BSP-KTW"


@pytest.fixture(scope="module")
def frame(bilaspur: Campaign) -> pd.DataFrame:
    """Thirty weeks; BSP-KTW falls by two steps from the second week of October on."""
    frame = responses(bilaspur, weeks=30, a_week=2, seed=6)
    more = responses(bilaspur, weeks=30, a_week=30, seed=7, quality={one.code: 80.0 for one in bilaspur.stations})
    frame = pd.concat([frame[frame["station"] != STATION], more[more["station"] == STATION]], ignore_index=True)
    fallen = ((frame["station"] == STATION) & (frame["day"] >= "2026-10-12")).to_numpy()
    for key in ITEMS:
        frame.loc[fallen, key] = (frame.loc[fallen, key] - 2).clip(lower=1)
    return frame


def working(campaign: Campaign, frame: pd.DataFrame) -> Working:
    return grade(campaign, make_cube(frame, Shape.of(campaign)), "2026-W47", places=False).working


@pytest.fixture(scope="module")
def work(bilaspur: Campaign, frame: pd.DataFrame) -> Working:
    return working(bilaspur, frame)


def test_the_level_of_each_week_is_that_of_the_weekly_means(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    grades = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False)
    work, found = grades.working, grades.constants
    names = alarm_weeks(work)
    for code in (STATION, "BSP-CVL"):
        mine = grades.weekly[grades.weekly["code"] == code].set_index("week")["mean"].reindex(names)
        n = grades.weekly[grades.weekly["code"] == code].set_index("week")["n"].reindex(names).fillna(0.0)
        level, sd = found.baselines[code]
        z = ((mine - level) / np.sqrt(found.s2 / n + found.sw2 + sd**2)).fillna(0.0)
        seen = np.zeros((len(work.roster.codes), len(names)), bool)
        assert levels(work, seen)[work.roster.codes.index(code)] == pytest.approx(cusum(z.to_numpy(), Alarm()))


def opened(work: Working, unit: int, h: float, seen: Iterable[str] = ()) -> str:
    """The week of a station's open alarm with this limit, when a person has seen those weeks; "" without an alarm."""
    code = work.roster.codes[unit]
    decisions = Decisions(acknowledged=frozenset((code, week) for week in seen))
    found = alarms(replace(work, campaign=with_rules(work.campaign, alarm=Alarm(h=h)), decisions=decisions))
    assert found["alarm"][unit] == bool(found["alarm_week"][unit])
    return str(found["alarm_week"][unit])


def test_an_alarm_opens_in_the_first_week_above_the_limit_and_not_at_it(work: Working) -> None:
    names = alarm_weeks(work)
    assert names == [f"2026-W{week}" for week in range(41, 48)]
    level = levels(work, np.zeros((len(work.roster.codes), len(names)), bool))
    unit = work.roster.codes.index(STATION)
    assert (np.diff(level[unit, 1:]) > 0).all(), "it goes on falling"
    assert opened(work, unit, level[unit].max()) == ""
    for week in range(2, 7):
        assert opened(work, unit, float(np.nextafter(level[unit, week], 0))) == names[week]
    first = int(level[:, 0].argmax())
    assert opened(work, first, level[first, 0] / 2) == "2026-W41", "the first week of the quarter is one of them"


def test_after_a_person_has_seen_it_the_alarm_opens_anew_when_the_limit_is_crossed_again(work: Working) -> None:
    unit, names = work.roster.codes.index(STATION), alarm_weeks(work)
    seen = np.zeros((len(work.roster.codes), len(names)), bool)
    seen[unit, names.index("2026-W43")] = True
    level = levels(work, seen)[unit]
    assert 0 < level[3] < level[4], "from nothing after W43"
    assert opened(work, unit, float(np.nextafter(level[3], 0)), ["2026-W43"]) == "2026-W44", "the very next week"
    assert opened(work, unit, level[3], ["2026-W43"]) == "2026-W45"
    assert opened(work, unit, level[3], ["2026-W42", "2026-W43"]) == "2026-W45", "the last word counts"


def test_a_project_that_comes_of_age_within_a_quarter_watches_from_the_next_week_on(
    bilaspur: Campaign, frame: pd.DataFrame
) -> None:
    """Sixteen weeks of responses: frozen after the thirteenth, 2026-W44, which is part of the baseline."""
    new = working(bilaspur, frame[frame["day"] >= "2026-08-03"])
    assert [(era.name, era.frozen) for era in new.timeline.eras] == [("2026-Q4", True)]
    assert alarm_weeks(new) == ["2026-W45", "2026-W46", "2026-W47"]
    young = working(bilaspur, frame[frame["day"] >= "2026-09-07"])
    assert young.timeline.young
    assert alarm_weeks(young) == []
    assert not alarms(young)["alarm"].any()


# eras


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(Q3, Q3 + 11, [("2026-Q3 as of 2026-W39", Q3 + 11, Q3, Q3 + 11, False)], id="twelve weeks old"),
        pytest.param(Q3, Q3 + 12, [("2026-Q3", Q3 + 12, Q3, Q3 + 12, True)], id="of age in the last week of a quarter"),
        pytest.param(Q3 + 1, Q4 - 1, [("2026-Q3 as of 2026-W40", Q4 - 1, Q3 + 1, Q4 - 1, False)], id="one week short"),
        pytest.param(Q3 + 1, Q4, [("2026-Q4", Q4, Q3 + 1, Q4, True)], id="of age in the first week of a quarter"),
        pytest.param(
            Q3, Q4,
            [("2026-Q3", Q4 - 1, Q3, Q4 - 1, True), ("2026-Q4", Q4, Q3, Q4 - 1, True)], id="thirteen weeks are enough",
        ),
        pytest.param(
            Q3 + 3, Q1,
            [("2026-Q4", Q3 + 15, Q3 + 3, Q3 + 15, True), ("2027-Q1", Q1, Q3 + 3, Q1 - 1, True)], id="all weeks there are",
        ),
        pytest.param(Q3 - 1, Q4, [("2026-Q3", Q3 + 11, Q3 - 1, Q3 + 11, True), ("2026-Q4", Q4, Q3 - 1, Q4 - 1, True)], id="of age before a quarter ends"),
    ],
)  # fmt: skip
def test_which_constants_hold_when(first: int, last: int, expected: list[tuple[str, int, int, int, bool]]) -> None:
    """(name, valid from, first and last week of the baseline, frozen) of each era."""
    assert list(eras(first, last, 26)) == [Era(*one[:4], frozen=one[4]) for one in expected]


def test_a_baseline_has_no_more_weeks_than_asked_for() -> None:
    assert eras(Q3, Q1 + 13, 20)[-1] == Era("2027-Q2", Q1 + 13, Q1 - 7, Q1 + 12, frozen=True)


def test_days_on_both_sides_of_a_quarter_are_judged_once(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    """Forged days: the last of a quarter, the first of the next, and the last of all; the first two a person found genuine."""
    days = ["2026-10-04", "2026-10-05", "2026-11-22"]
    forged = [praise(bilaspur, "BSP-SKD", day, 15) for day in days]
    cube = make_cube(pd.concat([frame, *forged], ignore_index=True), Shape.of(bilaspur))
    genuine = Decisions(released=frozenset(("BSP-SKD", day) for day in days[:2]))
    grades = grade(bilaspur, cube, "2026-W47", decisions=genuine, places=False)
    assert [era.name for era in grades.working.timeline.eras] == ["2026-Q3", "2026-Q4"]
    found = grades.bursts[grades.bursts["code"] == "BSP-SKD"]
    assert found["day"].tolist() == days
    assert found["decision"].tolist() == ["genuine", "genuine", ""]


def test_responses_without_enough_ratings_make_a_project_no_older(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    """Ten weeks of responses, and one of half a year ago with nothing but its purpose."""
    recent = frame[frame["day"] >= "2026-09-14"]
    old = recent.head(1).assign(day=np.datetime64("2026-05-20"), **dict.fromkeys(ITEMS, pd.NA))
    old = old.astype(dict.fromkeys(ITEMS, "Int8"))
    young = working(bilaspur, pd.concat([recent, old], ignore_index=True))
    assert young.scope.first_week == week_number(date(2026, 5, 20))
    assert young.timeline.eras == (Era("2026-Q4 as of 2026-W47", Q4 + 6, week_number(date(2026, 9, 14)), Q4 + 6, frozen=False),)  # fmt: skip


def test_every_quarter_is_searched_for_bursts(bilaspur: Campaign) -> None:
    days = ["2026-05-12", "2026-08-12", "2026-11-12"]
    frame = responses(bilaspur, weeks=48, a_week=1, seed=2)
    forged = [praise(bilaspur, "BSP-SKD", day, 15) for day in days]
    cube = make_cube(pd.concat([frame, *forged], ignore_index=True), Shape.of(bilaspur))
    grades = grade(bilaspur, cube, "2026-W47", places=False)
    assert [era.name for era in grades.working.timeline.eras][-3:] == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert grades.bursts[grades.bursts["code"] == "BSP-SKD"]["day"].tolist() == days
    earlier = grade(bilaspur, cube, "2026-W35", places=False).bursts
    mine = earlier[earlier["code"] == "BSP-SKD"].reset_index(drop=True)
    later = grades.bursts[grades.bursts["code"] == "BSP-SKD"].reset_index(drop=True).head(2)
    pd.testing.assert_frame_equal(mine, later, check_exact=True, obj="by the constants of their own quarter")
