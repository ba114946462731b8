"""How a cell looks, as dumps of real spreadsheets and probes of the real Sheets show it (2023 to 2026)."""

from __future__ import annotations

import pytest

from gsandbox.tests.conftest import Book
from gsandbox.tests.looks import cells, format_a1
from gsandbox.wire import Json

BLACK: Json = {"color": {}, "colorStyle": {"rgbColor": {}}}


def test_what_a_plain_cell_looks_like(book: Book) -> None:
    """In Google's order; the font is one, where the spreadsheet's default names several."""
    book.put("A1", [["a", 1, True]])
    first, *others = (one["effectiveFormat"] for one in cells(book, "A1:C1"))
    assert list(first) == [
        "backgroundColor",
        "padding",
        "horizontalAlignment",
        "verticalAlignment",
        "wrapStrategy",
        "textFormat",
        "hyperlinkDisplayType",
        "backgroundColorStyle",
    ]
    assert list(first["textFormat"].values())[:3] == [{}, "Arial", 10]
    assert [one["horizontalAlignment"] for one in (first, *others)] == ["LEFT", "RIGHT", "CENTER"]


def test_a_colour_takes_the_place_of_the_default(book: Book) -> None:
    """And a figure's format stands first."""
    book.put("A1", [["50%"]], "USER_ENTERED")
    format_a1(book, {"backgroundColor": {"red": 1}, "numberFormat": {"pattern": "0.0", "type": "NUMBER"}})
    (cell,) = cells(book, "A1")
    assert cell["effectiveFormat"]["backgroundColor"] == {"red": 1}
    assert {next(iter(cell[name])) for name in ("effectiveFormat", "userEnteredFormat")} == {"numberFormat"}
    assert list(cell["userEnteredFormat"]["numberFormat"]) == ["type", "pattern"]


def test_borders_tell_width_and_colour(book: Book) -> None:
    """From their style; top, bottom, left, right. A padding goes round."""
    borders = {
        "left": {"style": "SOLID_MEDIUM"},
        "bottom": {"style": "SOLID", "color": {"red": 1}},
        "top": {"style": "SOLID"},
    }
    format_a1(book, {"borders": borders, "padding": {"left": 5, "bottom": 2, "right": 4, "top": 1}})
    shown = cells(book, "A1")[0]["userEnteredFormat"]
    red = {"red": 1}
    assert [*shown["borders"].items()] == [
        ("top", {"style": "SOLID", "width": 1, **BLACK}),
        ("bottom", {"style": "SOLID", "width": 1, "color": red, "colorStyle": {"rgbColor": red}}),
        ("left", {"style": "SOLID_MEDIUM", "width": 2, **BLACK}),
    ]
    assert list(shown["borders"]["top"]) == ["style", "width", "color", "colorStyle"]
    assert list(shown["padding"]) == ["top", "right", "bottom", "left"]


def test_a_formula_without_a_value(book: Book) -> None:
    """It leads to an empty cell, or gives an empty text: it has a look, but no value and no way of links."""
    book.put("A1:C1", [["=E1", '="x"&A1', "=A1+1"]], "USER_ENTERED")
    blank, text, figure = cells(book, "A1:C1")
    assert list(blank) == ["userEnteredValue", "effectiveFormat"]
    assert "hyperlinkDisplayType" not in blank["effectiveFormat"]
    assert (text["effectiveValue"], figure["effectiveValue"]) == ({"stringValue": "x"}, {"numberValue": 1})
    assert book.values("A1:C1", valueRenderOption="UNFORMATTED_VALUE")["values"] == [["", "x", 1]]


@pytest.mark.parametrize(
    ("mask", "shown"),
    [("*", False), ("sheets", True), ("sheets.data", True), ("sheets.data,", True), ("sheets.properties", False)],
)
def test_masks_that_reach_the_cells(book: Book, mask: str, shown: bool) -> None:
    """Everything does not; includeGridData says nothing beside a mask. A comma behind the last name is overlooked."""
    book.put("A1", [["a"]])
    assert ("data" in book.get(fields=mask, includeGridData="true")["sheets"][0]) == shown


def test_parts_of_a_text_look_their_own_way(book: Book) -> None:
    """Runs, as a live test of another program has them (July and September 2026): the first begins at the first letter,
    a link looks like one, and a new value takes them away; formats and notes stay."""
    link = {"link": {"uri": "https://example.com"}}
    cell = {
        "userEnteredValue": {"stringValue": "See the docs"},
        "textFormatRuns": [{"startIndex": 4, "format": link}],
        "note": "n",
    }
    fields = "userEnteredValue,textFormatRuns,note"
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    book.change({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": fields}})
    what = "(textFormatRuns,hyperlink,note)"
    blue = {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}
    [shown] = cells(book, "A1", what)
    assert shown == {
        "note": "n",
        "textFormatRuns": [
            {"format": {}},
            {
                "startIndex": 4,
                "format": {
                    "foregroundColor": blue,
                    "underline": True,
                    **link,
                    "foregroundColorStyle": {"rgbColor": blue},
                },
            },
        ],
    }
    book.put("A1", [["See"]])
    assert cells(book, "A1", what) == [{"note": "n"}]
    bold = {"textFormatRuns": [{"format": {"bold": True}}], "userEnteredValue": {"numberValue": 1}}
    book.change(
        {"repeatCell": {"range": {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1}, "cell": bold, "fields": "*"}}
    )
    assert cells(book, "A1", what) == [{}]  # a figure has no parts


@pytest.mark.parametrize(
    ("kind", "values", "held"),
    [
        ("TEXT_CONTAINS", ["AR"], [True, False, False]),
        ("TEXT_NOT_CONTAINS", ["ar"], [False, True, True]),
        ("TEXT_STARTS_WITH", ["m"], [True, False, False]),
        ("TEXT_ENDS_WITH", ["k"], [True, False, False]),
        ("TEXT_EQ", ["mark"], [True, False, False]),
        ("NOT_BLANK", [], [True, True, True]),
        ("NUMBER_GREATER", ["2"], [False, True, False]),
        ("NUMBER_BETWEEN", ["1", "2"], [False, False, True]),
        ("NUMBER_NOT_BETWEEN", ["1", "2"], [False, True, False]),
        ("NUMBER_EQ", ["=A1"], [False, False, False]),
        ("CUSTOM_FORMULA", ["=TRUE"], [False, False, False]),
    ],
)
def test_a_rule_shows_in_the_effective_format(book: Book, kind: str, values: list[str], held: list[bool]) -> None:
    """As documented, and as the suite of gspread-formatting reads it; of rules the first has the last word."""
    book.put("A1", [["Mark", 4, 1.5]])
    condition = {"type": kind} | ({"values": [{"userEnteredValue": value} for value in values]} if values else {})
    area, nothing = {"startColumnIndex": 0, "endColumnIndex": 3}, {"startRowIndex": 1, "endRowIndex": 1}
    rules = ({"type": "NOT_BLANK"}, {"italic": True, "bold": False}), (condition, {"bold": True})
    for when, look in rules:
        boolean = {"condition": when, "format": {"textFormat": look}}
        rule = {"ranges": [nothing, area], "booleanRule": boolean}
        book.change({"addConditionalFormatRule": {"rule": rule, "index": 0}})
    shown = cells(book, "A1:C1", "(effectiveFormat,userEnteredFormat)")
    assert [one["effectiveFormat"]["textFormat"]["bold"] for one in shown] == held
    assert all(one["effectiveFormat"]["textFormat"]["italic"] for one in shown)
    assert not any("userEnteredFormat" in one for one in shown)


def test_a_link_of_a_cell_looks_like_one_until_it_is_taken_away(book: Book) -> None:
    """As another program's live run of September 2026 read it: where the link leads stands beside the cell, its look in the
    effective format alone; a colour of its own overrules; nothing stays when the link goes."""
    book.put("A1", [["label"]])
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    link = {"link": {"uri": "https://example.com"}}
    fields = "userEnteredFormat.textFormat.link"
    book.change({"repeatCell": {"range": area, "cell": {"userEnteredFormat": {"textFormat": link}}, "fields": fields}})
    what = "(hyperlink,userEnteredFormat,effectiveFormat.textFormat(foregroundColor,underline,link))"
    blue = {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}
    [shown] = cells(book, "A1", what)
    assert shown == {
        "userEnteredFormat": {"textFormat": link},
        "effectiveFormat": {"textFormat": {"foregroundColor": blue, "underline": True, **link}},
        "hyperlink": "https://example.com",
    }
    plain = {"userEnteredFormat": {"textFormat": {"underline": False}}}
    book.change({"repeatCell": {"range": area, "cell": plain, "fields": "userEnteredFormat.textFormat.underline"}})
    assert cells(book, "A1", what)[0]["effectiveFormat"]["textFormat"]["underline"] is False
    mask = "userEnteredFormat.textFormat(link,underline)"
    book.change({"repeatCell": {"range": area, "cell": {}, "fields": mask}})
    assert cells(book, "A1", what) == [{"effectiveFormat": {"textFormat": {"foregroundColor": {}, "underline": False}}}]
