"""Requests that bring content from elsewhere: copied, cut, pasted, replaced."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace

from ..refusal import Refusal
from ..wire import Json
from . import a1, store
from .a1 import Window
from .cells import Cell
from .dimensions import dimension_of, grown
from .store import Request, Spreadsheet
from .writing import Writer


def copy_paste(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Copy a range, on its side when asked; a larger destination is filled with repetitions."""
    kind = request.get("pasteType", "PASTE_NORMAL")
    if kind not in ("PASTE_NORMAL", "PASTE_VALUES", "PASTE_FORMAT"):
        raise Refusal(501, f"Sandbox: the paste type {kind} is not served.")
    source = a1.from_grid_range(spreadsheet, request.get("source", {}))
    target = a1.from_grid_range(spreadsheet, request.get("destination", {}))
    cells = _taken(db, spreadsheet, source)
    if request.get("pasteOrientation") == "TRANSPOSE":
        cells = [list(line) for line in zip(*cells, strict=True)]
    height, width = len(cells), len(cells[0])
    rows = max(1, (target.bottom - target.top) // height) * height
    columns = max(1, (target.right - target.left) // width) * width
    if any(cell.formula for line in cells for cell in line):
        raise Refusal(501, "Sandbox: formulas are not rewritten when they are copied.")
    target = target.sized(rows, columns).checked()
    writer = Writer.over(db, spreadsheet, target)
    for down in range(rows):
        for across in range(columns):
            row, column, cell = target.top + down, target.left + across, cells[down % height][across % width]
            old = writer.get(row, column)
            if kind == "PASTE_VALUES":
                cell = old.valued(cell.value)
            elif kind == "PASTE_FORMAT":
                cell = replace(old, format=cell.format)
            writer.put(row, column, cell)
    writer.flush()


def _taken(db: sqlite3.Connection, spreadsheet: Spreadsheet, area: Window) -> list[list[Cell]]:
    reader = Writer.over(db, spreadsheet, area)
    return [
        [reader.get(row, column) for column in range(area.left, area.right)] for row in range(area.top, area.bottom)
    ]


FORM_DATA: list[Callable[[sqlite3.Connection, Window], bool]] = []
"""Asked before cells are cut: whether they hold what a linked form wrote."""


def cut_paste(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Move a range to a corner."""
    if request.get("pasteType", "PASTE_NORMAL") != "PASTE_NORMAL":
        raise Refusal(501, f"Sandbox: the paste type {request['pasteType']} is not served.")
    source = a1.from_grid_range(spreadsheet, request.get("source", {}))
    if any(holds(db, source) for holds in FORM_DATA):
        raise Refusal(400, "Cannot cut from form data. Use copy instead.")
    corner = request.get("destination", {})
    tab = spreadsheet.grid(corner)
    top, left = corner.get("rowIndex", 0), corner.get("columnIndex", 0)
    if min(top, left) < 0:
        raise Refusal(400, "GridCoordinate indexes must be >= 0")
    cells = _taken(db, spreadsheet, source)
    for area, moved in ((source, False), (Window(tab, top, 0, left, 0), True)):
        area = area.sized(source.bottom - source.top, source.right - source.left).checked()
        writer = Writer(db, spreadsheet, area.tab)
        for down, line in enumerate(cells):
            for across, cell in enumerate(line):
                writer.put(area.top + down, area.left + across, cell if moved else Cell())
        writer.flush()


def delete_range(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Take cells away; those below move up, or those at the right move left."""
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    dimension = dimension_of(request, "shiftDimension")
    writer = Writer(db, spreadsheet, area.tab)
    for row, column in area.cells:
        writer.put(row, column, Cell())
    writer.flush()
    rest = (
        replace(area, top=area.bottom, bottom=area.tab.rows)
        if dimension == "ROWS"
        else replace(area, left=area.right, right=area.tab.columns)
    )
    if rest.top < rest.bottom and rest.left < rest.right:
        corner = {"sheetId": area.tab.sheet_id, "rowIndex": area.top, "columnIndex": area.left}
        cut_paste(db, spreadsheet, {"source": a1.as_grid_range(rest), "destination": corner})


def paste_data(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Text with separators, typed into cells from a corner."""
    if request.get("html") or not request.get("delimiter"):
        raise Refusal(501, "Sandbox: only text with a delimiter is pasted.")
    corner = request.get("coordinate", {})
    tab = spreadsheet.sheet(corner.get("sheetId", 0))
    lines = [line.split(request["delimiter"]) for line in request.get("data", "").splitlines()]
    top, left = tab.corner(corner)
    width = max((len(line) for line in lines), default=0)
    tab = grown(db, spreadsheet, tab, top + len(lines), left + width)
    writer = Writer(db, spreadsheet, tab)
    for down, line in enumerate(lines):
        for across, text in enumerate(line):
            writer.enter(top + down, left + across, text, parsed=True)
    writer.flush()


def find_replace(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """Replace text in texts; regular expressions and formulas are not served."""
    if request.get("searchByRegex") or request.get("includeFormulas"):
        raise Refusal(501, "Sandbox: find and replace by regular expression, or in formulas, is not served.")
    find, new = request.get("find", ""), request.get("replacement", "")
    if not find:
        raise Refusal(400, "The find string cannot be empty.")
    if request.get("allSheets"):
        areas = [a1.on_grid(tab, None) for tab in spreadsheet.tabs]
    elif "range" in request:
        areas = [a1.from_grid_range(spreadsheet, request["range"])]
    else:
        areas = [a1.on_grid(spreadsheet.sheet(request.get("sheetId", 0)), None)]
    counts = {"valuesChanged": 0, "rowsChanged": 0, "sheetsChanged": 0, "occurrencesChanged": 0}
    for area in areas:
        rows = _replaced(db, spreadsheet, area, request, find, new, counts)
        counts["rowsChanged"] += rows
        counts["sheetsChanged"] += bool(rows)
    return {name: count for name, count in counts.items() if count}


def _replaced(
    db: sqlite3.Connection,
    spreadsheet: Spreadsheet,
    area: Window,
    request: Json,
    find: str,
    new: str,
    counts: dict[str, int],
) -> int:
    flags = 0 if request.get("matchCase") else re.IGNORECASE
    pattern = re.compile(re.escape(find), flags)
    writer = Writer(db, spreadsheet, area.tab)
    changed = set()
    for row, cells in list(store.read(db, area.tab, area.top, area.bottom)):
        for column in range(area.left, min(area.right, len(cells))):
            cell = writer.get(row, column)
            if not isinstance(cell.value, str) or cell.formula:
                continue
            if request.get("matchEntireCell") and not pattern.fullmatch(cell.value):
                continue
            text, count = pattern.subn(lambda _: new, cell.value)
            if count:
                writer.enter(row, column, text, parsed=True)
                counts["valuesChanged"] += 1
                counts["occurrencesChanged"] += count
                changed.add(row)
    writer.flush()
    return len(changed)


KINDS: dict[str, Request] = {
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "deleteRange": delete_range,
    "pasteData": paste_data,
    "findReplace": find_replace,
}
