"""The sums of a cube's cells, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .arrays import Ints
from .cube import APART, EXTREMES, TALLIES, Shape, large
from .items import BAD, TOP

EXTRA = 16
"""Size of the digit that holds the two questions counted alone: money 0..3 + 4 x receipt 0..2."""


class Sums(dict[str, npt.NDArray[Any]]):
    """Columns of the cells of one count; a sum is made, with others like it, when somebody first asks for it.

    With many stations nearly every response is a cell of its own, and the sums of all are most of the cost; grades ask for half
    of them, and means of questions for five.
    """

    def __init__(
        self, labels: dict[str, npt.NDArray[np.int32]], cell_of_row: npt.NDArray[np.int32],
        blocks: list[dict[str, npt.NDArray[Any]]], shape: Shape,
    ) -> None:  # fmt: skip
        """`labels`: KEY; `cell_of_row` (rows,), of the blocks, whose patterns and extras are still there."""
        cells = len(labels["gap"])
        super().__init__(labels, rows=np.bincount(cell_of_row, minlength=cells).astype(np.int32))
        self._cell_of_row, self._blocks, self._shape = cell_of_row, blocks, shape

    def __missing__(self, name: str) -> npt.NDArray[Any]:
        items = self._shape.items
        if name in EXTREMES:
            self._compare(name)
        elif name in EXTRA_SUMS:
            self._add("extra", _of_extra())
        elif name.startswith(APART):
            self._add("pattern", {f"{APART}{key}": items.apart[:, q] for q, key in enumerate(items.keys)})
        else:
            meanings = _of_ratings(self._shape)
            asked = name in GRADED
            self._add("pattern", {each: value for each, value in meanings.items() if (each in GRADED) is asked})
        return self[name]

    def _add(self, part: str, meanings: dict[str, Ints]) -> None:
        cells, most = len(self["rows"]), int(self["rows"].max(initial=0))
        for word in _words(meanings, most):
            table = np.zeros(len(word[0][1]), dtype=np.int64)
            for _, values, shift, _ in word:
                table += values << shift
            sums = np.zeros(cells, dtype=np.int64)
            for where, block in by_block(self._cell_of_row, self._blocks):
                np.add.at(sums, where, table[block[part]])
            for name, _, _, width in word[:-1]:
                self[name] = np.empty(cells, dtype=np.int64 if large(name) else np.int32)
                np.bitwise_and(sums, (1 << width) - 1, out=self[name], casting="unsafe")
                sums >>= width
            self[word[-1][0]] = sums if large(word[-1][0]) else sums.astype(np.int32)

    def _compare(self, name: str) -> None:
        """The least, or greatest, composite of the rows of each cell."""
        compare = np.minimum if name == "lowest" else np.maximum
        extreme = getattr(self._shape.items, name).astype(np.int32)
        extremes = np.full(len(self["rows"]), EXTREMES[name], dtype=np.int32)
        for where, block in by_block(self._cell_of_row, self._blocks):
            compare.at(extremes, where, extreme[block["pattern"]])
        self[name] = extremes


GRADED = ("y", "yy", "best", "worst", "bad")
"""The sums of ratings that every grade asks for; the others are made together when one of them is asked for."""
EXTRA_SUMS = TALLIES[4:]
"""Counts of the two questions counted alone."""


def by_block(
    rows: npt.NDArray[Any], blocks: list[dict[str, npt.NDArray[Any]]]
) -> Iterator[tuple[npt.NDArray[Any], dict[str, npt.NDArray[Any]]]]:
    """Each block, with its part of an array of all rows."""
    start = 0
    for block in blocks:
        end = start + len(block["pattern"])
        yield rows[start:end], block
        start = end


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
