"""What each flag says, with its numbers, and the borders of the time that it looks at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Grades, Shape, grade, make_cube
from anubhav_gforms.grading.cube.counts import CountRules, counts
from anubhav_gforms.grading.flags import TITLES, Flag, Severity, find_flags
from anubhav_gforms.grading.flags.f2_straight_lines import excess
from anubhav_gforms.grading.flags.f8_call_backs import sums_of_channel
from anubhav_gforms.grading.flags.find import TEXT_ROWS, WEEK_ROWS
from anubhav_gforms.grading.replay import window_sum

from .world import ITEMS, TEXT, frame_of, praise, responses, with_rules

STATION = "BSP-KTW"


@pytest.fixture(scope="module")
def frame(bilaspur: Campaign) -> pd.DataFrame:
    """Half a year; at BSP-KTW most responses are straight lines, twenty call-backs are unhappy, and one day is forged."""
    frame = responses(bilaspur, weeks=30, a_week=6, seed=5)
    mine = (frame["station"] == STATION).to_numpy() & (np.arange(len(frame)) % 4 > 0)
    for key in ITEMS:
        frame.loc[mine, key] = frame.loc[mine, "overall"]
    calls = praise(bilaspur, STATION, "2026-11-17", 20, rating=1).assign(channel="call-back")
    return pd.concat([frame, calls, praise(bilaspur, STATION, "2026-11-10", 30)], ignore_index=True)


@pytest.fixture(scope="module")
def grades(bilaspur: Campaign, frame: pd.DataFrame) -> Grades:
    return grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False)


def flags(grades: Grades, rule: str, **given: object) -> list[Flag]:
    return [flag for flag in find_flags(grades, **given) if flag.rule == rule]  # type: ignore[arg-type]


def with_bursts(grades: Grades, *days: str, **changes: object) -> Grades:
    """As if F1 had found these days."""
    one = {"rule": "F1", "code": STATION, "kind": "praise", "rows": 12, "alike": 9, "mean": 0.5, "p_count": 3e-5, "p_share": 0.0075, "p": 4e-6, "decision": "", "counted": ""}  # fmt: skip
    return replace(grades, bursts=pd.DataFrame([one | changes | {"day": day, "when": day} for day in days]))


def test_a_burst_is_told_with_its_numbers(grades: Grades) -> None:
    (flag,) = flags(with_bursts(grades, "2026-11-18"), "F1")
    assert flag.says == (
        "9 of 12 responses are all best; usual is 0.50 responses per day (by chance alone about once in 2,00,000)"
    )
    assert (flag.id, flag.severity, flag.decision) == ("F1:BSP-KTW:2026-11-18", Severity.SET_ASIDE, "")
    assert flag.numbers == {"rows": 12, "alike": 9, "mean": 0.5, "p": 4e-6}
    (blame,) = flags(with_bursts(grades, "2026-11-18", kind="blame", decision="not genuine"), "F1")
    assert " are all worst; " in blame.says
    assert blame.decision == "not genuine"


def test_bursts_of_the_longest_window_are_told(grades: Grades) -> None:
    """Twenty-six weeks end with 2026-W47; they begin on 25 May."""
    assert [flag.when for flag in flags(with_bursts(grades, "2026-05-24", "2026-05-25"), "F1")] == ["2026-05-25"]


def test_where_nothing_is_set_aside_by_itself_a_burst_waits_for_review(bilaspur: Campaign, grades: Grades) -> None:
    manual = with_rules(bilaspur, flags=bilaspur.grade_rules.flags.model_copy(update={"auto_quarantine": False}))
    other = replace(with_bursts(grades, "2026-11-18"), working=replace(grades.working, campaign=manual))
    assert [flag.severity for flag in flags(other, "F1")] == [Severity.REVIEW]


def test_straight_lines_are_told_beside_what_is_usual(grades: Grades, frame: pd.DataFrame) -> None:
    work = grades.working
    (flag,) = (one for one in flags(grades, "F2") if one.station == STATION)
    use, place = work.replay.stations.estimate.use, work.position
    n, raw = (window_sum(part, use, place) for part in (work.replay.panel.rows, work.replay.panel.raw))
    oldest = np.datetime64("2026-11-23") - 7 * np.timedelta64(int(use[work.roster.codes.index(STATION)].sum()), "D")
    mine = frame[(frame["station"] == STATION) & (frame["channel"] == "poster") & (frame["day"] >= oldest)]
    mine = mine[(mine["purpose"] != work.rules.not_visited) & (mine["day"] != "2026-11-10")]
    lines = mine[list(ITEMS)].notna().all(axis=1) & mine[list(ITEMS)].eq(mine["overall"], axis=0).fillna(value=False).all(axis=1)  # fmt: skip
    unit = work.roster.codes.index(STATION)
    mean, share = np.array(work.replay.constants.straight).T
    expected = float(np.interp(raw[unit] / n[unit], mean, share))
    assert flag.numbers["n"] == n[unit] == len(mine)
    assert flag.numbers["straight"] == lines.sum()
    assert flag.numbers["expected"] == pytest.approx(expected)
    assert flag.numbers["z"] == pytest.approx(excess([n[unit]], [lines.sum()], [expected]).z[0])
    assert flag.says == (
        f"{lines.sum()} of {len(mine)} responses have all ratings equal; {100 * expected:.0f}% are usual at this mean score"
    )
    assert (flag.severity, flag.when) == (Severity.REVIEW, "2026-W47")


def test_thirty_responses_are_enough_to_judge_straight_lines_and_few_lines_are_no_flag(grades: Grades) -> None:
    work = grades.working
    scope, run, unit = work.scope, work.replay, work.roster.codes.index(STATION)
    for count, told in ((30, True), (29, False)):
        rows, raw = run.panel.rows.copy(), run.panel.raw.copy()
        rows[unit], raw[unit] = 0, 0
        rows[unit, work.position], raw[unit, work.position] = count, count * 70
        other = replace(work, replay=replace(run, panel=replace(run.panel, rows=rows, raw=raw)))
        assert (STATION in {flag.station for flag in flags(replace(grades, working=other), "F2")}) is told
    assert scope.column("straight").sum() > 0
    none = scope.cube.with_cells(scope.cube.cells.assign(straight=0))
    assert (
        flags(
            replace(
                grades, working=replace(work, scope=replace(scope, cube=none, columns=none.columns.among(scope.cell)))
            ),
            "F2",
        )
        == []
    )


def test_open_alarms_are_told(grades: Grades) -> None:
    table = grades.table.assign(alarm=grades.table["code"] == STATION, alarm_week="2026-W45")
    (flag,) = flags(replace(grades, table=table), "ALARM")
    assert (flag.id, flag.severity) == ("ALARM:BSP-KTW:2026-W45", Severity.REVIEW)
    assert flag.says == (
        "scores have fallen below the station's own earlier level; look for a cause, then mark it seen or confirmed"
    )


def test_copies_are_told_on_the_day_of_the_first(grades: Grades) -> None:
    days = ["2026-11-03", "2026-11-09", "2026-11-12"]
    messages = pd.DataFrame({"response_id": list("abc"), "station": STATION, "day": pd.to_datetime(days), "code_status": "accepted", "text": TEXT})  # fmt: skip
    (flag,) = flags(grades, "F3", messages=messages)
    assert (flag.id, flag.severity) == ("F3:BSP-KTW:2026-11-03", Severity.REVIEW)
    assert flag.says == "3 messages within four weeks are nearly the same"
    assert (flag.numbers, flag.responses) == ({"copies": 3}, ("a", "b", "c"))
    two = messages.assign(code_status=["accepted", "accepted", "quarantined"])
    assert flags(grades, "F3", messages=two) == []


def test_odd_hours_are_told(grades: Grades, frame: pd.DataFrame) -> None:
    mine = frame[frame["day"] >= "2026-08-24"].reset_index(drop=True)
    hour = np.random.default_rng(1).choice([9, 11, 15, 17], len(mine))
    hour[(mine["station"] == STATION).to_numpy()] = 2
    mine["submitted_at"] = mine["day"].dt.tz_localize("Asia/Kolkata") + pd.to_timedelta(hour, unit="h")
    (flag,) = flags(grades, "F4", frame=mine)
    n = int((counts(mine, CountRules.of(grades.working.campaign)) & (mine["station"] == STATION)).sum())
    assert (flag.station, flag.when, flag.severity) == (STATION, "2026-W47", Severity.WATCH)
    assert set(flag.numbers) == {"n", "q"}
    assert flag.numbers["n"] == n, "call-backs are no responses of the poster"
    told = "by chance alone less than once in a million"
    assert flag.says == f"the hours of its {n} responses are unlike the range's ({told})"


def test_too_little_variance_is_looked_for_in_the_graded_week_alone(bilaspur: Campaign, grades: Grades) -> None:
    days = np.concatenate([np.repeat("2026-11-16", 15), np.repeat("2026-11-15", 60), np.repeat("2026-11-23", 60)])
    flat = frame_of(np.repeat(STATION, len(days)), days.astype("datetime64[D]"))
    wide = frame_of(np.repeat([one.code for one in bilaspur.stations[20:60]], 20), np.repeat("2026-11-22", 800).astype("datetime64[D]"))  # fmt: skip
    for place, key in enumerate(grades.working.rules.items):
        flat[key] = pd.array([4] * len(flat), dtype="Int8")
        wide[key] = pd.array([(5, 3, 5, 3, 4)[place]] * len(wide), dtype="Int8")
    flat, wide = (each.assign(purpose="", money="", receipt="") for each in (flat, wide))
    blank = wide.tail(20).assign(station="KRB-KTW", overall=pd.NA)
    (flag,) = flags(grades, "F5", frame=pd.concat([flat, wide, blank], ignore_index=True))
    assert (flag.station, flag.when, flag.severity) == (STATION, "2026-W47", Severity.WATCH)
    assert set(flag.numbers) == {"n", "q"}
    assert flag.numbers["n"] == 15
    assert flag.says == (
        "the ratings inside its 15 responses of the week differ less than the range's at the same level "
        "(by chance alone about once in 500)"
    )


def test_coverage_is_told_where_it_is_too_small_or_impossible(grades: Grades) -> None:
    work = grades.working
    n = window_sum(work.replay.panel.rows, work.replay.stations.estimate.use, work.position)
    a, b, c = (work.roster.codes[unit] for unit in np.flatnonzero(n > 20)[:3])
    size = dict(zip(work.roster.codes, n, strict=True))
    found = flags(grades, "F7", visits={a: size[a] - 1, b: 50 * size[b], c: 2 * size[c], "XXX": 5.0})
    assert [(flag.station, flag.severity) for flag in found] == [(a, Severity.REVIEW), (b, Severity.NOTE)]
    assert found[1].says == f"{size[b]:.0f} responses for {50 * size[b]:.0f} registered visits (2.0%)"
    assert (
        found[0].says
        == f"{size[a]:.0f} responses for {size[a] - 1:.0f} registered visits ({100 * size[a] / (size[a] - 1):.1f}%)"
    )
    assert found[1].numbers == {"share": 0.02}
    assert found[1].when == "2026-W47"
    assert flags(grades, "F7") == []
    [none] = flags(grades, "F7", visits={a: 0.0, "XXX": 0.0})
    assert (none.station, none.severity, none.numbers) == (a, Severity.REVIEW, {"responses": size[a]})
    assert none.says == f"{size[a]:.0f} responses and no registered visit"


def test_call_backs_are_told_with_their_gap(grades: Grades) -> None:
    work = grades.working
    unit = work.roster.codes.index(STATION)
    called, m = (float(part[unit]) for part in sums_of_channel(work, "call-back"))
    use, place = work.replay.stations.estimate.use, work.position
    n, total = (float(window_sum(part, use, place)[unit]) for part in (work.replay.panel.n, work.replay.panel.total))
    gap = total / n - called / m
    z = gap / np.sqrt(work.replay.constants.s2 / n + work.replay.constants.s2 / m)
    (flag,) = flags(grades, "F8")
    assert (flag.station, flag.when, flag.severity, m) == (STATION, "2026-W47", Severity.REVIEW, 20)
    assert (flag.numbers["gap"], flag.numbers["z"]) == pytest.approx((gap, z))
    assert flag.says == f"poster responses are {gap:.0f} points above 20 random call-backs (z = {z:.1f})"


def test_bunching_above_an_edge_is_told_of_the_whole_range(grades: Grades) -> None:
    run = grades.working.replay
    lettered = np.flatnonzero(run.stations.letter >= 0)
    score = np.full(len(run.stations.letter), 65.0)
    score[lettered[:9]], score[lettered[9]] = 70.3, 69.6
    stations = replace(run.stations, estimate=replace(run.stations.estimate, score=score))
    (flag,) = flags(replace(grades, working=replace(grades.working, replay=replace(run, stations=stations))), "F9")
    p = 11 / 1024
    assert flag.numbers == {"above": 9, "below": 1, "p": pytest.approx(p)}
    assert (flag.id, flag.severity) == ("F9::2026-W47", Severity.NOTE)
    assert flag.says == (
        "9 stations lie within a point above an edge and 1 within a point below (p = 0.01): look at the method"
    )


def test_flags_read_no_personal_column_but_the_message() -> None:
    assert WEEK_ROWS == ("response_id", "submitted_at")
    assert TEXT_ROWS == ("response_id", "station", "day", "code_status")


def test_names_of_rules_and_severities_stand_in_files_and_lists() -> None:
    assert [one.value for one in Severity] == ["set aside", "review", "watch", "note"]
    assert TITLES == {
        "F1": "burst of equal responses on one day", "F2": "too many straight lines", "F3": "near-copies of a message",
        "F4": "odd hours", "F5": "too little variance", "F7": "coverage of registered visits",
        "F8": "call-backs disagree", "F9": "bunching above an edge", "ALARM": "falling scores (CUSUM)",
        "F1W": "burst of equal responses in one week", "CROWD": "crowd on one day", "BAD": "many bad responses in four weeks",
        "MONEY": "money is asked more often than the reference",
    }  # fmt: skip
    assert Flag("F2", Severity.REVIEW, "X", "2026-W47", "").decision == ""
