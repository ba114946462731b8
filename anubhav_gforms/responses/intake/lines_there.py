"""Which lines of a CSV the ledger has already."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..ledger.columns import RESPONSE_ID, SOURCE, SUBMITTED_AT, Source
from ..ledger.digests import Digests
from ..ledger.ledger import Ledger
from ..ledger.rows import Rows
from .compare import compare
from .versions import local_days


def not_yet_there(ledger: Ledger, seen: Digests) -> tuple[Rows, list[int], list[int]]:
    """Places of the responses that no earlier import brought, two equal lines being two responses; the numbers of those that are there; and
    of those of which another one has the time."""
    if not ledger.manifest.rows:
        return np.arange(len(seen)), [], []
    table = ledger.versions([SOURCE, SUBMITTED_AT, RESPONSE_ID])
    first = pc.index_in(table[RESPONSE_ID], value_set=table[RESPONSE_ID])
    table = table.append_column("answer", first).append_column("row", pa.array(np.arange(table.num_rows)))
    table = ledger.standing(table)
    table = table.filter(pc.equal(table[SOURCE], Source.IMPORT.value))
    known = ledger.digests_of(table["row"].to_numpy())
    compared = compare(known, seen)
    new = np.sort(np.concatenate([compared.new, compared.edited[:, 1]]))
    other = compared.edited
    if not len(compared.same):  # all of the file is new: forms of the same day, where no hour was written down
        at, zone = seen.times[other[:, 1]], table[SUBMITTED_AT].type.tz
        other = other[pc.equal(local_days(at, zone), local_days(at - 1, zone)).to_numpy(zero_copy_only=False)]
    same, edited = (table["answer"].to_numpy()[pairs[:, 0]].tolist() for pairs in (compared.same, other))
    return new, same, edited
