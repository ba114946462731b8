"""The dashboard: made anew only when the ledger changed, for this machine's names only, behind its password, read-only."""

from __future__ import annotations

import random
import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests
import uvicorn
from invented_pulls import Pull, answer, write

from anubhav_gforms import pipeline
from anubhav_gforms.google.caller import Quota
from anubhav_gforms.nouns.quota import Used
from anubhav_gforms.reports.dashboard import USER, Live, LiveState, dashboard
from anubhav_gforms.responses.events import EventKind

STATE = LiveState(
    "head-1",
    "2026-W47",
    {"hi": "16–22 नवंबर 2026", "en": "16–22 November 2026"},
    3,
    5200,
    86,
    4,
    "22 Nov 2026, 20:10",
    (1, 2, 3),
)


class Office:
    """A ledger that can change, and how often the page was made of it."""

    def __init__(self) -> None:
        self.state, self.made = STATE, 0

    def page(self) -> bytes:
        self.made += 1
        return f"<p>page {self.made}</p>".encode()


@pytest.fixture
def office_now():
    return Office()


@pytest.fixture
def serve(office_now):
    """Serves the dashboard on a free port; gives its address."""
    running = []

    def start(password: str = "", live: Live | None = None) -> str:
        live = live or Live(lambda: office_now.state, office_now.page)
        app = dashboard(live, hosts=("127.0.0.1",), password=password)
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(10)


def test_the_page_is_made_anew_only_when_the_ledger_changed(serve, office_now):
    root = serve()
    assert [requests.get(f"{root}/report", timeout=10).text for _ in range(3)] == ["<p>page 1</p>"] * 3
    office_now.state = replace(STATE, head="head-2", answers=5201)
    assert requests.get(f"{root}/state", timeout=10).json()["answers"] == 5201
    assert requests.get(f"{root}/report", timeout=10).text == "<p>page 2</p>"


def test_only_names_of_this_machine_are_answered(serve):
    root = serve()
    assert requests.get(root, timeout=10).status_code == 200
    assert requests.get(root, headers={"Host": "evil.example"}, timeout=10).status_code == 400


def test_nothing_is_answered_without_the_password(serve):
    root = serve(password="only-here")
    for path in ("/", "/report", "/state"):
        assert requests.get(root + path, timeout=10).status_code == 401
        assert requests.get(root + path, auth=(USER, "wrong"), timeout=10).status_code == 401
        assert requests.get(root + path, auth=(USER, "only-here"), timeout=10).status_code == 200


def test_it_is_read_only_and_not_kept_by_the_browser(serve):
    root = serve()
    assert requests.post(root, timeout=10).status_code == 405
    assert requests.delete(f"{root}/report", timeout=10).status_code == 405
    assert requests.get(f"{root}/report", timeout=10).headers["Cache-Control"] == "no-store"


def test_the_frame_asks_nobody_else(serve):
    text = requests.get(serve(), timeout=10).text
    assert "default-src 'none'" in text
    assert "http://" not in text
    assert "https://" not in text


def test_the_line_can_tell_every_alert_that_the_rules_can_make(serve):
    text = requests.get(serve(), timeout=10).text
    for rule in ("money", "grave", "low_rating", "burst", EventKind.EDITED, EventKind.GONE):
        assert f'data-rule="{rule}"' in text


def test_a_report_that_cannot_be_made_says_where_to_look_and_nothing_else(serve, office_now, monkeypatch):
    def broken() -> bytes:
        raise ValueError("9876543210")

    monkeypatch.setattr(office_now, "page", broken)
    reply = requests.get(f"{serve()}/report", timeout=10)
    assert reply.status_code == 503
    assert "9876543210" not in reply.text


def test_the_line_can_name_every_quota_and_says_how_much_of_it_was_used(serve, office_now):
    text = requests.get(serve(), timeout=10).text
    for quota in Quota:
        assert f'data-quota="{quota.value[0]}"' in text
    office_now.state = replace(STATE, quota=Used("reading sheets", 7, 60), turned_away=2)
    told = requests.get(f"{serve()}/state", timeout=10).json()
    assert told["quota"] == {"what": "reading sheets", "most": 7, "limit": 60}
    assert told["turned_away"] == 2


@pytest.fixture
def wrote(small_office):
    """A campaign whose citizens wrote a message, their name and their mobile."""
    today, chance = datetime.now(UTC).date(), random.Random(2)
    words = {"name": "Zvanika Quillborne", "mobile": "9876501234"}
    said = "zqmessage पैसे माँगे, 98765 43210"
    came = [answer(small_office, "SKT-SAK", today - timedelta(days=turn), chance, message="") for turn in range(12)]
    write(small_office, [Pull(today, [*came, answer(small_office, "SKT-SAK", today, chance, message=said, **words)])])
    return small_office


PERSONAL = ("Zvanika", "Quillborne", "9876501234", "98765 43210")


def test_no_route_shows_what_anybody_wrote_unless_it_is_asked_for(serve, wrote):
    root = serve(live=pipeline.live_report(wrote))
    for path in ("/", "/report", "/state"):
        text = requests.get(root + path, timeout=30).text
        assert not [word for word in (*PERSONAL, "zqmessage", "/messages") if word in text]
    assert requests.get(f"{root}/messages", timeout=10).status_code == 404
    assert requests.get(f"{root}/state", timeout=10).json()["answers"] == 13


def test_messages_stand_behind_a_password_and_hold_no_name_and_no_number(serve, wrote):
    live = pipeline.live_report(wrote, with_messages=True)
    with pytest.raises(ValueError, match="password"):
        dashboard(live, hosts=("127.0.0.1",))
    root = serve(password="only-here", live=live)
    assert requests.get(f"{root}/messages", timeout=10).status_code == 401
    text = requests.get(f"{root}/messages", auth=(USER, "only-here"), timeout=30).text
    assert "zqmessage पैसे माँगे, [mobile]" in text
    assert 'id="grave"' in text
    frame, report = (requests.get(root + path, auth=(USER, "only-here"), timeout=30).text for path in ("/", "/report"))
    assert 'data-show="/messages"' in frame
    assert "zqmessage" not in report
    assert not [word for word in PERSONAL for page in (text, frame, report) if word in page]
