"""From stored rows to the values that the API replies with."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from ..refusal import Refusal
from ..wire import Json
from . import colours, formula, functions, store
from .a1 import Window, window
from .cells import Mistake, Scalar, Stored
from .functions import FormulaError
from .show import MOMENTS, shown
from .store import Spreadsheet, Tab

DEEPEST = 40
CIRCULAR = "Circular dependency detected."
CELL = re.compile(r"=\s*(?:(?:'(?:[^']|'')+'|[^\W\d]\w*)!)?\$?[A-Za-z]{1,3}\$?[1-9]\d*\s*")
"""A formula that is nothing but the name of a cell."""


class Reader:
    """Reads cells of one spreadsheet in one transaction. `home` is the tab whose cells are read, where the formulas stand."""

    def __init__(self, db: sqlite3.Connection, spreadsheet: Spreadsheet, home: Tab | None = None) -> None:
        self.db = db
        self.spreadsheet = spreadsheet
        self.locale = str(spreadsheet.properties["locale"])
        self._formats: dict[int, Json] = {}
        self.looks: dict[tuple[int, type], Json] = {}  # of cells without a formula, by format and kind of value
        self.home = home
        now = functions.MOMENT.get() or datetime.now(UTC)
        functions.MOMENT.set(now.astimezone(ZoneInfo(spreadsheet.properties["timeZone"])))
        self._under_way: set[tuple[int, str]] = set()
        self._calculated: dict[tuple[int, str], Scalar] = {}

    def format(self, number: int) -> Json:
        """The userEnteredFormat with this number."""
        if number not in self._formats:
            theme = colours.of_theme(self.spreadsheet.properties)
            self._formats[number] = colours.settled(store.format_of(self.db, number), theme)
        return self._formats[number]

    def values(self, area: Window, *, major: str = "ROWS", render: str = "", moments: str = "") -> list[list[Scalar]]:
        """The values of a range; blank tails cut, blanks between as "" and empty rows as []."""
        self.home = area.tab
        rows: list[list[Scalar]] = []
        plain = render == "UNFORMATTED_VALUE" and moments != "FORMATTED_STRING"
        held = self._moments_shown if moments == "FORMATTED_STRING" else self._plain
        ways = {"UNFORMATTED_VALUE": held, "FORMULA": lambda one: _formula(one) or held(one)}
        shown_as: Callable[[Stored], Scalar] = ways.get(render, self.text)
        for number, cells in store.read(self.db, area.tab, area.top, area.bottom):
            while len(rows) < number - area.top:
                rows.append([])
            part = cells[area.left : area.right]
            if plain:
                row = [self._plain(one) if isinstance(one, list) else one for one in part]
            else:
                row = [one if isinstance(one, str) else shown_as(one) for one in part]
            rows.append(["" if one is None else one for one in row])
        if major == "COLUMNS":
            rows = [list(column) for column in zip_longest(*rows, fillvalue="")]
        for row in rows:
            while row and row[-1] == "":
                row.pop()
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def effective(self, one: Stored) -> Scalar:
        """The value of a cell, calculated when it is a formula."""
        if not isinstance(one, list):
            return one
        return self.calculate(one[2]) if len(one) > 2 and one[2] else one[0]

    def calculate(self, text: str) -> Scalar:
        """The value of a formula, calculated once."""
        home = self.home
        running = (home.key if home else 0, text)
        if running in self._calculated:
            return self._calculated[running]
        if running in self._under_way or len(self._under_way) > DEEPEST:
            return Mistake("#REF!", CIRCULAR)
        self._under_way.add(running)
        try:
            value = formula.evaluate(text, self._lookup, self.locale)
        finally:
            self._under_way.discard(running)
            self.home = home
        if not (isinstance(value, Mistake) and value.message == CIRCULAR):  # which hangs on where the reading began
            self._calculated[running] = value
        return value

    def address(self, text: str) -> str:
        """Where a cell leads whose formula is a HYPERLINK and nothing else; "" for any other formula."""
        return formula.address(text, self._lookup, self.locale)

    def _lookup(self, text: str) -> list[list[Scalar]]:
        try:
            area = window(self.spreadsheet, text, home=self.home)
        except Refusal:
            raise FormulaError("#REF!", self._missing(text)) from None
        home, self.home = self.home, area.tab
        height, width = area.bottom - area.top, area.right - area.left
        grid: list[list[Scalar]] = []
        for number, cells in store.read(self.db, area.tab, area.top, area.bottom):
            grid += [[None] * width for _ in range(number - area.top - len(grid))]
            row = [self.effective(one) for one in cells[area.left : area.right]]
            grid.append(row + [None] * (width - len(row)))
        self.home = home
        return grid or ([[None] * width] if height else [])

    def _missing(self, text: str) -> str:
        """What Google says of a range that is not there: its tab is not, or its cells."""
        title = text.rpartition("!")[0].removeprefix("'").removesuffix("'").replace("''", "'")
        known = any(tab.title.casefold() == title.casefold() for tab in self.spreadsheet.tabs)
        return "Reference does not exist." if known or not title else f"Unresolved sheet name '{title}'."

    def text(self, one: Stored) -> str:
        """The cell as a person sees it."""
        if not isinstance(one, list):
            return str(one) if type(one) is int else shown(one, {}, self.locale)
        return shown(self.effective(one), self.number_format(one), self.locale)

    def number_format(self, one: Stored) -> Json:
        """How figures of a cell look: as it says, else as its formula has it, which may be that of the cell it names."""
        if not isinstance(one, list):
            return {}
        own: Json = self.format(one[1]).get("numberFormat", {}) if len(one) > 1 and one[1] else {}
        if own or len(one) < 3 or not one[2]:
            return own
        if one[2].upper().startswith("=TODAY()"):
            return {"type": "DATE"}
        return self._as_named(one[2]) if CELL.fullmatch(one[2]) else {}

    def _as_named(self, text: str) -> Json:
        """The number format of the one cell that a formula names."""
        home = self.home
        running = (home.key if home else 0, f"format of {text}")
        if running in self._under_way or len(self._under_way) > DEEPEST:
            return {}
        self._under_way.add(running)
        try:
            area = window(self.spreadsheet, text[1:].replace("$", ""), home=home)
            self.home = area.tab
            cells = next((cells for _, cells in store.read(self.db, area.tab, area.top, area.bottom)), [])
            return self.number_format(cells[area.left]) if area.left < len(cells) else {}
        except Refusal:
            return {}
        finally:
            self._under_way.discard(running)
            self.home = home

    def _plain(self, one: Stored) -> Scalar:
        """The value of a cell; of an error also what Google says of it: #DIV/0! (Function DIVIDE ...)."""
        value = self.effective(one)
        return f"{value} ({value.message})" if isinstance(value, Mistake) else value

    def _moments_shown(self, one: Stored) -> Scalar:
        if isinstance(one, list) and len(one) > 1 and one[1]:
            value = self.effective(one)
            number_format = self.format(one[1]).get("numberFormat", {})
            if number_format.get("type") in MOMENTS and not isinstance(value, (str, bool)):
                return self.text(one)
        return self._plain(one)


def _formula(one: Stored) -> str:
    """The formula of a cell; "" for one without."""
    return one[2] if isinstance(one, list) and len(one) > 2 else ""
