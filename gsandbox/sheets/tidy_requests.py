"""Requests that tidy cells up: split, trimmed, without duplicates, shuffled, a series continued."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from itertools import pairwise

from ..refusal import Refusal
from ..wire import Json
from . import a1, store
from .a1 import Window, exceeds
from .cells import Cell, Stored
from .line_requests import PIXELS
from .reading import Reader
from .store import Request, Spreadsheet
from .writing import Writer, figure

DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


def text_to_columns(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """The texts of one column, split, each part typed into the next column."""
    area = a1.from_grid_range(spreadsheet, request.get("source", {}))
    if area.right - area.left != 1:
        raise Refusal(400, "The source must span exactly one column.")
    kind = request.get("delimiterType", "")
    delimiter = request.get("delimiter", "") if kind == "CUSTOM" else DELIMITERS.get(kind, "")
    if not delimiter:
        raise Refusal(501, "Sandbox: text is split only by a delimiter that is named.")
    writer = Writer.over(db, spreadsheet, area)
    for row in range(area.top, area.bottom):
        value = writer.get(row, area.left).value
        if not isinstance(value, str) or delimiter not in value:
            continue
        parts = value.split(delimiter)
        if area.left + len(parts) > area.tab.columns:
            raise exceeds(replace(area, top=row, bottom=row + 1).sized(1, len(parts)))
        for across, part in enumerate(parts):
            writer.enter(row, area.left + across, part, parsed=True)
    writer.flush()


def trim_whitespace(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """Texts without blanks at their ends, and with single ones inside; they stay texts."""
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    writer, count = Writer.over(db, spreadsheet, area), 0
    for row, cells in list(store.read(db, area.tab, area.top, area.bottom)):
        for column in range(area.left, min(area.right, len(cells))):
            cell = writer.get(row, column)
            if (
                isinstance(cell.value, str)
                and not cell.formula
                and (tidy := " ".join(cell.value.split())) != cell.value
            ):
                writer.put(row, column, cell.valued(figure(tidy)))
                count += 1
    writer.flush()
    return {"cellsChangedCount": count} if count else {}


def _parts(db: sqlite3.Connection, area: Window) -> list[list[Stored]]:
    """The rows of a range, all of the same length."""
    rows, width = dict(store.read(db, area.tab, area.top, area.bottom)), area.right - area.left
    found = [rows.get(row, [])[area.left : area.right] for row in range(area.top, area.bottom)]
    return [part + [None] * (width - len(part)) for part in found]


def _put(db: sqlite3.Connection, area: Window, parts: list[list[Stored]]) -> None:
    """Write rows into a range, from its top; what is left of it becomes empty, what is beside it stays."""
    rows, width = dict(store.read(db, area.tab, area.top, area.bottom)), area.right - area.left
    changed = []
    for down, row in enumerate(range(area.top, area.bottom)):
        cells = rows.get(row, [])
        cells = cells + [None] * (area.right - len(cells))
        part = parts[down] if down < len(parts) else [None] * width
        changed.append((row, cells[: area.left] + part + cells[area.right :]))
    store.write(db, area.tab, changed)


def delete_duplicates(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """Rows of a range whose values, whatever their case, stand in a row above; those below move up."""
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    columns: set[int] = set()
    for one in request.get("comparisonColumns", []):
        columns |= set(range(one.get("startIndex", 0), min(one.get("endIndex", area.right), area.tab.columns)))
    if request.get("comparisonColumns") and not columns <= set(range(area.left, area.right)):
        raise Refusal(400, "The comparison columns must be within the range.")
    compared = [column - area.left for column in sorted(columns or range(area.left, area.right))]
    reader, seen, kept = Reader(db, spreadsheet, area.tab), set(), []
    parts = _parts(db, area)
    for part in parts:
        mark = tuple(reader.text(part[at]).casefold() for at in compared)
        if mark not in seen:
            kept.append(part)
        seen.add(mark)
    _put(db, area, kept)
    return {"duplicatesRemovedCount": len(parts) - len(kept)} if len(kept) < len(parts) else {}


def randomize_range(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """The rows of a range in another order."""
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    parts = _parts(db, area)
    random.shuffle(parts)
    _put(db, area, parts)


def auto_fill(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """A series of figures goes on by its step, texts repeat."""
    given = request.get("sourceAndDestination")
    if not given:
        raise Refusal(501, "Sandbox: only a source with a fill length is filled on.")
    source = a1.from_grid_range(spreadsheet, given.get("source", {}))
    dimension, length = given.get("dimension", ""), given.get("fillLength", 0)
    if dimension not in PIXELS:
        raise Refusal(400, "Dimension must be specified.")
    if length <= 0 or request.get("useAlternateSeries"):
        raise Refusal(501, "Sandbox: only the plain series is filled on, downwards or to the right.")
    down = dimension == "ROWS"
    target = replace(source, bottom=source.bottom + length) if down else replace(source, right=source.right + length)
    if target.bottom > target.tab.rows or target.right > target.tab.columns:
        raise exceeds(target)
    writer = Writer.over(db, spreadsheet, target)
    lines = range(source.left, source.right) if down else range(source.top, source.bottom)
    steps = range(source.top, source.bottom) if down else range(source.left, source.right)
    for line in lines:
        cells = [writer.get(step, line) if down else writer.get(line, step) for step in steps]
        for at, cell in enumerate(_continued(cells, length)):
            beyond = steps.stop + at
            row, column = (beyond, line) if down else (line, beyond)
            writer.put(row, column, cell)
    writer.flush()


def _continued(cells: list[Cell], length: int) -> list[Cell]:
    """The next cells of a line. Raises Refusal for what Google continues in a way of its own."""
    values = [cell.value for cell in cells]
    if any(cell.formula for cell in cells):
        raise Refusal(501, "Sandbox: formulas are not rewritten when they are filled on.")
    figures = [value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]
    if len(figures) == len(values) and len(figures) > 1:
        steps = {second - first for first, second in pairwise(figures)}
        if len(steps) > 1:
            raise Refusal(501, "Sandbox: only figures with the same step are filled on.")
        step = steps.pop()
        return [
            replace(cells[at % len(cells)].valued(figure(figures[-1] + step * (at + 1))), note="")
            for at in range(length)
        ]
    if any(isinstance(value, str) and value[-1:].isdigit() for value in values):
        raise Refusal(501, "Sandbox: texts that end in a figure are not filled on.")
    return [replace(cells[at % len(cells)], note="") for at in range(length)]


KINDS: dict[str, Request] = {
    "textToColumns": text_to_columns,
    "trimWhitespace": trim_whitespace,
    "deleteDuplicates": delete_duplicates,
    "randomizeRange": randomize_range,
    "autoFill": auto_fill,
}
