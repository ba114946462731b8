"""The Parquet files of a ledger: columns that an older one lacks, rows by position, frames for pandas; and all that one manifest names, read
as one table whatever columns each of them has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ...errors import StateError
from .columns import DAY, EPOCH, VERSION
from .manifest import Holds, LedgerIndex, PartFile, read_manifest
from .rows import Rows
from .sealing import SLOT, is_sealed, open_table, schema_read

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


class PartFiles:
    """They never change under their names. `schemas`: columns that a table has even where no file has them.

    Raises StateError when one cannot be read.
    """

    def __init__(self, folder: Path, manifest: LedgerIndex, schemas: Mapping[Holds, pa.Schema]) -> None:
        self.folder, self._manifest, self._wanted = folder, manifest, schemas
        self._schemas: dict[Holds, pa.Schema] = {}

    def of(self, holds: Holds) -> tuple[PartFile, ...]:
        """Those that hold this, in ledger order."""
        return self._manifest.files_of(holds)

    def schema(self, holds: Holds) -> pa.Schema:
        """Every column that one of them has, or that is wanted."""
        if holds not in self._schemas:
            self._schemas[holds] = self._schema_of_all(holds)
        return self._schemas[holds]

    def _schema_of_all(self, holds: Holds) -> pa.Schema:
        fields: dict[str, pa.Field] = {}
        schemas = [schema_read(self.opened(file, read_schema)) for file in self.of(holds)]
        for schema in [*schemas, self._wanted[holds]]:
            fields.update({field.name: field for field in schema if field.name not in fields})
        return pa.schema(list(fields.values()))

    def rows(self, holds: Holds, rows: Rows, target: pa.Schema) -> pa.Table:
        """Some rows by their numbers, in the order asked; only the row groups that hold them are read."""
        tables, places = [], []
        for file in self.of(holds):
            inside = np.flatnonzero((rows >= file.first) & (rows < file.first + file.rows))
            if len(inside):
                at = rows[inside] - file.first
                tables.append(self._some_of(file, at, target))
                places.append(inside)
        if not tables:
            return target.empty_table()
        order = np.argsort(np.concatenate(places), kind="stable")
        return pa.concat_tables(tables).take(pa.array(order))

    def _some_of(self, file: PartFile, positions: Rows, target: pa.Schema) -> pa.Table:
        there = self.opened(file, read_schema)
        if file.holds is not Holds.PERSONAL or not is_sealed(there):
            return self.opened(file, partial(read_rows, positions=positions, target=target))
        fields = (there.field(each.name) if each.name in there.names else each for each in target)
        asked = pa.schema([there.field(SLOT), *fields])
        return open_table(self.opened(file, partial(read_rows, positions=positions, target=asked)), self.folder)

    def read(
        self, files: Sequence[PartFile], schema: pa.Schema, columns: Sequence[str], dictionary: Sequence[str]
    ) -> pa.Table:
        """These columns of these files, one below the other, personal ones opened; a column that a file lacks is "" or missing."""
        target = pa.schema([schema.field(name) for name in columns])
        tables = []
        for file in files:
            apart = [SLOT] if file.holds is Holds.PERSONAL else []
            table = self.opened(file, partial(read_columns, columns=[*columns, *apart], dictionary=dictionary))
            table = open_table(table, self.folder)
            if table.schema.names != target.names:
                table = with_all_columns(table, target)
            tables.append(table)
        table = pa.concat_tables(tables, promote_options="permissive") if tables else target.empty_table()
        return table.slice(0, self._manifest.rows)

    def table(self, file: PartFile) -> pa.Table:
        """One of them, whole, as it lies there."""
        return self.opened(file, read_whole)

    def opened(self, file: PartFile, read: Callable[[Path], Any]) -> Any:
        """What `read` makes of it."""
        path = self.folder / file.name
        try:
            return read(path)
        except FileNotFoundError:
            if file not in read_manifest(self.folder).files:
                raise StateError(
                    "Another command changed the ledger while this one read it.", cure="Run it again."
                ) from None
            raise StateError(
                "{path}: this part of the ledger is missing.",
                cure="Put back your copy of the folder data/ledger.",
                path=path,
            ) from None
        except (pa.ArrowInvalid, OSError) as error:
            raise StateError(
                "{path}: this part of the ledger cannot be read: {error}.",
                cure="Run anubhav ledger verify, and put back your copy of this file.",
                path=path,
                error=str(error).rstrip("."),
            ) from None
