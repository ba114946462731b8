"""What a response is known by: its time and a digest of its content, the same for years and however the response travelled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .columns import DIGEST, PERSONAL_DIGEST
from .parquet import with_all_columns
from .rows import Flags, Hashes, Rows


@dataclass(frozen=True, slots=True)
class Digests:
    """Times (UTC ms), digests and personal digests of some responses, in the order of the sheet.

    `purged` marks responses whose personal columns are no longer known: their personal digest matches any.
    """

    times: Rows
    digests: Rows
    personal: Rows
    purged: Flags

    def __len__(self) -> int:
        return len(self.times)

    def take(self, places: Rows) -> Digests:
        """Some of them, in the order of `places`."""
        return Digests(self.times[places], self.digests[places], self.personal[places], self.purged[places])


_NONE = np.zeros(0, np.int64)
NO_DIGESTS = Digests(_NONE, _NONE, _NONE, np.zeros(0, np.bool_))


def digests_of_texts(key: str, texts: Sequence[str]) -> Hashes:
    """64 bits for each text as an answer to `key`; 0 for a blank, so that a new question moves no digest.

    Keyed SipHash over the UTF-8 bytes. The ledger keeps these numbers for years: they must never come out otherwise.
    """
    from pandas.util import hash_array  # who sets a form up reads no response

    values = np.array(texts, object)
    hashes: Hashes = hash_array(values, hash_key=_hash_key(key), categorize=False).astype(np.uint64)
    hashes[values == ""] = 0
    return hashes


def digests_of_column(key: str, column: pa.ChunkedArray) -> Hashes:
    """The digest of each cell of a column as a text, "" where it is missing; each different one is hashed once."""
    coded = column.combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    texts = coded.dictionary.cast(pa.string()).to_pylist()
    hashes = digests_of_texts(key, [*(text or "" for text in texts), ""])
    return np.asarray(hashes[coded.indices.fill_null(len(texts)).to_numpy()], np.uint64)


@cache
def _hash_key(key: str) -> str:
    return blake2b(key.encode(), digest_size=8).hexdigest()


def with_digests(personal: pa.Table, rows: int) -> pa.Table:
    """Personal columns with the digest of each of the `rows`, personal_print, behind them: a table without a column, of a form
    that asks nothing personal, does not know how many it has."""
    digests = np.zeros(rows, np.uint64)
    for key in personal.schema.names:
        filled = np.flatnonzero(pc.binary_length(personal[key]).to_numpy())
        digests[filled] += digests_of_texts(key, personal[key].take(pa.array(filled)).to_pylist())
    columns = {name: personal[name] for name in personal.schema.names}
    return pa.table({**columns, PERSONAL_DIGEST: pa.array(digests.view(np.int64))})


def without_unasked(digests: Digests, answers: pa.Table, keys: Collection[str], personal: Collection[str]) -> Digests:
    """Digests as if nobody had answered these questions, which are not asked any more and of which no reading of the sheet has a word; their answers
    stand in `answers`; `personal`: the personal columns."""
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
