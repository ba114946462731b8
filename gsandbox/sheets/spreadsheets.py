"""The methods of spreadsheets that are not changes: create and get."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from ..drive import files
from ..front import Call
from ..refusal import Refusal, at_fault
from ..wire import Json
from . import a1, books, metadata, protection, store, tab_requests, tables
from .books import resource
from .changes import apply
from .grid import cells_wanted, with_data
from .store import Tab
from .values import opened

PARTS = {
    "merges": ("mergeCells", "range"),
    "conditionalFormats": ("addConditionalFormatRule", "rule"),
    "filterViews": ("addFilterView", "filter"),
    "protectedRanges": ("addProtectedRange", "protectedRange"),
    "basicFilter": ("setBasicFilter", "filter"),
    "charts": ("addChart", "chart"),
    "bandedRanges": ("addBanding", "bandedRange"),
    "developerMetadata": ("createDeveloperMetadata", "developerMetadata"),
    "namedRanges": ("addNamedRange", "namedRange"),
}
"""What a new spreadsheet or a tab of it may bring along: the request that adds the same, and under which name."""
OVERLOOKED = {"properties", "sheets", "spreadsheetId", "spreadsheetUrl"}


def create(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """spreadsheets.create: properties, and tabs with what is in them; tabs that are named replace the default one,
    which alone has the id 0."""
    properties = call.body.get("properties", {})
    title = properties.get("title", "Untitled spreadsheet")
    spreadsheet_id = files.insert(db, "spreadsheet", title, when)
    books.insert(db, spreadsheet_id, books.new_properties(title, properties))
    wanted = call.body.get("sheets", [])
    if not wanted:
        store.add_tab(db, spreadsheet_id, "Sheet1", sheet_id=0)
    tabs = []
    for at, sheet in enumerate(wanted):
        with at_fault(f"sheets[{at}].properties"):
            tabs.append(tab_requests.add(db, store.get(db, spreadsheet_id), sheet.get("properties", {})))
    for at, sheet in enumerate(wanted):
        for number, data in enumerate(sheet.get("data", ())):
            with at_fault(f"sheets[{at}].data[{number}]"):
                _write(db, tabs[at], data)
        _bring(db, spreadsheet_id, {name: part for name, part in sheet.items() if name != "data"}, f"sheets[{at}].")
    _bring(db, spreadsheet_id, call.body)
    return metadata.shown_with(db, resource(store.get(db, spreadsheet_id)))


def _write(db: sqlite3.Connection, tab: Tab, data: Json) -> None:
    """Cells of a new tab, and how high its rows and how wide its columns are."""
    corner = {"ROWS": data.get("startRow", 0), "COLUMNS": data.get("startColumn", 0)}
    rows = data.get("rowData", [])
    if fields := {name for row in rows for cell in row.get("values", ()) for name in cell}:
        start = {"sheetId": tab.sheet_id, "rowIndex": corner["ROWS"], "columnIndex": corner["COLUMNS"]}
        apply(db, tab.spreadsheet_id, "updateCells", {"start": start, "rows": rows, "fields": ",".join(sorted(fields))})
    for name, dimension in (("rowMetadata", "ROWS"), ("columnMetadata", "COLUMNS")):
        for at, line in enumerate(data.get(name, ()), start=corner[dimension]):
            lines = {"sheetId": tab.sheet_id, "dimension": dimension, "startIndex": at, "endIndex": at + 1}
            change = {"range": lines, "properties": line, "fields": ",".join(line)}
            if line:
                apply(db, tab.spreadsheet_id, "updateDimensionProperties", change)


def _bring(db: sqlite3.Connection, spreadsheet_id: str, holder: Json, place: str = "") -> None:
    """Add the parts that a new spreadsheet or tab brings along, as the requests do that add one each."""
    for name, parts in holder.items():
        if name in OVERLOOKED or parts == []:
            continue
        if name not in PARTS:
            raise Refusal(501, f"Sandbox: {place}{name} of a new spreadsheet is not served.")
        kind, under = PARTS[name]
        for number, part in enumerate(parts if isinstance(parts, list) else [parts]):
            with at_fault(f"{place}{name}" + (f"[{number}]" if isinstance(parts, list) else "")):
                apply(db, spreadsheet_id, kind, {under: part, "index": number})


def get(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """spreadsheets.get. Cells come with includeGridData, or when `fields` asks for them; `ranges` also limits the tabs."""
    ranges = call.query.get("ranges", [])
    with opened(db, call, when) as spreadsheet:
        wanted = cells_wanted(call, call.flag("includeGridData"))
        plain = not wanted and not ranges
        shown = (
            resource(spreadsheet) if plain else with_data(db, spreadsheet, a1.windows(spreadsheet, ranges), data=wanted)
        )
        shown = protection.shown_to(db, call, spreadsheet.id, shown)
        return tables.shown_with(db, spreadsheet.id, metadata.shown_with(db, shown))
