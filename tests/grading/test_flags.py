"""Integrity flags: what each finds, what it leaves alone, and that only F1 sets rows aside by itself."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import nbinom

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Decisions, Grades, Shape, grade, make_cube
from anubhav_gforms.grading.flags import Flag, Severity, evidence, find_flags
from anubhav_gforms.grading.flags.crowds import crowded
from anubhav_gforms.grading.flags.f2_straight_lines import excess
from anubhav_gforms.grading.flags.f3_copies import near_copies, text_compared
from anubhav_gforms.grading.flags.f4_hours import odd_hours
from anubhav_gforms.grading.flags.f5_variance import little_variance
from anubhav_gforms.grading.flags.f7_coverage import coverage
from anubhav_gforms.grading.flags.f8_call_backs import call_back_z
from anubhav_gforms.grading.flags.f9_edges import bunching

from .world import ITEMS, TEXT, messages, praise, responses, with_rules

WEEK = "2026-W47"


@pytest.fixture(scope="module")
def honest(bilaspur: Campaign) -> pd.DataFrame:
    return responses(bilaspur, weeks=26, a_week=2, seed=3)


def graded(campaign: Campaign, frame: pd.DataFrame, decisions: Decisions | None = None) -> Grades:
    return grade(campaign, make_cube(frame, Shape.of(campaign)), WEEK, decisions=decisions, places=False)


def row(grades: Grades, code: str) -> pd.Series:
    return grades.table.set_index("code").loc[code]


def test_a_burst_is_set_aside_until_a_person_has_looked(bilaspur: Campaign, honest: pd.DataFrame) -> None:
    before = row(graded(bilaspur, honest), "BSP-SKD")
    frame = pd.concat([honest, praise(bilaspur, "BSP-SKD", "2026-11-18", 12)], ignore_index=True)
    grades = graded(bilaspur, frame)
    after = row(grades, "BSP-SKD")
    assert grades.bursts[grades.bursts["code"] == "BSP-SKD"]["day"].tolist() == ["2026-11-18"]
    assert after["set_aside"] >= 12
    assert after["score"] == pytest.approx(before["score"], abs=0.5), "the day's honest responses are set aside too"
    assert after["score_with_set_aside"] > after["score"]
    assert after["flags_open"] == 1
    flag = next(flag for flag in find_flags(grades) if flag.rule == "F1" and flag.station == "BSP-SKD")
    assert (flag.id, flag.severity) == ("F1:BSP-SKD:2026-11-18", Severity.SET_ASIDE)
    rows = evidence(flag, frame, 26)
    assert len(rows) >= 12
    assert not {"message", "name", "mobile"} & set(rows.columns)


def test_behind_a_flag_of_the_whole_range_stands_no_response(bilaspur: Campaign, honest: pd.DataFrame) -> None:
    nowhere = honest.assign(station="")
    assert len(evidence(Flag("F9", Severity.NOTE, "BSP-SKD", "2026-W47", ""), honest, 26)) > 0
    assert evidence(Flag("F9", Severity.NOTE, "", "2026-W47", ""), nowhere, 26).empty


def test_a_person_may_find_it_genuine_or_not(bilaspur: Campaign, honest: pd.DataFrame) -> None:
    frame = pd.concat([honest, praise(bilaspur, "BSP-SKD", "2026-11-18", 12)], ignore_index=True)
    pair = frozenset({("BSP-SKD", "2026-11-18")})
    genuine = row(graded(bilaspur, frame, Decisions(released=pair)), "BSP-SKD")
    assert (genuine["set_aside"], genuine["flags_open"]) == (0, 0)
    forged = row(graded(bilaspur, frame, Decisions(kept_aside=pair)), "BSP-SKD")
    assert forged["flags_open"] == 0
    assert forged["set_aside"] >= 12
    assert genuine["score"] > forged["score"]


def test_a_burst_of_blame_is_mirrored_and_one_angry_citizen_is_none(bilaspur: Campaign, honest: pd.DataFrame) -> None:
    blame = pd.concat([honest, praise(bilaspur, "BSP-SKD", "2026-11-18", 12, rating=1)], ignore_index=True)
    assert graded(bilaspur, blame).bursts["kind"].tolist() == ["blame"]
    busy = pd.concat(
        [
            honest,
            praise(bilaspur, "BSP-SKD", "2026-11-18", 9, rating=4),
            praise(bilaspur, "BSP-SKD", "2026-11-18", 1, rating=1),
        ],
        ignore_index=True,
    )
    assert graded(bilaspur, busy).bursts.empty


def test_no_burst_in_the_first_56_days(bilaspur: Campaign) -> None:
    young = responses(bilaspur, weeks=7, a_week=2)
    frame = pd.concat([young, praise(bilaspur, "BSP-SKD", "2026-11-18", 12)], ignore_index=True)
    assert graded(bilaspur, frame).bursts.empty


def test_a_day_of_praise_just_below_the_best_is_a_crowd(bilaspur2: Campaign, honest: pd.DataFrame) -> None:
    """A single 4 in each made thirty responses of one day alike with none, and no flag told them."""
    crowd = praise(bilaspur2, "BSP-SKD", "2026-11-18", 30)
    crowd["heard"] = pd.array([4] * 30, dtype="Int8")
    told = [
        flag
        for flag in find_flags(graded(bilaspur2, pd.concat([honest, crowd], ignore_index=True)))
        if flag.rule == "CROWD"
    ]
    assert [flag.id for flag in told] == ["CROWD:BSP-SKD:2026-11-18"]
    assert re.fullmatch(
        r"3\d responses on one day, whatever they rate; usual is 0\.\d\d \(by chance alone less than once in a million\)",
        told[0].says,
    )
    alike = pd.concat([honest, praise(bilaspur2, "BSP-SKD", "2026-11-18", 30)], ignore_index=True)
    rules = {flag.rule for flag in find_flags(graded(bilaspur2, alike)) if flag.station == "BSP-SKD"}
    assert "F1" in rules, "where F1 tells the day"
    assert "CROWD" not in rules


def test_how_unlikely_a_crowd_is() -> None:
    rows = np.full((2, 57), 0.5)
    rows[:, -1] = 4, 12
    mean, p = crowded(rows, np.full(57, 0.1))
    assert mean[:, -1].tolist() == [0.5, 0.5]
    assert p[0, -1] == 1, "fewer than five are no crowd"
    assert p[1, -1] == pytest.approx(nbinom.sf(11, 10, 10 / 10.5))


def test_straight_lines_as_worked() -> None:
    found = excess([40, 60, 30, 80, 25, 50, 20, 70], [6, 9, 12, 8, 3, 20, 4, 16], np.full(8, 0.2))
    assert found.z == pytest.approx([-0.834, -1.022, 2.422, -2.538, -1.099, 3.126, 0, 0.583], abs=5e-4)
    assert (found.phi, found.t2) == pytest.approx((2.303612, 0.00895120), abs=5e-7)
    assert not found.outside.any()


def test_straight_lines_at_a_station_are_found(bilaspur: Campaign, honest: pd.DataFrame) -> None:
    frame = responses(bilaspur, weeks=26, a_week=8, seed=5)
    mine = (frame["station"] == "BSP-KTW").to_numpy()
    for key in ITEMS:
        frame.loc[mine, key] = frame.loc[mine, "overall"]
    flags = find_flags(graded(bilaspur, frame))
    assert "BSP-KTW" in {flag.station for flag in flags if flag.rule == "F2"}
    assert sum(flag.rule == "F2" for flag in flags) <= 3


def test_near_copies_need_three_at_one_station_within_four_weeks() -> None:
    same = messages(
        [("X", "2026-11-01", TEXT), ("X", "2026-11-09", TEXT + "!"), ("X", "2026-11-12", TEXT.replace("तुरंत", "तुरन्त"))]
    )
    assert near_copies(same) == [("X", ("r0", "r1", "r2"))]
    assert near_copies(same.iloc[:2]) == []
    far = messages([("X", "2026-08-01", TEXT), ("X", "2026-09-09", TEXT), ("X", "2026-11-12", TEXT)])
    assert near_copies(far) == []
    elsewhere = messages([(station, "2026-11-01", TEXT) for station in "XYZ"])
    assert near_copies(elsewhere) == []


def test_short_texts_and_stock_phrases_are_no_copies() -> None:
    assert near_copies(messages([("X", "2026-11-01", "बहुत अच्छा")] * 5)) == []
    stock = messages([(station, "2026-11-01", TEXT) for station in "ABCDE"] + [("A", "2026-11-02", TEXT)] * 3)
    assert near_copies(stock) == []
    assert text_compared("  Ｇood\n WORK ") == "good work"


def test_odd_hours() -> None:
    rng = np.random.default_rng(1)
    station = np.repeat([f"S{number:02d}" for number in range(40)], 60)
    hour = rng.choice([9, 10, 11, 12, 14, 15, 16, 17, 18, 19], len(station))
    assert (odd_hours(station, hour).q >= 0.05).all()
    hour[station == "S07"] = rng.choice([2, 3], 60)
    found = odd_hours(station, hour)
    assert [name for name, q in zip(found.station, found.q, strict=True) if q < 0.05] == ["S07"]
    assert odd_hours(station[:29], hour[:29]).station == ()


def test_too_little_variance() -> None:
    rng = np.random.default_rng(2)
    station = np.repeat([f"S{number:02d}" for number in range(30)], 25)
    ratings = np.clip(
        np.rint(3.5 + rng.normal(0, 0.8, (len(station), 1)) + rng.normal(0, 0.8, (len(station), 5))), 1, 5
    )
    assert (little_variance(station, ratings).q >= 0.01).all()
    mine = station == "S11"
    ratings[mine] = np.array([4, 4, 4, 4, 3])
    found = little_variance(station, ratings)
    assert [name for name, q in zip(found.station, found.q, strict=True) if q < 0.01] == ["S11"]


def test_coverage_call_backs_and_bunching() -> None:
    share, few, many = coverage([58, 1, 10, 5], [52, 100, 100, 0])
    assert many.tolist() == [True, False, False, True], "five responses, and a register without a visit"
    assert few.tolist() == [False, True, False, False]
    assert share[3] == np.inf
    assert call_back_z(90, 100, 70, 20, 400)[()] == pytest.approx(20 / np.sqrt(4 + 20))
    assert np.isnan(call_back_z(np.nan, 0, 70, 20, 400))
    edges = (90, 80, 70, 60, 50, 0)
    found = bunching(np.array([80.2, 80.4, 70.1, 60.9, 90.5, 50.3, 80.8, 79.5]), edges)
    assert (found.above, found.below) == (7, 1)
    assert found.p == pytest.approx(9 / 256)


def test_call_backs_that_disagree_are_flagged(bilaspur: Campaign) -> None:
    frame = responses(bilaspur, weeks=26, a_week=8, seed=5)
    calls = pd.concat([praise(bilaspur, "BSP-KTW", "2026-11-17", 20, rating=1).assign(channel="call-back")])
    flags = find_flags(graded(bilaspur, pd.concat([frame, calls], ignore_index=True)))
    assert [flag.station for flag in flags if flag.rule == "F8"] == ["BSP-KTW"]


def test_scores_that_bunch_above_an_edge_are_told_and_wait_for_nobody(bilaspur: Campaign, honest: pd.DataFrame) -> None:
    grades = graded(bilaspur, honest)
    run = grades.working.replay
    lettered = np.flatnonzero(run.stations.letter >= 0)

    def with_scores(above: int, below: int) -> list[Flag]:
        score = np.full(len(run.stations.letter), 65.0)
        score[lettered[:above]], score[lettered[above : above + below]] = 70.3, 69.6
        stations = replace(run.stations, estimate=replace(run.stations.estimate, score=score))
        work = replace(grades.working, replay=replace(run, stations=stations))
        return [flag for flag in find_flags(replace(grades, working=work)) if flag.rule == "F9"]

    (flag,) = with_scores(9, 1)
    assert (flag.severity, flag.station, flag.numbers["above"], flag.numbers["below"]) == (Severity.NOTE, "", 9, 1)
    assert with_scores(6, 4) == []


def test_scores_without_a_letter_bunch_as_well(bilaspur: Campaign, honest: pd.DataFrame) -> None:
    """Near an edge hardly any station has one letter that is sure."""
    trial = honest[honest["day"] >= "2026-10-01"]
    grades = graded(with_rules(bilaspur, method=2), trial)
    run = grades.working.replay
    score = np.where(np.arange(len(run.stations.letter)) % 2, 70.3, 65.0)
    assert (run.stations.letter < 0).all(), "no letters yet"
    stations = replace(run.stations, estimate=replace(run.stations.estimate, score=score))
    (flag,) = (
        flag
        for flag in find_flags(replace(grades, working=replace(grades.working, replay=replace(run, stations=stations))))
        if flag.rule == "F9"
    )
    assert flag.numbers["above"] == (grades.table["score"].notna().to_numpy()[: len(score)] & (score > 70)).sum() > 5
    assert flag.numbers["below"] == 0


def test_a_flag_bears_its_decision_and_leaves_with_its_window(bilaspur: Campaign, honest: pd.DataFrame) -> None:
    frame = pd.concat([honest, praise(bilaspur, "BSP-SKD", "2026-11-18", 12)], ignore_index=True)
    grades, burst = graded(bilaspur, frame), "F1:BSP-SKD:2026-11-18"
    assert {flag.decision for flag in find_flags(grades) if flag.id == burst} == {""}
    assert {flag.decision for flag in find_flags(grades, decisions={burst: "genuine"}) if flag.id == burst} == {
        "genuine"
    }
    later = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2027-W20", places=False)
    assert "F1" not in {flag.rule for flag in find_flags(later)}, "no longer in any window"


def test_the_rows_behind_a_flag() -> None:
    frame = messages(
        [
            ("X", "2026-11-15", ""),
            ("X", "2026-11-16", ""),
            ("Y", "2026-11-16", ""),
            ("X", "2026-11-22", ""),
            ("X", "2026-11-23", ""),
        ]
    )

    def behind(when: str, *ids: str, rule: str = "F5") -> list[str]:
        return list(evidence(Flag(rule, Severity.REVIEW, "X", when, "", responses=ids), frame, 2)["response_id"])

    assert behind("2026-W47") == ["r1", "r3"]
    assert behind("2026-11-16") == ["r1"]
    assert behind("2026-11-16", "r0", "r4") == ["r0", "r4"]
    assert behind("2026-W47", rule="F2") == ["r0", "r1", "r3"], "its numbers are of the whole window"
    assert behind("2026-W48", rule="BAD") == ["r0", "r1", "r3", "r4"], "of four weeks"


def test_no_straight_lines_are_judged_where_nobody_has_enough_responses(bilaspur: Campaign) -> None:
    few = graded(bilaspur, responses(bilaspur, weeks=30, a_week=0.3, seed=2).iloc[::3])
    assert not [flag for flag in find_flags(few) if flag.rule == "F2"]
    none = graded(bilaspur, responses(bilaspur, weeks=20, a_week=1).iloc[:0])
    assert find_flags(none) == []


def test_rules_on_single_responses_run_on_the_window(bilaspur: Campaign) -> None:
    frame = responses(bilaspur, weeks=26, a_week=8, seed=5)
    night = (frame["station"] == "BSP-KTW") & (frame["day"] >= "2026-08-24")
    frame["submitted_at"] = frame["submitted_at"] + pd.to_timedelta(
        np.random.default_rng(1).integers(-3, 7, len(frame)), unit="h"
    )
    frame.loc[night, "submitted_at"] -= pd.Timedelta(hours=9)
    found = {flag.station for flag in find_flags(graded(bilaspur, frame), frame=frame) if flag.rule == "F4"}
    assert found == {"BSP-KTW"}
