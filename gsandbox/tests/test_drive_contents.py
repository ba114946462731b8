"""Drive v3: content sent and fetched, by Google's own client and by hand: alone, in parts, bit by bit."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from googleapiclient.http import MediaInMemoryUpload, MediaIoBaseDownload

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book

SHEET = "application/vnd.google-apps.spreadsheet"
STEP = 256 * 1024
Service = Callable[[str, str], Any]


@pytest.mark.parametrize("resumable", [False, True])
def test_googles_client_turns_a_csv_into_a_spreadsheet(service: Service, sandbox: Sandbox, resumable: bool) -> None:
    """As its sample does it; what is sent later takes the place of what was there."""
    drive = service("drive", "v3")
    sent = MediaInMemoryUpload(b"code,mark\nBSP-KTW,4\n", mimetype="text/csv", resumable=resumable)
    made = drive.files().create(body={"name": "Marks", "mimeType": SHEET}, media_body=sent, fields="id").execute()
    book = Book(sandbox, made["id"])
    assert book.values("A1:B9")["values"] == [["code", "mark"], ["BSP-KTW", "4"]]
    assert book.get()["sheets"][0]["properties"]["title"] == "Marks"
    later = MediaInMemoryUpload(b"a\tb", mimetype="text/csv", resumable=resumable)
    drive.files().update(fileId=made["id"], media_body=later).execute()
    assert book.values("A1:B9")["values"] == [["a\tb"]]


@pytest.mark.parametrize("resumable", [False, True])
def test_a_file_comes_back_as_it_was_sent(service: Service, resumable: bool) -> None:
    """Byte for byte, in one go and in parts; its sums and names are told, a copy holds the same."""
    drive = service("drive", "v3")
    data = b"\n" + bytes(range(256)) * 3000 + b"\r\n--x\n"
    sent = MediaInMemoryUpload(data, mimetype="image/png", resumable=resumable, chunksize=STEP)
    made = drive.files().create(body={"name": "plan.PNG"}, media_body=sent, fields="*").execute()
    assert (made["mimeType"], made["size"], made["fileExtension"]) == ("image/png", str(len(data)), "PNG")
    assert made["md5Checksum"] == hashlib.md5(data).hexdigest()
    assert made["webContentLink"] == f"https://drive.google.com/uc?id={made['id']}&export=download"
    copied = drive.files().copy(fileId=made["id"]).execute()
    assert copied["name"] == "plan.PNG"  # measured in August 2026; only what Google's editors make becomes a "Copy of"
    for file_id in (made["id"], copied["id"]):
        out = io.BytesIO()
        fetch, done = MediaIoBaseDownload(out, drive.files().get_media(fileId=file_id), chunksize=STEP), False
        while not done:
            _, done = fetch.next_chunk()
        assert out.getvalue() == data
    drive.files().update(fileId=made["id"], media_body=MediaInMemoryUpload(b"new", mimetype="image/png")).execute()
    assert drive.files().get_media(fileId=made["id"]).execute() == b"new"


def test_a_file_changes_its_type_with_its_content_alone(service: Service) -> None:
    """A client's live tests, 2026, and the documents: "cannot be changed unless a new revision is uploaded"."""
    drive = service("drive", "v3")
    made = drive.files().create(body={"name": "a.txt", "mimeType": "text/plain"}).execute()["id"]
    assert drive.files().update(fileId=made, body={"mimeType": "text/csv"}).execute()["mimeType"] == "text/plain"
    paper = MediaInMemoryUpload(b"%PDF", mimetype="application/pdf")
    sent = drive.files().update(fileId=made, body={"name": "a.pdf"}, media_body=paper).execute()
    assert (sent["mimeType"], sent["name"]) == ("application/pdf", "a.pdf")
    said = drive.files().update(fileId=made, body={"mimeType": "text/csv"}, media_body=paper).execute()
    assert said["mimeType"] == "text/csv"


def test_json_is_fetched_as_it_is(sandbox: Sandbox) -> None:
    """A file that holds JSON is no reply of the API."""
    headers = {"Content-Type": "application/json"}
    data = b'{"error":{"code": 1} , "x":1}'
    made = sandbox.api("POST", "/upload/drive/v3/files?uploadType=media", data=data, headers=headers).json()
    assert made["mimeType"] == "application/json"
    reply = sandbox.api("GET", f"/drive/v3/files/{made['id']}?alt=media")
    assert (reply.content, reply.headers["content-disposition"]) == (data, "attachment")
    late = sandbox.api("GET", f"/drive/v3/files/{made['id']}?alt=media", headers={"Range": "bytes=99-"})
    assert (late.status_code, late.headers["content-range"]) == (416, f"bytes */{len(data)}")


@pytest.mark.parametrize(
    ("wanted", "status", "got"),
    [
        ("bytes=2-4", 206, "234"), ("bytes=7-", 206, "789"), ("bytes=-3", 206, "789"), ("bytes=-99", 206, "0123456789"),
        ("bytes=5-2", 200, "0123456789"), ("bytes=-", 200, "0123456789"), ("bytes=0-1,3-4", 200, "0123456789"),
        (f"bytes={'9' * 5000}-", 200, "0123456789"),
    ],
)  # fmt: skip
def test_a_range_as_http_has_it(sandbox: Sandbox, wanted: str, status: int, got: str) -> None:
    """From the end as well; one that is none is passed over, and several at once."""
    made = sandbox.api("POST", "/upload/drive/v3/files?uploadType=media", data=b"0123456789").json()
    reply = sandbox.api("GET", f"/drive/v3/files/{made['id']}?alt=media", headers={"Range": wanted})
    assert (reply.status_code, reply.text) == (status, got)


def test_an_upload_bit_by_bit(sandbox: Sandbox) -> None:
    """308 and how far it is, until the last byte; who asks afterwards is told again what was made."""
    start = sandbox.api("POST", "/upload/drive/v3/files?uploadType=resumable&fields=size", json={"name": "N"})
    assert (start.status_code, start.content) == (200, b"")
    path = start.headers["location"].removeprefix(sandbox.root)
    assert "upload_id=" in path

    def put(told: str, data: bytes = b"") -> Any:
        return sandbox.api("PUT", path, data=data, headers={"Content-Range": told})

    assert (put("bytes */*").status_code, "range" in put("bytes */*").headers) == (308, False)
    first = put(f"bytes 0-{STEP - 1}/{STEP + 5}", b"x" * STEP)
    assert (first.status_code, first.headers["range"]) == (308, f"bytes=0-{STEP - 1}")
    assert first.headers["x-range-md5"] == hashlib.md5(b"x" * STEP).hexdigest()  # as drivelib looks at it
    small = put(f"bytes {STEP}-{STEP}/{STEP + 5}", b"y")
    assert (small.status_code, "The received request contained 1 bytes, which" in small.text) == (400, True)
    assert put(f"bytes {STEP}-{STEP + 5}/{STEP + 6}", b"y" * 6).status_code == 400  # larger than was told before
    assert put("bytes */*").headers["range"] == f"bytes=0-{STEP - 1}"
    assert {put(told).status_code for told in ("nonsense", f"bytes 0-1/{'9' * 5000}")} == {400}
    last = put(f"bytes {STEP}-{STEP + 4}/{STEP + 5}", b"y" * 5)
    assert (last.status_code, last.json()) == (200, {"size": str(STEP + 5)})
    again = put("bytes */*")
    assert (again.status_code, again.json()) == (200, last.json())
    assert sandbox.api("PUT", f"{path}x", data=b"y").status_code == 404


def test_what_was_sent_in_a_wrong_way(sandbox: Sandbox, book: Book) -> None:
    """A body without its parts is 400; what Google could turn into a document, and the sandbox cannot, is 501."""
    path = "/upload/drive/v3/files?uploadType=multipart"
    headers = {"Content-Type": "multipart/related; boundary=x"}
    for data, kind in ((b"--x\r\n\r\n{}\r\n--x--", headers), (b"{}", {"Content-Type": "application/json"})):
        assert sandbox.api("POST", path, data=data, headers=kind).status_code == 400
    metadata = json.dumps({"name": "N", "mimeType": SHEET}).encode()
    parts = [
        b"--x\r\nContent-Type: application/json\r\n\r\n",
        metadata,
        b"\r\n--x\r\nContent-Type: application/pdf\r\n\r\n",
    ]
    reply = sandbox.api("POST", path, data=b"".join([*parts, b"%PDF\r\n--x--"]), headers=headers)
    assert (reply.status_code, reply.json()["error"]["message"].startswith("Sandbox:")) == (501, True)
    assert sandbox.api("POST", "/upload/drive/v3/files?uploadType=other", data=b"x").status_code == 501
    assert [file["name"] for file in sandbox.api("GET", "/drive/v3/files").json()["files"]] == ["Play"]


def test_a_copy_of_another_kind_is_not_served(sandbox: Sandbox) -> None:
    """Drive turns many kinds into its own; a copy that stayed what it was would pass for one of them."""
    made = sandbox.api("POST", "/drive/v3/files", json={"name": "a.csv", "mimeType": "text/csv"}).json()["id"]
    wish = {"mimeType": "application/vnd.google-apps.spreadsheet"}
    assert sandbox.api("POST", f"/drive/v3/files/{made}/copy", json=wish).status_code == 501
    assert sandbox.api("POST", f"/drive/v3/files/{made}/copy", json={"mimeType": "text/csv"}).status_code == 200
