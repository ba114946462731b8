"""A CSV sent over a spreadsheet by Drive v2, as gspread sends it; everything else that can be uploaded is not served."""

from __future__ import annotations

import json

import gspread
import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book

CSV = {"Content-Type": "text/csv"}


def sent(
    book: Book, content: bytes, headers: dict[str, str] = CSV, rest: str = "?uploadType=media&convert=true"
) -> int:
    """Send content over the spreadsheet; gives the status."""
    path = f"/upload/drive/v2/files/{book.id}{rest}"
    return book.sandbox.api("PUT", path, data=content, headers=headers).status_code


def test_gspread_sends_a_csv(client: gspread.Client) -> None:
    """A new tab with the file's name takes the place of everything, and the file stands in Los Angeles: recorded in 2023."""
    book = client.create("Marks")
    book.add_worksheet("Second", rows=5, cols=5)
    book.sheet1.update([["x"] * 5] * 5)
    book.sheet1.define_named_range("A1:B1", "head")
    book.sheet1.format("A1:B1", {"textFormat": {"bold": True}})
    client.import_csv(book.id, 'code,mark\n"BSP, KTW",4\nBSP-CVL,2020-01-01\n')
    again = client.open_by_key(book.id)
    (tab,) = again.worksheets()
    assert (tab.title, tab.row_count, tab.col_count, again.timezone) == ("Marks", 1000, 26, "America/Los_Angeles")
    assert tab.id != 0
    assert again.sheet1.get_all_values() == [["code", "mark"], ["BSP, KTW", "4"], ["BSP-CVL", "2020-01-01"]]
    unformatted = again.sheet1.get_all_values(value_render_option=gspread.utils.ValueRenderOption.unformatted)
    assert unformatted[1:] == [["BSP, KTW", 4], ["BSP-CVL", 43831]]
    assert again.list_named_ranges() == []
    shown = again.fetch_sheet_metadata({"fields": "sheets.data.rowData.values.userEnteredFormat.textFormat"})
    assert "textFormat" not in str(shown)


def test_drive_v2_replies_with_the_whole_file(book: Book) -> None:
    """In its own names, as recorded: without `fields` everything."""
    path = f"/upload/drive/v2/files/{book.id}?uploadType=media&convert=True&supportsAllDrives=True"
    shown = book.sandbox.api("PUT", path, data=b"a,b", headers=CSV).json()
    assert (shown["title"], shown["fileSize"], shown["version"]) == ("Play", "1024", "2")
    assert shown["labels"] == {"viewed": True, "restricted": False, "starred": False, "hidden": False, "trashed": False}
    assert shown["capabilities"] == {"canEdit": True, "canCopy": True}
    assert shown["lastModifyingUser"]["isAuthenticatedUser"] is True
    assert [one["isRoot"] for one in shown["parents"]] == [True]
    assert shown["exportLinks"]["text/csv"].endswith(f"/spreadsheets/export?id={book.id}&exportFormat=csv")


def test_a_csv_out_of_a_web_form_names_its_tab(book: Book) -> None:
    """Drive v3, October 2026: multipart/form-data, whose part names a file; the spreadsheet has the name of the metadata.

    What is converted loses its ending, as EZSheets' book (.xlsx) and a report of 2020 (.txt) show.
    """
    kind = "application/vnd.google-apps.spreadsheet"
    parts = {
        "metadata": ("metadata", json.dumps({"name": "Group A.csv", "mimeType": kind}), "application/json"),
        "file": ("file", b"a,=SUM(B2:B3)\n0123456,", "text/csv"),
    }
    made = book.sandbox.api("POST", "/upload/drive/v3/files?uploadType=multipart", files=parts).json()
    assert made["name"] == "Group A"
    shown = book.sandbox.api("GET", f"/v4/spreadsheets/{made['id']}").json()["sheets"][0]["properties"]
    assert (shown["title"], shown["sheetId"] != 0) == ("file", True)
    path = f"/v4/spreadsheets/{made['id']}/values/file!A1:B9?valueRenderOption=UNFORMATTED_VALUE"
    assert book.sandbox.api("GET", path).json()["values"] == [["a", 0], [123456]]


def test_a_csv_larger_than_the_grid_makes_it_larger(book: Book) -> None:
    assert sent(book, b"\n".join([b",".join([b"1"] * 30)] * 1200)) == 200
    grid = book.get()["sheets"][0]["properties"]["gridProperties"]
    assert (grid["rowCount"], grid["columnCount"]) == (1200, 30)
    assert book.values("AD1200")["values"] == [["1"]]


def test_a_csv_for_nobody_and_for_somebody_else(book: Book) -> None:
    """Drive does not know a file that is not there, and none of another account."""
    book.put("A1", [["kept"]])
    path = "/upload/drive/v2/files/nothing?uploadType=media"
    error = book.sandbox.api("PUT", path, data=b"a", headers=CSV).json()["error"]
    assert (error["code"], error["message"]) == (404, "File not found: nothing.")
    assert book.sandbox.http.put(book.sandbox.root + path, data=b"a", headers=CSV, timeout=30).status_code == 401
    assert book.sandbox.post(f"/sandbox/files/{book.id}/owner", json={}).status_code == 200
    assert sent(book, b"a") == 404


@pytest.mark.parametrize(
    ("headers", "rest"),
    [
        ({"Content-Type": "application/pdf"}, "?uploadType=media"),
        ({}, "?uploadType=media"),
        (CSV, "?uploadType=multipart"),
        (CSV, ""),
    ],
)
def test_other_content_is_not_served(book: Book, headers: dict[str, str], rest: str) -> None:
    book.put("A1", [["kept"]])
    assert sent(book, b"a", headers, rest) == 501
    assert book.values("A1")["values"] == [["kept"]]


def test_a_csv_over_a_form_or_over_its_linked_spreadsheet_is_not_served(sandbox: Sandbox, book: Book) -> None:
    form = sandbox.api("POST", "/v1/forms", json={"info": {"title": "T"}}).json()["formId"]
    assert sent(Book(sandbox, form), b"a") == 501
    sandbox.link(form, book.id)
    assert sent(book, b"a") == 501
    assert len(book.get()["sheets"]) == 2


def test_other_methods_of_drive_v2_are_not_served(sandbox: Sandbox, book: Book) -> None:
    """501 for what Google has, an HTML page for what it has not."""
    assert sandbox.api("GET", f"/drive/v2/files/{book.id}").status_code == 501
    assert sandbox.api("POST", "/upload/drive/v2/files?uploadType=media", data=b"a", headers=CSV).status_code == 501
    assert sandbox.api("GET", "/drive/v2/nothing").status_code == 404


def test_a_private_sheet_of_somebody_else(client: gspread.Client, sandbox: Sandbox) -> None:
    """Its id is known, the sheet is forbidden, and Drive lists it for nobody here."""
    theirs = "1" + "p" * 43
    assert sandbox.post(f"/sandbox/files/{theirs}/owner", json={"make": "spreadsheet"}).status_code == 200
    with pytest.raises(PermissionError):
        client.open_by_key(theirs)
    assert client.list_spreadsheet_files() == []
    assert sandbox.post("/sandbox/files/other/owner", json={"make": "application/pdf"}).status_code == 501
    assert sandbox.post("/sandbox/files/other/owner", json={}).status_code == 404
