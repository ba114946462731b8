"""What recordings of October 2026 hold of Sheets and Drive, and of what a message takes one only."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.tests.conftest import Book

Json = dict[str, Any]


def test_a_batch_says_that_no_comments_were_changed(book: Book) -> None:
    """Since comments came to Sheets; it stands last."""
    change = {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "T"}, "fields": "title"}}
    answer = book.change(change, includeSpreadsheetInResponse=True)
    assert answer["commentUpdateState"] == "NO_UPDATES_REQUESTED"
    assert list(answer) == ["spreadsheetId", "replies", "updatedSpreadsheet", "commentUpdateState"]


CELL = {"userEnteredValue": {"stringValue": "a", "numberValue": 1}}
COLOUR = {"rgbColor": {"red": 1}, "themeColor": "TEXT"}
OBJECT = {"sheetId": 7, "newSheet": True}


@pytest.mark.parametrize(
    ("request_", "at", "group", "second"),
    [
        (
            {"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [CELL]}], "fields": "*"}},
            ".update_cells.rows[0].values[0].user_entered_value",
            "value",
            "numberValue",
        ),
        ({"updateCells": {"start": {}, "range": {}, "fields": "*"}}, ".update_cells", "area", "range"),
        (
            {"updateSheetProperties": {"properties": {"tabColorStyle": COLOUR}, "fields": "tabColorStyle"}},
            ".update_sheet_properties.properties.tab_color_style",
            "kind",
            "themeColor",
        ),
        ({"findReplace": {"find": "a", "sheetId": 0, "allSheets": True}}, ".find_replace", "scope", "allSheets"),
        ({"pasteData": {"data": "a", "delimiter": ",", "html": False}}, ".paste_data", "kind", "html"),
        (
            {"updateEmbeddedObjectPosition": {"objectId": 1, "newPosition": OBJECT, "fields": "*"}},
            ".update_embedded_object_position.new_position",
            "location",
            "newSheet",
        ),
    ],
)
def test_of_these_fields_a_message_has_one(book: Book, request_: Json, at: str, group: str, second: str) -> None:
    """The second one that is sent is named, with the group that its reference page gives; null is none."""
    assert book.refused_change(request_) == (
        f"Invalid value at 'requests[0]{at}' (oneof), oneof field '{group}' is already set. Cannot set '{second}'"
    )
    book.sandbox.forgive()
