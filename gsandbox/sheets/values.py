"""The spreadsheets.values methods."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..drive import files
from ..front import Call, Handler
from ..refusal import Refusal, at_fault
from ..wire import Json
from . import a1, protection, regions, store
from .a1 import Window
from .dimensions import grown, insert_lines
from .reading import Reader
from .store import Spreadsheet
from .writing import Writer, by_rows, check_scalars, fit, wipe


@contextmanager
def opened(db: sqlite3.Connection, call: Call, when: datetime, *, changes: bool = False) -> Iterator[Spreadsheet]:
    """The spreadsheet of a call; a change leaves alone what others protect, and is noted in Drive."""
    spreadsheet = store.get(db, call.path["spreadsheetId"])
    if not changes:
        yield spreadsheet
        return
    with protection.respected(db, call, spreadsheet.id):
        yield spreadsheet
    files.touch(db, spreadsheet.id, when)


@dataclass(frozen=True)
class Render:
    """How values are wanted: major dimension, value rendering, rendering of dates."""

    major: str
    value: str
    moments: str

    @classmethod
    def of(cls, call: Call, body: Json | None = None) -> Render:
        """As the query of a read says, or its body."""
        names = ("majorDimension", "valueRenderOption", "dateTimeRenderOption")
        return cls(*(call.text(name) if body is None else body.get(name, "") for name in names))


def value_range(reader: Reader, area: Window, render: Render) -> Json:
    """A ValueRange; `values` is absent when the range is empty."""
    major = "COLUMNS" if render.major == "COLUMNS" else "ROWS"
    shown: Json = {"range": area.name, "majorDimension": major}
    values = reader.values(area, major=major, render=render.value, moments=render.moments)
    return shown | ({"values": values} if values else {})


def get(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """values.get."""
    with opened(db, call, when) as spreadsheet:
        area = a1.window(spreadsheet, call.path["range"])
        return value_range(Reader(db, spreadsheet), area, Render.of(call))


def batch_get(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """values.batchGet, in the order of the request."""
    with opened(db, call, when) as spreadsheet:
        areas = a1.windows(spreadsheet, call.query.get("ranges", []))
        reader, render = Reader(db, spreadsheet), Render.of(call)
        shown = [value_range(reader, area, render) for area in areas]
    return {"spreadsheetId": spreadsheet.id} | ({"valueRanges": shown} if shown else {})


@dataclass(frozen=True)
class Entry:
    """How values are put in: as they are (RAW), or as a person types them (USER_ENTERED) in this year."""

    parsed: bool
    year: int

    @classmethod
    def of(cls, when: datetime, option: str) -> Entry:
        """As a request's valueInputOption says. Raises Refusal when it says nothing."""
        if option in ("", "INPUT_VALUE_OPTION_UNSPECIFIED"):
            raise Refusal(400, "'valueInputOption' is required but not specified")
        return cls(option == "USER_ENTERED", when.year)


@dataclass(frozen=True)
class Written:
    """What a write did: the range it covers, the whole that was asked for, and which rows and columns got a value."""

    area: Window
    asked: Window
    rows: frozenset[int]
    columns: frozenset[int]
    cells: int

    def resource(self, spreadsheet_id: str) -> Json:
        """An UpdateValuesResponse; counts of nothing are left out."""
        shown: Json = {"spreadsheetId": spreadsheet_id, "updatedRange": self.area.name}
        if self.cells:
            counts = {"updatedRows": len(self.rows), "updatedColumns": len(self.columns), "updatedCells": self.cells}
            shown |= counts
        return shown


def write(
    db: sqlite3.Connection, spreadsheet: Spreadsheet, area: Window, rows: list[list[Any]], entry: Entry, *, grows: bool
) -> Written:
    """Put rows of values into a range; None leaves a cell as it is. Raises Refusal."""
    check_scalars(rows)
    target = fit(area, len(rows), max((len(row) for row in rows), default=0), grows=grows)
    writer = Writer.over(db, spreadsheet, target, entry.year)
    put_rows, put_columns, cells = set(), set(), 0
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            if value is None:
                continue
            writer.enter(target.top + down, target.left + across, value, parsed=entry.parsed)
            put_rows.add(down)
            put_columns.add(across)
            cells += 1
    writer.flush()
    if put_columns:  # what is null at the ends of the rows is not covered
        target = target.sized(target.bottom - target.top, max(put_columns) + 1)
    asked = area.sized(
        max(min(area.bottom, area.tab.rows), target.bottom) - area.top,
        max(min(area.right, area.tab.columns), target.right) - area.left,
    )
    return Written(target, asked, frozenset(put_rows), frozenset(put_columns), cells)


def _put(db: sqlite3.Connection, spreadsheet: Spreadsheet, text: str, body: Json, entry: Entry) -> Written:
    area = a1.window_uncut(spreadsheet, text)
    rows = by_rows(body.get("values", []), body.get("majorDimension", ""))
    return write(db, spreadsheet, area, rows, entry, grows=a1.is_single(text))


def update(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """values.update."""
    entry = Entry.of(when, call.text("valueInputOption"))
    _same_range(call)
    with opened(db, call, when, changes=True) as spreadsheet:
        written = _put(db, spreadsheet, call.path["range"], call.body, entry)
        shown = written.resource(spreadsheet.id)
        if call.flag("includeValuesInResponse"):
            shown["updatedData"] = value_range(Reader(db, spreadsheet), written.asked, _response_render(call))
    return shown


def _same_range(call: Call) -> None:
    asked, given = call.path["range"], call.body.get("range")
    if given and not a1.same(given, asked):
        raise Refusal(400, f"Request range[{asked}] does not match value's range[{given}]")


def _response_render(call: Call) -> Render:
    options = ("responseValueRenderOption", "responseDateTimeRenderOption")
    return Render(call.body.get("majorDimension", ""), *(call.text(name) for name in options))


class Batch:
    """The reply to many writes, as it grows."""

    def __init__(self, call: Call) -> None:
        body = call.body
        self.id = call.path["spreadsheetId"]
        self.shows = bool(body.get("includeValuesInResponse"))
        self.render = Render(
            "", body.get("responseValueRenderOption", ""), body.get("responseDateTimeRenderOption", "")
        )
        self.responses: list[Json] = []
        self.seen: dict[int, tuple[set[int], set[int]]] = {}
        self.cells = 0

    def add(self, db: sqlite3.Connection, spreadsheet: Spreadsheet, written: Written) -> Json:
        """One more write; gives what is said of it."""
        shown = written.resource(spreadsheet.id)
        if self.shows:
            shown["updatedData"] = value_range(Reader(db, spreadsheet), written.asked, self.render)
        self.responses.append(shown)
        rows, columns = self.seen.setdefault(written.area.tab.sheet_id, (set(), set()))
        rows |= {written.area.top + row for row in written.rows}
        columns |= {written.area.left + column for column in written.columns}
        self.cells += written.cells
        return shown

    def reply(self) -> Json:
        """A BatchUpdateValuesResponse; counts of nothing are left out."""
        reply: Json = {"spreadsheetId": self.id}
        if self.cells:
            reply |= {
                "totalUpdatedRows": sum(len(rows) for rows, _ in self.seen.values()),
                "totalUpdatedColumns": sum(len(columns) for _, columns in self.seen.values()),
                "totalUpdatedCells": self.cells,
                "totalUpdatedSheets": len(self.seen),
            }
        return reply | ({"responses": self.responses} if self.responses else {})


def batch_update(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """values.batchUpdate: all or nothing."""
    entry = Entry.of(when, call.body.get("valueInputOption", ""))
    done = Batch(call)
    with opened(db, call, when, changes=True) as spreadsheet:
        for index, data in enumerate(call.body.get("data", [])):
            with at_fault(f"data[{index}]"), protection.respected(db, call, spreadsheet.id):
                written = _put(db, spreadsheet, data.get("range", ""), data, entry)
            done.add(db, spreadsheet, written)
    return done.reply()


def append(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """values.append: below the last table in the range."""
    entry = Entry.of(when, call.text("valueInputOption"))
    rows = by_rows(call.body.get("values", []), call.body.get("majorDimension", ""))
    check_scalars(rows)
    _same_range(call)
    with opened(db, call, when, changes=True) as spreadsheet:
        area = a1.window(spreadsheet, call.path["range"])
        table = regions.last_table(db, area)
        top, left = (table.bottom, table.left) if table else (area.top, area.left)
        if rows and table and call.text("insertDataOption") == "INSERT_ROWS":
            insert_lines(db, spreadsheet, area.tab, "ROWS", top, len(rows), before=True)
            spreadsheet = store.get(db, spreadsheet.id)
        tab = store.tab_by_id(db, spreadsheet.id, area.tab.sheet_id)
        width = max((len(row) for row in rows), default=0)
        tab = grown(db, spreadsheet, tab, top + len(rows), left + width)
        spreadsheet = store.get(db, spreadsheet.id)
        start = Window(tab, top, top + 1, left, left + 1)
        written = write(db, spreadsheet, start, rows, entry, grows=":" not in tab.title)  # a mistake of Google's
        updates = written.resource(spreadsheet.id)
        if call.flag("includeValuesInResponse"):
            updates["updatedData"] = value_range(Reader(db, spreadsheet), written.asked, _response_render(call))
    found: Json = {"tableRange": table.name} if table else {}
    return {"spreadsheetId": spreadsheet.id, **found, "updates": updates}


def clear(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """values.clear."""
    with opened(db, call, when, changes=True) as spreadsheet:
        area = a1.window(spreadsheet, call.path["range"])
        wipe(db, area)
    return {"spreadsheetId": spreadsheet.id, "clearedRange": area.name}


def batch_clear(db: sqlite3.Connection, call: Call, when: datetime) -> Json:
    """values.batchClear."""
    with opened(db, call, when, changes=True) as spreadsheet:
        areas = []
        for index, text in enumerate(call.body.get("ranges", [])):
            with at_fault(f"range[{index}]"):
                areas.append(a1.window(spreadsheet, text))
        for area in areas:
            wipe(db, area)
    cleared = [area.name for area in areas]
    return {"spreadsheetId": spreadsheet.id} | ({"clearedRanges": cleared} if cleared else {})


HANDLERS: dict[str, Handler] = {
    "sheets.spreadsheets.values.get": get,
    "sheets.spreadsheets.values.batchGet": batch_get,
    "sheets.spreadsheets.values.update": update,
    "sheets.spreadsheets.values.batchUpdate": batch_update,
    "sheets.spreadsheets.values.append": append,
    "sheets.spreadsheets.values.clear": clear,
    "sheets.spreadsheets.values.batchClear": batch_clear,
}
