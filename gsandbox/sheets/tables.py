"""The table that Forms makes of a response tab, as spreadsheets.get shows it. Its colours and the types of its columns are not known."""

from __future__ import annotations

import secrets
import sqlite3

from ..wire import Json
from . import dimensions, store
from .cells import cell_of

SCHEMA = """
CREATE TABLE IF NOT EXISTS tables (
  tab INTEGER PRIMARY KEY,
  table_id TEXT NOT NULL,
  name TEXT NOT NULL,
  columns INTEGER NOT NULL
);
CREATE TRIGGER IF NOT EXISTS table_goes_with_its_tab AFTER DELETE ON tabs BEGIN DELETE FROM tables WHERE tab = OLD.key; END;
"""


def make(db: sqlite3.Connection, tab: store.Tab, columns: int) -> None:
    """Make a table of the first columns of a tab: Form_Responses1 of Form Responses 1."""
    base, _, number = tab.title.rpartition(" ")
    row = (tab.key, str(secrets.randbelow(2**31)), f"{base.replace(' ', '_')}{number}", columns)
    db.execute("INSERT OR REPLACE INTO tables VALUES (?, ?, ?, ?)", row)


def widen(db: sqlite3.Connection, tab: store.Tab, columns: int) -> None:
    """Let the table of a tab, if it has one, reach over so many columns."""
    db.execute("UPDATE tables SET columns = max(columns, ?) WHERE tab = ?", (columns, tab.key))


def shown_with(db: sqlite3.Connection, spreadsheet_id: str, reply: Json) -> Json:
    """A spreadsheet as it is shown, with the tables of its tabs."""
    query = """
        SELECT table_id, name, columns, row FROM tables JOIN landed USING (tab) JOIN tabs ON tabs.key = tab
        WHERE spreadsheet_id = ? AND sheet_id = ? AND columns > 0
    """
    for sheet in reply.get("sheets", ()):
        sheet_id = sheet["properties"]["sheetId"]
        for table_id, name, columns, last in db.execute(query, (spreadsheet_id, sheet_id)).fetchall():
            tab = store.tab_by_id(db, spreadsheet_id, sheet_id)
            cells = next((cells for _, cells in store.read(db, tab, 0, 1)), [])
            names = [str(cell_of(cell).value or "") for cell in cells[:columns]]
            area = {
                "startRowIndex": 0,
                "endRowIndex": max(last, 1) + 1,
                "startColumnIndex": 0,
                "endColumnIndex": columns,
            }
            shown = [_column(at, names[at] if at < len(names) else "") for at in range(columns)]
            range_ = {"sheetId": sheet_id, **area}
            sheet["tables"] = [{"tableId": table_id, "name": name, "range": range_, "columnProperties": shown}]
    return reply


def _column(at: int, name: str) -> Json:
    return ({"columnIndex": at} if at else {}) | {"columnName": name or f"Column {at + 1}"}


def _follow(db: sqlite3.Connection, tab: store.Tab, dimension: str, mover: dimensions.Mover) -> None:
    known = db.execute("SELECT columns FROM tables WHERE tab = ?", (tab.key,)).fetchone()
    if known and dimension == "COLUMNS":
        last = max((place for line in range(known[0]) if (place := mover(line)) is not None), default=-1)
        db.execute("UPDATE tables SET columns = ? WHERE tab = ?", (last + 1, tab.key))


dimensions.LINE_HOOKS.append(_follow)
