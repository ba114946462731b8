"""What people do to a response sheet: each fault of the world, on a real linked form."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book

HEADER = ["Timestamp", "Code", "Behaviour"]


@pytest.fixture
def linked(sandbox: Sandbox, book: Book) -> Book:
    """A published form with two questions, linked to the spreadsheet, with five responses."""
    form = sandbox.api("POST", "/v1/forms?unpublished=true", json={"info": {"title": "F"}}).json()
    form_id = form["formId"]
    scale = {"scaleQuestion": {"low": 1, "high": 5}}
    items = [("Code", {"textQuestion": {}}), ("Behaviour", scale)]
    requests = [
        {"createItem": {"item": {"title": title, "questionItem": {"question": kind}}, "location": {"index": index}}}
        for index, (title, kind) in enumerate(items)
    ]
    replies = sandbox.api("POST", f"/v1/forms/{form_id}:batchUpdate", json={"requests": requests}).json()["replies"]
    entries = [int(reply["createItem"]["questionId"][0], 16) for reply in replies]
    state = {"publishSettings": {"publishState": {"isPublished": True, "isAcceptingResponses": True}}}
    sandbox.api("POST", f"/v1/forms/{form_id}:setPublishSettings", json={**state, "updateMask": "publishState"})
    body = {"type": "anyone", "role": "reader", "view": "published"}
    sandbox.api("POST", f"/drive/v3/files/{form_id}/permissions", json=body)
    sandbox.link(form_id, book.id)
    book.form_id = form_id  # type: ignore[attr-defined]  # for the tests below
    book.entries = entries  # type: ignore[attr-defined]
    book.uri = form["responderUri"]  # type: ignore[attr-defined]
    for number in range(1, 6):
        respond(book, f"BSP-{number:03d}", number)
    return book


def respond(book: Any, code: str, mark: int) -> None:
    """Fill the form as a citizen does."""
    url = book.uri.replace("viewform", "formResponse").removeprefix(book.sandbox.root)
    data = {f"entry.{book.entries[0]}": code, f"entry.{book.entries[1]}": str(mark)}
    posted = book.sandbox.post(
        url, data={**data, "fvv": "1", "pageHistory": "0"}, headers={"X-Sandbox-Clock": "2026-11-20T10:00:00Z"}
    )
    assert "recorded" in posted.text or posted.status_code == 200


def rows(book: Book) -> list[list[Any]]:
    """The response tab, unformatted, without the time."""
    title = book.get(fields="sheets.properties.title")["sheets"][0]["properties"]["title"]
    return [row[1:] for row in book.values(f"'{title}'", valueRenderOption="UNFORMATTED_VALUE").get("values", [])]


GOOD = [["Code", "Behaviour"], ["BSP-001", 1], ["BSP-002", 2], ["BSP-003", 3], ["BSP-004", 4], ["BSP-005", 5]]


def test_before_anybody_meddles(linked: Book) -> None:
    """The tab as Forms makes it."""
    assert rows(linked) == GOOD


def test_late_rows(linked: Book) -> None:
    """The newest responses are held back; they come when newer ones come, and all when the plan ends."""
    linked.sandbox.faults({"fault": "late-rows", "hold": 2})
    respond(linked, "BSP-006", 1)
    respond(linked, "BSP-007", 1)
    assert len(rows(linked)) == 6
    respond(linked, "BSP-008", 1)
    assert rows(linked)[-1] == ["BSP-006", 1]
    linked.sandbox.faults()
    assert [row[0] for row in rows(linked)[-3:]] == ["BSP-006", "BSP-007", "BSP-008"]


def test_edited_rows(linked: Book) -> None:
    """Marks of some rows are others now, the same ones for the same seed."""
    linked.sandbox.faults({"fault": "edited-rows", "count": 2})
    now = rows(linked)
    assert sum(new != old for new, old in zip(now, GOOD, strict=True)) == 2
    assert [row[0] for row in now] == [row[0] for row in GOOD]
    assert all(row[1] in range(1, 6) for row in now[1:])


def test_deleted_blanked_shuffled(linked: Book) -> None:
    """Rows go, rows are emptied, rows change places."""
    linked.sandbox.faults({"fault": "shuffled-rows"})
    assert sorted(map(str, rows(linked))) == sorted(map(str, GOOD))
    assert rows(linked) != GOOD
    linked.sandbox.faults({"fault": "blanked-rows", "count": 1})
    assert sum(not row for row in rows(linked)) + 6 - len(rows(linked)) == 1
    linked.sandbox.faults({"fault": "deleted-rows", "count": 2})
    assert len([row for row in rows(linked) if row]) <= 4


def test_a_row_is_deleted_between_two_reads(linked: Book) -> None:
    """A fault of the world may wait for a call."""
    linked.sandbox.faults({"fault": "deleted-rows", "count": 1, "on": "sheets.spreadsheets.values.get", "after": 1})
    assert len(rows(linked)) == 6
    assert len(rows(linked)) == 5


def test_columns(linked: Book) -> None:
    """Added, renamed, doubled, removed; new responses keep landing under their own questions."""
    linked.sandbox.faults({"fault": "added-column", "at": 2, "header": "Officer's note"})
    respond(linked, "BSP-006", 1)
    assert rows(linked)[0] == ["Code", "Officer's note", "Behaviour"]
    assert rows(linked)[-1] == ["BSP-006", "", 1]
    linked.sandbox.faults({"fault": "renamed-column", "column": "Behaviour", "header": "Conduct"})
    linked.sandbox.faults({"fault": "duplicated-column", "column": "Code"})
    assert rows(linked)[0] == ["Code", "Officer's note", "Conduct", "Code"]
    linked.sandbox.faults({"fault": "removed-column", "column": 2})
    assert rows(linked)[0] == ["Code", "Conduct", "Code"]


def test_a_second_tab(linked: Book) -> None:
    """Unlinked and linked again: everything once more in a second tab, the old one gets nothing more."""
    linked.sandbox.faults({"fault": "second-tab"})
    respond(linked, "BSP-006", 1)
    titles = {one["properties"]["title"]: one["properties"]["sheetId"] for one in linked.get()["sheets"]}
    assert {"Form Responses 1", "Form Responses 2"} <= set(titles)
    new = linked.values("'Form Responses 2'")["values"]
    assert (len(new), len(linked.values("'Form Responses 1'")["values"])) == (7, 6)


def test_localised(linked: Book) -> None:
    """Names as a Hindi account has them."""
    linked.sandbox.faults({"fault": "localised"})
    first = linked.get()["sheets"][0]["properties"]["title"]
    assert first == "फ़ॉर्म के जवाब 1"  # as a form names it that is linked in such an account
    assert linked.values(f"'{first}'!A1")["values"] == [["टाइमस्टैम्प"]]


def test_wrong_zone(linked: Book) -> None:
    """The spreadsheet stands in Los Angeles; serials that are there stay, new ones are of that zone."""
    before = linked.values("'Form Responses 1'!A6", valueRenderOption="UNFORMATTED_VALUE")["values"][0][0]
    linked.sandbox.faults({"fault": "wrong-zone"})
    assert linked.get()["properties"]["timeZone"] == "America/Los_Angeles"
    respond(linked, "BSP-006", 1)
    old, new = (
        row[0] for row in linked.values("'Form Responses 1'!A6:A7", valueRenderOption="UNFORMATTED_VALUE")["values"]
    )
    assert old == before
    assert new == pytest.approx(before - 8 / 24, abs=1e-6)


def test_a_person_chooses_a_locale_that_the_api_refuses(linked: Book) -> None:
    """India is in the settings of every spreadsheet, though a program may not ask for en_IN."""
    linked.sandbox.faults({"fault": "wrong-zone", "zone": "Asia/Kolkata", "locale": "en_IN"})
    assert linked.get()["properties"]["locale"] == "en_IN"


def test_a_full_sheet(linked: Book) -> None:
    """Ten million cells: responses are still recorded by the form, but no row comes any more."""
    linked.sandbox.faults({"fault": "full-sheet"})
    sizes = [one["properties"]["gridProperties"] for one in linked.get()["sheets"]]
    assert sum(size["rowCount"] * size["columnCount"] for size in sizes) == 10_000_000
    respond(linked, "BSP-006", 1)
    assert rows(linked) == GOOD
    listed = linked.sandbox.api("GET", f"/v1/forms/{linked.form_id}/responses").json()  # type: ignore[attr-defined]
    assert len(listed["responses"]) == 6


def test_what_a_form_wrote_is_not_cut_nor_its_tab_deleted(linked: Book) -> None:
    """In the words of 2020 (deleteRange) and 2026 (the tab); a whole row can be deleted, and cells beside the form's."""
    tab = linked.get()["sheets"][0]["properties"]["sheetId"]
    second = {"sheetId": tab, "startRowIndex": 1, "endRowIndex": 2}
    asked = {"deleteRange": {"range": second, "shiftDimension": "ROWS"}}
    words = "Cannot cut from form data. Use copy instead."
    assert linked.refused_change(asked) == f"Invalid requests[0].deleteRange: {words}"
    cut = {"cutPaste": {"source": second, "destination": {"sheetId": tab, "rowIndex": 9}}}
    assert linked.refused_change(cut) == f"Invalid requests[0].cutPaste: {words}"
    words = "You cannot delete a sheet with a linked form. Please unlink the form first."
    assert linked.refused_change({"deleteSheet": {"sheetId": tab}}) == f"Invalid requests[0].deleteSheet: {words}"
    beside = {**second, "startColumnIndex": 3, "endColumnIndex": 4}
    linked.change({"deleteRange": {"range": beside, "shiftDimension": "ROWS"}})
    line = {"sheetId": tab, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    linked.change({"deleteDimension": {"range": line}})
    assert rows(linked) == [GOOD[0], *GOOD[2:]]
    words = linked.refused_change({"deleteDimension": {"range": {**line, "startIndex": 0}}})
    assert words == "Invalid requests[0].deleteDimension: Cannot delete row with form questions"


def test_a_copy_of_the_sheet_is_no_form_s(linked: Book) -> None:
    """Tabs of a copy keep their ids: its cells can be cut, and a column taken out of it moves none of the form's."""
    made = linked.sandbox.api("POST", f"/drive/v3/files/{linked.id}/copy", json={}).json()["id"]
    tab = linked.get()["sheets"][0]["properties"]["sheetId"]
    cells = {"range": {"sheetId": tab, "startRowIndex": 1, "endRowIndex": 2}, "shiftDimension": "ROWS"}
    column = {"range": {"sheetId": tab, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}
    for change in ({"deleteRange": cells}, {"deleteDimension": column}):
        path = f"/v4/spreadsheets/{made}:batchUpdate"
        assert linked.sandbox.api("POST", path, json={"requests": [change]}).status_code == 200
    before = rows(linked)
    respond(linked, "BSP-006", 5)
    assert rows(linked) == [*before, ["BSP-006", 5]]


def test_stale_revision(linked: Book) -> None:
    """A person edits the form between the read and the write."""
    form_id = linked.form_id  # type: ignore[attr-defined]
    before = linked.sandbox.api("GET", f"/v1/forms/{form_id}").json()["revisionId"]
    linked.sandbox.faults({"fault": "stale-revision"})
    change = {
        "requests": [{"updateFormInfo": {"info": {"title": "G"}, "updateMask": "title"}}],
        "writeControl": {"requiredRevisionId": before},
    }
    reply = linked.sandbox.api("POST", f"/v1/forms/{form_id}:batchUpdate", json=change)
    assert reply.status_code == 400
    assert linked.sandbox.api("GET", f"/v1/forms/{form_id}").json()["info"]["title"] == "F"


def test_a_citizen_whose_reply_is_lost(linked: Book) -> None:
    """The response is recorded though the phone never hears of it; form posts never count against quotas of the APIs."""
    linked.sandbox.faults(
        {"fault": "reply-lost", "on": "page.formResponse"}, {"fault": "quota-per-minute", "divide": 1000}
    )
    with pytest.raises(requests.exceptions.ConnectionError):
        respond(linked, "BSP-006", 1)
    respond(linked, "BSP-007", 1)
    linked.sandbox.faults()
    assert [row[0] for row in rows(linked)[-2:]] == ["BSP-006", "BSP-007"]


def test_nothing_to_meddle_with(sandbox: Sandbox) -> None:
    """Without a linked form the plan is refused."""
    reply = sandbox.post("/sandbox/faults", json={"faults": [{"fault": "deleted-rows"}]})
    assert reply.status_code == 400
    assert "needs a linked form" in reply.text
