"""What counts is decided in one table: the same for rows and for cells, for grades and for everything beside them."""

from __future__ import annotations

import ast
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Shape, grade, make_cube
from anubhav_gforms.grading.columns import Reason
from anubhav_gforms.grading.cube.counts import (
    REASONS,
    UNGRADED,
    WHY,
    CountRules,
    counting,
    counts,
    reasons,
    reasons_of_cells,
)
from anubhav_gforms.grading.cube.removed import RemovedRows
from anubhav_gforms.grading.formulas.status import (
    CALIBRATING,
    FIRM,
    NO_RESPONSES,
    NOT_ENOUGH,
    PROVISIONAL,
    enough,
    graded,
    shown,
)
from tools.house import PACKAGE, trees

from .world import praise, responses, with_every_reason, with_rules

WEEK = "2026-W47"


@pytest.fixture(scope="module")
def frame(bilaspur: Campaign) -> pd.DataFrame:
    frame = with_every_reason(bilaspur)
    frame.loc[frame.index % 17 == 3, "epoch"] = np.int16(2)
    return frame


@pytest.fixture(scope="module")
def strict(bilaspur: Campaign) -> Campaign:
    return with_rules(bilaspur, first_epoch=2)


@pytest.mark.parametrize("epoch", [1, 2])
def test_rows_and_cells_are_judged_alike(bilaspur: Campaign, frame: pd.DataFrame, epoch: int) -> None:
    campaign = with_rules(bilaspur, first_epoch=epoch)
    rules = CountRules.of(campaign)
    cube = make_cube(frame, Shape.of(campaign))
    by_row = pd.Series(reasons(frame, rules)).value_counts().to_dict()
    by_cell = pd.Series(cube["rows"]).groupby(reasons_of_cells(cube, rules)).sum().to_dict()
    assert by_row == by_cell
    named = {REASONS[number - 1] for number in by_row if number}
    assert named == {*REASONS} - {Reason.SET_ASIDE, Reason.REMOVED} - ({Reason.WORDING} if epoch == 1 else set())
    for despite in ((), UNGRADED, (Reason.CHANNEL,)):
        assert (
            counting(reasons(frame, rules), despite=despite).sum()
            == cube["rows"][counting(reasons_of_cells(cube, rules), despite=despite)].sum()
        )


def test_the_table_says_what_grading_md_says(strict: Campaign, frame: pd.DataFrame) -> None:
    """Written a second time, plainly, as the office reads it."""
    rules = strict.grade_rules
    weights = pd.Series(rules.items)
    rated = frame[list(weights.index)].notna().to_numpy() @ weights.to_numpy() >= 0.5 - 1e-9
    plain = (
        frame["code_status"].eq("accepted")
        & frame["station"].isin([each.code for each in strict.stations])
        & frame["channel"].isin(rules.channels)
        & frame["purpose"].ne(rules.not_visited)
        & frame["topic"].ne(strict.form.question("topic").options[-1])
        & frame["epoch"].ge(2)
        & rated
    )
    assert 0 < plain.sum() < len(frame)
    np.testing.assert_array_equal(counts(frame, CountRules.of(strict)), plain)


def test_grades_and_the_left_out_use_the_table(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    rules = CountRules.of(bilaspur)
    found = grade(bilaspur, make_cube(frame, rules.shape), WEEK, places=False)
    inside = counts(frame, rules, aside=found.aside)
    assert found.working.scope.rows[found.working.scope.rated].sum() == counts(frame, rules).sum()
    assert found.stations["responses"].sum() <= inside.sum()
    out = found.left_out.groupby("reason")["rows"].sum()
    number = pd.Series(reasons(frame, rules))
    for reason in set(REASONS) - {Reason.SET_ASIDE}:
        assert out.get(reason.value, 0) == (number == REASONS.index(reason) + 1).sum(), reason


def test_a_response_about_something_else_is_no_visit(bilaspur: Campaign) -> None:
    honest = responses(bilaspur, weeks=20, a_week=3, seed=4)
    extra = praise(bilaspur, "BSP-KTW", "2026-11-18", 4, rating=1)
    extra["topic"] = bilaspur.form.question("topic").options[-1]
    shape = Shape.of(bilaspur)
    before = grade(bilaspur, make_cube(honest, shape), WEEK, places=False)
    after = grade(bilaspur, make_cube(pd.concat([honest, extra], ignore_index=True), shape), WEEK, places=False)
    pd.testing.assert_frame_equal(before.table, after.table)
    told = after.left_out[after.left_out["reason"] == "not about this place"]
    assert told[["station", "week", "rows"]].to_numpy().tolist() == [["BSP-KTW", WEEK, 4]]


def test_days_set_aside_count_only_for_those_who_look_for_them(bilaspur: Campaign) -> None:
    honest = responses(bilaspur, weeks=26, a_week=2, seed=3)
    frame = pd.concat([honest, praise(bilaspur, "BSP-KTW", "2026-11-18", 22)], ignore_index=True)
    rules = CountRules.of(bilaspur)
    found = grade(bilaspur, make_cube(frame, rules.shape), WEEK, places=False)
    day = int((pd.Timestamp("2026-11-18") - pd.Timestamp(0)).days)
    assert ("BSP-KTW", day) in found.aside
    that_day = frame["station"].eq("BSP-KTW") & frame["day"].eq("2026-11-18")
    assert counts(frame, rules)[that_day].sum() >= 22
    assert counts(frame, rules, aside=found.aside)[that_day].sum() == 0


DAYS = ("2026-11-17", "2026-11-18", "2026-11-19")


def on_each_day(campaign: Campaign) -> pd.DataFrame:
    """At two stations an all-best and an all-worst response on each of three days."""
    made = [
        praise(campaign, station, day, 1, rating=rating)
        for station in ("BSP-KTW", "KRB-KTW")
        for day in DAYS
        for rating in (5, 1)
    ]
    return pd.concat(made, ignore_index=True)


def test_a_station_counts_to_the_day_before_it_closed(bilaspur: Campaign) -> None:
    second = int(pd.Timestamp(DAYS[1]).timestamp()) // 86_400
    rules = replace(CountRules.of(bilaspur), closed={"BSP-KTW": second})
    frame = on_each_day(bilaspur)
    wanted = frame["station"].eq("BSP-KTW") & frame["day"].ge(DAYS[1])
    why = reasons(frame, rules)
    assert ((why == REASONS.index(Reason.UNLISTED) + 1) == wanted).all()
    assert ((why == 0) == ~wanted).all()


@pytest.mark.parametrize("praised", [True, False])
def test_of_a_crowd_that_was_not_genuine_its_own_rows_and_days_go(bilaspur: Campaign, praised: bool) -> None:
    first, second, third = (int(pd.Timestamp(day).timestamp()) // 86_400 for day in DAYS)
    frame, rules = on_each_day(bilaspur), CountRules.of(bilaspur)
    own = frame["station"].eq("BSP-KTW") & frame["overall"].eq(5 if praised else 1)
    for begin, end in ((first, second), (second, second), (second, third), (third, first)):
        removed = [RemovedRows("BSP-KTW", begin, end, praised), RemovedRows("NOWHERE", first, third, praised)]
        days = (frame["day"] - pd.Timestamp(0)).dt.days
        assert (counts(frame, rules, removed=removed) == ~(own & days.between(begin, end))).all(), (begin, end)
    aside = [("BSP-KTW", second), ("NOWHERE", first)]
    gone = frame["station"].eq("BSP-KTW") & frame["day"].eq(DAYS[1])
    assert (counts(frame, rules, aside=aside) == ~gone).all()


def test_nobody_else_decides_what_counts() -> None:
    """The policies of counting are read in counts.py alone (and where they are written, checked and digested)."""
    homes = {"grading/cube/counts.py", "campaign/grading.py", "campaign/load.py", "grading/flags/f8_call_backs.py"}
    found = [
        f"{name}:{node.lineno} .{node.attr}"
        for name, tree in trees(PACKAGE).items()
        if name not in homes
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("not_visited", "first_epoch")
    ]
    assert not found
    assert len({reason for reason, _ in WHY}) == len(Reason), "every reason stands in the table once"


def test_enough_and_shown_are_asked_of_one_place(bilaspur: Campaign) -> None:
    rules = bilaspur.grade_rules
    n = np.array([0.0, 9.99, 10 - 1e-12, 10.0, 400.0])
    assert enough(n, rules.min_responses).tolist() == [False, False, True, True, True]
    status = np.array([CALIBRATING, CALIBRATING, NO_RESPONSES, NOT_ENOUGH, PROVISIONAL, FIRM])
    assert graded(status).tolist() == [False, False, False, False, True, True]
    assert shown(status, np.array([0.0, 1.0, 5.0, 5.0, 5.0, 5.0])).tolist() == [False, True, False, False, True, True]
    of_version_1 = {"grading/estimate.py", "grading/replay.py"}
    # an explanation has a number of that name, which is that of `Working.least`
    homes = {"grading/working.py", "grading/formulas/casemix.py", "grading/notes.py", *of_version_1}
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees(PACKAGE).items()
        if name not in homes and not name.startswith(("grading/method/", "grading/explain/", "reports/explain/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("min_responses", "min_n")
    ]
    assert not found
