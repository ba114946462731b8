"""What the desk says: today beside the usual, the running week apart from the published one, each officer their own part."""

from __future__ import annotations

import random
import re
import shutil
import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import requests
from invented_pulls import Pull, a_response, write

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, Role, Status
from anubhav_gforms.cases.case import About
from anubhav_gforms.desk.pages import LANGUAGES_OF_PAGES
from anubhav_gforms.privacy.lots import BATCH
from anubhav_gforms.reports import Audience
from anubhav_gforms.responses.ledger.events import Event, EventKind
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.writer import writing
from tests.desk.conftest import NOW, TODAY, Served


def tile(text: str, words: str) -> str:
    """The number above some words."""
    found = re.search(rf"<strong>([^<]*)</strong><span>{words}", text)
    assert found, words
    return found[1]


def test_nine_responses_of_today_are_nine_at_their_station(desk: Served) -> None:
    """What the dashboard before it said of them: "0 answers, 158 places are silent"."""
    text = desk.visitor("ig-office").get("/?language=en").text
    assert tile(text, "responses today") == "9"
    assert tile(text, "responses this week so far") == "9"
    assert text.count('class="chip bad">money asked for') == 9
    row = re.search(r'<a href="/station/SKT-SAK">[^/]*</a>.*?</tr>', text[text.index('id="stations"') :], re.S)
    assert row
    assert re.findall(r"<td>([^<]*)</td>", row[0]) == ["9", "9", "2.0"]
    assert "usual by this hour: 2.0" in text, "two responses on each of eight Thursdays"
    assert "usual by this hour: 3.0" in text, "and one on each Wednesday before"


def test_hindi_comes_first_and_english_by_a_click_that_is_remembered(desk: Served) -> None:
    visitor = desk.visitor("ig-office")
    assert '<html lang="hi">' in visitor.get("/").text
    assert '<html lang="en">' in visitor.get("/?language=en").text
    assert '<html lang="en">' in visitor.get("/wall").text
    assert '<html lang="hi">' in visitor.get("/wall?language=hi").text
    assert '<html lang="hi" data-language="hi">' in visitor.get("/messages").text, "a page of the report opens likewise"
    assert '<html lang="en" data-language="en">' in visitor.get("/report?language=en").text
    assert LANGUAGES_OF_PAGES == ("hi", "en")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=सक्ती", 9 + 6),
        ("words=SKT-SAK", 9 + 6),
        ("district=SBG", 3),
        ("district=XXX", 0),
        ("grave=1", 9),
        ("theme=waiting", 9),
        ("district=XXX&theme=waiting", 0),
        ("words=skt-sak&grave=1&district=SKT", 9),
        ("page=99999999999999999999", None),
        ("words=%27%3B--%00%ff", 0),
    ],
)
def test_search_and_filters_narrow_the_feed(desk: Served, query: str, found: int | None) -> None:
    reply = desk.visitor("ig-office").get(f"/?language=en&{query}")
    assert reply.status_code == 200
    text = re.search(r'<p class="lead">(\d+) responses? of the last four weeks', reply.text)
    assert text
    if found is not None:
        assert int(text[1]) == found


def test_no_page_holds_a_text_a_name_or_a_number(desk: Served) -> None:
    visitor = desk.visitor("ig-office")
    for path in ("/", "/wall", "/station/SKT-SAK", "/report", "/published", "/account", "/metrics", "/healthz"):
        text = visitor.get(path).text
        assert not [word for word in ("zqmessage", "98765", "Zvanika", "Quillborne") if word in text], path
    text = visitor.get("/messages").text
    assert "zqmessage" in text
    assert not [word for word in ("98765 43210", "9876501234", "Quillborne") if word in text]


def test_the_wall_names_no_grave_matter_to_whoever_walks_past(desk: Served) -> None:
    visitor = desk.visitor("ig-office")
    assert "money asked for" in visitor.get("/?language=en").text
    wall = visitor.get("/wall?language=en").text
    assert "SKT-SAK" in wall or "Sakti" in wall
    assert "money asked for" not in wall
    assert 'class="answer grave"' not in wall
    assert 'class="answer"' in wall
    pipeline.open_case(desk.campaign, about=About.MONEY, station="SKT-SAK", who="watch", clock=lambda: NOW)
    known = re.compile(' data-version="[^"]*"')
    after = visitor.get("/wall?language=en").text
    assert known.sub("", after) == known.sub("", wall), "a count of cases that rises with a response tells what it said"


def test_the_wall_says_where_and_when_somebody_responded_and_not_what(desk: Served) -> None:
    """Whoever walks past may have seen who was at that station at that minute."""
    visitor = desk.visitor("ig-office")
    said = ('class="rating', 'class="about"', 'class="chip')
    first, wall = (visitor.get(f"{path}?language=en").text for path in ("/", "/wall"))
    assert [each in first for each in said] == [True] * 3
    assert [each in wall for each in said] == [False] * 3


def test_the_running_week_and_the_published_one_are_told_apart(desk: Served) -> None:
    visitor = desk.visitor("ig-office")
    assert "Nothing was announced yet." in visitor.get("/?language=en").text
    grades = pipeline.grade(desk.campaign, clock=lambda: NOW)
    pipeline.write_report(desk.campaign, grades, language="en", clock=lambda: NOW)
    text = visitor.get("/?language=en").text
    assert "Last announced: 16–22 November 2026" in text
    assert "The running week: 23–29 November 2026" in text
    order = re.findall(r'href="/published/2026-W47/((?:shared/)?\w+\.\w+)"', visitor.get("/published").text)
    assert order[:2] == ["office.html", "office.pdf"], "what a person reads, before tables"
    assert order[-5:] == [
        f"shared/{name}" for name in ("report.html", "range.pdf", "grades.xlsx", "grades.csv", "grades.json")
    ]
    page = visitor.get("/published/2026-W47/office.html")
    assert page.status_code == 200
    assert "not announced" not in visitor.get("/published").text
    draft = "A draft: nothing of it is announced"
    assert draft in visitor.get("/report").text, "the same week, with other figures"
    assert draft not in page.text
    running = pipeline.grade(desk.campaign, week="2026-W48", clock=lambda: NOW)
    pipeline.write_report(desk.campaign, running, language="en", clock=lambda: NOW)
    listed = visitor.get("/published").text
    assert "<h2>23–29 November 2026 <small>2026-W48&nbsp;· not announced: its figures may change</small></h2>" in listed
    assert "<h2>16–22 November 2026 <small>2026-W47&nbsp;· last announced</small></h2>" in listed
    assert "'unsafe-inline'" not in page.headers["content-security-policy"].partition("script-src")[2].partition(";")[0]


def test_an_sp_is_told_which_of_both_files_of_the_district_is_which(desk: Served) -> None:
    grades = pipeline.grade(desk.campaign, clock=lambda: NOW)
    pipeline.write_report(desk.campaign, grades, audiences=[Audience.DISTRICT], language="en", clock=lambda: NOW)
    for language, said in (
        ("en", {"SKT.pdf": "Sakti · to print", "SKT-messages.html": "Sakti · What people wrote"}),
        ("hi", {"SKT.pdf": "सक्ती · छापने के लिए", "SKT-messages.html": "सक्ती · लोगों ने क्या लिखा"}),
    ):
        listed = desk.visitor("sp-sakti").get(f"/published?language={language}").text
        assert dict(re.findall(r">(SKT[\w.-]+)</a> <small>([^<]*)<", listed)) == said


def test_every_report_can_be_reached_the_newest_first(desk: Served) -> None:
    """Twenty are listed with their files; a month stands with the weeks that it ends with, not behind all of them."""
    names = [*(f"2026-W{week}" for week in range(25, 48)), "2026-10"]
    for name in names:
        desk.lay_report(name)
    visitor = desk.visitor("ig-office")
    page = visitor.get("/published?language=en").text
    listed = re.findall(r'href="/published/([^/]*)/office.csv"', page)
    assert listed[:6] == ["2026-W47", "2026-W46", "2026-W45", "2026-W44", "2026-10", "2026-W43"]
    others = dict(re.findall(r'href="/published\?week=([^"]*)">([^<]*)<', page))
    assert set(listed) | set(others) == set(names)
    assert others["2026-W25"] == "15–21 June 2026"
    assert 'href="/published/2026-W25/office.csv"' in visitor.get("/published?week=2026-W25").text


def test_an_sp_sees_full_lots_of_their_own_stations_only(office: Campaign, serve) -> None:
    """17 responses of the weeks before and 9 of today: of those seen before midnight three lots are full."""
    desk = serve(office)
    text = desk.visitor("sp-sakti").get("/?language=en").text
    assert "SKT-SAK" in text
    assert "SBG" not in text
    counts = [int(each) for each in re.findall(r"<td>(\d+)</td>", text)]
    assert len(counts) == 5
    assert all(count % 5 == 0 for count in counts)
    assert counts[0] == 0, "what came today waits until midnight"
    assert "stations had no full group by last midnight." in text, "some may have one since"
    assert not re.search(r"/answer/|class=\"chip bad|data-seen", text)
    desk.clock[0] = NOW + timedelta(days=1)
    after = desk.visitor("sp-sakti").get("/?language=en").text
    first = re.search(r"<td>(\d+)</td>", after)
    assert first
    assert int(first[1]) == 10, "two lots: those nine, and one that waited"


def test_what_was_deleted_today_moves_an_sp_s_groups_at_midnight_too(office: Campaign, serve) -> None:
    """A group whose last response goes: when the office took it out is nobody's to see."""
    desk = serve(office)

    def groups() -> int:
        text = desk.visitor("sp-sakti").get("/station/SKT-SAK?language=en").text
        return sum(map(int, re.findall(r"<li>[^<]*: (\d+)</li>", text)))

    before = groups()
    with writing(office.data / "ledger", command="test") as writer:
        at = int(NOW.timestamp() * 1000) - 60_000
        old = open_ledger(office).frame(["station", "day"])
        rows = old.index[(old["station"] == "SKT-SAK") & (old["day"] < str(TODAY))].tolist()
        writer.add_events([Event(EventKind.GONE, at, row, row, -1) for row in rows])
        writer.commit("pull", about={})
    assert groups() == before > 0
    desk.clock[0] = NOW + timedelta(days=1)
    assert groups() == 2 * BATCH, "two groups that hold responses of today; those of the weeks before went"


def test_an_sp_cannot_count_responses_that_came_with_a_group_and_enter_no_score(office: Campaign, serve) -> None:
    """A sixth would tell that one response of these was about something else, or left the ratings out."""
    topic, day, chance = office.form.role(Role.TOPIC), TODAY - timedelta(days=1), random.Random(9)
    assert topic
    odd: list[dict[str, Any]] = [{"topic": topic.means["elsewhere"]}, dict.fromkeys(office.grade_rules.items)]
    shutil.rmtree(office.data)
    shutil.rmtree(office.root / "keys")
    new = [a_response(office, "SKT-SAK", day, chance, **said) for said in (*odd, {}, {}, {}, {}, {})]
    write(office, [Pull(day, new), Pull(TODAY, [])])
    text = serve(office).visitor("sp-sakti").get("/?language=en").text
    assert re.findall(r"<td>(\d+)</td>", text) == ["5", "0", "0", "0", "0"]


def test_an_sp_is_told_of_no_closed_station_that_it_waits_for_responses(office: Campaign, serve) -> None:
    def waiting(campaign: Campaign) -> int:
        text = serve(campaign).visitor("sp-sakti").get("/?language=en").text
        found = re.search(r"(\d+) stations had no full group", text)
        assert found
        return int(found[1])

    silent = next(each for each in office.stations if each.district == "SKT" and each.code != "SKT-SAK")
    closed = replace(silent, status=Status.CLOSED, closed_on=date(2026, 10, 1))
    stations = tuple(closed if each is silent else each for each in office.stations)
    assert waiting(replace(office, stations=stations)) == waiting(office) - 1


def test_an_sp_hears_of_a_new_lot_and_not_of_a_response(desk: Served) -> None:
    """The stream names what an officer sees: one more response changes it for the IG's office, and for no SP."""

    def seen(name: str) -> str:
        with desk.visitor(name).get("/events", stream=True) as stream:
            return next(line.decode() for line in stream.iter_lines() if line.startswith(b"data:"))

    before = seen("ig-office"), seen("sp-sakti"), seen("sp-sarangarh")
    chance = random.Random(9)
    write(desk.campaign, [Pull(TODAY, [a_response(desk.campaign, "SKT-SAK", TODAY, chance)])])
    after = seen("ig-office"), seen("sp-sakti"), seen("sp-sarangarh")
    assert after[0] != before[0]
    assert after[1:] == before[1:]
    analyst = seen("analyst")
    pipeline.open_case(desk.campaign, about=About.MONEY, station="SKT-SAK", who="watch", clock=lambda: NOW)
    assert seen("analyst") == analyst, "a second piece of news after a pull would tell that what came was grave"


def test_nothing_that_an_sp_can_watch_moves_when_somebody_responds_or_a_case_is_opened_for_others(desk: Served) -> None:
    """Neither a page nor the beat of the stream: each would tell the second in which somebody responded, and that it was grave."""
    sp, campaign = desk.visitor("sp-sakti"), desk.campaign

    def pages() -> list[str]:
        return [sp.get(path).text for path in ("/", "/cases", "/messages", "/published", "/account")]

    before = pages()
    with sp.get("/events", stream=True) as stream:
        lines = stream.iter_lines(chunk_size=1)
        assert [next(lines)[:5] for _ in range(4)] == [b"data:", b"", b": sti", b""]
        chance = random.Random(9)
        write(campaign, [Pull(TODAY, [a_response(campaign, "SKT-SAK", TODAY, chance)])])
        pipeline.open_case(campaign, about=About.OTHER, station="SKT-SAK", who="ig-office", clock=lambda: NOW)
        assert pages() == before
        connection = stream.raw.connection.sock
        connection.settimeout(3)  # looks at the files come each second
        with pytest.raises(TimeoutError):
            connection.recv(1)


def test_a_ledger_that_cannot_be_read_is_told_in_words(desk: Served, caplog: pytest.LogCaptureFixture) -> None:
    visitor = desk.visitor("ig-office")
    (desk.campaign.data / "ledger" / "manifest.json").write_text("{", "utf-8")
    reply = visitor.get("/?language=en")
    assert reply.status_code == 503
    assert "manifest.json" in reply.text
    for path in ("/healthz", "/metrics"):
        assert requests.get(f"{desk.root}{path}", timeout=10).status_code == 503, path
    assert caplog.records == [], "the office's window is no place for a traceback"


def test_a_file_that_stays_damaged_is_told_once(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window had the same sentence each second, and pushed out whatever else it told."""
    manifest = desk.campaign.data / "ledger" / "manifest.json"
    whole = manifest.read_bytes()
    monkeypatch.setattr("anubhav_gforms.desk.web.LOOKS", 0.01)
    with desk.visitor("ig-office").get("/events", stream=True) as stream:
        news = (line for line in stream.iter_lines(chunk_size=1) if line.startswith(b"data:"))
        next(news)
        for turn in (1, 2):
            manifest.write_bytes(b"{" * turn)
            while len(desk.told) < turn:
                time.sleep(0.01)
            time.sleep(0.3)  # some more looks
            assert len(desk.told) == turn
            manifest.write_bytes(whole)
            next(news)
