"""Tables and ranges against the plainest possible way to find them, on grids made by chance."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gsandbox.refusal import Refusal
from gsandbox.sheets import a1, store
from gsandbox.sheets.a1 import Window
from gsandbox.sheets.notation import letters
from gsandbox.sheets.regions import last_table
from gsandbox.sheets.store import Spreadsheet, Tab

Cell = tuple[int, int]

TAB = Tab(1, "x", 0, "Sheet1", 0, 12, 8, {}, {})
BOOK = Spreadsheet("x", {"locale": "en_US"}, [], (TAB, Tab(2, "x", 7, "It's", 1, 12, 8, {}, {})))


def flooded(filled: set[Cell], seed: Cell) -> set[Cell]:
    """Everything that touches the seed, step by step, corners too."""
    block, waiting = {seed}, [seed]
    while waiting:
        row, column = waiting.pop()
        near = {(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & filled - block
        block |= near
        waiting += near
    return block


def expected(filled: set[Cell], area: Window) -> tuple[int, int, int, int] | None:
    """The last table by the definition: of all blocks whose rectangle meets the range, the lowest, then the rightmost."""
    hits = []
    left = set(filled)
    while left:
        block = flooded(filled, next(iter(left)))
        left -= block
        rows, columns = {row for row, _ in block}, {column for _, column in block}
        top, bottom, first, last = min(rows), max(rows) + 1, min(columns), max(columns) + 1
        if top < area.bottom and bottom > area.top and first < area.right and last > area.left:
            hits.append((bottom, last, top, first))
    if not hits:
        return None
    bottom, last, top, first = max(hits)
    return top, bottom, first, last


@given(st.sets(st.tuples(st.integers(0, 11), st.integers(0, 7))), st.integers(0, 11), st.integers(0, 7), st.integers(1, 12), st.integers(1, 8))  # fmt: skip
def test_the_last_table_is_the_one_of_the_definition(
    filled: set[Cell], top: int, left: int, high: int, wide: int
) -> None:
    """The fast way by rows agrees with the flood, on any grid."""
    area = Window(TAB, top, min(12, top + high), left, min(8, left + wide))
    with sqlite3.connect(":memory:") as db:
        db.executescript(store.SCHEMA)
        lines: dict[int, list[Any]] = {row: [None] * 8 for row, _ in filled}
        for row, column in filled:
            lines[row][column] = "x"
        store.write(db, TAB, lines.items())
        found = last_table(db, area)
    db.close()
    assert (None if found is None else (found.top, found.bottom, found.left, found.right)) == expected(filled, area)


@given(st.integers(0, 11), st.integers(0, 7), st.integers(0, 11), st.integers(0, 7), st.sampled_from(["", "Sheet1!", "'Sheet1'!", "'It''s'!"]))  # fmt: skip
def test_a_range_survives_being_written_and_read(top: int, left: int, bottom: int, right: int, title: str) -> None:
    """Any two corners, in any order, in A1 or R1C1 notation, mean the same rectangle; its name means it again."""
    rows, columns = sorted((top, bottom)), sorted((left, right))
    text = f"{title}{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
    area = a1.window(BOOK, text)
    assert (area.top, area.bottom, area.left, area.right) == (rows[0], rows[1] + 1, columns[0], columns[1] + 1)
    assert a1.window(BOOK, area.name) == area
    numbers = f"{title}R{top + 1}C{left + 1}:R{bottom + 1}C{right + 1}"
    if bottom == top - 1 or right == left - 1:  # recorded: these Google does not read
        with pytest.raises(Refusal, match="Unable to parse range"):
            a1.window(BOOK, numbers)
    else:
        assert a1.window(BOOK, numbers) == area
    assert a1.from_grid_range(BOOK, a1.as_grid_range(area)) == area


@given(st.text(max_size=30))
def test_any_text_is_a_range_or_is_refused(text: str) -> None:
    """Nothing but a window or Google's 400."""
    found: Window | Refusal
    try:
        found = a1.window(BOOK, text)
    except Refusal as refused:
        found = refused
    if isinstance(found, Refusal):
        assert (found.status, found.message.split(" ")[0]) in ((400, "Unable"), (400, "Range"))
    else:
        assert 0 <= found.top < found.bottom <= 12
        assert 0 <= found.left < found.right <= 8


@pytest.mark.parametrize("title", ["Sheet1", "A1", "O'Brien", "a b", "हिन्दी", "1st", "R1C1", "R", "_x", "x-y"])
def test_a_title_is_found_under_the_name_that_is_shown(title: str) -> None:
    """Whatever a tab is called, its range can be asked for as the reply names it."""
    book = Spreadsheet("x", {}, [], (TAB, Tab(2, "x", 7, title, 1, 3, 3, {}, {})))
    tab = book.tabs[1]
    assert a1.window(book, Window(tab, 1, 3, 1, 3).name).tab.title == (TAB if title == "Sheet1" else tab).title
