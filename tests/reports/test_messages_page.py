"""A page of messages: each under its station, with counts; for an SP under the week of its lot; on phone, desk and paper."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from anubhav_gforms.nouns.week import Week, read_week
from anubhav_gforms.reports.messages import Audience, Messages, messages_page
from tests.browser_looks import OVERLAPS, serious
from tests.chromium import tried

FIRST, LAST, WEEK = date(2026, 10, 26), date(2026, 11, 22), Week("2026-W47")
TEXTS = ("बहुत अच्छा व्यवहार", "Clean rooms, and somebody listened", "पीने का पानी नहीं था", "दो घंटे इंतज़ार")


def written(campaign: Any, **more: Any) -> pd.DataFrame:
    """Eleven messages: of two stations of the last district, four and seven, in two weeks or on two days."""
    district = campaign.districts[-1].code
    one, other = [each.code for each in campaign.stations if each.district == district][:2]
    rows = [
        {"id": f"{turn:016x}", "station": other if turn % 3 else one, "district": district, "channel": "poster",
         "pile": "praise", "grave": (), "themes": ("behaviour",), "text": f"{TEXTS[turn % 4]} {turn}"}
        for turn in range(11)
    ]  # fmt: skip
    return pd.DataFrame(rows).assign(**more)


@pytest.fixture(scope="module")
def pages(few_stations) -> dict[str, str]:
    """The IG's page and that of the last district's SP."""
    weeks = [read_week("2026-W46")] * 6 + [read_week("2026-W45")] * 5
    lots = written(few_stations, week=weeks, released=True, answer="a").drop(columns="id")
    days = written(few_stations, day=[pd.Timestamp(2026, 11, 20)] * 6 + [pd.Timestamp(2026, 11, 9)] * 5)
    district = few_stations.districts[-1].code
    sp = Messages(Audience.DISTRICT, lots, {}, FIRST, LAST)
    ig = Messages(Audience.IG, days, {}, FIRST, LAST)
    return {
        "ig": messages_page(few_stations, ig, WEEK).decode("utf-8"),
        "district": messages_page(few_stations, sp, WEEK, district=district).decode("utf-8"),
    }


def said(page: str, language: str) -> str:
    """What stands below the page's head, in one language, tags of headings kept."""
    other = {"en": "hi", "hi": "en"}[language]
    text = re.sub(rf'<span lang="{other}">.*?</span>', "", page.partition("<main")[2], flags=re.DOTALL)
    return " ".join(re.sub(r"<(?!/?h[23]\b)[^>]*>", " ", text).split())


def headings(page: str, language: str) -> list[tuple[str, str]]:
    return [(level, " ".join(text.split())) for level, text in re.findall(r"<(h[23])>(.*?)</h", said(page, language))]


def test_an_sp_reads_them_by_station_and_by_the_week_of_the_lot_with_counts(pages, few_stations):
    district = few_stations.districts[-1].code
    one, other = [each for each in few_stations.stations if each.district == district][:2]
    assert headings(pages["district"], "en") == [
        ("h2", f"{one.name_en} ({one.code}) 4 messages"),
        ("h3", "9–15 November 2026 2 messages"),
        ("h3", "2–8 November 2026 2 messages"),
        ("h3", "2–8 November 2026"),
        ("h2", f"{other.name_en} ({other.code}) 7 messages"),
        ("h3", "9–15 November 2026 4 messages"),
        ("h3", "9–15 November 2026"),
        ("h3", "2–8 November 2026 3 messages"),
    ]
    assert headings(pages["district"], "hi")[0] == ("h2", f"{one.name_hi} ({one.code}) 4 संदेश")
    assert headings(pages["district"], "hi")[1] == ("h3", "9–15 नवंबर 2026 2 संदेश")


def test_a_page_with_a_text_of_an_earlier_lot_says_so_on_top(few_stations, pages):
    lots = written(few_stations, week=read_week("2026-W36"), released=True, answer="a").drop(columns="id")
    district = few_stations.districts[-1].code
    older = Messages(Audience.DISTRICT, lots, {}, FIRST, LAST)
    page = messages_page(few_stations, older, WEEK, district=district).decode("utf-8")
    assert "31 August 2026 to 22 November 2026" in page
    for reader in pages.values():
        assert "26 October 2026 to 22 November 2026" in reader


def test_the_ig_reads_each_pile_by_station_the_newest_message_first(pages, few_stations):
    district = few_stations.districts[-1].code
    one, other = [each for each in few_stations.stations if each.district == district][:2]
    assert headings(pages["ig"], "en") == [
        ("h2", "Praise 11 messages"),
        ("h3", f"{one.name_en} ({one.code}) 4 messages"),
        ("h3", f"{one.name_en} ({one.code})"),
        ("h3", f"{other.name_en} ({other.code}) 7 messages"),
    ]


@pytest.mark.parametrize("reader", ["ig", "district"])
def test_a_message_is_read_aloud_in_the_language_of_its_script(pages, reader):
    said_in = re.findall(r'class="said" dir="auto" lang="(\w\w)-IN">([^<]+)<', pages[reader])
    assert {language for language, _ in said_in} == {"hi", "en"}
    for language, text in said_in:
        assert (language == "hi") is bool(re.search("[\u0900-\u097f]", text))


@pytest.mark.parametrize("reader", ["ig", "district"])
def test_every_message_stands_once_and_under_its_own_station(pages, few_stations, reader):
    text = said(pages[reader], "en")
    for row in written(few_stations).to_dict("records"):
        assert len(re.findall(rf"{row['text']}(?!\d)", text)) == 1
        before = text[: re.search(rf"{row['text']}(?!\d)", text).start()]
        assert re.findall(r"\((\w{3}-\w+)\)", before)[-1] == row["station"]


def test_what_a_person_found_not_genuine_makes_no_draft_of_commendation(few_stations) -> None:
    """A day of forged praise was the third one of a draft."""
    rows = written(few_stations)
    other = rows["station"] == rows.loc[1, "station"]
    days = pd.Timestamp(2026, 11, 9) + pd.to_timedelta([number if of else 0 for number, of in enumerate(other)], "D")
    messages = Messages(Audience.IG, rows.assign(day=days), {}, FIRST, LAST)
    for forged, drafts in ((), 1), (rows["id"][other][:-2], 0), (rows["id"][~other], 1):
        page = messages_page(few_stations, messages, WEEK, forged=forged).decode("utf-8")
        assert page.count('class="message draft"') == drafts
        assert all(row["text"] in page for row in rows.to_dict("records")), "the messages themselves stay"


@tried("THE MESSAGES PAGE")
def test_letters_without_a_blank_and_signs_piled_on_one_letter_widen_no_page(browser, few_stations, tmp_path: Path):
    for number, text in enumerate(("क" * 10_000, "थाना" + "\u0301" * 300, "\u202e" + "x" * 3000, "👨‍👩‍👧‍👦" * 300)):
        rows = written(few_stations, day=pd.Timestamp(2026, 11, 20)).assign(text=text)[
            :1
        ]  # each costs the browser a second
        shown = messages_page(few_stations, Messages(Audience.IG, rows, {}, FIRST, LAST), WEEK)
        (tmp_path / f"{number}.html").write_bytes(shown)
        page = browser.new_page(viewport={"width": 360, "height": 800}, locale="hi-IN")
        page.goto((tmp_path / f"{number}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, number
        page.close()


@tried("THE MESSAGES PAGE")
@pytest.mark.parametrize("width", [180, 360, 768, 1280])
@pytest.mark.parametrize("reader", ["ig", "district"])
def test_nothing_covers_another_axe_is_content_and_paper_holds_every_message(
    browser, pages, reader: str, width: int, tmp_path: Path
):
    import pypdfium2

    (tmp_path / "messages.html").write_text(pages[reader], "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800}, locale="hi-IN")
    page.goto((tmp_path / "messages.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for opened in (False, True):
        page.evaluate("open => { for (const each of document.querySelectorAll('details')) each.open = open; }", opened)
        assert page.evaluate(OVERLAPS)[1] == []
        assert serious(page) == []
    page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = false; }")
    page.pdf(path=tmp_path / "printed.pdf", format="A4")
    page.close()
    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as printed:
        text = " ".join(each.get_textpage().get_text_bounded() for each in printed)
    assert len(re.findall("Clean rooms, and somebody listened", text)) == 3
