"""Requests that merge cells of a tab, and part them again."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from ..refusal import Refusal
from ..wire import Json
from . import a1, store
from .a1 import Window
from .store import Request, Spreadsheet
from .writing import wipe


def merge_cells(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Merge a range: all of it, or row by row, or column by column. Values but the first of each are lost."""
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    kind = request.get("mergeType", "MERGE_ALL")
    if kind == "MERGE_ROWS":
        pieces = [replace(area, top=row, bottom=row + 1) for row in range(area.top, area.bottom)]
    elif kind == "MERGE_COLUMNS":
        pieces = [replace(area, left=column, right=column + 1) for column in range(area.left, area.right)]
    else:
        pieces = [area]
    merges = _merges_beside(area)
    filtered = area.tab.parts.get("basicFilter", {}).get("range")
    if filtered and a1.touches(filtered, area) and not _within(area, filtered):
        raise Refusal(400, "You can't merge cells that cross the borders of an existing filter.")
    frozen = area.tab.properties.get("gridProperties", {})
    for name, held, first, last in (
        ("rows", "frozenRowCount", pieces[0].top, pieces[0].bottom),
        ("columns", "frozenColumnCount", pieces[0].left, pieces[0].right),
    ):
        if last - first > 1 and first < frozen.get(held, 0) < last:
            raise Refusal(400, f"You can't merge frozen and non-frozen {name}.")
    for piece in pieces:
        if (piece.bottom - piece.top) * (piece.right - piece.left) > 1:
            merges.append(a1.as_grid_range(piece))
            wipe(db, piece, but_first=True)
    area.tab.parts["merges"] = merges
    store.save_tab(db, area.tab)


def _within(area: Window, filtered: Json) -> bool:
    return bool(
        filtered["startRowIndex"] <= area.top
        and area.bottom <= filtered["endRowIndex"]
        and filtered["startColumnIndex"] <= area.left
        and area.right <= filtered["endColumnIndex"]
    )


def _merges_beside(area: Window) -> list[Json]:
    """The merges of a tab that are not inside a range. Raises Refusal for one that is so in part."""
    merges = [one for one in area.tab.parts.get("merges", []) if not a1.inside(one, area)]
    if any(a1.touches(one, area) for one in merges):
        raise Refusal(400, "You must select all cells in a merged range to merge or unmerge them.")
    return merges


def unmerge_cells(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Undo merges inside a range."""
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    merges = _merges_beside(area)
    area.tab.parts["merges"] = merges
    store.save_tab(db, area.tab)


KINDS: dict[str, Request] = {
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
}
