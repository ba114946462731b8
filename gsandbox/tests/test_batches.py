"""HTTP batches, by Google's own client and by hand: Drive serves them, Sheets does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book


def test_googles_client_shares_with_many_at_once(service: Callable[..., Any], book: Book) -> None:
    """As its guide to sharing does it: each call has its own reply, a refused one too."""
    drive, told = service("drive", "v3"), []
    batch = drive.new_batch_http_request(callback=lambda number, reply, error: told.append((number, reply, error)))
    reader = {"type": "user", "role": "reader"}
    for body in ({**reader, "emailAddress": "a@b.invalid"}, {**reader, "emailAddress": "asha@b.invalid"}, reader):
        batch.add(drive.permissions().create(fileId=book.id, body=body, fields="id,emailAddress"))
    batch.add(drive.files().update(fileId=book.id, body={"name": "हिन्दी"}, fields="name"))
    batch.add(drive.files().get(fileId="nothing"))
    batch.execute()
    assert [number for number, *_ in told] == ["1", "2", "3", "4", "5"]
    assert [bool(error) for *_, error in told] == [False, False, True, False, True]
    assert told[1][1]["emailAddress"] == "asha@b.invalid"
    assert (told[2][2].status_code, told[4][2].status_code) == (400, 404)
    assert told[4][2].reason == "File not found: nothing."
    assert told[3][1] == {"name": "हिन्दी"}
    assert len(drive.permissions().list(fileId=book.id).execute()["permissions"]) == 3


PARTS = """--x
Content-Type: application/http
Content-ID: <item1:12930812@barnyard.example.com>

GET /drive/v3/files/{file}?fields=name

--x
Content-Type: application/http

DELETE /drive/v3/files/{file}

--x
Content-Type: application/http
Content-ID: item3

GET /v1/forms/{file}

--x--
"""


def test_a_batch_by_hand(book: Book) -> None:
    """The names of the parts come back; the login of the whole counts for each; other APIs are not reached."""
    headers = {"Content-Type": "multipart/mixed; boundary=x"}
    reply = book.sandbox.api("POST", "/batch/drive/v3", data=PARTS.format(file=book.id), headers=headers)
    kind, _, mark = reply.headers["content-type"].partition("; boundary=")
    first, second, third, end = reply.text.split(f"--{mark}")[1:]
    assert (reply.status_code, kind, end) == (200, "multipart/mixed", "--\r\n")
    assert "Content-ID: <response-item1:12930812@barnyard.example.com>" in first
    assert "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\n" in first
    assert first.endswith('\r\n\r\n{\n  "name": "Play"\n}\n\r\n')
    assert "HTTP/1.1 204 No Content" in second
    assert "Content-ID" not in second
    assert "HTTP/1.1 404 Not Found\r\nContent-Type: text/html" in third
    bare = book.sandbox.http.post(
        book.sandbox.root + "/batch/drive/v3", data=PARTS.format(file=book.id).encode(), headers=headers, timeout=9
    )
    assert bare.text.count("HTTP/1.1 401") == 1  # deleting; readers without a login are 403
    assert bare.text.count("HTTP/1.1 403") == 1


def test_what_is_no_batch(sandbox: Sandbox) -> None:
    reply = sandbox.api("POST", "/batch/drive/v3", json={})
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, 400)
    assert sandbox.api("POST", "/batch", data=b"--x--").json()["error"]["code"] == 400


def test_sheets_serves_no_call_of_a_batch(service: Callable[..., Any], book: Book) -> None:
    """The whole gets a reply, each call of it refused: so Google's client names the call's address, not the batch's."""
    sheets, told = service("sheets", "v4"), []
    batch = sheets.new_batch_http_request(callback=lambda number, reply, error: told.append(error))
    batch.add(sheets.spreadsheets().get(spreadsheetId=book.id))
    batch.execute()
    assert (told[0].status_code, told[0].uri.rpartition("/")[2]) == (501, f"{book.id}?alt=json")
    assert told[0].reason == "Operation is not implemented, or supported, or enabled."


@pytest.mark.parametrize(
    ("whole", "call", "place"),
    [
        ("", "nothing000/export", "nothing000/export"),
        ("?quotaUser=7", "nothing000/export?mimeType=text/csv", "nothing000/export?mimeType=text/csv&quotaUser=7"),
        ("?quotaUser=7&h", "nothing000?alt=MEDIA&&quotaUser=9", "nothing000?alt=MEDIA&quotaUser=9&h="),
    ],
)
def test_a_batch_sends_downloads_elsewhere(sandbox: Sandbox, whole: str, call: str, place: str) -> None:
    """Whether there is such a file or not."""
    text = f"--x\r\nContent-Type: application/http\r\n\r\nGET /drive/v3/files/{call} HTTP/1.1\r\n\r\n--x--"
    headers = {"Content-Type": "multipart/mixed; boundary=x"}
    said = sandbox.api("POST", f"/batch/drive/v3{whole}", data=text, headers=headers).text
    head, _, body = said.partition("HTTP/1.1 302 Found\r\n")[2].rpartition("\r\n--")[0].partition("\r\n\r\n")
    assert head.split("\r\n") == [
        "Content-Length: 0",
        "Content-Type: application/json; charset=UTF-8",
        f"Location: {sandbox.root}/download/drive/v3/files/{place}",
    ]
    error = json.loads(body)["error"]
    assert (error["code"], error["message"], error["status"]) == (302, "Unknown Error.", "UNKNOWN")
    assert error["errors"][0]["reason"] == "backendError"


def test_content_is_where_a_batch_sends_for_it(sandbox: Sandbox) -> None:
    """The redirected call with the same login gives the content, as do clients that ask at /download from the start."""
    made = sandbox.api("POST", "/upload/drive/v3/files?uploadType=media", data="{}").json()
    text = (
        f"--x\r\nContent-Type: application/http\r\n\r\nGET /drive/v3/files/{made['id']}?alt=media HTTP/1.1\r\n\r\n--x--"
    )
    headers = {"Content-Type": "multipart/mixed; boundary=x"}
    said = sandbox.api("POST", "/batch/drive/v3", data=text, headers=headers).text
    place = said.partition(f"Location: {sandbox.root}")[2].partition("\r\n")[0]
    assert sandbox.api("GET", place).text == "{}"
    book = sandbox.api("POST", "/v4/spreadsheets", json={}).json()["spreadsheetId"]
    export = sandbox.api("GET", f"/download/drive/v3/files/{book}/export?mimeType=text/csv&alt=media")
    assert (export.status_code, export.headers["content-type"]) == (200, "text/csv")
    lost = sandbox.api("GET", "/download/drive/v3/files/nothing000?alt=media")
    assert (lost.status_code, lost.json()["error"]["message"]) == (404, "File not found: nothing000.")
    sandbox.faults({"fault": "error-503", "on": "drive.files.get"})
    assert sandbox.api("GET", f"/download/drive/v3/files/{made['id']}?alt=media").status_code == 503
