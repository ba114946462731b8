"""What Forms does to a sheet, called directly: the tab, the rows, the columns."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gsandbox.sheets import responses
from gsandbox.tests.conftest import Book

AT = datetime(2026, 11, 24, 3, 35, tzinfo=UTC)


def tab(book: Book, headers: list[str]) -> int:
    """A response tab with these headers."""
    with book.sandbox.app.state.world.transaction() as db:
        return responses.add_response_tab(db, book.id, "Form Responses 1", headers)


def add(book: Book, sheet_id: int, *cells: responses.Cell) -> bool:
    """One more response."""
    with book.sandbox.app.state.world.transaction() as db:
        return responses.append_responses(db, book.id, sheet_id, [cells]) == 1


def test_the_tab(book: Book) -> None:
    """At the left end, its header frozen, an id of its own."""
    sheet_id = tab(book, ["Timestamp", "Q"])
    first = book.get()["sheets"][0]["properties"]
    assert (first["title"], first["sheetId"], first["gridProperties"]["frozenRowCount"]) == (
        "Form Responses 1",
        sheet_id,
        1,
    )
    assert sheet_id > 0


def test_a_timestamp_is_a_serial_in_the_zone_of_the_spreadsheet(book: Book) -> None:
    """09:05 in India; shown by the locale; texts are never formulas; blanks are blank."""
    change = {"properties": {"timeZone": "Asia/Kolkata", "locale": "en_GB"}, "fields": "timeZone,locale"}
    book.change({"updateSpreadsheetProperties": change})
    sheet_id = tab(book, ["Timestamp", "Code", "Text", "Mark", "Blank"])
    add(book, sheet_id, AT, "BSP-KTW", "=1+1", 4, "")
    area = "'Form Responses 1'!A2:E2"
    assert book.values(area)["values"] == [["24/11/2026 09:05:00", "BSP-KTW", "=1+1", "4"]]
    assert book.values(area, valueRenderOption="UNFORMATTED_VALUE")["values"] == [
        [46350.37847222222, "BSP-KTW", "=1+1", 4]
    ]
    (cell,) = book.get(ranges="'Form Responses 1'!C2", includeGridData="true")["sheets"][0]["data"][0]["rowData"][0][
        "values"
    ]
    assert cell["userEnteredValue"] == {"stringValue": "=1+1"}


def test_responses_stand_together(book: Book) -> None:
    """What a person writes below them goes down with each that comes; the grid grows."""
    sheet_id = tab(book, ["Timestamp", "Q"])
    assert add(book, sheet_id, AT, "x")
    book.put("'Form Responses 1'!B3", [["typed"]])
    book.put("'Form Responses 1'!B100", [["a note"]])
    assert add(book, sheet_id, AT, "y")
    assert [row[1] for row in book.values("'Form Responses 1'!A1:B4")["values"]] == ["Q", "x", "y", "typed"]
    assert book.values("'Form Responses 1'!A101:B101")["values"] == [["", "a note"]]


def test_every_response_is_a_row_more(book: Book) -> None:
    """The blank rows of the tab stay below the responses, six blank columns to the right of the questions."""
    sheet_id = tab(book, ["Timestamp", "Q"])
    for rows in range(101, 104):
        assert add(book, sheet_id, AT, "x")
        grid = book.get()["sheets"][0]["properties"]["gridProperties"]
        assert (grid["rowCount"], grid["columnCount"]) == (rows, 8)


def test_the_responses_are_a_table(book: Book) -> None:
    """As programs of 2025 and 2026 read it: named after the tab, as high as the responses, a column for each header, in its words."""
    sheet_id = tab(book, ["Timestamp", "Q"])
    assert add(book, sheet_id, AT, "x")
    assert add(book, sheet_id, AT, "y")
    with book.sandbox.app.state.world.transaction() as db:
        responses.add_column(db, book.id, sheet_id, "New")
    book.put("'Form Responses 1'!B1", [["Typed"]])
    [table] = book.get(fields="sheets.tables")["sheets"][0]["tables"]
    area = {"sheetId": sheet_id, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 3}
    assert (table["name"], table["range"], table["tableId"].isdecimal()) == ("Form_Responses1", area, True)
    second = [{"columnIndex": 1, "columnName": "Typed"}, {"columnIndex": 2, "columnName": "New"}]
    assert table["columnProperties"] == [{"columnName": "Timestamp"}, *second]
    where = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    book.change({"insertDimension": {"range": where}}, {"deleteDimension": {"range": {**where, "dimension": "ROWS"}}})
    [table] = book.get(fields="sheets.tables")["sheets"][0]["tables"]
    assert (table["range"]["endRowIndex"], table["range"]["endColumnIndex"]) == (2, 4)
    assert table["columnProperties"][1] == {"columnIndex": 1, "columnName": "Column 2"}
    assert all("tables" not in sheet for sheet in book.get()["sheets"][1:])
    book.change({"deleteSheet": {"sheetId": sheet_id}}, {"addSheet": {"properties": {"title": "New"}}})
    # the new tab may be kept under the number of the other
    assert all("tables" not in sheet for sheet in book.get()["sheets"])
    sheet_id = tab(book, ["Timestamp", "Q"])
    book.change({"deleteDimension": {"range": {**where, "sheetId": sheet_id, "startIndex": 0}}})
    assert all("tables" not in sheet for sheet in book.get()["sheets"])


def test_rows_emptied_stay_and_rows_deleted_do_not(book: Book) -> None:
    """The next response comes below an empty row, and where a deleted one stood."""
    sheet_id = tab(book, ["Timestamp", "Q"])
    for text in "abc":
        assert add(book, sheet_id, AT, text)
    book.ask("POST", "/values/Form Responses 1!A4:B4:clear")
    assert add(book, sheet_id, AT, "d")
    assert book.values("'Form Responses 1'!B2:B9")["values"] == [["a"], ["b"], [], ["d"]]
    where = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": 2, "endIndex": 5}
    book.change({"deleteDimension": {"range": where}})
    assert add(book, sheet_id, AT, "e")
    assert book.values("'Form Responses 1'!B2:B9")["values"] == [["a"], ["e"]]


def test_a_tab_that_is_gone_gets_nothing(book: Book) -> None:
    """No error, as at Google: the form keeps the response."""
    sheet_id = tab(book, ["Timestamp"])
    book.change({"deleteSheet": {"sheetId": sheet_id}})
    assert not add(book, sheet_id, AT)


def test_a_new_question_is_a_new_column(book: Book) -> None:
    """At the right end; the others stay."""
    sheet_id = tab(book, ["Timestamp", "Q"])
    with book.sandbox.app.state.world.transaction() as db:
        assert responses.add_column(db, book.id, sheet_id, "New") == 2
        assert responses.header(db, book.id, sheet_id) == ["Timestamp", "Q", "New"]


def test_more_columns_than_the_grid_has(book: Book) -> None:
    """Thirty questions need thirty columns, and a response those that it fills."""
    sheet_id = tab(book, [f"Q{number}" for number in range(30)])
    assert book.get()["sheets"][0]["properties"]["gridProperties"]["columnCount"] == 36
    assert add(book, sheet_id, *range(37))
    assert book.get()["sheets"][0]["properties"]["gridProperties"]["columnCount"] == 37


@pytest.mark.parametrize("clock", ["yesterday", "2026-11-24", "2026-11-24T10:00:00", "1e9"])
def test_a_clock_that_is_none(book: Book, clock: str) -> None:
    """X-Sandbox-Clock wants an instant with its zone."""
    reply = book.sandbox.api("POST", "/v4/spreadsheets", json={}, headers={"X-Sandbox-Clock": clock})
    assert reply.status_code == 400
    assert "X-Sandbox-Clock" in reply.json()["error"]["message"]


def test_files_follow_the_clock(book: Book) -> None:
    """Made and changed when the request says."""
    headers = {"X-Sandbox-Clock": "2026-01-02T03:04:05.678+05:30"}
    made = book.sandbox.api("POST", "/v4/spreadsheets", json={}, headers=headers).json()["spreadsheetId"]
    shown = book.sandbox.api("GET", f"/drive/v3/files/{made}?fields=createdTime,modifiedTime").json()
    assert shown == {"createdTime": "2026-01-01T21:34:05.678Z", "modifiedTime": "2026-01-01T21:34:05.678Z"}
