"""A service account, with Google's own library: it reads what was shared with it, owns nothing, and writes only as an editor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from gsandbox.mishaps import PROTECTED
from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book
from gsandbox.tests.places import lines, span
from gsandbox.wire import Json

SHEET = "application/vnd.google-apps.spreadsheet"


@pytest.fixture(scope="module")
def key() -> str:
    """A private key for a service account."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


ADDRESS = "reader@project.iam.gserviceaccount.invalid"
FORM = "application/vnd.google-apps.form"


@pytest.fixture
def login(sandbox: Sandbox, tmp_path: Path, key: str) -> dict[str, str]:
    """The header with which the service account calls."""
    file = tmp_path / "key.json"
    info = {
        "type": "service_account",
        "private_key": key,
        "client_email": ADDRESS,
        "token_uri": f"{sandbox.root}/token",
    }
    file.write_text(json.dumps(info), encoding="utf-8")
    scopes = ["https://www.googleapis.com/auth/drive", "https://www.googleapis.com/auth/spreadsheets"]
    credentials = service_account.Credentials.from_service_account_file(str(file), scopes=scopes)
    with requests.Session() as session:
        credentials.refresh(Request(session))
    return {"Authorization": f"Bearer {credentials.token}"}


def test_a_service_account(sandbox: Sandbox, login: dict[str, str]) -> None:
    book = sandbox.api("POST", "/v4/spreadsheets", json={}).json()["spreadsheetId"]
    assert sandbox.api("GET", f"/v4/spreadsheets/{book}", headers=login).status_code == 403
    assert sandbox.api("GET", f"/drive/v3/files/{book}", headers=login).status_code == 404
    share = {"type": "user", "role": "reader", "emailAddress": ADDRESS}
    sandbox.api("POST", f"/drive/v3/files/{book}/permissions", json=share)
    assert sandbox.api("GET", f"/v4/spreadsheets/{book}", headers=login).status_code == 200
    assert len(sandbox.api("GET", "/drive/v3/files", headers=login).json()["files"]) == 1
    rest = f"/v4/spreadsheets/{book}/values/A1?valueInputOption=RAW"
    assert sandbox.api("PUT", rest, headers=login, json={"values": [["x"]]}).status_code == 403
    sandbox.api("POST", f"/drive/v3/files/{book}/permissions", json={**share, "role": "writer"})
    assert sandbox.api("PUT", rest, headers=login, json={"values": [["x"]]}).status_code == 200
    error = sandbox.api("POST", "/drive/v3/files", headers=login, json={"name": "N", "mimeType": SHEET}).json()["error"]
    assert error["errors"][0]["reason"] == "storageQuotaExceeded"
    assert error["message"].startswith("Service Accounts do not have storage quota.")


def test_a_service_account_makes_files_in_a_shared_drive(sandbox: Sandbox, login: dict[str, str]) -> None:
    """Nobody owns them there, so nobody's storage counts: programs of an office make all their forms like this."""
    book = sandbox.api("POST", "/v4/spreadsheets", json={}).json()["spreadsheetId"]
    sandbox.post(f"/sandbox/files/{book}/owner", json={"shared_drive": True})
    [drive] = sandbox.api("GET", "/drive/v3/drives").json()["drives"]
    wish = {"name": "N", "mimeType": FORM, "parents": [drive["id"]]}
    unknown = sandbox.api("POST", "/drive/v3/files", headers=login, json=wish)
    assert (unknown.status_code, unknown.json()["error"]["errors"][0]["reason"]) == (404, "notFound")
    known = {"supportsAllDrives": "true"}
    made = sandbox.api("POST", "/drive/v3/files", params=known, headers=login, json=wish).json()
    assert made["driveId"] == drive["id"]
    batch = {"requests": [{"deleteItem": {"location": {"index": 0}}}]}
    assert sandbox.api("POST", f"/v1/forms/{made['id']}:batchUpdate", headers=login, json=batch).status_code == 200
    path = f"/drive/v3/files/{made['id']}/copy"
    copied = sandbox.api("POST", path, params=known, headers=login, json={"parents": [drive["id"]]}).json()
    assert sandbox.api("GET", f"/v1/forms/{copied['id']}", headers=login).status_code == 200
    assert sandbox.api("POST", "/v1/forms", headers=login, json={"info": {"title": "T"}}).status_code == 500
    sheet = {"name": "F", "mimeType": SHEET, "parents": [drive["id"]]}
    assert sandbox.api("POST", "/drive/v3/files", params=known, json=sheet).json()["driveId"] == drive["id"]


@pytest.fixture
def clerk(book: Book, login: dict[str, str]) -> Clerk:
    """The service account as an editor of a spreadsheet in which A1:B5, and a second tab, are protected from it."""
    whole = {"range": {"sheetId": 5}, "editors": {"users": []}}
    warned = {"range": span(0, 9, 3, 4), "warningOnly": True}
    book.change(
        {"addSheet": {"properties": {"sheetId": 5, "title": "Second"}}},
        *({"addProtectedRange": {"protectedRange": one}} for one in ({"range": span(0, 5, 0, 2)}, whole, warned)),
    )
    book.put("A1:D9", [["a", "b", "c", "d"]] * 9)
    share = {"type": "user", "role": "writer", "emailAddress": ADDRESS}
    assert book.sandbox.api("POST", f"/drive/v3/files/{book.id}/permissions", json=share).status_code == 200
    return Clerk(book, login)


@dataclass
class Clerk:
    """Calls of the service account."""

    book: Book
    login: dict[str, str]

    def ask(self, verb: str, rest: str, body: Json | None = None) -> str:
        """What Google says; empty where it grants it."""
        path = f"/v4/spreadsheets/{self.book.id}{rest}"
        reply = self.book.sandbox.api(verb, path, headers=self.login, json=body)
        assert reply.status_code in (200, 400)
        return str(reply.json().get("error", {}).get("message", ""))

    def change(self, request: Json) -> str:
        """spreadsheets.batchUpdate."""
        return self.ask("POST", ":batchUpdate", {"requests": [request]})


def test_a_protected_range_is_written_by_its_editors_only(clerk: Clerk) -> None:
    """Logs of programs, 2024 to 2026: values without a place, those of a batch with theirs. Nothing of a batch is kept."""
    option = "?valueInputOption=RAW"
    assert clerk.ask("PUT", f"/values/B5{option}", {"values": [["x"]]}) == PROTECTED
    assert clerk.ask("POST", f"/values/Second!A1:append{option}", {"values": [["x"]]}) == PROTECTED
    assert clerk.ask("POST", "/values/A1:Z:clear") == PROTECTED
    data = [{"range": area, "values": [["x"]]} for area in ("C1", "A1")]
    both = clerk.ask("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    assert (both, clerk.book.values("C1")["values"]) == (f"Invalid data[1]: {PROTECTED}", [["c"]])
    for rest, body in ((f"/values/D1{option}", {"values": [["x"]]}), (f"/values/B6{option}", {"values": [["x"]]})):
        assert clerk.ask("PUT", rest, body) == ""
    assert clerk.book.put("A1", [["owner"]])["updatedCells"] == 1


def test_a_protected_range_is_changed_by_its_editors_only(clerk: Clerk) -> None:
    """Its cells, how they look, whose they are; a tab that is protected whole keeps its name. What lies around moves it."""
    bold = {
        "cell": {"userEnteredFormat": {"textFormat": {"bold": True}}},
        "fields": "userEnteredFormat.textFormat.bold",
    }
    key = clerk.book.get()["sheets"][0]["protectedRanges"][-1]["protectedRangeId"]
    for request in (
        {"repeatCell": {"range": span(4, 6, 0, 1), **bold}},
        {"deleteDimension": {"range": lines(4, 5)}},
        {"insertDimension": {"range": lines(4, 5)}},
        {"updateSheetProperties": {"properties": {"sheetId": 5, "title": "N"}, "fields": "title"}},
        {"deleteSheet": {"sheetId": 5}},
        {"deleteProtectedRange": {"protectedRangeId": key}},
    ):
        assert clerk.change(request) == f"Invalid requests[0].{next(iter(request))}: {PROTECTED}"
    assert clerk.change({"insertDimension": {"range": lines(0, 1)}}) == ""
    moved = clerk.book.get()["sheets"][0]["protectedRanges"][-1]["range"]
    assert (moved["startRowIndex"], moved["endRowIndex"]) == (1, 6)


def test_who_may_edit_is_told_to_those_who_may(clerk: Clerk) -> None:
    rest = f"/v4/spreadsheets/{clerk.book.id}"
    filtered = {"json": {"dataFilters": [{"a1Range": "A1"}]}}
    for verb, path, options in (("GET", rest, {}), ("POST", f"{rest}:getByDataFilter", filtered)):
        shown = clerk.book.sandbox.api(verb, path, headers=clerk.login, **options).json()["sheets"][0]
        told = [set(one) for one in shown["protectedRanges"]]
        warned = {"protectedRangeId", "range", "warningOnly", "requestingUserCanEdit"}
        assert told == [warned, {"protectedRangeId", "range"}]
    assert "editors" in clerk.book.get()["sheets"][0]["protectedRanges"][-1]
