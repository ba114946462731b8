"""Frames → plain Python values, as files and templates take them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..grading.arrays import Floats

DECIMALS = 6
SAFE = 2.0**40
"""Below it a number times a million still knows its halves."""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """One dict a row, columns in order, every cell plain."""
    columns = plain_columns(frame)
    if not columns:
        return [{} for _ in range(len(frame))]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def plain_columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """One list a column, in order, every cell plain: rows of a frame cost ten times as much, and each column for itself twice."""
    if frame.empty:  # as many tables of a small report are
        return {str(name): [] for name in frame}
    columns = [(str(name), column) for name, column in frame.items()]
    floats = [isinstance(column.dtype, np.dtype) and column.dtype.kind == "f" for _, column in columns]
    together = np.array([column.to_numpy() for (_, column), of in zip(columns, floats, strict=True) if of], float)
    rounded = iter(_rounded(together).tolist())
    return {
        name: next(rounded) if of else _plain_column(column) for (name, column), of in zip(columns, floats, strict=True)
    }


def _plain_column(column: pd.Series) -> list[Any]:
    kind = column.dtype.kind if isinstance(column.dtype, np.dtype) else ""
    if isinstance(column.dtype, pd.StringDtype):
        return [value if isinstance(value, str) else None for value in column.to_numpy(object)]
    values: list[Any] = column.tolist()
    return values if kind in ("b", "i", "u") else [plain_value(value) for value in values]


def _rounded(values: Floats) -> NDArray[np.object_]:
    """Each as `plain_value` has it. Halves and very large numbers are rounded one by one: numpy multiplies first."""
    with np.errstate(invalid="ignore"):
        scaled = values * 10.0**DECIMALS
        whole = np.rint(scaled)
        alike = (np.abs(scaled) < SAFE) & (np.abs(scaled - whole) < 0.499)
    numbers = (whole / 10.0**DECIMALS + 0.0).astype(object)
    numbers[~np.isfinite(values)] = None
    for at in zip(*np.nonzero(~alike & np.isfinite(values)), strict=True):
        numbers[at] = plain_value(float(values[at]))
    return numbers


def plain_value(value: Any) -> Any:
    """A cell of a frame as a plain Python value: None for missing, numbers rounded to 6 decimals, dates in ISO form."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, (list, tuple)):
        return [plain_value(each) for each in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return round(value, DECIMALS) + 0.0
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
