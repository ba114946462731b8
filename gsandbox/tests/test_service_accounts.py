"""A service account, with Google's own library: it reads what was shared with it, owns nothing, and writes only as an editor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from gsandbox.pytest_plugin import Sandbox

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
