"""A CSV that Drive is sent in place of a spreadsheet's content."""

from __future__ import annotations

import csv
import io
import sqlite3
from dataclasses import replace
from datetime import datetime

from ..drive import files
from ..refusal import Refusal
from . import a1, metadata, store
from .books import new_properties
from .tab_requests import TAB_KEEPERS
from .values import Entry, write
from .writing import TOO_LONG

ROWS, COLUMNS = 1000, 26
ZONE = "America/Los_Angeles"
"""Where a file stands that Drive has converted, wherever it stood before: recorded."""


def of_csv(db: sqlite3.Connection, spreadsheet_id: str, content: bytes, sent_as: str, when: datetime) -> None:
    """A new tab takes the place of all, with these values as a person would type them.

    It has the name of the file that was sent, as a web form names it, else that of the spreadsheet.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")))
    except csv.Error as error:  # a field of more than 131,072 letters
        raise Refusal(400, TOO_LONG) from error
    spreadsheet = store.get(db, spreadsheet_id)
    for tab in spreadsheet.tabs:
        if any(keeps(db, spreadsheet_id, tab.sheet_id) for keeps in TAB_KEEPERS):
            raise Refusal(501, "Sandbox: content sent over a spreadsheet that a form is linked to is not served.")
        metadata.forget(db, tab)
        store.delete_tab(db, tab)
    name, columns = files.get(db, spreadsheet_id).name, max((len(row) for row in rows), default=0)
    title = sent_as.removesuffix(".csv") or name
    only = store.add_tab(db, spreadsheet_id, title, rows=max(ROWS, len(rows)), columns=max(COLUMNS, columns))
    properties = new_properties(name, {"timeZone": ZONE, "locale": spreadsheet.properties["locale"]})
    left = replace(spreadsheet, properties=properties, named_ranges=[], tabs=(only,))
    store.check_size(left, 0)
    store.save(db, left)
    write(db, left, a1.on_grid(only, None), rows, Entry(parsed=True, year=when.year), grows=True)
