"""Ranges in A1 notation: read as Google reads them, written as Google writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ..refusal import Refusal
from ..wire import Json
from . import notation
from .notation import Corners, letters
from .store import Spreadsheet, Tab

COLUMN_ZZZ = 18_277
PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle on a tab; rows and columns counted from 0, ends not included."""

    tab: Tab
    top: int
    bottom: int
    left: int
    right: int

    @property
    def name(self) -> str:
        """The range as Google writes it: Sheet1!A1:B2, 'Form Responses 1'!A1."""
        return f"{quoted(self.tab.title)}!{self.corners}"

    @property
    def corners(self) -> str:
        """The range without its tab."""
        first = f"{letters(self.left)}{self.top + 1}"
        last = f"{letters(self.right - 1)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    @property
    def cells(self) -> Iterator[tuple[int, int]]:
        """Row and column of each of its cells, row by row."""
        return product(range(self.top, self.bottom), range(self.left, self.right))

    def sized(self, rows: int, columns: int) -> Window:
        """The rectangle of this size at the same corner."""
        return Window(self.tab, self.top, self.top + rows, self.left, self.left + columns)

    def checked(self) -> Window:
        """The same. Raises Refusal when it ends past the grid."""
        if self.bottom > self.tab.rows or self.right > self.tab.columns:
            raise _past(self.tab, self.corners)
        return self


def quoted(title: str) -> str:
    """A tab's title as it stands before `!`: bare only when it is one plain ASCII word that no cell is called by."""
    if PLAIN_TITLE.fullmatch(title) and not _is_cell(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def _is_cell(text: str) -> bool:
    match = re.fullmatch(r"([A-Za-z]{1,3})(0*[1-9]\d{0,8})", text)
    return bool(match) or bool(re.fullmatch(r"[Rr]\d*[Cc]\d*", text))


def window(spreadsheet: Spreadsheet, text: str, *, home: Tab | None = None) -> Window:
    """The range that a text means: A1 notation, a tab's title or a named range, cut to the tab's grid.

    Without a title it is on `home`, the tab of the formula that names it, else on the first that is not hidden.
    Raises Refusal: 400 `Unable to parse range: ...`, or 400 `Range (...) exceeds grid limits. ...` when it begins past it.
    """
    return _window(spreadsheet, text, clip=True, home=home)


def windows(spreadsheet: Spreadsheet, texts: list[str]) -> list[Window]:
    """The ranges that texts mean. Raises Refusal."""
    return [window(spreadsheet, text) for text in texts]


def window_uncut(spreadsheet: Spreadsheet, text: str) -> Window:
    """The range that a text means, for writing: it may end past the grid, as long as the values do not."""
    return _window(spreadsheet, text, clip=False)


def _window(spreadsheet: Spreadsheet, text: str, *, clip: bool, home: Tab | None = None) -> Window:
    title, area = _split(text)
    if title is None:
        tab = home or next((tab for tab in spreadsheet.tabs if not tab.properties.get("hidden")), spreadsheet.tabs[0])
    else:
        found = spreadsheet.titled(title)
        whole = spreadsheet.titled(text) if found is None else None
        if whole is not None:  # its title has an exclamation mark
            return on_grid(whole, None)
        if found is None:
            raise _unreadable(text)
        tab = found
    corners = notation.corners(area) if area else None
    if not area or corners is not None:
        return on_grid(tab, corners, clip=clip)
    named = _named(spreadsheet, area)
    if named is None and title is None and (whole := spreadsheet.titled(area)):
        named = on_grid(whole, None)
    if named is None:
        raise _unreadable(text)
    return named


def on_grid(tab: Tab, corners: Corners | None, *, clip: bool = True) -> Window:
    """The corners on the tab's grid, cut to it unless `clip` is off. Raises Refusal when they begin past it."""
    if corners is None:
        return Window(tab, 0, tab.rows, 0, tab.columns)
    top, left = corners.top or 0, corners.left or 0
    bottom = tab.rows - 1 if corners.bottom is None else corners.bottom
    right = tab.columns - 1 if corners.right is None else corners.right
    if corners.top is not None and corners.bottom is not None:
        top, bottom = sorted((top, bottom))
    if corners.left is not None and corners.right is not None:
        left, right = sorted((left, right))
    asked = Window(tab, top, max(bottom, top) + 1, left, max(right, left) + 1)
    if top >= tab.rows or left >= tab.columns:
        row, column = (None if open_ else at for open_, at in zip(_open(corners), (top, left), strict=True))
        below, beside = None if corners.bottom is None else asked.bottom, None if corners.right is None else asked.right
        raise _past(tab, _spelled(row, below, column, beside))
    if not clip:
        return asked
    return Window(tab, top, min(asked.bottom, tab.rows), left, min(asked.right, tab.columns))


def _open(corners: Corners) -> tuple[bool, bool]:
    """Whether these are whole columns, and whether they are whole rows."""
    return corners.top is None and corners.bottom is None, corners.left is None and corners.right is None


def _spelled(top: int | None, bottom: int | None, left: int | None, right: int | None) -> str:
    """A range past the grid by those of its ends that are said: AA, 1001:1002, A1001:B, 1001: (and no column past ZZZ)."""
    first = _column(left) + ("" if top is None else str(top + 1))
    last = _column(None if right is None else right - 1) + ("" if bottom is None else str(bottom))
    return first if first == last else f"{first}:{last}"


def _column(number: int | None) -> str:
    return "" if number is None or number > COLUMN_ZZZ else letters(number)


def _past(tab: Tab, area: str, note: str = "") -> Refusal:
    """The 400 for a range past the grid."""
    limits = f"Max rows: {tab.rows}, max columns: {tab.columns}"
    return Refusal(400, f"Range ({note}{quoted(tab.title)}!{area}) exceeds grid limits. {limits}")


def _named(spreadsheet: Spreadsheet, name: str) -> Window | None:
    """The named range of this name. It may stand behind a tab's title, as gspread writes it."""
    for named in spreadsheet.named_ranges:
        if named["name"].casefold() == name.casefold():
            return from_grid_range(spreadsheet, named["range"])
    return None


def from_grid_range(spreadsheet: Spreadsheet, grid_range: Json, *, empty: bool = False, bare: bool = False) -> Window:
    """A GridRange on its tab; missing ends are open, with `empty` it may hold no cell. Raises Refusal.

    Past the grid it is named from its first cell; with `bare` by what it says alone, as a data filter's is.
    """
    tab = spreadsheet.grid(grid_range)
    said = [grid_range.get(name) for name in ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")]
    if any(end is not None and end < 0 for end in said):
        raise Refusal(400, "GridRange indexes must be >= 0")
    for axis, start, end in (("Row", *said[:2]), ("Column", *said[2:])):
        if start is not None and end is not None and end < start:
            raise Refusal(400, f"end{axis}Index[{end}] cannot be before start{axis}Index[{start}]")
    top, left = said[0] or 0, said[2] or 0
    if top >= tab.rows or left >= tab.columns:
        nothing = any(start is not None and start == end for start, end in (said[:2], said[2:]))
        area = _spelled(*said) if bare else _spelled(top, said[1], left, said[3]).removesuffix(":")
        raise _past(tab, area, "(empty) " if bare and nothing else "")
    bottom, right = (size if end is None else end for end, size in ((said[1], tab.rows), (said[3], tab.columns)))
    if min(bottom - top, right - left) < (0 if empty else 1):
        raise Refusal(400, f"Range ({quoted(tab.title)}!{_loose(top, bottom, left, right)}) is invalid.")
    return Window(tab, top, min(bottom, tab.rows), left, min(right, tab.columns))


def _loose(top: int, bottom: int, left: int, right: int) -> str:
    return f"R{top + 1}C{left + 1}:R{bottom}C{right}"


def as_grid_range(area: Window) -> Json:
    """The GridRange of a window, as the API shows it: sheetId 0 is left out."""
    return area.tab.place | {
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }


def inside(one: Json, area: Window) -> bool:
    """Whether a GridRange with all its ends lies in a window of the same tab."""
    return bool(
        one["startRowIndex"] >= area.top
        and one["endRowIndex"] <= area.bottom
        and one["startColumnIndex"] >= area.left
        and one["endColumnIndex"] <= area.right
    )


def touches(one: Json, area: Window) -> bool:
    """Whether a GridRange and a window of the same tab have a cell in common."""
    return bool(
        one.get("startRowIndex", 0) < area.bottom
        and one.get("endRowIndex", area.tab.rows) > area.top
        and one.get("startColumnIndex", 0) < area.right
        and one.get("endColumnIndex", area.tab.columns) > area.left
    )


def _split(text: str) -> tuple[str | None, str]:
    """A text into tab title (None when it has none) and area ("" = the whole tab). Blanks belong to what they stand in."""
    if text.startswith("'"):
        match = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.+))?", text, re.DOTALL)
        if match is None:
            raise _unreadable(text)
        title, area = match[1].replace("''", "'"), match[2] or ""
    else:
        title, mark, area = text.rpartition("!")
        if not text or (mark and not area):
            raise _unreadable(text)
        if not mark:
            return None, area
    if title:
        return title, area
    if notation.corners(area) is None:  # an empty title is no title, before a range only
        raise _unreadable(text)
    return None, area


def same(one: str, other: str) -> bool:
    """Whether two ranges say the same, however they are spelt; a whole tab and all of its columns do not."""
    (title, area), (other_title, other_area) = (_said(text) for text in (one, other))
    return area == other_area and (title == other_title or not (title and other_title))


def _said(text: str) -> tuple[str, Corners | None]:
    title, area = _split(text)
    corners = notation.corners(area)
    return (title or ("" if corners else area)).casefold(), corners


def is_single(text: str) -> bool:
    """Whether a range names one cell only, from which written data may grow."""
    _, area = _split(text)
    corners = notation.corners(area) if area else None
    return corners is not None and corners.single


def _unreadable(text: str) -> Refusal:
    return Refusal(400, f"Unable to parse range: {text}")
