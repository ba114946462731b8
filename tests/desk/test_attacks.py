"""Attacks on the desk: each role against every page and file of the others; names, origins, tokens, ids, passwords, hostile texts."""

from __future__ import annotations

import random
import re
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial, reduce
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from invented_pulls import Pull, a_response, write

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cases.case import About
from anubhav_gforms.desk.board import Board
from anubhav_gforms.desk.guard import report_policy
from anubhav_gforms.desk.roles import DeskRole, Officer, may_have
from anubhav_gforms.desk.server import Protocol
from anubhav_gforms.pipeline.matters import case_book
from anubhav_gforms.reports.messages import Audience
from tests.desk.conftest import HOSTILE, NOW, OFFICERS, PASSWORD, TODAY, Served, Visitor

PAGES = {
    "/": "ig-office sp-sakti sp-sarangarh analyst",
    "/wall": "ig-office analyst",
    "/station/SKT-SAK": "ig-office sp-sakti analyst",
    "/station/SBG-SRG": "ig-office sp-sarangarh analyst",
    "/report": "ig-office analyst",
    "/messages": "ig-office",
    "/published": "ig-office sp-sakti sp-sarangarh analyst",
    "/account": "ig-office sp-sakti sp-sarangarh analyst",
    "/cases": "ig-office sp-sakti sp-sarangarh analyst",
    "/cases/1": "ig-office sp-sakti",
    "/answer/0000000000000000": "ig-office",
    "/praise": "ig-office",
}
"""Every page that only looks → who may."""


def test_every_page_is_in_the_table(desk: Served) -> None:
    """A new page must say here who may see it."""
    open_to_all = {"/events", "/login", "/logout", "/enter", "/static/{name}", "/healthz", "/metrics"}
    app: Any = pipeline.open_desk(desk.campaign, "127.0.0.1", 1).app
    names = {"SKT-SAK": "{code}", "SBG-SRG": "{code}", "cases/1": "cases/{name}", "0" * 16: "{id}"}
    known = {reduce(lambda text, name: text.replace(name, names[name]), names, path) for path in PAGES} | open_to_all
    known |= {"/published/{week}/{name:path}", "/{path:path}"}
    assert {route.path for route in app.routes} == known


@pytest.mark.parametrize("name", OFFICERS)
def test_each_role_opens_its_own_pages_and_no_other(desk: Served, name: str) -> None:
    pipeline.open_case(
        desk.campaign, about=About.OTHER, station="SKT-SAK", owner="sp-skt", who="ig-office", clock=lambda: NOW
    )
    visitor = desk.visitor(name)
    at = {"/cases/1": desk.case(1, name)}
    opened = {path for path in PAGES if visitor.get(at.get(path, path)).status_code == 200}
    assert opened == {path for path, who in PAGES.items() if name in who.split()}


def test_nobody_sees_anything_without_a_login(desk: Served) -> None:
    visitor = desk.visitor()
    for path in (*PAGES, "/published/2026-W47/office.html"):
        reply = visitor.get(path)
        to = "" if path == "/" else f"?{urlencode({'to': path})}"
        assert (reply.status_code, reply.headers["location"]) == (303, f"/login{to}"), path
    assert visitor.get("/nothing").headers["location"] == "/login?to=%2Fnothing", "as for a page that is there"
    assert visitor.get("/events").status_code == 401


def test_each_role_gets_its_own_files_of_a_report_and_no_other(desk: Served) -> None:
    """The files of the report are asked for by their names, whether a page names them or not; and no path leads out of them."""
    grades = pipeline.grade(desk.campaign, clock=lambda: NOW)
    report = pipeline.write_report(desk.campaign, grades, audiences=list(Audience), language="en", clock=lambda: NOW)
    names = {path.relative_to(report.folder).as_posix() for path in report.folder.rglob("*") if path.is_file()}
    shared = {each for each in names if each.startswith("shared/")}
    assert shared
    for name, (role, district) in OFFICERS.items():
        visitor = desk.visitor(name)
        got = {each for each in names if visitor.get(f"/published/{report.folder.name}/{each}").status_code == 200}
        expected = {
            "ig": names - {"manifest.json"},
            "sp": shared | {f"districts/{district}.pdf", f"districts/{district}-messages.html"},
            "analyst": shared | {each for each in names if "/" not in each} - {"manifest.json"},
        }[role]
        assert got == expected, name
        words = visitor.get("/messages?language=en")
        assert words.status_code == (403 if role == "analyst" else 200)
        assert ("This page is for others." in words.text) == (role == "analyst")
        if role == "sp":
            own = (report.folder / f"districts/{district}-messages.html").read_bytes()
            shown = re.sub(rb'<p class="tools"><a href="/".*?</p>\n', b"", words.content, count=1)
            assert shown == own, "what the report released, and nothing newer, but for the way back"
    visitor = desk.visitor("ig-office")
    for path in OUTSIDE:
        reply = raw(desk, path, visitor)
        assert b" 404 " in reply.partition(b"\r\n")[0], path


OUTSIDE = (
    "/published/2026-W47/../../ledger/manifest.json",
    "/published/2026-W47/..%2f..%2fledger%2fmanifest.json",
    "/published/..%2fledger/manifest.json",
    "/published/%2e%2e/ledger/manifest.json",
    "/published/2026-W47//etc/passwd",
    "/published/2026-W47/manifest.json",
    "/static/..%2fapp.py",
    "/static/base.html",
)


def raw(desk: Served, path: str, visitor: Visitor, *more: bytes) -> bytes:
    """A request as it is written, which no client tidies."""
    cookie = "; ".join(f"{each.name}={each.value}" for each in visitor.http.cookies)
    host = desk.root.removeprefix("http://")
    head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2])), timeout=20) as line:
        line.sendall(head.encode() + b"".join(more))
        said = b""
        while part := line.recv(65_536):
            said += part
    return said


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1@evil.example", "[::1].evil"])
def test_other_host_names_are_refused(desk: Served, host: str) -> None:
    for path in ("/", "/login", "/healthz", "/static/desk.js"):
        assert requests.get(desk.root + path, headers={"Host": host}, timeout=10).status_code == 400
    assert requests.get(f"{desk.root}/login", headers={"Host": "localhost"}, timeout=10).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_forms_of_other_sites_are_refused(desk: Served, headers: dict[str, str]) -> None:
    visitor = desk.visitor("ig-office")
    token = visitor.token("/account")
    assert visitor.post("/logout", {"token": token}, **headers).status_code == 403
    assert visitor.get("/").status_code == 200, "still logged in"
    assert visitor.post("/logout", {"token": token}).status_code == 303


def test_a_form_without_its_own_token_is_refused(desk: Served) -> None:
    visitor, other = desk.visitor("ig-office"), desk.visitor("analyst")
    for token in ("", "x", other.token("/account"), "é" * 30):
        assert visitor.post("/logout", {"token": token}).status_code == 403
    assert visitor.post("/logout", {}).status_code == 403
    assert visitor.get("/").status_code == 200
    login = desk.visitor()
    assert login.post("/login", {"name": "ig-office", "password": PASSWORD}).status_code == 403
    assert login.post("/login", {"token": "x" * 40_000, "name": "a", "password": "b"}).status_code == 403


def test_a_script_in_a_message_or_a_name_stays_text(office: Campaign, serve: Callable[..., Served]) -> None:
    first, *rest = office.stations
    evil = replace(first, name_en='<script>document.title="taken"</script>', name_hi='"><img src=x onerror=alert(1)>')
    campaign = replace(office, stations=(evil, *rest))
    write(
        campaign,
        [Pull(TODAY, [a_response(campaign, evil.code, TODAY, random.Random(1), message=HOSTILE, purpose=HOSTILE)])],
    )
    desk = serve(campaign)
    visitor = desk.visitor("ig-office")
    for path in ("/", "/wall", f"/station/{evil.code}", "/messages", "/report", f"/?words={HOSTILE}&purpose={HOSTILE}"):
        for language in ("hi", "en"):
            text = visitor.get(f"{path}{'&' if '?' in path else '?'}language={language}").text
            assert "<script>document" not in text, path
            assert "<img" not in text, path


def test_the_policy_allows_no_script_but_the_desk_s_own(desk: Served) -> None:
    """The second wall: even if a text got into a page as markup, no browser would run it."""
    visitor = desk.visitor("ig-office")
    for path in ("/", "/wall", "/login", "/nothing", "/healthz", "/published"):
        policy = visitor.get(path).headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
    for path in ("/report", "/messages"):
        reply = visitor.get(path)
        script = reply.headers["content-security-policy"].partition("script-src ")[2].partition(";")[0]
        assert re.fullmatch(r"'sha256-[^']+'( 'sha256-[^']+')*", script), path
        assert " on" not in re.sub(r"<script>.*?</script>|<style>.*?</style>|>[^<]*<", "", reply.text, flags=re.S)
    page = b"<style>a{}</style><script>1</script>"
    assert report_policy(page) != report_policy(page.replace(b"1", b"2"))


def test_no_other_site_can_read_or_frame_it(desk: Served) -> None:
    visitor = desk.visitor("ig-office")
    headers = visitor.get("/", headers={"Origin": "https://evil.example"}).headers
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Referrer-Policy"] == "same-origin", (
        "with no-referrer a browser sends Origin: null with the own forms of the desk"
    )
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "server" not in headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(desk: Served, method: str) -> None:
    assert desk.visitor("ig-office").http.request(method, desk.root, timeout=10).status_code == 405


@pytest.mark.parametrize("head", [b"X: " + b"a" * 40_000, b"X: a\r\n" * 6000])
def test_the_desk_takes_no_endless_head(head: bytes, desk: Served) -> None:
    host, _, port = desk.root.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        said = b""
        try:
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head)
            while part := line.recv(65_536):
                said += part
        except ConnectionError:
            pass
    assert b" 200 " not in said
    assert requests.get(f"{desk.root}/healthz", timeout=10).status_code in (200, 503)


def test_the_desk_waits_for_nobody(
    desk: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Protocol, "patience", 0.05)
    host, _, port = desk.root.removeprefix("http://").rpartition(":")
    form = f"POST /login HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {desk.root}\r\nContent-Length: 99\r\n\r\ntoken=".encode()
    for begun in (b"GET /state HTTP/1.1\r\nHost: 127", b"", form):
        with socket.create_connection((host, int(port)), timeout=20) as line:
            line.sendall(begun)
            assert line.recv(100) == b""
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(form)
    assert requests.get(f"{desk.root}/healthz", timeout=10).status_code in (200, 503)
    assert (desk.told, caplog.records) == ([], []), "the office's window tells nothing of a phone that left the network"


@pytest.mark.parametrize(
    "name",
    [
        "districts/SBG.pdf",
        "districts/SKT.pdf/../SBG.pdf",
        "stations/SKT-SAK.pdf",
        "office.csv",
        "ig/messages.html",
        "shared",
    ],
)
def test_an_sp_may_not_have(name: str) -> None:
    assert not may_have(Officer("sp-sakti", DeskRole.SP, "SKT"), name)


def test_an_old_link_of_a_week_that_is_not_there(desk: Served) -> None:
    assert (
        desk.visitor("ig-office").get(f"/published/{NOW - timedelta(days=400):%Y}-W01/office.html").status_code == 404
    )


def test_what_a_page_is_a_version_of_cannot_be_tried_out(desk: Served) -> None:
    """An SP knows all of a case but its number and its minute: few enough to try each, were the digest not keyed."""
    pipeline.open_case(desk.campaign, about=About.MONEY, station="SKT-SAK", who="watch", clock=lambda: NOW)
    officer = Officer("sp-sakti", DeskRole.SP, "SKT")
    one, other = (Board(desk.campaign, lambda: NOW, partial(case_book, desk.campaign)) for _ in range(2))
    assert one.version(officer) == one.version(officer) != other.version(officer)
