"""Requests about cells: their values, formats, notes, borders, rules of validation."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import replace

from ..masks import Mask
from ..refusal import Refusal
from ..wire import Json
from . import a1, colours, links, store
from .a1 import Window
from .cells import Cell
from .conditions import checked
from .dimensions import grown
from .fields import mask_of, merged
from .links import linked
from .reading import Reader
from .store import Request, Spreadsheet, Tab
from .writing import TOO_LONG, Writer, figure

SERVED = {"userEnteredValue", "userEnteredFormat", "note", "textFormatRuns", "dataValidation"}
IGNORED = {"effectiveValue", "effectiveFormat", "formattedValue", "hyperlink"}


class Brush:
    """Puts the fields of CellData objects into cells of one tab."""

    def __init__(self, db: sqlite3.Connection, spreadsheet: Spreadsheet, tab: Tab, mask: Mask) -> None:
        self.all = not mask or "*" in mask
        wanted = set(SERVED) if self.all else set(mask)
        _check_served(wanted)
        self.db = db
        self.mask = mask
        self.wanted = wanted
        self.writer = Writer(db, spreadsheet, tab)
        self.reader = Reader(db, spreadsheet)
        self.reader.home = tab

    def put(self, row: int, column: int, data: Json) -> None:
        """Change one cell."""
        if self.all:
            _check_served(data.keys())
        cell = self.writer.get(row, column)
        if "userEnteredFormat" in self.wanted:
            below = self.mask.get("userEnteredFormat", {})
            old = store.format_of(self.db, cell.format)
            changed = merged(old, data.get("userEnteredFormat", {}), below)
            changed = colours.overruled(changed, data.get("userEnteredFormat", {}))
            if "textFormatRuns" in self.mask:  # which take the link of the whole away
                changed = linked(changed, "")
            if cell.formula:
                changed = links.kept(changed, self.reader.address(cell.formula), below)
            if not changed.get("textFormat", True):  # the last thing said of the text is gone
                del changed["textFormat"]
            cell = replace(cell, format=store.format_number(self.db, changed))
        if "userEnteredValue" in self.wanted:
            cell = self._valued(cell, data.get("userEnteredValue", {}))
        if "note" in self.wanted:
            cell = replace(cell, note=data.get("note", ""))
        if "textFormatRuns" in self.wanted:
            cell = self._parted(cell, data.get("textFormatRuns", []) if isinstance(cell.value, str) else [])
        self.writer.put(row, column, cell)

    def _parted(self, cell: Cell, runs: list[Json]) -> Cell:
        """The cell with runs; a link alone that begins with the text is the cell's own."""
        if len(runs) == 1 and not runs[0].get("startIndex") and runs[0].get("format", {}).keys() == {"link"}:
            whole = linked(store.format_of(self.db, cell.format), runs[0]["format"]["link"].get("uri", ""))
            return replace(cell, runs=(), format=store.format_number(self.db, whole))
        return replace(cell, runs=_runs(runs))

    def _valued(self, cell: Cell, value: Json) -> Cell:
        if "formulaValue" in value:
            text = value["formulaValue"]
            if not text.startswith("="):
                raise Refusal(400, f"A formula must begin with '=': {text}")
            return cell.valued(None, self.writer.spelled(text))
        if "stringValue" in value and len(value["stringValue"]) > store.LETTERS_MAX:
            raise Refusal(400, TOO_LONG)
        for name in ("numberValue", "stringValue", "boolValue"):
            if name in value:
                return cell.valued(figure(value[name]))
        return cell.valued(None)


def _runs(given: list[Json]) -> list[Json]:
    """How parts of a text look, from its first letter on; a link has the look of one where nothing else is said."""
    made: list[Json] = [{"format": {}}] if given and given[0].get("startIndex") else []
    for run in given:
        look = run.get("format", {})
        look = colours.LINK | look if look.get("link") else look
        start = {"startIndex": run["startIndex"]} if run.get("startIndex") else {}
        made.append({**start, "format": colours.settled(look)})
    return made


def _check_served(fields: Collection[str]) -> None:
    if unserved := set(fields) - SERVED - IGNORED:
        raise Refusal(501, f"Sandbox: the cell fields {', '.join(sorted(unserved))} are not served.")


def _rows(brush: Brush, area: Window, rows: list[Json]) -> None:
    brush.writer.load(area.top, area.bottom)
    for down, row in enumerate(rows):
        for across, data in enumerate(row.get("values", [])):
            if area.top + down >= area.bottom or area.left + across >= area.right:
                continue
            brush.put(area.top + down, area.left + across, data)


def update_cells(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Write CellData row by row from a corner, or over a range, whose other cells lose the fields."""
    mask = mask_of(request, "CellData")
    rows = request.get("rows", [])
    if "range" in request:
        area = a1.from_grid_range(spreadsheet, request["range"])
    else:
        start = request.get("start", {})
        tab = spreadsheet.grid(start)
        top, left = tab.corner(start)
        width = max((len(row.get("values", [])) for row in rows), default=0)
        area = Window(tab, top, top + max(len(rows), 1), left, left + max(width, 1))
        area = Window(tab, top, min(area.bottom, tab.rows), left, min(area.right, tab.columns))
    _check_reach(area, rows)
    brush = Brush(db, spreadsheet, area.tab, mask)
    if "range" in request:
        width = area.right - area.left
        blank: list[list[Json]] = [[{} for _ in range(width)] for _ in range(area.bottom - area.top)]
        for line, row in zip(blank, rows, strict=False):  # what reaches past the range has no cells
            line[: len(row.get("values", []))] = row.get("values", [])
        rows = [{"values": line} for line in blank]
    _rows(brush, area, rows)
    brush.writer.flush()
    if "dataValidation" in brush.wanted:
        for down, row in enumerate(rows):
            for across, data in enumerate(row.get("values", [])):
                top, left = area.top + down, area.left + across
                if data.get("dataValidation") or area.tab.parts.get("validations"):
                    _validate(db, Window(area.tab, top, top + 1, left, left + 1), data.get("dataValidation"))


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


def _validate(db: sqlite3.Connection, area: Window, rule: Json | None) -> None:
    """Put a rule of validation on a range, in place of those that lie inside it; None takes them away."""
    if rule and "condition" in rule:
        rule = rule | {"condition": checked(rule["condition"], "data validation")}
    kept = [one for one in area.tab.parts.get("validations", []) if not a1.inside(one["range"], area)]
    if rule is not None:
        kept.append({"range": a1.as_grid_range(area), "rule": rule})
    area.tab.parts["validations"] = kept
    store.save_tab(db, area.tab)


def append_cells(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Write CellData below the last row that holds anything; the grid grows by rows when it must, never by columns."""
    mask = mask_of(request, "CellData")
    tab = spreadsheet.grid(request)
    rows = request.get("rows", [])
    top = store.last_row(db, tab.key) + 1
    area = Window(tab, top, top + len(rows), 0, tab.columns)
    _check_reach(area, rows)
    tab = grown(db, spreadsheet, tab, area.bottom, tab.columns)
    brush = Brush(db, spreadsheet, tab, mask)
    _rows(brush, replace(area, tab=tab), rows)
    brush.writer.flush()


def repeat_cell(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Put one CellData into every cell of a range."""
    mask = mask_of(request, "CellData")
    area = a1.from_grid_range(spreadsheet, request.get("range", {}), empty=True)
    brush = Brush(db, spreadsheet, area.tab, mask)
    brush.writer.load(area.top, area.bottom)
    data = request.get("cell", {})
    for row, column in area.cells:
        brush.put(row, column, data)
    brush.writer.flush()
    if "dataValidation" in brush.wanted:
        _validate(db, area, data.get("dataValidation"))


def update_borders(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Lines around and between the cells of a range."""
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    writer = Writer.over(db, spreadsheet, area)
    for row, column in area.cells:
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


def set_data_validation(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """A rule for what may be typed into a range; without a rule, the old ones there go away."""
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    _validate(db, area, request.get("rule"))


KINDS: dict[str, Request] = {
    "updateCells": update_cells,
    "appendCells": append_cells,
    "repeatCell": repeat_cell,
    "updateBorders": update_borders,
    "setDataValidation": set_data_validation,
}
