"""The report page used in Chromium: sorted, searched and filtered, a station opened, by keyboard too."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.chromium import tried

pytestmark = tried("THE REPORT PAGE")


def visible(page) -> list[str]:
    return page.eval_on_selector_all("#table tbody tr", "rows => rows.filter(r => !r.hidden).map(r => r.dataset.code)")


def test_sorting_works_by_keyboard_and_says_so(open_page):
    page = open_page(1280)
    head = page.locator("th.c-score")
    page.locator('[data-sort="score"]').focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    scores = page.eval_on_selector_all("#table tbody tr", "rows => rows.map(r => r.dataset.score)")
    numbers = [float(score) for score in scores if score]
    assert numbers == sorted(numbers, reverse=True)
    assert scores[len(numbers) :] == [""] * (len(scores) - len(numbers))
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "ascending"


def test_search_finds_hindi_english_and_codes(open_page, whole_range):
    page = open_page(1280)
    for text, code in (("ratanpur", "BSP-RTP"), ("रतनपुर", "BSP-RTP"), ("bsp-rtp", "BSP-RTP"), ("सारंगढ", "SBG-SRG")):
        page.fill("#search", text)
        assert code in visible(page)
        assert page.locator("#shown").inner_text() == str(len(visible(page)))
    page.fill("#search", "no such place")
    assert visible(page) == []
    assert page.locator("#nothing").is_visible()
    page.locator("#clear").click()
    assert len(visible(page)) == len(whole_range.stations)


def test_filters_work_together_and_a_district_card_sets_one(open_page, whole_range):
    page = open_page(1280)
    page.locator('.district[data-district="KRB"]').click()
    page.select_option("#filter-kind", "chowki")
    expected = [each.code for each in whole_range.stations if each.district == "KRB" and each.kind == "chowki"]
    assert visible(page) == expected


def test_a_station_opens_by_keyboard_by_address_and_closes_by_escape(open_page):
    page = open_page(1280, fragment="#BSP-KTW")
    expect(page.locator("dialog[open] h2")).to_contain_text("City Kotwali Bilaspur")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"html#?$"))
    page.locator('#table button.open[data-code="KRB-KTW"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] h2")).to_contain_text("City Kotwali Korba")
    page.go_back()
    page.wait_for_selector("dialog", state="hidden")


def test_every_station_has_a_page(open_page, whole_range):
    page = open_page(360)
    for station in whole_range.stations[::12]:
        page.evaluate("code => location.hash = code", station.code)
        expect(page.locator("dialog .kicker")).to_contain_text(station.code)
