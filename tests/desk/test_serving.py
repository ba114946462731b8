"""How the desk serves: the stream of news, many readers at once, health and metrics, faults, packed pages and what a browser keeps."""

from __future__ import annotations

import random
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import requests
from invented_pulls import Pull, a_response, write
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from anubhav_gforms import pipeline
from anubhav_gforms.cases.case import About
from anubhav_gforms.desk import pages
from anubhav_gforms.responses.alerts.outbox import Outbox, Waiting, save_outbox
from tests.desk.conftest import NOW, TODAY, WRITTEN, Served


def test_the_stream_says_within_two_looks_that_a_pull_brought_something(desk: Served) -> None:
    with desk.visitor("ig-office").get("/events", stream=True) as stream:
        lines = (line.decode() for line in stream.iter_lines() if line.startswith(b"data:"))
        first = next(lines)
        write(desk.campaign, [Pull(TODAY, [a_response(desk.campaign, "SBG-SRG", TODAY, random.Random(1))])])
        assert next(lines) != first


def test_readers_who_leave_at_once_leave_no_fault_behind(desk: Served, caplog: pytest.LogCaptureFixture) -> None:
    visitor = desk.visitor("ig-office")
    cookie = f"{visitor.cookie}={visitor.http.cookies[visitor.cookie]}"
    address = urlsplit(desk.root)
    readers = []
    for _ in range(200):
        reader = socket.create_connection((str(address.hostname), int(address.port or 0)), 30)
        reader.sendall(f"GET /events HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {cookie}\r\n\r\n".encode())
        readers.append(reader)
    for reader in readers:
        said = b""
        while b"data:" not in said:
            said += reader.recv(4096)
    write(desk.campaign, [Pull(TODAY, [a_response(desk.campaign, "SBG-SRG", TODAY, random.Random(1))])])
    for reader in readers:
        assert b"data:" in reader.recv(4096)
    for reader in readers:
        reader.close()
    while "_streams 0.0" not in desk.visitor().get("/metrics").text:
        time.sleep(0.1)
    assert not [record for record in caplog.records if record.exc_info]


def test_a_desk_that_is_stopped_lets_open_pages_go(desk: Served, caplog: pytest.LogCaptureFixture) -> None:
    """Ctrl+C with a page open showed the officer sixty lines of faults."""
    with desk.visitor("ig-office").get("/events", stream=True) as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith(b"data:")
        desk.stop()
        assert b"event: over" not in [*lines], "the page would load itself again from nobody"
    assert not caplog.records


def test_the_desk_replies_while_all_its_readers_wait_for_one_page(desk: Served) -> None:
    """The draft of 2,000 stations takes 19 s, and whoever asks meanwhile waits for it in a thread."""
    made, waiting, readers = threading.Event(), threading.Semaphore(0), 200

    def draft(_: Request) -> Response:
        waiting.release()
        made.wait(60)
        return Response("made")

    desk.app.router.routes.insert(0, Route("/draft", draft))
    with ThreadPoolExecutor(readers) as pool:
        asked = [pool.submit(requests.get, f"{desk.root}/draft", timeout=90) for _ in range(readers)]
        try:
            assert all(waiting.acquire(timeout=30) for _ in range(readers))
            assert desk.visitor("ig-office").get("/?language=en").status_code == 200
        finally:
            made.set()
        assert {each.result().text for each in asked} == {"made"}


def test_health_tells_a_monitor_and_no_count(desk: Served) -> None:
    found = requests.get(f"{desk.root}/healthz", timeout=10)
    assert (found.status_code, found.json()["status"]) == (200, "ok")
    desk.clock[0] = NOW + timedelta(days=2)
    late = requests.get(f"{desk.root}/healthz", timeout=10)
    assert late.status_code == 503
    assert set(late.json()) == {"status", "minutes_since_pull"}
    assert (
        "Nothing could be pulled since 26 November, 23:30, for 39 hours"
        in desk.visitor("ig-office").get("/?language=en").text
    )


def test_metrics_are_what_prometheus_reads(desk: Served) -> None:
    from prometheus_client.parser import text_string_to_metric_families  # only here

    text = requests.get(f"{desk.root}/metrics", timeout=10).text
    numbers = {each.name: each.samples for each in text_string_to_metric_families(text)}
    assert numbers["anubhav_pull_age_seconds"][0].value == (NOW.replace(hour=9) - NOW.replace(hour=18)).total_seconds()
    assert "SKT" not in text


def test_metrics_tell_nothing_that_a_response_or_a_case_moves(desk: Served) -> None:
    """A proxy on this computer asks from this computer, whoever asked it."""

    def told() -> list[str]:
        own = ("#", "anubhav_requests", "process_", "anubhav_pull_age")
        return [
            line
            for line in requests.get(f"{desk.root}/metrics", timeout=10).text.splitlines()
            if not line.startswith(own)
        ]

    before = told()
    assert before
    pipeline.open_case(desk.campaign, about=About.MONEY, station="SKT-SAK", who="watch", clock=lambda: NOW)
    save_outbox(Outbox(waiting=(Waiting("address", "Money", "asked for"),)), desk.campaign.data)
    write(desk.campaign, [Pull(TODAY, [a_response(desk.campaign, "SKT-SAK", TODAY, random.Random(9))])])
    assert told() == before
    here = [desk.visitor(name).get("/?language=en").text for name in ("ig-office", "analyst")]
    assert ["1 alert could not be sent yet" in text for text in here] == [True, False], "it is of what just came"
    assert not [line for line in before if line.rpartition(" ")[2] == "33.0"], "how many responses the ledger has"


def test_what_fails_is_told_to_the_window_and_not_to_the_reader(
    desk: Served, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    visitor = desk.visitor("ig-office")

    def broken(*_: object) -> None:
        raise ValueError(WRITTEN)

    monkeypatch.setattr("anubhav_gforms.desk.app.wall_values", broken)
    reply = visitor.get("/wall")
    assert reply.status_code == 503
    assert [type(error) for error in desk.told] == [ValueError]
    shown = capfd.readouterr()
    assert "zqmessage" not in reply.text + str(reply.headers) + shown.out + shown.err


def test_pages_without_a_token_are_packed_for_slow_lines_and_the_same_for_who_cannot_unpack(desk: Served) -> None:
    visitor = desk.visitor("ig-office")
    for path, is_packed in (
        ("/", True),
        ("/report", True),
        ("/messages", True),
        ("/praise", False),
        ("/account", False),
    ):
        plain = visitor.get(path, headers={"Accept-Encoding": "identity"})
        packed = visitor.get(path, headers={"Accept-Encoding": "gzip"})
        refusing = visitor.get(path, headers={"Accept-Encoding": "br, gzip;q=0"})
        assert plain.headers.get("content-encoding") is refusing.headers.get("content-encoding") is None
        assert packed.headers.get("content-encoding") == ("gzip" if is_packed else None), path
        assert packed.text == plain.text, path
        assert packed.headers["content-security-policy"] == plain.headers["content-security-policy"]
        assert 'name="token"' not in packed.text or not is_packed, path
        if is_packed:
            assert int(packed.headers["content-length"]) < 0.75 * len(plain.content), path
            assert packed.headers["vary"] == "accept-encoding"


def test_names_that_strangers_ask_for_are_not_kept(desk: Served) -> None:
    visitor = desk.visitor()
    assert {visitor.get(f"/static/{number}.css").status_code for number in range(50)} == {404}
    assert pages.static.cache_info().currsize == 1
    assert pages.static().keys() == {*pages.FONTS, *pages.STATIC}


@pytest.mark.parametrize("name", ["desk.css", "desk.js", "Mukta-Regular.woff2"])
def test_a_browser_that_has_fonts_and_style_is_not_sent_them_again(desk: Served, name: str) -> None:
    """Two fonts of 70 kB came again every five minutes."""
    first = desk.visitor().get(f"/static/{name}")
    again = desk.visitor().get(f"/static/{name}", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, len(first.content) > 1000) == (200, True)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert desk.visitor().get(f"/static/{name}", headers={"If-None-Match": '"other"'}).content == first.content
