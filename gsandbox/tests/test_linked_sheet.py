"""The linked sheet: what lands in which column, and what later edits do to the columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gsandbox.tests.made import EVERY_KIND, choice, every_answer, question

TWO = [question("A", textQuestion={}), question("B", textQuestion={})]


def wall_clock(serial: float) -> str:
    """What a clock on the wall showed, from a serial."""
    return f"{datetime(1899, 12, 30, tzinfo=UTC) + timedelta(seconds=round(serial * 86400)):%Y-%m-%d %H:%M:%S}"


def book(form: Any, **properties: str) -> str:
    body = {"properties": {"title": "R", "timeZone": "Asia/Kolkata", **properties}}
    return str(form.sandbox.api("POST", "/v4/spreadsheets", json=body).json()["spreadsheetId"])


def tabs(form: Any, spreadsheet_id: str) -> list[str]:
    meta = form.sandbox.api("GET", f"/v4/spreadsheets/{spreadsheet_id}").json()
    return [sheet["properties"]["title"] for sheet in meta["sheets"]]


def test_rows_land_as_google_writes_them(opened: Any) -> None:
    form = opened(EVERY_KIND)
    spreadsheet_id = book(form)
    linked = form.sandbox.link(form.id, spreadsheet_id)
    assert linked["spreadsheetId"] == spreadsheet_id
    assert form.read()["linkedSheetId"] == spreadsheet_id
    form.send(every_answer(form), at="2026-11-24T03:35:00.417032Z")
    header, row = form.tab()
    assert header[0] == "Timestamp"
    assert "Just a text" not in header
    assert header[8:12] == ["Grid [Row A]", "Grid [Row B]", "Tick grid [North]", "Tick grid [South]"]
    cells = dict(zip(header, row, strict=True))
    assert wall_clock(cells["Timestamp"]) == "2026-11-24 09:05:00"
    assert cells["Tick"] == "One, Three, Four"
    assert cells["Scale"] == 0
    assert cells["Rating"] == 4
    assert cells["Tick grid [North]"] == ""
    assert cells["Tick grid [South]"] == "Sun, Rain"
    assert cells["Date"] == 46027
    assert cells["Time"] == pytest.approx(9 / 24 + 5 / 1440)
    assert cells["Radio"] == "Blue"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("09826000000", 9826000000),
        ("007", 7),
        ("+919826000000", "+919826000000"),
        ("-5", -5),
        ("12.50", 12.5),
        ("1,234", 1234),
        ("९८२६०००००", "९८२६०००००"),
        ("=1+1", "=1+1"),
        ("+hello", "+hello"),
        ("BBK-001", "BBK-001"),
        ("1 2", "1 2"),
        ("12a", "12a"),
        ("नमस्ते", "नमस्ते"),
    ],
)
def test_figures_become_numbers_and_other_texts_stay(opened: Any, text: str, cell: Any) -> None:
    form = opened(TWO)
    form.sandbox.link(form.id, book(form))
    form.send({form.entry("A"): text, form.entry("B"): "end"})
    assert form.tab()[1][1:] == [cell, "end"]
    (response,) = form.responses()
    assert text in str(response)


def test_linking_later_brings_earlier_responses_in_their_order(opened: Any) -> None:
    form = opened(TWO)
    for day in (3, 1, 2):
        form.send({form.entry("A"): f"day {day}"}, at=f"2026-11-0{day}T00:00:00Z")
    assert "linkedSheetId" not in form.read()
    form.sandbox.link(form.id, book(form))
    form.send({form.entry("A"): "later"}, at="2026-11-04T00:00:00Z")
    assert [row[1] for row in form.tab()[1:]] == ["day 1", "day 2", "day 3", "later"]


def test_linking_to_nothing_makes_a_spreadsheet(opened: Any) -> None:
    form = opened(TWO)
    linked = form.sandbox.link(form.id)
    meta = form.sandbox.api("GET", f"/v4/spreadsheets/{linked['spreadsheetId']}").json()
    assert meta["properties"]["title"] == "Untitled form (Responses)"
    (only,) = meta["sheets"]
    assert (only["properties"]["title"], only["properties"]["sheetId"]) == ("Form Responses 1", linked["sheetId"])


def test_linking_to_an_unknown_spreadsheet_is_refused(opened: Any) -> None:
    form = opened(TWO)
    assert (
        form.sandbox.post(f"/sandbox/forms/{form.id}/link", json={"spreadsheetId": "1" + "x" * 43}).status_code == 404
    )
    assert "linkedSheetId" not in form.read()


def test_linking_again_makes_a_second_tab_and_freezes_the_first(opened: Any) -> None:
    form = opened(TWO)
    spreadsheet_id = book(form)
    form.sandbox.link(form.id, spreadsheet_id)
    form.send({form.entry("A"): "one"})
    form.sandbox.post(f"/sandbox/forms/{form.id}/edit", json={"action": "unlink"})
    assert "linkedSheetId" not in form.read()
    form.send({form.entry("A"): "two"})
    form.sandbox.link(form.id, spreadsheet_id)
    form.send({form.entry("A"): "three"})
    assert {"Form Responses 1", "Form Responses 2"} <= set(tabs(form, spreadsheet_id))

    def column(tab: str) -> list[Any]:
        return form.sandbox.api("GET", f"/v4/spreadsheets/{spreadsheet_id}/values/'{tab}'!B2:B").json()["values"]

    assert column("Form Responses 1") == [["one"]]
    assert column("Form Responses 2") == [["one"], ["two"], ["three"]]


def header(form: Any) -> list[str]:
    return list(form.tab()[0])


def test_columns_follow_the_questions_but_never_move_or_go(opened: Any) -> None:
    form = opened(TWO)
    form.sandbox.link(form.id, book(form))
    form.send({form.entry("A"): "a1", form.entry("B"): "b1"})
    rename = {"updateItem": {"item": {**TWO[0], "title": "A new"}, "location": {"index": 0}, "updateMask": "title"}}
    add = {"createItem": {"item": question("C", textQuestion={}), "location": {"index": 0}}}
    move = {"moveItem": {"originalLocation": {"index": 2}, "newLocation": {"index": 0}}}
    form.update(rename, add, move)
    assert header(form) == ["Timestamp", "A new", "B", "C"]
    form.send({form.entry("A new"): "a2", form.entry("B"): "b2", form.entry("C"): "c2"})
    form.update({"deleteItem": {"location": {"index": 0}}})
    form.send({form.entry("A new"): "a3", form.entry("C"): "c3"})
    assert header(form) == ["Timestamp", "A new", "B", "C"]
    assert [row[1:] for row in form.tab()[1:]] == [["a1", "b1"], ["a2", "b2", "c2"], ["a3", "", "c3"]]


def test_a_question_made_again_gets_a_second_column_of_the_same_name(opened: Any) -> None:
    form = opened(TWO)
    form.sandbox.link(form.id, book(form))
    form.send({form.entry("A"): "old"})
    form.update(
        {"deleteItem": {"location": {"index": 0}}},
        {"createItem": {"item": TWO[0], "location": {"index": 0}}},
    )
    form.send({form.entry("A"): "new"})
    assert header(form) == ["Timestamp", "A", "B", "A"]
    assert [row[1:] for row in form.tab()[1:]] == [["old"], ["", "", "new"]]


def test_a_star_mask_without_ids_splits_the_column(opened: Any) -> None:
    form = opened(TWO)
    form.sandbox.link(form.id, book(form))
    form.update({"updateItem": {"item": TWO[0], "location": {"index": 0}, "updateMask": "*"}})
    assert header(form) == ["Timestamp", "A", "B", "A"]


def test_a_header_that_a_person_wrote_is_left_alone(opened: Any) -> None:
    form = opened(TWO)
    spreadsheet_id = book(form)
    form.sandbox.link(form.id, spreadsheet_id)
    address = f"/v4/spreadsheets/{spreadsheet_id}/values/'Form Responses 1'!B1?valueInputOption=RAW"
    reply = form.sandbox.api("PUT", address, json={"values": [["by hand"]]})
    assert reply.status_code == 200, reply.text
    rename = {"updateItem": {"item": {**TWO[0], "title": "A new"}, "location": {"index": 0}, "updateMask": "title"}}
    form.update(rename)
    form.send({form.entry("A new"): "x"})
    assert header(form) == ["Timestamp", "by hand", "B"]
    assert form.tab()[1][1] == "x"


def test_rows_keep_landing_in_their_columns_when_a_person_puts_others_between(opened: Any) -> None:
    form = opened(TWO)
    spreadsheet_id = book(form)
    tab = form.sandbox.link(form.id, spreadsheet_id)["sheetId"]
    form.send({form.entry("A"): "a1", form.entry("B"): "b1"})

    def change(kind: str, start: int, **more: Any) -> None:
        where = {"sheetId": tab, "dimension": "COLUMNS", "startIndex": start, "endIndex": start + 1}
        body = {"requests": [{kind: {"source" if kind == "moveDimension" else "range": where, **more}}]}
        reply = form.sandbox.api("POST", f"/v4/spreadsheets/{spreadsheet_id}:batchUpdate", json=body)
        assert reply.status_code == 200, reply.text

    change("insertDimension", 1, inheritFromBefore=False)
    form.send({form.entry("A"): "a2", form.entry("B"): "b2"})
    assert [row[1:] for row in form.tab()] == [["", "A", "B"], ["", "a1", "b1"], ["", "a2", "b2"]]
    change("moveDimension", 2, destinationIndex=1)
    form.send({form.entry("A"): "a3", form.entry("B"): "b3"})
    assert form.tab()[3][1:] == ["a3", "", "b3"]
    change("deleteDimension", 1)
    form.send({form.entry("A"): "a4", form.entry("B"): "b4"})
    assert form.tab()[4][1:] == ["", "b4"]


def test_the_tab_of_a_linked_form_cannot_be_deleted(opened: Any) -> None:
    form = opened(TWO)
    spreadsheet_id = book(form)
    tab = form.sandbox.link(form.id, spreadsheet_id)["sheetId"]
    body = {"requests": [{"deleteSheet": {"sheetId": tab}}]}
    address = f"/v4/spreadsheets/{spreadsheet_id}:batchUpdate"
    assert form.sandbox.api("POST", address, json=body).status_code == 400
    form.sandbox.post(f"/sandbox/forms/{form.id}/edit", json={"action": "unlink"})
    assert form.sandbox.api("POST", address, json=body).status_code == 200


def test_rows_that_a_person_sorted_or_removed_stay_so(opened: Any) -> None:
    form = opened(TWO)
    spreadsheet_id = book(form)
    tab = form.sandbox.link(form.id, spreadsheet_id)["sheetId"]
    for text in ("one", "two", "three"):
        form.send({form.entry("A"): text})
    where = {"sheetId": tab, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    body = {"requests": [{"deleteDimension": {"range": where}}]}
    assert form.sandbox.api("POST", f"/v4/spreadsheets/{spreadsheet_id}:batchUpdate", json=body).status_code == 200
    form.send({form.entry("A"): "four"})
    assert [row[1] for row in form.tab()[1:]] == ["one", "three", "four"]
    assert len(form.responses()) == 4


def test_the_zone_of_the_spreadsheet_decides_what_the_clock_says(opened: Any) -> None:
    form = opened(TWO)
    form.sandbox.link(form.id, book(form, timeZone="America/Los_Angeles"))
    form.send({form.entry("A"): "x"}, at="2026-07-01T12:00:00Z")
    assert wall_clock(form.tab()[1][0]) == "2026-07-01 05:00:00"


def test_collected_emails_have_the_second_column(opened: Any) -> None:
    form = opened([choice("Q", "a", "b")])
    form.update(
        {
            "updateSettings": {
                "settings": {"emailCollectionType": "RESPONDER_INPUT"},
                "updateMask": "emailCollectionType",
            }
        }
    )
    form.sandbox.link(form.id, book(form))
    form.send({form.entry("Q"): "b", "emailAddress": "a@b.example"})
    assert header(form) == ["Timestamp", "Email Address", "Q"]
    assert form.tab()[1][1:] == ["a@b.example", "b"]
    again = {"spreadsheetId": book(form), "language": "en-GB"}
    form.sandbox.post(f"/sandbox/forms/{form.id}/link", json=again)
    assert header(form) == ["Timestamp", "Email address", "Q"]


def test_trashing_nothing_a_form_without_its_spreadsheet_still_takes_responses(opened: Any) -> None:
    form = opened(TWO)
    spreadsheet_id = book(form)
    form.sandbox.link(form.id, spreadsheet_id)
    form.sandbox.api("DELETE", f"/drive/v3/files/{spreadsheet_id}")
    assert form.send({form.entry("A"): "x"}).status_code == 200
    assert len(form.responses()) == 1


@pytest.mark.parametrize(
    ("language", "tab", "timestamp"),
    [
        ("en-GB", "Form responses 1", "Timestamp"),
        ("hi", "फ़ॉर्म के जवाब 1", "टाइमस्टैम्प"),
        ("fr", "Réponses au formulaire 1", "Horodateur"),
        ("zh", "表單回應 1", "時間戳記"),
    ],
)
def test_names_follow_the_language_of_the_account(opened: Any, language: str, tab: str, timestamp: str) -> None:
    form = opened(TWO)
    spreadsheet_id = book(form)
    reply = form.sandbox.post(
        f"/sandbox/forms/{form.id}/link", json={"spreadsheetId": spreadsheet_id, "language": language}
    )
    assert reply.status_code == 200
    assert tab in tabs(form, spreadsheet_id)
    form.send({form.entry("A"): "x"})
    form.update({"createItem": {"item": question("C", textQuestion={}), "location": {"index": 2}}})
    assert header(form) == [timestamp, "A", "B", "C"]
    assert form.sandbox.post(f"/sandbox/forms/{form.id}/link", json={"language": "tlh"}).status_code == 400


def test_a_spreadsheet_made_by_the_editor_has_another_zone(opened: Any) -> None:
    form = opened(TWO)
    made = form.sandbox.link(form.id)["spreadsheetId"]
    properties = form.sandbox.api("GET", f"/v4/spreadsheets/{made}").json()["properties"]
    assert (properties["locale"], properties["timeZone"]) == ("en_US", "America/Los_Angeles")
