"""spreadsheets.batchUpdate: what the requests do, what Google refuses, all or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from anubhav_gforms.sandbox.sheets.changes import KINDS
from tests.conftest import Sandbox
from tests.sandbox.conftest import Book

Json = dict[str, Any]


def titles(book: Book) -> list[str]:
    """The tabs, left to right."""
    return [sheet["properties"]["title"] for sheet in book.get(fields="sheets.properties.title")["sheets"]]


def grid(book: Book, area: str = "Sheet1") -> list[list[Any]]:
    """What is in a range, unformatted."""
    return list(book.values(area, valueRenderOption="UNFORMATTED_VALUE").get("values", []))


def span(top: int, bottom: int, left: int, right: int, sheet: int = 0) -> Json:
    """A GridRange."""
    ends = {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}
    return {"sheetId": sheet, **ends}


def lines(start: int, end: int, dimension: str = "ROWS") -> Json:
    """A DimensionRange."""
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def test_a_new_spreadsheet(sandbox: Sandbox) -> None:
    """The keys in order, the defaults as recorded, the title, zone and locale as wished."""
    wish = {"properties": {"title": "उत्तर", "timeZone": "Asia/Kolkata", "locale": "en_IN"}}
    made = sandbox.api("POST", "/v4/spreadsheets", json=wish).json()
    assert list(made) == ["spreadsheetId", "properties", "sheets", "spreadsheetUrl"]
    assert (len(made["spreadsheetId"]), made["spreadsheetId"][0]) == (44, "1")
    assert made["spreadsheetUrl"] == f"https://docs.google.com/spreadsheets/d/{made['spreadsheetId']}/edit"
    properties = made["properties"]
    assert list(properties) == ["title", "locale", "autoRecalc", "timeZone", "defaultFormat", "spreadsheetTheme"]
    assert (properties["title"], properties["locale"], properties["timeZone"]) == ("उत्तर", "en_IN", "Asia/Kolkata")
    assert properties["defaultFormat"]["textFormat"]["fontFamily"] == "arial,sans,sans-serif"
    colours = {one["colorType"]: one["color"]["rgbColor"] for one in properties["spreadsheetTheme"]["themeColors"]}
    assert colours["TEXT"] == {}
    assert colours["ACCENT1"] == {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275}
    assert colours["LINK"] == {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}
    assert made["sheets"] == [
        {"properties": {"sheetId": 0, "title": "Sheet1", "index": 0, "sheetType": "GRID", "gridProperties": {"rowCount": 1000, "columnCount": 26}}}
    ]  # fmt: skip


def test_a_new_spreadsheet_with_tabs(sandbox: Sandbox) -> None:
    """The tabs that are named replace the default one."""
    wish = {
        "sheets": [
            {"properties": {"title": "A", "gridProperties": {"rowCount": 0, "columnCount": 0}}},
            {"properties": {"title": "B", "gridProperties": {"rowCount": 5, "columnCount": 2}}},
        ]
    }
    made = sandbox.api("POST", "/v4/spreadsheets", json=wish).json()
    assert [sheet["properties"]["title"] for sheet in made["sheets"]] == ["A", "B"]
    assert made["sheets"][0]["properties"]["gridProperties"] == {"rowCount": 1000, "columnCount": 26}
    assert made["sheets"][1]["properties"]["gridProperties"] == {"rowCount": 5, "columnCount": 2}


def test_unknown_zone_and_locale(sandbox: Sandbox) -> None:
    """Google refuses what it does not know."""
    for properties in ({"timeZone": "Asia/Bilaspur"}, {"locale": "english"}):
        assert sandbox.api("POST", "/v4/spreadsheets", json={"properties": properties}).status_code == 400


def test_no_request(book: Book) -> None:
    """An empty list, an empty request, two kinds in one."""
    assert book.refused_change() == "Must specify at least one request."
    assert book.refused_change({}) == "Invalid requests[0]: No request set."
    twice = book.refused_change({"addSheet": {}, "deleteSheet": {"sheetId": 0}})
    assert twice == (
        "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'"
    )


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
    """Answered with an id; refused by name as recorded; gone after deletion."""
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


def test_sorting(book: Book) -> None:
    """Numbers, then texts, then true and false; blanks last in both directions."""
    book.put("A1", [["b"], [""], [10], [True], ["A"], [9]])
    order = {"range": span(0, 6, 0, 1), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]}
    book.change({"sortRange": order})
    assert grid(book) == [[9], [10], ["A"], ["b"], [True]]
    order["sortSpecs"] = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
    book.change({"sortRange": order})
    assert grid(book) == [[True], ["b"], ["A"], [10], [9]]


def test_cells_and_formats(book: Book) -> None:
    """Values and formats by mask; a narrow mask leaves the rest alone, a wide one replaces all."""
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}, "backgroundColor": {"red": 1}}}
    book.change({"repeatCell": {"range": span(0, 1, 0, 2), "cell": bold, "fields": "userEnteredFormat"}})
    italic = {"userEnteredFormat": {"textFormat": {"italic": True}}, "userEnteredValue": {"numberValue": 0.125}}
    percent = {"userEnteredFormat": {"numberFormat": {"type": "PERCENT", "pattern": "0.0%"}}}
    book.change(
        {
            "repeatCell": {
                "range": span(0, 1, 0, 1),
                "cell": italic,
                "fields": "userEnteredFormat.textFormat.italic,userEnteredValue",
            }
        },
        {"repeatCell": {"range": span(0, 1, 0, 1), "cell": percent, "fields": "userEnteredFormat.numberFormat"}},
    )
    shown = book.get(
        fields="sheets.data.rowData.values(userEnteredFormat,userEnteredValue,formattedValue)", ranges="A1:B1"
    )
    first, second = shown["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert first["userEnteredFormat"]["textFormat"] == {"bold": True, "italic": True}
    assert (first["userEnteredValue"], first["formattedValue"]) == ({"numberValue": 0.125}, "12.5%")
    assert second == {"userEnteredFormat": {"textFormat": {"bold": True}, "backgroundColor": {"red": 1}}}
    message = book.refused_change({"repeatCell": {"range": span(0, 1, 0, 1), "cell": bold}})
    assert "At least one field must be listed in 'fields'" in message
    assert book.refused_change({"repeatCell": {"range": span(0, 1, 0, 1, 7), "cell": bold, "fields": "*"}}) == (
        "Invalid requests[0].repeatCell: No grid with id: 7"
    )


def test_update_and_append_cells(book: Book) -> None:
    """Rows of CellData from a corner, over a range, and below the last row; too much is refused as recorded."""

    def row(*values: Any) -> Json:
        return {"values": [{"userEnteredValue": {"stringValue": value}} for value in values]}

    put = {"rows": [row("a", "b"), row("c")], "fields": "userEnteredValue", "start": {"sheetId": 0}}
    book.change({"updateCells": put}, {"appendCells": {"rows": [row("d")], "fields": "userEnteredValue"}})
    assert grid(book) == [["a", "b"], ["c"], ["d"]]
    book.change({"updateCells": {"rows": [row("z")], "fields": "userEnteredValue", "range": span(0, 2, 0, 2)}})
    assert grid(book) == [["z"], [], ["d"]]
    far = {"rows": [row("a", "b")], "fields": "userEnteredValue", "start": {"columnIndex": 25}}
    assert book.refused_change({"updateCells": far}) == (
        "Invalid requests[0].updateCells: Attempting to write column: 26, beyond the last requested column of: 25"
    )
    note = {"rows": [{"values": [{"note": "hello"}]}], "fields": "note", "start": {}}
    book.change({"updateCells": note})
    book.put("A1", [["over"]])
    shown = book.get(fields="sheets.data.rowData.values.note", ranges="A1")
    assert shown["sheets"][0]["data"][0]["rowData"][0]["values"][0]["note"] == "hello"


def test_grid_data(book: Book) -> None:
    """Rows end at the last one that holds something; an empty tab has none; sizes of lines always; ranges choose tabs."""
    book.change({"addSheet": {"properties": {"title": "Empty", "gridProperties": {"rowCount": 3, "columnCount": 2}}}})
    book.put("B2", [["2026-11-24"]], "USER_ENTERED")
    first, second = book.get(includeGridData="true", ranges=["Sheet1!A1:C4", "Empty"])["sheets"]
    (block,) = first["data"]
    assert "startRow" not in block
    assert block["rowData"][0] == {}
    cell = block["rowData"][1]["values"][1]
    assert cell["userEnteredValue"] == cell["effectiveValue"] == {"numberValue": 46350}
    assert cell["formattedValue"] == "2026-11-24"
    assert cell["userEnteredFormat"] == {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}
    assert cell["effectiveFormat"]["horizontalAlignment"] == "RIGHT"
    assert (len(block["rowMetadata"]), block["columnMetadata"]) == (4, [{"pixelSize": 100}] * 3)
    assert "rowData" not in second["data"][0]
    (only,) = book.get(ranges="Empty!B2")["sheets"]
    assert only["properties"]["title"] == "Empty"
    assert "data" not in only
    (block,) = book.get(includeGridData="true", ranges="Sheet1!B2")["sheets"][0]["data"]
    assert (block["startRow"], block["startColumn"]) == (1, 1)


def test_duplicates(book: Book) -> None:
    """A tab with everything in it, under a name of its own; into another spreadsheet too."""
    book.put("A1", [["a"]])
    book.change({"mergeCells": {"range": span(1, 2, 0, 2)}})
    reply = book.change({"duplicateSheet": {"sourceSheetId": 0}})
    properties = reply["replies"][0]["duplicateSheet"]["properties"]
    assert (properties["title"], properties["index"]) == ("Copy of Sheet1", 0)
    assert grid(book, "'Copy of Sheet1'") == [["a"]]
    merge = book.get()["sheets"][0]["merges"][0]
    assert merge["sheetId"] == properties["sheetId"]
    other = book.sandbox.api("POST", "/v4/spreadsheets", json={}).json()["spreadsheetId"]
    copied = book.ask("POST", "/sheets/0:copyTo", json={"destinationSpreadsheetId": other})
    assert copied["title"] == "Copy of Sheet1"


def test_merging_keeps_the_first_value(book: Book) -> None:
    """All of it, or row by row; a larger merge swallows smaller ones; a part of one cannot be undone."""
    book.put("A1", [["a", "b"], ["c", "d"]])
    book.change({"mergeCells": {"range": span(0, 2, 0, 2), "mergeType": "MERGE_ROWS"}})
    assert grid(book) == [["a"], ["c"]]
    assert len(book.get()["sheets"][0]["merges"]) == 2
    book.change({"mergeCells": {"range": span(0, 2, 0, 2), "mergeType": "MERGE_ALL"}})
    assert (grid(book), len(book.get()["sheets"][0]["merges"])) == ([["a"]], 1)
    assert "You must select all cells" in book.refused_change({"unmergeCells": {"range": span(0, 1, 0, 1)}})
    book.change({"unmergeCells": {"range": span(0, 2, 0, 2)}})
    assert "merges" not in book.get()["sheets"][0]


def test_rules_and_filters(book: Book) -> None:
    """Conditional formats, bands, tables, protection, groups: shown in spreadsheets.get, and taken away again."""
    rule = {
        "ranges": [span(0, 9, 0, 1)],
        "booleanRule": {"condition": {"type": "NUMBER_LESS", "values": [{"userEnteredValue": "2"}]}, "format": {}},
    }
    replies = book.change(
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"addBanding": {"bandedRange": {"range": span(0, 9, 0, 3), "rowProperties": {"firstBandColor": {"red": 1}}}}},
        {"addTable": {"table": {"name": "Grades", "range": span(10, 12, 0, 3)}}},
        {"addProtectedRange": {"protectedRange": {"range": span(0, 1, 0, 3), "warningOnly": True}}},
        {"addDimensionGroup": {"range": lines(0, 2)}},
        {"autoResizeDimensions": {"dimensions": lines(0, 2, "COLUMNS")}},
    )["replies"]
    assert replies[0] == {}
    assert replies[4]["addDimensionGroup"]["dimensionGroups"] == [
        {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 2}, "depth": 1}
    ]
    shown = book.get()["sheets"][0]
    assert {"conditionalFormats", "bandedRanges", "tables", "protectedRanges", "rowGroups"} <= set(shown)
    book.change(
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
        {"deleteBanding": {"bandedRangeId": replies[1]["addBanding"]["bandedRange"]["bandedRangeId"]}},
        {"deleteTable": {"tableId": replies[2]["addTable"]["table"]["tableId"]}},
        {
            "deleteProtectedRange": {
                "protectedRangeId": replies[3]["addProtectedRange"]["protectedRange"]["protectedRangeId"]
            }
        },
        {"deleteDimensionGroup": {"range": lines(0, 2)}},
    )
    assert set(book.get()["sheets"][0]) == {"properties"}


def test_validation(book: Book) -> None:
    """A rule for a range is shown by its cells; without a rule it goes away."""
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Yes"}]}, "strict": True}
    book.change({"setDataValidation": {"range": span(1, 3, 1, 2), "rule": rule}})
    shown = book.get(fields="sheets.data.rowData.values.dataValidation", ranges="A1:C4")["sheets"][0]["data"][0][
        "rowData"
    ]
    assert shown == [{}, {"values": [{}, {"dataValidation": rule}]}, {"values": [{}, {"dataValidation": rule}]}]
    book.change({"setDataValidation": {"range": span(1, 3, 1, 2)}})
    assert book.get(fields="sheets.data.rowData.values.dataValidation") == {"sheets": [{"data": [{}]}]}


def test_find_and_replace(book: Book) -> None:
    """Counts what it changed; nothing found gives an empty reply."""
    book.put("A1", [["kotwali", "Kotwali thana"], ["x"]])
    reply = book.change({"findReplace": {"find": "kotwali", "replacement": "K", "allSheets": True}})["replies"][0]
    assert reply["findReplace"] == {"valuesChanged": 2, "rowsChanged": 1, "sheetsChanged": 1, "occurrencesChanged": 2}
    assert grid(book) == [["K", "K thana"], ["x"]]
    assert book.change({"findReplace": {"find": "q", "replacement": "", "sheetId": 0}})["replies"] == [
        {"findReplace": {}}
    ]


def test_the_spreadsheet_may_come_along(book: Book) -> None:
    """includeSpreadsheetInResponse."""
    answer = book.change({"addSheet": {"properties": {"title": "T"}}}, includeSpreadsheetInResponse=True)
    assert [one["properties"]["title"] for one in answer["updatedSpreadsheet"]["sheets"]] == ["Sheet1", "T"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_empty_request_of_any_kind_is_answered(book: Book, kind: str) -> None:
    """Nothing that a client leaves out makes the sandbox stumble: it does it, or refuses it with 400 or 501."""
    answer = book.sandbox.api("POST", f"/v4/spreadsheets/{book.id}:batchUpdate", json={"requests": [{kind: {}}]})
    assert answer.status_code in (200, 400, 501)
