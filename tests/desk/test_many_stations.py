"""The desk of more stations than are shown at once: a range at a time, a district where there are no ranges, a station when opened."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from invented_pulls import Pull, a_response, write
from playwright.sync_api import expect

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.campaign.office import RangeNames
from anubhav_gforms.cases.case import About
from anubhav_gforms.privacy.lots import BATCH
from anubhav_gforms.reports.contents import ALL_AT_ONCE
from anubhav_gforms.reports.live import Live
from tests.chromium import tried
from tests.desk.conftest import NOW, PROJECT, TODAY, Served

STATIONS = ALL_AT_ONCE + 60
NORTH = ("BSP", "KRB", "SKT", "SBG")
SLOW = 60_000
"""Milliseconds that a busy machine may take to grade."""
LIGHT = 120_000
"""Bytes of a first page, of which sixty responses take half."""


@pytest.fixture(scope="module")
def state_made(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """Two ranges: each station with a response of today, and six of last week."""
    campaign = load_campaign(PROJECT)
    beside = [replace(each, code=f"{each.code[:4]}X{each.code[4:6]}") for each in campaign.stations]
    unique = {each.code: each for each in (*campaign.stations, *beside)}
    ranges = {
        code: RangeNames(name_en=f"{name} Range", name_hi=f"{name} रेंज")
        for code, name in (("NR", "North"), ("SR", "South"))
    }
    districts = {
        code: names.model_copy(update={"range": "NR" if code in NORTH else "SR"})
        for code, names in campaign.office.districts.items()
    }
    campaign = replace(
        campaign,
        root=tmp_path_factory.mktemp("many") / "office",
        stations=tuple(unique.values())[:STATIONS],
        office=campaign.office.model_copy(update={"ranges": ranges, "districts": districts}),
    )
    chance, week = random.Random(5), TODAY - timedelta(days=7)
    old = [a_response(campaign, each.code, week, chance) for each in campaign.stations for _ in range(BATCH + 1)]
    new = [a_response(campaign, each.code, TODAY, chance, minute=480) for each in campaign.stations]
    write(campaign, [Pull(week, old), Pull(TODAY, new)])
    return campaign


@pytest.fixture
def state(state_made: Campaign, config_dir: Any) -> Campaign:
    return state_made


@pytest.fixture
def desk(state: Campaign, serve: Callable[..., Served]) -> Served:
    return serve(state)


def listed(page: str) -> list[str]:
    """Codes of the stations in the table of stations."""
    table = page[page.index('id="stations"') :]
    return re.findall(r'href="/station/([A-Z]{3}-[A-Z]+)"', table[: table.index("</section>")])


def counts(page: str, section: str) -> dict[str, list[str]]:
    """Today and week of each row of a table, by its head."""
    table = page[page.index(f'id="{section}"') :]
    rows = re.findall(
        r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td><td>(.*?)</td>", table[: table.index("</section>")]
    )
    return {re.sub("<small>.*|<[^>]*>", "", head).strip(): [today, week] for head, today, week in rows}


def test_the_first_page_has_ranges_and_no_station(desk: Served) -> None:
    page = desk.visitor("ig-office").get("/?language=en").text
    stations = desk.campaign.stations
    north = sum(each.district in NORTH for each in stations)
    south = len(stations) - north
    assert listed(page) == []
    assert counts(page, "stations") == {"North Range": [str(north)] * 2, "South Range": [str(south)] * 2}
    assert "A range is shown at a time: choose one." in page
    assert len(page.encode()) < LIGHT


@pytest.mark.parametrize("also", ["", "&words=sh"])
def test_a_range_is_opened_with_its_stations_alone(desk: Served, also: str) -> None:
    page = desk.visitor("ig-office").get(f"/?language=en&range=NR{also}").text
    codes = {each.code for each in desk.campaign.stations if each.district in NORTH}
    assert set(listed(page)) == codes if not also else set(listed(page)) < codes
    assert page.count("<b>North Range</b>") == 1, "the list says what was opened"
    assert set(re.findall(r'<option value="([A-Z]{3})"', page)) == set(NORTH)
    assert len(page.encode()) < LIGHT


def test_choices_that_fit_nothing_find_nothing(desk: Served) -> None:
    visitor = desk.visitor("ig-office")
    for query in ("range=NR&district=RGH", "range=XX", "district=XXX"):
        page = visitor.get(f"/?language=en&{query}").text
        assert "0 responses of the last four weeks" in page, query
        assert listed(page) == []


def test_districts_stand_where_there_are_no_ranges(state: Campaign, serve: Callable[..., Served]) -> None:
    one = replace(state, office=state.office.model_copy(update={"ranges": {}}))
    visitor = serve(one).visitor("ig-office")
    page = visitor.get("/?language=en").text
    assert listed(page) == []
    assert "A district is shown at a time: choose one." in page
    assert len(counts(page, "stations")) == len(state.districts)
    opened = re.search(r'href="(/\?[^"]*district=KRB[^"]*)#stations-title"', page)
    assert opened
    page = visitor.get(opened[1].replace("&amp;", "&")).text
    assert set(listed(page)) == {each.code for each in state.stations if each.district == "KRB"}
    assert len(counts(visitor.get("/wall?language=en").text, "districts")) == len(state.districts)


def test_the_wall_has_a_row_per_range_and_cases_are_chosen_by_it(desk: Served) -> None:
    visitor = desk.visitor("ig-office")
    assert list(counts(visitor.get("/wall?language=en").text, "districts")) == ["North Range", "South Range"]
    for station in ("KRB-URG", "RGH-KTW"):
        assert station in desk.campaign.station_by_code
        pipeline.open_case(desk.campaign, about=About.MONEY, station=station, who="watch", clock=lambda: NOW)
    assert "2 cases" in visitor.get("/cases?language=en").text
    assert "1 case&nbsp;" in visitor.get("/cases?language=en&range=SR").text


def test_an_sp_has_the_full_lots_of_every_station_of_theirs(desk: Served) -> None:
    page = desk.visitor("sp-sakti").get("/?language=en").text
    stations = sum(each.district == "SKT" for each in desk.campaign.stations)
    assert re.findall(r"<td>(\d+)</td>", page) == ["0", str(BATCH), "0", "0", "0"] * stations


def test_files_of_one_report_at_a_time(desk: Served) -> None:
    for week in ("2026-W46", "2026-W47"):
        desk.lay_report(week)
    visitor = desk.visitor("ig-office")
    newest, older = visitor.get("/published").text, visitor.get("/published?week=2026-W46").text
    for page, shown, other in ((newest, "2026-W47", "2026-W46"), (older, "2026-W46", "2026-W47")):
        assert re.findall(r'href="/published/([^"]*)"', page) == [f"{shown}/office.csv"]
        assert re.findall(r'href="/published\?week=([^"]*)"', page) == [other]


def test_messages_of_a_district_at_a_time(desk: Served) -> None:
    visitor = desk.visitor("ig-office")
    chosen = visitor.get("/messages?language=en").text
    assert not re.search(r'class="said"|BSP-|KRB-', chosen)
    assert re.findall(r"<h2>([^<]*)</h2>", chosen) == ["North Range", "South Range"]
    said = dict(re.findall(r'<a href="/messages\?district=([A-Z]{3})">[^<]*</a> <small>(\d+) message', chosen))
    page = visitor.get("/messages?district=KRB").text
    assert page.count('class="said"') == int(said["KRB"]) > 0
    assert set(re.findall(r"\(([A-Z]{3})-[A-Z]+\)", page)) == {"KRB"}
    assert 'class="said"' not in visitor.get("/messages?district=").text, "every station is known"


def test_pages_of_one_state_are_made_of_contents_that_were_made_once() -> None:
    head, made = ["first"], []

    def contents() -> Any:
        made.append(head[0])
        return head[0]

    makers = {"report": lambda text, _: text.encode(), "messages": lambda text, district: f"{text} {district}".encode()}
    live = Live(lambda: head[0], contents, makers)
    assert [live.page(), live.page("messages", "KRB"), live.page()] == [b"first", b"first KRB", b"first"]
    assert live.page("messages") == b"first None"
    head[0] = "second"
    assert [live.page("messages", "KRB"), live.page()] == [b"second KRB", b"second"]
    assert made == ["first", "second"]


@tried("THE DESK OF MANY STATIONS")
@pytest.mark.parametrize(("width", "language"), [(360, "hi"), (1280, "en")])
def test_a_range_and_a_station_are_opened_on_a_phone_and_a_pc(
    desk: Served, open_page: Callable[..., Any], width: int, language: str
) -> None:
    page = open_page(desk, width)
    page.goto(f"{desk.root}/?language={language}")
    assert page.locator("#stations tbody tr").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#stations tbody a").first.click()
    page.wait_for_url("**range=NR*")
    north = [each.code for each in desk.campaign.stations if each.district in NORTH]
    assert page.locator("#stations tbody tr").count() == len(north)
    expect(page.locator("#stations-title")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#stations tbody a").first.click()
    page.wait_for_url("**/station/*")
    assert page.locator("#feed .answer").count() == BATCH + 2


@tried("THE DESK OF MANY STATIONS")
def test_the_draft_lays_out_a_district_and_a_station_when_opened(desk: Served, open_page: Callable[..., Any]) -> None:
    """Under the desk's own policy, which no file on a disk has."""
    page = open_page(desk, 360)
    page.goto(f"{desk.root}/report", timeout=SLOW)
    first = [each for each in desk.campaign.stations if each.district == desk.campaign.districts[0].code]
    expect(page.locator("#table tbody tr")).to_have_count(len(first), timeout=SLOW)
    page.goto(f"{desk.root}/report#{first[-1].code}")
    expect(page.locator("dialog[open] .kicker")).to_contain_text(first[-1].code)
