"""What the page says of a station: its questions, its shares, why it has no score."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from anubhav_gforms.campaign import Role
from anubhav_gforms.campaign.grading import Trend
from anubhav_gforms.grading.cuts import RANGE
from anubhav_gforms.reports import make_contents, phrases
from anubhav_gforms.reports.page import page_bytes
from anubhav_gforms.reports.shown.facts import station_facts
from anubhav_gforms.reports.shown.rows import share_rows
from tests.packed_pages import unpacked


def test_the_list_is_sorted_by_the_number_of_responses_that_it_shows(few_stations, few_grades):
    """And not by `n`, in which a full day weighs less."""
    weighed = replace(few_grades, table=few_grades.table.assign(n=few_grades.table["n"].clip(upper=7.5)))
    page = unpacked(page_bytes(make_contents(few_stations, weighed)))
    rows = re.findall(r'<tr data-code=[^>]* data-n="([^"]*)".*?<td class="c-n">([^<]*)</td>', page, re.DOTALL)
    assert len(rows) == len(few_stations.stations)
    assert [float(key) for key, _ in rows] == [float(shown) for _, shown in rows]


def test_a_station_whose_responses_came_on_one_day_is_told_so(few_stations, few_grades):
    """Its responses are enough, their weight is not: "10 so far, 10 are needed" would be no sentence."""
    least = few_stations.grade_rules.min_responses
    table = few_grades.table.copy()
    station = table["level"].eq("station") & table["score"].isna()
    codes = list(table.loc[station, "code"][:2])
    for code, responses in zip(codes, (least, least - 1), strict=True):
        table.loc[table["code"].eq(code), ["n", "responses"]] = least - 1, responses
    made = unpacked(page_bytes(make_contents(few_stations, replace(few_grades, table=table))))
    details = {code: made.split(f'<template data-station="{code}">')[1].split("</template>")[0] for code in codes}
    assert phrases.DETAIL_NONE_FEW_DAYS in details[codes[0]]
    assert "are needed" not in details[codes[0]]
    assert phrases.DETAIL_NONE_FEW_DAYS not in details[codes[1]]
    assert f"{least - 1} so far" in details[codes[1]]


def test_what_is_open_at_a_station_is_told_with_its_figures():
    row = {
        "n": 40.0,
        "responses": 44,
        "set_aside": 3,
        "under_review": True,
        "score_with_set_aside": 61.2,
        "flags_open": 2,
    }
    row |= {"score": 71.0, "responses_needed": 23.0, "weeks_needed": 13.0, "peer_mean": 80.0, "p_above": 0.0}
    row |= {"capped": True, "uncapped_letter": "A", "to_upper": -1.5, "letter": "B", "case_mix": -0.4, "arrow": "worse"}
    facts = {name.en: value.en for name, value in station_facts(row, Trend())}
    assert facts == {
        "Responses that count / received": "40 / 44",
        "Mean of its kind": "80.0",
        "Chance that it truly lies above its kind": "very unlikely (< 1%)",
        "Adjustment for purpose of visit": "–0.4 points",
        "Last 4 weeks against the 12 before": "worse",
        "Responses set aside": "3",
        "Score if these counted": "61.2",
        "Open questions (flags)": "2",
        "Letter without the cap": "A",
        "Already inside the next letter by (it waits until surer)": "1.5 points",
    }


def plain_text(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"</?(?:span|b|small|li)[^>]*>", "", unpacked(page)))


def test_every_question_of_a_station_stands_on_its_page_with_its_interval(few_stations, few_grades):
    text = plain_text(page_bytes(make_contents(few_stations, few_grades)))
    scored = few_grades.areas["code"].nunique()
    assert text.count("Question by question") == scored
    assert text.count("stronger than the rest of its answers") == text.count("बाकी उत्तरों से कमज़ोर") == scored
    first = few_grades.areas.iloc[0]
    assert f"{first.score:.0f} {first.low:.0f}–{first.high:.0f}" in text


def test_shares_stand_on_the_page_while_most_stations_have_no_score(few_stations, few_grades):
    assert "What can be said already" not in unpacked(page_bytes(make_contents(few_stations, few_grades)))
    young = few_grades.table.copy()
    early = young["level"].eq("station") & young["score"].notna()
    young.loc[early, ["score", "low", "high"]] = np.nan
    young.loc[early, "status"] = "Not enough responses"
    grades = replace(few_grades, table=young, areas=few_grades.areas[:0])
    text = plain_text(page_bytes(make_contents(few_stations, grades)))
    for said in (
        "What can be said already",
        "30 of 40: 75% (62 to 85%)",
        "9 responses: too few for a share",
        "10 points from the middle of its kind is named, with a chance of 8 in 10, from about 25 responses on",
        "40 में से 30: 75% (62 से 85%)",
    ):
        assert said in text, said
    enough = few_grades.shares[(few_grades.shares["cut"] == "station") & few_grades.shares["k"].notna()]
    assert len(enough)
    for row in enough.itertuples():
        assert f"{row.k} of {row.n} who responded gave 4 or 5 for the visit on the whole" in text
    assert text.count("There is no score yet.") == len(enough)
    assert "by way of responding" not in text, "one row alone would be the range again"
    by_purpose = few_grades.shares["cut"] == "purpose"
    of_quarter = few_grades.shares.assign(quarter=few_grades.shares["quarter"].mask(by_purpose, "2026-Q3"))
    text = plain_text(page_bytes(make_contents(few_stations, replace(grades, shares=of_quarter))))
    assert "Content on the whole, by what they came for, in the quarter 2026-Q3" in text
    assert "तिमाही 2026-Q3 में" in text


def test_of_a_range_with_one_answered_station_no_question_is_said_to_have_too_few(few_stations, few_grades):
    """What would be that station's by question is hidden; it stood there as "40 responses: too few for a share"."""
    contents = make_contents(few_stations, few_grades)
    of_range = contents.shares["cut"] == RANGE
    other = of_range & (contents.shares["question"] != few_stations.form.key_of(Role.OVERALL))
    one = contents.shares.assign(stations=contents.shares["stations"].mask(of_range, 1))
    hidden = one.assign(**{name: one[name].mask(other) for name in ("k", "share", "low", "high")})
    told = share_rows(replace(contents, shares=hidden))
    assert told
    assert not [row for _, rows in told for row in rows if row["share"] is None and row["n"] >= 10]
