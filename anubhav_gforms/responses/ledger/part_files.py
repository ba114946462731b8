"""The files of a ledger as one manifest names them, read as one table whatever columns each of them has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ...errors import StateError
from .columns import RESPONSE_ID
from .manifest import Holds, LedgerIndex, PartFile
from .parquet import read_columns, read_rows, read_schema, read_whole, with_all_columns
from .rows import Rows
from .sealing import SLOT, is_sealed, open_table, schema_read


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
        if file.holds is not Holds.PERSONAL or not is_sealed(self.opened(file, read_schema)):
            return self.opened(file, partial(read_rows, positions=positions, target=target))
        asked = pa.schema([pa.field(SLOT, pa.int64()), *(_sealed_field(field) for field in target)])
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
            raise StateError(
                "{path}: this part of the ledger is missing.",
                cure="If another command was compacting the ledger, try again; else put back your copy of data/ledger.",
                path=path,
            ) from None
        except (pa.ArrowInvalid, OSError) as error:
            raise StateError(
                "{path}: this part of the ledger cannot be read: {error}.",
                cure="Run anubhav ledger verify, and put back your copy of this file.",
                path=path,
                error=str(error).rstrip("."),
            ) from None


def _sealed_field(field: pa.Field) -> pa.Field:
    return pa.field(field.name, pa.binary()) if pa.types.is_string(field.type) and field.name != RESPONSE_ID else field
