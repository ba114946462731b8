"""Tables, as values.append finds them: blocks of filled cells that touch each other, also at corners."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from . import store
from .a1 import Window
from .cells import Stored


@dataclass
class _Block:
    """A block that is growing downwards; `into` is the larger one that it turned out to be part of."""

    top: int
    bottom: int
    left: int
    right: int
    into: _Block | None = None

    def root(self) -> _Block:
        block = self
        while block.into is not None:
            block = block.into
        return block

    def take(self, other: _Block) -> None:
        self.top, self.bottom = min(self.top, other.top), max(self.bottom, other.bottom)
        self.left, self.right = min(self.left, other.left), max(self.right, other.right)
        other.into = self


def last_table(db: sqlite3.Connection, area: Window) -> Window | None:
    """The last table (lowest, then rightmost) that reaches into the range; None when there is none."""
    hits = [
        (block.bottom, block.right, block.top, block.left)
        for block in _blocks(store.read(db, area.tab, 0, area.tab.rows))
        if block.top < area.bottom and block.bottom > area.top and block.left < area.right and block.right > area.left
    ]
    if not hits:
        return None
    bottom, right, top, left = max(hits)
    return Window(area.tab, top, bottom, left, right)


def _blocks(rows: Iterator[tuple[int, list[Stored]]]) -> list[_Block]:
    """All blocks: the runs of each row, joined with the runs of the row above that they touch."""
    made: list[_Block] = []
    above: list[tuple[int, int, _Block]] = []
    last = -2
    for row, cells in rows:
        if row != last + 1:
            above = []
        here, passed = [], 0
        for left, right in _runs(cells):
            block = _Block(row, row + 1, left, right)
            made.append(block)
            while passed < len(above) and above[passed][1] < left:  # no later run touches it either
                passed += 1
            at = passed
            while at < len(above) and above[at][0] <= right:
                root = above[at][2].root()
                if root is not block:
                    root.take(block)
                    block = root
                at += 1
            here.append((left, right, block))
        above, last = here, row
    return [block for block in made if block.into is None]


def _runs(cells: list[Stored]) -> Iterator[tuple[int, int]]:
    """The stretches of filled cells in a row: first column, column after the last."""
    start = None
    for column, one in enumerate(cells):
        filled = one is not None and (not isinstance(one, list) or one[0] is not None or bool(one[2:3] and one[2]))
        if filled and start is None:
            start = column
        elif not filled and start is not None:
            yield start, column
            start = None
    if start is not None:
        yield start, len(cells)
