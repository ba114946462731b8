"""From the values of a request to stored rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from ..refusal import Refusal
from . import formula, spelling, store
from .a1 import Window
from .cells import Cell, Scalar, Stored, cell_of
from .links import relinked
from .notation import letters
from .parse import entered
from .store import Spreadsheet, Tab

TOO_LONG = f"Your input contains more than the maximum of {store.LETTERS_MAX} characters in a single cell."

MARK = "\t "


class Writer:
    """Changes cells of one tab; rows are read once and written once, by `flush`."""

    def __init__(self, db: sqlite3.Connection, spreadsheet: Spreadsheet, tab: Tab, year: int | None = None) -> None:
        self.db = db
        self.tab = tab
        self.spreadsheet = spreadsheet
        self.locale = str(spreadsheet.properties["locale"])
        self.year = year if year is not None else datetime.now(UTC).year
        self._rows: dict[int, list[Stored]] = {}

    @classmethod
    def over(cls, db: sqlite3.Connection, spreadsheet: Spreadsheet, area: Window, year: int | None = None) -> Writer:
        """A writer into the tab of a range, whose rows are read."""
        writer = cls(db, spreadsheet, area.tab, year)
        writer.load(area.top, area.bottom)
        return writer

    def load(self, top: int, bottom: int) -> None:
        """Read the rows that are about to change."""
        for row, cells in store.read(self.db, self.tab, top, bottom):
            self._rows.setdefault(row, cells)

    def get(self, row: int, column: int) -> Cell:
        """The cell as it is now."""
        cells = self._row(row)
        return cell_of(cells[column]) if column < len(cells) else Cell()

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Replace a cell."""
        cells = self._row(row)
        if column >= len(cells):
            cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = cell.stored()

    def _row(self, row: int) -> list[Stored]:
        if row not in self._rows:
            self._rows[row] = next((cells for _, cells in store.read(self.db, self.tab, row, row + 1)), [])
        return self._rows[row]

    def enter(self, row: int, column: int, value: Scalar, *, parsed: bool) -> None:
        """Put a value as RAW or, with `parsed`, as a person types it. The cell keeps its format and note.

        A cell that is merged into another keeps nothing.
        """
        if isinstance(value, str) and len(value) > store.LETTERS_MAX:
            raise Refusal(400, TOO_LONG)
        if self._hidden(row, column):
            return
        old = self.get(row, column)
        old_format = store.format_of(self.db, old.format) if old.format else {}
        kept = relinked(old_format, old, value)
        number = old.format if kept is old_format else store.format_number(self.db, kept)
        if not parsed or not isinstance(value, str) or old_format.get("numberFormat", {}).get("type") == "TEXT":
            self.put(row, column, replace(old.valued(figure(value)), format=number))
            return
        found = entered(value, self.locale, this_year=self.year)
        spelled = self.spelled(found.formula) if found.formula else ""
        if found.number_format and not old_format.get("numberFormat"):
            number = store.format_number(self.db, kept | {"numberFormat": found.number_format})
        self.put(row, column, Cell(figure(found.value), number, spelled, old.note))

    def _hidden(self, row: int, column: int) -> bool:
        """Whether a cell is merged into another."""
        return any(
            one["startRowIndex"] <= row < one["endRowIndex"]
            and one["startColumnIndex"] <= column < one["endColumnIndex"]
            and (row, column) != (one["startRowIndex"], one["startColumnIndex"])
            for one in self.tab.parts.get("merges", ())
        )

    def spelled(self, text: str) -> str:
        """A formula as it is kept. Raises Refusal for one that the sandbox does not calculate."""
        formula.check(text)
        return spelling.kept(text, [tab.title for tab in self.spreadsheet.tabs], self.locale)

    def flush(self) -> None:
        """Write the changed rows."""
        store.write(self.db, self.tab, self._rows.items())
        self._rows = {}


def figure(value: Scalar) -> Scalar:
    """A value as it is kept: "" is nothing, a whole float is a whole number, figures are doubles."""
    if value == "":
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    return value


def check_scalars(values: list[list[Any]]) -> None:
    """Refuse what is no value of a cell, in the words of the API."""
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            if isinstance(value, (dict, list)):
                raise Refusal(400, f"Invalid values[{row}][{column}]: {_proto(value, mark=MARK)}")


def _proto(value: Any, indent: str = "", mark: str = "") -> str:
    """A JSON value as the text form of a protocol buffer, which is how the API shows it: figures are doubles, and
    `mark`, a tab and a blank behind the first name, says that no program should read it."""
    deeper = indent + "  "
    if isinstance(value, dict):
        fields = "".join(
            f'{deeper}fields {{\n{deeper}  key: "{key}"\n{deeper}  value {{\n{_proto(item, deeper + "    ")}{deeper}  }}\n{deeper}}}\n'
            for key, item in value.items()
        )
        return f"{indent}struct_value {mark}{{\n{fields}{indent}}}\n"
    if isinstance(value, list):
        parts = "".join(f"{deeper}values {{\n{_proto(item, deeper + '  ')}{deeper}}}\n" for item in value)
        return f"{indent}list_value {mark}{{\n{parts}{indent}}}\n"
    if value is None:
        return f"{indent}null_value: NULL_VALUE\n"
    if isinstance(value, bool):
        return f"{indent}bool_value: {str(value).lower()}\n"
    if isinstance(value, str):
        return f'{indent}string_value: "{value}"\n'
    return f"{indent}number_value: {_double(value)}\n"


def _double(value: float) -> str:
    """A figure as Java writes it: 1.0, 0.5, 1.0E10."""
    text = repr(float(value))
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return text
    digits, _, exponent = f"{Decimal(text).normalize():e}".partition("e")
    return f"{digits if '.' in digits else digits + '.0'}E{int(exponent)}"


def by_rows(values: Iterable[Iterable[Any]], major: str) -> list[list[Any]]:
    """Values of either major dimension, row by row. Columns of unequal length leave gaps (None: not written)."""
    lists = [list(line) for line in values]
    if major != "COLUMNS":
        return lists
    return [list(row) for row in zip_longest(*lists)]


def fit(area: Window, rows: int, columns: int, *, grows: bool) -> Window:
    """Where a block of values goes that is written to a range. Raises Refusal when it does not fit."""
    target = area.sized(max(rows, 1), max(columns, 1))
    if not grows:
        name = area.name
        if target.right > area.right:
            raise Refusal(
                400, f"Requested writing within range [{name}], but tried writing to column [{letters(area.right)}]"
            )
        if target.bottom > area.bottom:
            raise Refusal(400, f"Requested writing within range [{name}], but tried writing to row [{area.bottom + 1}]")
    return target.checked()


def wipe(db: sqlite3.Connection, area: Window, *, but_first: bool = False) -> None:
    """Remove values and formulas of a range, or of all its cells but the top left one; formats and notes stay."""
    kept = []
    for row, cells in store.read(db, area.tab, area.top, area.bottom):
        for column in range(area.left, min(area.right, len(cells))):
            if not (but_first and (row, column) == (area.top, area.left)):
                cells[column] = cell_of(cells[column]).valued(None).stored()
        kept.append((row, cells))
    store.write(db, area.tab, kept)
