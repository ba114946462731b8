"""The sums of a cube's cells, each made when it is first asked for."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .arrays import Ints
from .cell_columns import CellColumns, Column
from .cell_keys import EXTRA, Rows, pattern_order
from .cube import APART, EXTREMES, KEY, TALLIES, Shape, large
from .items import BAD, TOP

CELLS_AT_ONCE = 1 << 15
"""Cells whose rows are added up together."""


class Sums(CellColumns):
    """Columns of the cells of one count; a sum is made, with others like it, when somebody first asks for it.

    With many stations nearly every response is a cell of its own, and the sums of all are most of the cost; grades ask for half
    of them, and means of questions for five.
    """

    def __init__(self, labels: CellColumns, rows: Rows, shape: Shape) -> None:
        """`labels`: KEY."""
        super().__init__({"rows": rows.counts})
        self._labels, self._rows, self._shape = labels, rows, shape

    def __missing__(self, name: str) -> Column:
        items = self._shape.items
        if name in KEY:
            self[name] = self._labels[name]
        elif name in EXTREMES:
            compare = np.minimum if name == "lowest" else np.maximum
            self[name] = self._over_rows(compare, "pattern", getattr(items, name).astype(np.int32))
        elif name in EXTRA_SUMS:
            asked = name in REPORTS
            self._add("extra", {each: value for each, value in _of_extra().items() if (each in REPORTS) is asked})
        elif name.startswith(APART):
            self._add("pattern", {f"{APART}{key}": items.apart[:, q] for q, key in enumerate(items.keys)})
        else:
            meanings = _of_ratings(self._shape)
            together = next((names for names in TOGETHER if name in names), meanings.keys() - set(chain(*TOGETHER)))
            self._add("pattern", {each: value for each, value in meanings.items() if each in together})
        return self[name]

    def among(self, cell: Column) -> CellColumns:
        """The same of some cells: only their rows are added up from now on."""
        return Sums(self.picked(cell), self._rows.among(cell), self._shape)

    def part(self, cells: slice) -> CellColumns:
        """The same of a stretch of cells: what is added up of them is kept no longer than they are looked at."""
        return Sums(self.picked(cells), self._rows.part(cells), self._shape)

    def over(self, starts: Column) -> CellColumns:
        """Sums over runs of cells, made from the rows at once."""
        return Sums(self.picked(starts), self._rows.over(starts), self._shape)

    def _add(self, part: str, meanings: dict[str, Ints]) -> None:
        cells, most = len(self["rows"]), int(self["rows"].max(initial=0))
        for word in _words(meanings, most):
            table = np.zeros(len(word[0][1]), dtype=np.int64)
            for _, values, shift, _ in word:
                table += values << shift
            sums = self._over_rows(np.add, part, table)
            for name, _, _, width in word[:-1]:
                self[name] = np.empty(cells, dtype=np.int64 if large(name) else np.int32)
                np.bitwise_and(sums, (1 << width) - 1, out=self[name], casting="unsafe")
                sums >>= width
            self[word[-1][0]] = sums if large(word[-1][0]) else sums.astype(np.int32)

    def _over_rows(self, combined: np.ufunc, part: str, table: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """(cells,): what the pattern (or extra) of each row means, combined; some rows at a time, which stay in the cache."""
        rows, of_row = self._rows, self._rows.extra
        if part == "pattern":
            table, of_row = table[pattern_order(self._shape.items)], rows.ratings
        sums = np.empty(len(rows.starts), dtype=table.dtype)
        for start in range(0, len(sums), CELLS_AT_ONCE):
            starts = rows.starts[start : start + CELLS_AT_ONCE + 1]
            end = starts[CELLS_AT_ONCE] if len(starts) > CELLS_AT_ONCE else len(of_row)
            meant = table[of_row[starts[0] : end]]
            combined.reduceat(meant, starts[:CELLS_AT_ONCE] - starts[0], out=sums[start : start + CELLS_AT_ONCE])
        return sums


TOGETHER = (("y",), ("yy",), ("best", "worst", "bad"))
"""Sums of ratings that are made together when one of them is asked for; so are the others."""
EXTRA_SUMS, REPORTS = TALLIES[4:], TALLIES[4:6]
"""Counts of the two questions counted alone; those that grades need of each day."""


@cache
def _of_ratings(shape: Shape) -> dict[str, Ints]:
    """What each pattern of ratings adds to each summed column."""
    items = shape.items
    points = np.where(items.complete[:, None], items.item_points, 0)
    columns = list(enumerate(items.keys))
    overall = items.answers[:, items.keys.index(shape.overall)] if shape.overall else np.zeros(items.patterns)
    return {
        "y": items.composite,
        "yy": items.composite**2,
        **{f"points_{key}": points[:, q] for q, key in columns},
        **{f"top_{key}": (items.answers[:, q] >= TOP).astype(np.int64) for q, key in columns},
        **{name: getattr(items, name).astype(np.int64) for name in ("best", "worst", "straight")},
        "bad": ((overall > 0) & (overall <= BAD)).astype(np.int64),
    }


@cache
def _of_extra() -> dict[str, Ints]:
    """What the two questions counted alone add (see EXTRA)."""
    money, receipt = np.arange(EXTRA) % 4, np.arange(EXTRA) // 4
    found = {"money_yes": money == 1, "money_no": money == 2, "money_unsaid": money == 3, "receipt_yes": receipt == 1}
    return {name: values.astype(np.int64) for name, values in {**found, "receipt_no": receipt == 2}.items()}


def _words(meanings: dict[str, Ints], most: int) -> list[list[tuple[str, Ints, int, int]]]:
    """Columns side by side in 63-bit words, so that one pass sums several: (column, values, shift, width) of each word.

    A column is as wide as its largest possible sum over a cell of `most` rows.
    """
    words: list[list[tuple[str, Ints, int, int]]] = []
    free: list[int] = []
    widths = {name: max(1, int(values.max()) * max(most, 1)).bit_length() for name, values in meanings.items()}
    for name in sorted(meanings, key=lambda name: -widths[name]):
        width = widths[name]
        place = next((index for index, room in enumerate(free) if room >= width), len(words))
        if place == len(words):
            if width > 63:
                raise InputError(
                    "A cell holds too many responses to be summed.", cure="Make cubes of shorter spans and merge them."
                )
            words.append([])
            free.append(63)
        words[place].append((name, meanings[name], 63 - free[place], width))
        free[place] -= width
    return words
