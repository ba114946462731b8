"""Requests that tidy cells up: split, trimmed, sorted, without duplicates, shuffled, a series continued."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from itertools import pairwise
from typing import Any

from ..refusal import Refusal
from ..wire import Json
from . import a1, dimensions, store
from .a1 import Window
from .cells import Cell, Stored
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
        replace(area, top=row).sized(1, len(parts)).checked()
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


def sort_range(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> None:
    """Rows of a range, by columns: numbers, then texts, then true and false; blanks last either way. Metadata goes along;
    rows that somebody hid stay."""
    area = _sortable(spreadsheet, request.get("range", {}))
    reader, parts = Reader(db, spreadsheet, area.tab), _parts(db, area)
    specs = request.get("sortSpecs", [])
    if any(spec.get("sortOrder") not in ("ASCENDING", "DESCENDING") for spec in specs):
        raise Refusal(400, "No sort order specified.")
    kept = area.tab.parts.get("dimensions", {}).get("ROWS", {})
    moving = [row for row in range(area.top, area.bottom) if not kept.get(str(row), {}).get("hiddenByUser")]
    order = [(row, parts[row - area.top]) for row in moving]
    for spec in reversed(specs):
        column = spec.get("dimensionIndex", 0) - area.left
        if not 0 <= column < area.right - area.left:
            raise Refusal(500, "Internal error encountered.")
        down = spec.get("sortOrder") == "DESCENDING"
        filled = [one for one in order if reader.effective(one[1][column]) not in (None, "")]
        blank = [one for one in order if reader.effective(one[1][column]) in (None, "")]
        filled.sort(key=lambda one: _rank(reader.effective(one[1][column])), reverse=down)  # used at once
        order = filled + blank
    for row, (_, part) in zip(moving, order, strict=True):
        parts[row - area.top] = part
    _put(db, area, parts)
    places = {old: new for new, (old, _) in zip(moving, order, strict=True)}
    dimensions.tell(db, area.tab, "ROWS", lambda row: places.get(row, row))


def _sortable(spreadsheet: Spreadsheet, given: Json) -> Window:
    """The range whose rows are sorted. Raises Refusal when cells in it are merged downwards."""
    tab = spreadsheet.grid(given)
    if given.get("startRowIndex", 0) >= tab.rows:
        raise Refusal(400, f"range.startRowIndex is larger than current grid size ({tab.rows})")
    area = a1.from_grid_range(spreadsheet, given)
    for one in tab.parts.get("merges", ()):
        if one["endRowIndex"] - one["startRowIndex"] > 1 and a1.touches(one, area):
            merge = a1.from_grid_range(spreadsheet, one).corners
            words = f"You can't sort a range containing vertical merges. There is a vertical merge at {merge}"
            raise Refusal(400, words)
    return area


def _rank(value: Any) -> tuple[int, float, str]:
    if isinstance(value, bool):
        return 2, int(value), ""
    if isinstance(value, str):
        return 1, 0, value.casefold()
    return 0, value, ""


def delete_duplicates(db: sqlite3.Connection, spreadsheet: Spreadsheet, request: Json) -> Json:
    """Rows of a range whose values, whatever their case, stand in a row above; those below move up, empty rows stay."""
    area = a1.from_grid_range(spreadsheet, request.get("range", {}))
    columns: set[int] = set()
    for one in request.get("comparisonColumns", []):
        first, end = max(one.get("startIndex", 0), -1), min(one.get("endIndex", area.right), area.tab.columns)
        columns |= set(range(first, end))
    if request.get("comparisonColumns") and not columns <= set(range(area.left, area.right)):
        raise Refusal(400, "The comparison columns must be within the range.")
    compared = [column - area.left for column in sorted(columns or range(area.left, area.right))]
    reader, seen, kept = Reader(db, spreadsheet, area.tab), set(), []
    parts = _parts(db, area)
    for part in parts:
        mark = tuple(reader.text(part[at]).casefold() for at in compared)
        if mark not in seen or not any(mark):
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
    dimension, length = dimensions.dimension_of(given), given.get("fillLength", 0)
    if length <= 0 or request.get("useAlternateSeries"):
        raise Refusal(501, "Sandbox: only the plain series is filled on, downwards or to the right.")
    down = dimension == "ROWS"
    target = replace(source, bottom=source.bottom + length) if down else replace(source, right=source.right + length)
    writer = Writer.over(db, spreadsheet, target.checked())
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
    "sortRange": sort_range,
    "deleteDuplicates": delete_duplicates,
    "randomizeRange": randomize_range,
    "autoFill": auto_fill,
}
