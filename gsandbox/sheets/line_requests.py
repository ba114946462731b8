"""Requests about rows and columns: insert, delete, move, size, group, sort."""

from __future__ import annotations

import sqlite3
from typing import Any

from ..refusal import Refusal
from ..wire import Json
from . import a1, dimensions, store
from .fields import mask_of, merged
from .reading import Reader
from .store import Request, Spreadsheet, Tab
from .tab_requests import TAB_KEEPERS

PIXELS = {"ROWS": 21, "COLUMNS": 100}


def _lines(spreadsheet: Spreadsheet, given: Json) -> tuple[Tab, str, int, int]:
    """A DimensionRange: tab, dimension, first line, line after the last."""
    tab = spreadsheet.grid(given)
    dimension = given.get("dimension", "")
    if dimension not in ("ROWS", "COLUMNS"):
        raise Refusal(400, "Dimension must be specified.")
    start, end = given.get("startIndex", 0), given.get("endIndex", dimensions.size(tab, dimension))
    if start < 0 or end < 0:
        raise Refusal(400, "DimensionRange indexes must be >= 0")
    if end <= start:
        raise Refusal(400, f"range.endIndex[{end}] must be greater than range.startIndex[{start}].")
    return tab, dimension, start, end


def append_dimension(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Empty lines at the end."""
    tab = spreadsheet.grid(request)
    dimension, length = request.get("dimension", ""), request.get("length", 0)
    if dimension not in ("ROWS", "COLUMNS"):
        raise Refusal(400, "Dimension must be specified.")
    if length < 1:
        raise Refusal(400, f"Length must be greater than 0, but was {length}.")
    extra = {"rows": length} if dimension == "ROWS" else {"columns": length}
    dimensions.grow(db, spreadsheet, tab, **extra)


def insert_dimension(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Empty lines in front of a line."""
    tab, dimension, start, end = _lines(spreadsheet, request.get("range", {}))
    before = bool(request.get("inheritFromBefore"))
    if before and start == 0:
        raise Refusal(400, "inheritFromBefore cannot be true when inserting at index 0.")
    dimensions.insert_lines(db, spreadsheet, tab, dimension, start, end - start, before=before)


def delete_dimension(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Lines go away."""
    tab, dimension, start, end = _lines(spreadsheet, request.get("range", {}))
    if dimension == "ROWS" and start == 0 and any(keeps(db, spreadsheet.id, tab.sheet_id) for keeps in TAB_KEEPERS):
        raise Refusal(400, "Cannot delete row with form questions")
    dimensions.delete_lines(db, spreadsheet, tab, dimension, start, end)


def move_dimension(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Lines go elsewhere."""
    tab, dimension, start, end = _lines(spreadsheet, request.get("source", {}))
    to = request.get("destinationIndex", 0)
    dimensions.move_lines(db, spreadsheet, tab, dimension, start, end, to)


def update_dimension_properties(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Height, width, hidden."""
    tab, dimension, start, end = _lines(spreadsheet, request.get("range", {}))
    size, kind = dimensions.size(tab, dimension), dimension[:-1].lower()
    if start >= size:
        what = f"Cannot update a {kind} that doesn't exist. Tried to update {kind} index {start}"
        raise Refusal(400, f"{what} but there are only {size} {kind}s.")
    mask = mask_of(request, "DimensionProperties")
    kept = tab.parts.setdefault("dimensions", {}).setdefault(dimension, {})
    for line in range(start, min(end, size)):
        changed = merged(kept.get(str(line), {}), request.get("properties", {}), mask)
        if changed:
            kept[str(line)] = changed
        else:
            kept.pop(str(line), None)
    store.save_tab(db, tab)


def auto_resize_dimensions(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Width or height by content: about seven pixels a letter."""
    tab, dimension, start, end = _lines(spreadsheet, request.get("dimensions", {}))
    kept = tab.parts.setdefault("dimensions", {}).setdefault(dimension, {})
    longest: dict[int, int] = {}
    if dimension == "COLUMNS":
        reader = Reader(db, spreadsheet, tab)
        for _, cells in store.read(db, tab, 0, tab.rows):
            for column in range(start, min(end, len(cells))):
                longest[column] = max(longest.get(column, 0), len(reader.text(cells[column])))
    for line in range(start, min(end, dimensions.size(tab, dimension))):
        pixels = 7 * longest[line] + 10 if longest.get(line) else PIXELS[dimension]
        kept[str(line)] = kept.get(str(line), {}) | {"pixelSize": max(21, pixels)}
    store.save_tab(db, tab)


GROUPS = {"ROWS": "rowGroups", "COLUMNS": "columnGroups"}
CONTROLS = {"ROWS": "rowGroupControlAfter", "COLUMNS": "columnGroupControlAfter"}
"""What the first group of a tab switches on, and no deletion of a group switches off."""


def _regrouped(tab: Tab, dimension: str, start: int, end: int, by: int) -> list[Json]:
    """The groups of a tab when these lines lie deeper, or less deep; a line is in as many groups as it is deep."""
    spans = [(one["range"]["startIndex"], one["range"]["endIndex"]) for one in tab.parts.get(GROUPS[dimension], [])]
    cuts = sorted({start, end, *(edge for span in spans for edge in span)})
    made: list[tuple[int, int, int]] = []
    opened: list[int] = []
    for at, after in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
        depth = sum(first <= at < last for first, last in spans)
        depth = max(0, depth + by) if start <= at < end else depth
        while len(opened) > depth or (opened and at == after):
            made.append((opened.pop(), len(opened) + 1, at))
        opened += [at] * (depth - len(opened))
    sheet = {"sheetId": tab.sheet_id} if tab.sheet_id else {}
    return [
        {"range": {**sheet, "dimension": dimension, "startIndex": first, "endIndex": last}, "depth": depth}
        for first, depth, last in sorted(made)
    ]


def add_dimension_group(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """A group around lines, inside those that are around them already."""
    tab, dimension, start, end = _lines(spreadsheet, request.get("range", {}))
    tab.parts[GROUPS[dimension]] = groups = _regrouped(tab, dimension, start, end, 1)
    tab.properties.setdefault("gridProperties", {})[CONTROLS[dimension]] = True
    store.save_tab(db, tab)
    return {"dimensionGroups": groups}


def delete_dimension_group(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """These lines leave the innermost of their groups."""
    tab, dimension, start, end = _lines(spreadsheet, request.get("range", {}))
    left = _regrouped(tab, dimension, start, end, -1)
    if left == tab.parts.get(GROUPS[dimension], []):
        raise Refusal(400, "There is no group of these dimensions.")
    tab.parts[GROUPS[dimension]] = left
    store.save_tab(db, tab)
    return {"dimensionGroups": left} if left else {}


def sort_range(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Rows of a range, by columns: numbers, then texts, then true and false; blanks last either way. Metadata goes along;
    rows that somebody hid stay."""
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    reader = Reader(db, spreadsheet, area.tab)
    rows = dict(store.read(db, area.tab, area.top, area.bottom))
    width = area.right - area.left
    specs = request.get("sortSpecs", [])
    if any(spec.get("sortOrder") not in ("ASCENDING", "DESCENDING") for spec in specs):
        raise Refusal(400, "No sort order specified.")
    kept = area.tab.parts.get("dimensions", {}).get("ROWS", {})
    moving = [row for row in range(area.top, area.bottom) if not kept.get(str(row), {}).get("hiddenByUser")]
    parts = []
    for row in moving:
        part = rows.get(row, [])[area.left : area.right]
        parts.append((row, part + [None] * (width - len(part))))
    for spec in reversed(specs):
        column = spec.get("dimensionIndex", 0) - area.left
        if not 0 <= column < width:
            raise Refusal(500, "Internal error encountered.")
        down = spec.get("sortOrder") == "DESCENDING"
        filled = [one for one in parts if reader.effective(one[1][column]) not in (None, "")]
        blank = [one for one in parts if reader.effective(one[1][column]) in (None, "")]
        filled.sort(key=lambda one: _rank(reader.effective(one[1][column])), reverse=down)  # used at once
        parts = filled + blank
    changed = []
    for row, (_, part) in zip(moving, parts, strict=True):
        cells = rows.get(row, [])
        cells = cells + [None] * (area.right - len(cells))
        changed.append((row, cells[: area.left] + part + cells[area.right :]))
    store.write(db, area.tab, changed)
    places = {old: new for new, (old, _) in zip(moving, parts, strict=True)}
    dimensions.tell(db, area.tab, "ROWS", lambda row: places.get(row, row))


def _rank(value: Any) -> tuple[int, float, str]:
    if isinstance(value, bool):
        return 2, int(value), ""
    if isinstance(value, str):
        return 1, 0, value.casefold()
    return 0, value, ""


KINDS: dict[str, Request] = {
    "appendDimension": append_dimension,
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize_dimensions,
    "addDimensionGroup": add_dimension_group,
    "deleteDimensionGroup": delete_dimension_group,
    "sortRange": sort_range,
}
