"""spreadsheets.create: what a new spreadsheet has, and what it cannot hold."""

from __future__ import annotations

import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book
from gsandbox.wire import Json


def test_a_new_spreadsheet(sandbox: Sandbox) -> None:
    """The keys in order, the defaults as recorded, the title, zone and locale as wished."""
    wish = {"properties": {"title": "उत्तर", "timeZone": "Asia/Kolkata", "locale": "en_GB"}}
    made = sandbox.api("POST", "/v4/spreadsheets", json=wish).json()
    assert list(made) == ["spreadsheetId", "properties", "sheets", "spreadsheetUrl"]
    assert (len(made["spreadsheetId"]), made["spreadsheetId"][0]) == (44, "1")
    assert made["spreadsheetUrl"] == f"https://docs.google.com/spreadsheets/d/{made['spreadsheetId']}/edit"
    properties = made["properties"]
    assert list(properties) == ["title", "locale", "autoRecalc", "timeZone", "defaultFormat", "spreadsheetTheme"]
    assert (properties["title"], properties["locale"], properties["timeZone"]) == ("उत्तर", "en_GB", "Asia/Kolkata")
    assert properties["defaultFormat"]["textFormat"]["fontFamily"] == "arial,sans,sans-serif"
    colours = {one["colorType"]: one["color"]["rgbColor"] for one in properties["spreadsheetTheme"]["themeColors"]}
    assert colours["TEXT"] == {}
    assert colours["ACCENT1"] == {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275}
    assert colours["LINK"] == {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}
    assert made["sheets"] == [
        {"properties": {"sheetId": 0, "title": "Sheet1", "index": 0, "sheetType": "GRID", "gridProperties": {"rowCount": 1000, "columnCount": 26}}}
    ]  # fmt: skip


def test_a_new_spreadsheet_with_tabs(sandbox: Sandbox) -> None:
    """The tabs that are named replace the default one, and none has its id 0 (recordings of March 2026) unless it is asked for."""
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
    assert 0 not in [sheet["properties"]["sheetId"] for sheet in made["sheets"]]
    wish = {"sheets": [{"properties": {"title": "A", "sheetId": 0}}]}
    made = sandbox.api("POST", "/v4/spreadsheets", json=wish).json()
    assert made["sheets"][0]["properties"]["sheetId"] == 0


def test_a_new_spreadsheet_with_contents(sandbox: Sandbox) -> None:
    """Cells, sizes, merges and the rest of each tab come with it, as googlesheets4's gs4_create sends a table."""
    area = {"sheetId": 5, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    rules = [
        {"ranges": [area], "booleanRule": {"condition": {"type": kind}, "format": {"textFormat": {"bold": True}}}}
        for kind in ("BLANK", "NOT_BLANK")
    ]
    first = [{"userEnteredValue": {"stringValue": "x"}, "note": "n"}, {"userEnteredValue": {"formulaValue": "=B!A1+1"}}]
    wish = {
        "namedRanges": [{"name": "spot", "range": area}],
        "sheets": [
            {
                "properties": {"title": "A", "sheetId": 5, "gridProperties": {"rowCount": 3, "columnCount": 2}},
                "data": [
                    {"rowData": [{"values": first}], "columnMetadata": [{"pixelSize": 200}]},
                    {
                        "startRow": 2,
                        "startColumn": 1,
                        "rowData": [{"values": [{"userEnteredValue": {"numberValue": 9}}]}],
                    },
                ],
                "merges": [area],
                "conditionalFormats": rules,
                "basicFilter": {"range": {"sheetId": 5}},
            },
            {
                "properties": {"title": "B"},
                "slicers": [],
                "data": [{"rowData": [{"values": [{"userEnteredValue": {"numberValue": 4}}]}]}],
            },
        ],
    }
    made = sandbox.api("POST", "/v4/spreadsheets", json=wish).json()
    book = Book(sandbox, made["spreadsheetId"])
    assert book.values("A")["values"] == [["x", "5"], [], ["", "9"]]
    assert made["sheets"][0]["merges"] == [area]
    assert made["sheets"][0]["conditionalFormats"] == rules
    assert made["sheets"][0]["basicFilter"]["range"]["endRowIndex"] == 3
    assert [one["name"] for one in made["namedRanges"]] == ["spot"]
    shown = book.get(ranges="A!A1", fields="sheets.data(rowData.values.note,columnMetadata.pixelSize)")
    assert shown["sheets"][0]["data"][0]["columnMetadata"] == [{"pixelSize": 200}]
    assert shown["sheets"][0]["data"][0]["rowData"] == [{"values": [{"note": "n"}]}]


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        (
            [{}, {"properties": {"gridProperties": {"columnCount": 1}}, "data": [{"rowData": [{"values": [{"note": "n"}] * 2}]}]}],
            "sheets[1].data[0]: Attempting to write column: 1, beyond the last requested column of: 0",
        ),
        (
            [{"data": [{"rowData": [{"values": [{"userEnteredValue": {"stringValue": "x" * 50_001}}]}]}]}],
            "sheets[0].data[0]: Your input contains more than the maximum of 50000 characters in a single cell.",
        ),
    ],
)  # fmt: skip
def test_contents_that_a_new_spreadsheet_cannot_hold(sandbox: Sandbox, sheets: list[Json], words: str) -> None:
    """Two programs quote these words of Google, of a tab's data by its place in the body."""
    made = sandbox.api("POST", "/v4/spreadsheets", json={"sheets": sheets})
    assert (made.status_code, made.json()["error"]["message"]) == (400, f"Invalid {words}")


def test_unknown_zone_and_locale(sandbox: Sandbox) -> None:
    """Google refuses what it does not know."""
    for properties in ({"timeZone": "Asia/Bilaspur"}, {"locale": "english"}):
        assert sandbox.api("POST", "/v4/spreadsheets", json={"properties": properties}).status_code == 400
