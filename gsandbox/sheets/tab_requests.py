"""Requests about the spreadsheet itself and its tabs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from .. import ids, oauth
from ..drive import files
from ..front import Call
from ..refusal import Refusal
from ..wire import Json
from . import colours, metadata, store
from .books import check_place, tab_properties
from .dimensions import resize
from .fields import mask_of, merged
from .store import Request, Spreadsheet, Tab

OWN = {"sheetId", "title", "index", "sheetType"}
GRID = {"rowCount", "columnCount"}


def update_spreadsheet_properties(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Title, locale, time zone and the like."""
    mask = mask_of(request, "SpreadsheetProperties")
    given = request.get("properties", {})
    check_place(given)
    changed = merged(spreadsheet.properties, given, mask)
    if not changed.get("title"):
        raise Refusal(400, "The title cannot be empty." if "title" in mask else "No title.")
    for name, value in spreadsheet.properties.items():
        # the one is read-only, and but for what says something by not being there none goes away
        if name == "defaultFormat" or (name not in changed and name != "iterativeCalculationSettings"):
            changed[name] = value
    store.save(db, replace(spreadsheet, properties=changed))
    files.rename(db, spreadsheet.id, changed["title"])


def add_sheet(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """A new tab; the reply shows its properties."""
    given = request.get("properties", {})
    return {"properties": tab_properties(add(db, spreadsheet, given))}


def add(db: sqlite3.Connection, spreadsheet: Spreadsheet, given: Json) -> Tab:
    """Add a tab with these properties. Raises Refusal: a title or id that is taken, too many cells."""
    if given.get("sheetType", "GRID") not in ("GRID", "SHEET_TYPE_UNSPECIFIED"):
        raise Refusal(400, f"Only sheets of type GRID can be added, not {given['sheetType']}.")
    title = given.get("title") or free_title(spreadsheet)
    _check_title(spreadsheet, title)
    sheet_id = given.get("sheetId")
    if sheet_id is not None and (spreadsheet.tab(sheet_id) or not 0 <= sheet_id <= ids.RESOURCE_ID_MAX):
        taken = spreadsheet.tab(sheet_id) is not None
        raise Refusal(400, f"Sheet with id {sheet_id} already exists." if taken else "Sheet id must be non-negative.")
    grid = given.get("gridProperties", {})
    rows, columns = grid.get("rowCount") or 1000, grid.get("columnCount") or 26  # zero counts as not said
    if rows < 0 or columns < 0:
        raise Refusal(400, "A sheet must have at least one row and one column.")
    _check_frozen(grid, rows, columns)
    store.check_size(spreadsheet, rows * columns, columns=columns)
    tab = store.add_tab(
        db, spreadsheet.id, title, rows=rows, columns=columns, sheet_id=sheet_id, index=given.get("index")
    )
    tab = replace(tab, properties=_extra(given))
    store.save_tab(db, tab)
    return tab


def _extra(given: Json) -> Json:
    """What of the properties is kept beside title, place and size; zero and false are not shown."""
    kept = {name: value for name, value in given.items() if name not in OWN and name != "gridProperties" and value}
    grid = {name: value for name, value in given.get("gridProperties", {}).items() if name not in GRID and value}
    return colours.settled(kept) | ({"gridProperties": grid} if grid else {})


def _check_frozen(grid: Json, rows: int, columns: int) -> None:
    for count, frozen, word in ((rows, "frozenRowCount", "rows"), (columns, "frozenColumnCount", "columns")):
        if grid.get(frozen) and grid[frozen] >= count:
            raise Refusal(400, f"You can't freeze all visible {word} on the sheet.")


def _check_title(spreadsheet: Spreadsheet, title: str, *, but: Tab | None = None) -> None:
    known = spreadsheet.titled(title)
    if known is not None and (but is None or known.sheet_id != but.sheet_id):
        raise Refusal(400, f'A sheet with the name "{title}" already exists. Please enter another name.')
    if len(title) > 100:
        raise Refusal(400, "The sheet name cannot be greater than 100 characters.")


def free_title(spreadsheet: Spreadsheet) -> str:
    """Sheet2, Sheet3, ...: the first that is free."""
    number = len(spreadsheet.tabs) + 1
    while spreadsheet.titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


TAB_KEEPERS: list[Callable[[sqlite3.Connection, str, int], bool]] = []
"""Asked before a tab is removed: (db, spreadsheet id, sheet id) -> whether a form is linked to it."""


def delete_sheet(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Remove a tab; the last visible one stays."""
    tab = spreadsheet.sheet(request.get("sheetId", 0))
    if not any(not other.properties.get("hidden") for other in spreadsheet.tabs if other.sheet_id != tab.sheet_id):
        which = "sheets" if len(spreadsheet.tabs) == 1 else "visible sheets"
        raise Refusal(400, f"You can't remove all the {which} in a document.")
    for keeps in TAB_KEEPERS:
        if keeps(db, spreadsheet.id, tab.sheet_id):
            raise Refusal(400, "You cannot delete a sheet with a linked form. Please unlink the form first.")
    metadata.forget(db, tab)
    store.delete_tab(db, tab)
    named = [one for one in spreadsheet.named_ranges if one["range"].get("sheetId", 0) != tab.sheet_id]
    store.save(db, replace(spreadsheet, named_ranges=named))


def duplicate_sheet(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """Copy a tab with everything in it; the reply shows the copy."""
    source = spreadsheet.sheet(request.get("sourceSheetId", 0))
    title = request.get("newSheetName") or _copy_title(spreadsheet, source.title)
    _check_title(spreadsheet, title)
    sheet_id = request.get("newSheetId")
    if sheet_id is not None and spreadsheet.tab(sheet_id):
        raise Refusal(400, f"Sheet with id {sheet_id} already exists.")
    tab = _duplicate(db, spreadsheet, source, title, index=request.get("insertSheetIndex", 0), sheet_id=sheet_id)
    return {"properties": tab_properties(tab)}


def copy_to(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """sheets.copyTo: a tab with everything in it, into another spreadsheet."""
    spreadsheet = store.get(db, call.path["spreadsheetId"])
    source = spreadsheet.tab(int(call.path["sheetId"]))
    if source is None:
        raise Refusal(404, store.NOT_FOUND)
    if files.find(db, call.body.get("destinationSpreadsheetId", "")) is None:
        raise Refusal(400, "Invalid destinationSpreadsheetId")
    target = store.get(db, call.body["destinationSpreadsheetId"])
    oauth.check_file(db, call.login, call.method, target.id)
    tab = _duplicate(db, target, source, _copy_title(target, source.title), index=None, sheet_id=None)
    files.touch(db, target.id, when)
    return tab_properties(tab)


def _duplicate(
    db: sqlite3.Connection, target: Spreadsheet, source: Tab, title: str, *, index: int | None, sheet_id: int | None
) -> Tab:
    store.check_size(target, source.cells)
    tab = store.add_tab(db, target.id, title, rows=source.rows, columns=source.columns, sheet_id=sheet_id, index=index)
    tab = replace(tab, properties=source.properties, parts=_moved_parts(source, tab))
    store.save_tab(db, tab)
    db.execute("INSERT INTO rows SELECT ?, row, cells FROM rows WHERE tab = ?", (tab.key, source.key))
    return tab


def _copy_title(spreadsheet: Spreadsheet, title: str) -> str:
    wanted, number = f"Copy of {title}", 1
    while spreadsheet.titled(wanted):
        wanted, number = f"Copy of {title} {number}", number + 1
    return wanted


def _moved_parts(source: Tab, tab: Tab) -> Json:
    """Merges, rules and filters of a tab, as those of its copy."""

    def moved(value: Any) -> Any:
        if isinstance(value, list):
            return [moved(item) for item in value]
        if not isinstance(value, dict):
            return value
        copied = {name: moved(item) for name, item in value.items()}
        is_range = bool(value.keys() & {"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"})
        return {"sheetId": tab.sheet_id, **{n: v for n, v in copied.items() if n != "sheetId"}} if is_range else copied

    return {name: moved(value) for name, value in source.parts.items()}


def update_sheet_properties(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Title, place, size, frozen lines, visibility, colour."""
    mask = mask_of(request, "SheetProperties")
    given = request.get("properties", {})
    tab = spreadsheet.sheet(given.get("sheetId", 0))
    changed = colours.overruled(merged(tab_properties(tab), given, mask), given)
    title = changed.get("title") or ""
    if not title:
        raise Refusal(400, "The sheet name cannot be empty.")
    _check_title(spreadsheet, title, but=tab)
    others = [other for other in spreadsheet.tabs if other.sheet_id != tab.sheet_id]
    if changed.get("hidden") and all(other.properties.get("hidden") for other in others):
        raise Refusal(400, "You can't hide all the sheets in a document.")
    grid = changed.get("gridProperties", {})
    rows, columns = grid.get("rowCount", tab.rows), grid.get("columnCount", tab.columns)
    before = tab.properties.get("gridProperties", {})
    _check_frozen({name: lines for name, lines in grid.items() if lines != before.get(name)}, rows, columns)
    tab = replace(tab, title=title, properties=_extra(changed))
    store.save_tab(db, tab)
    resize(db, spreadsheet, tab, rows, columns)
    if "index" in mask or "*" in mask:
        _place(db, spreadsheet, tab, changed.get("index", 0))


def _place(db: sqlite3.Connection, spreadsheet: Spreadsheet, tab: Tab, index: int) -> None:
    """Move a tab in front of the one that stands at `index` now, as if it had not been taken out yet."""
    order = [other.key for other in spreadsheet.tabs]
    if not 0 <= index <= len(order):
        raise Refusal(400, f"Invalid index: {index}.")
    at = order.index(tab.key)
    order.insert(index, tab.key)
    order.pop(at if index > at else at + 1)
    for position, key in enumerate(order):
        db.execute("UPDATE tabs SET position = ? WHERE key = ?", (position, key))


KINDS: dict[str, Request] = {
    "updateSpreadsheetProperties": update_spreadsheet_properties,
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
}
