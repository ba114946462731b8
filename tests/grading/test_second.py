"""Version 2 through the product's own pipeline: attacks, decisions, alarms, money, constants on disk."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import StateError
from anubhav_gforms.grading import Decisions, Grades
from anubhav_gforms.grading.columns import GradeStatus, Standing
from anubhav_gforms.grading.constants import Constants
from anubhav_gforms.grading.explain import explain
from anubhav_gforms.grading.explain.second import SecondExplanation
from anubhav_gforms.grading.flags import find_flags

from .second_world import LAST, WEEK, collapsed, forged, graded, no_of, row, shield, usual, yes_of
from .world import ITEMS, frame_of, responses


def test_the_words_of_version_two(honest: Grades) -> None:
    stations = honest.stations
    assert honest.constants.method == 2
    first = {GradeStatus.FIRM, GradeStatus.PROVISIONAL, GradeStatus.CALIBRATING}
    assert not set(stations["status"]) & {word.value for word in first}
    shown = stations["n"] >= 10
    assert (stations["score"].notna() == shown).all()
    assert ((stations["standing"] != "") == shown).all()
    single = stations["letter"] != ""
    assert (stations.loc[single, "p_letter"] >= 0.5).all()
    assert (stations.loc[single & (stations["status"] == "Sure"), "p_letter"] >= 0.8).all()
    between = stations["status"] == "Between letters"
    assert between.any()
    assert stations.loc[between, "letter_set"].str.contains(" or ").all()
    assert (stations.loc[stations["standing"] == "above", "p_above"] >= 0.85).all()
    assert (stations.loc[stations["standing"] == "below", "p_above"] <= 0.15).all()
    assert {"above", "below", "cannot be told"} <= set(stations["standing"])
    assert any("single letters about" in note for note in honest.notes)


def test_eight_reports_of_bribery_in_one_day(bilaspur2: Campaign, half_a_year: pd.DataFrame, honest: Grades) -> None:
    """Under version 1 the day was set aside: the score rose and no flag was raised."""
    day = [date(2026, 11, 18)] * 8
    after = graded(bilaspur2, half_a_year, forged(bilaspur2, "BSP-TBR", day, 1, yes_of(bilaspur2)))
    was, now = row(honest, "BSP-TBR"), row(after, "BSP-TBR")
    assert now["score"] < was["score"]
    assert now["money_flag"]
    assert now["money_yes"] == was["money_yes"] + 8
    assert now["under_review"]
    assert now["blame_review"]
    assert now["alarm_bad"], "eight very bad responses in four weeks, whatever the day cap says"
    assert now["standing"] != Standing.ABOVE.value
    flags = {flag.rule for flag in find_flags(after) if flag.station == "BSP-TBR"}
    assert {"F1", "MONEY", "BAD"} <= flags


def test_a_shield_of_forged_praise_hides_nothing(bilaspur2: Campaign, half_a_year: pd.DataFrame) -> None:
    """Under version 1 it turned an F into a "Firm" B, and money and alarm fell silent."""
    broken, fallen = collapsed(bilaspur2, half_a_year)
    alone = graded(bilaspur2, broken)
    assert row(alone, "BSP-SKR")["standing"] == Standing.BELOW.value
    behind = graded(bilaspur2, broken, shield(bilaspur2, fallen))
    station = row(behind, "BSP-SKR")
    assert station["score"] > row(alone, "BSP-SKR")["score"] + 15, "the score counts every row"
    assert station["standing"] == Standing.BELOW.value
    assert station["score_without_alike"] == pytest.approx(row(alone, "BSP-SKR")["score"], abs=1.0)
    assert station["money_flag"]
    assert station["alarm"]
    assert station["letter"] == ""


def test_twelve_worst_drips_are_what_no_arithmetic_stops(
    bilaspur2: Campaign, half_a_year: pd.DataFrame, honest: Grades
) -> None:
    """One a week raises no flag and moves the score; the certificate says beforehand how many it takes."""
    days = [LAST - timedelta(days=7 * k + 2) for k in range(12)]
    after = graded(bilaspur2, half_a_year, forged(bilaspur2, "BSP-SKR", days, 1, no_of(bilaspur2)))
    assert not row(after, "BSP-SKR")["under_review"]
    assert row(after, "BSP-SKR")["score"] < row(honest, "BSP-SKR")["score"] - 4
    told = explain(honest, "BSP-SKR")
    assert isinstance(told, SecondExplanation)
    assert told.forged_worst is not None
    assert told.forged_worst <= 12


def test_under_review_the_certificate_is_of_what_is_judged(
    bilaspur2: Campaign, half_a_year: pd.DataFrame, honest: Grades
) -> None:
    """Eight all-worst responses on one day under review: no worst ones change what is said, six best ones of the purpose that says most
    do, five do not, nor six that name none: who forges names one."""
    crowd = forged(bilaspur2, "BSP-TBR", [date(2026, 11, 18)] * 8, 1, no_of(bilaspur2))
    settled = {
        "frozen": {honest.constants.name: honest.constants},
        "decisions": Decisions(released=frozenset({("BSP-TBR", WEEK)})),
    }
    told = explain(graded(bilaspur2, half_a_year, crowd, **settled), "BSP-TBR")
    assert isinstance(told, SecondExplanation)
    assert (told.forged_worst, told.forged_best) == (None, 6)

    def with_more(count: int, purpose: str) -> pd.Series:
        days = [LAST - timedelta(days=k) for k in range(count)]
        more = forged(bilaspur2, "BSP-TBR", days, 5, no_of(bilaspur2)).assign(purpose=purpose)
        return row(graded(bilaspur2, half_a_year, crowd, more, **settled), "BSP-TBR")

    shifts = {purpose: shift for purpose, (_, shift) in honest.constants.purposes.items()}
    most = min(shifts, key=lambda purpose: shifts[purpose])
    assert with_more(0, most)["under_review"]
    assert [with_more(count, most)["standing"] for count in (0, 5, 6)] == ["below", "below", "cannot be told"]
    assert with_more(6, "")["standing"] == "below"


def test_before_standings_begin_no_number_of_responses_changes_one(bilaspur2: Campaign) -> None:
    young = responses(bilaspur2, weeks=6, a_week=8, seed=4)
    third, fourth = (graded(bilaspur2, young, week=week) for week in ("2026-W44", "2026-W45"))
    n = third.stations.set_index("code")["n"]
    code = n[n >= 10].idxmin()
    early, later = (explain(grades, code) for grades in (third, fourth))
    assert isinstance(early, SecondExplanation)
    assert isinstance(later, SecondExplanation)
    assert early.shown
    assert early.forged_worst is early.forged_best is None
    assert later.forged_worst is not None


def test_one_response_at_a_silent_kind_moves_its_district_little(
    bilaspur2: Campaign, half_a_year: pd.DataFrame, honest: Grades
) -> None:
    """Under version 1 it moved by five points."""
    silent = [station.code for station in bilaspur2.stations if str(station.kind) == "police_line"]
    quiet = next(code for code in silent if row(honest, code)["responses"] == 0)
    district = row(honest, quiet)["district"]
    frozen = {honest.constants.name: honest.constants}
    one = graded(
        bilaspur2, half_a_year, forged(bilaspur2, quiet, [date(2026, 11, 18)], 1, no_of(bilaspur2)), frozen=frozen
    )
    moved = row(one, district)["score"] - row(graded(bilaspur2, half_a_year, frozen=frozen), district)["score"]
    assert -2.5 < moved < 0
    assert np.isnan(row(one, quiet)["score"])


@pytest.mark.parametrize("rating", [1, 5])
def test_a_burst_of_four_hundred_weighs_like_a_few(
    bilaspur2: Campaign, half_a_year: pd.DataFrame, honest: Grades, rating: int
) -> None:
    day = date(2026, 11, 18)
    few, many = (
        graded(bilaspur2, half_a_year, forged(bilaspur2, "BSP-SKR", [day] * size, rating, no_of(bilaspur2)))
        for size in (8, 400)
    )
    assert row(many, "BSP-SKR")["score"] == pytest.approx(row(few, "BSP-SKR")["score"], abs=0.5)
    assert row(many, "BSP-SKR")["standing"] == row(honest, "BSP-SKR")["standing"]
    assert row(many, "BSP-SKR")["under_review"]


def test_an_open_alarm_outlives_the_quarter_until_a_person_has_seen_it(
    bilaspur2: Campaign, half_a_year: pd.DataFrame
) -> None:
    """A fall in the quarter before: the alarm is still open in the last week, with the week in which it began."""
    broken = half_a_year.copy().reset_index(drop=True)
    own = (broken["station"] == "BSP-SKR") & (broken["day"] >= pd.Timestamp("2026-08-24"))
    for key in ITEMS:
        broken.loc[own, key] = 1
        broken[key] = broken[key].astype("Int8")
    after = graded(bilaspur2, broken)
    station = row(after, "BSP-SKR")
    assert station["alarm"]
    assert station["alarm_week"] < "2026-W41", "it began in the third quarter"
    key = ("BSP-SKR", station["alarm_week"])
    seen = Decisions(acknowledged=frozenset([key]), seen_in={key: WEEK})
    assert row(graded(bilaspur2, broken, decisions=seen), "BSP-SKR")["alarm_week"] != station["alarm_week"]
    once = Decisions(acknowledged=frozenset([("BSP-SKR", "2026-W45")]))
    listed = [
        flag for flag in find_flags(graded(bilaspur2, broken, decisions=once)) if flag.id == "ALARM:BSP-SKR:2026-W45"
    ]
    assert [flag.decision for flag in listed] == ["seen"], "who mistyped it can decide otherwise"
    confirmed = replace(seen, confirmed=frozenset([("BSP-SKR", "2026-W45")]))
    assert row(graded(bilaspur2, broken, decisions=confirmed), "BSP-SKR")["alarm_confirmed"]


def test_a_money_flag_stays_until_it_is_closed(bilaspur2: Campaign, half_a_year: pd.DataFrame) -> None:
    """Six reports in October; then hundreds of denials, spread so that no cap bites: the flag stays, and closing it ends it."""
    reports = forged(
        bilaspur2, "BSP-SKR", [date(2026, 10, 6) + timedelta(days=k) for k in range(6)], 3, yes_of(bilaspur2)
    )
    later = [date(2026, 10, 13) + timedelta(days=k) for k in range(40) for _ in range(6)]
    denials = forged(bilaspur2, "BSP-SKR", later, 4, no_of(bilaspur2))
    after = graded(bilaspur2, half_a_year, reports, denials)
    assert row(after, "BSP-SKR")["money_flag"]
    assert row(after, "BSP-SKR")["money_probability"] < 0.95, "today's answers alone would not raise it"
    closed = graded(
        bilaspur2, half_a_year, reports, denials, decisions=Decisions(money_closed={("BSP-SKR", WEEK): WEEK})
    )
    assert not row(closed, "BSP-SKR")["money_flag"]
    listed = [flag for flag in find_flags(closed) if flag.id == f"MONEY:BSP-SKR:{WEEK}"]
    assert [flag.decision for flag in listed] == ["closed"], "who closed it by mistake can take that back"


def test_before_thirteen_weeks_standings_but_no_letters(bilaspur2: Campaign) -> None:
    young = responses(bilaspur2, weeks=6, a_week=3, seed=4)
    grades = graded(bilaspur2, young)
    stations = grades.stations
    assert grades.young
    assert set(stations["letter"]) == {""}
    assert set(stations["status"]) == {"No letter", "Not enough responses", "No responses"} & set(stations["status"])
    assert (stations["standing"] == "below").any()
    early = graded(bilaspur2, young, week="2026-W44")
    assert set(early.stations["standing"]) <= {"", "cannot be told"}, "the third week names nobody"


def test_a_first_week_pretends_nothing(bilaspur2: Campaign) -> None:
    """Seven responses in the range: no score of anybody, and a range whose interval is as wide as it should be."""
    seven = responses(bilaspur2, weeks=1, a_week=3, seed=4).iloc[:7]
    grades = graded(bilaspur2, seven)
    assert grades.stations["score"].isna().all()
    assert grades.districts["score"].isna().all()
    assert grades.range["score"].isna().all(), "under ten responses the range too is a count"
    assert grades.constants.s2 > 200


def test_a_test_scan_long_before_the_launch_slows_no_pace(bilaspur2: Campaign) -> None:
    """One overall rating in June made the first scores of November six times as far away."""
    young = responses(bilaspur2, weeks=4, a_week=1.2, seed=3)
    scan = frame_of(np.array(["BSP-SKR"]), np.array(["2026-06-10"], "datetime64[D]"))
    scan = scan.assign(**{key: pd.array([4 if key == "overall" else None], "Int8") for key in ITEMS})
    scan = scan.assign(purpose="", money="", receipt="")
    some = graded(bilaspur2, young).stations["weeks_needed"]
    assert some.notna().any()
    pd.testing.assert_series_equal(graded(bilaspur2, young, scan).stations["weeks_needed"], some)


def test_a_trial_long_before_the_launch_begins_no_campaign(bilaspur2: Campaign) -> None:
    """One response of June froze the constants of the quarter of the launch: nobody was named, and letters came in the fourth week."""
    young = responses(bilaspur2, weeks=4, a_week=1.2, seed=3)
    trial = forged(bilaspur2, "BSP-SKR", [date(2026, 6, 10)], 4, no_of(bilaspur2))
    alone, after = graded(bilaspur2, young), graded(bilaspur2, young, trial)
    assert after.working.season.eras == alone.working.season.eras
    assert after.working.season.belief.s2 == alone.working.season.belief.s2
    assert not any(era.frozen for era in after.working.season.eras)
    for name in ("standing", "letter", "status"):
        assert after.stations[name].tolist() == alone.stations[name].tolist()
    before = responses(bilaspur2, weeks=1, a_week=1.2, seed=4, until=LAST - timedelta(days=7 * 16))
    soon = graded(bilaspur2, young, before)
    assert soon.working.scope.campaign_day < 7, "a pause of less than a quarter belongs to the campaign"


def test_a_campaign_that_pauses_for_a_quarter_goes_on(bilaspur2: Campaign) -> None:
    """Its alarms and constants outlive the pause: it is no trial after 92 days with responses."""
    long = responses(bilaspur2, weeks=20, a_week=1.2, seed=4, until=LAST - timedelta(days=7 * 20))
    after = graded(bilaspur2, responses(bilaspur2, weeks=4, a_week=1.2, seed=3), long)
    assert after.working.scope.campaign_day < 7


def test_a_station_that_opened_in_the_quarter_is_at_its_own_pace(bilaspur2: Campaign) -> None:
    """Its pace was taken over half a year: fourteen responses in four weeks made a first letter more than two years away."""
    others = responses(bilaspur2, weeks=30, a_week=1.2, seed=3).query("station != 'BSP-SKR'")
    opened = usual(bilaspur2, "BSP-SKR", 66.0, a_week=4).query("day >= '2026-10-26'")
    grades = graded(bilaspur2, others, opened)
    new = grades.stations.set_index("code").loc["BSP-SKR"]
    assert new["responses"] == 14, "and two that are about something else"
    assert new["weeks_needed"] == np.ceil(new["responses_needed"] * 4 / 14)


def test_constants_of_both_versions_on_disk(
    bilaspur: Campaign, bilaspur2: Campaign, half_a_year: pd.DataFrame, honest: Grades
) -> None:
    """A quarter that was frozen under version 1 stays under it; files of version 1 read and verify as before."""
    text_of = honest.constants.to_json()
    assert Constants.from_json(text_of) == honest.constants
    assert json.loads(text_of)["method"] == 2
    first = graded(bilaspur, half_a_year)
    old = first.constants.to_json()
    assert "method" not in json.loads(old)
    assert Constants.from_json(old) == first.constants
    again = graded(bilaspur2, half_a_year, frozen={first.constants.name: first.constants})
    assert again.constants.method == 1
    pd.testing.assert_frame_equal(again.table, first.table)
    with pytest.raises(StateError, match="was changed after it was frozen"):
        Constants.from_json(text_of.replace('"tau2": ', '"tau2": 1'))


def test_the_order_of_the_responses_changes_no_byte(
    bilaspur2: Campaign, half_a_year: pd.DataFrame, honest: Grades
) -> None:
    again = graded(bilaspur2, half_a_year.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(again.table, honest.table, check_exact=True)
    assert again.constants.sha256 == honest.constants.sha256
