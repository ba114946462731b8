"""Campaigns and their reports, of invented grades and of small ranges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from invented_grades import InventedGrades, invent_grades

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.reports import Contents, Freshness, Rhythm, make_contents
from anubhav_gforms.reports.changes import responses_since
from anubhav_gforms.reports.given import ActionTaken
from anubhav_gforms.reports.page import page_bytes

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def whole_range() -> Campaign:
    """The real campaign of the project: 158 stations in 8 districts."""
    return load_campaign(PROJECT)


@pytest.fixture(scope="session")
def few_stations(whole_range: Campaign) -> Campaign:
    """Two districts with all their small kinds and some thanas, for tests that write every file."""
    districts = whole_range.districts[-2:]
    codes = {district.code for district in districts}
    stations = [station for station in whole_range.stations if station.district in codes]
    return replace(whole_range, districts=districts, stations=tuple(stations))


@pytest.fixture
def office(whole_range: Campaign, tmp_path: Path) -> Campaign:
    """The whole range in a folder of its own, so that reports are written there."""
    return replace(whole_range, root=tmp_path)


@pytest.fixture
def small_office(few_stations: Campaign, tmp_path: Path) -> Campaign:
    """Two districts in a folder of their own."""
    return replace(few_stations, root=tmp_path)


@pytest.fixture(scope="session")
def few_grades(few_stations: Campaign) -> InventedGrades:
    return invent_grades(few_stations, seed=5)


@pytest.fixture(scope="session")
def grades(whole_range: Campaign) -> InventedGrades:
    return invent_grades(whole_range)


@pytest.fixture(scope="session")
def told(few_stations, few_grades) -> Contents:
    """Contents with everything that a ledger and the office's tables can add."""
    weeks = pd.date_range("2026-06-01", "2026-11-16", freq="7D")
    rhythm = Rhythm(
        pd.DataFrame({"graded": 40, "other": 3, "quarantined": 2}, index=weeks),
        pd.DataFrame([[hour % 12 for hour in range(24)]] * 7),
    )
    day = date(2026, 10, 1)
    codes = [station.code for station in few_stations.stations[:12]]
    quiet = pd.DataFrame(
        {
            "station": [*codes, "OLD-X"],
            "channel": "desk",
            "serial": 1,
            "last": pd.Timestamp(day),
            "expected": 5.2,
            "odds": 0.01,
        }
    )
    rates = pd.DataFrame(
        {
            "code": codes,
            "first": day,
            "last": day,
            "visitors": [0, *[200] * 11],
            "answers": 3,
            "rate": [float("nan"), *[0.015] * 11],
        }
    )
    long = ActionTaken(
        codes[0], "facilities", "पीने का पानी, बैठने की जगह और शौचालय की मरम्मत पूरी की गई। " * 3, date(2026, 11, 2)
    )
    actions = (long, *(ActionTaken("", "", f"Step {number}", day) for number in range(30)))
    freshness = Freshness(
        datetime(2026, 11, 23, 9, 5, tzinfo=UTC), 900, {"not about this place": 211}, {}, {}, 4, 3, (2, 1)
    )
    made = make_contents(few_stations, few_grades, freshness)
    changes = replace(made.changes, responses=responses_since(rhythm, made.changes.since))
    return replace(made, actions=actions, rates=rates, quiet_codes=quiet, rhythm=rhythm, changes=changes)


@pytest.fixture(scope="session")
def address(whole_range, grades, tmp_path_factory) -> str:
    freshness = Freshness(datetime(2026, 11, 23, 9, 5, tzinfo=ZoneInfo("Asia/Kolkata")), 5231, {}, {}, {}, 0, 0)
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(page_bytes(make_contents(whole_range, grades, freshness)))
    return path.as_uri()


@pytest.fixture(scope="session")
def windows(browser):
    """A page of the browser for each language: a new one for every test would cost as much as what it shows."""
    kept = {each: browser.new_context(locale=each).new_page() for each in ("en-IN", "hi-IN")}
    yield kept
    for page in kept.values():
        page.context.close()


@pytest.fixture
def open_page(windows, address):
    """Opens the page at a width; fails at the end when it asked for anything but itself, or complained."""
    pages, asked, said = [], [], []
    told = {
        "request": lambda request: asked.append(request.url),
        "console": lambda message: said.append(message.text),
        "pageerror": lambda error: said.append(str(error)),
    }

    def open_at(width: int, *, fragment: str = "", language: str = "en-IN", page_at: str = address):
        page = windows[language]
        pages.append(page)
        for event, tell in told.items():
            page.on(event, tell)
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(page_at + fragment)
        return page

    yield open_at
    for page in pages:
        for event, tell in told.items():
            page.remove_listener(event, tell)
        page.evaluate("localStorage.clear()")  # the language that a reader chose
        page.emulate_media(forced_colors="none")
        page.goto("about:blank")
    assert [url[:80] for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []
