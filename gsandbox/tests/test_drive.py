"""Drive v3: files and the query language."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book

SHEET = "application/vnd.google-apps.spreadsheet"


def make(sandbox: Sandbox, name: str, **more: Any) -> str:
    """A spreadsheet made through Drive; gives its id."""
    reply = sandbox.api("POST", "/drive/v3/files", json={"name": name, "mimeType": SHEET, **more})
    assert reply.status_code == 200, reply.text
    return str(reply.json()["id"])


def test_create_replies_with_four_keys(sandbox: Sandbox) -> None:
    """Without `fields`: kind, id, name, mimeType, in this order; the spreadsheet is there at once."""
    reply = sandbox.api("POST", "/drive/v3/files?supportsAllDrives=True", json={"name": "N", "mimeType": SHEET}).json()
    assert list(reply) == ["kind", "id", "name", "mimeType"]
    assert reply["kind"] == "drive#file"
    assert sandbox.api("GET", f"/v4/spreadsheets/{reply['id']}").json()["properties"]["title"] == "N"


def test_get_with_fields(sandbox: Sandbox) -> None:
    """Just those keys; times with three decimals and Z."""
    file_id = make(sandbox, "N", appProperties={"anubhav": "bilaspur"})
    shown = sandbox.api("GET", f"/drive/v3/files/{file_id}?fields=createdTime,version,appProperties").json()
    assert set(shown) == {"createdTime", "version", "appProperties"}
    assert shown["appProperties"] == {"anubhav": "bilaspur"}
    assert len(shown["createdTime"]) == len("2026-11-24T03:35:00.417Z")


def test_unknown_file(sandbox: Sandbox) -> None:
    """404 as recorded: the dot after the id, a list of errors, no status."""
    reply = sandbox.api("GET", "/drive/v3/files/nothing")
    message = "File not found: nothing."
    listed = {
        "message": message,
        "domain": "global",
        "reason": "notFound",
        "location": "fileId",
        "locationType": "parameter",
    }
    assert reply.status_code == 404
    assert reply.json() == {"error": {"code": 404, "message": message, "errors": [listed]}}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name = 'Alpha one'", {"Alpha one"}),
        ('name = "Alpha one"', {"Alpha one"}),
        ("name != 'Alpha one'", {"Beta's", "Folder"}),
        ("name contains 'alph'", {"Alpha one"}),
        ("name contains 'one'", {"Alpha one"}),
        ("name contains 'lpha'", set()),
        ("name contains 'ONE al'", {"Alpha one"}),
        ("name contains 'alpha two'", set()),
        (r"name = 'Beta\'s'", {"Beta's"}),
        ("mimeType = 'application/vnd.google-apps.folder'", {"Folder"}),
        ("mimeType contains 'application/vnd.google-apps'", {"Alpha one", "Beta's", "Folder"}),
        ("trashed = true", {"Beta's"}),
        ("trashed=False and name contains 'b'", set()),  # as fs.googledrivefs asks
        ("not trashed = true", {"Alpha one", "Folder"}),
        ("(name = 'Folder' or name = 'Alpha one') and trashed = false", {"Folder", "Alpha one"}),
        ("appProperties has { key='mark' and value='a b' }", {"Alpha one"}),
        ("appProperties has { key='mark' and value='x' }", set()),
        ("'root' in parents", {"Beta's", "Folder"}),
        ("parents in 'root'", {"Beta's", "Folder"}),
        ("'me' in owners", {"Alpha one", "Beta's", "Folder"}),
        ("modifiedTime > '2012-06-04T12:00:00'", {"Alpha one", "Beta's", "Folder"}),
        ("createdTime < '2012-06-04T12:00:00+05:30'", set()),
        ("fullText contains 'one ALPHA'", {"Alpha one"}),
        ("fullText contains 'alph'", set()),
        ("fullText contains 'what is told'", {"Beta's"}),
        ("""fullText contains '"is told"'""", {"Beta's"}),
        ("""fullText contains '"told is"'""", set()),
        ("visibility = 'anyoneWithLink'", {"Alpha one"}),
        ("visibility != 'limited'", {"Alpha one"}),
        ("visibility = 'limited' and mimeType != 'application/vnd.google-apps.folder'", {"Beta's"}),
        ("'me' in writers", {"Alpha one", "Beta's", "Folder"}),
        ("'reader@sandbox.invalid' in readers", {"Alpha one"}),
        ("'Writer@sandbox.invalid' in readers", {"Alpha one"}),
        ("'writer@sandbox.invalid' in writers", {"Alpha one"}),
        ("'reader@sandbox.invalid' in writers", set()),
        ("'nobody@sandbox.invalid' in readers", set()),
    ],
)
def test_the_query_language(sandbox: Sandbox, query: str, found: set[str]) -> None:
    """Terms, operators, and, or, not, brackets."""
    folder = sandbox.api(
        "POST", "/drive/v3/files", json={"name": "Folder", "mimeType": "application/vnd.google-apps.folder"}
    )
    alpha = make(sandbox, "Alpha one", appProperties={"mark": "a b"}, parents=[folder.json()["id"]])
    for role in ("reader", "writer"):
        body = {"type": "user", "role": role, "emailAddress": f"{role}@sandbox.invalid"}
        assert sandbox.api("POST", f"/drive/v3/files/{alpha}/permissions", json=body).status_code == 200
    sandbox.api("POST", f"/drive/v3/files/{alpha}/permissions", json={"type": "anyone", "role": "reader"})
    other = make(sandbox, "Beta's", description="What is told of it")
    sandbox.api("PATCH", f"/drive/v3/files/{other}", json={"trashed": True})
    reply = sandbox.api("GET", "/drive/v3/files", params={"q": query})
    assert {file["name"] for file in reply.json()["files"]} == found


@pytest.mark.parametrize(
    "query",
    [
        "name",
        "name =",
        "name = x",
        "name ~ 'x'",
        "nome = 'x'",
        "name = 'x' and",
        "(name = 'x'",
        "name = 'x')",
        "trashed = 'true'",
        "'x' in names",
        "name in 'x'",
        "appProperties has { key='a' }",
        "sharedWithMe = false",  # as three programs were refused it, 2018 to 2021
    ],
)
def test_a_bad_query(sandbox: Sandbox, query: str) -> None:
    """400 Invalid Value at q."""
    error = sandbox.api("GET", "/drive/v3/files", params={"q": query}).json()["error"]
    assert (error["code"], error["message"]) == (400, "Invalid Value")
    assert (error["errors"][0]["reason"], error["errors"][0]["location"]) == ("invalid", "q")


def test_pages(sandbox: Sandbox) -> None:
    """nextPageToken only while there is more; a made-up token is refused."""
    for number in range(3):
        make(sandbox, f"F{number}")
    first = sandbox.api("GET", "/drive/v3/files", params={"pageSize": 2, "orderBy": "name"}).json()
    assert [file["name"] for file in first["files"]] == ["F0", "F1"]
    query = {"pageSize": 2, "orderBy": "name", "pageToken": first["nextPageToken"]}
    last = sandbox.api("GET", "/drive/v3/files", params=query).json()
    assert [file["name"] for file in last["files"]] == ["F2"]
    assert "nextPageToken" not in last
    error = sandbox.api("GET", "/drive/v3/files", params={"pageToken": "BOGUS"}).json()["error"]
    assert (error["message"], error["errors"][0]["location"]) == ("Invalid Value", "pageToken")


def test_a_form_is_found_by_the_title_inside_it(sandbox: Sandbox) -> None:
    """As a program that lists a person's forms found in August 2026; its file may still be an "Untitled form"."""
    made = {"info": {"title": "Water supply", "documentTitle": "Untitled form"}}
    form = sandbox.api("POST", "/v1/forms", json=made).json()["formId"]
    make(sandbox, "Untitled form")
    for query, found in (
        ("fullText contains 'supply'", [form]),
        ("""fullText contains '"water supply"'""", [form]),
        ("name contains 'supply'", []),
    ):
        files = sandbox.api("GET", "/drive/v3/files", params={"q": query}).json()["files"]
        assert [file["id"] for file in files] == found


def test_an_empty_list_is_kept(sandbox: Sandbox) -> None:
    """`files` is there even when nothing was found."""
    reply = sandbox.api("GET", "/drive/v3/files", params={"fields": "kind,nextPageToken,files(id,name)"})
    assert reply.json() == {"kind": "drive#fileList", "files": []}


def test_delete_is_for_good(sandbox: Sandbox) -> None:
    """204, nothing in it; afterwards nobody knows the file."""
    file_id = make(sandbox, "N")
    reply = sandbox.api("DELETE", f"/drive/v3/files/{file_id}")
    assert (reply.status_code, reply.content) == (204, b"")
    assert reply.headers["content-type"].startswith("text/html")
    assert sandbox.api("GET", f"/v4/spreadsheets/{file_id}").status_code == 404
    assert sandbox.api("DELETE", f"/drive/v3/files/{file_id}").status_code == 404


def test_copy(book: Book) -> None:
    """`Copy of ...` unless a name is given; the cells come along."""
    book.put("A1", [["x"]])
    copied = book.sandbox.api("POST", f"/drive/v3/files/{book.id}/copy", json={"name": None}).json()
    assert copied["name"] == "Copy of Play"
    reply = book.sandbox.api("GET", f"/v4/spreadsheets/{copied['id']}/values/A1")
    assert reply.json()["values"] == [["x"]]


def test_a_folder_is_not_copied(sandbox: Sandbox) -> None:
    """As two programs' notes of September 2026 have it."""
    folder = {"name": "F", "mimeType": "application/vnd.google-apps.folder"}
    made = sandbox.api("POST", "/drive/v3/files", json=folder).json()["id"]
    error = sandbox.api("POST", f"/drive/v3/files/{made}/copy", json={}).json()["error"]
    assert (error["code"], error["message"]) == (403, "This file cannot be copied by the user.")
    assert error["errors"][0]["reason"] == "cannotCopyFile"


def test_export(book: Book) -> None:
    """CSV of the first tab, as formatted; other formats are refused."""
    book.put("A1", [["a,b", 'q"'], ["2026-11-24", ""], ["", "हाँ"]], "USER_ENTERED")
    path = f"/drive/v3/files/{book.id}/export"
    reply = book.sandbox.api("GET", path, params={"mimeType": "text/csv"})
    assert reply.content.decode() == '"a,b","q"""\r\n2026-11-24,\r\n,हाँ'
    assert reply.headers["content-type"].startswith("text/csv")
    assert book.sandbox.api("GET", path, params={"mimeType": "image/png"}).status_code == 400
    media = book.sandbox.api("GET", f"/drive/v3/files/{book.id}", params={"alt": "media"}).json()["error"]
    assert (media["code"], media["errors"][0]["reason"]) == (403, "fileNotDownloadable")
    nowhere = book.sandbox.api("GET", "/drive/v3/files/nope", params={"alt": "media"}).json()["error"]
    assert (nowhere["code"], nowhere["message"]) == (404, "File not found: nope.")


def test_about_needs_fields(sandbox: Sandbox) -> None:
    """As the real one says it."""
    error = sandbox.api("GET", "/drive/v3/about").json()["error"]
    assert error["message"] == "The 'fields' parameter is required for this method."
    user = sandbox.api("GET", "/drive/v3/about?fields=user(emailAddress)").json()
    assert user == {"user": {"emailAddress": "owner@sandbox.invalid"}}
