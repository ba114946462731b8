"""A CSV that Drive is sent in place of a spreadsheet's content."""

from __future__ import annotations

import csv
import io
import sqlite3
from dataclasses import replace
from datetime import datetime

from ..refusal import Refusal
from . import a1, metadata, store
from .tab_requests import TAB_KEEPERS
from .values import Entry, write


def of_csv(db: sqlite3.Connection, spreadsheet_id: str, content: bytes, when: datetime) -> None:
    """One tab is left, the first, with these values as a person would type them; what else the file held is gone."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"))))
    spreadsheet = store.get(db, spreadsheet_id)
    first, *others = spreadsheet.tabs
    for tab in spreadsheet.tabs:
        if any(keeps(db, spreadsheet_id, tab.sheet_id) for keeps in TAB_KEEPERS):
            raise Refusal(501, "Sandbox: content sent over a spreadsheet that a form is linked to is not served.")
        metadata.forget(db, tab)
    for tab in others:
        store.delete_tab(db, tab)
    db.execute("DELETE FROM rows WHERE tab = ?", (first.key,))
    columns = max((len(row) for row in rows), default=0)
    only = replace(first, rows=max(first.rows, len(rows)), columns=max(first.columns, columns), properties={}, parts={})
    left = replace(spreadsheet, named_ranges=[], tabs=(only,))
    store.check_size(left, 0)
    store.save_tab(db, only)
    store.save(db, left)
    write(db, left, a1.on_grid(only, None), rows, Entry(parsed=True, year=when.year), grows=True)
