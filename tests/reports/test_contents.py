"""What the report says of each place: praise and attention only where luck is an unlikely reason."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from anubhav_gforms.campaign.grading import Trend
from anubhav_gforms.reports import for_outside, make_contents, phrases
from anubhav_gforms.reports.charts.ladder import Axis
from anubhav_gforms.reports.charts.ladder import scene as ladder
from anubhav_gforms.reports.charts.scene import Size
from anubhav_gforms.reports.overdue import late_flags
from anubhav_gforms.reports.pack.names import interval_said
from anubhav_gforms.reports.page import page_bytes
from anubhav_gforms.reports.shown.facts import station_facts
from anubhav_gforms.reports.verdicts import ATTENTION, MIN_PEERS, NOISE, PRAISE, QUIET, SURE, TRIAL
from anubhav_gforms.sentence import Sentence
from tests.packed_pages import unpacked


@pytest.fixture
def contents(office, grades):
    return make_contents(office, grades)


def test_every_station_has_one_verdict_in_the_order_of_the_roster(contents, office):
    assert list(contents.stations["code"]) == [station.code for station in office.stations]
    assert set(contents.stations["verdict"]) == {PRAISE, ATTENTION, NOISE, QUIET}
    assert contents.stations["verdict"].ne("").all()


def test_a_place_without_enough_responses_is_neither_praised_nor_blamed_for_its_score(contents):
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
    assert contents.districts["quiet"].sum() == len(contents.heard.silent)
    letters = pd.DataFrame(contents.districts["counts"].tolist()).sum().sum()
    assert letters == contents.stations["letter"].ne("").sum()


def test_expected_luck_is_small_when_the_names_are_sure(contents):
    for verdict in (PRAISE, ATTENTION):
        assert 0 <= contents.by_luck(verdict) <= (1 - SURE) * len(contents.named(verdict))


def test_the_margin_is_what_surely_separates_a_place_from_its_kind(contents):
    named = contents.stations[contents.stations["margin"] > 0]
    assert len(named) > 5
    assert set(named.index) == set(
        contents.stations.index[(contents.stations["p_above"] > SURE) | (contents.stations["p_above"] < 1 - SURE)]
    )
    margins = [row["margin"] for row in contents.named(PRAISE)]
    assert margins == sorted(margins, reverse=True)


def test_nobody_is_called_silent_outside_the_office_since_responses_may_wait(contents):
    outside = for_outside(contents)
    assert "No responses" in set(contents.table["status"])
    assert "No responses" not in set(outside.table["status"]) | set(outside.stations["status"])
    assert not any(outside.table["silent"])
    said = [
        each.either(phrases.FACT_SILENT, phrases.FACT_SILENT_IN_LOTS, n=n).en
        for n in (2, 1)
        for each in (outside, contents)
    ]
    assert said == [
        "stations without 5 responses",
        "stations with no responses",
        "station without 5 responses",
        "station with no responses",
    ]
    assert [said.en[:13] for said in outside.of_lots] == ["Each station'"]
    assert contents.of_lots == ()


def test_flags_that_wait_too_long_are_printed_by_name_of_the_office(few_stations, few_grades):
    contents = make_contents(
        few_stations,
        replace(few_grades, overdue=(("OLD-X", "2026-10-01"), (few_stations.stations[0].code, "2026-W40"))),
    )
    [said] = late_flags(contents)
    office = few_stations.office.office
    assert said.en == (
        "2 flags of responses that are all alike have waited more than 28 days: OLD-X (1 October 2026), "
        f"{few_stations.stations[0].name_en} (28 September – 4 October 2026). To be decided by: {office.name_en}."
    )
    assert office.name_hi in said.hi
    assert said.en in unpacked(page_bytes(contents))
    assert late_flags(make_contents(few_stations, few_grades)) == ()
    [own] = late_flags(contents, {few_stations.stations[0].code})
    assert own.en.startswith("1 flag of responses")
    assert "OLD-X" not in own.en
    assert late_flags(contents, {few_stations.stations[1].code}) == ()


def test_nothing_is_said_of_who_was_not_judged(few_stations, few_grades):
    rows = make_contents(few_stations, few_grades).stations.to_dict("records")
    scored = [row for row in rows if row["score"] == row["score"] and row["score"] is not None]
    contents = make_contents(few_stations, few_grades)
    none = [{**row, "score": None} for row in rows]
    said = [contents.nobody(some).en for some in (none, [*none, scored[0]], scored[:3])]
    assert said == [
        "Nobody can be judged yet.",
        "The one station with a score is not named here.",
        "None of the 3 stations with a score is named here.",
    ]


def test_outside_reports_of_money_are_counted_from_three_of_twenty_on(few_stations, few_grades):
    contents = make_contents(few_stations, few_grades)
    outside = for_outside(contents)
    yes, told = (contents.stations["money_yes"].astype(float), contents.stations["money_no"].astype(float))
    shown = (yes >= 3) & (yes + told >= 20)
    assert shown.any()
    assert not shown.all()
    for name in ("money_yes", "money_no", "money_low", "money_high"):
        assert outside.stations.loc[~shown, name].isna().all(), name
        assert (
            outside.stations.loc[shown, name]
            .astype(float)
            .equals(contents.stations.loc[shown, name].astype(float).round(2))
        )
    codes = set(contents.stations.loc[~shown, "code"])
    assert outside.table.loc[outside.table["code"].isin(codes), "money_yes"].isna().all()
    text = unpacked(page_bytes(outside))
    scored = contents.stations["score"].notna()
    assert text.count("fewer than 3 reports, or fewer than 20 answers") == (~shown & scored).sum()
    assert "fewer than 3 reports" not in unpacked(page_bytes(contents))


def test_the_same_figure_is_said_to_every_reader(contents):
    """Rounded to the digit of the table and then again, 69.47 was 69 for the IG and 70 for all others."""
    edges = {"low": 60.47, "high": 69.47, "margin": 13.96, "p_above": 0.9962, "p_letter": 0.8965, "to_upper": 0.03}
    scored = contents.stations["score"].notna()
    inside = replace(
        contents,
        stations=contents.stations.assign(
            **{name: contents.stations[name].mask(scored, value) for name, value in edges.items()}
        ),
    )
    own, told = (next(row for row in view.rows if row["score"] is not None) for view in (inside, for_outside(inside)))
    alike = {"90% interval", "How sure this letter is", "Distance to the next letter"}

    def said(row):
        facts = [fact for fact in station_facts(row, Trend()) if fact[0].en in alike]
        assert len(facts) == len(alike)
        return (
            interval_said(row),
            facts,
            ladder([row], Size(350, 200, 9), scale=Axis(0.0), edges=contents.bands).marks[-1].title,
        )

    assert said(own) == said(told)
    assert interval_said(own).en == "nine times in ten between 60 and 70"
    for view in (inside, for_outside(inside)):
        assert "60–70" in unpacked(page_bytes(view))
        assert "60–69" not in unpacked(page_bytes(view))


def test_by_luck_and_by_how_much_are_told_alike_to_every_reader(contents):
    """13.96 points were "14 points or more" outside the IG's office, and the order of names another one."""
    outside = for_outside(contents)
    for verdict in (PRAISE, ATTENTION):
        assert contents.by_luck(verdict) == pytest.approx(outside.by_luck(verdict))
    told = outside.stations[["code", "margin"]].merge(contents.stations, on="code")
    assert (told["margin_x"] > 1).sum() > 10
    assert told["margin_x"].equals(told["margin_y"])


def test_notes_name_kinds_and_places_in_words(office, grades):
    kind = Sentence("Stations of the kind {kind} cannot be told apart this quarter.", kind="women_thana")
    said = make_contents(office, replace(grades, notes=(kind, "As it is."))).said_notes
    assert said[0].en == "Stations of the kind Women's station cannot be told apart this quarter."
    assert said[0].hi == "महिला थाना प्रकार की इकाइयों में इस तिमाही में अंतर नहीं कहा जा सकता।"
    assert said[1].en == "As it is."
