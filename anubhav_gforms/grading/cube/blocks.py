"""The cube of a ledger: its parts are counted in blocks that fit in the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .count import cube_of_tables
from .cube import Cube, Shape

if TYPE_CHECKING:
    from ...campaign import Campaign
    from ...responses.ledger.ledger import Ledger, Part

TEXTS = ("station", "channel", "code_status", "code_reason")


def ledger_cube(campaign: Campaign, ledger: Ledger) -> Cube:
    """The cube of all responses that stand in a ledger."""
    shape = Shape.of(campaign)
    texts = [*TEXTS, *shape.texts]
    return cube_of_tables(
        (table for part in ledger.parts() for table in part_tables(part, shape.columns, texts)), shape
    )


def part_tables(part: Part, columns: list[str], texts: list[str], rows: int = 1 << 17) -> Iterator[pa.Table]:
    """One part in blocks: texts dictionary-encoded, dead rows dropped, and what the footer tells is not read."""
    alive = np.ones(part.rows, dtype=bool)
    alive[part.dead] = False
    start = 0
    footer = pq.read_metadata(part.path)
    coded = [name for name in texts if name in footer.schema.names]
    with pq.ParquetFile(part.path, metadata=footer, read_dictionary=coded) as file:
        groups = range(footer.num_row_groups)
        for known, alike in groupby(groups, lambda group: _known(footer.row_group(group), columns, texts)):
            read = [name for name in columns if name not in known]
            for batch in file.iter_batches(rows, row_groups=list(alike), columns=read, use_threads=False):
                table = pa.Table.from_batches([batch])
                for name, value in known.items():
                    table = table.append_column(name, _repeated(value, len(batch)))
                counted = alive[start : start + len(batch)]
                start += len(batch)
                yield table if counted.all() else table.filter(pa.array(counted))


def _known(group: Any, columns: list[str], texts: list[str]) -> dict[str, str | int | None]:
    """Columns with one value in a whole row group: texts and the epoch by their least and greatest, and what the part lacks."""
    chunks = {chunk.path_in_schema: chunk for chunk in map(group.column, range(group.num_columns))}
    known: dict[str, str | int | None] = {name: "" if name in texts else None for name in columns if name not in chunks}
    for name in (name for name in (*texts, "epoch") if name in chunks):
        figures = chunks[name].statistics
        if figures and figures.has_min_max and figures.min == figures.max and figures.null_count == 0:
            known[name] = figures.min
    return known


@lru_cache(64)
def _repeated(value: str | int | None, rows: int) -> pa.Array:
    """A column with one value in every row; None for missing whole numbers."""
    if value is None:
        return pa.nulls(rows, pa.int8())
    if isinstance(value, int):
        return pa.repeat(pa.scalar(value, pa.int16()), rows)
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), rows), pa.repeat(value, 1), safe=False)
