"""Rows → cells: which rows have the same key, found without sorting them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

SLOTS = 16
"""Most possible keys a row that are found without a hash table."""
BLOCK = 1 << 16
"""Rows that are worked on together where memory new to the process would cost more than the work."""
WORD = 64
"""Marks in one word of memory."""


def unique(
    keys: npt.NDArray[Any], gap: npt.NDArray[Any], size: int, step: int
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[np.int32]]:
    """What np.unique(keys x step + gap, return_inverse=True) gives: key and gap of each cell in their order, and each row's cell.

    `keys` (rows,) from 0 to size - 1; `gap` (rows,) from 0 to step - 1. While there are few possible keys a row,
    one with gap 0 is found in a table of all keys; the others with a hash table, which costs ten times as much.
    """
    hashed = np.flatnonzero(gap)
    if size > SLOTS * len(keys) or len(hashed) == len(keys):
        hashed, size = np.arange(len(keys)), 0
    codes, others = pd.factorize(keys[hashed].astype(np.int64) * step + gap[hashed])
    order = np.argsort(others)
    other_keys, other_gaps = np.divmod(others[order], step)
    of_other = np.empty(len(others), dtype=np.int32)
    if not size:
        of_other[order] = np.arange(len(others), dtype=np.int32)
        return other_keys, other_gaps, of_other[codes]
    seen = np.zeros(size, dtype=bool)
    for part in _blocks(len(keys)):
        seen[keys[part][gap[part] == 0]] = True
    slots = np.flatnonzero(seen).astype(keys.dtype)
    # a key's cell with all ratings comes before its others
    among = np.searchsorted(slots, other_keys.astype(keys.dtype), side="right") + np.arange(len(others))
    whole = np.ones(len(slots) + len(others), dtype=bool)
    whole[among] = False
    key, gaps = np.empty(len(whole), dtype=keys.dtype), np.zeros(len(whole), dtype=gap.dtype)
    key[whole], key[among], gaps[among] = slots, other_keys, other_gaps
    of_other[order] = among
    cell_of_row = _places(keys, seen, slots, np.flatnonzero(whole).astype(np.int32))
    cell_of_row[hashed] = of_other[codes]
    return key, gaps, cell_of_row


def _places(
    keys: npt.NDArray[Any], seen: npt.NDArray[np.bool_], slots: npt.NDArray[Any], cells: npt.NDArray[np.int32]
) -> npt.NDArray[np.int32]:
    """(rows,): the cell of each key; `seen` (possible keys,) marks the keys `slots`, whose cells are `cells`. Any number for others.

    Where few of the possible keys occur, a key is found by counting the marks before it: a table of all would not fit in the cache.
    """
    if len(seen) <= len(keys):
        of_key = np.empty(len(seen), dtype=np.int32)
        of_key[slots] = cells
        return np.asarray(of_key[keys])
    marks = np.zeros(len(seen) // WORD + 1, dtype="<u8")
    packed = np.packbits(seen, bitorder="little")
    marks.view(np.uint8)[: len(packed)] = packed
    before = np.zeros(len(marks), dtype=np.int32)
    np.cumsum(np.bitwise_count(marks[:-1]), out=before[1:])
    found = np.empty(len(keys), dtype=np.int32)
    for part in _blocks(len(keys)):
        word, bit = np.divmod(keys[part], keys.dtype.type(WORD))
        below = marks[word] & ((np.uint64(1) << bit.astype(np.uint64)) - np.uint64(1))
        found[part] = cells[np.minimum(before[word] + np.bitwise_count(below), len(cells) - 1)]
    return found


def _blocks(rows: int) -> Iterator[slice]:
    """Stretches of rows that fit in the processor's cache."""
    return (slice(start, start + BLOCK) for start in range(0, rows, BLOCK))
