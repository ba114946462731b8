"""The array types of this room, and sums by group.

`table.take(codes)` stands where `table[codes]` would: with codes of fewer than 64 bits it costs a third.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Parts = TypeVar("Parts", bound="DataclassInstance")
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]
"""Whole numbers or floats: what is counted by day may lie in half the memory."""


def add_up(group: npt.NDArray[Any], values: npt.NDArray[Any], count: int) -> Floats:
    """(count,): values of each group 0..count-1, added as floats; whole numbers below 2^53 stay exact."""
    return np.asarray(np.bincount(group, values, minlength=count), dtype=np.float64)


def count_up(group: npt.NDArray[Any], count: int) -> Ints:
    """(count,): how many members each group has."""
    return np.asarray(np.bincount(group, minlength=count), dtype=np.int64)


def pairs_of(known: Mapping[str, Sequence[float]], codes: Sequence[str], missing: float = np.nan) -> Floats:
    """(2, codes): the two numbers of each code; twice `missing` where none are known."""
    return np.array([known.get(code, (missing, missing)) for code in codes], dtype=float).reshape(len(codes), 2).T


def with_part(whole: Parts, stations: Ints, part: Parts) -> Parts:
    """A dataclass of arrays (stations, …), or of such dataclasses, with those of `part` at some stations."""
    mixed: dict[str, Any] = {}
    for name in (each.name for each in fields(whole)):
        old, new = getattr(whole, name), getattr(part, name)
        if is_dataclass(old):
            mixed[name] = with_part(old, stations, new)
        else:
            mixed[name] = old.copy()
            mixed[name][stations] = new
    return type(whole)(**mixed)


def keep_freed_memory() -> None:
    """Make the C library (glibc) keep what is freed for the next array instead of giving it back to the system.

    A page that is new to the process costs more than all the arithmetic on it. To free one block raises glibc's limits to the
    block's size; the block itself is never touched. Elsewhere it does nothing. Arrow takes its memory from there too.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    np.empty(31 << 20, dtype=np.uint8)
