"""Tables → the bytes of CSV and JSON files; no spreadsheet can be tricked by them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from ..files import inert
from ..grading.columns import BASE, probability_columns
from .dictionary import MEANINGS
from .records import records


def grade_columns(table: pd.DataFrame, letters: Sequence[str]) -> list[str]:
    """The columns in the order of the files: the leading ones, the probabilities, then what else is documented."""
    first = [*BASE, *probability_columns(letters)]
    return [*first, *(name for name in table.columns if name not in first and name in MEANINGS)]


def grade_rows(table: pd.DataFrame, letters: Sequence[str]) -> list[dict[str, Any]]:
    """One dict a row of the grades, columns in file order, values plain."""
    return records(table[grade_columns(table, letters)])


def csv_bytes(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> bytes:
    """Rows as CSV that Excel opens in the right encoding: UTF-8 with BOM, CRLF, empty for missing, formulas inert."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([inert(name) for name in columns])
    for row in rows:
        writer.writerow([_cell(row[name]) for name in columns])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def _cell(value: object) -> object:
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, dict)):
        return inert(json.dumps(value, ensure_ascii=False))
    return inert(value)


def rows_json_bytes(rows: Sequence[dict[str, Any]]) -> bytes:
    """Flat rows, at least one, with the bytes of `json_bytes`. The encoder in C knows no indent; it is told what stands between two values."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",\n  ", ": ")).encode
    written = [f"{{\n  {encode(row)[1:-1]}\n }}" for row in rows]
    return ("[\n " + ",\n ".join(written) + "\n]\n").encode("utf-8")


def json_bytes(value: object) -> bytes:
    """Readable JSON in UTF-8: one line break an item, Hindi as Hindi, no NaN."""
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")
