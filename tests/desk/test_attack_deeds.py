"""Attacks on what the desk does: each role tries every deed of the others, by the form that their pages would send."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cases.case import About, Ending
from anubhav_gforms.responses.ledger.ledger import open_ledger
from tests.desk.conftest import HOSTILE, NOW, OFFICERS, PASSWORD, TODAY, Served

OWN, CLOSED = "/cases/1", "/cases/2"
"""Two cases that lie with the SP of Sakti."""
DEEDS: dict[str, tuple[str, dict[str, str], str]] = {
    "note": (OWN, {"deed": "note", "text": "seen"}, "ig-office sp-sakti"),
    "act": (OWN, {"deed": "act", "text": "Water", "day": TODAY.isoformat()}, "ig-office sp-sakti"),
    "reopen": (CLOSED, {"deed": "reopen", "text": "again"}, "ig-office"),
    "hand to another SP": (OWN, {"deed": "assign", "owner": "sp-sbg"}, ""),
    "open": ("/answer/{id}", {"password": PASSWORD}, "ig-office"),
    "open with the name": ("/answer/{id}", {"password": PASSWORD, "personal": "1"}, "ig-office"),
    "case": ("/answer/{id}", {"deed": "case"}, "ig-office"),
    "praise": ("/praise", {"deed": "confirm", "id": "{id}", "name": "Zvanika"}, "ig-office"),
    "given": ("/praise", {"deed": "given", "number": "1"}, ""),
    "close": (OWN, {"deed": "close", "outcome": "acted", "text": "done"}, "ig-office sp-sakti"),
}
"""Every deed → where its form goes, its fields, and who may. Handing to another SP is the IG's alone: it is tried by all others."""


def written(campaign: Campaign) -> dict[str, bytes]:
    """Every book of the office that a deed may write into."""
    books = [*campaign.data.glob("*.jsonl"), *campaign.root.glob("actions.csv")]
    return {path.name: path.read_bytes() for path in books}


@pytest.fixture
def two_cases(desk: Served) -> Served:
    for about in (About.OTHER, About.MESSAGE):
        pipeline.open_case(
            desk.campaign, about=about, station="SKT-SAK", owner="sp-skt", who="ig-office", clock=lambda: NOW
        )
    pipeline.close_case(desk.campaign, 2, Ending.UNFOUNDED, "a mistake", who="ig-office", clock=lambda: NOW)
    return desk


@pytest.mark.parametrize("name", OFFICERS)
def test_each_role_does_its_own_deeds_and_no_other(two_cases: Served, name: str) -> None:
    desk = two_cases
    frame = open_ledger(desk.campaign).frame(["response_id", "message"])
    response = frame.loc[frame["message"] != "", "response_id"].iloc[0]
    visitor = desk.visitor(name)
    token = visitor.token("/account")
    for deed, (path, fields, who) in DEEDS.items():
        if deed == "hand to another SP" and name == "ig-office":
            continue
        before = written(desk.campaign)
        path = {OWN: desk.case(1, name), CLOSED: desk.case(2, name)}.get(path, path)
        sent = {key: value.replace("{id}", response) for key, value in fields.items()}
        reply = visitor.post(path.replace("{id}", response), {"token": token, **sent})
        after = written(desk.campaign)
        if name in who.split():
            assert reply.status_code in (200, 303), (deed, reply.status_code)
            assert after != before, deed
        else:
            assert reply.status_code in (400, 403, 404), (deed, reply.status_code)
            assert after == before, deed
            assert "zqmessage" not in reply.text, deed
    assert desk.told == []


def test_a_deed_of_another_s_session_is_refused(two_cases: Served) -> None:
    """The token of one officer's page is worth nothing in another's session."""
    desk = two_cases
    stolen = desk.visitor("ig-office").token("/account")
    before = written(desk.campaign)
    reply = desk.visitor("sp-sakti").post(desk.case(1, "sp-sakti"), {"token": stolen, "deed": "note", "text": "x"})
    assert (reply.status_code, written(desk.campaign)) == (403, before)


def test_a_script_in_what_was_done_stays_text(two_cases: Served) -> None:
    desk = two_cases
    visitor = desk.visitor("ig-office")
    fields = {"deed": "act", "text": HOSTILE, "day": (TODAY - timedelta(days=7)).isoformat()}
    assert visitor.post(OWN, {"token": visitor.token("/account"), **fields}).status_code == 303
    assert "document.title" in (desk.campaign.root / "actions.csv").read_text("utf-8-sig")
    for path in ("/", "/station/SKT-SAK", OWN, "/report"):
        text = visitor.get(path).text
        assert "<script>document" not in text, path
        assert "<img" not in text, path
        assert "document.title" in text, path
