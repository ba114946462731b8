"""Where something lies in a spreadsheet, and what lies there."""

from __future__ import annotations

from typing import Any

from gsandbox.tests.conftest import Book
from gsandbox.wire import Json


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
