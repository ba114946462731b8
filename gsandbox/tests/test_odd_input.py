"""What nobody sends in earnest is refused or overlooked in time, like anything else: no reply is an error of the sandbox's own."""

from __future__ import annotations

import base64
import json
import socket
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import requests

from gsandbox import wire
from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book
from gsandbox.tests.made import question

JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
BOUND = {"Content-Type": "multipart/related; boundary=x"}
STAR = "multipart/mixed; charset*"
LONG = "1" * 5000


def parts(kind: bytes, content: bytes, mime: str) -> bytes:
    """A multipart upload: metadata, content of a kind."""
    told = json.dumps({"name": "a", "mimeType": mime}).encode()
    return b"--x\r\nContent-Type: application/json\r\n\r\n%s\r\n--x\r\nContent-Type: %s\r\n\r\n%s\r\n--x--" % (
        told,
        kind,
        content,
    )


def claims(text: str) -> dict[str, str]:
    """What a service account posts, with these claims."""
    return {"grant_type": JWT, "assertion": f"x.{base64.urlsafe_b64encode(text.encode()).decode()}.y"}


SHEET = "application/vnd.google-apps.spreadsheet"
UPLOAD = "/upload/drive/v3/files?uploadType=multipart"
ASKED: dict[str, tuple[str, str, dict[str, Any], int]] = {
    "consent in no letters": ("POST", "/o/oauth2/auth", {"data": b"a=\xff"}, 400),
    "a time before all time": (
        "GET",
        "/v1/forms/x",
        {"headers": {"X-Sandbox-Clock": "0001-01-01T00:00:00+05:30"}},
        400,
    ),
    "a note that ends too late": (
        "POST",
        "/token",
        {"data": claims('{"iss":"a","exp":1%s,"iat":1}' % ("0" * 400))},
        400,
    ),
    "a note too deep": ("POST", "/token", {"data": claims("[" * 5000)}, 400),
    "a grant too deep": (
        "POST",
        "/token",
        {"data": "[" * 100_000, "headers": {"Content-Type": "application/json"}},
        400,
    ),
    "content of no kind": ("POST", UPLOAD, {"data": parts(b"te\xffxt/x", b"a", "text/plain"), "headers": BOUND}, 200),
    "a boundary with a star": ("POST", UPLOAD, {"data": b"", "headers": {"Content-Type": STAR}}, 400),
    "a batch with a star": ("POST", "/batch/drive/v3", {"data": b"", "headers": {"Content-Type": STAR}}, 400),
    "a file of no kind": ("POST", "/drive/v3/files", {"json": {"mimeType": "text/x\r\na: b"}}, 400),
    "a field too long": ("POST", UPLOAD, {"data": parts(b"text/csv", b"x" * 200_000, SHEET), "headers": BOUND}, 400),
    "a mask too deep": ("GET", f"/v4/spreadsheets/x?fields={'a(' * 2000}", {}, 400),
    "a mask of stars": ("GET", f"/v4/spreadsheets/x?fields={'*.' * 2000}*", {}, 400),
    "no such day": ("GET", "/drive/v3/files?q=modifiedTime > '2026-02-30'", {}, 400),
    "a day in Hindi": ("GET", "/drive/v3/files?q=modifiedTime > '२०२६-११-२०'", {}, 400),
    "no no no": ("GET", f"/drive/v3/files?q={'not ' * 2000}trashed = true", {}, 400),
    "brackets": ("GET", f"/drive/v3/files?q={'(' * 1000}trashed = true{')' * 1000}", {}, 400),
    "a page of a small two": ("GET", "/drive/v3/files?pageToken=~!!~²", {}, 400),
    "a page far away": ("GET", f"/drive/v3/files?pageToken=~!!~{LONG}", {}, 400),
    "two digits too many": ("POST", "/v4/spreadsheets", {"data": '{"sheets":1%s}' % ("0" * 400)}, 400),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_nobody_asks(sandbox: Sandbox, name: str) -> None:
    verb, path, options, status = ASKED[name]
    reply = sandbox.api(verb, path, **options)
    assert reply.status_code == status, reply.text
    sandbox.forgive()


def test_lines_that_end_in_the_old_way(sandbox: Sandbox) -> None:
    made = sandbox.api("POST", UPLOAD, data=parts(b"text/csv", b"a,b\rc", SHEET), headers=BOUND).json()
    assert Book(sandbox, made["id"]).values("A1:B2")["values"] == [["a", "b"], ["c"]]


def test_half_a_request_does_nothing(sandbox: Sandbox) -> None:
    there = urlsplit(sandbox.root)
    with socket.create_connection((there.hostname, there.port)) as line:
        line.sendall(
            b"POST /v4/spreadsheets HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer x\r\nContent-Length: 500\r\n\r\n{"
        )
        time.sleep(0.2)
    time.sleep(0.2)
    assert sandbox.api("GET", "/drive/v3/files").json()["files"] == []


def test_a_broken_call_breaks_its_whole_batch(sandbox: Sandbox) -> None:
    sandbox.faults({"fault": "never-arrived", "on": "drive.files.list"})
    body = "--x\r\nContent-Type: application/http\r\n\r\nGET /drive/v3/files HTTP/1.1\r\n\r\n\r\n--x--"
    with pytest.raises(requests.ConnectionError):
        sandbox.api("POST", "/batch/drive/v3", data=body, headers={"Content-Type": "multipart/mixed; boundary=x"})


PLANS: list[dict[str, Any]] = [
    {"fault": "quota-per-minute", "divide": 0},
    {"fault": "deleted-rows", "count": -1},
    {"fault": "html-200", "status": 9999},
    {"fault": "slow", "seconds": 1e300},
    {"fault": "quota", "per": "planet"},
]


@pytest.mark.parametrize("rule", PLANS)
def test_a_plan_says_what_can_be(sandbox: Sandbox, rule: dict[str, Any]) -> None:
    assert "fault 1: " in sandbox.post("/sandbox/faults", json={"faults": [rule]}).json()["error"]["message"]


@pytest.mark.parametrize(
    "rule", [{"fault": "wrong-zone", "zone": "Mars/Phobos"}, {"fault": "removed-column", "column": 99}]
)
def test_a_plan_finds_what_it_changes(opened: Any, rule: dict[str, Any]) -> None:
    form = opened([question("Name", textQuestion={})])
    book = Book(form.sandbox, form.sandbox.link(form.id)["spreadsheetId"])
    assert form.sandbox.post("/sandbox/faults", json={"faults": [rule]}).status_code == 400
    assert book.get()["properties"]["timeZone"] == "America/Los_Angeles"


AREA = {"endRowIndex": 3, "endColumnIndex": 2}
RULE = {"ranges": [AREA], "booleanRule": {"condition": {"values": [{"userEnteredValue": "1"}]}, "format": {}}}
CORNER = {"cutPaste": {"source": {"endRowIndex": 1, "endColumnIndex": 1}, "destination": {"columnIndex": -3}}}
REFUSED = {
    "GridCoordinate indexes must be >= 0": CORNER,
    "Invalid column index: abc": {"setBasicFilter": {"filter": {"range": AREA, "criteria": {"abc": {}}}}},
    "CONDITION_TYPE_UNSPECIFIED": {"addConditionalFormatRule": {"rule": RULE}},
    "comparison columns": {"deleteDuplicates": {"range": AREA, "comparisonColumns": [{"startIndex": -(2**31), "endIndex": 1}]}},
    "TYPE_DOUBLE": {"repeatCell": {"range": AREA, "cell": {"userEnteredValue": {"numberValue": "NaN"}}, "fields": "*"}},
}  # fmt: skip


@pytest.mark.parametrize("words", REFUSED)
def test_what_nobody_changes(book: Book, words: str) -> None:
    assert words in book.refused_change(REFUSED[words])
    book.sandbox.forgive()


@pytest.mark.parametrize(
    "fields",
    [
        "timeZone",
        "locale",
        "defaultFormat",
        "defaultFormat.textFormat",
        "spreadsheetTheme",
        "spreadsheetTheme.primaryFontFamily",
    ],
)
def test_properties_do_not_go_away(book: Book, fields: str) -> None:
    book.put("A1", [["x"]])
    book.change({"updateSpreadsheetProperties": {"properties": {}, "fields": fields}})
    assert book.get(includeGridData=True)["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "x"


def test_what_a_spreadsheet_may_lack_goes_away(book: Book) -> None:
    """Without these settings a circle of formulas is an error: to send none with their name takes them back."""
    name = "iterativeCalculationSettings"
    for settings in ({name: {"maxIterations": 5, "convergenceThreshold": 0.1}}, {}):
        book.change({"updateSpreadsheetProperties": {"properties": settings, "fields": name}})
        assert [*book.get()["properties"].keys() & {name}] == [*settings]


def test_a_search_may_have_many_brackets_beside_each_other(book: Book) -> None:
    """It is too deep where a hundred lie in each other; clients ask for hundreds of files at once."""
    for one in ("(name = 'Play')", "not name = 'Work'", "name = 'not'"):
        found = book.sandbox.api("GET", "/drive/v3/files", params={"q": " or ".join([one] * 150)}).json()["files"]
        assert [each["name"] for each in found] == ["Play"] * ("Play" in one or "Work" in one)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('="nan"+1', "#VALUE! (Function ADD parameter 1 expects number values. But 'nan' is a text and cannot be coerced to a number.)"),
        ('="1_000"+1', "#VALUE! (Function ADD parameter 1 expects number values. But '1_000' is a text and cannot be coerced to a number.)"),
        ("=99999999999999*99999999999999*99999999999999", 9.999999999999699e41),
        ("=ROUND(1,1E9)", 1),
        ("=ROUND(1,-1E9)", 0),
    ],
)  # fmt: skip
def test_formulas_of_great_figures(book: Book, formula: str, value: object) -> None:
    book.put("A1", [[formula]], "USER_ENTERED")
    assert book.values("A1", valueRenderOption="UNFORMATTED_VALUE")["values"] == [[value]]


def test_a_formula_is_calculated_once(book: Book) -> None:
    """Else each cell would double the work of the one below it; and a long chain ends."""
    book.put("A1", [[f"=A{row + 2}+A{row + 2}"] for row in range(30)] + [[1]], "USER_ENTERED")
    assert book.values("A1")["values"] == [[str(2**30)]]
    book.put("B1", [[f"=B{row + 2}"] for row in range(600)] + [[1]], "USER_ENTERED")
    assert book.values("B1:B601")["values"][-2:] == [["1"], ["1"]]


def test_long_patterns_and_great_colours(book: Book) -> None:
    look = {"numberFormat": {"type": "NUMBER", "pattern": "0." + "0" * 900}, "backgroundColor": {"red": 1e300}}
    data = {"userEnteredValue": {"numberValue": 1}, "userEnteredFormat": look}
    book.change({"repeatCell": {"range": AREA, "cell": data, "fields": "*"}})
    shown = book.get(includeGridData=True)["sheets"][0]["data"][0]["rowData"][0]["values"][0]
    assert shown["formattedValue"] == "1." + "0" * 400
    assert shown["effectiveFormat"]["backgroundColor"] == {"red": 1}


def test_ranges_far_past_the_grid_move_in_time(book: Book) -> None:
    lines = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2**31 - 1}
    source = {"sheetId": 0, "endRowIndex": 2**31 - 1, "endColumnIndex": 1}
    spec = {"basicChart": {"series": [{"series": {"sourceRange": {"sources": [source]}}}]}}
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0}}}
    book.change({"addDimensionGroup": {"range": lines}}, {"addChart": {"chart": {"spec": spec, "position": position}}})
    book.change({"insertDimension": {"range": lines | {"endIndex": 1}}})


def test_a_view_without_a_title_is_copied(book: Book) -> None:
    (made,) = book.change({"addFilterView": {"filter": {"range": AREA}}})["replies"]
    view = {"filterViewId": made["addFilterView"]["filter"]["filterViewId"]}
    book.change({"updateFilterView": {"filter": view, "fields": "title"}})
    book.change({"duplicateFilterView": {"filterId": view["filterViewId"]}})


def test_answers_that_nobody_gives(opened: Any) -> None:
    other = {"choiceQuestion": {"type": "RADIO", "options": [{"isOther": True}]}}
    form = opened([question("Text", textQuestion={}), question("Day", dateQuestion={"includeYear": True}),
                   {"title": "Only other", "questionItem": {"question": other}}])  # fmt: skip
    book = Book(form.sandbox, form.sandbox.link(form.id)["spreadsheetId"])
    day, only = form.entry("Day"), form.entry("Only other")
    assert form.send({form.entry("Text"): LONG}).status_code == 200
    assert form.send({only: "__other_option__", f"{only}.other_option_response": "mine"}).status_code == 200
    assert form.send({day: f"{LONG}-01-01"}).status_code == 400
    assert form.send({"partialResponse": "[" * 100_000}).status_code == 200
    star = {"Content-Type": "multipart/form-data; boundary=x"}
    body = b"--x\r\nContent-Disposition: form-data; name*\r\n\r\nx\r\n--x--"
    there = form.uri.replace("/viewform", "/formResponse")
    assert form.sandbox.http.post(there, data=body, headers=star).status_code == 200
    assert form.sandbox.http.get(f"{form.uri}?{urlencode({day: f'{LONG}-01-01'})}").status_code == 200
    assert [row[1:] for row in book.values("A2:D5")["values"]] == [[LONG], ["", "", "mine"], [], []]
    token = base64.urlsafe_b64encode(f"{form.id}\n\n{'9' * 30}".encode()).decode()
    assert form.sandbox.api("GET", f"/v1/forms/{form.id}/responses?pageToken={token}").status_code == 400


def test_half_of_a_letter_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    for fast in {wire.orjson, None}:
        monkeypatch.setattr(wire, "orjson", fast)
        for text in ('"\\ud800"', "[" * 100_000, "1e400", "1" * 400, "NaN"):
            with pytest.raises(ValueError):  # noqa: PT011  # as it says
                wire.loads(text)
        assert wire.loads('["\\ud83d\\ude00", 18446744073709551616]') == ["😀", 2**64]


def test_the_editor_collects_addresses_in_three_ways(opened: Any) -> None:
    form = opened([question("Name", textQuestion={})])
    told = form.sandbox.post(f"/sandbox/forms/{form.id}/edit", json={"action": "settings", "email": "ALL"})
    assert (told.status_code, form.sandbox.http.get(form.uri).status_code) == (400, 200)


def test_two_watches_have_two_ids(opened: Any) -> None:
    form = opened([question("Name", textQuestion={})])
    form.sandbox.api("PUT", "/v1/projects/p/topics/ttt", json={})
    seen = []
    for event in ("RESPONSES", "SCHEMA"):
        watch = {"eventType": event, "target": {"topic": {"topicName": "projects/p/topics/ttt"}}}
        seen.append(form.sandbox.api("POST", f"/v1/forms/{form.id}/watches", json={"watch": watch, "watchId": "same"}))
    assert [reply.status_code for reply in seen] == [200, 409]


def test_an_owner_owns_the_whole_file(sandbox: Sandbox) -> None:
    sandbox.profile("workspace")
    file_id = sandbox.api("POST", "/drive/v3/files", json={"name": "x"}).json()["id"]
    given = {"type": "user", "role": "owner", "view": "published", "emailAddress": "b@sandbox.invalid"}
    there = f"/drive/v3/files/{file_id}/permissions?transferOwnership=true"
    assert sandbox.api("POST", there, json=given).status_code == 400
    assert sandbox.api("GET", f"/drive/v3/files/{file_id}?fields=*").status_code == 200


def test_a_row_is_added_below_thousands_of_islands(sandbox: Sandbox) -> None:
    grid = {"gridProperties": {"rowCount": 7, "columnCount": 18_000}}
    made = sandbox.api("POST", "/v4/spreadsheets", json={"sheets": [{"properties": grid}]}).json()
    book = Book(sandbox, made["spreadsheetId"])
    book.put("A1", [["x", ""] * 9000] * 6)
    assert book.append("A1", [["y"]])["tableRange"] == "Sheet1!A1:A6"
