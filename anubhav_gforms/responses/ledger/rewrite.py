"""A further version of responses that the ledger holds, with other values in some columns. What was purged stays purged."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from .columns import SEEN_AT, VERSION
from .rows import Rows
from .writer import Writer


def rewrite(writer: Writer, rows: Rows, columns: Mapping[str, pa.Array | pa.ChunkedArray]) -> int:
    """Write a further version of some rows, `columns` replaced, one value a row; gives the row of the first."""
    ledger = writer.ledger
    names, personal_names = ledger.versions_schema().names, ledger.personal_schema().names
    table, personal = ledger.rows(rows, names), ledger.rows(rows, personal_names)
    new = {name: table[name] for name in names}
    new[VERSION] = pc.add(table[VERSION], pa.scalar(1, pa.int16()))
    new[SEEN_AT] = pa.repeat(pa.scalar(writer.now(), pa.timestamp("ms", tz="UTC")), len(rows))
    return writer.add_answers(pa.table({**new, **columns}).cast(table.schema), personal)
