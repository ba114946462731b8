"""The page of more stations than are shown at once: light to open, a district at a time, everything in the one file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pandas as pd
import pypdfium2
import pytest
from invented_grades import invent_grades
from playwright.sync_api import expect

from anubhav_gforms.reports import Contents, for_outside, make_contents
from anubhav_gforms.reports.contents import ALL_AT_ONCE
from anubhav_gforms.reports.pack import range_pack
from anubhav_gforms.reports.pack.sheet import FOOT
from anubhav_gforms.reports.page import page_bytes
from anubhav_gforms.reports.page.templates import asset
from anubhav_gforms.reports.report import write_files
from tests.browser_looks import OVERLAPS, serious
from tests.chromium import tried
from tests.packed_pages import unpacked

STATIONS = ALL_AT_ONCE + 60
SLOW = 60_000
"""Milliseconds that a busy machine may take to lay out every district."""


@pytest.fixture(scope="module")
def large(whole_range) -> Contents:
    """Contents of more stations than stand open: the real ones, and as many again as are needed beside them."""
    beside = [replace(each, code=f"{each.code[:4]}X{each.code[4:6]}") for each in whole_range.stations]
    unique = {each.code: each for each in (*whole_range.stations, *beside)}
    campaign = replace(whole_range, stations=tuple(unique.values())[:STATIONS])
    assert len(campaign.stations) == STATIONS
    return make_contents(campaign, invent_grades(campaign))


@pytest.fixture(scope="module")
def addresses(large, tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("large")
    for reader, contents in (("office", large), ("public", for_outside(large))):
        (folder / f"{reader}.html").write_bytes(page_bytes(contents))
    return {reader: (folder / f"{reader}.html").as_uri() for reader in ("office", "public")}


def test_the_file_opens_with_no_station_laid_out_and_holds_all(large):
    page = page_bytes(large)
    text, whole = page.decode("utf-8"), unpacked(page)
    assert "<tr data-code=" not in text
    assert "<template data-station=" not in text
    for station in large.listed:
        assert whole.count(f'<tr data-code="{station.code}"') == 1
        assert whole.count(f'<template data-station="{station.code}"') == 1
    assert len(page) < len(whole.encode()) / 3


def test_the_map_has_a_mark_per_district(large):
    text = page_bytes(large).decode("utf-8")
    figure = text[text.index('id="map"') : text.index('id="districts"')]
    for district in large.campaign.districts:
        assert figure.count(f'<g data-code="{district.code}">') == 1
    assert figure.count("<g ") == len(large.campaign.districts)


def test_the_same_contents_give_the_same_bytes(large):
    assert page_bytes(large) == page_bytes(large)


@tried("THE PAGE OF MANY STATIONS")
@pytest.mark.parametrize("language", ["en-IN", "hi-IN"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("reader", ["office", "public"])
def test_a_district_at_a_time_and_a_station_when_opened(browser, addresses, large, reader, width, language):
    context = browser.new_context(viewport={"width": width, "height": 800}, locale=language)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(addresses[reader])
    lines = page.locator("#table tbody tr")
    codes = {
        each.code: [one.code for one in large.listed if one.district == each.code] for each in large.campaign.districts
    }
    first, second, *_ = codes
    expect(lines).to_have_count(len(codes[first]))
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.locator(f'button.district[data-district="{second}"]').click()
    expect(page.locator("#shown")).to_have_text(str(len(codes[second])))
    visible = page.eval_on_selector_all(
        "#table tbody tr", "rows => rows.filter(r => !r.hidden).map(r => r.dataset.code)"
    )
    assert visible == codes[second]
    assert page.locator("#ladders figure:not([hidden])").count() == 1

    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    expect(page.locator("details > script")).to_have_count(0)
    assert serious(page) == []
    assert page.evaluate(OVERLAPS)[1] == []

    page.locator("#table button.open:visible").first.click()
    dialog = page.locator("dialog[open]")
    expect(dialog.locator(".kicker")).to_contain_text(codes[second][0])
    assert dialog.bounding_box()["width"] <= width
    assert serious(page) == []
    assert page.evaluate(OVERLAPS)[1] == []
    page.keyboard.press("Escape")

    page.fill("#search", codes[first][3])
    expect(page.locator("#shown")).to_have_text("1", timeout=SLOW)
    expect(lines).to_have_count(STATIONS)
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []


@tried("THE PAGE OF MANY STATIONS")
def test_a_station_opens_by_its_address_and_by_the_map(browser, addresses, large):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    last = large.listed[-1]
    page.goto(f"{addresses['office']}#{last.code}")
    expect(page.locator("dialog[open] .kicker")).to_contain_text(last.code)
    page.keyboard.press("Escape")
    page.locator(f'.map [data-code="{last.district}"]').dispatch_event("click")
    expect(page.locator("#filter-district")).to_have_value(last.district)
    page.close()


@tried("THE PAGE OF MANY STATIONS")
def test_a_browser_that_cannot_unpack_says_so(browser, addresses):
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-IN")
    page.add_init_script("delete window.DecompressionStream")
    page.goto(addresses["office"])
    expect(page.locator("#too-old")).to_be_visible()
    page.close()


def text_boxes(pack: bytes) -> list[list[tuple[str, tuple[float, float, float, float]]]]:
    """Of each page its pieces of text with left, bottom, right and top in points."""
    with pypdfium2.PdfDocument(pack) as document:
        found = []
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_rect(number) for number in range(text.count_rects())]
            found.append([(normalize("NFC", text.get_text_bounded(*box)), box) for box in boxes])
        return found


def test_hundreds_of_silent_stations_stay_on_their_page(large):
    """With lists below them: as many names as there is room for, and where all of them stand."""
    count = 8
    quiet = pd.DataFrame(
        {
            "code": [f"{each.code}-P1" for each in large.listed[:count]],
            "station": [each.code for each in large.listed[:count]],
            "channel": "poster", "serial": "1", "last": "2026-10-01T10:00:00", "expected": 4,
        }
    )  # fmt: skip
    responses = large.stations["responses"].where(large.stations.index % 13 == 0, 0)
    silent = replace(large, stations=large.stations.assign(responses=responses), quiet_codes=quiet)
    for told, page in ((silent, "office.html"), (for_outside(silent), "report.html")):
        every = text_boxes(range_pack(told))
        [boxes] = [boxes for boxes in every if any(f"all of them: {page}" in said for said, _ in boxes)]
        lists = [box[1] for said, box in boxes if any(normalize("NFC", each.name_hi) in said for each in large.listed)]
        assert len(lists) > count
        assert min(lists) > FOOT, "nothing stands in the foot"


def test_a_report_without_packs_of_districts_has_every_station_on_paper(large, tmp_path):
    """As one from cubes is: its office.pdf pointed to packs that are not made."""
    outside = for_outside(large)
    names = {normalize("NFC", each.name_hi) for each in large.listed}

    def unsaid(folder: Path, *files: str) -> set[str]:
        """The stations whose names no page of these files shows."""
        text = " ".join(said for file in files for page in text_boxes((folder / file).read_bytes()) for said, _ in page)
        return {name for name in names if name not in text}

    alone = write_files(large, tmp_path / "alone")
    assert not [name for name in alone.files if name.startswith("districts/")]
    assert not unsaid(alone.folder, "office.pdf")
    made = write_files(large, tmp_path / "made", outside=outside)
    packs = [name for name in made.files if name.startswith("districts/")]
    assert not unsaid(made.folder, *packs)
    pages = list[int]()
    for folder in (made.folder, alone.folder):
        with pypdfium2.PdfDocument(folder / "office.pdf") as pack:
            pages.append(len(pack))
    assert pages[0] < pages[1]


def test_every_count_is_written_as_an_indian_office_writes_it():
    """A thousand stations and more: "1616" stood beside "of 2,000"."""
    template = asset("page.html").decode()
    assert not re.findall(r">[^<>{}]*\{\{ [a-z_.]+(?:\|length|_count) \}\}", template)
