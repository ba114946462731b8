"""The page: everything inside, nothing asked of the network, both languages, the words that must stand on it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pypdfium2
import pytest

from anubhav_gforms.reports import Freshness, for_outside, make_contents
from anubhav_gforms.reports.pack import range_pack
from anubhav_gforms.reports.page import page_bytes
from anubhav_gforms.reports.verdicts import ATTENTION, NOISE
from tests.packed_pages import unpacked

WHEN = datetime(2026, 11, 23, 9, 5, tzinfo=ZoneInfo("Asia/Kolkata"))


@pytest.fixture(scope="module")
def page(whole_range, grades) -> str:
    freshness = Freshness(
        WHEN, 5231, {"did not visit": 88}, {"bad signature": 12}, {"poster": 5100}, edited=2, deleted=1
    )
    return unpacked(page_bytes(make_contents(whole_range, grades, freshness)))


class _Balance(HTMLParser):
    VOID = ("meta", "input", "br", "link", "img")

    def __init__(self):
        super().__init__()
        self.open, self.ids = [], []

    def handle_starttag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_every_tag_is_closed(page):
    balance = _Balance()
    balance.feed(page)
    assert balance.open == []


def test_what_needs_scripts_is_not_offered_without_them(page):
    """Its choices stood there in English, on a page in Hindi, and did nothing."""
    [of_none] = re.findall(r"<noscript><style>(.*?)</style></noscript>", page)
    assert ".tools, .filters { display: none !important; }" in of_none
    boxes = re.findall(r'<(?:p class="tools"|form class="filters").*?</(?:p|form)>', page, re.DOTALL)
    for name in ("language", "print", "search", "sort-by", "clear"):
        assert sum(f'id="{name}"' in box for box in boxes) == 1


def test_it_asks_nothing_of_the_network_and_is_light(page):
    assert len(page.encode()) <= 2_500_000
    addresses = re.findall(r"""(?:src|href|action)\s*=\s*["']?([^"'\s>]+)|url\(([^)]{1,40})""", page)
    assert addresses
    assert {one or two for one, two in addresses if not (one or two).startswith(("#", "data:"))} == set()
    assert "default-src 'none'" in page


def test_the_words_that_every_page_must_say(page):
    for text in (
        "People choose whether to answer. The score describes those who did. Small differences mean nothing.",
        "उत्तर देना लोगों की इच्छा पर है।",
        "Data up to 23 November 2026, 09:05",
        "आँकड़े 23 नवंबर 2026, 09:05 तक",
        "How to read this",
    ):
        assert text in page
    [said] = re.findall(r'<(\w+)><span lang="en">For example, these look different and are not:', page)
    assert said == "p", "a wide screen hides what only unfolds on a phone: one station stood there without a word"


def test_every_station_stands_on_it_in_both_languages(page, whole_range):
    for station in whole_range.stations:
        assert page.count(f'data-code="{station.code}"') >= 2
        assert page.count(station.name_hi) >= 2
        assert f'<template data-station="{station.code}">' in page


def test_each_graded_question_has_its_mean_and_both_ends_in_both_languages(page, whole_range, grades):
    part = page[page.index('id="questions"') : page.index('id="stations"')]
    assert part.count("<li>") == len(whole_range.grade_rules.items) == 5
    told = grades.questions[grades.questions["question"] == "heard"]
    mean = told[told["code"] == "RANGE"]["mean"].item()
    worst = told[told["level"] == "district"].sort_values("mean").iloc[0]
    hindi, english = whole_range.form.question("heard").title.split(" / ")
    row = part[part.index(english) :].split("</li>")[0]
    assert hindi in row
    assert f"<b>{mean:.0f}</b>" in row
    assert f"from {worst['mean']:.0f} in {whole_range.district_by_code[worst['code']].name_en}" in row


def test_names_cannot_break_out_of_the_page(office, grades):
    table = grades.table.copy()
    table.loc[0, "name_en"] = "<script>alert('x')</script>"
    text = unpacked(page_bytes(make_contents(office, replace(grades, table=table))))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_a_range_without_coordinates_has_no_empty_map(few_stations, few_grades):
    """Six hundred points of nothing stood there, with how to read the marks in it; in the pack the left half of a page."""
    bare = replace(few_stations, stations=tuple(replace(each, lat=None, lon=None) for each in few_stations.stations))
    contents = replace(make_contents(few_stations, few_grades), campaign=bare)
    section = unpacked(page_bytes(contents)).split('id="map"')[1].split("</section>")[0]
    assert "have no coordinates yet and are not on the map" in section
    assert "<svg" not in section
    assert "Each mark" not in section
    with pypdfium2.PdfDocument(range_pack(contents)) as pack:
        texts = [leaf.get_textpage().get_text_range() for leaf in pack]
        [said] = [text for text in texts if "Map of the range" in text.splitlines()[0]]
    assert "have no coordinates yet" in said


def test_the_page_is_right_when_nobody_has_responded(office, grades):
    table = grades.table.copy()
    numbers = [
        "raw_mean",
        "score",
        "low",
        "high",
        "sd",
        "reliability",
        *[name for name in table if name.startswith("p_")],
    ]
    table[numbers] = float("nan")
    table[["n", "responses", "letter", "status", "arrow", "alarm", "money_flag"]] = [
        0.0,
        0,
        "",
        "No responses",
        "",
        False,
        False,
    ]
    text = unpacked(page_bytes(make_contents(office, replace(grades, table=table))))
    assert "not enough responses for a score yet" in text
    assert "nan" not in re.sub(r"base64,[^)]*", "", text).lower().replace("finance", "")


def test_the_trial_period_shows_means_without_letters_or_names(few_stations, few_grades):
    table = few_grades.table.copy()
    table.loc[table["status"].isin(["Firm", "Provisional"]), "status"] = "Trial period"
    table[["score", "reliability", "kind_mean"]] = float("nan")
    table[["letter", "arrow", "alarm", "money_flag"]] = ["", "", False, False]
    text = unpacked(page_bytes(make_contents(few_stations, replace(few_grades, table=table))))
    assert "Trial period: scores are shown" in text
    assert 'data-verdict="trial"' in text
    assert 'data-verdict="praise"' not in text


def test_what_the_ledger_and_the_office_add_stands_on_the_page(told):
    text = unpacked(page_bytes(told))
    for said in (
        "45 responses came; 45 in the same time before.",
        "Changed after sending: 2 edited, 1 deleted.",
        "Posters and desks that stopped bringing responses",
        "OLD-X",
        "hardly anyone asked",
        "1.5%",
        "Step 1",
        "whole range",
    ):
        assert said in re.sub(r"</?(?:span|b)[^>]*>", "", text), said
    assert "Step 20" not in text
    assert text.count("about 5.2 expected since") == 13


def test_what_the_office_shall_do_stands_on_its_own_page_only(few_stations, few_grades):
    """The public cannot look at posters nor speak with stations."""
    contents = make_contents(few_stations, few_grades)
    own, public = (body_text(unpacked(page_bytes(each))) for each in (contents, for_outside(contents)))
    for words in ("Speak first with:", "Look at the poster", "look at the poster", "Check whether the poster hangs"):
        assert words in own
        assert words not in public
    assert "have fewer than 5 responses: whoever was there can respond" in public


def body_text(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page.partition("<body>")[2])


def test_what_is_not_there_is_not_explained(told):
    luck, quiet = b"expected to be there by luck alone", b"They brought responses before"
    assert luck in page_bytes(told)
    assert quiet in page_bytes(told)
    reasons = [("money",) if each else () for each in told.stations["reasons"]]
    other = replace(told, stations=told.stations.assign(reasons=reasons), quiet_codes=told.quiet_codes.iloc[:0])
    assert luck not in page_bytes(other), "nobody was named by their score"
    assert quiet not in page_bytes(other), "every poster brings responses"


def test_no_sentence_speaks_of_no_station(told):
    assert b"For the other" in page_bytes(told)
    verdicts = told.stations["verdict"].replace(NOISE, ATTENTION)
    page = page_bytes(replace(told, stations=told.stations.assign(verdict=verdicts)))
    assert b"For the other" not in page
    assert b"Needs attention: " in page
