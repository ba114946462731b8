"""Tables, as values.append finds them: blocks of filled cells that touch each other."""

from __future__ import annotations

import sqlite3

from . import store
from .a1 import Window
from .cells import cell_of


def last_table(db: sqlite3.Connection, area: Window) -> Window | None:
    """The last table (lowest, then rightmost) that reaches into the range; None when there is none."""
    filled = {
        (row, column)
        for row, cells in store.read(db, area.tab, 0, area.tab.rows)
        for column, one in enumerate(cells)
        if one is not None and (not isinstance(one, list) or cell_of(one).value is not None or cell_of(one).formula)
    }
    found: list[tuple[int, int, int, int]] = []
    while filled:
        found.append(_block(filled, filled.pop()))
    hits = [
        (bottom, right, top, left)
        for top, bottom, left, right in found
        if top < area.bottom and bottom > area.top and left < area.right and right > area.left
    ]
    if not hits:
        return None
    bottom, right, top, left = max(hits)
    return Window(area.tab, top, bottom, left, right)


def _block(filled: set[tuple[int, int]], seed: tuple[int, int]) -> tuple[int, int, int, int]:
    """Take the cells that touch the seed, also at corners, out of `filled`; gives the rectangle around them."""
    waiting = [seed]
    top, left = seed
    bottom, right = top + 1, left + 1
    while waiting:
        row, column = waiting.pop()
        top, bottom, left, right = min(top, row), max(bottom, row + 1), min(left, column), max(right, column + 1)
        for near in ((row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)):
            if near in filled:
                filled.discard(near)
                waiting.append(near)
    return top, bottom, left, right
