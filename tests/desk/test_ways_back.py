"""Nobody is left standing at the desk: a wrong address, a link from a mail, a session that ended, two officers at one case."""

from __future__ import annotations

import errno
import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from anubhav_gforms import pipeline, version
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cases.case import About, Matter
from anubhav_gforms.desk import web
from anubhav_gforms.pipeline.matters import open_matters
from tests.desk.conftest import NOW, PASSWORD, Served, Visitor

LONG = "थाना प्रभारी से बात हुई। " * 83  # as long as a note may be: nine bytes a letter on their way


@pytest.fixture
def at_case(desk: Served) -> Served:
    pipeline.open_case(desk.campaign, about=About.MONEY, station="SKT-SAK", who="watch", clock=lambda: NOW)
    return desk


def fields(visitor: Visitor, deed: str, **more: str) -> dict[str, str]:
    """What the browser sends with the form of a deed, as the page has it now."""
    page = visitor.get("/cases/1").text
    form = next(each for each in page.split("<form")[1:] if f'name="deed" value="{deed}"' in each)
    return {**dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)), **more}


@pytest.mark.parametrize("path", ["/nothing", "/logout", "/static", "/cases/1/more", "/उत्तर"])
def test_a_wrong_address_is_told_in_the_reader_s_language_with_a_way_back(desk: Served, path: str) -> None:
    visitor = desk.visitor("sp-sakti")
    reply = visitor.get(path)
    assert (reply.status_code, reply.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "ऐसा कोई पृष्ठ नहीं है।" in reply.text
    assert '<a href="/">डेस्क पर वापस</a>' in reply.text
    visitor.get("/?language=en")
    assert "There is no such page." in visitor.get(path).text
    assert visitor.post("/wall", {"token": visitor.token("/account")}).status_code == 404, "a page that takes no form"


def test_a_link_of_an_alert_opens_after_the_login(at_case: Served) -> None:
    visitor = at_case.visitor()
    way = visitor.get("/cases/1?language=en").headers["location"]
    page = visitor.get(way)
    assert parse_qs(urlsplit(way).query) == {"to": ["/cases/1?language=en"]}
    sent = {name: value.replace("&amp;", "&") for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', page.text)}
    reply = visitor.post("/login", {**sent, "name": "ig-office", "password": PASSWORD})
    assert (reply.status_code, reply.headers["location"]) == (303, "/cases/1?language=en")
    assert visitor.get("/login?to=/cases").headers["location"] == "/cases", "who is logged in already"


@pytest.mark.parametrize(("language", "said"), [("hi", "डेस्क पर वापस"), ("en", "Back to the desk")])
def test_a_page_of_a_report_leads_back_to_the_desk_whose_file_stays_as_it_is(
    desk: Served, language: str, said: str
) -> None:
    pipeline.write_report(desk.campaign, pipeline.grade(desk.campaign, clock=lambda: NOW), clock=lambda: NOW)
    visitor = desk.visitor("ig-office")
    listed = re.findall(r'href="(/published/[^"]+\.html)"', visitor.get("/published").text)
    assert {path.rpartition("/")[2] for path in listed} >= {"office.html", "report.html"}
    for path in (*listed, "/report", "/messages"):
        links = re.findall(r'<a href="/"[^>]*>(.*?)</a>', visitor.get(f"{path}?language={language}").text)
        assert len(links) == 1, path
        assert f'<span lang="{language}">{said}</span>' in links[0], path
    for path in listed:
        file = desk.campaign.data / "reports" / path.removeprefix("/published/")
        assert b'href="/' not in file.read_bytes(), path


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil", "javascript:1", "/a\r\nX: y"]
)
def test_the_login_leads_to_no_other_place(desk: Served, to: str) -> None:
    visitor = desk.visitor()
    token = visitor.token(f"/login?{urlencode({'to': to})}")
    reply = visitor.post("/login", {"token": token, "to": to, "name": "ig-office", "password": PASSWORD})
    assert (reply.status_code, reply.headers["location"]) == (303, "/")


def test_the_login_keeps_the_language_and_the_name(desk: Served) -> None:
    visitor = desk.visitor()
    token = visitor.token("/login?language=en")
    reply = visitor.post("/login", {"token": token, "name": "ig-office", "password": "wrong"})
    assert "Name or password is wrong." in reply.text
    assert 'name="name" value="ig-office"' in reply.text
    visitor.log_in("ig-office")
    assert '<html lang="en">' in visitor.get("/").text


def test_the_other_language_shows_what_was_looked_for(desk: Served) -> None:
    visitor = desk.visitor("ig-office")
    page = visitor.get("/?words=sakti&purpose=&grave=1&language=hi").text
    assert 'href="?words=sakti&amp;purpose=&amp;grave=1&amp;language=en"' in page
    assert 'href="?state=closed&amp;language=en"' in visitor.get("/cases?state=closed").text


def test_what_was_written_after_a_session_ended_is_shown_again(at_case: Served) -> None:
    visitor = at_case.visitor("ig-office")
    typed = fields(visitor, "note", text="<b>बात हुई</b>")
    visitor.http.cookies.clear()
    reply = visitor.post("/cases/1", typed)
    assert reply.status_code == 401
    assert "कुछ नहीं लिखा गया" in reply.text
    assert "&lt;b&gt;बात हुई&lt;/b&gt;" in reply.text
    assert '<a href="/cases/1">' in reply.text
    praised = {"token": typed["token"], "id": "0000000000000008", "deed": "confirm", "name": "प्रधान आरक्षक, माल्खाना"}
    assert praised["name"] in visitor.post("/praise", praised).text
    visitor.log_in("ig-office")
    assert visitor.post("/cases/1", typed).status_code == 403, "the token of the session before"
    assert visitor.post("/cases/1", {**typed, "token": visitor.token("/account"), "text": LONG}).status_code == 303
    found = pipeline.case_book(at_case.campaign).case(1)
    assert found.steps[-1].text == LONG.strip()


def test_of_two_officers_at_one_case_the_second_sees_what_the_first_did(at_case: Served) -> None:
    first, second = at_case.visitor("ig-office"), at_case.visitor("ig-office")
    ways = {deed: fields(second, deed, text="दूसरे का कारण") for deed in ("note", "assign", "close")}
    assert first.post("/cases/1", fields(first, "assign", owner="sp-skt", due="2026-12-02", text="")).status_code == 303
    for deed, more in (("assign", {"owner": "analyst"}), ("close", {"outcome": "unfounded"})):
        reply = second.post("/cases/1", {**ways[deed], **more})
        assert reply.status_code == 400
        assert "दूसरे का कारण" in reply.text
        assert '<a href="/cases/1">' in reply.text
    found = pipeline.case_book(at_case.campaign).case(1)
    assert found.owner == "sp-skt"
    assert second.post("/cases/1", ways["note"]).status_code == 303, "a note takes nothing from anybody"
    assert second.post("/cases/1", fields(second, "close", outcome="unfounded", text="जाँच हुई")).status_code == 303


def test_a_package_that_cannot_be_looked_at_is_no_update(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a desk that 200 browsers hold open the system may refuse one more file."""
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "desk.html").write_text("old")
    monkeypatch.setattr(version, "PACKAGE", tmp_path)
    code = version.RunningCode()

    def full(folder: str) -> None:
        raise OSError(errno.EMFILE, "Too many open files", folder)

    with monkeypatch.context() as patched:
        patched.setattr(version.os, "scandir", full)
        assert not code.was_replaced
    (tmp_path / "part" / "desk.html").unlink()
    assert code.was_replaced


def test_a_desk_whose_package_was_updated_shows_and_writes_nothing_until_it_is_started_again(
    office: Campaign, serve: Callable[..., Served], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = tmp_path / "package"
    code.mkdir()
    (code / "desk.html").write_text("old")
    monkeypatch.setattr(version, "PACKAGE", code)
    monkeypatch.setattr(web, "LOOKS", 0.01)
    pipeline.open_case(office, about=About.MONEY, station="SKT-SAK", who="watch", clock=lambda: NOW)
    desk = serve(office)
    visitor = desk.visitor("ig-office")
    typed = fields(visitor, "note", text="बात हुई")
    (code / "__pycache__").mkdir()
    (code / "__pycache__" / "later.pyc").write_text("what Python compiles meanwhile is no update")
    time.sleep(0.5)
    with visitor.get("/events", stream=True) as open_page:
        assert visitor.get("/").status_code == 200
        (code / "desk.html").write_text("newer")
        assert b"event: over" in open_page.content, "an open page hears of it"
    for path in ("/", "/station/SKT-SAK", "/login", "/enter?key=x"):
        reply = visitor.get(path)
        assert reply.status_code == 503, path
        assert "नया संस्करण इंस्टॉल हुआ" in reply.text
    assert "anubhav was updated while this desk runs." in visitor.get("/?language=en").text
    reply = visitor.post("/cases/1", typed)
    assert (reply.status_code, "बात हुई" in reply.text) == (503, True), "what was typed is not lost"
    found = pipeline.case_book(office).case(1)
    assert len(found.steps) == 1
    assert visitor.get("/healthz").json()["status"] == "anubhav was updated: start the desk again"
    assert visitor.get("/healthz").status_code == 503
    assert [str(each) for each in desk.told] == [str(web.UPDATED)]


def test_a_case_of_several_stations_is_not_one_of_no_station(desk: Served) -> None:
    matters = [Matter("swept:1", (About.SWEPT,), answer="x"), Matter("gone:2", (About.GONE,), answer="y")]
    open_matters(desk.campaign, matters, who="watch", clock=lambda: NOW)
    visitor = desk.visitor("ig-office")
    swept = visitor.get("/cases/1?language=en").text
    assert "several stations" in swept
    assert "anubhav bench list --together x" in swept
    assert "/answer/x" not in swept, "the first of many is not the response that it is about"
    assert "कई इकाइयाँ" in visitor.get("/cases?language=hi").text
    assert "no station" in visitor.get("/cases/2?language=en").text
