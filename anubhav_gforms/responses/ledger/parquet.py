"""Parquet parts read as Arrow tables and pandas frames: columns that an older part lacks, rows by position."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .columns import DAY, EPOCH, VERSION
from .rows import Rows

if TYPE_CHECKING:
    import pandas as pd


SMALL = 20_000
"""Rows of a file that one thread reads as fast as several."""


def to_frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table of responses as a pandas frame with the contract's dtypes."""
    import pandas as pd  # a ledger is opened without

    nullable = {pa.int8(): pd.Int8Dtype(), pa.int16(): pd.Int16Dtype(), pa.int64(): pd.Int64Dtype()}
    strings = {pa.string(): pd.StringDtype(na_value=np.nan), pa.large_string(): pd.StringDtype(na_value=np.nan)}
    frame: pd.DataFrame = table.to_pandas(types_mapper=(nullable | strings).get, date_as_object=False)
    for name in (EPOCH, VERSION):
        if name in frame:
            frame[name] = frame[name].astype("int16")
    if DAY in frame:
        frame[DAY] = frame[DAY].astype("datetime64[s]")
    return frame


def with_all_columns(table: pa.Table, target: pa.Schema) -> pa.Table:
    """Columns that an older part lacks: "" for a text, missing for a number."""
    columns = []
    for field in target:
        if field.name in table.schema.names:
            columns.append(table[field.name])
        else:
            blank = pa.scalar("", field.type) if pa.types.is_string(field.type) else pa.scalar(None, field.type)
            columns.append(pa.repeat(blank, table.num_rows))
    return pa.Table.from_arrays(columns, schema=target)


def read_schema(path: Path) -> pa.Schema:
    """The schema of a Parquet file. A pull asks for those of a hundred parts ten times over: each is read once while it stays as it is."""
    facts = path.stat()
    return _schema(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=512)
def _schema(path: Path, changed: int, size: int) -> pa.Schema:
    return pq.read_schema(path)


def read_whole(path: Path) -> pa.Table:
    """All of a Parquet file."""
    with pq.ParquetFile(path) as file:
        return file.read(use_threads=_is_large(file))


def _is_large(file: pq.ParquetFile) -> bool:
    """Whether threads are worth their start: not for the many small parts of a ledger."""
    return bool(file.metadata.num_rows > SMALL)


def read_columns(path: Path, columns: Sequence[str], dictionary: Sequence[str]) -> pa.Table:
    """Those of the columns that a Parquet file has."""
    with pq.ParquetFile(path, read_dictionary=list(dictionary) or None) as file:
        names = set(file.schema_arrow.names)
        return file.read(columns=[name for name in columns if name in names], use_threads=_is_large(file))


def read_rows(path: Path, positions: Rows, target: pa.Schema) -> pa.Table:
    """Rows of a Parquet file by position, from as few row groups as hold them."""
    with pq.ParquetFile(path) as file:
        sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
        begins = np.concatenate([[0], np.cumsum(sizes)])
        groups = np.unique(np.searchsorted(begins, positions, side="right") - 1)
        names = set(file.schema_arrow.names)
        asked = [name for name in target.names if name in names]
        table = file.read_row_groups(groups.tolist(), columns=asked, use_threads=_is_large(file))
    kept = np.concatenate([np.arange(begins[group], begins[group + 1]) for group in groups])
    table = table.take(pa.array(np.searchsorted(kept, positions)))
    return table if table.schema.names == target.names else with_all_columns(table, target)
