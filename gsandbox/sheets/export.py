"""files.export of a spreadsheet, and the address that its page downloads from: a tab as text, or the whole as a file."""

from __future__ import annotations

import sqlite3

from ..refusal import Refusal
from . import a1, store
from .formats import WHOLE
from .reading import Reader

LIMIT = 10 * 2**20


def export(
    db: sqlite3.Connection, spreadsheet_id: str, wanted: str, sheet_id: int | None = None, area: str = ""
) -> bytes:
    """A tab's formatted values, the first's without an id, or those of a range of it; or all.

    Raises Refusal for unknown formats, and above 10 MB.
    """
    if wanted not in {**SEPARATORS, **WHOLE}:
        text = "The requested conversion is not supported."
        raise Refusal(400, text, reason="badRequest", location="convertTo")
    spreadsheet = store.get(db, spreadsheet_id)
    if wanted in WHOLE:
        return _limited(WHOLE[wanted](db, spreadsheet))
    tab = spreadsheet.tabs[0] if sheet_id is None else spreadsheet.sheet(sheet_id)
    rows = Reader(db, spreadsheet).values(a1.window(spreadsheet, area, home=tab) if area else a1.on_grid(tab, None))
    width = max((len(row) for row in rows), default=0)
    separator, spelt = SEPARATORS[wanted]
    lines = (separator.join([spelt(str(text)) for text in row] + [""] * (width - len(row))) for row in rows)
    return _limited("\r\n".join(lines).encode())


def _in_quotes(text: str) -> str:
    """A text between commas; blanks and tabs need no quotes."""
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if quoted != text or "," in text or "\n" in text else text


def _in_one_line(text: str) -> str:
    """A text between tabs, where nothing is quoted: tabs and line breaks become blanks."""
    return text.replace("\n", " ").replace("\t", " ")


def _limited(content: bytes) -> bytes:
    if len(content) > LIMIT:
        text = "This file is too large to be exported."
        raise Refusal(403, text, reason="exportSizeLimitExceeded")
    return content


SEPARATORS = {"text/csv": (",", _in_quotes), "text/tab-separated-values": ("\t", _in_one_line)}
