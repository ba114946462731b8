"""Means by question: equal to the plain means of the same answers, for districts and the range only."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Shape, grade, make_cube

from .world import ITEMS, responses, with_rules


def test_means_by_question_are_the_plain_means_of_the_window(bilaspur: Campaign) -> None:
    window = bilaspur.grade_rules.window.model_copy(update={"until_responses": 1})
    cap = bilaspur.grade_rules.day_cap.model_copy(update={"floor": 10_000})
    campaign = with_rules(bilaspur, window=window, day_cap=cap)
    frame = responses(campaign, weeks=13, a_week=8, blank=0.2)
    grades = grade(campaign, make_cube(frame, Shape.of(campaign)), "2026-W47", places=False)
    table = grades.questions
    assert set(table["level"]) == {"district", "range"}
    assert set(table["question"]) == set(ITEMS)

    aside = {(burst.code, str(burst.day)[:10]) for burst in grades.bursts.itertuples()}
    came = frame["purpose"] != campaign.grade_rules.not_visited
    rated = frame[list(campaign.grade_rules.items)].notna().sum(axis=1) >= 3
    kept = np.array(
        [(code, str(day)[:10]) not in aside for code, day in zip(frame["station"], frame["day"], strict=True)]
    )
    mine = frame[came & rated & kept]
    district = mine["station"].map({station.code: station.district for station in campaign.stations})
    for key in ITEMS:
        points = (mine[key].astype("Float64") - 1) * 25
        for code, of in (("RANGE", pd.Series(True, mine.index)), ("KRB", district == "KRB")):
            [found] = table[(table["code"] == code) & (table["question"] == key)].to_dict("records")
            assert found["n"] == points[of].notna().sum()
            assert found["mean"] == pytest.approx(points[of].mean())


def test_no_mean_of_a_handful_of_answers(bilaspur: Campaign) -> None:
    frame = responses(bilaspur, weeks=13, a_week=8)
    few = frame[frame["station"].str[:3] == "GPM"].head(5)
    grades = grade(bilaspur, make_cube(few, Shape.of(bilaspur)), "2026-W47", places=False)
    assert grades.questions["mean"].isna().all()
    assert grades.questions.index.tolist() == list(range(9 * len(ITEMS)))


def test_ten_answers_are_enough_for_a_mean(bilaspur: Campaign) -> None:
    frame = responses(bilaspur, weeks=13, a_week=8, blank=0)
    came = frame[frame["purpose"] != bilaspur.grade_rules.not_visited]
    ten = pd.concat([came[came["station"] == code].head(5) for code in ("GPM-PND", "GPM-GRL")])
    for count, told in ((10, {"GPM", "RANGE"}), (9, set())):
        grades = grade(bilaspur, make_cube(ten.head(count), Shape.of(bilaspur)), "2026-W47", places=False)
        assert set(grades.questions.dropna()["code"]) == told


def test_a_district_in_which_one_station_is_answered_has_no_mean_of_its_own(bilaspur: Campaign) -> None:
    """It would be that station's: a district of one station, or all others closed or silent."""
    frame = responses(bilaspur, weeks=13, a_week=8, blank=0)
    alone = frame[(frame["station"].str[:3] != "GPM") | (frame["station"] == "GPM-PND")]
    questions = grade(bilaspur, make_cube(alone, Shape.of(bilaspur)), "2026-W47", places=False).questions
    own = questions[questions["code"] == "GPM"]
    assert (own["n"] >= 10).all()
    assert own["mean"].isna().all()
    assert questions[questions["code"] == "RANGE"]["mean"].notna().all()
    others = questions[(questions["level"] == "district") & (questions["code"] != "GPM")]
    for _, rows in others.groupby("question"):
        assert rows[rows["mean"].isna()]["n"].tolist() == [rows["n"].min()], (
            "else the range less the others would tell it"
        )
