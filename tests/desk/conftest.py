"""A desk that is served, a browser without scripts for each of its officers, and an office with responses of this week."""

from __future__ import annotations

import json
import random
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from argon2 import PasswordHasher
from invented_pulls import Pull, a_response, write
from starlette.applications import Starlette

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.desk.accounts import FILE, Account
from anubhav_gforms.desk.roles import DeskRole
from anubhav_gforms.desk.server import server
from anubhav_gforms.files import write_whole
from anubhav_gforms.links.key_file import key_file
from anubhav_gforms.reports.manifest import Manifest, manifest_bytes

PROJECT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
"""A Thursday, 14:30 in the office."""
TODAY = date(2026, 11, 26)
PASSWORD = "four plain words of an office"
OFFICERS = {
    "ig-office": ("ig", ""),
    "sp-sakti": ("sp", "SKT"),
    "sp-sarangarh": ("sp", "SBG"),
    "analyst": ("analyst", ""),
}
WRITTEN = "zqmessage थाने में पैसे मांगे, 98765 43210"
HOSTILE = '<script>document.title="taken"</script><img src=x onerror=document.title="taken"> पैसे मांगे'


@dataclass
class Visitor:
    """A browser without scripts: it keeps cookies and sends forms as a page of the desk does."""

    root: str
    http: requests.Session = field(default_factory=requests.Session)
    name: str = ""  # of whom it logged in

    @property
    def cookie(self) -> str:
        """The name of the desk's own cookie."""
        return next(name for name in self.http.cookies.keys() if name.startswith("anubhav-"))  # noqa: SIM118 - a jar yields cookies

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.http.get(self.root + path, timeout=30, **{"allow_redirects": False, **options})

    def post(self, path: str, fields: dict[str, str], **headers: str) -> requests.Response:
        sent = {"Origin": self.root, **headers}
        return self.http.post(self.root + path, fields, headers=sent, timeout=30, allow_redirects=False)

    def token(self, path: str) -> str:
        """The token of the form on a page."""
        found = re.search(r'name="token" value="([^"]+)"', self.get(path).text)
        assert found, f"{path} has no form"
        return found[1]

    def log_in(self, name: str, password: str = PASSWORD) -> requests.Response:
        self.name = name
        return self.post("/login", {"token": self.token("/login"), "name": name, "password": password})


@dataclass
class Served:
    """A desk at an address, what it told of failures, and the time that it believes."""

    campaign: Campaign
    root: str
    entrance: str
    told: list[Exception]
    clock: list[datetime]
    app: Starlette
    stop: Callable[[], None]

    def visitor(self, name: str = "") -> Visitor:
        """A new browser, logged in as one of `OFFICERS`, or as nobody."""
        visitor = Visitor(self.root)
        if name:
            assert visitor.log_in(name).status_code == 303
        return visitor

    def case(self, number: int, name: str) -> str:
        """The address of a case for one of `OFFICERS`."""
        case = pipeline.case_book(self.campaign).case(number)
        return f"/cases/{case.number if name == 'ig-office' else case.mark}"

    def lay_report(self, name: str) -> None:
        """The folder of a report with one file, as `anubhav report` leaves it."""
        folder = self.campaign.data / "reports" / name
        folder.mkdir(parents=True)
        (folder / "office.csv").write_bytes(b"")
        week = name if "W" in name else "2026-W44"  # a month's is of its last week
        files = Manifest(self.campaign.id, week, "", "", "", {}, {"office.csv": ""})
        (folder / "manifest.json").write_bytes(manifest_bytes(files))


@pytest.fixture(scope="session")
def accounts_made() -> bytes:
    """The file of accounts of `OFFICERS`. Their hashes ask for next to no work, or each login of a test would cost a fifth of a second
    of the processor on purpose: what an account costs is held in test_login.py."""
    light = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    rows = [Account(name, DeskRole(role), area, light.hash(PASSWORD)) for name, (role, area) in OFFICERS.items()]
    return json.dumps([asdict(row) for row in rows]).encode()


@pytest.fixture
def office(office_made: Campaign, tmp_path: Path, config_dir: Path) -> Campaign:
    """A copy of `office_made` for one test."""
    shutil.copytree(office_made.root, tmp_path / "office")
    return replace(office_made, root=tmp_path / "office")


@pytest.fixture(scope="session")
def office_made(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """Two districts in a folder of their own: eight weeks at a few stations, and nine responses of today that speak of money."""
    campaign = load_campaign(PROJECT)
    districts = tuple(each for each in campaign.districts if each.code in ("SKT", "SBG"))
    stations = tuple(each for each in campaign.stations if each.district in ("SKT", "SBG"))
    campaign = replace(
        campaign, root=tmp_path_factory.mktemp("desk") / "office", districts=districts, stations=stations
    )
    write(campaign, past_and_today(campaign))
    return campaign


def past_and_today(campaign: Campaign) -> list[Pull]:
    chance = random.Random(3)
    old = [
        a_response(
            campaign,
            station,
            TODAY - timedelta(days=7 * week + day),
            chance,
            money=_no(campaign),
            minute=300,
            message="दो घंटे इंतज़ार",
        )
        for week in range(1, 9)
        for day, station in ((0, "SKT-SAK"), (1, "SKT-SAK"), (0, "SBG-SRG"))
    ]
    new = [
        a_response(
            campaign,
            "SKT-SAK",
            TODAY,
            chance,
            money=_yes(campaign),
            message=WRITTEN,
            minute=480 + turn,
            name="Zvanika Quillborne",
            mobile="9876501234",
        )
        for turn in range(9)
    ]
    return [Pull(TODAY - timedelta(days=6), old), Pull(TODAY - timedelta(days=1), []), Pull(TODAY, new)]


def _yes(campaign: Campaign) -> str:
    return campaign.form.question("money").options[1]


def _no(campaign: Campaign) -> str:
    return campaign.form.question("money").options[0]


@pytest.fixture
def serve(accounts_made: bytes) -> Iterator[Callable[..., Served]]:
    """Serves the desk of a campaign as the command does; with the accounts of `OFFICERS` unless told otherwise."""
    running = []

    def start(campaign: Campaign, *, accounts: bool = True) -> Served:
        if accounts:
            folder = key_file(campaign.id).parent
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(folder / FILE, accounts_made)
        told: list[Exception] = []
        clock = [NOW]
        listener = pipeline.listen("127.0.0.1", 0)
        desk = pipeline.open_desk(
            campaign, "127.0.0.1", listener.getsockname()[1], clock=lambda: clock[0], on_error=told.append
        )
        served = server(desk.app, ending=desk.ending)
        thread = threading.Thread(target=served.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        running.append((served, thread))

        def stop() -> None:
            served.should_exit = True
            thread.join(10)

        return Served(campaign, desk.root, desk.entrance, told, clock, desk.app, stop)

    yield start
    for served, thread in running:
        served.should_exit = True
        thread.join(10)


@pytest.fixture
def desk(office: Campaign, serve: Callable[..., Served]) -> Served:
    return serve(office)


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """A page of a browser of its own; fails at the end when a page asked for anything but its desk, or complained."""
    contexts, asked, said = [], [], []

    def start(desk: Served, width: int, name: str = "ig-office", *, locale: str = "hi-IN") -> Any:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale=locale)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda request: asked.append(request.url) if not request.url.startswith((desk.root, "data:")) else None,
        )
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(desk.root)
        page.locator('input[name="name"]').fill(name)
        page.locator('input[name="password"]').fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(desk.root + "/")
        return page

    start.said = said  # type: ignore[attr-defined]  # a test that provokes a complaint takes it
    yield start
    for context in contexts:
        context.close()
    assert asked == []
    assert said == []
