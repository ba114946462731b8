"""What the real Sheets replied when others asked it in September 2026: of bands, rules, sorting, lines and formats."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.tests.conftest import Book
from gsandbox.tests.places import lines, span
from gsandbox.wire import Json

AREA = span(0, 4, 0, 2)
RED, BLUE = {"red": 1}, {"blue": 1}
BOTH = {"firstBandColor": RED, "secondBandColor": BLUE}
LIMIT = "ConditionalFormatRule.format only supports bold, italic, strikethrough, foreground color and background color."


def banding(**parts: Json) -> Json:
    """Bands over the first rows."""
    return {"addBanding": {"bandedRange": {"range": AREA, **parts}}}


def rule(look: Json, **more: Any) -> Json:
    """A rule for what is not blank."""
    boolean = {"condition": {"type": "NOT_BLANK"}, "format": look}
    return {"addConditionalFormatRule": {"rule": {"ranges": [AREA], "booleanRule": boolean}, **more}}


def sorting(column: int, **order: str) -> Json:
    """The rows by one column."""
    return {"sortRange": {"range": AREA, "sortSpecs": [{"dimensionIndex": column, **order}]}}


def resizing(start: int, end: int, dimension: str = "ROWS", fields: str = "pixelSize") -> Json:
    """Another size for lines."""
    wish = {"range": lines(start, end, dimension), "properties": {"pixelSize": 50}, "fields": fields}
    return {"updateDimensionProperties": wish}


def looking(fields: str) -> Json:
    """A format for cells."""
    return {"repeatCell": {"range": AREA, "cell": {}, "fields": fields}}


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (banding(), "At least one of rowProperties or columnProperties must be specified."),
        (banding(rowProperties={"secondBandColor": RED}), "firstBandColor must be specified."),
        (banding(rowProperties=BOTH, columnProperties={"firstBandColor": RED}), "secondBandColor must be specified."),
        (rule({"textFormat": {"underline": True}}), LIMIT),
        (rule({"horizontalAlignment": "LEFT"}), LIMIT),
        (sorting(0), "No sort order specified."),
        (
            resizing(1000, 1001, fields="pixels"),
            "Cannot update a row that doesn't exist. Tried to update row index 1000 but there are only 1000 rows.",
        ),
        (
            resizing(26, 27, "COLUMNS"),
            "Cannot update a column that doesn't exist. Tried to update column index 26 but there are only 26 columns.",
        ),
        (looking("userEnteredFormat.textFormatX.bold"), "Invalid field: userEnteredFormat.text_format_x"),
        (looking("note,userEnteredFormats"), "Invalid field: user_entered_formats"),
        ({"clearBasicFilter": {"sheetId": 7}}, "No grid with id: 7"),
        ({"deleteConditionalFormatRule": {"sheetId": 7}}, "No grid with id: 7"),
    ],
)
def test_refusals(book: Book, request_: Json, words: str) -> None:
    """Each in its words."""
    assert book.refused_change(request_) == f"Invalid requests[0].{next(iter(request_))}: {words}"


def test_what_is_accepted(book: Book) -> None:
    """A rule's place beyond the last, lines that end past the grid, no order at all."""
    bold = {"textFormat": {"bold": True}}
    book.change(rule(bold), rule({"textFormat": {"italic": True}}, index=9), {"sortRange": {"range": AREA}})
    book.change(resizing(998, 1200))
    rules = book.get()["sheets"][0]["conditionalFormats"]
    assert [one["booleanRule"]["format"] for one in rules] == [bold, {"textFormat": {"italic": True}}]


def test_a_sort_by_a_column_outside_fails(book: Book) -> None:
    """It is an error of Google's own, and changes nothing."""
    asked = {"json": {"requests": [sorting(5, sortOrder="ASCENDING")]}}
    reply = book.sandbox.api("POST", f"/v4/spreadsheets/{book.id}:batchUpdate", **asked)
    assert reply.json() == {"error": {"code": 500, "message": "Internal error encountered.", "status": "INTERNAL"}}


def test_hidden_rows_keep_their_place(book: Book) -> None:
    """Whatever the others do around them."""
    book.put("A1:A4", [["d"], ["c"], ["b"], ["a"]])
    hide = {"range": lines(1, 2), "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    book.change({"updateDimensionProperties": hide}, sorting(0, sortOrder="ASCENDING"))
    assert book.values("A1:A4")["values"] == [["a"], ["c"], ["b"], ["d"]]


@pytest.mark.parametrize(
    ("dimension", "start", "to", "word"),
    [("ROWS", 2, 0, "row"), ("ROWS", 0, 3, "row"), ("ROWS", 3, 5, "row"), ("COLUMNS", 9, 5, "column")],
)
def test_lines_do_not_part_a_merged_cell(book: Book, dimension: str, start: int, to: int, word: str) -> None:
    """Out of it, into it and within it: asked of rows in 2026, and met with columns in the log of a program."""
    book.change({"mergeCells": {"range": span(2, 4, 4, 6), "mergeType": "MERGE_ALL"}})
    words = f"to move a {word} to a position that crosses a merged cell. Please unmerge and try again."
    move = {"moveDimension": {"source": lines(start, start + 1, dimension), "destinationIndex": to}}
    assert book.refused_change(move) == f"Invalid requests[0].moveDimension: Sorry, it is not possible {words}"


@pytest.mark.parametrize(
    ("dimension", "start", "end", "to", "words"),
    [
        ("ROWS", 1, 2, 1, "destinationIndex[1] must be outside the requested range[1-2]"),
        ("ROWS", 1, 2, 1001, "destinationIndex[1001] is after last row[1000]"),
    ],
)
def test_where_lines_cannot_move(book: Book, dimension: str, start: int, end: int, to: int, words: str) -> None:
    """Where they begin, and past the grid, as a live run of September 2026 was told; just behind them nothing moves."""
    move = {"moveDimension": {"source": lines(start, end, dimension), "destinationIndex": to}}
    assert book.refused_change(move) == f"Invalid requests[0].moveDimension: {words}"
    book.change({"moveDimension": {"source": lines(start, end, dimension), "destinationIndex": end}})


def test_lines_move_with_and_around_a_merged_cell(book: Book) -> None:
    """One that they hold as a whole goes along, and one of a single row hinders no row."""
    book.change({"mergeCells": {"range": span(2, 4, 4, 6), "mergeType": "MERGE_ALL"}})
    book.change({"mergeCells": {"range": span(6, 7, 0, 9), "mergeType": "MERGE_ALL"}})
    moves = ((2, 4, 0), (8, 9, 2), (9, 10, 7), (8, 9, 0))
    book.change(*({"moveDimension": {"source": lines(s, e), "destinationIndex": to}} for s, e, to in moves))
    assert [one["startRowIndex"] for one in book.get()["sheets"][0]["merges"]] == [1, 0]


def test_cells_merged_downwards_hinder_a_sort(book: Book) -> None:
    """The one that does is named, without its tab; beside the range, or in one row, they hinder nothing."""
    book.change({"mergeCells": {"range": span(2, 4, 10, 11), "mergeType": "MERGE_ALL"}})
    book.change({"mergeCells": {"range": span(0, 1, 0, 2), "mergeType": "MERGE_ALL"}})
    order = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
    book.change({"sortRange": {"range": span(0, 9, 0, 10), "sortSpecs": order}})
    message = book.refused_change({"sortRange": {"range": {"sheetId": 0, "startRowIndex": 1}, "sortSpecs": order}})
    words = "You can't sort a range containing vertical merges. There is a vertical merge at K3:K4"
    assert message == f"Invalid requests[0].sortRange: {words}"
    message = book.refused_change({"sortRange": {"range": {"sheetId": 0, "startRowIndex": 1000}, "sortSpecs": order}})
    assert message == "Invalid requests[0].sortRange: range.startRowIndex is larger than current grid size (1000)"


@pytest.mark.parametrize(
    ("count", "held", "word"), [("rowCount", "frozenRowCount", "row"), ("columnCount", "frozenColumnCount", "column")]
)
def test_a_tab_does_not_shrink_to_its_frozen_lines(book: Book, count: str, held: str, word: str) -> None:
    """Met with gspread's resize in 2026: it is refused as their deletion is; where the same request freezes, in the words of freezing."""

    def sized(**grid: int) -> Json:
        fields = ",".join(f"gridProperties.{name}" for name in grid)
        return {"updateSheetProperties": {"properties": {"sheetId": 0, "gridProperties": grid}, "fields": fields}}

    book.change(sized(**{held: 2}))
    for lines_left in (1, 2):
        words = f"Sorry, it is not possible to delete all non-frozen {word}s."
        assert (
            book.refused_change(sized(**{count: lines_left})) == f"Invalid requests[0].updateSheetProperties: {words}"
        )
    assert book.refused_change(sized(**{count: 0})).endswith(f": You can't delete all the {word}s on the sheet.")
    assert book.refused_change(sized(**{count: 3, held: 3})).endswith(
        f": You can't freeze all visible {word}s on the sheet."
    )
    book.change(sized(**{count: 3}))


def test_a_series_goes_with_the_cells_that_it_plots(book: Book) -> None:
    """Its chart stays, with what its bars stand for and none of them."""
    domain, series = ({"sourceRange": {"sources": [span(0, 4, at, at + 1)]}} for at in (0, 1))
    spec = {"basicChart": {"chartType": "COLUMN", "domains": [{"domain": domain}], "series": [{"series": series}]}}
    book.change({"addChart": {"chart": {"spec": spec, "position": {"overlayPosition": {}}}}})
    book.change({"deleteDimension": {"range": lines(1, 2, "COLUMNS")}})
    [chart] = book.get()["sheets"][0]["charts"]
    assert chart["spec"]["basicChart"] == {"chartType": "COLUMN", "domains": [{"domain": domain}]}


def test_filter_rules_and_bands_come_when_a_range_meets_them(book: Book) -> None:
    """Of a tab that is asked for in part; merged cells too."""
    named = {"basicFilter", "conditionalFormats", "bandedRanges", "merges"}
    book.change({"mergeCells": {"range": span(0, 4, 0, 1), "mergeType": "MERGE_ALL"}})
    book.change(banding(rowProperties=BOTH), rule({}), {"setBasicFilter": {"filter": {"range": AREA}}})
    assert named <= set(book.get(ranges="A4:C5")["sheets"][0])
    assert not named & set(book.get(ranges="C4:C5")["sheets"][0])
    open_ended = {
        "bandedRangeId": book.get()["sheets"][0]["bandedRanges"][0]["bandedRangeId"],
        "range": {"endColumnIndex": 2},
    }
    book.change({"updateBanding": {"bandedRange": open_ended, "fields": "range"}})
    assert "bandedRanges" in book.get(ranges="B90")["sheets"][0]
    assert book.refused_change(banding(rowProperties=BOTH)).startswith("Invalid requests[0].addBanding: You cannot add")


@pytest.mark.parametrize(
    ("kind", "figure", "shown", "side"),
    [
        ("PERCENT", 0.685, "68.5%", "RIGHT"),
        ("CURRENCY", 1234.5, "$1,234.50", "RIGHT"),
        ("NUMBER", 1234.5, "1234.5", "RIGHT"),
        ("SCIENTIFIC", 1234.5, "1234.5", "RIGHT"),
        ("TEXT", 1234.5, "1234.5", "LEFT"),
    ],
)
def test_formats_without_a_pattern(book: Book, kind: str, figure: float, shown: str, side: str) -> None:
    """Only money has one of its own; a number as text stands where texts stand."""
    book.put("A1", [[figure]])
    cell = {"userEnteredFormat": {"numberFormat": {"type": kind}}}
    book.change({"repeatCell": {"range": span(0, 1, 0, 1), "cell": cell, "fields": "userEnteredFormat.numberFormat"}})
    one = book.get(ranges="A1", includeGridData="true")["sheets"][0]["data"][0]["rowData"][0]["values"][0]
    assert (one["formattedValue"], one["effectiveFormat"]["horizontalAlignment"]) == (shown, side)


def test_a_tab_is_put_where_it_is_wanted_after_others_went(book: Book) -> None:
    """Places are counted among the tabs that are there: a new one comes last, or where its index says."""

    def add(title: str, **more: int) -> Json:
        return {"addSheet": {"properties": {"title": title, **more}}}

    book.change(add("A", index=0, sheetId=1), add("B", index=1, sheetId=2))
    book.change({"deleteSheet": {"sheetId": 1}}, {"deleteSheet": {"sheetId": 2}})
    book.change(add("C"), add("D", index=1))
    shown = book.get(fields="sheets.properties(title,index)")["sheets"]
    assert [(one["properties"]["title"], one["properties"]["index"]) for one in shown] == [
        ("Sheet1", 0),
        ("D", 1),
        ("C", 2),
    ]
