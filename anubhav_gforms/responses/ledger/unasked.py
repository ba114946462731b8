"""Questions that the ledger has answers to and that are not asked any more: no reading of the sheet has a word of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import DIGEST
from .digests import Digests, digests_of_column
from .parquet import with_all_columns


def without(digests: Digests, answers: pa.Table, keys: Collection[str], personal: Collection[str]) -> Digests:
    """Digests as if nobody had answered these questions, whose answers stand in `answers`; `personal`: the personal columns."""
    for key in keys:
        blank = digests_of_column(key, answers[key]).view(np.int64)
        if key in personal:
            digests = replace(digests, personal=np.where(digests.purged, 0, digests.personal - blank))
        else:
            digests = replace(digests, digests=digests.digests - blank)
    return digests


def carried(table: pa.Table, old: pa.Table, column_of_digests: str = DIGEST) -> pa.Table:
    """New versions with the answers of those that the first of them replace, in `old`, which holds these questions alone."""
    for field in old.schema:
        blank = with_all_columns(table.slice(old.num_rows), pa.schema([field]))
        column = pa.chunked_array([*old[field.name].chunks, *blank[field.name].chunks], field.type)
        digests = pc.add(table[column_of_digests], pa.array(digests_of_column(field.name, column).view(np.int64)))
        table = table.set_column(table.schema.names.index(column_of_digests), column_of_digests, digests)
        table = table.append_column(field, column)
    return table
