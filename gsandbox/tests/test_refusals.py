"""Requests that real programs sent to the real Google and had refused, or taken otherwise than they thought."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gsandbox.forms import routes
from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book
from gsandbox.wire import Json

FILES = "/drive/v3/files"
SHEET = "application/vnd.google-apps.spreadsheet"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def error_of(reply: Any, status: int) -> Json:
    """The error of a refused call."""
    assert reply.status_code == status, reply.text
    return dict(reply.json()["error"])


def test_json_that_calls_itself_a_web_form(sandbox: Sandbox, book: Book) -> None:
    """curl without a Content-Type: the whole body is read as the name of a parameter, which nobody knows."""
    body = json.dumps({"values": [["a"]]})
    error = book.refused("PUT", "/values/A1?valueInputOption=RAW", data=body, headers=FORM)
    text = (
        f'Invalid JSON payload received. Unknown name "{body}": Cannot bind query parameter. '
        f"Field '{body}' could not be found in request message."
    )
    assert error["message"] == text
    assert error["details"][0]["fieldViolations"] == [{"description": text}]
    drive = error_of(sandbox.api("POST", FILES, data='{"name":"N"}', headers=FORM), 400)
    assert drive["errors"][0]["reason"] == "badContent"
    sandbox.forgive()
    assert book.values("A1") == {"range": "Sheet1!A1", "majorDimension": "ROWS"}


def test_parameters_may_come_in_the_body(book: Book) -> None:
    """What is a parameter of the method is taken from such a body, too."""
    shown = book.ask("PUT", "/values/A1", data="valueInputOption=RAW", headers=FORM)
    assert shown == {"spreadsheetId": book.id, "updatedRange": "Sheet1!A1"}


def test_blanks_in_fields(sandbox: Sandbox, book: Book) -> None:
    """Drive overlooks a blank after a comma, Sheets and Forms take it for part of the name."""
    error = book.refused("GET", "", params={"fields": "properties, sheets.properties"})
    assert error["message"] == "Request contains an invalid argument."
    assert error["details"][0]["fieldViolations"][0]["field"].startswith(" sheets")
    shown = sandbox.api("GET", f"{FILES}/{book.id}", params={"fields": "id, name"}).json()
    assert shown == {"id": book.id, "name": "Play"}


@pytest.mark.parametrize("path", ["/v1/forms/x", "/v4/spreadsheets/x", FILES])
def test_a_key_is_no_login(sandbox: Sandbox, path: str) -> None:
    """The sandbox has handed out no API keys: 400 in every family, and beside a login too."""
    error = error_of(sandbox.get(path, params={"key": "AIza"}), 400)
    assert error["message"] == "API key not valid. Please pass a valid API key."
    assert error["details"][0]["reason"] == "API_KEY_INVALID"
    assert error_of(sandbox.api("GET", path, params={"key": "AIza"}), 400) == error
    known = sandbox.post("/sandbox/keys").json()["key"]
    assert sandbox.api("GET", path, params={"key": known}).status_code in (200, 404)


def test_a_key_reads_what_is_shared_with_everybody(sandbox: Sandbox, book: Book) -> None:
    """A private file is 403 (Drive: not there), writing and Forms want a login, a list is nobody's."""
    key = {"key": sandbox.post("/sandbox/keys").json()["key"]}
    assert error_of(sandbox.get(f"/v4/spreadsheets/{book.id}", params=key), 403)["status"] == "PERMISSION_DENIED"
    assert error_of(sandbox.get(f"{FILES}/{book.id}", params=key), 404)["errors"][0]["reason"] == "notFound"
    sandbox.api("POST", f"{FILES}/{book.id}/permissions", json={"type": "anyone", "role": "writer"})
    assert sandbox.get(f"/v4/spreadsheets/{book.id}/values/A1", params=key).status_code == 200
    written = sandbox.post(f"/v4/spreadsheets/{book.id}/values/A1:append", params=key, json={"values": [[1]]})
    assert "API keys are not supported" in error_of(written, 401)["message"]
    assert error_of(sandbox.get("/v1/forms/x", params=key), 401)["status"] == "UNAUTHENTICATED"
    assert error_of(sandbox.get(FILES, params=key), 403)["code"] == 403


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"parents": ["root"]}, "The parents field is not directly writable in update requests. Use the addParents"),
        ({"id": "x", "name": "N"}, "The resource body includes fields which are not directly writable."),
        ({"createdTime": "2026-01-01T00:00:00Z"}, "The resource body includes fields which are not directly"),
    ],
)
def test_what_an_update_cannot_set(book: Book, body: Json, message: str) -> None:
    """403 fieldNotWritable, and nothing is changed."""
    error = error_of(book.sandbox.api("PATCH", f"{FILES}/{book.id}", json=body), 403)
    assert error["message"].startswith(message)
    assert error["errors"][0]["reason"] == "fieldNotWritable"
    assert book.sandbox.api("GET", f"{FILES}/{book.id}").json()["name"] == "Play"
    status = 200 if "parents" in body else 403
    assert book.sandbox.api("POST", f"{FILES}/{book.id}/copy", json=body).status_code == status


def test_a_property_that_is_too_long(sandbox: Sandbox) -> None:
    """Key and value together have 124 bytes, a Hindi letter counts three; nothing is made above that."""
    body = {"name": "N", "mimeType": SHEET, "appProperties": {"mark": "ह" * 40}}
    assert sandbox.api("POST", FILES, json=body).status_code == 200
    body["appProperties"] = {"marks": "ह" * 40}
    error = error_of(sandbox.api("POST", FILES, json=body), 403)
    assert error["errors"][0]["reason"] == "propertyLengthLimitExceeded"
    assert error["message"].startswith("Properties and app properties are limited to 124 bytes in UTF-8 encoding")
    assert len(sandbox.api("GET", FILES).json()["files"]) == 1


def test_searches_of_drive_that_are_not_served(sandbox: Sandbox, book: Book) -> None:
    """What Drive can search by and the sandbox cannot is 501; a bare sharedWithMe is a search that finds nothing."""
    for query in ("viewedByMeTime > '2026-01-01'", "labels in 'x'"):
        assert error_of(sandbox.api("GET", FILES, params={"q": query}), 501)["message"].startswith("Sandbox:")
    for query, found in (("sharedWithMe", 0), ("not sharedWithMe and trashed = false", 1), ("sharedWithMe=true", 0)):
        assert len(sandbox.api("GET", FILES, params={"q": query}).json()["files"]) == found


LENIENT = {"items": [{"questionItem": {"question": {"required": "true"}}}]}


@pytest.mark.parametrize("reply", [{"formId": 5}, {"formId": "x", "colour": "red"}, {"info": []}, [], LENIENT])
def test_a_reply_that_does_not_fit_fails_the_test_that_asked_for_it(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, reply: Any
) -> None:
    """Every reply is held against the discovery document; the fixture `sandbox` fails when any did not fit."""
    monkeypatch.setitem(routes.HANDLERS, "forms.forms.get", lambda db, call, when: reply)
    sandbox.api("GET", "/v1/forms/x")
    assert [(one["method"], one["where"]) for one in sandbox.forgive()] == [("forms.forms.get", "answer")]


def test_what_drive_overlooks_fails_a_test_all_the_same(sandbox: Sandbox) -> None:
    """Drive replies to a parameter or a field that it does not know; no request of ours may have any."""
    assert sandbox.api("GET", FILES, params={"colour": "red"}).status_code == 200
    assert sandbox.api("POST", FILES, json={"name": "N", "mimeType": SHEET, "colour": "red"}).status_code == 200
    assert [one["where"] for one in sandbox.forgive()] == ["query", "body"]
