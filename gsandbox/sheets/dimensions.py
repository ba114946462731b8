"""Rows and columns: added, removed, moved, sized. What lies on them, and every range of the spreadsheet, moves along."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..refusal import Refusal
from ..wire import Json
from . import store
from .store import Spreadsheet, Tab

WORD = {"ROWS": "row", "COLUMNS": "column"}
INDEXES = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}
FROZEN = {"ROWS": "frozenRowCount", "COLUMNS": "frozenColumnCount"}
Mover = Callable[[int], int | None]
"""Where the line with this number goes; None = it goes away."""


def size(tab: Tab, dimension: str) -> int:
    """How many rows or columns the tab has."""
    return tab.rows if dimension == "ROWS" else tab.columns


def resized(tab: Tab, dimension: str, lines: int) -> Tab:
    """The tab with another number of rows or columns."""
    return replace(tab, rows=lines) if dimension == "ROWS" else replace(tab, columns=lines)


def dimension_of(given: Json, said: str = "dimension") -> str:
    """ROWS or COLUMNS, as a request says. Raises Refusal when it says neither."""
    dimension: str = given.get(said, "")
    if dimension not in WORD:
        raise Refusal(400, "Dimension must be specified.")
    return dimension


def grown(db: sqlite3.Connection, spreadsheet: Spreadsheet, tab: Tab, rows: int, columns: int) -> Tab:
    """The tab with so many rows and columns at least. Raises Refusal above 10 million cells."""
    wanted = replace(tab, rows=max(tab.rows, rows), columns=max(tab.columns, columns))
    if wanted.cells > tab.cells:
        store.check_size(spreadsheet, wanted.cells - tab.cells, columns=wanted.columns)
        store.save_tab(db, wanted)
    return wanted


def insert_lines(
    db: sqlite3.Connection, spreadsheet: Spreadsheet, tab: Tab, dimension: str, at: int, count: int, *, before: bool
) -> None:
    """Insert `count` lines in front of line `at`. Raises Refusal."""
    have = size(tab, dimension)
    if at > have:
        raise Refusal(400, f"range.startIndex is larger than current grid size ({have})")
    if at == have and not before:
        raise Refusal(400, f"range.startIndex must be less than the grid size ({have}) if inheritFromBefore is false.")
    wanted = resized(tab, dimension, have + count)
    store.check_size(spreadsheet, wanted.cells - tab.cells, columns=wanted.columns)
    _move(db, tab, dimension, lambda line: line if line < at else line + count, from_line=at)
    _shift(db, spreadsheet, wanted, dimension, lambda line: line if line < at else line + count)


def delete_lines(
    db: sqlite3.Connection, spreadsheet: Spreadsheet, tab: Tab, dimension: str, start: int, end: int
) -> None:
    """Remove the lines from `start` up to but not including `end`. Raises Refusal."""
    have, word = size(tab, dimension), WORD[dimension]
    if end > have:
        known = f"Tried to delete {word} index {end - 1} but there are only {have} {word}s."
        raise Refusal(400, f"Cannot delete a {word} that doesn't exist. {known}")
    if end - start >= have:
        raise Refusal(400, f"You can't delete all the {word}s on the sheet.")
    frozen = tab.properties.get("gridProperties", {}).get(FROZEN[dimension], 0)
    if frozen and start <= frozen and end >= have:
        raise Refusal(400, f"Sorry, it is not possible to delete all non-frozen {word}s.")

    def mover(line: int) -> int | None:
        return line if line < start else None if line < end else line - (end - start)

    _move(db, tab, dimension, mover, from_line=start)
    _shift(db, spreadsheet, resized(tab, dimension, have - (end - start)), dimension, mover)


def move_lines(
    db: sqlite3.Connection, spreadsheet: Spreadsheet, tab: Tab, dimension: str, start: int, end: int, to: int
) -> None:
    """Move lines in front of line `to`, counted before they are taken out. Raises Refusal."""
    have, word = size(tab, dimension), WORD[dimension]
    if end > have:
        raise Refusal(400, f"Cannot move {word}s that don't exist: there are only {have} {word}s.")
    if to > have:
        raise Refusal(400, f"destinationIndex[{to}] is after last {word}[{have}]")
    if start <= to < end:
        raise Refusal(400, f"destinationIndex[{to}] must be outside the requested range[{start}-{end}]")
    if to == end:
        return
    if _parts_a_merge(tab, dimension, start, end, to):
        crossing = f"to move a {word} to a position that crosses a merged cell. Please unmerge and try again."
        raise Refusal(400, f"Sorry, it is not possible {crossing}")
    order = [*range(start), *range(end, have)]
    place = to if to < start else to - (end - start)
    order[place:place] = range(start, end)
    where = {old: new for new, old in enumerate(order)}
    _move(db, tab, dimension, where.get, from_line=min(start, to))
    _shift(db, spreadsheet, tab, dimension, where.get)


def _parts_a_merge(tab: Tab, dimension: str, start: int, end: int, to: int) -> bool:
    """Whether lines that move would leave a merged cell in two pieces, or go in between the lines of one."""
    for one in tab.parts.get("merges", ()):
        first, behind = (one[name] for name in INDEXES[dimension])
        if first < to < behind or (first < end and start < behind and not start <= first < behind <= end):
            return True
    return False


LINE_HOOKS: list[Callable[[sqlite3.Connection, Tab, str, Mover], None]] = []
"""Told when lines of a tab move: (db, tab, dimension, where each goes). Forms keeps its columns by it, metadata its lines."""


def tell(db: sqlite3.Connection, tab: Tab, dimension: str, mover: Mover) -> None:
    """Say to those who keep lines where each of them goes."""
    for hook in LINE_HOOKS:
        hook(db, tab, dimension, mover)


def _move(db: sqlite3.Connection, tab: Tab, dimension: str, mover: Mover, *, from_line: int) -> None:
    tell(db, tab, dimension, mover)
    if dimension == "COLUMNS":
        for row, cells in list(store.read(db, tab, 0, tab.rows)):
            moved: list[Any] = []
            for column, one in enumerate(cells):
                place = mover(column)
                if place is not None:
                    moved.extend([None] * (place + 1 - len(moved)))
                    moved[place] = one
            store.write(db, tab, [(row, moved)])
        return
    rows = db.execute("SELECT row, cells FROM rows WHERE tab = ? AND row >= ?", (tab.key, from_line)).fetchall()
    db.execute("DELETE FROM rows WHERE tab = ? AND row >= ?", (tab.key, from_line))
    kept = [(tab.key, place, cells) for row, cells in rows if (place := mover(row)) is not None]
    db.executemany("INSERT INTO rows (tab, row, cells) VALUES (?, ?, ?)", kept)


def _shift(db: sqlite3.Connection, spreadsheet: Spreadsheet, tab: Tab, dimension: str, mover: Mover) -> None:
    """Save the tab with its new size, with its ranges and the spreadsheet's named ones moved along."""
    sizes, have = tab.parts.get("dimensions", {}).get(dimension, {}), size(spreadsheet.grid(tab.place), dimension)
    tab.parts.setdefault("dimensions", {})[dimension] = {
        str(place): kept for line, kept in sizes.items() if (place := mover(int(line))) is not None
    }
    for name in tab.parts.keys() - {"dimensions"}:
        tab.parts[name] = _shifted(tab.parts[name], tab.sheet_id, dimension, mover, have)
        if tab.parts[name] is None:
            del tab.parts[name]
    spreadsheet.named_ranges[:] = _shifted(spreadsheet.named_ranges, tab.sheet_id, dimension, mover, have)
    store.save(db, spreadsheet)
    store.save_tab(db, tab)


def _shifted(value: Any, sheet_id: int, dimension: str, mover: Mover, have: int) -> Any:
    """A part of a tab, which had so many lines, with its ranges moved along; None for what has lost its range, or all of them."""
    if isinstance(value, list):
        return [kept for item in value if (kept := _shifted(item, sheet_id, dimension, mover, have)) is not None]
    if not isinstance(value, dict):
        return value
    start, end = INDEXES[dimension] if "dimension" not in value else ("startIndex", "endIndex")
    if value.keys() & {"startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex", "dimension"}:
        if value.get("dimension", dimension) != dimension:
            return value
        if value.get("sheetId", 0) != sheet_id or end not in value:
            return value
        lines = range(value.get(start, 0), min(value[end], have))
        places = [place for line in lines if (place := mover(line)) is not None]
        return value | {start: min(places), end: max(places) + 1} if places else None
    moved = {name: _shifted(item, sheet_id, dimension, mover, have) for name, item in value.items()}
    moved = {name: part for name, part in moved.items() if part not in (None, [])}
    lost = any(value.get(name) and name not in moved for name in ("range", "ranges", "sources", "sourceRange"))
    plotted = any(isinstance(value.get(name), dict) and name not in moved for name in ("series", "domain"))
    return None if lost or plotted else moved


def resize(db: sqlite3.Connection, spreadsheet: Spreadsheet, tab: Tab, rows: int, columns: int) -> Tab:
    """Give the grid another size from its end; what lies outside is lost. Raises Refusal."""
    if rows < 1 or columns < 1:
        raise Refusal(400, f"You can't delete all the {'rows' if rows < 1 else 'columns'} on the sheet.")
    for dimension, wanted in (("ROWS", rows), ("COLUMNS", columns)):
        have = size(tab, dimension)
        if wanted < have:
            delete_lines(db, spreadsheet, tab, dimension, wanted, have)
        else:
            bigger = resized(tab, dimension, wanted)
            grown(db, spreadsheet, tab, bigger.rows, bigger.columns)
        spreadsheet = store.get(db, spreadsheet.id)
        tab = spreadsheet.sheet(tab.sheet_id)
    return tab
