"""Frames → plain Python values, as files and templates take them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

DECIMALS = 6


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """One dict a row, columns in order, every cell plain."""
    names = [str(name) for name in frame.columns]
    if not names:
        return [{} for _ in range(len(frame))]
    # column by column: rows of a frame cost ten times as much
    columns = [_plain_column(column) for _, column in frame.items()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain_column(column: pd.Series) -> list[Any]:
    values: list[Any] = column.tolist()
    whole = isinstance(column.dtype, np.dtype) and column.dtype.kind in "biu"
    return values if whole else [plain(value) for value in values]


def plain(value: Any) -> Any:
    """A cell of a frame as a plain Python value: None for missing, numbers rounded to 6 decimals, dates in ISO form."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return round(value, DECIMALS) + 0.0
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
