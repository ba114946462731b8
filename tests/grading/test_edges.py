"""Edge cases: each row of the method's table, and ranges with no responses, one, or all equal."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Grades, Shape, grade, make_cube
from anubhav_gforms.grading.columns import BASE, columns
from anubhav_gforms.grading.explain import explain
from anubhav_gforms.grading.formulas.letters import band
from anubhav_gforms.grading.formulas.trend import falls
from anubhav_gforms.reports.explain import text

from .world import responses, responses_on, with_rules

WEEK = "2026-W47"
SUNDAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def frame(bilaspur: Campaign) -> pd.DataFrame:
    return responses(bilaspur, a_week=3)


@pytest.fixture(scope="module")
def usual(bilaspur: Campaign, frame: pd.DataFrame) -> Grades:
    return graded(bilaspur, frame)


def graded(campaign: Campaign, frame: pd.DataFrame, week: str = WEEK) -> Grades:
    return grade(campaign, make_cube(frame, Shape.of(campaign)), week, places=False)


def row(grades: Grades, code: str) -> pd.Series:
    return grades.table.set_index("code").loc[code]


def test_the_table_has_the_documented_columns_in_order(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    table = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), WEEK).table
    assert list(table.columns) == columns(bilaspur.grade_rules.letters)
    assert list(table.columns[:14]) == list(BASE)
    assert list(table.columns[14:20]) == ["p_A+", "p_A", "p_B", "p_C", "p_D", "p_F"]
    assert table["level"].value_counts().to_dict() == {"station": 158, "district": 8, "range": 1}
    ranked = table[table["place_of"].notna()]
    assert len(ranked) > 100
    assert (
        (ranked["place_best"] >= 1)
        & (ranked["place_best"] <= ranked["place_worst"])
        & (ranked["place_worst"] <= ranked["place_of"])
    ).all()
    assert ranked.groupby("kind")["place_of"].nunique().eq(1).all(), "no ranks across kinds"
    shown = table[table["letter"] != ""]
    assert np.allclose(shown[[f"p_{letter}" for letter in bilaspur.grade_rules.letters]].sum(axis=1), 1)


def test_a_range_without_any_response(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    grades = graded(bilaspur, frame.iloc[:0])
    assert set(grades.table["status"]) == {"Trial period"}
    assert (grades.table["letter"] == "").all()
    assert grades.table["score"].isna().all()
    assert (grades.table["n"] == 0).all()


def test_a_range_with_one_response(bilaspur: Campaign) -> None:
    grades = graded(bilaspur, responses_on(bilaspur, ["BSP-KTW"], [SUNDAY]))
    one = row(grades, "BSP-KTW")
    assert (one["n"], one["responses"], one["raw_mean"], one["letter"]) == (1, 1, 75.0, "")
    assert grades.young
    assert row(grades, "RANGE")["responses"] == 1


def test_one_response_after_the_trial_period_is_a_count_and_no_more(bilaspur: Campaign) -> None:
    old = responses_on(bilaspur, ["BSP-CVL"], [SUNDAY - timedelta(weeks=30)])
    grades = graded(bilaspur, pd.concat([old, responses_on(bilaspur, ["BSP-KTW"], [SUNDAY])], ignore_index=True))
    one = row(grades, "BSP-KTW")
    assert one["status"] == "Not enough responses"
    assert one["responses"] == 1
    assert math.isnan(one["score"])
    assert math.isnan(one["raw_mean"])
    assert row(grades, "BSP-CVL")["status"] == "No responses"
    assert row(grades, "BSP")["letter"] == ""


def test_all_responses_of_the_range_are_equal(bilaspur: Campaign) -> None:
    codes = [station.code for station in bilaspur.stations]
    days = [SUNDAY - timedelta(days=days) for days in range(0, 7 * 30, 5)]
    grades = graded(bilaspur, responses_on(bilaspur, codes * len(days), [day for day in days for _ in codes]))
    assert grades.constants.s2 == 25
    assert {kind.tau2 for kind in grades.constants.kinds.values()} == {0.0}
    stations = grades.stations
    assert set(stations["status"]) == {"Provisional"}
    assert np.allclose(stations["score"].astype(float), 75)
    assert any("cannot be told apart" in note for note in grades.notes)


def test_equal_responses_at_one_station_weigh_no_more_than_others(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    """Its variance comes from all stations: else three equal responses would have variance 0 and all the weight."""
    days = [SUNDAY - timedelta(days=5 * number) for number in range(15)]
    mine = responses_on(bilaspur, ["BSP-SKD"] * 15, days, rating=5)
    grades = graded(bilaspur, pd.concat([frame[frame["station"] != "BSP-SKD"], mine], ignore_index=True))
    unit = grades.working.roster.codes.index("BSP-SKD")
    estimate, constants = grades.working.replay.stations.estimate, grades.constants
    n = grades.working.replay.panel.n[unit]
    v = constants.s2 / n[n > 0] + constants.sw2
    assert estimate.v[unit] == pytest.approx(1 / (1 / v).sum())
    assert estimate.v[unit] >= 25 / 15
    one = row(grades, "BSP-SKD")
    assert one["raw_mean"] == 100 > one["score"] > one["kind_mean"]
    assert one["letter"] != ""


def test_where_no_spread_is_found_every_score_is_the_mean_of_its_kind(bilaspur: Campaign) -> None:
    """Stations that differ by nothing but luck: tau2 = 0, all provisional, and the page says why."""
    level = {station.code: 65.0 for station in bilaspur.stations}
    grades = next(
        found
        for found in (graded(bilaspur, responses(bilaspur, a_week=2, quality=level, seed=seed)) for seed in range(20))
        if found.constants.kinds["thana"].tau2 == 0
    )
    thanas = grades.stations[(grades.stations["kind"] == "thana") & (grades.stations["n"] >= 10)]
    assert thanas["score"].nunique() == 1
    assert thanas["score"].iloc[0] == grades.constants.kinds["thana"].mu
    assert set(thanas["status"]) == {"Provisional"}
    assert any(note == "Stations of the kind thana cannot be told apart this quarter." for note in grades.notes)


def test_stations_with_the_same_responses_share_their_place_and_letters_come_from_unrounded_scores(
    bilaspur: Campaign, frame: pd.DataFrame
) -> None:
    twin = frame[frame["station"] == "BSP-KTW"].assign(station="BSP-CVL")
    both = pd.concat([frame[frame["station"] != "BSP-CVL"], twin], ignore_index=True)
    grades = grade(bilaspur, make_cube(both, Shape.of(bilaspur)), WEEK)
    one, other = row(grades, "BSP-KTW"), row(grades, "BSP-CVL")
    assert one["score"] == other["score"]
    assert (one["place_best"], one["place_worst"]) == (other["place_best"], other["place_worst"])
    bands = tuple(bilaspur.grade_rules.bands.values())
    assert band([79.996, 80.0], bands).tolist() == [2, 1], "both are shown as 80.00"


def test_hysteresis_runs_on_into_the_next_quarter(bilaspur: Campaign) -> None:
    earlier = with_rules(bilaspur, letters_from=date(2026, 7, 6))
    grades = graded(earlier, responses(bilaspur, weeks=40, a_week=2), "2026-W41")
    assert [era.valid_from for era in grades.working.timeline.eras][-1] == grades.working.replay.week
    before = grades.history[grades.history["week"] == "2026-W40"].set_index("code")["letter"]
    stations = grades.stations[grades.stations["letter"] != ""].set_index("code")
    assert (stations["previous_letter"] == before.reindex(stations.index).fillna("")).all()
    bands = tuple(bilaspur.grade_rules.bands.values())
    own = np.array(earlier.grade_rules.letters)[band(stations["score"].to_numpy(dtype=float), bands)]
    kept = (own != stations["uncapped_letter"]) & (stations["uncapped_letter"] == stations["previous_letter"])
    assert kept.any(), "letters that a first letter would not have"


def test_before_letters_begin_and_in_weeks_1_to_12_there_are_no_letters(
    bilaspur: Campaign, frame: pd.DataFrame
) -> None:
    young = graded(bilaspur, frame[frame["day"] > np.datetime64(SUNDAY - timedelta(weeks=12))])
    assert young.young
    assert not young.new_constants
    assert (young.table["letter"] == "").all()
    assert young.table["low"].notna().all()
    trial = graded(bilaspur, frame, "2026-W40")
    assert not trial.young
    assert set(trial.table["status"]) == {"Trial period"}
    assert set(graded(bilaspur, frame, "2026-W41").table["status"]) != {"Trial period"}


@pytest.mark.parametrize(("count", "word"), [(9, "Not enough responses"), (10, "Provisional")])
def test_ten_responses_are_the_least_for_a_letter(
    bilaspur: Campaign, frame: pd.DataFrame, count: int, word: str
) -> None:
    frame = frame[frame["station"] != "BSP-SKD"]
    days = [SUNDAY - timedelta(days=8 * number) for number in range(count)]
    mine = responses_on(bilaspur, ["BSP-SKD"] * count, days, rating=[3 + number % 3 for number in range(count)])
    one = row(graded(bilaspur, pd.concat([frame, mine], ignore_index=True)), "BSP-SKD")
    assert one["status"] in (word, "Firm") if count == 10 else one["status"] == word
    assert bool(one["letter"]) == (count >= 10)


def test_small_kinds_are_not_drawn_to_a_mean(usual: Grades) -> None:
    grades, replay = usual, usual.working.replay
    small = ~replay.priors.shrunk
    assert set(np.array(grades.stations["kind"])[small]) == {
        "ajak",
        "cyber",
        "ig_office",
        "police_line",
        "sp_office",
        "traffic",
        "women_thana",
    }
    estimate = replay.stations.estimate
    assert np.array_equal(estimate.score[small], estimate.ybar[small])
    assert np.array_equal(estimate.sd[small], np.sqrt(estimate.v[small]))
    tau2 = grades.constants.kinds["thana"].tau2
    assert np.allclose(estimate.r[small], tau2 / (tau2 + estimate.v[small]))


def test_a_station_new_in_the_quarter_is_graded_with_its_kinds_constants(
    bilaspur: Campaign, frame: pd.DataFrame
) -> None:
    new = frame[(frame["station"] != "BSP-SKD") | (frame["day"] >= "2026-10-12")]
    grades = graded(bilaspur, new)
    assert "BSP-SKD" not in grades.constants.baselines
    one = row(grades, "BSP-SKD")
    assert one["letter"] != ""
    first = grades.history[grades.history["code"] == "BSP-SKD"].iloc[0]
    bands = bilaspur.grade_rules.bands
    assert first["letter"] == next(letter for letter, edge in bands.items() if first["score"] >= edge)


def test_a_week_without_responses_leaves_the_alarm_where_it_was(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    silent = frame[(frame["station"] != "BSP-KTW") | (frame["day"] < "2026-10-05")]
    one = row(graded(bilaspur, silent), "BSP-KTW")
    assert not one["alarm"]
    assert one["arrow"] == "too few responses"
    z = falls(np.array([[4.0, 0, 4]]), np.array([[40.0, 0, 400]]), np.array([60.0]), np.array([3.0]), 400, 4)
    assert z[0] == pytest.approx([-50 / np.sqrt(113), 0, 40 / np.sqrt(113)])


def test_closed_stations_and_unknown_codes_are_counted_and_never_graded(
    bilaspur: Campaign, frame: pd.DataFrame
) -> None:
    frame = frame.copy()
    frame.loc[frame.index[:50], ["station", "code_status", "code_reason"]] = ["", "quarantined", "bad signature"]
    frame.loc[frame.index[50:80], "channel"] = "desk"
    absent = (frame["purpose"] == bilaspur.grade_rules.not_visited).sum()
    grades = graded(bilaspur, frame)
    counts = grades.left_out.groupby("reason")["rows"].sum()
    assert counts["code not accepted"] == 50
    assert counts["another channel"] == 30
    assert absent - 80 <= counts["did not visit"] <= absent
    counted = grades.working.scope
    assert counted.rows[counted.rated].sum() + grades.left_out["rows"].sum() == len(frame)


def test_the_last_quarter_is_graded_with_old_and_new_constants(bilaspur: Campaign) -> None:
    earlier = with_rules(bilaspur, letters_from=date(2026, 7, 6))
    frame = responses(bilaspur, weeks=40, a_week=3)
    grades = graded(earlier, frame)
    assert [era.name for era in grades.working.timeline.eras] == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert len(grades.method) == 158
    assert grades.method["before"].isna().any(), "what was not published then is not told now"
    moved = (grades.method["after"] - grades.method["before"]).abs()
    assert 0 < moved.max() < 5
    frozen = {constants.name: constants for constants in grades.new_constants}
    cube = make_cube(frame, Shape.of(bilaspur))
    last = grade(earlier, cube, "2026-W40", frozen=frozen, places=False).stations
    assert np.array_equal(grades.method["before"], last["score"], equal_nan=True), "to the last digit"
    first = grade(earlier, cube, "2026-W41", frozen=frozen, places=False)
    (note,) = (note for note in first.notes if "New constants hold from this week on" in note)
    assert f"{moved.mean():.1f} points different on average, at most {moved.max():.1f}" in note
    assert not any("New constants" in note for note in grades.notes), "said once"
    one = explain(grades, "BSP-KTW")
    assert (one.method_before, one.method_after) == tuple(
        grades.method.set_index("code").loc["BSP-KTW", ["before", "after"]]
    )
    assert f"would be {one.method_before:.2f} with the constants of that time" in " ".join(text(one).split())
    assert graded(bilaspur, frame).method.empty, "no letters before: nothing to compare"


def test_a_letter_is_forgotten_after_26_weeks_without_one(bilaspur: Campaign) -> None:
    from anubhav_gforms.grading.estimate import Estimate
    from anubhav_gforms.grading.replay import Register

    rules = bilaspur.grade_rules
    register = Register(["X"], rules)

    def at(week: int, score: float, status: int) -> int:
        nothing = np.zeros(1)
        estimate = Estimate(
            *(np.array([value]) for value in (20.0, score, 9.0, score, 3.0, 0.9, 0.0, 0.0)), np.zeros((1, 0), bool)
        )
        assert nothing.shape == estimate.n.shape
        return int(register.judge(week, estimate, np.array([status])).letter[0])

    assert rules.letters[at(0, 79.0, 4)] == "B"
    assert rules.letters[at(1, 80.5, 4)] == "B", "P(> 80) is below .80: kept"
    assert at(2, 80.5, 2) == -1, "remembered, not shown"
    assert rules.letters[at(27, 80.5, 4)] == "B"
    assert rules.letters[at(54, 80.5, 4)] == "A", "none for 26 weeks: the band of the score"
