"""Questions at a station, and shares of every cut: equal to the formulas worked out from the responses themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Shape, cuts, grade, make_cube
from anubhav_gforms.grading.constants import Constants
from anubhav_gforms.grading.formulas.proportion import wilson
from anubhav_gforms.grading.grades import Grades
from anubhav_gforms.grading.method.areas import QuestionSums, question_constants, question_scores
from anubhav_gforms.grading.method.shares import estimate_share

from .world import ITEMS, responses

WEEK = "2026-W47"


@pytest.fixture(scope="module")
def frame(bilaspur2: Campaign) -> pd.DataFrame:
    """Half a year, so that every response lies in the window; at one station the facilities are far worse than the rest."""
    found = responses(bilaspur2, weeks=26, a_week=2, seed=21, blank=0.1)
    poor = found["station"] == "BSP-KTW"
    found.loc[poor, "facilities"] = found.loc[poor, "facilities"].clip(upper=2)
    return found[found["purpose"] != bilaspur2.grade_rules.not_visited]


@pytest.fixture(scope="module")
def grades(bilaspur2: Campaign, frame: pd.DataFrame) -> Grades:
    return grade(bilaspur2, make_cube(frame, Shape.of(bilaspur2)), WEEK, places=False)


def test_a_question_is_scored_by_its_formula_from_the_answers(
    bilaspur2: Campaign, frame: pd.DataFrame, grades: Grades
) -> None:
    weights = bilaspur2.grade_rules.items
    points = (frame[list(weights)].astype("Float64") - 1) * 25
    whole = points.notna().all(axis=1)
    y = sum(points.loc[whole, key] * weight for key, weight in weights.items())
    codes = [station.code for station in bilaspur2.stations]
    place = frame.loc[whole, "station"].map(codes.index).to_numpy()
    scores = grades.working.season.last.said.triple.all  # type: ignore[union-attr]
    day = pd.to_datetime(frame.loc[whole, "day"])
    before = ((day >= grades.constants.first_day) & (day <= grades.constants.last_day)).to_numpy()
    assert 0 < before.sum() < len(before), "the constants are of the weeks before the quarter"
    for key in ITEMS:
        e = (points.loc[whole, key] - y).to_numpy(dtype=float)
        sums, frozen = (
            QuestionSums(
                *(np.bincount(place[some], of[some], minlength=len(codes)) for of in (np.ones(len(e)), e, e**2))
            )
            for some in (np.ones(len(e), bool), before)
        )
        wanted = question_scores(sums, scores.score, scores.sd, question_constants(frozen))
        mine = grades.areas[grades.areas["question"] == key].set_index("code")
        at = [codes.index(code) for code in mine.index]
        assert mine["n"].tolist() == sums.rows[at].astype(int).tolist()
        assert mine["score"].to_numpy() == pytest.approx(np.clip(wanted.score[at], 0, 100), abs=1e-3), (
            "squares are kept in hundredths"
        )
        assert mine["high"].to_numpy() == pytest.approx(np.clip(wanted.score + 1.645 * wanted.sd, 0, 100)[at], abs=1e-2)
        assert (mine["n"] >= 10).all()


def test_no_response_of_one_station_moves_a_question_of_another(
    bilaspur2: Campaign, frame: pd.DataFrame, grades: Grades
) -> None:
    """Within a quarter, in which also what a question is in the whole range stays as it was frozen."""
    more = frame[frame["station"] == "BSP-KTW"].tail(40).assign(day=frame["day"].max(), behaviour=1, heard=5)
    later = grade(bilaspur2, make_cube(pd.concat([frame, more]), Shape.of(bilaspur2)), WEEK, places=False)
    mine, now = (found.areas.set_index(["code", "question"]) for found in (grades, later))
    assert not now.loc["BSP-KTW"].equals(mine.loc["BSP-KTW"])
    others = [code for code in mine.index if code[0] != "BSP-KTW"]
    pd.testing.assert_frame_equal(mine.loc[others], now.loc[others])


def test_a_quarter_that_was_frozen_before_questions_had_constants_is_still_read(grades: Grades) -> None:
    """Its file says nothing of questions, its digest holds, and the window gives what is missing."""
    second = grades.constants.second
    assert second is not None
    assert set(second.questions) == set(ITEMS)
    earlier = replace(grades.constants, second=replace(second, questions={})).sealed()
    assert '"questions"' not in earlier.to_json()
    read = Constants.from_json(earlier.to_json())
    assert read.second == replace(second, questions={})
    assert Constants.from_json(grades.constants.to_json()) == grades.constants


def test_what_is_worse_than_the_rest_is_said_so(grades: Grades) -> None:
    mine = grades.areas[grades.areas["code"] == "BSP-KTW"].set_index("question")["lean"]
    assert mine["facilities"] == "weaker"
    assert "weaker" not in mine.drop("facilities").tolist()
    assert grades.areas["lean"].eq("").mean() > 0.9, "elsewhere the questions do not differ"


def test_every_question_is_told_of_stations_with_a_score_and_of_no_other(grades: Grades) -> None:
    scored = grades.stations[grades.stations["score"].notna()]
    told = grades.areas.groupby("code").size()
    assert set(told.index) <= set(scored["code"])
    assert (told == len(ITEMS)).all()
    assert 0 < len(told) < len(grades.stations)


def test_shares_are_counted_from_the_answers(bilaspur2: Campaign, frame: pd.DataFrame, grades: Grades) -> None:
    shares = grades.shares.set_index(["cut", "code", "question"])
    district = frame["station"].map({station.code: station.district for station in bilaspur2.stations})
    enough = frame[list(ITEMS)].notna().sum(axis=1) >= 3
    for question in (*ITEMS, "receipt"):
        answer = frame[question]
        if question == "receipt":
            yes, no, _ = bilaspur2.form.question("receipt").options
            told, content = answer.isin([yes, no]), answer == yes
        else:
            told, content = answer.notna() & enough, answer >= 4
        for key, of in (
            (("range", "RANGE"), pd.Series(True, frame.index)),
            (("district", "KRB"), district == "KRB"),
            (("purpose", frame["purpose"].iloc[0]), frame["purpose"] == frame["purpose"].iloc[0]),
            (("channel", "poster"), frame["channel"] == "poster"),
        ):
            mine = of & told
            by = content[mine].astype(int).groupby(frame.loc[mine, "station"].astype(object)).agg(["sum", "size"])
            wanted = estimate_share(by["sum"], by["size"])
            row = shares.loc[(*key, question)]
            assert (row["k"], row["n"], row["stations"]) == (wanted.k, wanted.n, wanted.stations)
            assert row["low"] == pytest.approx(wanted.low)
            assert row["high"] == pytest.approx(wanted.high)


def test_receipts_are_counted_of_the_same_responses_in_shares_and_in_the_table(grades: Grades) -> None:
    """Else one less the other are the receipts of the few who rated too little."""
    shares = grades.shares[(grades.shares["question"] == "receipt") & grades.shares["cut"].isin(["range", "district"])]
    table = grades.table[grades.table["level"] != "station"].set_index("code").loc[shares["code"]]
    assert shares["k"].tolist() == table["receipt_yes"].tolist()
    assert shares["n"].tolist() == (table["receipt_yes"] + table["receipt_no"]).tolist()
    assert len(shares) > 8


def test_a_cut_below_ten_answers_is_a_count(grades: Grades) -> None:
    mine = grades.shares[grades.shares["cut"] == cuts.STATION]
    few = mine["n"] < 10
    assert few.any()
    assert mine.loc[few, ["k", "share", "low", "high"]].isna().all(axis=None)
    assert mine.loc[~few, ["k", "share", "low", "high"]].notna().all(axis=None)
    low, high = wilson(mine.loc[~few, "k"].astype(float), mine.loc[~few, "n"], 0.9)
    assert mine.loc[~few, "low"].to_numpy() == pytest.approx(low)
    assert mine.loc[~few, "high"].to_numpy() == pytest.approx(high)


def test_what_would_be_one_station_s_shares_by_question_is_missing(bilaspur2: Campaign, frame: pd.DataFrame) -> None:
    """A district in which one station alone has responses; and of the others the smallest, or the range less the rest would tell it."""
    alone = frame[(frame["station"].str[:3] != "GPM") | (frame["station"] == "GPM-PND")]
    shares = grade(bilaspur2, make_cube(alone, Shape.of(bilaspur2)), WEEK, places=False).shares
    by_cut = shares[shares["cut"].isin([cuts.DISTRICT, cuts.KIND])].groupby(["cut", "question"])
    assert len(by_cut) == 2 * (len(ITEMS) + 1)
    for (cut, question), rows in by_cut:
        told = rows[rows["k"].notna()]
        if question == "overall":
            assert "GPM" in set(told["code"]) or cut != cuts.DISTRICT, "what the row of the station says anyway"
            continue
        assert (told["stations"] > 1).all()
        if (rows["stations"] == 1).sum() == 1:
            hidden = rows[(rows["stations"] > 1) & ~rows.index.isin(told.index)]
            assert hidden["n"].tolist() == [rows.loc[rows["stations"] > 1, "n"].min()]


def test_version_1_says_neither(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    old = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), WEEK, places=False)
    assert (len(old.areas), len(old.shares), old.power) == (0, 0, {})
