"""Rows → cells: rows as whole numbers in order, so that the rows of one cell stand together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ..arrays import Ints
from .items import Items

EXTRA_BITS = 4
EXTRA = 1 << EXTRA_BITS
"""Size of the digit that holds the two questions counted alone: money 0..3 + 4 x receipt 0..2."""
WORD = 63
"""Bits of a word."""


@dataclass(frozen=True)
class Rows:
    """Rows in the order of their cells.

    starts (cells,): the first row of each; ratings (rows,): the place of the row's pattern in `pattern_order`; extra (rows,): see EXTRA.
    """

    starts: npt.NDArray[np.int32] = field(repr=False)
    ratings: npt.NDArray[Any] = field(repr=False)
    extra: npt.NDArray[np.uint8] = field(repr=False)

    @cached_property
    def counts(self) -> npt.NDArray[np.int32]:
        """(cells,): how many rows each has."""
        counts = np.empty(len(self.starts), dtype=np.int32)
        np.subtract(self.starts[1:], self.starts[:-1], out=counts[:-1])
        counts[-1:] = len(self.ratings) - self.starts[-1:]
        return counts

    def among(self, some: Ints | slice) -> Rows:
        """The rows of some cells, numbered upwards; those of a stretch are not copied."""
        if isinstance(some, slice):
            starts = self.starts[some]
            stretch = slice(starts[0], self.starts[some.stop] if some.stop < len(self.starts) else None)
            return Rows(starts - starts[0], self.ratings[stretch], self.extra[stretch])
        counts = self.counts[some]
        rows: npt.NDArray[Any]
        if 2 * len(some) > len(self.starts):  # to mark the others costs less than to number most of the rows
            others, rows = np.ones(len(self.starts), dtype=bool), np.ones(len(self.ratings), dtype=bool)
            others[some] = False
            rows[self._numbers(np.flatnonzero(others))] = False
        else:
            rows = self._numbers(some)
        return Rows(np.cumsum(counts, dtype=np.int32) - counts, self.ratings[rows], self.extra[rows])

    def _numbers(self, some: Ints) -> npt.NDArray[np.int32]:
        """The rows of some cells, by number."""
        counts = self.counts[some]
        rows = np.repeat(self.starts[some] - (np.cumsum(counts, dtype=np.int32) - counts), counts)
        rows += np.arange(len(rows), dtype=np.int32)
        return rows

    def over(self, starts: Ints) -> Rows:
        """The same where runs of cells are one: `starts`, the first cell of each."""
        return replace(self, starts=self.starts[starts])


@cache
def pattern_order(items: Items) -> Ints:
    """(patterns,): the complete patterns, which share a cell, and then the others."""
    return np.argsort(items.gap, kind="stable")


def width(items: Items) -> int:
    """Bits of a row's ratings and extra, beside its key in one word."""
    return int(items.patterns * EXTRA - 1).bit_length()


def rows_by_cell(
    words: npt.NDArray[np.int64], items: Items
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], Rows]:
    """Key and gap of each cell, sorted, and the rows. `words` (rows,): key, place of the pattern and extra, side by side."""
    words.sort(kind="stable")  # where they are nearly in order it costs a seventh of the others
    bits = width(items)
    content = words.astype(np.int32)
    content &= (1 << bits) - 1
    words >>= bits
    ratings = (content >> EXTRA_BITS).astype(np.min_scalar_type(items.patterns + 1))
    gap = items.gap[pattern_order(items)].astype(ratings.dtype).take(ratings)
    new = np.ones(len(words), dtype=bool)
    np.not_equal(words[1:], words[:-1], out=new[1:])
    new[1:] |= gap[1:] != gap[:-1]
    starts = np.flatnonzero(new)
    return (
        words[starts],
        gap[starts].astype(np.int32),
        Rows(starts.astype(np.int32), ratings, (content & (EXTRA - 1)).astype(np.uint8)),
    )
