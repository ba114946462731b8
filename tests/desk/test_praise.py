"""Praise at the desk: an officer reads, confirms, prints the letter and records it as given; nobody else comes there."""

from __future__ import annotations

from anubhav_gforms import pipeline
from anubhav_gforms.responses.ledger.ledger import open_ledger
from tests.desk.conftest import PASSWORD, Served


def test_praise_is_confirmed_and_a_letter_given(desk: Served) -> None:
    frame = open_ledger(desk.campaign).frame(["response_id", "day", "message", "station"])
    old = frame[(frame["message"] != "") & (frame["station"] == "SKT-SAK")].drop_duplicates("day").head(3)
    ig = desk.visitor("ig-office")
    token = ig.token("/account")
    page = ig.post(f"/answer/{old['response_id'].iloc[0]}", {"token": token, "password": PASSWORD}).text
    assert 'action="/praise"' in page
    assert ig.post("/praise", {"token": token, "deed": "confirm", "id": old["response_id"].iloc[0]}).status_code == 400
    for name in old["response_id"]:
        fields = {"token": token, "deed": "confirm", "id": name, "name": "आरक्षक <b>ज़ोराकेल</b>"}
        assert ig.post("/praise", fields).status_code == 303
    listed = ig.get("/praise?language=hi").text
    assert "&lt;b&gt;ज़ोराकेल" in listed
    letter = ig.post("/praise", {"token": token, "deed": "letter", "number": "1"})
    assert (letter.headers["content-type"], letter.content[:5]) == ("application/pdf", b"%PDF-")
    assert ig.post("/praise", {"token": token, "deed": "given", "number": "1"}).status_code == 303
    [person] = pipeline.praise_book(desk.campaign).praised
    assert person.letters[0].given
    assert person.days == ()
    assert "no further praise yet" in ig.get("/praise?language=en").text
    for name in ("sp-sakti", "analyst"):
        other = desk.visitor(name)
        fields = {"token": other.token("/account"), "deed": "given", "number": "1"}
        assert other.post("/praise", fields).status_code == 403
    assert not desk.told
