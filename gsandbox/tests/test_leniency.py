"""Where Google's reader of JSON is lenient, and the words in which it is not: measured on the real one by others."""

from __future__ import annotations

import pytest

from gsandbox.discovery import load
from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book
from gsandbox.validation import Validator
from gsandbox.wire import Json

REQUEST = "type.googleapis.com/google.apps.sheets.v4.BatchUpdateSpreadsheetRequest.Request"


@pytest.mark.parametrize(
    "given",
    [
        {
            "requests": [
                {
                    "updateSheetProperties": {
                        "properties": {"sheetId": 0, "hidden": False, "index": 2},
                        "fields": "index",
                    }
                }
            ]
        },
        {
            "requests": [
                {
                    "update_sheet_properties": {
                        "properties": {"sheet_id": 0, "hidden": "no", "index": "2"},
                        "fields": "index",
                    }
                }
            ]
        },
        {
            "requests": {
                "updateSheetProperties": {"properties": {"sheetId": 0.0, "hidden": 0, "index": "+2"}, "fields": "index"}
            }
        },
        {
            "requests": [
                None,
                {
                    "updateSheetProperties": {
                        "properties": {"sheetId": 0, "hidden": "F", "index": 2, "title": None},
                        "fields": "index",
                    }
                },
            ]
        },
    ],
)
def test_the_same_request_in_other_words(given: Json) -> None:
    """Names in snake_case, numbers as texts, words for true and false, one object for a list, null for nothing."""
    api = load("sheets")
    method = next(one for one in api.methods if one.id == "sheets.spreadsheets.batchUpdate")
    proper, wrong = Validator(api).body(method, given)
    assert wrong == []
    properties = {"sheetId": 0, "hidden": False, "index": 2}
    assert proper == {"requests": [{"updateSheetProperties": {"properties": properties, "fields": "index"}}]}


@pytest.mark.parametrize("word", ["ROWS", "rows", "Rows", 1, "1"])
def test_enums_in_any_case_or_by_number(book: Book, word: object) -> None:
    """`rows` and `1` are ROWS, in bodies and in queries."""
    book.change({"appendDimension": {"sheetId": 0, "dimension": word, "length": 1}})
    assert book.values("A1", majorDimension=word)["majorDimension"] == "ROWS"


@pytest.mark.parametrize(
    ("body", "field", "text"),
    [
        (
            {"requests": [{"addSheet": {"properties": {"title": {"x": 1}}}}]},
            "requests[0].add_sheet.properties",
            "Invalid value at 'requests[0].add_sheet.properties' (title), Starting an object on a scalar field",
        ),
        (
            {"requests": [5]},
            "requests[0]",
            f"Invalid value at 'requests[0]' ({REQUEST}), 5",
        ),
        (
            {"requests": [{}, 'say "hi"']},
            "requests[1]",
            f'Invalid value at \'requests[1]\' ({REQUEST}), "say "hi""',
        ),
        (
            {"requests": [{"repeatCell": {"range": {"startRowIndex": "abc"}}}]},
            "requests[0].repeat_cell.range.start_row_index.value",
            "Invalid value at 'requests[0].repeat_cell.range.start_row_index.value' (TYPE_INT32), \"abc\"",
        ),
        (
            {"requests": [{"appendDimension": {"length": 1.5}}]},
            "requests[0].append_dimension.length",
            "Invalid value at 'requests[0].append_dimension.length' (TYPE_INT32), 1.5",
        ),
        (
            {"requests": [{"appendDimension": {"length": 2**31}}]},
            "requests[0].append_dimension.length",
            "Invalid value at 'requests[0].append_dimension.length' (TYPE_INT32), 2147483648",
        ),
        (
            {"includeSpreadsheetInResponse": "maybe"},
            "include_spreadsheet_in_response",
            "Invalid value at 'include_spreadsheet_in_response' (TYPE_BOOL), \"maybe\"",
        ),
        ({"": 1}, None, 'Invalid JSON payload received. Unknown name "": Proto fields must have a name.'),
    ],
)
def test_what_no_reader_takes(book: Book, body: Json, field: str | None, text: str) -> None:
    """The path, the type, and the value quoted with nothing escaped."""
    error = book.refused("POST", ":batchUpdate", json=body)
    assert error["message"] == text
    assert error["details"][0]["fieldViolations"] == [
        {"field": field, "description": text} if field else {"description": text}
    ]
    assert book.sandbox.forgive()


def test_mistakes_come_in_the_order_of_the_body(book: Book) -> None:
    """All of them, each on its line."""
    body = {"requests": [{"addSheet": {"properties": {"title": 1, "bogus": 2, "index": "x"}}}], "y": 3}
    lines = book.refused("POST", ":batchUpdate", json=body)["message"].splitlines()
    assert [line.split(" at ")[-1].split(" ")[0] for line in lines[:3]] == [
        "'requests[0].add_sheet.properties.title'",
        "'requests[0].add_sheet.properties':",
        "'requests[0].add_sheet.properties.index'",
    ]
    assert 'Unknown name "y"' in lines[3]
    assert len(book.sandbox.forgive()) == 4


@pytest.mark.parametrize("word", ["true", "FALSE", "tRuE", "0", "t", "F", "Y", "no", "YES", "1"])
def test_booleans_of_a_query(sandbox: Sandbox, word: str) -> None:
    """The spellings of protocol buffers, in any case."""
    assert sandbox.api("GET", "/drive/v3/files", params={"supportsAllDrives": word}).status_code == 200


@pytest.mark.parametrize("word", ["on", "off", "", "2", "01", "1.0", " true", "yeſ"])
def test_no_booleans_of_a_query(sandbox: Sandbox, word: str) -> None:
    """Nothing else."""
    error = sandbox.api("GET", "/drive/v3/files", params={"supportsAllDrives": word}).json()["error"]
    assert error["message"] == f"Invalid value at 'supports_all_drives' (TYPE_BOOL), \"{word}\""
    assert sandbox.forgive()


@pytest.mark.parametrize(
    ("query", "code", "reason", "location", "message"),
    [
        (
            "pageSize=0",
            400,
            "invalidParameter",
            "page_size",
            "Invalid value '0'. Values must be within the range: [value: 1\n, value: 1000\n]",
        ),
        (
            "orderBy=name,name",
            403,
            "orderByContainsDuplicateSortKeys",
            "orderBy",
            "The orderBy parameter cannot contain duplicate sort keys.",
        ),
        (
            "includeItemsFromAllDrives=True",
            403,
            "supportsTeamDrivesRequired",
            None,
            "The supportsAllDrives parameter was not set to true.",
        ),
        ("orderBy=bogus&q=bogus", 400, "invalid", "orderBy", "Invalid Value"),
        ("q=bogus&pageToken=BOGUS", 400, "invalid", "q", "Invalid Value"),
        ("pageToken=BOGUS", 400, "invalid", "pageToken", "Invalid Value"),
        ("fields=bogus&pageToken=BOGUS", 400, "invalid", "pageToken", "Invalid Value"),
        ("orderBy=name,starred&pageToken=BOGUS", 400, "invalid", "pageToken", "Invalid Value"),
        ("orderBy=folder,starred desc&fields=bogus", 500, "internalError", None, "Internal Error"),
        ("orderBy=starred,name&fields=bogus", 400, "invalidParameter", "fields", "Invalid field selection bogus"),
    ],
)
def test_what_files_list_refuses(
    sandbox: Sandbox, query: str, code: int, reason: str, location: str | None, message: str
) -> None:
    """In the order in which the real one looks."""
    error = sandbox.api("GET", f"/drive/v3/files?{query}").json()["error"]
    assert (error["code"], error["message"]) == (code, message)
    assert (error["errors"][0]["reason"], error["errors"][0].get("location")) == (reason, location)


ACKNOWLEDGED = "The acknowledgeAbuse parameter is only applicable for download requests."
EXPIRED = "The specified page token has expired, and can no longer be used."


@pytest.mark.parametrize(
    ("path", "code", "reason", "message"),
    [
        ("files/x?acknowledgeAbuse=TRUE", 403, "invalidAbuseAcknowledgment", ACKNOWLEDGED),
        ("files/{file}?acknowledgeAbuse=true&fields=bogus", 403, "invalidAbuseAcknowledgment", ACKNOWLEDGED),
        ("files/{file}?acknowledgeAbuse=true&alt=media", 403, "fileNotDownloadable", None),
        ("files/{file}?acknowledgeAbuse=t", 200, None, None),
        ("files/{file}/permissions?useDomainAdminAccess=true", 404, "notFound", "File not found: {file}."),
        ("files/{file}/permissions?pageToken=bad&useDomainAdminAccess=true", 400, "invalid", "Invalid Value"),
        ("files/x/permissions?pageToken=", 403, "pageTokenExpired", EXPIRED),
        ("drives?pageToken=bad", 400, "invalid", "Invalid Value"),
        ("drives?pageToken=", 200, None, None),
    ],
)
def test_what_readers_of_drive_are_refused(
    book: Book, path: str, code: int, reason: str | None, message: str | None
) -> None:
    """Abuse is acknowledged by those who fetch a file, nobody administers a domain, and short lists give no tokens."""
    reply = book.sandbox.api("GET", "/drive/v3/" + path.format(file=book.id))
    assert reply.status_code == code
    if reason:
        error = reply.json()["error"]
        assert error["errors"][0]["reason"] == reason
        assert message is None or error["message"] == message.format(file=book.id)


def test_only_administrators_list_every_shared_drive(sandbox: Sandbox) -> None:
    """So it is in a Workspace; what a private account is told nobody noted."""
    for name, code in (("consumer-2026", 200), ("workspace", 403)):
        sandbox.profile(name)
        assert sandbox.api("GET", "/drive/v3/drives", params={"useDomainAdminAccess": "true"}).status_code == code


def test_a_search_for_text_is_not_sorted(sandbox: Sandbox) -> None:
    """Programs that keep Google's reply say 403; the documents show the same with 400."""
    text = "Sorting is not supported for queries with fullText terms. Results are always in descending relevance order."
    reply = sandbox.api("GET", "/drive/v3/files", params={"q": "fullText contains 'x'", "orderBy": "name"})
    where = {"domain": "global", "reason": "forbidden", "location": "orderBy", "locationType": "parameter"}
    assert reply.json() == {"error": {"code": 403, "message": text, "errors": [{"message": text, **where}]}}
    assert (
        sandbox.api("GET", "/drive/v3/files", params={"q": "name = 'fullText'", "orderBy": "name"}).status_code == 200
    )


def test_a_property_is_taken_away_by_null(book: Book) -> None:
    """Drive's appProperties: a null value removes the key."""
    path = f"/drive/v3/files/{book.id}"
    book.sandbox.api("PATCH", path, json={"appProperties": {"a": "1", "b": "2"}})
    book.sandbox.api("PATCH", path, json={"appProperties": {"a": None}})
    assert book.sandbox.api("GET", path + "?fields=appProperties").json() == {"appProperties": {"b": "2"}}
