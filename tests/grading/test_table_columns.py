"""What a status hides in the table, what letters' edges stand beside a score, and what a level does not have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Shape, grade, make_cube
from anubhav_gforms.grading.columns import columns
from anubhav_gforms.grading.estimate import Estimate
from anubhav_gforms.grading.formulas.letters import NONE, probabilities
from anubhav_gforms.grading.formulas.status import CALIBRATING, FIRM, NO_RESPONSES, NOT_ENOUGH, PROVISIONAL
from anubhav_gforms.grading.formulas.status import shown as may_be_shown
from anubhav_gforms.grading.method.review import AlikeRows, ReviewSide
from anubhav_gforms.grading.replay import Roster, Verdict
from anubhav_gforms.grading.table import _column, _open_bursts, _places, _shown, _station_part, make_table
from anubhav_gforms.grading.working import Working

from .worked import Q4
from .world import responses


def test_what_each_status_shows(bilaspur: Campaign) -> None:
    """Firm, provisional, too few, none, two of the trial period with one response and none, and two beyond the ends of the scale."""
    rules, nothing = bilaspur.grade_rules, np.nan
    status = np.array([FIRM, PROVISIONAL, NOT_ENOUGH, NO_RESPONSES, CALIBRATING, CALIBRATING, FIRM, FIRM])
    score = np.array([90.4, 44.0, 70.0, nothing, 71.0, nothing, 104.0, -3.0])
    sd = np.array([0.5, 0.0, 2.0, nothing, 9.0, nothing, 0.5, 2.0])
    n = np.array([20.0, 12, 3, 0, 1, 0, 20, 20])
    half = np.array([9.0, 60, 4, nothing, 15, nothing, 2, 1])
    estimate = Estimate(n, score, sd**2, score, sd, np.full(8, 0.9), score - half, score + half, np.zeros((8, 0), bool))
    uncapped, letter = (np.array([first, 5, NONE, NONE, NONE, NONE, 0, 5]) for first in (0, 3))
    previous = np.array([1, NONE, 2, NONE, NONE, NONE, 0, 5])
    found = pd.DataFrame(
        _shown(Verdict(estimate, status, uncapped, letter, previous, previous), rules, may_be_shown(status, n))
    )
    hidden = [nothing] * 4
    expected = {
        "score": [90.4, 44, *hidden, 104, -3], "sd": [0.5, 0, *hidden, 0.5, 2],
        "low": [81.4, 0, nothing, nothing, 56, nothing, 100, 0], "high": [99.4, 100, nothing, nothing, 86, nothing, 100, 0],
        "upper_edge": [nothing, 50, *hidden, nothing, 50], "lower_edge": [90, nothing, *hidden, 90, nothing],
        "to_upper": [nothing, 6, *hidden, nothing, 53], "to_lower": [0.4, nothing, *hidden, 14, nothing],
    }  # fmt: skip
    for name, values in expected.items():
        assert found[name].to_numpy(dtype=float) == pytest.approx(values, nan_ok=True), name
    assert found["n"].tolist() == n.tolist()
    assert found["letter"].tolist() == ["C", "F", "", "", "", "", "A+", "F"]
    assert found["uncapped_letter"].tolist() == ["A+", "F", "", "", "", "", "A+", "F"]
    assert found["previous_letter"].tolist() == ["A", "", "", "", "", "", "A+", "F"]
    assert found["capped"].tolist() == [True] + [False] * 7
    words = [
        "Firm",
        "Provisional",
        "Not enough responses",
        "No responses",
        "Trial period",
        "Trial period",
        "Firm",
        "Firm",
    ]
    assert found["status"].tolist() == words
    graded = [0, 1, 6, 7]
    chance = probabilities(score[graded], [0.5, 1.0, 0.5, 2.0], tuple(rules.bands.values()))
    shown = found[[f"p_{letter}" for letter in rules.letters]].to_numpy(dtype=float)
    assert shown[graded] == pytest.approx(chance)
    assert np.isnan(shown[2:6]).all()


def test_no_points_lie_beyond_the_ends_of_the_scale() -> None:
    parts = [{"level": ["station"] * 4, "score": [104.0, -3.0, 50.0, np.nan], "to_upper": [-4.0, 0.0, 0.0, 0.0]}]
    assert _column("score", parts)[:3].tolist() == [100, 0, 50]
    assert np.isnan(_column("score", parts)[3])
    assert _column("to_upper", parts)[0] == -4, "a distance is none"


def test_between_letters_there_are_no_edges(bilaspur: Campaign) -> None:
    one, none, firm = np.array([72.0]), np.array([NONE]), np.array([FIRM])
    estimate = Estimate(20 * one, one, one, one, one, one / 80, one - 5, one + 5, np.zeros((1, 0), bool))
    verdict = Verdict(estimate, firm, none, none, none, none)
    shown = pd.DataFrame(_shown(verdict, bilaspur.grade_rules, np.array([True])))
    assert shown["score"].tolist() == [72]
    assert shown[["upper_edge", "lower_edge", "to_upper", "to_lower"]].isna().all(axis=None)


def test_stations_are_ranked_inside_their_kind_where_two_or_more_have_enough(bilaspur: Campaign) -> None:
    frame = responses(bilaspur, weeks=20, a_week=1)
    work = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False).working
    kinds = np.array(work.roster.kinds, dtype=object)
    enough = np.zeros(len(kinds), bool)
    enough[np.flatnonzero(kinds == "thana")[:3]] = enough[np.flatnonzero(kinds == "ajak")[:1]] = True
    best, worst, of = _places(work.roster, np.linspace(50, 90, len(kinds)), np.full(len(kinds), 1e-6), enough, 2)
    thanas = np.flatnonzero(kinds == "thana")[:3]
    assert (best[thanas].tolist(), worst[thanas].tolist(), of[thanas].tolist()) == ([3, 2, 1], [3, 2, 1], [3, 3, 3])
    others = np.setdiff1d(np.arange(len(kinds)), thanas)
    assert np.isnan([best[others], worst[others], of[others]]).all()


def test_a_level_has_nothing_where_it_has_no_such_column(bilaspur: Campaign) -> None:
    frame = responses(bilaspur, weeks=26, a_week=2)
    grades = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47")
    assert grades.working.timeline.eras[-1].valid_from == Q4
    stations = ["stations", "stations_enough", "letters", "silent", "lowest_station", "average_visitor"]
    groups = [
        *("kind", "reliability", "kind_mean", "weeks_used", "case_mix", "arrow", "change", "change_q", "alarm", "alarm_confirmed"),
        *("alarm_week", "money_probability", "money_flag", "place_best", "place_worst", "place_of", "score_with_set_aside"),
        *("under_review", "purpose_missing", "flags_open"),
    ]  # fmt: skip
    for level, absent in (("station", stations), ("district", groups), ("range", [*groups, "district"])):
        rows = grades.table[grades.table["level"] == level]
        for name in absent:
            values = rows[name]
            absent_value = {"str": "", "bool": False}.get(str(values.dtype))
            assert (values.isna() if absent_value is None else values == absent_value).all(), (level, name)
    assert list(grades.table) == columns(grades.letters)
    texts = "level code name_en name_hi district kind letter status previous_letter uncapped_letter arrow alarm_week letters silent lowest_station standing letter_set held_since standing_with_alike"
    truths = "capped alarm alarm_confirmed money_flag under_review alarm_bad blame_review"
    whole = "responses weeks_used money_yes money_no money_unsaid receipt_yes receipt_no place_best place_worst place_of set_aside flags_open stations stations_enough alike bad_recent forged_worst forged_best responses_needed weeks_needed"
    kinds = dict.fromkeys(grades.table, "float64")
    for names, kind in ((texts, "str"), (truths, "bool"), (whole, "Int64")):
        kinds |= dict.fromkeys(names.split(), kind)
    assert {name: str(kind) for name, kind in grades.table.dtypes.items()} == kinds


def working(campaign: Campaign, weeks: int, a_week: float = 2) -> Working:
    frame = responses(campaign, weeks=weeks, a_week=a_week)
    return grade(campaign, make_cube(frame, Shape.of(campaign)), "2026-W47", places=False).working


def test_in_the_trial_period_plain_averages_are_told_and_afterwards_not_below_ten_responses(bilaspur: Campaign) -> None:
    for weeks, least in ((5, 0), (26, 10 - 1e-9)):
        work = working(bilaspur, weeks, a_week=0.5)
        table = make_table(work, places=False).set_index("level")
        for level in ("station", "district", "range"):
            rows = table.loc[[level]]
            told = rows["n"] > least if level == "station" else rows["stations_enough"] > 0
            assert rows["raw_mean"].notna().eq(told).all(), (weeks, level)
        stations = table.loc["station"]
        assert stations["case_mix"].notna().eq(stations["n"] > least).all()
        assert 0 < stations["case_mix"].notna().sum() < 158
        assert stations["score"].notna().any() == (weeks == 26)
        assert stations["purpose_missing"].notna().eq(stations["responses"] > 0).all()


def test_of_a_district_with_a_handful_of_responses_only_their_number_is_told(bilaspur: Campaign) -> None:
    frame = responses(bilaspur, weeks=26, a_week=2)
    few = frame["station"].str.startswith("GPM-")
    frame = pd.concat(
        [frame[~few], frame[few & (frame["station"] == "GPM-PND") & (frame["day"] > "2026-11-01")].head(3)]
    )
    grades = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False)
    found = grades.districts.set_index("code").loc["GPM"]
    assert (found["status"], found["letters"], found["lowest_station"]) == ("Not enough responses", "", "")
    assert found["responses"] > 0
    assert found[["raw_mean", "average_visitor", "score", "low", "high"]].isna().all()


def test_the_first_response_of_a_range_is_told(bilaspur: Campaign) -> None:
    frame = responses(bilaspur, weeks=1, a_week=1)
    one = frame[frame["purpose"] != bilaspur.grade_rules.not_visited].dropna().head(1)
    grades = grade(bilaspur, make_cube(one, Shape.of(bilaspur)), "2026-W47", places=False)
    told = grades.table[grades.table["raw_mean"].notna()]
    assert told["level"].tolist() == ["station"], "of a district it would be one citizen's response"
    assert told["purpose_missing"].notna().tolist() == [True]
    assert grades.table["average_visitor"].isna().all()


def test_two_of_a_kind_are_ranked_and_one_is_not(bilaspur: Campaign) -> None:
    roster = Roster(("A", "B", "C"), ("thana", "thana", "ajak"), np.zeros(3, dtype=np.int64))
    best, worst, of = _places(roster, np.array([50.0, 90.0, 70.0]), np.full(3, 1e-6), np.ones(3, bool), 2)
    assert (best.tolist()[:2], worst.tolist()[:2], of.tolist()[:2]) == ([2, 1], [2, 1], [2, 2])
    assert np.isnan([best[2], worst[2], of[2]]).all()
    assert np.isnan(_places(roster, np.array([50.0, 90.0, 70.0]), np.full(3, 1e-6), np.ones(3, bool), 3)).all()


def test_one_response_set_aside_has_its_score_with_it(bilaspur: Campaign) -> None:
    work = working(bilaspur, 26)
    panel = work.replay.panel
    aside = np.zeros_like(panel.rows)
    aside[:, work.position] = 1
    other = replace(work, replay=replace(work.replay, panel=replace(panel, aside=aside)))
    found = _station_part(other, places=False)
    assert np.isfinite(found["score_with_set_aside"]).tolist() == np.isfinite(found["score"]).tolist()
    assert np.isfinite(found["score"]).any()


def test_a_window_is_under_review_from_one_fifth_set_aside_on(bilaspur: Campaign) -> None:
    work = working(bilaspur, 5, a_week=0.3)
    panel = work.replay.panel

    def under_review(share: float) -> np.ndarray:
        aside = panel.rows * share / (1 - share)
        other = replace(work, replay=replace(work.replay, panel=replace(panel, aside=aside)))
        return np.asarray(_station_part(other, places=False)["under_review"])

    some = np.asarray(_station_part(work, places=False)["responses"]) > 0
    assert 0 < some.sum() < 158
    assert under_review(0.2).tolist() == some.tolist()
    assert not under_review(0.199).any()


def test_days_that_wait_count_in_the_weeks_of_the_window(bilaspur: Campaign) -> None:
    work = working(bilaspur, 34)
    use = np.ones((158, 26), bool)
    use[:, 3] = False
    monday = 7 * work.position
    days = [monday + 6, monday, monday - 7 * 3, monday - 7 * 3 + 6, monday - 7 * 25, monday - 7 * 25 - 1]
    bursts = tuple(AlikeRows("F1", ReviewSide.PRAISE, 5, day, 1, 9, 9, 0.1, 1e-6, 1e-6, 1e-9) for day in days)
    book = replace(work.timeline.book, bursts=bursts)
    waiting = _open_bursts(replace(work, timeline=replace(work.timeline, book=book)), use)
    assert waiting.tolist() == [0] * 5 + [3] + [0] * 152, "two of this week and the oldest"


def test_from_ten_responses_on_a_station_is_ranked(bilaspur: Campaign) -> None:
    work = working(bilaspur, 26)
    run = work.replay
    thanas = np.flatnonzero(np.array(work.roster.kinds, dtype=object) == "thana")[:4]
    n = np.zeros(158)
    n[thanas] = [10, 10 - 1e-12, 9.99, 40]
    stations = replace(run.stations, estimate=replace(run.stations.estimate, n=n))
    part = _station_part(replace(work, replay=replace(run, stations=stations)), places=True)
    for name in ("place_best", "place_worst", "place_of"):
        assert np.isfinite(part[name][thanas]).tolist() == [True, True, False, True]
        assert np.isfinite(part[name]).sum() == 3
