"""The sums of a cube's cells, each made when it is first asked for."""

from __future__ import annotations

from functools import lru_cache, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from ...errors import InputError
from ..arrays import Ints
from .cell_columns import CellColumns, Column
from .cell_keys import EXTRA, Rows, pattern_order
from .cube import APART, EXTREMES, KEY, LARGE, TALLIES, Shape, large
from .items import BAD, TOP

ROWS_AT_ONCE = 1 << 15
"""About so many rows are added up together."""


class Sums(CellColumns):
    """Columns of the cells of one count; a sum is made, with others like it, when somebody first asks for it.

    With many stations nearly every response is a cell of its own, and the sums of all are most of the cost; grades ask for half
    of them, and means of questions for five.
    """

    def __init__(self, labels: CellColumns, rows: Rows, shape: Shape) -> None:
        """`labels`: KEY."""
        super().__init__({"rows": rows.counts})
        self._labels, self._rows, self._shape = labels, rows, shape
        self._words: dict[str, tuple[Column, int, int]] = {}

    def __missing__(self, name: str) -> Column:
        if name in KEY:
            self[name] = self._labels[name]
        elif name in EXTREMES:
            compare = np.minimum if name == "lowest" else np.maximum
            items = self._shape.items
            self[name] = self._over_rows(compare, getattr(items, name).astype(np.int32)[pattern_order(items)])
        else:
            if name not in self._words:
                self._add(name)
            sums, shift, mask = self._words[name]
            self[name] = ((sums >> shift) & mask).astype(np.int64 if large(name) else np.int32, copy=False)
        return self[name]

    def among(self, some: Column | slice) -> CellColumns:
        """The same of some cells: only their rows are added up from now on, and kept no longer than these are looked at."""
        return Sums(self.picked(some), self._rows.among(some), self._shape)

    def over(self, starts: Column) -> CellColumns:
        """Sums over runs of cells, made from the rows at once."""
        return Sums(self.picked(starts), self._rows.over(starts), self._shape)

    def _add(self, name: str) -> None:
        most = int(self["rows"].max(initial=0))
        for table, columns in _packed(_group(name), self._shape, most.bit_length()):
            sums = self._over_rows(np.add, table)
            self._words.update({each: (sums, shift, mask) for each, shift, mask in columns})

    def _over_rows(self, combined: np.ufunc, table: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """(cells,): what each row means, combined; some rows at a time, which stay in the cache. `table`: by place of the pattern, or
        by that and extra."""
        rows, both = self._rows, len(table) > self._shape.items.patterns
        sums = np.empty(len(rows.starts), dtype=table.dtype)
        many = max(1, ROWS_AT_ONCE * len(sums) // max(1, len(rows.ratings)))
        for start in range(0, len(sums), many):
            starts = rows.starts[start : start + many + 1]
            part = slice(starts[0], starts[many] if len(starts) > many else len(rows.ratings))
            means = rows.ratings[part]
            if both:
                means = means.astype(np.int32) * np.int32(EXTRA) + rows.extra[part]
            into, first = sums[start : start + many], starts[:many] - starts[0]
            if combined is np.add:
                _add_runs(table.take(means), first, into)
            else:
                combined.reduceat(table.take(means), first, out=into)
        return sums


def _add_runs(values: npt.NDArray[Any], starts: npt.NDArray[np.int32], into: npt.NDArray[Any]) -> None:
    """Sums of whole numbers over runs: what has been added up by the end of each, less what had been before. Where runs are short it
    costs half of numpy's own way."""
    np.cumsum(values, out=values)
    values.take(np.append(starts[1:], len(values)) - 1, out=into, mode="clip")
    into[1:] -= into[:-1]


def _group(name: str) -> str:
    """By which column those are known that are summed together with this one."""
    if name in LARGE:
        return name
    return TALLIES[0] if name in TALLIES else APART if name.startswith(APART) else "points"


def _added_with(group: str, shape: Shape) -> dict[str, Ints]:
    """What each pattern of ratings (and extra) adds to the columns of a group."""
    items = shape.items
    columns = list(enumerate(items.keys))
    if group in LARGE:
        return {group: items.composite if group == "y" else items.composite**2}
    if group in TALLIES:
        return _tallies(shape)
    if group == APART:
        return {f"{APART}{key}": items.apart[:, q] for q, key in columns}
    points = np.where(items.complete[:, None], items.item_points, 0)
    return {
        **{f"points_{key}": points[:, q] for q, key in columns},
        **{f"top_{key}": (items.answers[:, q] >= TOP).astype(np.int64) for q, key in columns},
    }


def _tallies(shape: Shape) -> dict[str, Ints]:
    """(patterns, 1) or (1, EXTRA) of each of TALLIES: whether a response is counted in it."""
    items = shape.items
    overall = items.answers[:, items.keys.index(shape.overall)] if shape.overall else np.zeros(items.patterns)
    money, receipt = np.arange(EXTRA) % 4, np.arange(EXTRA) // 4
    of_ratings = (items.best, items.worst, items.straight, (overall > 0) & (overall <= BAD))
    of_extra = (money == 1, money == 2, money == 3, receipt == 1, receipt == 2)
    counted = (*(values[:, None] for values in of_ratings), *(values[None, :] for values in of_extra))
    return {name: values.astype(np.int64) for name, values in zip(TALLIES, counted, strict=True)}


@lru_cache(64)
def _packed(group: str, shape: Shape, bits: int) -> list[tuple[Ints, list[tuple[str, int, int]]]]:
    """The words of a group, for cells whose rows are a number of so many bits: what a row adds to each, by place of its pattern (and
    extra); and name, shift and mask of its columns."""
    packed = []
    for word in _words(_added_with(group, shape), (1 << bits) - 1):
        table = reduce(np.add, [values << shift for _, values, shift, _ in word])
        if table.ndim == 2:
            table = np.broadcast_to(table, (shape.items.patterns, EXTRA))
        columns = [(name, shift, (1 << width) - 1) for name, _, shift, width in word]
        packed.append((table[pattern_order(shape.items)].ravel(), columns))
    return packed


def _words(meanings: dict[str, Ints], most: int) -> list[list[tuple[str, Ints, int, int]]]:
    """Columns side by side in 63-bit words, so that one pass sums several: (column, values, shift, width) of each word.

    A column is as wide as its largest possible sum over a cell of `most` rows.
    """
    words: list[list[tuple[str, Ints, int, int]]] = []
    free: list[int] = []
    widths = {name: max(1, int(values.max()) * max(most, 1)).bit_length() for name, values in meanings.items()}
    for name in sorted(meanings, key=lambda name: -widths[name]):
        width = widths[name]
        word = next((index for index, room in enumerate(free) if room >= width), len(words))
        if word == len(words):
            if width > 63:
                raise InputError(
                    "A cell holds too many responses to be summed.", cure="Make cubes of shorter spans and merge them."
                )
            words.append([])
            free.append(63)
        words[word].append((name, meanings[name], 63 - free[word], width))
        free[word] -= width
    return words
