"""Google's front door: logins, addresses, parameters, bodies, field masks, bytes on the wire."""

from __future__ import annotations

import gzip
import http.client
import json
import urllib.request
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
import time_machine

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book


def test_a_reader_without_login_is_an_unregistered_caller(sandbox: Sandbox, book: Book) -> None:
    """Sheets and Drive know API keys, so a GET without anything is 403, as measured on the real ones."""
    for path in (f"/v4/spreadsheets/{book.id}", "/drive/v3/files"):
        reply = sandbox.get(path)
        assert reply.status_code == 403
        error = reply.json()["error"]
        assert error["message"].startswith("Method doesn't allow unregistered callers")
        assert error["status"] == "PERMISSION_DENIED"
    for path in ("files/x/export?mimeType=text/csv", "files/x?alt=media"):
        error = sandbox.get("/drive/v3/" + path).json()["error"]
        assert (error["code"], error["message"]) == (403, "The request is missing a valid API key.")
        assert "status" not in error
        error = sandbox.get("/drive/v3/" + path, headers={"Authorization": "Basic YTpi"}).json()["error"]
        assert (error["code"], error["message"], "status" in error) == (401, "Invalid Credentials", False)
        assert error["errors"][0]["location"] == "Authorization"


def test_drive_knows_one_spelling_of_bearer(sandbox: Sandbox) -> None:
    """Anything else is no login to it; how Forms and Sheets take it nobody noted."""
    for word, code in (("Bearer", 200), ("bearer", 403), ("BEARER", 403), ("Token", 403)):
        reply = sandbox.get("/drive/v3/files", headers={"Authorization": f"{word} any"})
        assert reply.status_code == code


def test_a_writer_without_login_gets_401(sandbox: Sandbox) -> None:
    """A POST without a login is 401 in every family; Drive adds its list of errors."""
    sheets = sandbox.post("/v4/spreadsheets", json={}).json()["error"]
    assert (sheets["code"], sheets["status"]) == (401, "UNAUTHENTICATED")
    assert "errors" not in sheets
    drive = sandbox.post("/drive/v3/files", json={}).json()["error"]
    assert drive["status"] == "UNAUTHENTICATED"
    assert drive["errors"] == [
        {
            "message": "Login Required.",
            "domain": "global",
            "reason": "required",
            "location": "Authorization",
            "locationType": "header",
        }
    ]


def test_each_reply_has_the_time_of_its_own_moment(sandbox: Sandbox) -> None:
    """A program that holds its clock against Google's reads Date; no second is too short for it to be another day."""
    for day in (datetime(2027, 3, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)):
        with time_machine.travel(day, tick=True):
            said = [parsedate_to_datetime(sandbox.get("/").headers["Date"]) for _ in range(2)]
        assert all(timedelta() <= each - day < timedelta(minutes=1) for each in said), said


def test_an_address_that_no_api_serves_is_html(sandbox: Sandbox) -> None:
    """Google's front end replies to unknown paths itself: 404, HTML."""
    for path in ("/v4/nothing", "/drive/v3/nothing", "/v4/spreadsheets/x/y/z", "/nothing"):
        reply = sandbox.api("GET", path)
        assert reply.status_code == 404
        assert reply.headers["content-type"].startswith("text/html")


def test_what_google_has_and_the_sandbox_does_not_says_so(sandbox: Sandbox, book: Book) -> None:
    """501 with a message that names the sandbox, never a made-up success."""
    reply = sandbox.api("GET", "/drive/v3/files/x/revisions")
    assert reply.status_code == 501
    assert "Sandbox" in reply.json()["error"]["message"]
    assert book.refused_change({"addChart": {}}) == "Sandbox: charts on a tab of their own are not served."


def test_json_is_pretty_unless_told_otherwise(sandbox: Sandbox, book: Book) -> None:
    """Two spaces, a final newline, the charset; prettyPrint=false packs a success, an error stays pretty."""
    path = f"/v4/spreadsheets/{book.id}/values/A1"
    reply = sandbox.api("GET", path)
    assert reply.content == b'{\n  "range": "Sheet1!A1",\n  "majorDimension": "ROWS"\n}\n'
    assert reply.headers["content-type"] == "application/json; charset=UTF-8"
    packed = sandbox.api("GET", path, params={"prettyPrint": "false"})
    assert packed.content == b'{"range":"Sheet1!A1","majorDimension":"ROWS"}'
    refused = sandbox.api("GET", path + "x!!", params={"prettyPrint": "false"})
    assert refused.content.startswith(b'{\n  "error": {\n')


def test_letters_that_google_escapes(book: Book) -> None:
    """Measured: < and > and invisible letters come as \\uXXXX, & and ' and Devanagari as they are."""
    text = "<b>&'x \u200d\u200c\u00ad\ufeff क्‍ष"
    book.put("A1", [[text]])
    reply = book.sandbox.api("GET", f"/v4/spreadsheets/{book.id}/values/A1")
    raw = reply.content.decode()
    assert "\\u003cb\\u003e&'x \\u200d\\u200c\\u00ad\\ufeff क्\\u200dष" in raw
    assert reply.json()["values"] == [[text]]
    assert reply.headers["server"] == "ESF"


def test_sheets_says_nothing_of_caches(book: Book) -> None:
    """Recordings of 2025-08 to 2026-06 by two programs; until 2024-06 it was "private". Drive says it still."""
    for path in ("", "/values/A1", "/values/Nowhere!A1"):
        headers = book.sandbox.api("GET", f"/v4/spreadsheets/{book.id}{path}").headers
        assert (headers["vary"], headers.get("cache-control")) == ("Origin, X-Origin, Referer", None)
    listed = book.sandbox.api("GET", "/drive/v3/files").headers
    assert listed["cache-control"] == "no-cache, no-store, max-age=0, must-revalidate"


def test_gzip_needs_both_headers(sandbox: Sandbox, book: Book) -> None:
    """Compressed only when Accept-Encoding and the User-Agent both name gzip."""
    book.put("A1", [["word " * 200]])
    url = f"{sandbox.root}/v4/spreadsheets/{book.id}/values/A1"
    for agent, packed in (("toolkit (gzip)", True), ("toolkit", False)):
        headers = {"Authorization": "Bearer x", "Accept-Encoding": "gzip", "User-Agent": agent}
        request = urllib.request.Request(url, headers=headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request) as reply:
            body = reply.read()
            assert (reply.headers.get("Content-Encoding") == "gzip") is packed
        assert json.loads(gzip.decompress(body) if packed else body)["range"] == "Sheet1!A1"


def test_a_long_get_may_come_as_a_post(sandbox: Sandbox, book: Book) -> None:
    """googleapiclient sends long GETs as form-encoded POSTs with a header."""
    headers = {"x-http-method-override": "GET", "Content-Type": "application/x-www-form-urlencoded"}
    reply = sandbox.api(
        "POST",
        f"/v4/spreadsheets/{book.id}/values:batchGet",
        headers=headers,
        data="ranges=A1&ranges=B2&majorDimension=COLUMNS",
    )
    assert [one["range"] for one in reply.json()["valueRanges"]] == ["Sheet1!A1", "Sheet1!B2"]


def test_trailing_slash_literal_colon_and_slash_in_a_title(sandbox: Sandbox, book: Book) -> None:
    """The path is split before it is decoded; a literal colon begins a verb only when there is such a verb."""
    book.change({"addSheet": {"properties": {"title": "a/b:c"}}})
    assert book.values("'a/b:c'!A1:B2")["range"] == "'a/b:c'!A1:B2"
    assert sandbox.api("GET", f"/v4/spreadsheets/{book.id}/values/Sheet1!A1:B2").json()["range"] == "Sheet1!A1:B2"
    assert sandbox.api("GET", f"/v4/spreadsheets/{book.id}/").status_code == 200


def test_field_masks(book: Book) -> None:
    """`fields` keeps just what it names; nested, grouped and starred."""
    assert book.get(fields="spreadsheetId") == {"spreadsheetId": book.id}
    assert book.get(fields="properties(title,locale),sheets.properties.sheetId") == {
        "properties": {"title": "Play", "locale": "en_US"},
        "sheets": [{"properties": {"sheetId": 0}}],
    }
    assert book.get(fields="sheets/properties/title") == {"sheets": [{"properties": {"title": "Sheet1"}}]}
    assert book.get(fields="namedRanges") == {}
    assert book.get(fields="sheets.data.rowData") == {"sheets": [{"data": [{}]}]}
    assert set(book.get(fields="*")) == {"spreadsheetId", "properties", "sheets", "spreadsheetUrl"}


def test_a_mask_that_names_nothing(sandbox: Sandbox, book: Book) -> None:
    """Sheets hides the path in the details, Drive names it in the message; an empty Drive mask gives {}."""
    error = book.refused("GET", "", params={"fields": "properties.bogus"})
    assert error["message"] == "Request contains an invalid argument."
    violation = error["details"][0]["fieldViolations"][0]
    assert violation["field"] == "properties.bogus"
    assert violation["description"] == (
        "Error expanding 'fields' parameter. Cannot find matching fields for path 'properties.bogus'."
    )
    drive = sandbox.api("GET", "/drive/v3/files", params={"fields": "bogus"}).json()["error"]
    assert (drive["message"], drive["errors"][0]["reason"]) == ("Invalid field selection bogus", "invalidParameter")
    assert "status" not in drive
    assert sandbox.api("GET", "/drive/v3/files?fields=").json() == {}


@pytest.mark.parametrize(
    ("body", "field", "text"),
    [
        ({"x": 1}, None, 'Invalid JSON payload received. Unknown name "x": Cannot find field.'),
        (
            {"requests": [{"addSheet": {"propertis": {}}}]},
            "requests[0].add_sheet",
            "Invalid JSON payload received. Unknown name \"propertis\" at 'requests[0].add_sheet': Cannot find field.",
        ),
        (
            {"requests": [{"addSheet": {"properties": {"title": 5}}}]},
            "requests[0].add_sheet.properties.title",
            "Invalid value at 'requests[0].add_sheet.properties.title' (TYPE_STRING), 5",
        ),
        (
            {"requests": [{"deleteSheet": {"sheetId": "abc"}}]},
            "requests[0].delete_sheet.sheet_id",
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"abc\"",
        ),
        (
            {"requests": [{"appendDimension": {"dimension": "LINES"}}]},
            "requests[0].append_dimension.dimension",
            "Invalid value at 'requests[0].append_dimension.dimension' (type.googleapis.com/google.apps.sheets.v4.Dimension), \"LINES\"",
        ),
        (
            {"requests": [{"addSheet": {"properties": [{}]}}]},
            "requests[0].add_sheet",
            (
                "Invalid JSON payload received. Unknown name \"properties\" at 'requests[0].add_sheet': "
                "Proto field is not repeating, cannot start list."
            ),
        ),
    ],
)
def test_a_body_that_does_not_fit(book: Book, body: dict[str, object], field: str | None, text: str) -> None:
    """Google's words, the snake_case path, and the same again as a field violation."""
    error = book.refused("POST", ":batchUpdate", json=body)
    assert (error["code"], error["status"], error["message"]) == (400, "INVALID_ARGUMENT", text)
    violation = {"field": field, "description": text} if field else {"description": text}
    assert error["details"] == [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}]
    assert book.sandbox.forgive()


def test_two_mistakes_are_two_lines(book: Book) -> None:
    """One 400 lists them all, in the order of the body."""
    error = book.refused("POST", ":batchUpdate", json={"a": 1, "b": 2})
    assert error["message"].count("\n") == 1
    assert len(error["details"][0]["fieldViolations"]) == 2
    assert len(book.sandbox.forgive()) == 2


def test_a_value_that_is_no_list(book: Book) -> None:
    """The path of ValueRange begins with `data`."""
    error = book.refused("PUT", "/values/A1?valueInputOption=RAW", json={"values": [["a"], "X"]})
    assert (
        error["message"] == "Invalid value at 'data.values[1]' (type.googleapis.com/google.protobuf.ListValue), \"X\""
    )
    assert book.sandbox.forgive()


def test_query_parameters(book: Book) -> None:
    """Unknown names, bad enums and bad types are refused; booleans may be written True."""
    error = book.refused("GET", "/values/A1", params={"foo": "1"})
    assert error["message"] == (
        'Invalid JSON payload received. Unknown name "foo": Cannot bind query parameter. '
        "Field 'foo' could not be found in request message."
    )
    error = book.refused("GET", "/values/A1", params={"valueRenderOption": "PRETTY"})
    assert error["message"] == (
        "Invalid value at 'value_render_option' (type.googleapis.com/google.apps.sheets.v4.ValueRenderOption), \"PRETTY\""
    )
    assert "sheets" in book.get(includeGridData="True")
    drive = book.sandbox.api("GET", "/drive/v3/files", params={"pageSize": "NOPE"}).json()["error"]
    assert drive["message"] == "Invalid value at 'page_size' (TYPE_INT32), \"NOPE\""
    assert len(book.sandbox.forgive()) == 3


def test_null_means_absent(book: Book) -> None:
    """gspread sends null for what it leaves unset."""
    book.change({"addSheet": {"properties": {"title": "T", "index": None}}, "deleteSheet": None})
    assert [sheet["properties"]["title"] for sheet in book.get()["sheets"]] == ["Sheet1", "T"]


def test_broken_json(book: Book) -> None:
    """What is no JSON, or no object, is 400."""
    error = book.refused("POST", ":batchUpdate", data=b'{"requests": [}')
    assert error["message"].startswith("Invalid JSON payload received. Unexpected token.")
    error = book.refused("POST", ":batchUpdate", data=b"[]")
    assert "Root element must be a message" in error["message"]


def test_a_body_too_large(book: Book) -> None:
    """A call takes 10 MB, and says so as recorded; a page takes 20."""
    error = book.refused("POST", ":batchUpdate", data=b" " * (10 * 2**20 + 1))
    text = "Request payload size exceeds the limit: 10485760 bytes."
    assert error == {"code": 400, "message": text, "status": "INVALID_ARGUMENT"}
    assert book.sandbox.post("/forms/d/e/x/formResponse", data=b" " * (21 * 2**20)).status_code == 413


@pytest.mark.parametrize("path", ["/v1/forms", "/token", "/forms/d/e/x/formResponse", "/drive/v3/files"])
def test_a_body_of_untold_length(sandbox: Sandbox, path: str) -> None:
    """Google's front end wants to know how long a body is, also that there is none: 411, HTML whatever the address."""
    connection = http.client.HTTPConnection(sandbox.root.partition("//")[2])
    connection.putrequest("POST", path)
    connection.endheaders()
    reply = connection.getresponse()
    page = reply.read().decode()
    connection.close()
    assert reply.status == 411
    assert "<title>Error 411 (Length Required)!!1</title>" in page
    assert "<p>POST requests require a <code>Content-length</code> header.  <ins>" in page


def test_unknown_spreadsheet(sandbox: Sandbox) -> None:
    """404 as recorded; a body that does not fit is refused before the spreadsheet is looked for."""
    reply = sandbox.api("GET", "/v4/spreadsheets/nothing")
    assert reply.status_code == 404
    error = {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}
    assert reply.json() == {"error": error}
    assert sandbox.api("POST", "/v4/spreadsheets/nothing:batchUpdate", json={"x": 1}).status_code == 400
    assert sandbox.forgive()
