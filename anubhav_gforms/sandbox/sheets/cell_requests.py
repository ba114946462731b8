"""Requests about cells: their values, formats, notes, borders; copied and cut."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..masks import Mask
from ..refusal import Refusal
from . import a1, formula, store
from .a1 import Window, exceeds
from .cells import Cell
from .dimensions import grow
from .fields import mask_of, merged
from .parse import entered
from .store import Spreadsheet, Tab
from .writing import TOO_LONG, Writer, figure

Json = dict[str, Any]

SERVED = {"userEnteredValue", "userEnteredFormat", "note", "dataValidation"}
IGNORED = {"effectiveValue", "effectiveFormat", "formattedValue", "hyperlink"}


class Brush:
    """Puts the fields of CellData objects into cells of one tab."""

    def __init__(self, db: sqlite3.Connection, spreadsheet: Spreadsheet, tab: Tab, mask: Mask) -> None:
        wanted = set(mask) if mask and "*" not in mask else set(SERVED)
        if unserved := wanted - SERVED - IGNORED:
            raise Refusal(501, f"Sandbox: the cell fields {', '.join(sorted(unserved))} are not served.")
        self.db = db
        self.mask = mask
        self.wanted = wanted
        self.locale = str(spreadsheet.properties["locale"])
        self.writer = Writer(db, tab, self.locale)

    def put(self, row: int, column: int, data: Json) -> None:
        """Change one cell."""
        cell = self.writer.get(row, column)
        if "userEnteredFormat" in self.wanted:
            below = self.mask.get("userEnteredFormat", {})
            old = store.format_of(self.db, cell.format)
            changed = merged(old, data.get("userEnteredFormat", {}), below)
            cell = replace(cell, format=store.format_number(self.db, changed))
        if "userEnteredValue" in self.wanted:
            cell = self._valued(cell, data.get("userEnteredValue", {}))
        if "note" in self.wanted:
            cell = replace(cell, note=data.get("note", ""))
        self.writer.put(row, column, cell)

    def _valued(self, cell: Cell, value: Json) -> Cell:
        if "formulaValue" in value:
            text = value["formulaValue"]
            if not text.startswith("="):
                raise Refusal(400, f"A formula must begin with '=': {text}")
            formula.check(text)
            return replace(cell, value=None, formula=text)
        if "stringValue" in value and len(value["stringValue"]) > store.LETTERS_MAX:
            raise Refusal(400, TOO_LONG)
        for name in ("numberValue", "stringValue", "boolValue"):
            if name in value:
                return replace(cell, value=figure(value[name]), formula="")
        return replace(cell, value=None, formula="")


def _rows(brush: Brush, area: Window, rows: list[Json]) -> None:
    brush.writer.load(area.top, area.bottom)
    for down, row in enumerate(rows):
        for across, data in enumerate(row.get("values", [])):
            if area.top + down >= area.bottom or area.left + across >= area.right:
                continue
            brush.put(area.top + down, area.left + across, data)


def update_cells(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> None:
    """Write CellData row by row from a corner, or over a range, whose other cells lose the fields."""
    mask = mask_of(request, "CellData")
    spreadsheet = store.get(db, spreadsheet_id)
    rows = request.get("rows", [])
    if "range" in request:
        area = a1.from_grid_range(spreadsheet, request["range"])
    else:
        start = request.get("start", {})
        tab = spreadsheet.tab(start.get("sheetId", 0))
        if tab is None:
            raise Refusal(400, f"No grid with id: {start.get('sheetId', 0)}")
        top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
        width = max((len(row.get("values", [])) for row in rows), default=0)
        area = Window(tab, top, top + max(len(rows), 1), left, left + max(width, 1))
        area = Window(tab, top, min(area.bottom, tab.rows), left, min(area.right, tab.columns))
    _check_reach(area, rows)
    brush = Brush(db, spreadsheet, area.tab, mask)
    if "range" in request:
        width = area.right - area.left
        blank: list[list[Json]] = [[{} for _ in range(width)] for _ in range(area.bottom - area.top)]
        for down, row in enumerate(rows):
            blank[down][: len(row.get("values", []))] = row.get("values", [])
        rows = [{"values": line} for line in blank]
    _rows(brush, area, rows)
    brush.writer.flush()
    _validate(db, spreadsheet, area.tab, brush, area, [row.get("values", []) for row in rows])


def _check_reach(area: Window, rows: list[Json]) -> None:
    """Refuse data that reaches past the range, or past the grid."""
    last_row, last_column = area.bottom - 1, area.right - 1
    for down, row in enumerate(rows):
        if row.get("values") and area.top + down > last_row:
            raise Refusal(
                400, f"Attempting to write row: {area.top + down}, beyond the last requested row of: {last_row}"
            )
        if area.left + len(row.get("values", [])) > area.right:
            raise Refusal(
                400, f"Attempting to write column: {area.right}, beyond the last requested column of: {last_column}"
            )


def _validate(
    db: sqlite3.Connection, spreadsheet: Spreadsheet, tab: Tab, brush: Brush, area: Window, rows: list[list[Json]]
) -> None:
    if "dataValidation" not in brush.wanted:
        return
    rules = tab.parts.setdefault("validations", [])
    for down, row in enumerate(rows):
        for across, data in enumerate(row):
            if rule := data.get("dataValidation"):
                cell = Window(tab, area.top + down, area.top + down + 1, area.left + across, area.left + across + 1)
                rules.append({"range": a1.as_grid_range(cell), "rule": rule})
    store.save_tab(db, tab)


def append_cells(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> None:
    """Write CellData below the last row that holds anything; the grid grows when it must."""
    mask = mask_of(request, "CellData")
    spreadsheet = store.get(db, spreadsheet_id)
    tab = store.tab_by_id(db, spreadsheet_id, request.get("sheetId", 0))
    rows = request.get("rows", [])
    top = store.last_row(db, tab.key) + 1
    width = max((len(row.get("values", [])) for row in rows), default=0)
    more_rows, more_columns = max(0, top + len(rows) - tab.rows), max(0, width - tab.columns)
    if more_rows or more_columns:
        tab = grow(db, spreadsheet, tab, rows=more_rows, columns=more_columns)
    brush = Brush(db, spreadsheet, tab, mask)
    _rows(brush, Window(tab, top, top + len(rows), 0, width), rows)
    brush.writer.flush()


def repeat_cell(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> None:
    """Put one CellData into every cell of a range."""
    mask = mask_of(request, "CellData")
    spreadsheet = store.get(db, spreadsheet_id)
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    brush = Brush(db, spreadsheet, area.tab, mask)
    brush.writer.load(area.top, area.bottom)
    data = request.get("cell", {})
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            brush.put(row, column, data)
    brush.writer.flush()


def update_borders(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> None:
    """Lines around and between the cells of a range."""
    spreadsheet = store.get(db, spreadsheet_id)
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    writer = Writer(db, area.tab, str(spreadsheet.properties["locale"]))
    writer.load(area.top, area.bottom)
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            sides = {
                "top": "top" if row == area.top else "innerHorizontal",
                "bottom": "bottom" if row == area.bottom - 1 else "innerHorizontal",
                "left": "left" if column == area.left else "innerVertical",
                "right": "right" if column == area.right - 1 else "innerVertical",
            }
            cell = writer.get(row, column)
            old = store.format_of(db, cell.format)
            borders = dict(old.get("borders", {}))
            for side, given in sides.items():
                if given in request:
                    borders[side] = request[given]
            borders = {side: line for side, line in borders.items() if line.get("style") != "NONE"}
            changed = {name: kept for name, kept in old.items() if name != "borders"} | (
                {"borders": borders} if borders else {}
            )
            writer.put(row, column, replace(cell, format=store.format_number(db, changed)))
    writer.flush()


def copy_paste(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> None:
    """Copy a range; a larger destination is filled with repetitions."""
    kind = request.get("pasteType", "PASTE_NORMAL")
    if kind not in ("PASTE_NORMAL", "PASTE_VALUES", "PASTE_FORMAT") or request.get("pasteOrientation") == "TRANSPOSE":
        raise Refusal(501, f"Sandbox: the paste type {kind} (or its orientation) is not served.")
    spreadsheet = store.get(db, spreadsheet_id)
    source = a1.from_grid_range(spreadsheet, request.get("source", {}))
    target = a1.from_grid_range(spreadsheet, request.get("destination", {}))
    height, width = source.bottom - source.top, source.right - source.left
    rows = max(1, (target.bottom - target.top) // height) * height
    columns = max(1, (target.right - target.left) // width) * width
    cells = _taken(db, spreadsheet, source)
    if any(cell.formula for line in cells for cell in line):
        raise Refusal(501, "Sandbox: formulas are not rewritten when they are copied.")
    target = target.sized(rows, columns)
    if target.bottom > target.tab.rows or target.right > target.tab.columns:
        raise exceeds(target)
    writer = Writer(db, target.tab, str(spreadsheet.properties["locale"]))
    writer.load(target.top, target.bottom)
    for down in range(rows):
        for across in range(columns):
            row, column, cell = target.top + down, target.left + across, cells[down % height][across % width]
            old = writer.get(row, column)
            if kind == "PASTE_VALUES":
                cell = replace(old, value=cell.value, formula="")
            elif kind == "PASTE_FORMAT":
                cell = replace(old, format=cell.format)
            writer.put(row, column, cell)
    writer.flush()


def _taken(db: sqlite3.Connection, spreadsheet: Spreadsheet, area: Window) -> list[list[Cell]]:
    reader = Writer(db, area.tab, str(spreadsheet.properties["locale"]))
    reader.load(area.top, area.bottom)
    return [
        [reader.get(row, column) for column in range(area.left, area.right)] for row in range(area.top, area.bottom)
    ]


def cut_paste(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> None:
    """Move a range to a corner."""
    if request.get("pasteType", "PASTE_NORMAL") != "PASTE_NORMAL":
        raise Refusal(501, f"Sandbox: the paste type {request['pasteType']} is not served.")
    spreadsheet = store.get(db, spreadsheet_id)
    source = a1.from_grid_range(spreadsheet, request.get("source", {}))
    corner = request.get("destination", {})
    tab = spreadsheet.tab(corner.get("sheetId", 0))
    if tab is None:
        raise Refusal(400, f"No grid with id: {corner.get('sheetId', 0)}")
    cells = _taken(db, spreadsheet, source)
    for area, moved in (
        (source, False),
        (Window(tab, corner.get("rowIndex", 0), 0, corner.get("columnIndex", 0), 0), True),
    ):
        area = area.sized(source.bottom - source.top, source.right - source.left)
        if area.bottom > area.tab.rows or area.right > area.tab.columns:
            raise exceeds(area)
        writer = Writer(db, area.tab, str(spreadsheet.properties["locale"]))
        for down, line in enumerate(cells):
            for across, cell in enumerate(line):
                writer.put(area.top + down, area.left + across, cell if moved else Cell())
        writer.flush()


def set_data_validation(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> None:
    """A rule for what may be typed into a range; without a rule, the old ones there go away."""
    spreadsheet = store.get(db, spreadsheet_id)
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    shown = a1.as_grid_range(area)
    kept = [one for one in area.tab.parts.get("validations", []) if one["range"] != shown]
    if "rule" in request:
        kept.append({"range": shown, "rule": request["rule"]})
    area.tab.parts["validations"] = kept
    store.save_tab(db, area.tab)


def paste_data(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> None:
    """Text with separators, typed into cells from a corner."""
    if request.get("html") or "delimiter" not in request:
        raise Refusal(501, "Sandbox: only text with a delimiter is pasted.")
    spreadsheet = store.get(db, spreadsheet_id)
    corner = request.get("coordinate", {})
    tab = store.tab_by_id(db, spreadsheet_id, corner.get("sheetId", 0))
    lines = [line.split(request["delimiter"]) for line in request.get("data", "").splitlines()]
    top, left = corner.get("rowIndex", 0), corner.get("columnIndex", 0)
    more_rows = max(0, top + len(lines) - tab.rows)
    more_columns = max(0, left + max((len(line) for line in lines), default=0) - tab.columns)
    if more_rows or more_columns:
        tab = grow(db, spreadsheet, tab, rows=more_rows, columns=more_columns)
    writer = Writer(db, tab, str(spreadsheet.properties["locale"]))
    for down, line in enumerate(lines):
        for across, text in enumerate(line):
            writer.enter(top + down, left + across, text, parsed=True)
    writer.flush()


def find_replace(db: sqlite3.Connection, spreadsheet_id: str, request: Json) -> Json:
    """Replace text in texts; regular expressions and formulas are not served."""
    if request.get("searchByRegex") or request.get("includeFormulas"):
        raise Refusal(501, "Sandbox: find and replace by regular expression, or in formulas, is not served.")
    find, new = request.get("find", ""), request.get("replacement", "")
    if not find:
        raise Refusal(400, "The find string cannot be empty.")
    spreadsheet = store.get(db, spreadsheet_id)
    if request.get("allSheets"):
        areas = [a1.on_grid(tab, None) for tab in spreadsheet.tabs]
    elif "range" in request:
        areas = [a1.from_grid_range(spreadsheet, request["range"])]
    else:
        areas = [a1.on_grid(store.tab_by_id(db, spreadsheet_id, request.get("sheetId", 0)), None)]
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
    import re

    flags = 0 if request.get("matchCase") else re.IGNORECASE
    pattern = re.compile(re.escape(find), flags)
    writer = Writer(db, area.tab, str(spreadsheet.properties["locale"]))
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
                writer.put(
                    row, column, replace(cell, value=figure(entered(text, writer.locale, this_year=writer.year).value))
                )
                counts["valuesChanged"] += 1
                counts["occurrencesChanged"] += count
                changed.add(row)
    writer.flush()
    return len(changed)


KINDS: dict[str, Callable[[sqlite3.Connection, str, Json], Json | None]] = {
    "updateCells": update_cells,
    "appendCells": append_cells,
    "repeatCell": repeat_cell,
    "updateBorders": update_borders,
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "setDataValidation": set_data_validation,
    "pasteData": paste_data,
    "findReplace": find_replace,
}
