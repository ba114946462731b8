"""Links and theme colours of cells, as another program's live runs of September 2026 read them."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.sheets.links import leads
from gsandbox.tests.conftest import Book
from gsandbox.tests.looks import cells, format_a1
from gsandbox.wire import Json

AREA = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
LINK = "userEnteredFormat.textFormat.link"
WHAT = "(hyperlink,textFormatRuns,userEnteredFormat.textFormat)"


def paint(book: Book, cell: Json, fields: str) -> Any:
    """Change A1 and look at it."""
    book.change({"repeatCell": {"range": AREA, "cell": cell, "fields": fields}})
    return cells(book, "A1", WHAT)[0]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.com/a?b=c", "https://example.com/a?b=c"),
        ("example.com", "http://example.com"),
        ("see https://example.com/a now", ""),
        ("a@example.com", ""),
        ("plain", ""),
        (1.5, ""),
    ],
)
def test_what_is_an_address(text: str | float, address: str) -> None:
    """An address alone; neither one within a sentence nor one of mail."""
    assert leads(text) == address


@pytest.mark.parametrize("option", ["RAW", "USER_ENTERED"])
def test_an_address_that_is_written_becomes_a_link(book: Book, option: str) -> None:
    """However it is written; its look is in the effective format alone. Taken away, the next writing brings it back."""
    book.put("A1", [["https://example.com/a"]], option)
    linked = {
        "hyperlink": "https://example.com/a",
        "userEnteredFormat": {"textFormat": {"link": {"uri": "https://example.com/a"}}},
    }
    assert cells(book, "A1", WHAT) == [linked]
    format_a1(book, {"textFormat": {"bold": True}})
    assert paint(book, {}, LINK) == {"userEnteredFormat": {"textFormat": {"bold": True}}}
    book.put("A1", [["https://example.com/a"]], option)
    assert cells(book, "A1", WHAT)[0]["hyperlink"] == "https://example.com/a"
    book.put("A1", [["plain"]], option)
    assert cells(book, "A1", WHAT) == [{"userEnteredFormat": {"textFormat": {"bold": True}}}]


def test_runs_and_links_of_a_cell(book: Book) -> None:
    """A run that is nothing but a link of the whole text is the cell's link; a link sent beside runs is dropped."""
    book.put("A1", [["label"]])
    link = {"link": {"uri": "https://example.com"}}
    shown = paint(book, {"textFormatRuns": [{"startIndex": 0, "format": link}]}, "textFormatRuns")
    assert shown == {"hyperlink": "https://example.com", "userEnteredFormat": {"textFormat": link}}
    assert paint(book, {"userEnteredFormat": {"textFormat": link}}, f"{LINK},textFormatRuns") == {}


def test_a_link_stands_last_in_the_format_of_a_text(book: Book) -> None:
    """Behind the colour's style, as a probe of the real Sheets printed it in May 2026."""
    book.put("A1", [["label"]])
    look = {"link": {"uri": "https://example.com"}, "foregroundColor": {"red": 1}, "underline": True}
    format_a1(book, {"textFormat": look})
    [shown] = cells(book, "A1", "(userEnteredFormat)")
    order = ["foregroundColor", "underline", "foregroundColorStyle", "link"]
    assert list(shown["userEnteredFormat"]["textFormat"]) == order


def test_a_colour_of_the_theme_is_told_as_a_colour_too(book: Book) -> None:
    """In the format that was given and in the effective one, where its style names the theme's colour still."""
    book.put("A1", [["label"]])
    format_a1(book, {"textFormat": {"foregroundColorStyle": {"themeColor": "LINK"}}})
    blue = {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}
    [shown] = cells(book, "A1", "(userEnteredFormat,effectiveFormat.textFormat(foregroundColor,foregroundColorStyle))")
    look = {"textFormat": {"foregroundColor": blue, "foregroundColorStyle": {"themeColor": "LINK"}}}
    assert shown == {"userEnteredFormat": look, "effectiveFormat": look}


def test_a_moment_is_shown_to_the_nearest_second(book: Book) -> None:
    """A millisecond before midnight is shown as the next day."""
    book.put("A1", [[46292.99999998843]])
    format_a1(book, {"numberFormat": {"type": "DATE_TIME", "pattern": "m/d/yyyy h:mm:ss"}})
    assert book.values("A1")["values"] == [["9/28/2026 0:00:00"]]


def test_the_link_of_a_formula(book: Book) -> None:
    """A change of the text's look copies it into the format; taken away, it is gone though the formula stays."""
    book.put("A1", [['=HYPERLINK("https://example.com/b","label")']], "USER_ENTERED")
    what = "(hyperlink,formattedValue,userEnteredFormat.textFormat,effectiveFormat.textFormat(link,underline))"
    link = {"uri": "https://example.com/b"}
    led = {"hyperlink": link["uri"], "effectiveFormat": {"textFormat": {"link": link, "underline": True}}}
    assert cells(book, "A1", what) == [led | {"formattedValue": "label"}]
    paint(book, {"userEnteredFormat": {"textFormat": {"bold": True}}}, "userEnteredFormat.textFormat.bold")
    shown = led | {"formattedValue": "label", "userEnteredFormat": {"textFormat": {"bold": True, "link": link}}}
    assert cells(book, "A1", what) == [shown]
    plain = {"formattedValue": "label", "effectiveFormat": {"textFormat": {"underline": False}}}
    paint(book, {}, LINK)
    assert cells(book, "A1", what) == [plain | {"userEnteredFormat": {"textFormat": {"bold": True}}}]
    paint(book, {}, "userEnteredFormat.textFormat(bold,link)")
    assert cells(book, "A1", what) == [plain]
    book.put("A1", [['=HYPERLINK("https://example.com/b","label")']], "USER_ENTERED")
    assert cells(book, "A1", what) == [led | {"formattedValue": "label"}]
