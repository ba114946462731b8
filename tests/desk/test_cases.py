"""Cases and single responses at the desk: who sees which, what may be done, and no response without the password and a line in the log."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.cases.case import About, Case
from anubhav_gforms.desk import casework
from anubhav_gforms.desk.sessions import TRIES
from anubhav_gforms.reports.given import read_actions
from anubhav_gforms.responses.ledger.ledger import open_ledger
from tests.desk.conftest import HOSTILE, NOW, PASSWORD, TODAY, Served, Visitor


@pytest.fixture
def response_id(desk: Served) -> str:
    """One of today's responses at SKT-SAK, with a message."""
    frame = open_ledger(desk.campaign).frame(["response_id", "message"])
    return str(frame[frame["message"].str.startswith("zqmessage")]["response_id"].iloc[0])


@pytest.fixture
def case(desk: Served, response_id: str) -> Case:
    return pipeline.open_case(
        desk.campaign, about=About.MONEY, station="SKT-SAK", response_id=response_id, who="watch", clock=lambda: NOW
    )


def do(visitor: Visitor, case: Case, deed: str, **fields: str) -> int:
    path = f"/cases/{case.number if visitor.name == 'ig-office' else case.mark}"
    return visitor.post(path, {"token": visitor.token("/account"), "deed": deed, **fields}).status_code


def test_a_case_is_followed_to_its_end(desk: Served, case: Case) -> None:
    """Noted, given to the SP, acted on by them, given back, closed, opened again: all at the desk, each by who did it."""
    ig, sp, other = desk.visitor("ig-office"), desk.visitor("sp-sakti"), desk.visitor("sp-sarangarh")
    assert f"/cases/{case.number}" in ig.get("/?language=en").text
    mine = f"/cases/{case.mark}"
    assert sp.get(mine).status_code == 404, "it does not lie with them"
    assert do(ig, case, "note", text="थाना प्रभारी से बात हुई, 98765 43210") == 303
    assert do(ig, case, "assign", owner="sp-skt", due=(TODAY + timedelta(days=3)).isoformat(), text="देखें") == 303
    assert sp.get(mine).status_code == 200
    assert "SP SKT" not in sp.get(f"{mine}?language=en").text, "the district's name, not its code"
    assert other.get(mine).status_code == 404
    assert do(other, case, "note", text="x") == 404
    assert do(sp, case, "act", text="रसीद बोर्ड लगाया गया", day=TODAY.isoformat(), theme="receipt") == 303
    assert do(sp, case, "assign", owner="sp-sbg") == 400, "to the IG's office only"
    assert do(sp, case, "assign", owner="ig") == 303
    assert sp.get(mine).status_code == 404
    assert do(ig, case, "close", text="लिखित में माँगा गया") == 400, "without an outcome"
    assert do(ig, case, "close", outcome="acted", text="बोर्ड लगा") == 303
    assert do(ig, case, "close", outcome="acted", text="again") == 400
    assert "Case 1" in ig.get("/cases?state=closed&language=en").text
    first = ig.get("/?language=en").text
    assert "handled in the last 7 days: 1" in first
    assert '<span class="chip done">handled</span>' in first
    assert do(ig, case, "reopen", text="फिर शिकायत") == 303
    found = pipeline.case_book(desk.campaign).case(1)
    assert [(str(step.deed), step.who) for step in found.steps] == [
        ("opened", "watch"),
        ("noted", "ig-office"),
        ("assigned", "ig-office"),
        ("acted", "sp-sakti"),
        ("assigned", "sp-sakti"),
        ("closed", "ig-office"),
        ("reopened", "ig-office"),
    ]
    assert "98765" not in found.steps[1].text
    assert [(each.station, each.theme, each.done) for each in read_actions(desk.campaign)] == [
        ("SKT-SAK", "receipt", "रसीद बोर्ड लगाया गया")
    ]


@pytest.mark.parametrize("state", ["", "state=closed"])
def test_every_case_can_be_reached(desk: Served, monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    monkeypatch.setattr(casework, "LISTED", 2)
    for station in [each.code for each in desk.campaign.stations if each.district == "SKT"][:5]:
        case = pipeline.open_case(desk.campaign, about=About.OTHER, station=station, who="ig", clock=lambda: NOW)
        if state:
            pipeline.close_case(desk.campaign, case.number, pipeline.Ending.ACTED, "done", who="ig", clock=lambda: NOW)
    visitor, path, met = desk.visitor("ig-office"), f"/cases?{state}&words=skt", []
    while path:
        page = visitor.get(path).text
        met += re.findall(r'href="/cases/(\d)"', page)
        older = re.search(r'href="([^"]*)">पुराने', page)
        path = older[1].replace("&amp;", "&") if older else ""
    assert sorted(met) == ["1", "2", "3", "4", "5"]


def test_an_sp_cannot_tell_from_a_case_how_many_lie_with_others(desk: Served, case: Case) -> None:
    """Numbers run over the whole range: gaps between an SP's own would tell how many others opened, and when."""
    later = pipeline.open_case(desk.campaign, about=About.GRAVE, station="SKT-SAK", who="watch", clock=lambda: NOW)
    pipeline.assign_case(desk.campaign, later.number, owner="sp-skt", who="ig-office", clock=lambda: NOW)
    ig, sp = desk.visitor("ig-office"), desk.visitor("sp-sakti")
    path = f"/cases/{later.mark}"
    assert sp.get("/cases/2").status_code == 404
    assert f"Case {later.mark}" in ig.get(f"{path}?language=en").text, "an address that an SP passed on opens"
    assert f"Case {later.mark}" in ig.get("/cases/2?language=en").text, "so that both can speak of it"
    assert f"/cases/{later.mark}" in sp.get("/cases").text
    seen = [sp.get(f"{each}?language=en").text for each in ("/cases", path)]
    assert do(sp, later, "close", outcome="acted", text="done") == 303
    again = sp.post(path, {"token": sp.token("/account"), "deed": "close", "outcome": "acted", "text": "again"})
    assert again.status_code == 400
    for text in (*seen, again.text):
        assert not re.search(rf"(/cases/|[Cc]ase |मामला |show |reopen )\d+\b(?<!{later.mark})", text)


def test_an_account_says_its_district_by_name(desk: Served) -> None:
    assert "<dd>District SP Sakti</dd>" in desk.visitor("sp-sakti").get("/account?language=en").text


def test_a_message_leads_to_its_response(desk: Served, response_id: str) -> None:
    page = desk.visitor("ig-office").get("/messages").text
    assert f'<a href="/answer/{response_id}">' in page
    assert "anubhav answer" not in page, "a command is for the computer of the office"


def test_overdue_cases_stand_on_top_and_in_the_tile(desk: Served, case: Case) -> None:
    later = pipeline.open_case(desk.campaign, about=About.GRAVE, station="SBG-SRG", who="watch", clock=lambda: NOW)
    desk.clock[0] = NOW + timedelta(days=9)
    text = desk.visitor("ig-office").get("/cases?language=en").text
    assert later.due < case.due
    assert text.index("Case 2") < text.index("Case 1")
    assert "overdue: 2" in text
    assert "overdue: 2" in desk.visitor("ig-office").get("/?language=en").text
    assert "overdue: 0" in desk.visitor("analyst").get("/?language=en").text, "none of them lies there"


def test_an_sp_reads_the_day_of_a_case_and_not_the_minute(desk: Served, case: Case) -> None:
    """The watch opens a case minutes after a response came: who was at the station then is who said it."""
    pipeline.assign_case(desk.campaign, 1, owner="sp-skt", who="ig-office", clock=lambda: NOW)
    ig, sp = (desk.visitor(name).get(f"/cases/{case.mark}?language=en").text for name in ("ig-office", "sp-sakti"))
    times = [re.findall(r'<time datetime="([^"]*)">([^<]*)<', text) for text in (ig, sp)]
    assert [len(each) for each in times] == [2, 2]
    assert all("14:30" in shown and "T14:30" in moment for moment, shown in times[0]), "the office reads it"
    assert [moment for moment, _ in times[1]] == [TODAY.isoformat()] * 2
    assert not re.search(r"\d\d:\d\d", "".join(shown for _, shown in times[1]))


def test_a_list_of_cases_names_no_citizen_and_no_response_to_others(desk: Served, case: Case, response_id: str) -> None:
    pipeline.assign_case(desk.campaign, 1, owner="sp-skt", who="ig-office", clock=lambda: NOW)
    sp = desk.visitor("sp-sakti")
    for path in ("/cases", f"/cases/{case.mark}", "/"):
        text = sp.get(path).text
        assert response_id not in text
        assert "zqmessage" not in text
    assert sp.get(f"/answer/{response_id}").status_code == 403
    assert desk.visitor("analyst").get(f"/answer/{response_id}").status_code == 403


def look(visitor: Visitor, name: str, **fields: str) -> Any:
    return visitor.post(f"/answer/{name}", {"token": visitor.token("/account"), **fields})


def test_a_response_opens_behind_the_password_and_it_is_written_down_who_looked(
    desk: Served, response_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = desk.visitor("ig-office")
    monkeypatch.setattr("anubhav_gforms.desk.sessions.PROVEN_SECONDS", 0.0)
    assert "zqmessage" not in visitor.get(f"/answer/{response_id}").text
    assert look(visitor, response_id).status_code == 401
    assert look(visitor, response_id, password="wrong").status_code == 401
    assert pipeline.looks_at(desk.campaign) == (), "nobody saw anything yet"
    shown = look(visitor, response_id, password=PASSWORD)
    assert shown.status_code == 200
    assert "zqmessage" in shown.text
    assert "Quillborne" not in shown.text
    [once] = pipeline.looks_at(desk.campaign, response_id)
    assert (once.who, once.personal) == ("ig-office", False)
    named = look(visitor, response_id, password=PASSWORD, personal="1")
    assert "Quillborne" in named.text
    assert [each.personal for each in pipeline.looks_at(desk.campaign, response_id)] == [False, True]
    wrong = [look(visitor, response_id, password="wrong").status_code for _ in range(TRIES + 1)]
    assert wrong[-1] == 429


def test_within_minutes_of_the_password_no_second_one_is_asked(desk: Served, response_id: str) -> None:
    visitor = desk.visitor("ig-office")
    assert 'type="password"' not in visitor.get(f"/answer/{response_id}").text
    assert "zqmessage" in look(visitor, response_id).text


def test_whoever_has_no_account_opens_no_response(office: Any, serve: Any) -> None:
    desk = serve(office, accounts=False)
    visitor = Visitor(desk.root)
    visitor.get(desk.entrance.removeprefix(desk.root))
    assert visitor.get("/").status_code == 200
    reply = look(visitor, "0" * 16)
    assert reply.status_code == 403
    assert "anubhav desk account add" in reply.text


@pytest.mark.parametrize("name", ["f" * 16, "x", "..%2f..", "<script>"])
def test_a_response_that_is_not_there(desk: Served, name: str) -> None:
    assert look(desk.visitor("ig-office"), name).status_code in (400, 404)


@pytest.mark.parametrize("number", ["0", "-1", "2", "9999999999", "1e3", "٣", "x"])
def test_a_case_that_is_not_there(desk: Served, case: Case, number: str) -> None:
    assert desk.visitor("ig-office").get(f"/cases/{number}").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"deed": ""},
        {"deed": "delete"},
        {"deed": "note", "text": " "},
        {"deed": "assign", "owner": "nobody"},
        {"deed": "assign", "due": "yesterday"},
        {"deed": "assign", "due": "2020-01-01"},
        {"deed": "act", "text": "x", "day": "2030-01-01"},
        {"deed": "close", "outcome": "burned", "text": "x"},
        {"deed": "reopen", "text": "x"},
    ],
)
def test_what_cannot_be_is_said_in_words_and_nothing_is_written(
    desk: Served, case: Case, fields: dict[str, str]
) -> None:
    visitor = desk.visitor("ig-office")
    reply = visitor.post("/cases/1", {"token": visitor.token("/account"), **fields})
    assert reply.status_code == 400
    assert 'role="alert"' in reply.text
    assert desk.told == []
    book = pipeline.case_book(desk.campaign)
    assert book.entries == 1


def test_a_script_in_a_note_stays_text(desk: Served, case: Case) -> None:
    visitor = desk.visitor("ig-office")
    do(visitor, case, "note", text=HOSTILE)
    text = visitor.get("/cases/1").text
    assert "<script>document" not in text
    assert "<img" not in text


def test_a_case_is_opened_from_a_response(desk: Served, response_id: str) -> None:
    visitor = desk.visitor("ig-office")
    assert look(visitor, response_id, deed="case").headers["location"] == "/cases/1"
    assert look(visitor, response_id, deed="case").headers["location"] == "/cases/1", "the same matter is the same case"
    [case] = pipeline.case_book(desk.campaign).cases
    assert (case.matter.answer, case.matter.station) == (response_id, "SKT-SAK")
    assert pipeline.looks_at(desk.campaign) == (), "nothing of it was shown: a look in the log would be none"
