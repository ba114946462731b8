"""Requests about rows and columns: insert, delete, move, size, group."""

from __future__ import annotations

import sqlite3

from ..refusal import Refusal
from ..wire import Json
from . import dimensions, store
from .fields import mask_of, merged
from .reading import Reader
from .store import Request, Spreadsheet, Tab
from .tab_requests import TAB_KEEPERS

PIXELS = {"ROWS": 21, "COLUMNS": 100}


def _lines(spreadsheet: Spreadsheet, given: Json) -> tuple[Tab, str, int, int]:
    """A DimensionRange: tab, dimension, first line, line after the last."""
    tab, dimension = spreadsheet.grid(given), dimensions.dimension_of(given)
    start, end = given.get("startIndex", 0), given.get("endIndex", dimensions.size(tab, dimension))
    if start < 0 or end < 0:
        raise Refusal(400, "DimensionRange indexes must be >= 0")
    if end <= start:
        raise Refusal(400, f"range.endIndex[{end}] must be greater than range.startIndex[{start}].")
    return tab, dimension, start, end


def append_dimension(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Empty lines at the end."""
    tab, dimension, length = spreadsheet.grid(request), dimensions.dimension_of(request), request.get("length", 0)
    if length < 1:
        raise Refusal(400, f"Length must be greater than 0, but was {length}.")
    bigger = dimensions.resized(tab, dimension, dimensions.size(tab, dimension) + length)
    dimensions.grown(db, spreadsheet, tab, bigger.rows, bigger.columns)


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
    groups = {_place(one): one for one in tab.parts.get(GROUPS[dimension], ())}
    spans = [place[:2] for place in groups]
    cuts = sorted({start, end, *(edge for span in spans for edge in span)})
    made: list[tuple[int, int, int]] = []
    opened: list[int] = []
    for at, after in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
        depth = sum(first <= at < last for first, last in spans)
        depth = max(0, depth + by) if start <= at < end else depth
        while len(opened) > depth or (opened and at == after):
            made.append((opened.pop(), len(opened) + 1, at))
        opened += [at] * (depth - len(opened))
    bare = {**tab.place, "dimension": dimension}
    return [
        groups.get((first, last, depth), {"range": {**bare, "startIndex": first, "endIndex": last}, "depth": depth})
        for first, depth, last in sorted(made)
    ]


def _place(group: Json) -> tuple[int, int, int]:
    """Its first line, the line after its last, and its depth."""
    return group["range"]["startIndex"], group["range"]["endIndex"], group["depth"]


def add_dimension_group(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """A group around lines, inside those that are around them already."""
    tab, dimension, start, end = _lines(spreadsheet, request.get("range", {}))
    tab.parts[GROUPS[dimension]] = groups = _regrouped(tab, dimension, start, end, 1)
    tab.properties.setdefault("gridProperties", {})[CONTROLS[dimension]] = True
    store.save_tab(db, tab)
    return {"dimensionGroups": groups}


def delete_dimension_group(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """These lines leave the innermost of their groups; those that are in none stay as they are."""
    tab, dimension, start, end = _lines(spreadsheet, request.get("range", {}))
    left = _regrouped(tab, dimension, start, end, -1)
    tab.parts[GROUPS[dimension]] = left
    store.save_tab(db, tab)
    return {"dimensionGroups": left} if left else {}


def update_dimension_group(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """A group is folded or opened: its lines are hidden, or shown."""
    given, mask = request.get("dimensionGroup", {}), mask_of(request, "DimensionGroup")
    tab, dimension, start, end = _lines(spreadsheet, given.get("range", {}))
    groups = {_place(one): one for one in tab.parts.get(GROUPS[dimension], ())}
    group = groups.get((start, end, given.get("depth", 0)))
    if group is None:
        raise Refusal(400, "There is no group of these dimensions.")
    if "collapsed" in mask or "*" in mask:
        group.pop("collapsed", None)
        hidden = {"properties": {"hiddenByUser": True}} if given.get("collapsed") else {}
        group |= {"collapsed": True} if hidden else {}
        lines = {"range": group["range"], **hidden, "fields": "hiddenByUser"}
        update_dimension_properties(db, spreadsheet, lines)


KINDS: dict[str, Request] = {
    "appendDimension": append_dimension,
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize_dimensions,
    "addDimensionGroup": add_dimension_group,
    "deleteDimensionGroup": delete_dimension_group,
    "updateDimensionGroup": update_dimension_group,
}
