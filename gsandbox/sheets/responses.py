"""What Google Forms does to a linked spreadsheet: a tab of its own, a row for every response, columns as questions change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from .. import wire
from ..clock import rfc3339, serial
from . import dimensions, store, tables
from .cells import Stored, cell_of

Cell = str | int | float | bool | datetime | None
"""What goes into a cell. A datetime (aware) becomes a date-time serial in the spreadsheet's zone."""

TIMESTAMP_FORMAT = {"numberFormat": {"type": "DATE_TIME"}}
ROWS, SPARE = 100, 6
"""Of a new tab: its rows, and the columns to the right of the questions."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS late (spreadsheet_id TEXT PRIMARY KEY, hold INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS late_rows (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  spreadsheet_id TEXT NOT NULL,
  sheet_id INTEGER NOT NULL,
  cells TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS landed (tab INTEGER PRIMARY KEY, row INTEGER NOT NULL);
"""


def add_response_tab(db: sqlite3.Connection, spreadsheet_id: str, title: str, headers: list[str]) -> int:
    """Add a tab for a form's responses at the left end, its header row frozen; gives its sheetId. Raises Refusal."""
    spreadsheet = store.get(db, spreadsheet_id)
    columns = len(headers) + SPARE
    store.check_size(spreadsheet, ROWS * columns)
    tab = store.add_tab(db, spreadsheet_id, title, rows=ROWS, columns=columns, index=0)
    db.execute(
        "UPDATE tabs SET properties = ? WHERE key = ?", (json.dumps({"gridProperties": {"frozenRowCount": 1}}), tab.key)
    )
    store.write(db, tab, [(0, list(headers))])
    db.execute("INSERT OR REPLACE INTO landed VALUES (?, 0)", (tab.key,))
    tables.make(db, tab, len(headers))
    return tab.sheet_id


def append_responses(
    db: sqlite3.Connection, spreadsheet_id: str, sheet_id: int, responses: Sequence[Sequence[Cell]]
) -> int:
    """Put responses in below the last one, as many as fit, none when the tab is gone; gives how many.

    Each is a row of its own: the grid grows, what stands below goes down. Texts are stored as they are, never as formulas.
    """
    found = db.execute(
        "SELECT t.key, t.row_count, t.column_count, json_extract(s.properties, '$.timeZone'), late.hold"
        " FROM tabs t JOIN spreadsheets s ON s.id = t.spreadsheet_id JOIN files f ON f.id = s.id"
        " LEFT JOIN late ON late.spreadsheet_id = s.id WHERE t.spreadsheet_id = ? AND t.sheet_id = ?",
        (spreadsheet_id, sheet_id),
    ).fetchone()
    if found is None or not responses:
        return 0
    key, rows, columns, zone, hold = found
    stamp = store.format_number(db, TIMESTAMP_FORMAT)
    stored: list[list[Stored]] = [[_stored(cell, zone, stamp) for cell in cells] for cells in responses]
    if hold is not None:
        for each in stored:
            text = wire.dumps(each, pretty=False).decode()
            row = (spreadsheet_id, sheet_id, text)
            db.execute("INSERT INTO late_rows (spreadsheet_id, sheet_id, cells) VALUES (?, ?, ?)", row)
            _release(db, spreadsheet_id, hold)
        return len(responses)
    fitting = _place(db, spreadsheet_id, key, rows, columns, stored)
    if fitting:
        times = (cell for cells in responses[:fitting] for cell in cells if isinstance(cell, datetime))
        db.execute(
            "UPDATE files SET modified = max(modified, ?), version = version + ? WHERE id = ?",
            (rfc3339(max(times, default=datetime.now(UTC))), fitting, spreadsheet_id),
        )
    return fitting


def _place(
    db: sqlite3.Connection, spreadsheet_id: str, key: int, rows: int, columns: int, stored: Sequence[list[Stored]]
) -> int:
    """Put rows below the last response of a tab, as many as the spreadsheet has room for; gives how many."""
    query = (
        "SELECT (SELECT max(row) FROM rows WHERE tab = :key), (SELECT row FROM landed WHERE tab = :key),"
        " (SELECT sum(row_count * column_count) FROM tabs WHERE spreadsheet_id = :book)"
    )
    last, known, total = db.execute(query, {"key": key, "book": spreadsheet_id}).fetchone()
    last = -1 if last is None else last
    first = (last if known is None else known) + 1
    pushed, high, wide, fitting = first <= last, rows, columns, 0
    for cells in stored:
        wanted = high + 1, max(wide, len(cells))
        if total + wanted[0] * wanted[1] - rows * columns > store.CELLS_MAX:
            break
        high, wide = wanted
        fitting += 1
    if pushed and fitting:
        book = store.get(db, spreadsheet_id)
        (tab,) = (each for each in book.tabs if each.key == key)
        db.execute("DELETE FROM landed WHERE tab = ?", (key,))  # told below: no line needs to be followed for it
        dimensions.insert_lines(db, book, tab, "ROWS", first, fitting, before=True)
    if fitting:
        db.execute("UPDATE tabs SET row_count = ?, column_count = ? WHERE key = ?", (high, wide, key))
    db.execute("INSERT OR REPLACE INTO landed VALUES (?, ?)", (key, first + fitting - 1))
    texts = (wire.dumps(cells, pretty=False).decode() for cells in stored[:fitting])
    db.executemany(
        "INSERT INTO rows (tab, row, cells) VALUES (?, ?, ?)",
        [(key, row, text) for row, text in enumerate(texts, start=first)],
    )
    return fitting


def _follow(db: sqlite3.Connection, tab: store.Tab, dimension: str, mover: dimensions.Mover) -> None:
    known = db.execute("SELECT row FROM landed WHERE tab = ?", (tab.key,)).fetchone()
    if known and dimension == "ROWS":
        row = max((place for line in range(known[0] + 1) if (place := mover(line)) is not None), default=-1)
        db.execute("UPDATE landed SET row = ? WHERE tab = ?", (row, tab.key))


dimensions.LINE_HOOKS.append(_follow)


def hold_back(db: sqlite3.Connection, spreadsheet_id: str, hold: int) -> None:
    """From now on the last `hold` responses come late: each one is written when so many newer ones have come."""
    db.execute("INSERT OR REPLACE INTO late VALUES (?, ?)", (spreadsheet_id, hold))


def let_go(db: sqlite3.Connection) -> None:
    """Write all responses that were held back, in the order in which they came."""
    for (spreadsheet_id,) in db.execute("SELECT spreadsheet_id FROM late").fetchall():
        _release(db, spreadsheet_id, 0)
    db.execute("DELETE FROM late")


def _release(db: sqlite3.Connection, spreadsheet_id: str, hold: int) -> None:
    query = "SELECT number, sheet_id, cells FROM late_rows WHERE spreadsheet_id = ? ORDER BY number"
    waiting = db.execute(query, (spreadsheet_id,)).fetchall()
    for number, sheet_id, text in waiting[: max(0, len(waiting) - hold)]:
        query = "SELECT key, row_count, column_count FROM tabs WHERE spreadsheet_id = ? AND sheet_id = ?"
        tab = db.execute(query, (spreadsheet_id, sheet_id)).fetchone()
        if tab is not None:
            key, rows, columns = tab
            _place(db, spreadsheet_id, key, rows, columns, [wire.loads(text)])
        db.execute("DELETE FROM late_rows WHERE number = ?", (number,))


def update_response(
    db: sqlite3.Connection, spreadsheet_id: str, sheet_id: int, row: int, cells: Sequence[Cell]
) -> None:
    """Overwrite the row of a response that its author edited. `row` is counted from 0, the header is 0."""
    spreadsheet = store.get(db, spreadsheet_id)
    tab = spreadsheet.sheet(sheet_id)
    stamp = store.format_number(db, TIMESTAMP_FORMAT)
    store.write(db, tab, [(row, [_stored(cell, spreadsheet.properties["timeZone"], stamp) for cell in cells])])


def header(db: sqlite3.Connection, spreadsheet_id: str, sheet_id: int) -> list[str]:
    """The texts of the first row."""
    tab = store.tab_by_id(db, spreadsheet_id, sheet_id)
    return [str(cell_of(cell).value or "") for _, cells in store.read(db, tab, 0, 1) for cell in cells]


def add_column(db: sqlite3.Connection, spreadsheet_id: str, sheet_id: int, title: str) -> int:
    """A question was added: a new column at the right end; gives its number, counted from 0."""
    spreadsheet = store.get(db, spreadsheet_id)
    tab = spreadsheet.sheet(sheet_id)
    names = header(db, spreadsheet_id, sheet_id)
    if len(names) >= tab.columns:
        store.check_size(spreadsheet, tab.rows)
        db.execute("UPDATE tabs SET column_count = column_count + 1 WHERE key = ?", (tab.key,))
    store.write(db, tab, [(0, [*names, title])])
    tables.widen(db, tab, len(names) + 1)
    return len(names)


def _stored(cell: Cell, zone: str, stamp: int) -> Stored:
    if isinstance(cell, datetime):
        return [serial(cell.astimezone(_zone(zone)).replace(tzinfo=None)), stamp]
    return None if cell == "" else cell


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
