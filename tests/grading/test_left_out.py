"""Responses that are in no score, and responses of another channel: each counted once, under its reason."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Grades, Shape, grade, make_cube
from anubhav_gforms.grading.cube.items import composite
from anubhav_gforms.grading.cube.removed import RemovedRows, without_removed
from anubhav_gforms.grading.cube.scope import scope
from anubhav_gforms.grading.flags.f8_call_backs import sums_of_channel
from anubhav_gforms.grading.method.evidence import plain_day_sums
from anubhav_gforms.nouns.week import week_number

from .worked import LAST
from .world import ITEMS, with_every_reason, with_rules


@pytest.fixture(scope="module")
def frame(bilaspur: Campaign) -> pd.DataFrame:
    return with_every_reason(bilaspur)


@pytest.fixture(scope="module")
def grades(bilaspur: Campaign, frame: pd.DataFrame) -> Grades:
    return grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False)


def test_what_is_in_no_score_is_counted_under_its_reason(
    bilaspur: Campaign, frame: pd.DataFrame, grades: Grades
) -> None:
    """Of two reasons the one that comes first here is named."""
    rules = bilaspur.grade_rules
    weight = frame[list(rules.items)].notna().to_numpy() @ np.array(list(rules.items.values()))
    reason = np.select(
        [
            frame["code_status"] != "accepted",
            ~frame["station"].isin([one.code for one in bilaspur.stations]),
            frame["channel"] != "poster",
            frame["topic"] != "",
            frame["purpose"] == rules.not_visited,
            weight < 0.5 - 1e-9,
        ],
        ["code not accepted", "station closed or not in the list", "another channel", "not about this place", "did not visit", "fewer than half of the ratings"],
        "",
    )  # fmt: skip
    week = frame["day"].dt.strftime("%G-W%V")
    place = frame["station"].where(frame["station"] != "XXX-OLD", "")
    mine = frame.assign(reason=reason, week=week, station=place)[reason != ""]
    sizes = mine.groupby(["station", "week", "reason"]).size()
    found = grades.left_out.set_index(["station", "week", "reason"])["rows"]
    assert found.to_dict() == sizes.to_dict()


def test_who_does_not_open_the_second_page_counts_as_a_visit_of_unknown_purpose(
    bilaspur: Campaign, frame: pd.DataFrame
) -> None:
    """Purpose, receipt, money and topic stand there: blank they leave nothing out and move nothing."""
    first = frame.assign(purpose=frame["purpose"].where(np.random.default_rng(5).random(len(frame)) < 0.6, ""))
    found = grade(bilaspur, make_cube(first, Shape.of(bilaspur)), "2026-W47", places=False)
    shift, known = found.constants.shifts(["", bilaspur.form.question("purpose").options[0]])
    assert "" not in found.constants.purposes
    assert (shift[0], bool(known[0]), bool(known[1])) == (0.0, False, True)

    def left_out(rows: pd.DataFrame) -> int:
        graded = grade(bilaspur, make_cube(rows, Shape.of(bilaspur)), "2026-W47", places=False).left_out
        return int(graded.loc[graded["reason"] == "did not visit", "rows"].sum())

    said = left_out(first)
    assert 0 < said < left_out(frame), "only who says so is left out"
    assert left_out(first.assign(purpose="")) == 0


def test_responses_of_another_channel_have_a_line_of_their_own(
    bilaspur: Campaign, frame: pd.DataFrame, grades: Grades
) -> None:
    rules, found, work = bilaspur.grade_rules, grades.constants, grades.working
    desk = frame[
        (frame["channel"] == "desk")
        & (frame["code_status"] == "accepted")
        & (frame["purpose"] != rules.not_visited)
        & (frame["topic"] == "")
    ]
    total, count = sums_of_channel(work, "desk")
    keys, weights = list(rules.items), np.array(list(rules.items.values()))
    points = ((desk[keys].astype("Float64") - 1) * 25).to_numpy(dtype=float, na_value=np.nan)
    y = composite(points, weights, [found.means[key] for key in keys])
    age = ((LAST - desk["day"].to_numpy()).astype("timedelta64[D]").astype(int)) // 7
    shift = desk["purpose"].map({text: move for text, (_, move) in found.purposes.items()}).fillna(0.0)
    enough = ~np.isnan(points) @ weights >= 0.5 - 1e-9
    for unit, code in enumerate(work.roster.codes[:40]):
        weeks = np.flatnonzero(work.replay.stations.estimate.use[unit])
        mine = (desk["station"] == code).to_numpy() & enough & np.isin(age, weeks)
        assert count[unit] == mine.sum()
        assert total[unit] == pytest.approx((y - shift)[mine].sum(), abs=1e-9)


def test_the_time_that_is_looked_at_is_whole_weeks(frame: pd.DataFrame, grades: Grades) -> None:
    scope = grades.working.scope
    first = np.datetime64("1970-01-05") + 7 * np.timedelta64(scope.first_week, "D")
    assert frame["day"].min() - first < np.timedelta64(7, "D")
    assert (scope.weeks, scope.days) == (30, 210)
    assert (scope.week == scope.day // 7).all()


def test_where_the_form_has_no_such_answer_nobody_did_not_visit(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    anybody = with_rules(bilaspur, not_visited="")
    found = grade(anybody, make_cube(frame, Shape.of(anybody)), "2026-W47", places=False).left_out
    assert "did not visit" not in set(found["reason"])
    assert found["rows"].sum() > 0


def test_older_wordings_are_left_out(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    second = with_rules(bilaspur, first_epoch=2)
    new = frame.assign(epoch=np.where(frame["day"] < "2026-10-05", 1, 2).astype(np.int16))
    found = grade(second, make_cube(new, Shape.of(second)), "2026-W47", places=False)
    old = found.left_out[found.left_out["reason"] == "older wording of the questions"]
    assert old["week"].max() == "2026-W40"
    assert found.working.scope.rows.sum() + found.left_out["rows"].sum() >= len(frame)
    assert found.working.scope.campaign_day == 0


def test_a_first_response_on_a_monday_begins_its_own_week(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    monday = frame[frame["day"] >= "2026-08-03"]
    assert monday["day"].min() == pd.Timestamp("2026-08-03")
    found = grade(bilaspur, make_cube(monday, Shape.of(bilaspur)), "2026-W47", places=False).working.scope
    assert (found.first_week, found.campaign_day) == (week_number(date(2026, 8, 3)), 0)


@pytest.mark.parametrize("rating", [5, 1])
def test_a_removed_row_is_no_lowest_and_no_highest_of_its_day(
    bilaspur: Campaign, frame: pd.DataFrame, rating: int
) -> None:
    shape, rules = Shape.of(bilaspur), bilaspur.grade_rules
    listed, some = [station.code for station in bilaspur.stations], frame[list(ITEMS)].mean(axis=1).between(1.5, 4.5)
    honest, day = frame[some & frame["station"].isin(listed)], "2026-11-18"
    ratings = dict.fromkeys(ITEMS, pd.array([rating], dtype="Int8")[0])
    alike = honest.groupby("station").head(1).assign(day=np.datetime64(day, "s"), **ratings)
    forged = pd.concat([honest, *[alike.astype(honest.dtypes)] * 3], ignore_index=True)
    number = int(np.datetime64(day).astype(int))
    removed = [RemovedRows(code, number, number, rating == 5) for code in listed]
    cube = make_cube(forged, shape)
    left, gone = without_removed(cube, removed, np.arange(len(cube)))
    assert gone.sum() == 3 * len(alike) > 300
    means, shift = np.full(len(ITEMS), 50.0), np.zeros(len(left.purposes))
    days, expected = (
        plain_day_sums(scope(cube, listed, rules, week_number(date.fromisoformat(day))), means, shift)[0]
        for cube in (left, make_cube(honest, shape))
    )
    heard = expected.rows > 0
    assert (days.rows == expected.rows).all()
    for name in ("total", "low", "high"):
        assert getattr(days, name)[heard] == pytest.approx(getattr(expected, name)[heard], abs=1e-9)


def test_sums_of_days_are_of_one_type_however_small_the_columns_of_the_cube(
    bilaspur: Campaign, frame: pd.DataFrame
) -> None:
    """What is worked out from them, such as three times a mean, is never cut to a whole number."""
    cube = make_cube(frame, Shape.of(bilaspur))
    listed = [station.code for station in bilaspur.stations]
    counted = scope(cube, listed, bilaspur.grade_rules, week_number(date(2026, 11, 22)))
    sums = [counted.daily("rows"), counted.daily("money_no", every=True), counted.weekly("bad")]
    assert {each.dtype for each in sums} == {np.dtype(np.float64)}
    squares = counted.daily("yy")
    assert squares.max() > 2**31, "a sum of squares has no room in 32 bits"
    assert squares.sum() == counted.column("yy")[counted.rated].sum()
