"""What is asked for by data filter, as measured of the real Sheets in October 2026; what is written so, as documented."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.tests.conftest import Book
from gsandbox.wire import Json

LIMITS = "exceeds grid limits. Max rows: 1000, max columns: 26"
FIRST = "Invalid dataFilter[0]: "


def grid(*ends: int | None) -> Json:
    """A filter by first and last row, first and last column."""
    names = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return {"gridRange": {name: end for name, end in zip(names, ends, strict=False) if end is not None}}


def get(book: Book, *filters: Json, **more: Any) -> Json:
    """values.batchGetByDataFilter."""
    return book.ask("POST", "/values:batchGetByDataFilter", json={"dataFilters": list(filters), **more})


def refused(book: Book, *filters: Any, where: str = "/values:batchGetByDataFilter") -> str:
    """The words in which filters are refused."""
    return str(book.refused("POST", where, json={"dataFilters": list(filters)})["message"])


def test_values_come_by_place_with_the_filters_that_found_them(book: Book) -> None:
    """Sorted by column, then by row; the same cells share an entry, and so do all ranges without a cell."""
    book.put("A1", [["a", 1], ["b", 2]])
    cell = {"gridRange": {"endColumnIndex": 1, "sheetId": 0, "endRowIndex": 2, "startRowIndex": 1}}
    reply = get(book, {"a1Range": "B1:B2"}, {"a1Range": "A2:A2"}, cell, grid(1, 1), grid(None, None, 1, 1))
    assert [(one["valueRange"]["range"], one["dataFilters"]) for one in reply["valueRanges"]] == [
        ("Sheet1!A2", [{"a1Range": "A2:A2"}, grid(1, 2, None, 1)]),
        ("#REF!", [grid(1, 1), grid(None, None, 1, 1)]),
        ("Sheet1!B1:B2", [{"a1Range": "B1:B2"}]),
    ]
    assert list(reply["valueRanges"][0]["dataFilters"][1]["gridRange"]) == [
        "startRowIndex",
        "endRowIndex",
        "endColumnIndex",
    ]
    assert "values" not in reply["valueRanges"][1]["valueRange"]
    turned = get(book, {"a1Range": "A1:B2"}, majorDimension="COLUMNS", valueRenderOption="UNFORMATTED_VALUE")
    assert turned["valueRanges"][0]["valueRange"]["values"] == [["a", "b"], [1, 2]]
    lookup = {"developerMetadataLookup": {"metadataKey": "nothing"}}
    assert get(book, lookup) == {"spreadsheetId": book.id}


@pytest.mark.parametrize(
    ("one", "words"),
    [
        ({}, "dataFilter.filter must be specified."),
        ({"a1Range": "Nothing!A1"}, "Unable to parse range: Nothing!A1"),
        ({"gridRange": {"sheetId": 9}}, "No grid with id: 9"),
        (grid(-1), "GridRange indexes must be >= 0"),
        (grid(3, 2), "endRowIndex[2] cannot be before startRowIndex[3]"),
        (grid(None, None, 3, 2), "endColumnIndex[2] cannot be before startColumnIndex[3]"),
        (grid(1000), f"Range (Sheet1!1001:) {LIMITS}"),
        (grid(1000, None, 1, 3), f"Range (Sheet1!B1001:C) {LIMITS}"),
        (grid(None, None, 26, 27), f"Range (Sheet1!AA) {LIMITS}"),
        (grid(5, 5, 26), f"Range ((empty) Sheet1!AA6:5) {LIMITS}"),
        (grid(None, 0, 26), f"Range (Sheet1!AA:0) {LIMITS}"),
        (grid(None, None, 18278), f"Range (Sheet1!) {LIMITS}"),
        (grid(None, None, 26, 18279), f"Range (Sheet1!AA:) {LIMITS}"),
    ],
)
def test_filters_that_are_refused(book: Book, one: Json, words: str) -> None:
    """The place of the filter stands in front; a whole spreadsheet is refused without it, and calls a grid a sheet."""
    assert refused(book, one) == FIRST + words
    assert refused(book, {"a1Range": "A1"}, one) == FIRST.replace("0", "1") + words
    assert refused(book, one, where=":getByDataFilter") == words.replace("No grid", "No sheet")


def test_no_filter_at_all(book: Book) -> None:
    """No values, but the whole spreadsheet."""
    assert refused(book) == "Must specify at least one dataFilter."
    assert refused(book, where="/values:batchClearByDataFilter") == "Must specify at least one dataFilter."
    assert book.ask("POST", ":getByDataFilter", json={}) == book.get()


def test_cells_that_two_filters_mean_come_once(book: Book) -> None:
    """A range without a cell has the sizes of the lines that it does have."""
    book.put("A1", [["a"]])
    filters = [{"a1Range": "A1"}, grid(1, 1), {"a1Range": "Sheet1!A1:A1"}, grid(1, 1)]
    body = {"dataFilters": filters, "includeGridData": True}
    first, second = book.ask("POST", ":getByDataFilter", json=body)["sheets"][0]["data"]
    assert list(first) == ["rowData", "rowMetadata", "columnMetadata"]
    assert second == {"startRow": 1, "columnMetadata": [{"pixelSize": 100}] * 26}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"dataFilters": [[{"a1Range": 5}]]}, "'data_filters[0].a1_range' (TYPE_STRING), 5"),
        ({"dataFilters": [{"a1Range": "A1"}, [{"a1Range": 5}]]}, "'data_filters[0][0].a1_range' (TYPE_STRING), 5"),
        ({"dataFilters": [[{"a1Range": "A1"}], {"a1Range": 5}]}, "'data_filters[0].a1_range' (TYPE_STRING), 5"),
        (
            {"dataFilters": [grid(1) | {"gridRange": {"endRowIndex": "x"}}]},
            "'data_filters[0].grid_range.end_row_index.value' (TYPE_INT32), \"x\"",
        ),
        (
            {"dataFilters": [{"developerMetadataLookup": {"metadataKey": 5}}]},
            "'data_filters[0].developer_metadata_lookup.metadata_key.value' (TYPE_STRING), 5",
        ),
    ],
)
def test_how_a_filter_is_read(book: Book, body: Json, words: str) -> None:
    """A list in the list is more of the same, and counts its own; a body is read before the spreadsheet is looked for."""
    for whose in (book, Book(book.sandbox, "nothing")):
        assert whose.refused("POST", ":getByDataFilter", json=body)["message"] == f"Invalid value at {words}"
    book.sandbox.forgive()


def test_a_number_may_stand_in_a_message_of_its_own(book: Book) -> None:
    one = {"gridRange": {"startRowIndex": {"value": 2}, "endRowIndex": 3}}
    assert get(book, [[one], [[]]])["valueRanges"][0]["dataFilters"] == [grid(2, 3)]


def test_values_are_written_and_cleared_by_filter(book: Book) -> None:
    """They go into every range that is meant, and must fit there."""
    place = {"locationType": "ROW", "dimensionRange": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}}
    tag = {"metadataKey": "row", "location": {"dimensionRange": place["dimensionRange"]}, "visibility": "DOCUMENT"}
    book.change({"createDeveloperMetadata": {"developerMetadata": tag}})
    row = {"developerMetadataLookup": {"metadataKey": "row"}}
    data = [{"dataFilter": grid(0, 1), "values": [["a", 1]]}, {"dataFilter": row, "values": [["b", 2]]}]
    body = {"valueInputOption": "RAW", "data": data, "includeValuesInResponse": True}
    reply = book.ask("POST", "/values:batchUpdateByDataFilter", json=body)
    assert (reply["totalUpdatedRows"], reply["totalUpdatedCells"], reply["totalUpdatedSheets"]) == (2, 4, 1)
    assert [(one["updatedRange"], one["dataFilter"]) for one in reply["responses"]] == [
        ("Sheet1!A1:B1", grid(0, 1)),
        ("Sheet1!A2:B2", row),
    ]
    assert reply["responses"][1]["updatedData"]["values"] == [["b", "2"]]
    wide = {"valueInputOption": "RAW", "data": [{"dataFilter": {"a1Range": "A1"}, "values": [["x", "y"]]}]}
    error = book.refused("POST", "/values:batchUpdateByDataFilter", json=wide)
    assert error["message"].startswith("Invalid data[0]: Requested writing within range [Sheet1!A1], but tried")
    cleared = book.ask("POST", "/values:batchClearByDataFilter", json={"dataFilters": [row]})
    assert cleared["clearedRanges"] == ["Sheet1!A2:Z2"]
    assert book.values("A1:B2")["values"] == [["a", "1"]]
