"""Which responses of the form the ledger does not have: by the second at which they were sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import pyarrow as pa

from ...nouns.moments import unmatched
from .columns import RESPONSE_ID, SUBMITTED_AT
from .ledger import Ledger


def count_unread(ledger: Ledger, sent: Iterable[datetime]) -> int:
    """How many of these moments (aware) are of no response in the ledger, whatever became of it later."""
    table = ledger.versions([RESPONSE_ID, SUBMITTED_AT])
    seconds = pa.array(table[SUBMITTED_AT].cast(pa.int64()).to_numpy() // 1000)
    once = pa.table({"id": table[RESPONSE_ID], "second": seconds}).group_by(["id", "second"]).aggregate([])
    return len(unmatched(sent, Counter(once["second"].to_pylist())))
