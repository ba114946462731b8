"""Which lines of a CSV the ledger has already."""

from __future__ import annotations

from collections import Counter

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
    table = _standing(ledger)
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


def not_sent(ledger: Ledger, seen: Digests, places: Rows) -> tuple[Rows, int]:
    """Those of these places that no citizen sent through the form itself in the same second with the same answers; and how many did: a
    download of the response sheet is no paper."""
    if not ledger.manifest.rows:
        return places, 0
    table = _standing(ledger)
    table = table.filter(pc.not_equal(table[SOURCE], Source.IMPORT.value))
    seconds = seen.times // 1000
    near = np.isin(table[SUBMITTED_AT].cast(pa.int64()).to_numpy() // 1000, seconds[places])
    known = ledger.digests_of(table["row"].to_numpy()[near])
    waiting = Counter(zip((known.times // 1000).tolist(), known.digests.tolist(), strict=True))
    left = []
    for number in places.tolist():
        sent = int(seconds[number]), int(seen.digests[number])
        waiting[sent] -= 1
        if waiting[sent] < 0:
            left.append(number)
    return np.array(left, np.int64), len(places) - len(left)


def _standing(ledger: Ledger) -> pa.Table:
    """Source and time of every version that stands, the number of its response and its row."""
    table = ledger.versions([SOURCE, SUBMITTED_AT, RESPONSE_ID])
    first = pc.index_in(table[RESPONSE_ID], value_set=table[RESPONSE_ID])
    return ledger.standing(
        table.append_column("answer", first).append_column("row", pa.array(np.arange(table.num_rows)))
    )
