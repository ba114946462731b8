"""The words and colours of reports, whatever stands in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anubhav_gforms.reports.palette import contrast, shades
from anubhav_gforms.reports.shown.facts import said_reasons
from anubhav_gforms.reports.terms import LEFT_OUT
from anubhav_gforms.responses.ledger.columns import CodeReason
from tests.reports.catalog import sentences_of_reports

PACKAGE = Path(__file__).parents[2] / "anubhav_gforms"
PAGES = [*PACKAGE.glob("reports/**/*.html"), *PACKAGE.glob("desk/pages/*.html")]


def test_every_reason_for_which_a_code_is_not_good_has_words():
    good = {CodeReason.NONE, CodeReason.TYPED, CodeReason.ASSIGNED, CodeReason.UNSIGNED_POSTER, CodeReason.IMPORTED}
    assert set(CodeReason) - good <= set(LEFT_OUT)


@pytest.mark.parametrize("letters", [("A+", "A", "B", "C", "D", "F"), ("A", "B", "C", "D"), ("good", "poor")])
def test_every_letter_can_be_read_on_its_colour(letters):
    for shade in shades(letters).values():
        assert contrast(shade.fill, shade.ink) >= 4.5


def test_what_speaks_for_a_station_that_needs_attention_is_no_reason_to_warn():
    """The page named a station for "alarm: lasting fall · 16 points or more above the mean of its kind"."""
    warned = [each.en for each in said_reasons({"reasons": ("alarm", "above"), "margin": 16})]
    assert warned == ["alarm: lasting fall", "though 16 points or more above the mean of its kind"]
    assert [each.en for each in said_reasons({"reasons": ("above", "better")})] == ["above its kind", "improving"]


READ_BY_PROGRAMS = r""" datetime="{{ (each\S+|row\.(date\.isoformat\(\)|at\.isoformat\(timespec='seconds'\))) }}\""""
SAME_IN_BOTH = ("हिन्दी", "हिन्दी में देखें", "{n}%", "{district}: {n}", "Pub/Sub")


def test_every_sentence_of_a_page_or_pack_has_its_hindi():
    sentences = list(sentences_of_reports())
    assert len(sentences) > 250
    for english, hindi in sentences:
        assert re.search("[\u0900-\u097f]", hindi) or english in SAME_IN_BOTH, english
        assert sorted(re.findall(r"{(\w+)}", english)) == sorted(re.findall(r"{(\w+)}", hindi)), english


def test_no_line_of_a_page_begins_with_the_dot_between_two_statements():
    """On a phone a line broke before the dot: "· district" stood first on the next. What has a space of its own before the dot does not break there."""
    lines = [line for page in PAGES for line in page.read_text("utf-8").splitlines() if "<title>" not in line]
    assert sum("&nbsp;· " in line for line in lines) > 20
    assert [line for line in lines if re.search(r" (?:<[^>]+>)?·", line)] == []


def test_every_time_of_a_page_is_one_that_programs_read():
    """Days in words alone, and microseconds, are no times to HTML: the Nu checker refused each message and each response of the desk."""
    times = [found for page in PAGES for found in re.findall(r"<time\b([^>]*)>", page.read_text("utf-8"))]
    assert len(times) >= 5
    assert [time for time in times if not re.fullmatch(READ_BY_PROGRAMS, time)] == []
