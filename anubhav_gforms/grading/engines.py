"""The same cube from three engines: numpy over the ledger's parts, DuckDB over the same files, and one Ibis expression."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from .count import cube_of_tables
from .cube import Cube, Shape
from .query import duckdb_cube, ibis_cube

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
    if engine == "duckdb":
        return duckdb_cube(_for_queries(ledger, shape), shape)
    if engine == "ibis":
        return _ibis_on_duckdb(_for_queries(ledger, shape), shape)
    raise InputError(f'There is no engine "{engine}".', cure=f"Choose one of {', '.join(ENGINES)}.")


def _for_queries(ledger: Ledger, shape: Shape) -> list[str] | list[pa.Table]:
    """Paths of the parts, for an engine that reads them itself; tables where some rows must not be counted."""
    parts = ledger.parts()
    if parts and all(_is_plain(part, shape) for part in parts):
        return [str(part.path) for part in parts]
    return [ledger.read(shape.columns)]


def _is_plain(part: Part, shape: Shape) -> bool:
    """Whether a query can read the file as it is: every row counts, and every column is there."""
    import pyarrow.parquet as pq

    return not len(part.dead) and set(shape.columns) <= set(pq.read_schema(part.path).names)


def _ibis_on_duckdb(sources: list[str] | list[pa.Table], shape: Shape) -> Cube:
    try:
        import ibis
    except ImportError:
        raise InputError(
            "The engine ibis is not installed.", cure='Install it: pip install "anubhav-gforms[ibis]"'
        ) from None
    connection = ibis.duckdb.connect()
    first = sources[0]
    if isinstance(first, str):
        return ibis_cube(connection.read_parquet(sources, table_name="responses"), shape)
    return ibis_cube(connection.create_table("responses", first), shape)


def tables(ledger: Ledger, shape: Shape) -> Iterator[pa.Table]:
    """The columns that a cube needs, in blocks that fit in the processor's cache, without the rows that must not be counted."""
    texts = [*TEXTS, *(key for key in (shape.money, shape.receipt) if key)]
    for part in ledger.parts():
        yield from part_tables(part, shape.columns, texts)


def part_tables(part: Part, columns: list[str], texts: list[str], rows: int = 1 << 17) -> Iterator[pa.Table]:
    """One part in blocks: texts dictionary-encoded, dead rows dropped; a column that the part does not have yet is blank."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    alive = np.ones(part.rows, dtype=bool)
    alive[part.dead] = False
    start = 0
    footer = pq.read_metadata(part.path)
    here = [name for name in columns if name in footer.schema.names]
    with pq.ParquetFile(part.path, metadata=footer, read_dictionary=[name for name in texts if name in here]) as file:
        for batch in file.iter_batches(batch_size=rows, columns=here, use_threads=False):
            table = pa.Table.from_batches([batch])
            for name in columns:
                if name not in here:
                    table = table.append_column(name, pa.nulls(len(batch), pa.string() if name in texts else pa.int8()))
            counted = alive[start : start + len(batch)]
            start += len(batch)
            yield table if counted.all() else table.filter(pa.array(counted))
