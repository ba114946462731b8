"""Cells copied, cut, pasted, found and replaced; what the sandbox does not do it says."""

from __future__ import annotations

import pytest

from gsandbox.tests.conftest import Book
from gsandbox.wire import Json


def area(top: int, bottom: int, left: int, right: int, sheet: int = 0) -> Json:
    """A GridRange."""
    ends = {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}
    return {"sheetId": sheet, **ends}


ONE, CORNER = area(0, 1, 0, 1), {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
REFUSED: dict[str, tuple[Json, str]] = {
    "no borders": ({"copyPaste": {"source": ONE, "destination": ONE, "pasteType": "PASTE_NO_BORDERS"}}, "Sandbox:"),
    "formulas": ({"copyPaste": {"source": area(0, 1, 2, 3), "destination": ONE}}, "Sandbox: formulas"),
    "past the grid": ({"copyPaste": {"source": area(0, 2, 0, 2), "destination": area(999, 1000, 0, 1)}}, "exceeds"),
    "cut values only": ({"cutPaste": {"source": ONE, "destination": CORNER, "pasteType": "PASTE_VALUES"}}, "Sandbox:"),
    "cut to nowhere": ({"cutPaste": {"source": ONE, "destination": {"sheetId": 7}}}, "No grid with id: 7"),
    "cut past the grid": ({"cutPaste": {"source": ONE, "destination": {"rowIndex": 5000}}}, "exceeds grid limits"),
    "pivot tables": (
        {"updateCells": {"start": CORNER, "rows": [{"values": [{"pivotTable": {"source": ONE}}]}], "fields": "*"}},
        "Sandbox: the cell fields pivotTable",
    ),
    "html": ({"pasteData": {"coordinate": CORNER, "data": "<b>x</b>", "html": True}}, "Sandbox:"),
    "by expression": ({"findReplace": {"find": "a.", "searchByRegex": True, "allSheets": True}}, "Sandbox:"),
    "nothing to find": ({"findReplace": {"replacement": "x", "allSheets": True}}, "cannot be empty"),
}


@pytest.fixture
def filled(book: Book) -> Book:
    book.put("A1:C2", [["a", "Ab", "=1+1"], ["b", "ab", ""]], "USER_ENTERED")
    return book


def test_copies_fill_their_destination(filled: Book) -> None:
    """A larger destination is filled with repetitions; values and formats can go alone."""
    filled.change({"copyPaste": {"source": area(0, 2, 0, 1), "destination": area(2, 6, 0, 2)}})
    assert filled.values("A3:B6")["values"] == [["a", "a"], ["b", "b"]] * 2
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    filled.change({"repeatCell": {"range": ONE, "cell": bold, "fields": "userEnteredFormat"}})
    for kind in ("PASTE_VALUES", "PASTE_FORMAT"):
        column = {"PASTE_VALUES": 3, "PASTE_FORMAT": 4}[kind]
        target = area(0, 1, column, column + 1)
        filled.change({"copyPaste": {"source": ONE, "destination": target, "pasteType": kind}})
    row = filled.get(ranges="D1:E1", fields="sheets.data.rowData.values(userEnteredValue,userEnteredFormat)")
    cells = row["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert cells == [{"userEnteredValue": {"stringValue": "a"}}, bold]


def test_a_copy_may_lie_on_its_side(filled: Book) -> None:
    """TRANSPOSE, repeated as often as it fits."""
    source, target = area(0, 2, 0, 1), area(3, 5, 0, 2)
    filled.change({"copyPaste": {"source": source, "destination": target, "pasteOrientation": "TRANSPOSE"}})
    assert filled.values("A4:B5")["values"] == [["a", "b"]] * 2


def test_cells_are_moved_and_typed(filled: Book) -> None:
    """Cut leaves nothing behind; pasted text is typed, and the grid grows for it."""
    filled.change({"cutPaste": {"source": area(0, 2, 0, 1), "destination": {"sheetId": 0, "columnIndex": 3}}})
    assert filled.values("A1:D2")["values"] == [["", "Ab", "2", "a"], ["", "ab", "", "b"]]
    corner = {"sheetId": 0, "rowIndex": 999, "columnIndex": 25}
    filled.change({"pasteData": {"coordinate": corner, "data": "1;x\n2;y", "delimiter": ";"}})
    assert filled.values("Z1000:AA1001", valueRenderOption="UNFORMATTED_VALUE")["values"] == [[1, "x"], [2, "y"]]


def test_text_without_a_delimiter_is_not_pasted(filled: Book) -> None:
    path = f"/v4/spreadsheets/{filled.id}:batchUpdate"
    body = {"requests": [{"pasteData": {"coordinate": {"sheetId": 0}, "data": "1;x", "delimiter": ""}}]}
    assert filled.sandbox.api("POST", path, json=body).status_code == 501


def test_texts_are_replaced(filled: Book) -> None:
    """In any case unless told; whole cells only when told; counts of nothing are left out."""
    ask: Json = {"find": "ab", "replacement": "7", "sheetId": 0}
    exact = filled.change({"findReplace": {**ask, "matchCase": True, "matchEntireCell": True}})
    assert exact["replies"] == [
        {"findReplace": {"valuesChanged": 1, "rowsChanged": 1, "sheetsChanged": 1, "occurrencesChanged": 1}}
    ]
    assert filled.values("B2", valueRenderOption="UNFORMATTED_VALUE")["values"] == [[7]]
    assert filled.change({"findReplace": {"find": "zz", "range": ONE}})["replies"] == [{"findReplace": {}}]
    filled.change({"findReplace": {"find": "A", "replacement": "o", "allSheets": True}})
    assert filled.values("A1:B1")["values"] == [["o", "ob"]]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_done_is_said(filled: Book, name: str) -> None:
    request, words = REFUSED[name]
    assert words in filled.refused_change(request)


@pytest.mark.parametrize(
    ("dimension", "left"),
    [
        ("ROWS", [["1", "2", "3"], ["4", "8", "6"], ["7", "b", "9"], ["a", "", "c"]]),
        ("COLUMNS", [["1", "2", "3"], ["4", "6"], ["7", "8", "9"], ["a", "b", "c"]]),
    ],
)
def test_a_range_that_is_deleted_is_filled_from_below_or_from_the_right(
    book: Book, dimension: str, left: list[list[str]]
) -> None:
    book.put("A1", [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"], ["a", "b", "c"]])
    area = {"startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2}
    book.change({"deleteRange": {"range": area, "shiftDimension": dimension}})
    assert book.values("A1:C4")["values"] == left
    assert "Dimension" in book.refused_change({"deleteRange": {"range": area}})
    last = {"startRowIndex": 3, "endRowIndex": 1000}
    book.change({"deleteRange": {"range": last, "shiftDimension": "ROWS"}})
    assert len(book.values("A1:C4")["values"]) == 3


def test_cells_are_found_by_filters_too(book: Book) -> None:
    """getByDataFilter: by A1 and by grid range, with cells when they are asked for."""
    book.put("A1", [["1", "2"], ["3", "4"]])
    grid = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    body = {"dataFilters": [{"a1Range": "Sheet1!B1"}, {"gridRange": grid}], "includeGridData": True}
    first, second = book.ask("POST", ":getByDataFilter", json=body)["sheets"][0]["data"]
    assert [cell["formattedValue"] for cell in first["rowData"][0]["values"]] == ["2"]
    assert [cell["formattedValue"] for cell in second["rowData"][0]["values"]] == ["3", "4"]
    assert "data" not in book.ask("POST", ":getByDataFilter", json=body | {"includeGridData": False})["sheets"][0]


def test_what_is_replaced_is_typed_anew(book: Book) -> None:
    book.put("A1", [["50p", "p1+1"]])
    change = {"findReplace": {"find": "p", "replacement": "%", "range": {"endColumnIndex": 1}}}
    book.change(change, {"findReplace": {"find": "p", "replacement": "=", "allSheets": True}})
    assert book.values("A1:B1")["values"] == [["50%", "2"]]
