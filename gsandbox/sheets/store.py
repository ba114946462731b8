"""Spreadsheets, their tabs and rows, as they lie in the world."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .. import ids, wire
from ..refusal import Refusal
from ..wire import Json
from .cells import Stored, trimmed

CELLS_MAX = 10_000_000
COLUMNS_MAX = 18_278
LETTERS_MAX = 50_000
NOT_FOUND = "Requested entity was not found."
FOLDER = "application/vnd.google-apps.folder"
EXCEL = re.compile(r"application/vnd\.(ms-excel|openxmlformats-officedocument\.spreadsheetml)\b")

SCHEMA = """
CREATE TABLE IF NOT EXISTS spreadsheets (
  id TEXT PRIMARY KEY,
  properties TEXT NOT NULL,
  named_ranges TEXT NOT NULL DEFAULT '[]'
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tabs (
  key INTEGER PRIMARY KEY,
  spreadsheet_id TEXT NOT NULL,
  sheet_id INTEGER NOT NULL,
  title TEXT NOT NULL,
  position INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  column_count INTEGER NOT NULL,
  properties TEXT NOT NULL DEFAULT '{}',
  parts TEXT NOT NULL DEFAULT '{}',
  UNIQUE (spreadsheet_id, sheet_id)
);
CREATE TABLE IF NOT EXISTS rows (
  tab INTEGER NOT NULL,
  row INTEGER NOT NULL,
  cells TEXT NOT NULL,
  PRIMARY KEY (tab, row)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS formats (
  number INTEGER PRIMARY KEY,
  format TEXT NOT NULL UNIQUE
);
"""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. `properties` holds what the API shows beside title, index and size; `parts` merges, filters, rules."""

    key: int
    spreadsheet_id: str
    sheet_id: int
    title: str
    index: int
    rows: int
    columns: int
    properties: Json
    parts: Json

    @property
    def cells(self) -> int:
        """How many cells its grid has; empty ones count."""
        return self.rows * self.columns

    @property
    def place(self) -> Json:
        """How a range of the API says that it is on this tab: the id 0 is left out."""
        return {"sheetId": self.sheet_id} if self.sheet_id else {}

    def corner(self, place: Json) -> tuple[int, int]:
        """Row and column of a GridCoordinate. Raises Refusal outside the grid."""
        row, column = place.get("rowIndex", 0), place.get("columnIndex", 0)
        if min(row, column) < 0:
            raise Refusal(400, "GridCoordinate indexes must be >= 0")
        for name, at, size in (("row", row, self.rows), ("column", column, self.columns)):
            if at >= size:
                raise Refusal(400, f"GridCoordinate.{name}Index[{at}] is after last {name} in grid[{size - 1}]")
        return row, column


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """One spreadsheet without its cells."""

    id: str
    properties: Json
    named_ranges: list[Json]
    tabs: tuple[Tab, ...]

    def tab(self, sheet_id: int) -> Tab | None:
        """The tab with this id."""
        return next((tab for tab in self.tabs if tab.sheet_id == sheet_id), None)

    def grid(self, place: Json) -> Tab:
        """The tab that a range or a corner is on. Raises Refusal (400) in the words that Google has for cells and lines."""
        tab = self.tab(place.get("sheetId", 0))
        if tab is None:
            raise Refusal(400, f"No grid with id: {place.get('sheetId', 0)}")
        return tab

    def sheet(self, sheet_id: int) -> Tab:
        """The same of what is asked for by its id alone, in the words that Google has for tabs."""
        tab = self.tab(sheet_id)
        if tab is None:
            raise Refusal(400, f"No sheet with id: {sheet_id}")
        return tab

    def titled(self, title: str) -> Tab | None:
        """The tab with this title; Google compares without regard to case."""
        folded = title.casefold()
        return next((tab for tab in self.tabs if tab.title.casefold() == folded), None)


Request = Callable[[sqlite3.Connection, Spreadsheet, Json], Json | None]
"""Applies one request of batchUpdate to a spreadsheet as it is now; gives its reply, None for the kinds that have none."""


def get(db: sqlite3.Connection, spreadsheet_id: str) -> Spreadsheet:
    """The spreadsheet. Raises Refusal: a document of another kind of Google's is not there, any other file is no argument."""
    row = db.execute(
        "SELECT s.properties, s.named_ranges FROM spreadsheets s JOIN files f USING (id) WHERE id = ?",
        (spreadsheet_id,),
    ).fetchone()
    if row is None:
        raise _no_spreadsheet(db, spreadsheet_id)
    return Spreadsheet(spreadsheet_id, wire.loads(row[0]), wire.loads(row[1]), tuple(tabs(db, spreadsheet_id)))


def _no_spreadsheet(db: sqlite3.Connection, file_id: str) -> Refusal:
    (mime,) = db.execute("SELECT mime FROM files WHERE id = ?", (file_id,)).fetchone() or ("",)
    if EXCEL.match(mime):
        text = "This operation is not supported for this document. The document must not be an Office file."
        return Refusal(400, text, google_status="FAILED_PRECONDITION")
    if mime and (mime == FOLDER or not mime.startswith("application/vnd.google-apps.")):
        return Refusal(400, "Request contains an invalid argument.")
    return Refusal(404, NOT_FOUND)


def tabs(db: sqlite3.Connection, spreadsheet_id: str) -> Iterator[Tab]:
    """The tabs of a spreadsheet, left to right."""
    found = db.execute(
        "SELECT key, sheet_id, title, row_count, column_count, properties, parts FROM tabs"
        " WHERE spreadsheet_id = ? ORDER BY position, key",
        (spreadsheet_id,),
    ).fetchall()
    for index, (key, sheet_id, title, rows, columns, properties, parts) in enumerate(found):
        yield Tab(key, spreadsheet_id, sheet_id, title, index, rows, columns, wire.loads(properties), wire.loads(parts))


def tab_by_id(db: sqlite3.Connection, spreadsheet_id: str, sheet_id: int) -> Tab:
    """One tab as it is now. Raises Refusal."""
    return get(db, spreadsheet_id).sheet(sheet_id)


def add_tab(
    db: sqlite3.Connection,
    spreadsheet_id: str,
    title: str,
    *,
    rows: int = 1000,
    columns: int = 26,
    sheet_id: int | None = None,
    index: int | None = None,
) -> Tab:
    """Add a tab; at the right end unless `index` says otherwise."""
    have = list(tabs(db, spreadsheet_id))
    place = len(have) if index is None else min(index, len(have))
    for tab in have:  # every place is given again: tabs that were deleted have left gaps
        db.execute("UPDATE tabs SET position = ? WHERE key = ?", (tab.index + (tab.index >= place), tab.key))
    new = ids.sheet_id() if sheet_id is None else sheet_id
    db.execute(
        "INSERT INTO tabs (spreadsheet_id, sheet_id, title, position, row_count, column_count) VALUES (?, ?, ?, ?, ?, ?)",
        (spreadsheet_id, new, title, place, rows, columns),
    )
    return tab_by_id(db, spreadsheet_id, new)


def save_tab(db: sqlite3.Connection, tab: Tab) -> None:
    """Write a changed tab back; its place among the others too."""
    db.execute(
        "UPDATE tabs SET title = ?, position = ?, row_count = ?, column_count = ?, properties = ?, parts = ? WHERE key = ?",
        (tab.title, tab.index, tab.rows, tab.columns, _text(tab.properties), _text(tab.parts), tab.key),
    )


def save(db: sqlite3.Connection, spreadsheet: Spreadsheet) -> None:
    """Write the spreadsheet's own properties and named ranges back."""
    db.execute(
        "UPDATE spreadsheets SET properties = ?, named_ranges = ? WHERE id = ?",
        (_text(spreadsheet.properties), _text(spreadsheet.named_ranges), spreadsheet.id),
    )


def _text(value: Json | list[Any]) -> str:
    return wire.dumps(value, pretty=False).decode()


def delete_tab(db: sqlite3.Connection, tab: Tab) -> None:
    """Remove the tab and what is in it."""
    db.execute("DELETE FROM rows WHERE tab = ?", (tab.key,))
    db.execute("DELETE FROM tabs WHERE key = ?", (tab.key,))


def check_size(spreadsheet: Spreadsheet, more: int, *, columns: int = 0) -> None:
    """Raise Refusal when `more` cells do not fit into the spreadsheet's 10 million, or `columns` go past ZZZ."""
    if sum(tab.cells for tab in spreadsheet.tabs) + more > CELLS_MAX:
        raise Refusal(
            400, f"This action would increase the number of cells in the workbook above the limit of {CELLS_MAX} cells."
        )
    if columns > COLUMNS_MAX:
        limit = f"above the limit of {COLUMNS_MAX} columns."
        raise Refusal(400, f"This action would increase the number of columns in the sheet {limit}")


def read(db: sqlite3.Connection, tab: Tab, first: int, last: int) -> Iterator[tuple[int, list[Stored]]]:
    """The rows that hold something, from `first` up to but not including `last`, counted from 0."""
    found = db.execute(
        "SELECT row, cells FROM rows WHERE tab = ? AND row >= ? AND row < ? ORDER BY row", (tab.key, first, last)
    ).fetchall()
    if not found:
        return
    decoded = wire.loads("[" + ",".join(cells for _, cells in found) + "]")
    for (row, _), cells in zip(found, decoded, strict=True):
        yield row, cells


def write(db: sqlite3.Connection, tab: Tab, rows: Iterable[tuple[int, list[Stored]]]) -> None:
    """Put whole rows; an empty one is removed."""
    for row, cells in rows:
        kept = trimmed(cells)
        if kept:
            db.execute("INSERT OR REPLACE INTO rows (tab, row, cells) VALUES (?, ?, ?)", (tab.key, row, _text(kept)))
        else:
            db.execute("DELETE FROM rows WHERE tab = ? AND row = ?", (tab.key, row))


def last_row(db: sqlite3.Connection, tab_key: int) -> int:
    """The number of the last row that holds something, counted from 0; -1 when there is none."""
    (last,) = db.execute("SELECT max(row) FROM rows WHERE tab = ?", (tab_key,)).fetchone()
    return -1 if last is None else int(last)


def format_number(db: sqlite3.Connection, cell_format: Json) -> int:
    """The number of a userEnteredFormat, which is written down once; 0 for an empty one."""
    if not cell_format:
        return 0
    text = json.dumps(cell_format, sort_keys=True)
    known = db.execute("SELECT number FROM formats WHERE format = ?", (text,)).fetchone()
    if known:
        return int(known[0])
    number = db.execute("INSERT INTO formats (format) VALUES (?)", (text,)).lastrowid
    assert number is not None
    return number


def format_of(db: sqlite3.Connection, number: int) -> Json:
    """The userEnteredFormat with this number."""
    if not number:
        return {}
    (text,) = db.execute("SELECT format FROM formats WHERE number = ?", (number,)).fetchone()
    return dict(_parsed(text))


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Json:
    parsed: Json = json.loads(text)
    return parsed
