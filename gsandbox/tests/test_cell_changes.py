"""spreadsheets.batchUpdate on cells: formats, values, merges, rules, validation, find and replace."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.sheets.changes import KINDS
from gsandbox.tests.conftest import Book
from gsandbox.tests.places import grid, lines, span
from gsandbox.wire import Json

BANDS = {"firstBandColor": {"red": 1}, "secondBandColor": {"blue": 1}}


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
    red = {"backgroundColor": {"red": 1}, "backgroundColorStyle": {"rgbColor": {"red": 1}}}
    assert second == {"userEnteredFormat": {"textFormat": {"bold": True}, **red}}
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
    assert book.refused_change({"appendCells": {"rows": [row(*"abcdefghijklmnopqrstuvwxyzä")], "fields": "*"}}) == (
        "Invalid requests[0].appendCells: Attempting to write column: 26, beyond the last requested column of: 25"
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
    copies = [book.ask("POST", "/sheets/0:copyTo", json={"destinationSpreadsheetId": other}) for _ in range(3)]
    assert [one["title"] for one in copies] == ["Copy of Sheet1", "Copy of Sheet1 1", "Copy of Sheet1 2"]
    error = book.refused("POST", "/sheets/0:copyTo", json={"destinationSpreadsheetId": "nowhere"})
    assert (error["code"], error["message"]) == (400, "Invalid destinationSpreadsheetId")  # a note of September 2026


def test_merging_keeps_the_first_value(book: Book) -> None:
    """All of it, or row by row; a larger merge swallows smaller ones; a part of one cannot be undone. No other is kept."""
    book.put("A1", [["a", "b"], ["c", "d"]])
    book.change({"mergeCells": {"range": span(0, 2, 0, 2), "mergeType": "MERGE_ROWS"}})
    assert grid(book) == [["a"], ["c"]]
    assert len(book.get()["sheets"][0]["merges"]) == 2
    book.change({"mergeCells": {"range": span(0, 2, 0, 2), "mergeType": "MERGE_ALL"}})
    assert (grid(book), len(book.get()["sheets"][0]["merges"])) == ([["a"]], 1)
    assert "You must select all cells" in book.refused_change({"unmergeCells": {"range": span(0, 1, 0, 1)}})
    book.put("A1", [["e", "lost"], ["lost"]])
    assert grid(book) == [["e"]]  # google-spreadsheet's tests, which run against Google, 2020 to 2026
    book.change({"unmergeCells": {"range": span(0, 2, 0, 2)}})
    assert "merges" not in book.get()["sheets"][0]


def test_rules_and_filters(book: Book) -> None:
    """Conditional formats, bands, protection, groups: shown in spreadsheets.get, and taken away again."""
    rule = {
        "ranges": [span(0, 9, 0, 1)],
        "booleanRule": {"condition": {"type": "NUMBER_LESS", "values": [{"userEnteredValue": "2"}]}, "format": {}},
    }
    replies = book.change(
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"addBanding": {"bandedRange": {"range": span(0, 9, 0, 3), "rowProperties": BANDS}}},
        {"addProtectedRange": {"protectedRange": {"range": span(0, 1, 0, 3), "warningOnly": True}}},
        {"addDimensionGroup": {"range": lines(0, 2)}},
        {"autoResizeDimensions": {"dimensions": lines(0, 2, "COLUMNS")}},
    )["replies"]
    assert replies[0] == {}
    assert replies[3]["addDimensionGroup"]["dimensionGroups"] == [
        {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 2}, "depth": 1}
    ]
    shown = book.get()["sheets"][0]
    assert {"conditionalFormats", "bandedRanges", "protectedRanges", "rowGroups"} <= set(shown)
    book.change(
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
        {"deleteBanding": {"bandedRangeId": replies[1]["addBanding"]["bandedRange"]["bandedRangeId"]}},
        {
            "deleteProtectedRange": {
                "protectedRangeId": replies[2]["addProtectedRange"]["protectedRange"]["protectedRangeId"]
            }
        },
        {"deleteDimensionGroup": {"range": lines(0, 2)}},
    )
    left = book.get()["sheets"][0]
    assert set(left) == {"properties"}
    assert left["properties"]["gridProperties"] == {"rowCount": 1000, "columnCount": 26, "rowGroupControlAfter": True}


def test_a_filter_sorts_below_its_first_row(book: Book) -> None:
    """The specs are shown under both of their names; no value is hidden from the API."""
    book.put("A1", [["head"], [3], [1], [2]])
    specs = [{"columnIndex": 0, "filterCriteria": {"hiddenValues": ["1"]}}]
    sorts = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    wish = {"range": span(0, 4, 0, 1), "filterSpecs": specs, "sortSpecs": sorts}
    book.change({"setBasicFilter": {"filter": wish}})
    shown = book.get()["sheets"][0]["basicFilter"]
    assert shown["criteria"] == {"0": {"hiddenValues": ["1"]}}
    assert (shown["filterSpecs"], shown["sortSpecs"]) == (specs, sorts)
    assert grid(book) == [["head"], [1], [2], [3]]
    del wish["filterSpecs"], wish["sortSpecs"]
    book.change({"setBasicFilter": {"filter": wish | {"criteria": shown["criteria"]}}})
    assert book.get()["sheets"][0]["basicFilter"]["filterSpecs"] == specs
    book.change({"clearBasicFilter": {"sheetId": 0}})
    assert "basicFilter" not in book.get()["sheets"][0]


def test_a_chart_is_kept_with_its_tab(book: Book) -> None:
    """As it was sent, with an id, Google's usual size and font; refused when it stands or looks outside of the grid."""
    source = {"sourceRange": {"sources": [span(0, 4, 0, 1)]}}
    spec = {"title": "T", "basicChart": {"chartType": "COLUMN", "series": [{"series": source}]}}
    chart = {"spec": spec, "position": {"overlayPosition": {"anchorCell": {"rowIndex": 5}}}}
    made = book.change({"addChart": {"chart": chart}})["replies"][0]["addChart"]["chart"]
    font = {"fontName": "Roboto", "titleTextFormat": {"fontFamily": "Roboto"}}
    assert (made["spec"], made["chartId"] > 0) == (spec | font, True)
    place = {"anchorCell": {"rowIndex": 5}, "widthPixels": 600, "heightPixels": 371}
    assert made["position"] == {"overlayPosition": place}
    assert book.get()["sheets"][0]["charts"] == [made]
    source["sourceRange"]["sources"] = [span(0, 4, 0, 1, sheet=7)]
    assert book.refused_change({"addChart": {"chart": chart}}).endswith("No grid with id: 7")
    chart["position"] = {"newSheet": True}
    assert book.refused_change({"addChart": {"chart": chart}}).startswith("Sandbox:")


def test_a_chart_is_changed_moved_and_taken_away(book: Book) -> None:
    book.change({"addSheet": {"properties": {"sheetId": 5, "title": "Second"}}})
    domains = [{"domain": {"sourceRange": {"sources": [{"sheetId": 0, "endRowIndex": 3, "endColumnIndex": 1}]}}}]
    place = {"overlayPosition": {"anchorCell": {"rowIndex": 5}}}
    chart = {"spec": {"title": "T", "basicChart": {"domains": domains}}, "position": place}
    kept, made = (book.change({"addChart": {"chart": chart}})["replies"][0]["addChart"]["chart"] for _ in range(2))
    which = {"objectId": made["chartId"]}
    basic = {"chartType": "BAR", "legendPosition": "LEFT_LEGEND", "domains": domains}
    spec = {"title": "U", "basicChart": basic, "titleTextFormat": {"fontFamily": "Arial"}}
    book.change({"updateChartSpec": {"chartId": made["chartId"], "spec": spec}})
    assert book.get()["sheets"][0]["charts"] == [kept, made | {"spec": spec | {"fontName": "Roboto"}}]
    wide = {"newPosition": {"overlayPosition": {"widthPixels": 900}}, "fields": "widthPixels"}
    [reply] = book.change({"updateEmbeddedObjectPosition": which | wide})["replies"]
    place = {"anchorCell": {"rowIndex": 5}, "widthPixels": 900, "heightPixels": 371}
    assert reply == {"updateEmbeddedObjectPosition": {"position": {"overlayPosition": place}}}
    there = {"newPosition": {"overlayPosition": {"anchorCell": {"sheetId": 5}}}, "fields": "*"}
    book.change({"updateEmbeddedObjectPosition": which | there})
    first, second = book.get()["sheets"]
    assert (first["charts"], [one["chartId"] for one in second["charts"]]) == ([kept], [made["chartId"]])
    assert second["charts"][0]["position"]["overlayPosition"]["widthPixels"] == 600
    book.change({"deleteEmbeddedObject": which})
    assert "charts" not in book.get()["sheets"][1]
    gone = f"No chart with id: {made['chartId']}"
    assert book.refused_change({"updateChartSpec": {"chartId": made["chartId"], "spec": {}}}).endswith(gone)
    assert "fields" in book.refused_change({"updateEmbeddedObjectPosition": {"objectId": kept["chartId"]}})


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
    reply = book.change({"addSheet": {"properties": {"title": "T"}}}, includeSpreadsheetInResponse=True)
    assert [one["properties"]["title"] for one in reply["updatedSpreadsheet"]["sheets"]] == ["Sheet1", "T"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_empty_request_of_any_kind_gets_a_reply(book: Book, kind: str) -> None:
    """Nothing that a client leaves out makes the sandbox stumble: it does it, or refuses it with 400 or 501."""
    reply = book.sandbox.api("POST", f"/v4/spreadsheets/{book.id}:batchUpdate", json={"requests": [{kind: {}}]})
    assert reply.status_code in (200, 400, 501)
