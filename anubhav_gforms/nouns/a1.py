"""A1 notation: what Google Sheets calls a column, and how the title of a tab stands before a range."""

from __future__ import annotations


def column(position: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    name, left = "", position + 1
    while left:
        left, rest = divmod(left - 1, 26)
        name = chr(65 + rest) + name
    return name


def quoted(title: str) -> str:
    """A tab's title in quotation marks: `quoted(tab.title) + "!A2:C"` is a range of it."""
    return "'" + title.replace("'", "''") + "'"
