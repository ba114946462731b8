"""Looking at cells, for the tests of how they look."""

from __future__ import annotations

from gsandbox.tests.conftest import Book
from gsandbox.wire import Json

CELLS = "sheets.data.rowData.values"


def cells(book: Book, area: str, what: str = "") -> list[Json]:
    """The cells of the first row of a range."""
    shown = book.get(ranges=area, fields=f"{CELLS}{what}")
    return list(shown["sheets"][0]["data"][0]["rowData"][0]["values"])


def format_a1(book: Book, given: Json) -> None:
    """Set the format of A1."""
    area = {"endRowIndex": 1, "endColumnIndex": 1}
    book.change({"repeatCell": {"range": area, "cell": {"userEnteredFormat": given}, "fields": "userEnteredFormat"}})
