"""Every page of every pack of the whole range: no text on another, none outside the frame, at any length of name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from anubhav_gforms.reports import Contents, PackLanguage, for_outside, make_contents
from anubhav_gforms.reports.pack import district_pack, range_pack
from anubhav_gforms.reports.pack.sheet import FOOT, Sheet
from anubhav_gforms.reports.reasons import QuestionGap, ShareOf, StationReasons, StillNeeded
from anubhav_gforms.sentence import Bilingual
from tests.paper_frame import faults

LONG = " (अस्थायी सहायता केंद्र, जिला मुख्यालय के पास)", " (Temporary Assistance Centre near the Headquarters)"
"""What makes every name of a station longer than any that is known."""


def packs(contents: Contents, language: PackLanguage = PackLanguage.BOTH) -> Iterator[tuple[str, bytes]]:
    yield "range", range_pack(contents, language)
    outside = for_outside(contents)
    for district in contents.campaign.districts:
        yield district.code, district_pack(outside, district, language)


def full(contents: Contents) -> Contents:
    """The same with everything said that a pack may say: marks, a flag that waits, and reasons of each station."""
    question = contents.campaign.form.questions[1].key
    reasons = {
        code: StationReasons(
            code,
            strongest=QuestionGap(question, 80.0, 74.0, 86.0, 66.0),
            weakest=QuestionGap(question, 52.0, 43.0, 60.0, 66.0),
            receipt=ShareOf(12, 30, 27, 55),
            praised={"behaviour": 5, "heard": 4},
            asked={"waiting": 9, "facilities": 3},
            needed=StillNeeded(34, 9, True),
        )
        for code in contents.stations["code"]
    }
    overdue = tuple((each.code, "2026-W40") for each in contents.listed[:3])
    return replace(contents, reasons=reasons, overdue=overdue, marks=("unfinished", "provisional"))


def longer(contents: Contents) -> Contents:
    """The same with every station's name longer."""
    rows = contents.stations
    return replace(contents, stations=rows.assign(name_hi=rows["name_hi"] + LONG[0], name_en=rows["name_en"] + LONG[1]))


@pytest.mark.parametrize("language", list(PackLanguage))
def test_no_text_of_any_pack_leaves_the_frame_or_covers_another(whole_range, grades, language):
    for name, pack in packs(full(make_contents(whole_range, grades)), language):
        assert faults(pack) == [], name


def test_names_of_any_length_keep_to_their_place(whole_range, grades):
    for name, pack in packs(longer(full(make_contents(whole_range, grades)))):
        assert faults(pack) == [], name


def test_the_fullest_pages_keep_to_the_frame(told):
    for contents in (told, longer(told)):
        for name, pack in packs(contents):
            assert faults(pack) == [], name


def test_text_on_text_and_outside_the_frame_is_found(few_stations, few_grades):
    sheet = Sheet(make_contents(few_stations, few_grades), Bilingual.same("x"), PackLanguage.ENGLISH)
    sheet.begin(Bilingual.same("Heading"))
    sheet.text(100, 300, "One text of a page")
    sheet.text(110, 302, "and one on it")
    sheet.text(2, 200, "too far left")
    sheet.paragraph(Bilingual.same("low " * 40), x=300, room=80)
    sheet.y = FOOT + 4
    sheet.text(34, FOOT - 16, "on the foot of the page")
    kinds = [(kind, number) for kind, number, _ in faults(sheet.finish())]
    assert ("covered", 1) in kinds
    assert ("outside", 1) in kinds
    assert len(kinds) >= 3
