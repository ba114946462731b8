"""The PDF packs: every Hindi name can be searched, nothing leaves the paper, as many pages as expected, quickly made."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
import uharfbuzz
from invented_grades import invent_grades

from anubhav_gforms.campaign.grading import Trend
from anubhav_gforms.cases.book import add_step, open_cases, read_cases
from anubhav_gforms.cases.case import About, Case, Deed, Ending, Matter
from anubhav_gforms.cli.week_said import headline
from anubhav_gforms.language import both
from anubhav_gforms.nouns.week import Week
from anubhav_gforms.paper import Face
from anubhav_gforms.reports import for_outside, make_contents, phrases
from anubhav_gforms.reports.manifest import Manifest
from anubhav_gforms.reports.pack import PackLanguage, district_pack, range_pack
from anubhav_gforms.reports.pack import headline as headline_of_pack
from anubhav_gforms.reports.page import page_bytes
from anubhav_gforms.reports.reasons import QuestionGap, StationReasons
from anubhav_gforms.reports.records import records
from anubhav_gforms.reports.report import Report
from anubhav_gforms.reports.shown.brief import called
from anubhav_gforms.reports.shown.facts import said_reasons, station_facts
from anubhav_gforms.reports.tabs import tabs
from anubhav_gforms.reports.verdicts import ATTENTION, PRAISE
from anubhav_gforms.sentence import Bilingual
from tests.packed_pages import unpacked
from tests.reports.catalog import sentences_of_reports
from tests.reports.pdf_pages import pages

WEAK = StationReasons("", weakest=QuestionGap("promptness", 40.0, 33.0, 47.0, 61.0))


@pytest.fixture(scope="module")
def contents(whole_range, grades):
    return make_contents(whole_range, grades)


@pytest.fixture(scope="module")
def whole(contents) -> bytes:
    return range_pack(contents)


def test_every_station_and_district_can_be_searched_in_hindi(whole, whole_range):
    text = " ".join(pages(whole))
    for place in (*whole_range.stations, *whole_range.districts):
        assert unicodedata.normalize("NFC", place.name_hi) in text, place.code


@pytest.mark.parametrize("between", [" ", ""])
def test_a_name_of_a_hundred_letters_is_not_printed_as_dust(few_stations, between):
    """Its first words, or letters of a word without an end, are large enough to be read, and its code is whole."""
    long = {"name_hi": between.join(["औद्योगिक"] * 13), "name_en": between.join(["Industrial"] * 11)}
    first, *others = few_stations.stations
    campaign = replace(few_stations, stations=(replace(first, **long), *others))
    contents = make_contents(campaign, invent_grades(campaign, seed=5))
    district = next(each for each in campaign.districts if each.code == first.district)
    pack = district_pack(contents, district)
    assert first.code in " ".join(pages(pack))
    sizes = set()
    with pypdfium2.PdfDocument(pack) as document:
        for page in document:
            for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
                size, (_, _, _, scale, *_) = each.get_font_size(), each.get_matrix().get()
                sizes.add(round(size * scale, 1))
    assert min(sizes) >= 5.0


def test_every_page_says_that_people_choose_to_respond_and_up_to_when(whole):
    for text in pages(whole):
        assert "People choose whether to answer." in text
        assert "उत्तर देना लोगों की इच्छा पर है।" in text
        assert "Data up to 22 November 2026 (end of the week)" in text


def test_the_number_of_pages_is_bounded(whole, contents, whole_range):
    assert len(pages(whole)) <= 12
    for district in whole_range.districts:
        assert len(pages(district_pack(contents, district))) <= 8, district.code


def test_whoever_is_named_stands_in_full_in_the_range_pack(whole, contents):
    text = " ".join(pages(whole)[:3])
    for row in records(contents.stations):
        if row["verdict"] in (PRAISE, ATTENTION):
            assert unicodedata.normalize("NFC", row["name_hi"]) in text, row["code"]


def test_where_few_are_named_the_first_page_says_what_each_shall_change(contents, whole_range, monkeypatch):
    """A page of its own stood half empty; it is there where page 1 has no room for all."""
    told = replace(contents, reasons={code: replace(WEAK, code=code) for code in contents.stations["code"]})
    for district in whole_range.districts[:2]:
        named = sum(row["verdict"] in (PRAISE, ATTENTION) for row in told.rows_of(district.code))
        assert weakest_said(told, district)[0] == sum(weakest_said(told, district)) == named > 0
    monkeypatch.setattr(headline_of_pack, "LINE_OF_REASON", 200.0)
    assert weakest_said(told, district)[:2] == [0, named]


def weakest_said(contents, district) -> list[int]:
    return [
        page.count("Weakest by comparison:") for page in pages(district_pack(contents, district, PackLanguage.ENGLISH))
    ]


def test_the_first_page_says_why_and_with_whom_to_speak(whole, contents):
    [first, *_] = pages(whole)
    assert "Visitors are least content with:" in first
    name = contents.stations.set_index("code").loc[called(contents)[0], "name_en"]
    assert re.search(rf"Speak first with: .*{re.escape(name)}", first)


def test_a_districts_pack_has_a_line_per_station_in_the_order_of_the_roster(contents, whole_range):
    district = whole_range.districts[0]
    text = " ".join(pages(district_pack(contents, district)))
    places = [text.rindex(each.code) for each in whole_range.stations if each.district == district.code]
    assert places == sorted(places)


@pytest.mark.parametrize("language", list(PackLanguage))
def test_a_pack_speaks_the_language_it_is_asked_for(few_stations, few_grades, language):
    text = " ".join(pages(range_pack(make_contents(few_stations, few_grades), language)))
    assert ("How to read this" in text) == (language is not PackLanguage.HINDI)
    assert ("इसे कैसे पढ़ें" in text) == (language is not PackLanguage.ENGLISH)


def test_the_heads_of_columns_are_in_both_languages_where_the_pack_is(whole, contents):
    [page, *_] = [text for text in pages(whole) if "Every station with its interval" in text]
    for head in ("इकाई", "Station", "अंक", "Score", "अंतराल", "Interval", "ग्रेड", "Letter", "उत्तर", "Responses"):
        assert head in page
    case = Case(1, Matter("x", (About.MONEY,), "BSP-KTW"), "ig", contents.week.sunday, ())
    [page] = [
        text for text in pages(range_pack(replace(contents, cases=(case,)))) if "Cases that are not closed" in text
    ]
    assert all(f"· {head}" in page for head in ("Case", "Station", "Matter", "Owner", "Due"))


def test_a_screen_reader_is_told_title_and_language(few_stations, few_grades):
    contents = make_contents(few_stations, few_grades)
    for language, lang in ((PackLanguage.ENGLISH, b"en"), (PackLanguage.HINDI, b"hi")):
        pack = range_pack(contents, language)
        assert re.search(rb"/Lang \(" + lang + rb"\)", pack)
        assert b"/DisplayDocTitle true" in pack
        with pypdfium2.PdfDocument(pack) as document:
            assert document.get_metadata_value("Title")


def test_all_fonts_are_embedded(whole):
    assert b"/Helvetica" not in whole
    assert len(re.findall(rb"/FontFile2", whole)) >= 3


def test_the_same_contents_give_the_same_bytes(few_stations, few_grades):
    contents = make_contents(few_stations, few_grades)
    assert range_pack(contents) == range_pack(contents)


def test_every_letter_of_every_text_is_in_the_fonts():
    """A missing letter would be a box on paper: all words of both languages, and the signs that numbers are made with."""
    said = "".join(f"{english}{hindi}" for english, hindi in sentences_of_reports()) + "0123456789०९–+.,%()/=·"
    for face in (Face.REGULAR, Face.SEMIBOLD, Face.BOLD):
        known = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.file))).unicodes
        assert {sign for sign in said if ord(sign) not in known} == set(), face


def test_places_of_a_small_sample_are_drawn_with_signs_that_the_font_has(contents):
    known = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(Face.REGULAR.file))).unicodes
    for row in records(contents.stations):
        for text in (*said_reasons(row), *(value for _, value in station_facts(row, Trend()))):
            assert all(ord(sign) in known for sign in text.en + text.hi), text


def test_the_range_pack_tells_silence_visitors_changes_and_what_was_done(told, few_stations):
    every = pages(range_pack(told))
    first = every[0]
    for text in (
        "9–15 नवंबर 2026 के बाद क्या बदला",
        "45 responses came; 45 in the same time before.",
        "2 edited, 1 deleted",
    ):
        assert text in first
    [silence] = [text for text in every if text.startswith("कोई उत्तर नहीं · No responses")]
    assert "Posters and desks that stopped bringing responses: 13" in silence
    assert "3 / 200 = 1.5%" in silence
    [did] = [text for text in every if "You said, we did" in text]
    assert "Step 3" in did


def test_who_has_few_responses_fills_the_shared_page_and_is_not_said_to_have_none(told):
    """Weeks and hours are the office's alone: half of the page stood empty, under "No responses", which up to four belie."""
    shared = for_outside(told)
    pdf = pypdfium2.PdfDocument(range_pack(shared))
    [page] = [page for page in pdf if page.get_textpage().get_text_range().startswith("कम उत्तर · Few responses")]
    words = page.get_textpage()
    left = [
        words.get_rect(n)[0] for n in range(words.count_rects()) if 60 < words.get_rect(n)[1] < page.get_height() - 60
    ]
    assert min(left) < page.get_width() / 8
    assert '<a href="#silence"><span lang="en">Few responses' in unpacked(page_bytes(shared))


def test_page_and_pack_list_what_was_not_used_in_one_order(told):
    """The largest first: of the alphabet a reader asks nothing."""
    left = {"another channel": 2, "did not visit": 88}
    shown = replace(told, freshness=replace(told.freshness, left_out=left))
    parts = ("had not visited the station 88", "came another way than by the poster 2")
    pack = " ".join(" ".join(pages(range_pack(shown, PackLanguage.ENGLISH))).split())
    assert ", ".join(parts) in pack
    page = unpacked(page_bytes(shown))
    assert page.index("had not visited the station") < page.index("came another way than by the poster")


def test_letters_that_stand_together_are_written_alike_everywhere(told, few_stations):
    """One of two letters: with a stroke between them, for readers of Hindi too, and nowhere left out."""
    row = next(row for row in told.rows if row["score"] is not None)
    facts = dict(station_facts(row | {"old_letter": "B or C"}, Trend()))
    assert facts[both(phrases.OLD_LETTER)] == Bilingual.same("B/C")
    whole = {**told.whole, "letter": "", "letter_set": "B or C", "score": 51.45}
    between = replace(told, whole=whole)
    figures = unpacked(page_bytes(between)).split('<ul class="facts">')[1].split("</ul>")[0]
    assert "B/C" in figures
    _, districts, _ = tabs(between)
    assert [cell.value for cell in districts.rows[-1]][8] == "B/C"
    manifest = Manifest(between.campaign.id, "2026-W47", "2026-W46", "", "", {}, {})
    said = " ".join(headline(Report(Path(), {}, between, manifest)))
    assert "  score 51.4 of 100 (" in said
    assert ", letter B/C, " in said


def test_who_is_named_without_a_score_is_told_so(told):
    """8 and 19 and 72 were named, of 97 with a score: two had an alarm and no score."""
    manifest = Manifest(told.campaign.id, "2026-W47", "2026-W46", "", "", {}, {})
    code = told.named(ATTENTION)[0]["code"]
    unscored = told.stations.assign(score=told.stations["score"].mask(told.stations["code"] == code))
    *_, said = headline(Report(Path(), {}, replace(told, stations=unscored), manifest))
    assert re.search(r", \d+ needs? attention \(1 without a score\), ", said)
    *_, said = headline(Report(Path(), {}, told, manifest))
    assert "without a score" not in said


@pytest.mark.parametrize(
    ("week", "days"), [("2026-W47", "(16.11. to 22.11.2026)"), ("2026-W53", "(28.12.2026 to 03.01.2027)")]
)
def test_the_days_of_a_week_name_both_years_over_new_year(week, days, told):
    """It said 28.12. to 03.01.2027."""
    manifest = Manifest(told.campaign.id, week, "2026-W46", "", "", {}, {})
    first, *_ = headline(Report(Path(), {}, replace(told, week=Week(week)), manifest))
    assert days in first


def test_where_no_response_counts_it_is_said_why(told):
    """Of a week in which everybody rated only one question it said "0 responses"."""
    manifest = Manifest(told.campaign.id, "2026-W47", "2026-W46", "", "", {}, {})
    out = replace(told.freshness, left_out={"fewer than half of the ratings": 12})
    nothing = replace(told, whole={**told.whole, "responses": 0}, freshness=out)
    said = "  12 responses came and are in no score: gave fewer than half of the ratings"
    assert said in [*headline(Report(Path(), {}, nothing, manifest))]
    some = replace(told, freshness=out)
    assert said not in [*headline(Report(Path(), {}, some, manifest))]


def test_overdue_cases_stand_in_the_pack_of_whom_they_lie_with_and_in_no_shared_one(whole_range, contents, tmp_path):
    """As they were on the week's last day: what happened later changes no report of the week."""
    sunday = contents.week.sunday
    opened = datetime(sunday.year, sunday.month, sunday.day, tzinfo=UTC) - timedelta(days=10)
    matters = [
        (Matter(f"x:{owner}", (About.MONEY,), station), owner, sunday - timedelta(days=late))
        for owner, station, late in (("ig", "BSP-KTW", 3), ("sp-bsp", "BSP-CVL", 4), ("sp-krb", "KRB-KTW", -2))
    ]
    open_cases(tmp_path, matters, who="watch", at=opened)
    add_step(tmp_path, 1, Deed.CLOSED, outcome=Ending.ACTED, text="done", who="ig", at=opened + timedelta(days=20))
    told = replace(contents, cases=read_cases(tmp_path, sunday).open_cases)
    english = PackLanguage.ENGLISH
    [page] = [text for text in pages(range_pack(told, english)) if "Cases that are not closed" in text]
    assert "3 cases open, 2 overdue" in page
    assert f"SP {whole_range.district_by_code['BSP'].name_en}" in page, "as the desk calls them"
    assert [page.index(late) for late in ("overdue for 4 days", "overdue for 3 days")] == sorted(
        page.index(late) for late in ("overdue for 4 days", "overdue for 3 days")
    )
    for code, own in (("BSP", "1 case open, 1 overdue"), ("KRB", "1 case open, 0 overdue"), ("SKT", "")):
        text = " ".join(pages(district_pack(for_outside(told), whole_range.district_by_code[code], english)))
        assert own in text
        marks = {each.mark: each.owner == f"sp-{code.lower()}" for each in told.cases}
        assert {mark for mark in marks if mark in text} == {mark for mark, is_own in marks.items() if is_own}
        assert ("Cases that are not closed" in text) == bool(own)
    assert "Cases that are not closed" not in " ".join(pages(range_pack(for_outside(told), english)))
