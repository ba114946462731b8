"""Rows and columns: the groups they lie in, and the ranges that move and go with them."""

from __future__ import annotations

import pytest

from gsandbox.tests.conftest import Book
from gsandbox.tests.places import lines, span
from gsandbox.wire import Json


@pytest.mark.parametrize(
    ("first", "second"), [((2, 4), (1, 5)), ((1, 5), (2, 4)), ((1, 4), (2, 5))], ids=["around", "inside", "across"]
)
def test_groups_inside_groups(book: Book, first: tuple[int, int], second: tuple[int, int]) -> None:
    """The examples of the documents: B:E with C:D inside it, however it came; of D:E less, B:D with C:C."""

    def shown(reply: Json) -> list[tuple[int, int, int]]:
        groups = next(iter(reply["replies"][-1].values()))["dimensionGroups"]
        return [(one["range"]["startIndex"], one["range"]["endIndex"], one["depth"]) for one in groups]

    added = book.change(*({"addDimensionGroup": {"range": lines(*ends, "COLUMNS")}} for ends in (first, second)))
    assert shown(added) == [(1, 5, 1), (2, 4, 2)]
    assert len(book.get()["sheets"][0]["columnGroups"]) == 2
    assert shown(book.change({"deleteDimensionGroup": {"range": lines(3, 5, "COLUMNS")}})) == [(1, 4, 1), (2, 3, 2)]
    assert shown(book.change({"deleteDimensionGroup": {"range": lines(7, 9, "COLUMNS")}})) == [(1, 4, 1), (2, 3, 2)]
    gone = book.change(*[{"deleteDimensionGroup": {"range": lines(0, 9, "COLUMNS")}}] * 10)
    assert (gone["replies"][-1], book.get()["sheets"][0].get("columnGroups")) == ({"deleteDimensionGroup": {}}, None)


def test_a_group_is_folded_and_opened(book: Book) -> None:
    """As the documents say: its lines are hidden and shown with it, and deeper groups, as they are left alone, stay folded."""

    def fold(collapsed: bool, *place: int, depth: int) -> Json:
        group = {"range": lines(*place), "depth": depth, "collapsed": collapsed}
        return {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}}

    def shown() -> tuple[list[bool], list[int]]:
        sheet = book.get(includeGridData="true", ranges="A1:A6")["sheets"][0]
        hidden = [at for at, row in enumerate(sheet["data"][0]["rowMetadata"]) if row.get("hiddenByUser")]
        return [one.get("collapsed", False) for one in sheet["rowGroups"]], hidden

    book.change(*({"addDimensionGroup": {"range": lines(*ends)}} for ends in ((1, 5), (2, 4))))
    book.change(fold(True, 2, 4, depth=2))
    assert shown() == ([False, True], [2, 3])
    book.change({"addDimensionGroup": {"range": lines(7, 9)}}, fold(True, 1, 5, depth=1))
    assert shown() == ([True, True, False], [1, 2, 3, 4])
    book.change(fold(False, 1, 5, depth=1))
    assert shown() == ([False, True, False], [])
    words = book.refused_change(fold(True, 1, 5, depth=2))
    assert words == "Invalid requests[0].updateDimensionGroup: There is no group of these dimensions."


def test_what_lies_on_rows_moves_and_goes_with_them(book: Book) -> None:
    """Every kind of range: a row above moves it on, and with its last row it is gone."""
    area = span(1, 2, 0, 2)
    boolean = {"condition": {"type": "BLANK"}, "format": {"textFormat": {"bold": True}}}
    book.change(
        {"addProtectedRange": {"protectedRange": {"range": area}}},
        {
            "addBanding": {
                "bandedRange": {"range": area, "rowProperties": {"firstBandColor": {}, "secondBandColor": {}}}
            }
        },
        {"addConditionalFormatRule": {"rule": {"ranges": [area], "booleanRule": boolean}}},
        {"setBasicFilter": {"filter": {"range": area}}},
        {"addFilterView": {"filter": {"range": area, "title": "V"}}},
        {"addDimensionGroup": {"range": lines(1, 2)}},
        {"addNamedRange": {"namedRange": {"name": "spot", "range": area}}},
        {"setDataValidation": {"range": area, "rule": {"condition": {"type": "BOOLEAN"}}}},
        {"insertDimension": {"range": lines(0, 1)}},
    )
    moved = {name: place for name, place in span(2, 3, 0, 2).items() if name != "sheetId"}
    shown = book.get()["sheets"][0]
    assert [shown[name][0]["range"] for name in ("protectedRanges", "bandedRanges", "filterViews")] == [moved] * 3
    assert shown["basicFilter"]["range"] == shown["conditionalFormats"][0]["ranges"][0] == moved
    assert shown["rowGroups"][0]["range"] == {"dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    book.change({"deleteDimension": {"range": lines(2, 3)}})
    left = book.get(includeGridData="true", ranges="A1:B3")
    assert set(left["sheets"][0]) == {"properties", "data"}
    assert "namedRanges" not in left
    book.change({"mergeCells": {"range": span(0, 1, 0, 2)}}, {"setBasicFilter": {"filter": {"range": area}}})


def test_a_range_longer_than_what_is_written(book: Book) -> None:
    """updateCells empties the rest of its range; empty rows past the range say nothing."""
    book.put("A1:B2", [["a", "b"], ["c", "d"]])
    row = {"values": [{"userEnteredValue": {"stringValue": "new"}}]}
    book.change({"updateCells": {"range": span(0, 1, 0, 2), "fields": "userEnteredValue", "rows": [row, {}]}})
    assert book.values("A1:B2")["values"] == [["new"], ["c", "d"]]
