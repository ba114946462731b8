"""What stands beside a letter: the cap for money, the alarm, the arrow, the district's words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Decisions, Grades, Shape, grade, make_cube

from .world import ITEMS, responses

STATION = "BSP-KTW"


@pytest.fixture(scope="module")
def frame(bilaspur: Campaign) -> pd.DataFrame:
    """BSP-KTW: a good station with many answers, three visitors in ten asked for money, and a fall from October on."""
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


def test_a_district_with_too_few_answering_stations_is_provisional(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    few = frame[
        ~frame["station"].isin([f"{station.code}" for station in bilaspur.stations if station.district == "GPM"][:8])
    ]
    assert row(graded(bilaspur, few, "2026-W47"), "GPM")["status"] == "Provisional"
    none = frame[~frame["station"].str.startswith("GPM-")]
    silent = row(graded(bilaspur, none, "2026-W47"), "GPM")
    assert (silent["status"], silent["letter"]) == ("No responses", "")
