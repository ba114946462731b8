"""What stands beside a letter: the cap for money, the alarm, the arrow, the district's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Decisions, Grades, Shape, grade, make_cube

from .world import ITEMS, responses, with_rules

STATION = "BSP-KTW"


@pytest.fixture(scope="module")
def frame(bilaspur: Campaign) -> pd.DataFrame:
    """BSP-KTW: a good station with many responses, three visitors in ten asked for money, and a fall from October on."""
    quality = {station.code: 60.0 + 15 * (number % 3) for number, station in enumerate(bilaspur.stations)} | {
        STATION: 84.0
    }
    frame = responses(bilaspur, weeks=30, a_week=4, seed=6, quality=quality)
    more = responses(bilaspur, weeks=30, a_week=60, seed=7, quality=quality)
    frame = pd.concat([frame[frame["station"] != STATION], more[more["station"] == STATION]], ignore_index=True)
    mine = (frame["station"] == STATION).to_numpy()
    rng = np.random.default_rng(1)
    frame.loc[mine & (rng.random(len(frame)) < 0.3), "money"] = "हाँ / Yes"
    fallen = mine & (frame["day"] >= "2026-10-19").to_numpy()
    for key in ITEMS:
        frame.loc[fallen, key] = (frame.loc[fallen, key] - 2).clip(lower=1)
    return frame


def graded(campaign: Campaign, frame: pd.DataFrame, week: str, decisions: Decisions | None = None) -> Grades:
    return grade(campaign, make_cube(frame, Shape.of(campaign)), week, decisions=decisions, places=False)


def row(grades: Grades, code: str = STATION) -> pd.Series:
    return grades.table.set_index("code").loc[code]


def test_reports_of_money_cap_the_letter_and_never_move_the_score(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    capped = row(graded(bilaspur, frame, "2026-W42"))
    assert capped["money_flag"]
    assert capped["money_yes"] >= 3
    assert (capped["uncapped_letter"], capped["letter"], capped["capped"]) == ("A", "C", True)
    without = row(graded(bilaspur, frame.assign(money=""), "2026-W42"))
    assert (without["letter"], without["capped"], without["money_flag"]) == ("A", False, False)
    assert capped["score"] == without["score"]
    assert np.isnan(without["money_share"])


def test_a_fall_raises_the_alarm_and_the_arrow_before_the_letter(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    calm = row(graded(bilaspur, frame, "2026-W42"))
    assert not calm["alarm"]
    warned = row(graded(bilaspur, frame, "2026-W44"))
    assert (warned["alarm"], warned["alarm_week"], warned["arrow"]) == (True, "2026-W43", "worse")
    assert not warned["alarm_confirmed"], "internal until a person has confirmed it"
    assert warned["uncapped_letter"] in ("A", "B"), "the letter moves slowly on purpose"


def test_an_acknowledged_alarm_is_closed_and_a_confirmed_one_is_public(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    pair = frozenset({(STATION, "2026-W44")})
    seen = row(graded(bilaspur, frame, "2026-W44", Decisions(acknowledged=pair)))
    assert (seen["alarm"], seen["alarm_confirmed"]) == (False, False)
    confirmed = row(graded(bilaspur, frame, "2026-W44", Decisions(acknowledged=pair, confirmed=pair)))
    assert (confirmed["alarm_confirmed"], confirmed["alarm_week"]) == (True, "2026-W44")
    assert row(graded(bilaspur, frame, "2026-W47", Decisions(acknowledged=pair)))["alarm"], "it goes on falling"


def test_decisions_on_places_and_weeks_that_are_not_graded_change_nothing(
    bilaspur: Campaign, frame: pd.DataFrame
) -> None:
    before = graded(bilaspur, frame, "2026-W44")
    elsewhere = frozenset({("XXX-YYY", "2026-W44"), (STATION, "2026-W20")})
    days = frozenset({("XXX-YYY", "2026-11-01")})
    decisions = Decisions(acknowledged=elsewhere, confirmed=elsewhere, released=days, kept_aside=days)
    after = graded(bilaspur, frame, "2026-W44", decisions)
    pd.testing.assert_frame_equal(after.table, before.table, check_exact=True)
    assert before.range["level"].tolist() == ["range"]


def test_a_purpose_that_is_often_missing_is_told(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    lost = frame.assign(purpose=frame["purpose"].where((frame["station"] != STATION) | (frame.index % 5 < 3), ""))
    grades = graded(bilaspur, lost, "2026-W42")
    assert row(grades)["purpose_missing"] > 0.3
    assert f"Purpose often missing: City Kotwali Bilaspur ({STATION})." in grades.notes
    assert not any("Purpose often missing" in note for note in graded(bilaspur, frame, "2026-W42").notes)


def test_two_estimates_of_the_spread_that_differ_much_are_told(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    first = graded(bilaspur, frame, "2026-W42")
    kinds = first.constants.kinds
    other = replace(kinds["thana"], tau2_reml=kinds["thana"].tau2 * 3)
    constants = replace(first.constants, kinds={**kinds, "thana": other}).sealed()
    cube = make_cube(frame, Shape.of(bilaspur))
    notes = grade(bilaspur, cube, "2026-W42", frozen={constants.name: constants}, places=False).notes
    assert any("Two estimates of the spread of stations of the kind thana differ much" in note for note in notes)
    assert not any("Two estimates" in note for note in first.notes)


def test_letters_of_an_earlier_quarter_are_replayed_under_todays_rules(bilaspur: Campaign) -> None:
    """Constants that were frozen under other rules are not used any more; the report says so."""
    since_july = with_rules(bilaspur, letters_from=date(2026, 7, 6))
    frame = responses(bilaspur, weeks=40, a_week=2, seed=4)
    grades = graded(since_july, frame, "2026-W47")
    frozen = {constants.name: constants for constants in grades.new_constants}
    assert list(frozen) == ["2026-Q3", "2026-Q4"]
    old = replace(frozen["2026-Q3"], config_sha256="of other rules", s2=1000.0).sealed()
    cube = make_cube(frame, Shape.of(bilaspur))
    again = grade(since_july, cube, "2026-W47", frozen={**frozen, "2026-Q3": old}, places=False)
    assert any("replayed under today's rules" in note for note in again.notes)
    assert again.new_constants == (), "what is frozen is not written again"
    pd.testing.assert_frame_equal(again.table, grades.table, check_exact=True)
    assert not any("replayed" in note for note in grades.notes)


def test_a_district_is_the_mean_of_its_stations_and_names_the_silent(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    frame = frame[frame["station"] != "BSP-SKD"]
    grades = graded(bilaspur, frame, "2026-W47")
    estimate = grades.working.replay.stations.estimate
    codes = np.array(grades.working.roster.codes)
    mine = np.char.startswith(codes.astype(str), "BSP-") & (estimate.n > 0)
    district = row(grades, "BSP")
    assert district["score"] == pytest.approx(estimate.score[mine].mean(), abs=1e-12)
    assert district["sd"] == pytest.approx(np.sqrt((estimate.sd[mine] ** 2).sum()) / mine.sum(), abs=1e-12)
    assert district["silent"] == "BSP-SKD"
    assert district["stations"] == 28
    rows = grades.stations["responses"].to_numpy(dtype=float)[mine]
    assert district["average_visitor"] == pytest.approx((rows * estimate.score[mine]).sum() / rows.sum())
    assert grades.range["stations"].item() == 158


def test_a_district_with_too_few_stations_with_responses_is_provisional(
    bilaspur: Campaign, frame: pd.DataFrame
) -> None:
    few = frame[
        ~frame["station"].isin([f"{station.code}" for station in bilaspur.stations if station.district == "GPM"][:8])
    ]
    assert row(graded(bilaspur, few, "2026-W47"), "GPM")["status"] == "Provisional"
    none = frame[~frame["station"].str.startswith("GPM-")]
    silent = row(graded(bilaspur, none, "2026-W47"), "GPM")
    assert (silent["status"], silent["letter"]) == ("No responses", "")
