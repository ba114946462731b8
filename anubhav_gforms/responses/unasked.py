"""Questions that the ledger has answers to and that are not asked any more: no reading of the sheet has a word of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pyarrow as pa

from .cells import prints_of_column
from .compare import Prints


def without(prints: Prints, answers: pa.Table, keys: Collection[str], personal: Collection[str]) -> Prints:
    """Prints as if nobody had answered these questions, whose answers stand in `answers`; `personal`: the personal columns."""
    for key in keys:
        blank = prints_of_column(key, answers[key]).view(np.int64)
        if key in personal:
            prints = replace(prints, personal=np.where(prints.purged, 0, prints.personal - blank))
        else:
            prints = replace(prints, prints=prints.prints - blank)
    return prints
