"""What is asked for by data filter: the ranges that filters mean, the values in them, and spreadsheets with these alone."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from ..front import Call, Handler
from ..refusal import Refusal, at_fault
from ..wire import Json
from . import a1, metadata, protection, tables, values
from .a1 import Window
from .books import resource
from .grid import cells_wanted, with_data
from .reading import Reader
from .store import Spreadsheet
from .writing import by_rows, wipe

GRID_RANGE = ("sheetId", "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")


def _areas(db: sqlite3.Connection, spreadsheet: Spreadsheet, one: Json) -> list[Window]:
    """The ranges that one filter means; of metadata these are whole tabs, rows and columns. Raises Refusal."""
    if "a1Range" in one:
        return [a1.window(spreadsheet, one["a1Range"])]
    if "gridRange" in one:
        return [a1.from_grid_range(spreadsheet, one["gridRange"], empty=True, bare=True)]
    if "developerMetadataLookup" in one:
        return metadata.areas(db, spreadsheet, one)
    raise Refusal(400, "dataFilter.filter must be specified.")


def _wanted(db: sqlite3.Connection, spreadsheet: Spreadsheet, call: Call) -> list[tuple[Json, Window]]:
    """The ranges that a request asks for, each with its filter. Raises Refusal."""
    filters: list[Json] = call.body.get("dataFilters", [])
    if not filters:
        raise Refusal(400, "Must specify at least one dataFilter.")
    found: list[tuple[Json, Window]] = []
    for index, one in enumerate(filters):
        with at_fault(f"dataFilter[{index}]"):
            found += [(one, area) for area in _areas(db, spreadsheet, one)]
    return found


def _echo(one: Json) -> Json:
    """A filter as a reply names it: in Google's order, and the first tab's id, 0, is left out."""
    if "gridRange" not in one:
        return one
    given = one["gridRange"]
    return {
        "gridRange": {
            name: given[name] for name in GRID_RANGE if name in given and (name != GRID_RANGE[0] or given[name])
        }
    }


def batch_get(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """values.batchGetByDataFilter: sorted by tab, column and row; filters that mean the same range share an entry."""
    with values.opened(db, call, when) as spreadsheet:
        reader, render = Reader(db, spreadsheet), values.Render.of(call, call.body)
        entries: dict[str, tuple[Window, Json]] = {}
        for one, area in _wanted(db, spreadsheet, call):
            shown = values.value_range(reader, area, render)
            if area.top == area.bottom or area.left == area.right:
                shown["range"] = "#REF!"
            _, entry = entries.setdefault(shown["range"], (area, {"valueRange": shown, "dataFilters": []}))
            entry["dataFilters"].append(_echo(one))
    found = sorted(entries.values(), key=lambda pair: _place(spreadsheet, pair[0]))
    return {"spreadsheetId": spreadsheet.id} | ({"valueRanges": [entry for _, entry in found]} if found else {})


def _place(spreadsheet: Spreadsheet, area: Window) -> tuple[int, ...]:
    index = [tab.sheet_id for tab in spreadsheet.tabs].index(area.tab.sheet_id)
    return index, area.left, area.top, area.right, area.bottom


def batch_update(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """values.batchUpdateByDataFilter: the values go into every range that their filter means, and must fit there."""
    entry = values.Entry.of(when, call.body.get("valueInputOption", ""))
    done = values.Batch(call)
    with values.opened(db, call, when, changes=True) as spreadsheet:
        for index, one in enumerate(call.body.get("data", [])):
            with at_fault(f"data[{index}]"):
                rows = by_rows(one.get("values", []), one.get("majorDimension", ""))
                for area in _areas(db, spreadsheet, one.get("dataFilter", {})):
                    shown = done.add(db, spreadsheet, values.write(db, spreadsheet, area, rows, entry, grows=False))
                    del shown["spreadsheetId"]
                    shown["dataFilter"] = _echo(one["dataFilter"])
    return done.reply()


def batch_clear(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """values.batchClearByDataFilter."""
    with values.opened(db, call, when, changes=True) as spreadsheet:
        cleared = [area for _, area in _wanted(db, spreadsheet, call)]
        for area in cleared:
            wipe(db, area)
    names = [area.name for area in cleared]
    return {"spreadsheetId": spreadsheet.id} | ({"clearedRanges": names} if names else {})


def get(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """spreadsheets.getByDataFilter: as spreadsheets.get; when the filters mean nothing, it is the whole of it."""
    with values.opened(db, call, when) as spreadsheet:
        areas: list[Window] = []
        for one in call.body.get("dataFilters", []):
            try:
                areas += [area for area in _areas(db, spreadsheet, one) if area not in areas]
            except Refusal as refused:
                refused.message = refused.message.replace("No grid with id", "No sheet with id")
                raise
        wanted = cells_wanted(call, bool(call.body.get("includeGridData")))
        shown = with_data(db, spreadsheet, areas, data=wanted) if wanted or areas else resource(spreadsheet)
        shown = protection.shown_to(db, call, spreadsheet.id, shown)
        return tables.shown_with(db, spreadsheet.id, metadata.shown_with(db, shown))


HANDLERS: dict[str, Handler] = {
    "sheets.spreadsheets.getByDataFilter": get,
    "sheets.spreadsheets.values.batchGetByDataFilter": batch_get,
    "sheets.spreadsheets.values.batchUpdateByDataFilter": batch_update,
    "sheets.spreadsheets.values.batchClearByDataFilter": batch_clear,
}
