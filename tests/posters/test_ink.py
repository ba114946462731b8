"""Proof by ink: what is printed is held against a second rendering, so each of these faults is brought and seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.campaign.printable import why_unprintable
from anubhav_gforms.errors import CampaignError
from anubhav_gforms.paper import text as paper_text
from anubhav_gforms.posters.design import pen as pens
from anubhav_gforms.posters.design.papers import PAPERS
from anubhav_gforms.sentence import Bilingual

from .conftest import Make, edit, faults, first_page, spoiled

TOFU = ("Bilāspur Ṭhana", "Kotwali ★", "சென்னை காவல் நிலையம்", "थाना ☎", "थाना → गेट", "ଥାନା", "थाना िथाना")
WHY = dict.fromkeys(TOFU, "no font has the character") | {TOFU[-1]: 'the mark "ि" (U+093F) has no letter before it'}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", TOFU)
def test_a_sign_that_no_font_has_is_refused_with_station_and_text(paper: str, name: str, posters, style: Make):
    made = [replace(posters[0], name=Bilingual("थाना", name))]
    station = posters[0].link.station
    found = [fault for fault in faults(made, style(paper)) if WHY[name] in fault]
    assert found
    assert all(station in fault and name in fault for fault in found)


def test_a_mark_that_no_font_has_in_a_placement_is_refused(posters, style: Make):
    link = replace(posters[0].link, placement="gate 📍")
    assert any("U+1F4CD" in fault for fault in faults([replace(posters[0], link=link)], style()))


def test_hindi_that_was_not_shaped_is_seen(posters, style: Make, monkeypatch: pytest.MonkeyPatch):
    """Its text can be copied rightly, but half of its ink is elsewhere."""

    def unshaped(canvas, x, y, text, face, size, *, align="left"):
        start = x - paper_text.width(text, face, size) * {"left": 0, "center": 0.5, "right": 1}[align]
        encoded = ("\ufeff" + text).encode("utf-16-be").hex().upper()
        canvas._code.append(f"/Span<</ActualText<{encoded}>>>BDC")
        canvas.setFont(face.value, size)
        canvas.drawString(start, y, text)
        canvas._code.append("EMC")

    monkeypatch.setattr(pens, "draw", unshaped)
    found = faults(posters[:1], style())
    assert any(posters[0].name.hi in fault and "not printed as it should be" in fault for fault in found)
    assert any("QR कोड स्कैन करें" in fault for fault in found)
    assert not any("cannot be read in the text" in fault for fault in found)


@pytest.mark.parametrize("paper", [name for name in PAPERS if not PAPERS[name].stuck])  # no steps
@pytest.mark.parametrize(
    ("meant", "printed"),
    [
        ("फ़ॉर्म भरकर भेजें", "फॉर्म भरकर भेजें"),
        ("फ़ॉर्म भरकर भेजें", "फ़ॉर्म भरकर भेजे"),
        ("QR कोड स्कैन करें", "QR कोड स्कैन"),
        ("QR कोड स्कैन करें", "QR कोड सकैन करें"),
        ("2", "3"),
    ],
)
def test_another_word_under_the_right_text_is_seen(
    paper: str, meant: str, printed: str, posters, style: Make, monkeypatch: pytest.MonkeyPatch
):
    right = pens.draw

    def wrong(canvas, x, y, text, face, size, *, align="left"):
        if text != meant:
            return right(canvas, x, y, text, face, size, align=align)
        start = x - paper_text.width(text, face, size) * {"left": 0, "center": 0.5, "right": 1}[align]
        return right(canvas, start, y, printed, face, size)

    monkeypatch.setattr(pens, "draw", wrong)
    made = style(paper)
    found = faults(first_page(posters, made), made)
    assert any(f'"{meant}" is not printed as it should be' in fault for fault in found)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    ("meant", "printed"),
    [("मोबाइल", "मोबइाल"), ("शिकायत", "शकिायत"), ("पेमेंट", "पेमेट"), ("उत्तर", "उतर"), ("अनुभव कैसा", "अनुभव कैस")],
)
def test_a_misplaced_or_lost_vowel_in_a_promise_is_seen(
    paper: str, meant: str, printed: str, posters, style: Make, monkeypatch: pytest.MonkeyPatch
):
    right = pens.draw

    def wrong(canvas, x, y, text, face, size, *, align="left"):
        return right(canvas, x, y, text.replace(meant, printed), face, size, align=align)

    monkeypatch.setattr(pens, "draw", wrong)
    made = style(paper)
    found = faults(first_page(posters, made), made)
    assert any(meant in fault and "not printed as it should be" in fault for fault in found)


def test_a_step_that_is_half_covered_is_seen(posters, style: Make):
    made = spoiled(style(), lambda pen, poster: pen.box(160, 125.5, 20, 2, fill="#FFF9EE"))
    assert any("QR कोड स्कैन करें" in fault and "not printed" in fault for fault in faults(posters[:1], made))


def test_what_only_one_page_shows_is_seen(posters, style: Make):
    second = posters[1].link

    def spoil(pen, poster):
        if poster.link == second:
            pen.circle(12, 150, 1.2, fill="#B3261E")

    [fault] = faults(posters[:3], spoiled(style(), spoil))
    assert fault.startswith("page 2: something is printed on it")


@pytest.mark.parametrize("name", TOFU)
def test_the_roster_says_at_load_which_sign_no_font_has(office: Path, name: str):
    edit(office, "City Kotwali Bilaspur", f"Kotwali {name}", "stations.csv")
    with pytest.raises(CampaignError) as caught:
        load_campaign(office)
    [mistake] = caught.value.mistakes
    assert mistake.file.name == "stations.csv"
    assert mistake.line == 2
    assert why_unprintable(name) in mistake.text
    assert WHY[name] in mistake.text
    assert "name_en" in mistake.text


def test_a_text_of_the_office_says_at_load_which_sign_no_font_has(office: Path):
    edit(office, 'footer_hi = ""', 'footer_hi = "☎ 07752-223330"')
    with pytest.raises(CampaignError) as caught:
        load_campaign(office)
    [mistake] = caught.value.mistakes
    assert "footer_hi" in mistake.text
    assert "U+260E" in mistake.text


@pytest.mark.parametrize(
    "text", ["थाना सिविल लाइन", "श्रीराम", "“Café” – ‘बिलासपुर’ — …", "क़ानून-व्यवस्था", "र्‍याल", "₹ 5/-"]
)
def test_what_the_fonts_have_is_let_through(text: str):
    assert why_unprintable(text) == ""
