"""The PDF packs: every Hindi name can be searched, nothing leaves the paper, as many pages as expected, quickly made."""

from __future__ import annotations

import re
import unicodedata

import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
import uharfbuzz

from anubhav_gforms.paper import Face
from anubhav_gforms.reports import make_contents
from anubhav_gforms.reports.pack import PackLanguage, district_pack, range_pack
from anubhav_gforms.reports.page.facts import said_reasons, station_facts
from anubhav_gforms.reports.records import records
from tests.reports.catalog import sentences_of_reports


@pytest.fixture(scope="module")
def contents(whole_range, grades):
    return make_contents(whole_range, grades)


@pytest.fixture(scope="module")
def whole(contents) -> bytes:
    return range_pack(contents)


def pages(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [" ".join(unicodedata.normalize("NFC", text).split()) for text in texts]


def test_every_station_and_district_can_be_searched_in_hindi(whole, whole_range):
    text = " ".join(pages(whole))
    for place in (*whole_range.stations, *whole_range.districts):
        assert unicodedata.normalize("NFC", place.name_hi) in text, place.code


def test_every_page_says_that_people_choose_to_answer_and_up_to_when(whole):
    for text in pages(whole):
        assert "People choose whether to answer." in text
        assert "उत्तर देना लोगों की इच्छा पर है।" in text
        assert "Data up to 22 November 2026 (end of the week)" in text


def test_the_number_of_pages_is_bounded(whole, contents, few_stations, whole_range):
    assert 12 <= len(pages(whole)) <= 20
    graded = set(contents.graded["code"])
    for district in whole_range.districts[-2:]:
        places = sum(station.district == district.code and station.code in graded for station in whole_range.stations)
        assert places + 3 <= len(pages(district_pack(contents, district))) <= places + 4


@pytest.mark.parametrize("code", ["GPM", "KRB"])
def test_nothing_is_drawn_off_the_paper(contents, whole_range, code):
    """The longest Hindi and the longest English name stand in GPM and in KRB."""
    content = district_pack(contents, whole_range.district_by_code[code])
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document, start=1):
            width, height = page.get_size()
            for place in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT]):
                left, bottom, right, top = place.get_bounds()
                assert left >= 20, (code, number)
                assert right <= width - 20, (code, number)
                assert bottom >= 8, (code, number)
                assert top <= height - 4, (code, number)


def test_texts_of_one_column_do_not_reach_into_the_next(contents, whole_range):
    content = district_pack(contents, whole_range.district_by_code["GPM"])
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            every = [each.get_bounds() for each in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT])]
            boxes = [box for box in every if box[2] - box[0] > 12]  # narrower ones are single marks of a word
            overlaps = [
                (one, two) for place, one in enumerate(boxes) for two in boxes[place + 1 :] if _overlap(one, two) > 0.3
            ]
            assert overlaps == []


def _overlap(one, two) -> float:
    """Shared area as a share of the smaller box."""
    wide = min(one[2], two[2]) - max(one[0], two[0])
    tall = min(one[3], two[3]) - max(one[1], two[1])
    if wide <= 0 or tall <= 0:
        return 0.0
    return wide * tall / min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, two))


@pytest.mark.parametrize("language", list(PackLanguage))
def test_a_pack_speaks_the_language_it_is_asked_for(few_stations, few_grades, language):
    text = " ".join(pages(range_pack(make_contents(few_stations, few_grades), language)))
    assert ("How to read this" in text) == (language is not PackLanguage.HINDI)
    assert ("इसे कैसे पढ़ें" in text) == (language is not PackLanguage.ENGLISH)


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
        for text in (*said_reasons(row), *(value for _, value in station_facts(row))):
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


def test_nothing_of_the_fullest_pages_is_drawn_off_the_paper(told):
    with pypdfium2.PdfDocument(range_pack(told)) as document:
        for number, page in enumerate(document, start=1):
            width, height = page.get_size()
            for place in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT]):
                left, bottom, right, top = place.get_bounds()
                assert left >= 20, number
                assert right <= width - 20, number
                assert bottom >= 8, number
                assert top <= height - 4, number
    assert told.actions


def test_a_districts_pack_tells_its_own_actions_and_no_number_of_the_range(told, few_stations):
    one, two = few_stations.districts
    texts = [" ".join(pages(district_pack(told.for_outside(5), district))) for district in (one, two)]
    owner = told.actions[0].station[:3]
    for district, text in zip((one, two), texts, strict=True):
        assert ("शौचालय" in text) == (district.code == owner)
        assert "Step 1" in text
        assert "45 responses came" not in text


def test_a_stations_sheet_tells_each_question_above_its_foot(told, few_stations):
    every = pages(district_pack(told, few_stations.districts[0]))
    mine = [text for text in every if "How likely is each letter?" in text]
    assert mine
    for text in mine:
        assert "Facilities" in text
        assert "बाकी उत्तरों से बेहतर" in text
    with pypdfium2.PdfDocument(district_pack(told, few_stations.districts[0])) as document:
        for page in document:
            for place in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT]):
                left, bottom, right, _ = place.get_bounds()
                assert (left >= 20, right <= page.get_width() - 20, bottom >= 8) == (True, True, True)
