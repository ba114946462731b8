"""What the report says of each place: praise and attention only where luck is an unlikely reason."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from anubhav_gforms.reports import Month, Week, make_contents
from anubhav_gforms.reports.verdicts import ATTENTION, MIN_PEERS, NOISE, PRAISE, QUIET, SURE, TRIAL


@pytest.fixture
def contents(office, grades):
    return make_contents(office, grades)


def test_every_station_has_one_verdict_in_the_order_of_the_roster(contents, office):
    assert list(contents.stations["code"]) == [station.code for station in office.stations]
    assert set(contents.stations["verdict"]) == {PRAISE, ATTENTION, NOISE, QUIET}
    assert contents.stations["verdict"].ne("").all()


def test_a_place_without_enough_answers_is_neither_praised_nor_blamed_for_its_score(contents):
    quiet = contents.stations[contents.stations["score"].isna()]
    assert len(quiet) > 20
    assert not {"above", "below"} & {reason for reasons in quiet["reasons"] for reason in reasons}


def test_above_and_below_are_said_only_when_sure(contents):
    for row in contents.stations.itertuples():
        assert ("above" in row.reasons) == (row.p_above >= SURE)
        assert ("below" in row.reasons) == (row.p_above <= 1 - SURE)


def test_small_kinds_are_not_compared_among_themselves(contents):
    graded = contents.graded.groupby("kind")["peer_mean"]
    for kind, means in graded:
        assert means.isna().all() == (len(means) < MIN_PEERS), kind
    assert {"ig_office", "women_thana", "cyber"} & set(contents.stations["kind"])


def test_money_asked_for_outweighs_any_praise(office, grades):
    best = grades.table["score"].idxmax()
    table = grades.table.copy()
    table.loc[best, "money_flag"] = True
    row = make_contents(office, replace(grades, table=table)).stations.set_index("code").loc[table.loc[best, "code"]]
    assert row["verdict"] == ATTENTION
    assert "money" in row["reasons"]


def test_equal_places_yield_no_more_names_than_luck_allows(office, grades):
    """All places truly equal and shrunk as grading shrinks them: hardly anyone may be named."""
    table = grades.table.copy()
    station = table["level"].eq("station") & table["score"].notna()
    table.loc[station, ["score", "low", "high", "sd"]] = (72.0, 66.0, 78.0, 3.6)
    table[["arrow", "alarm", "money_flag"]] = ["", False, False]
    contents = make_contents(office, replace(grades, table=table))
    assert set(contents.stations["verdict"]) == {NOISE, QUIET}


def test_in_the_trial_period_nobody_is_named(office, grades):
    table = grades.table.copy()
    table.loc[table["level"] == "station", "status"] = "Trial period"
    table[["arrow", "alarm", "money_flag"]] = ["", False, False]
    contents = make_contents(office, replace(grades, table=table))
    assert contents.trial
    assert set(contents.stations["verdict"]) == {QUIET, TRIAL}
    shown = contents.stations[contents.stations["verdict"] == TRIAL]
    assert shown["score"].between(shown["low"], shown["high"]).all()


def test_district_counts_add_up_to_the_range(contents):
    assert contents.districts["places"].sum() == len(contents.stations) == 158
    assert contents.districts["graded"].sum() == len(contents.graded)
    assert contents.districts["quiet"].sum() == len(contents.silent)
    letters = pd.DataFrame(contents.districts["counts"].tolist()).sum().sum()
    assert letters == contents.stations["letter"].ne("").sum()


def test_expected_luck_is_small_when_the_names_are_sure(contents):
    for verdict in (PRAISE, ATTENTION):
        assert 0 <= contents.by_luck(verdict) <= (1 - SURE) * len(contents.named(verdict))


def test_letters_are_compared_with_the_week_before_or_the_month_before(whole_range, grades):
    for since in (None, Month("2026-11").before.last_week):
        contents = make_contents(whole_range, grades, since=since)
        week = (since or Week("2026-W46")).label
        then = grades.history[grades.history["week"] == week].set_index("code")["letter"]
        now = contents.stations.set_index("code")["letter"]
        expected = [code for code in now.index if code in then and now[code] and then[code] != now[code]]
        assert list(contents.changes["code"]) == expected
        assert expected


@pytest.mark.parametrize(
    ("month", "week", "before"),
    [("2026-11", "2026-W48", "2026-W43"), ("2027-01", "2027-W04", "2026-W52"), ("2026-05", "2026-W22", "2026-W17")],
)
def test_a_month_is_reported_by_its_last_full_week(month, week, before):
    assert Month(month).last_week.label == week
    assert Month(month).before.last_week.label == before
