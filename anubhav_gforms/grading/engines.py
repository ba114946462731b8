"""The same cube from three engines: numpy over the ledger's parts, DuckDB over the same files, and one Ibis expression."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from .cube import Cube, Shape, cube_of_tables

if TYPE_CHECKING:
    import pyarrow as pa

    from ..campaign import Campaign
    from ..responses.ledger import Ledger, Part

ENGINES = ("numpy", "duckdb", "ibis")
TEXTS = ("station", "purpose", "channel", "code_status", "code_reason")


def ledger_cube(campaign: Campaign, ledger: Ledger, engine: str = "numpy") -> Cube:
    """The cube of all answers that stand in a ledger. Raises InputError for an engine that is not known or installed."""
    shape = Shape.of(campaign)
    if engine == "numpy":
        return cube_of_tables(tables(ledger, shape), shape)
    raise InputError(f'There is no engine "{engine}".', cure=f"Choose one of {', '.join(ENGINES)}.")


def tables(ledger: Ledger, shape: Shape) -> Iterator[pa.Table]:
    """The columns that a cube needs, part by part, without the rows that must not be counted."""
    texts = [*TEXTS, *(key for key in (shape.money, shape.receipt) if key)]
    for part in ledger.parts():
        yield part_table(part, shape.columns, texts)


def part_table(part: Part, columns: list[str], texts: list[str]) -> pa.Table:
    """One part: texts dictionary-encoded, dead rows dropped; a column that the part does not have yet is blank."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(part.path, read_dictionary=texts) as file:
        table = file.read(columns=columns)
    if len(part.dead):
        alive = np.ones(part.rows, dtype=bool)
        alive[part.dead] = False
        table = table.filter(pa.array(alive))
    for name in columns:
        if name not in table.column_names:
            blank = pa.array([None] * table.num_rows, pa.string() if name in texts else pa.int8())
            table = table.append_column(name, blank)
    return table
