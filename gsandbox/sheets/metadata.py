"""Metadata of developers: a key and a value tied to the spreadsheet, a tab, a row or a column."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime

from .. import ids
from ..front import Call, Handler
from ..refusal import Refusal
from ..wire import Json
from . import a1, dimensions, store
from .fields import mask_of, merged
from .store import Request, Spreadsheet, Tab
from .values import opened

SCHEMA = """
CREATE TABLE IF NOT EXISTS developer_metadata (
  spreadsheet_id TEXT NOT NULL,
  id INTEGER NOT NULL,
  entry TEXT NOT NULL,
  PRIMARY KEY (spreadsheet_id, id)
) WITHOUT ROWID;
"""
LETTERS_MAX = 30_000
LINE = {"ROWS": "ROW", "COLUMNS": "COLUMN"}
WHOLE: Json = {"locationType": "SPREADSHEET", "spreadsheet": True}
Area = tuple[int, range, range]
"""A tab's id, the rows, the columns."""


def entries(db: sqlite3.Connection, spreadsheet_id: str) -> Iterator[Json]:
    """The metadata of a spreadsheet, by id."""
    found = db.execute("SELECT entry FROM developer_metadata WHERE spreadsheet_id = ? ORDER BY id", (spreadsheet_id,))
    for (text,) in found.fetchall():
        yield json.loads(text)


def _put(db: sqlite3.Connection, spreadsheet_id: str, entry: Json) -> None:
    row = (spreadsheet_id, entry["metadataId"], json.dumps(entry))
    db.execute("INSERT OR REPLACE INTO developer_metadata VALUES (?, ?, ?)", row)


def _remove(db: sqlite3.Connection, spreadsheet_id: str, number: int) -> None:
    db.execute("DELETE FROM developer_metadata WHERE spreadsheet_id = ? AND id = ?", (spreadsheet_id, number))


def shown_with(db: sqlite3.Connection, shown: Json) -> Json:
    """A spreadsheet's resource with the metadata of itself and of its tabs; that of lines beside their sizes, with cells."""
    for entry in entries(db, shown["spreadsheetId"]):
        place = entry["location"]
        if place["locationType"] == "SPREADSHEET":
            shown.setdefault("developerMetadata", []).append(entry)
        for sheet in shown["sheets"]:
            if place["locationType"] == "SHEET" and sheet["properties"]["sheetId"] == place.get("sheetId", 0):
                sheet.setdefault("developerMetadata", []).append(entry)
            lines = place.get("dimensionRange")
            if lines and sheet["properties"]["sheetId"] == lines.get("sheetId", 0):
                _beside(sheet.get("data", []), lines, entry)
    return shown


def _beside(blocks: list[Json], lines: Json, entry: Json) -> None:
    name, start = ("rowMetadata", "startRow") if lines["dimension"] == "ROWS" else ("columnMetadata", "startColumn")
    for block in blocks:
        at = lines["startIndex"] - block.get(start, 0)
        if 0 <= at < len(block.get(name, ())):
            block[name][at].setdefault("developerMetadata", []).append(entry)


def get(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """developerMetadata.get."""
    with opened(db, call, when) as spreadsheet:
        for entry in entries(db, spreadsheet.id):
            if entry["metadataId"] == int(call.path["metadataId"]):
                return entry
    raise Refusal(404, f"No developer metadata with ID {call.path['metadataId']}")


def search(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """developerMetadata.search: what any of the filters finds, each with the filters that found it."""
    with opened(db, call, when) as spreadsheet:
        filters = call.body.get("dataFilters", [])
        if not filters:
            raise Refusal(400, "Must specify at least one data filter.")
        tests = [_test(spreadsheet, one) for one in filters]
        found = [
            {"developerMetadata": entry, "dataFilters": by}
            for entry in entries(db, spreadsheet.id)
            if (by := [one for one, fits in zip(filters, tests, strict=True) if fits(entry)])
        ]
    return {"matchedDeveloperMetadata": found} if found else {}


def areas(db: sqlite3.Connection, spreadsheet: Spreadsheet, one: Json) -> list[a1.Window]:
    """The ranges that a filter by metadata means: whole tabs, rows, columns."""
    fits = _test(spreadsheet, one)
    found = []
    for entry in filter(fits, entries(db, spreadsheet.id)):
        where = _area(entry["location"])
        for tab in spreadsheet.tabs if where is None else [spreadsheet.tab(where[0])]:
            assert tab is not None
            rows, columns = (range(tab.rows), range(tab.columns)) if where is None else where[1:]
            bottom, right = min(rows.stop, tab.rows), min(columns.stop, tab.columns)
            found.append(a1.Window(tab, rows.start, bottom, columns.start, right))
    return found


def _test(spreadsheet: Spreadsheet, one: Json) -> Callable[[Json], bool]:
    """Whether an entry of metadata is what a DataFilter asks for. Raises Refusal."""
    if "developerMetadataLookup" not in one:
        window = (
            a1.window(spreadsheet, one["a1Range"])
            if "a1Range" in one
            else a1.from_grid_range(spreadsheet, one.get("gridRange", {}))
        )
        there = window.tab.sheet_id, range(window.top, window.bottom), range(window.left, window.right)
        return lambda entry: _meet(_area(entry["location"]), there)
    lookup = one["developerMetadataLookup"]
    place = _located(spreadsheet, lookup["metadataLocation"]) if "metadataLocation" in lookup else None
    strategy = lookup.get("locationMatchingStrategy", "")
    if strategy and place is None:
        raise Refusal(400, "A metadataLocation must be specified when a locationMatchingStrategy is specified.")
    if strategy == "INTERSECTING_LOCATION" and place == WHOLE:
        raise Refusal(
            400,
            "DeveloperMetadataLookup.spreadsheet is true, but locationMatchingStrategy was specified as INTERSECTING.",
        )
    exact = strategy == "EXACT_LOCATION"

    def fits(entry: Json) -> bool:
        plain = all(
            entry.get(name, "") == lookup[name]
            for name in ("metadataId", "metadataKey", "metadataValue", "visibility")
            if name in lookup
        )
        kind = lookup.get("locationType", entry["location"]["locationType"]) == entry["location"]["locationType"]
        if place is None or not (plain and kind):
            return plain and kind
        same = entry["location"] == place
        return same or (not exact and _meet(_area(entry["location"]), _area(place)))

    return fits


def _area(place: Json) -> Area | None:
    """The cells of a location; None for the whole spreadsheet, which meets no other location."""
    if place["locationType"] == "SPREADSHEET":
        return None
    everything = range(store.CELLS_MAX)
    if place["locationType"] == "SHEET":
        return place.get("sheetId", 0), everything, everything
    lines = place["dimensionRange"]
    span = range(lines["startIndex"], lines["endIndex"])
    pair = (span, everything) if lines["dimension"] == "ROWS" else (everything, span)
    return lines.get("sheetId", 0), *pair


def _meet(one: Area | None, other: Area | None) -> bool:
    if one is None or other is None or one[0] != other[0]:
        return False
    return all(a.start < b.stop and b.start < a.stop for a, b in zip(one[1:], other[1:], strict=True))


def _located(spreadsheet: Spreadsheet, given: Json) -> Json:
    """A location as Google shows it, with its kind. Raises Refusal."""
    if given.get("spreadsheet"):
        return WHOLE
    lines = given.get("dimensionRange")
    if lines is None and "sheetId" not in given:
        raise Refusal(400, "Developer metadata must always have a location specified.")
    tab = spreadsheet.grid(given if lines is None else lines)
    if lines is None:
        return {"locationType": "SHEET", **tab.place}
    dimension, start, end = dimensions.dimension_of(lines), lines.get("startIndex"), lines.get("endIndex")
    if start is None or end is None:
        raise Refusal(400, "DimensionRange must specify both a startIndex and an endIndex.")
    if end != start + 1:
        raise Refusal(400, "DimensionRange must represent a single row or column.")
    if not 0 <= start < dimensions.size(tab, dimension):
        raise Refusal(400, f"range.startIndex is larger than current grid size ({dimensions.size(tab, dimension)})")
    shown = {**tab.place, "dimension": dimension, "startIndex": start, "endIndex": end}
    return {"locationType": LINE[dimension], "dimensionRange": shown}


def _checked(spreadsheet: Spreadsheet, given: Json) -> Json:
    """An entry as it is kept. Raises Refusal for one without key, visibility or place, or one that is too long."""
    if not given.get("metadataKey"):
        raise Refusal(400, "Developer metadata must always have a key specified.")
    if given.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise Refusal(400, "Developer metadata must always have visibility specified.")
    if len(given["metadataKey"]) + len(given.get("metadataValue", "")) > LETTERS_MAX:
        raise Refusal(400, f"Developer metadata may have at most {LETTERS_MAX:,} characters of key and value.")
    named = {name: given[name] for name in ("metadataId", "metadataKey", "metadataValue") if given.get(name)}
    return {**named, "location": _located(spreadsheet, given.get("location", {})), "visibility": given["visibility"]}


def create(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """A new entry; an id that is not said is drawn."""
    given = request.get("developerMetadata", {})
    number = given.get("metadataId") or ids.sheet_id()
    if number < 0:
        raise Refusal(400, f"Developer metadata ID must be positive, but was {number}.")
    taken = "SELECT 1 FROM developer_metadata WHERE spreadsheet_id = ? AND id = ?"
    if db.execute(taken, (spreadsheet.id, number)).fetchone():
        exists = f"with ID [{number}] because developer metadata with that ID already exists."
        raise Refusal(400, f"Cannot add developer metadata {exists}")
    entry = _checked(spreadsheet, given | {"metadataId": number})
    _put(db, spreadsheet.id, entry)
    return {"developerMetadata": entry}


def update(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """Every entry that a filter finds gets the fields of the mask; ids stay."""
    mask = mask_of(request, "DeveloperMetadata")
    tests = [_test(spreadsheet, one) for one in request.get("dataFilters", [])]
    changed = []
    for entry in entries(db, spreadsheet.id):
        if any(fits(entry) for fits in tests):
            new = merged(entry, request.get("developerMetadata", {}), mask) | {"metadataId": entry["metadataId"]}
            changed.append(_checked(spreadsheet, new))
            _put(db, spreadsheet.id, changed[-1])
    return {"developerMetadata": changed} if changed else {}


def delete(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """Every entry that the filter finds goes away; the reply shows them."""
    fits = _test(spreadsheet, request.get("dataFilter", {}))
    gone = [entry for entry in entries(db, spreadsheet.id) if fits(entry)]
    for entry in gone:
        _remove(db, spreadsheet.id, entry["metadataId"])
    return {"deletedDeveloperMetadata": gone} if gone else {}


def _move(db: sqlite3.Connection, tab: Tab, dimension: str, mover: dimensions.Mover) -> None:
    """Metadata of a row or column goes where the line goes, or away with it."""
    for entry in list(entries(db, tab.spreadsheet_id)):
        lines = entry["location"].get("dimensionRange", {})
        if lines.get("sheetId", 0) != tab.sheet_id or lines.get("dimension") != dimension:
            continue
        place = mover(lines["startIndex"])
        if place is None:
            _remove(db, tab.spreadsheet_id, entry["metadataId"])
        else:
            lines |= {"startIndex": place, "endIndex": place + 1}
            _put(db, tab.spreadsheet_id, entry)


def forget(db: sqlite3.Connection, tab: Tab) -> None:
    """A tab takes its metadata with it."""
    for entry in list(entries(db, tab.spreadsheet_id)):
        where = _area(entry["location"])
        if where is not None and where[0] == tab.sheet_id:
            _remove(db, tab.spreadsheet_id, entry["metadataId"])


dimensions.LINE_HOOKS.append(_move)

KINDS: dict[str, Request] = {
    "createDeveloperMetadata": create,
    "updateDeveloperMetadata": update,
    "deleteDeveloperMetadata": delete,
}
HANDLERS: dict[str, Handler] = {
    "sheets.spreadsheets.developerMetadata.get": get,
    "sheets.spreadsheets.developerMetadata.search": search,
}
