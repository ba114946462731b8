"""spreadsheets.batchUpdate: what the requests do, what Google refuses, all or nothing."""

from __future__ import annotations

from gsandbox.tests.conftest import Book
from gsandbox.tests.places import grid, lines, span, titles


def test_not_every_line_of_a_new_tab_is_frozen(book: Book) -> None:
    """As when a tab is changed."""
    grid = {"rowCount": 5, "frozenRowCount": 5}
    message = book.refused_change({"addSheet": {"properties": {"gridProperties": grid}}})
    assert message == "Invalid requests[0].addSheet: You can't freeze all visible rows on the sheet."


def test_no_request(book: Book) -> None:
    """An empty list, an empty request, two kinds in one."""
    assert book.refused_change() == "Must specify at least one request."
    assert book.refused_change({}) == "Invalid requests[0]: No request set."
    twice = book.refused_change({"addSheet": {}, "deleteSheet": {"sheetId": 0}})
    assert twice == (
        "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'"
    )
    book.sandbox.forgive()


def test_all_or_nothing(book: Book) -> None:
    """One bad request, and the good ones before it are undone."""
    message = book.refused_change({"addSheet": {"properties": {"title": "T"}}}, {"deleteSheet": {"sheetId": 99}})
    assert message == "Invalid requests[1].deleteSheet: No sheet with id: 99"
    assert titles(book) == ["Sheet1"]


def test_tabs_come_and_go(book: Book) -> None:
    """Added, echoed, refused by name, placed, deleted; the last visible one stays."""
    wish = {"title": "T", "gridProperties": {"rowCount": 1, "columnCount": 1}}
    reply = book.change({"addSheet": {"properties": wish}})
    properties = reply["replies"][0]["addSheet"]["properties"]
    assert list(properties) == ["sheetId", "title", "index", "sheetType", "gridProperties"]
    assert 0 < properties["sheetId"] < 2**31
    assert properties["index"] == 1
    message = book.refused_change({"addSheet": {"properties": {"title": "T"}}})
    assert message == (
        'Invalid requests[0].addSheet: A sheet with the name "T" already exists. Please enter another name.'
    )
    assert book.refused_change({"addSheet": {"properties": {"sheetId": 0}}}).endswith("Sheet with id 0 already exists.")
    book.change({"addSheet": {"properties": {"title": "Front", "index": 0}}})
    assert titles(book) == ["Front", "Sheet1", "T"]
    book.change({"deleteSheet": {"sheetId": properties["sheetId"]}}, {"deleteSheet": {"sheetId": 0}})
    last = book.get()["sheets"][0]["properties"]["sheetId"]
    assert "You can't remove all the sheets in a document." in book.refused_change({"deleteSheet": {"sheetId": last}})
    book.change({"addSheet": {"properties": {"title": "H", "hidden": True}}})
    assert "remove all the visible sheets" in book.refused_change({"deleteSheet": {"sheetId": last}})


def test_where_a_tab_moves(book: Book) -> None:
    """Measured: the index is read against the order before the tab is taken out."""
    book.change(*({"addSheet": {"properties": {"title": title}}} for title in ("B", "C", "D")))
    book.change({"updateSheetProperties": {"properties": {"sheetId": 0, "index": 3}, "fields": "index"}})
    assert titles(book) == ["B", "C", "Sheet1", "D"]
    book.change({"updateSheetProperties": {"properties": {"sheetId": 0, "index": 0}, "fields": "index"}})
    assert titles(book) == ["Sheet1", "B", "C", "D"]


def test_sheet_properties(book: Book) -> None:
    """Only the fields of the mask change; zero and false vanish; not everything can be hidden."""
    change = {"properties": {"sheetId": 0, "title": "New", "gridProperties": {"frozenRowCount": 1, "rowCount": 5}}}
    book.change({"updateSheetProperties": {**change, "fields": "title,gridProperties.frozenRowCount"}})
    shown = book.get()["sheets"][0]["properties"]
    assert (shown["title"], shown["gridProperties"]) == (
        "New",
        {"rowCount": 1000, "columnCount": 26, "frozenRowCount": 1},
    )
    sized = {"title": "Sized", "gridProperties": {"rowCount": 9, "columnCount": 30, "frozenRowCount": 2}}
    mask = "title,gridProperties(rowCount,columnCount,frozenRowCount)"
    book.change({"updateSheetProperties": {"properties": sized, "fields": mask}})
    shown = book.get()["sheets"][0]["properties"]
    assert {name: shown[name] for name in sized} == sized, "a tab that grows or shrinks takes the rest of the mask too"
    message = book.refused_change({"updateSheetProperties": {"properties": {"hidden": True}, "fields": "hidden"}})
    assert message == "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."
    message = book.refused_change({"updateSheetProperties": {"properties": {"title": "X"}}})
    assert message.endswith("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    message = book.refused_change({"updateSheetProperties": {"properties": {"title": "X"}, "fields": "titel"}})
    assert message.startswith("Invalid requests[0].updateSheetProperties: ")


def test_spreadsheet_properties(book: Book) -> None:
    """Title, zone and locale; the Drive file takes the title."""
    change = {"properties": {"title": "Renamed", "timeZone": "Asia/Kolkata", "locale": "hi_IN"}}
    book.change({"updateSpreadsheetProperties": {**change, "fields": "title,timeZone,locale"}})
    assert book.get()["properties"]["timeZone"] == "Asia/Kolkata"
    assert book.sandbox.api("GET", f"/drive/v3/files/{book.id}").json()["name"] == "Renamed"


def test_ten_million_cells(book: Book) -> None:
    """Empty cells count, over all tabs; the request that would go beyond is refused."""
    text = "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
    big = {"title": "Big", "gridProperties": {"rowCount": 99_740, "columnCount": 100}}
    book.change({"addSheet": {"properties": big}})
    message = book.refused_change({"addSheet": {"properties": {"gridProperties": {"rowCount": 1, "columnCount": 1}}}})
    assert message == f"Invalid requests[0].addSheet: {text}"
    grow = {"gridProperties": {"rowCount": 1001}}
    message = book.refused_change({"updateSheetProperties": {"properties": grow, "fields": "gridProperties.rowCount"}})
    assert message == f"Invalid requests[0].updateSheetProperties: {text}"
    assert text in book.refused_change({"appendDimension": {"dimension": "COLUMNS", "length": 1}})
    book.put("A1000", [["full"]])
    error = book.refused("POST", "/values/A1000:append?valueInputOption=RAW", json={"values": [["x"]]})
    assert error["message"] == text


def test_rows_and_columns(book: Book) -> None:
    """Inserted, deleted, moved, appended; what lies on them moves along."""
    book.put("A1", [["a", 1], ["b", 2], ["c", 3], ["d", 4]])
    book.change({"insertDimension": {"range": lines(1, 3)}})
    assert grid(book, "A1:B6") == [["a", 1], [], [], ["b", 2], ["c", 3], ["d", 4]]
    book.change({"deleteDimension": {"range": lines(1, 3)}})
    book.change({"moveDimension": {"source": lines(0, 2), "destinationIndex": 3}})
    assert grid(book) == [["c", 3], ["a", 1], ["b", 2], ["d", 4]]
    book.change({"insertDimension": {"range": lines(1, 2, "COLUMNS"), "inheritFromBefore": True}})
    assert grid(book, "A1:C1") == [["c", "", 3]]
    book.change({"deleteDimension": {"range": lines(0, 2, "COLUMNS")}})
    assert grid(book) == [[3], [1], [2], [4]]
    book.change({"appendDimension": {"dimension": "ROWS", "length": 7}})
    assert book.get()["sheets"][0]["properties"]["gridProperties"] == {"rowCount": 1007, "columnCount": 25}


def test_lines_that_do_not_exist(book: Book) -> None:
    """Google's words for lines past the grid, and for all of them."""
    assert book.refused_change({"deleteDimension": {"range": lines(1000, 1001)}}) == (
        "Invalid requests[0].deleteDimension: Cannot delete a row that doesn't exist. "
        "Tried to delete row index 1000 but there are only 1000 rows."
    )
    assert "delete all the rows" in book.refused_change({"deleteDimension": {"range": lines(0, 1000)}})
    book.change(
        {
            "updateSheetProperties": {
                "properties": {"gridProperties": {"frozenRowCount": 1}},
                "fields": "gridProperties.frozenRowCount",
            }
        }
    )
    assert book.refused_change({"deleteDimension": {"range": lines(1, 1000)}}).endswith(
        "Sorry, it is not possible to delete all non-frozen rows."
    )
    below = "Invalid requests[0].insertDimension: DimensionRange indexes must be >= 0"
    assert book.refused_change({"insertDimension": {"range": lines(-1, 7)}}) == below
    assert book.refused_change({"insertDimension": {"range": lines(2000, 2001)}}).endswith(
        "range.startIndex is larger than current grid size (1000)"
    )
    assert book.refused_change({"insertDimension": {"range": lines(1000, 1001)}}).endswith(
        "range.startIndex must be less than the grid size (1000) if inheritFromBefore is false."
    )
    book.change({"insertDimension": {"range": lines(1000, 1001), "inheritFromBefore": True}})


def test_ranges_move_along(book: Book) -> None:
    """Names, merges, filters and rules follow inserted and deleted rows; sheetId 0 is left out of ranges."""
    book.change(
        {"addNamedRange": {"namedRange": {"name": "n", "range": span(2, 4, 0, 1)}}},
        {"mergeCells": {"range": span(4, 6, 0, 2)}},
        {"setBasicFilter": {"filter": {"range": span(0, 3, 0, 2)}}},
    )
    book.change({"insertDimension": {"range": lines(1, 3)}})
    shown = book.get()
    assert shown["namedRanges"][0]["range"] == {
        "startRowIndex": 4,
        "endRowIndex": 6,
        "startColumnIndex": 0,
        "endColumnIndex": 1,
    }
    assert shown["sheets"][0]["merges"] == [
        {"startRowIndex": 6, "endRowIndex": 8, "startColumnIndex": 0, "endColumnIndex": 2}
    ]
    assert shown["sheets"][0]["basicFilter"]["range"]["endRowIndex"] == 5
    book.change({"deleteDimension": {"range": lines(4, 6)}})
    assert "namedRanges" not in book.get()


def test_named_ranges(book: Book) -> None:
    """An id comes back; refused by name as recorded; gone after deletion."""
    reply = book.change({"addNamedRange": {"namedRange": {"name": "Marks", "range": span(0, 2, 0, 2)}}})
    named = reply["replies"][0]["addNamedRange"]["namedRange"]
    assert list(named) == ["namedRangeId", "name", "range"]
    message = book.refused_change({"addNamedRange": {"namedRange": {"name": "Marks", "range": span(0, 1, 0, 1)}}})
    assert message == (
        "Invalid requests[0].addNamedRange: Cannot add named range with name Marks, a named range with that name already exists."
    )
    assert "invalid" in book.refused_change(
        {"addNamedRange": {"namedRange": {"name": "A1", "range": span(0, 1, 0, 1)}}}
    )
    book.change({"deleteNamedRange": {"namedRangeId": named["namedRangeId"]}})
    assert "namedRanges" not in book.get()
