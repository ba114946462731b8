"""Typed responses → the ledger's rows: an id, a version, the local day, the station that the code stands for, the wording epoch.

Answers to differently worded questions are not the same measurement, and never mixed unmarked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b, sha256
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...campaign import FormConfig
from ...nouns.google import Item
from ..ledger.changes import rows_at
from ..ledger.columns import (
    CHANNEL,
    CODE_REASON,
    CODE_STATUS,
    DAY,
    DIGEST,
    EPOCH,
    KEY_ID,
    RAW_CODE,
    RESPONSE_ID,
    SEEN_AT,
    SERIAL,
    SOURCE,
    STATION,
    SUBMITTED_AT,
    VERSION,
    CodeReason,
    CodeStatus,
    Source,
)
from ..ledger.ledger import Ledger
from ..ledger.manifest import Epoch, LedgerIndex
from ..ledger.rows import Flags, Rows
from .codes import CheckCode


def response_ids(ledger: Ledger, times: Rows, digests: Rows) -> list[str]:
    """An id for each new response, made from its time, its digest and how many equal ones came before it."""
    taken = set(ledger.rows(rows_at(ledger, times), [RESPONSE_ID])[RESPONSE_ID].to_pylist())
    ids: list[str] = []
    turns: dict[tuple[int, int], int] = {}  # where equal ones go on: of many no turn is tried twice
    for time, digest in zip(times.tolist(), digests.tolist(), strict=True):
        turn = turns.get((time, digest), 0)
        while (name := blake2b(f"{time} {digest} {turn}".encode(), digest_size=8).hexdigest()) in taken:
            turn += 1
        turns[time, digest] = turn + 1
        taken.add(name)
        ids.append(name)
    return ids


def copies(ledger: Ledger, times: Rows, digests: Rows, new: int) -> Flags:
    """Which of these rows of a sheet, the last `new` of them not seen before, are copies: time, to the millisecond, and
    content are those of a row before it or of any version in the ledger."""
    fresh = times[len(times) - new :]
    there = ledger.digests_of(rows_at(ledger, fresh))
    known = set(zip(there.times.tolist(), there.digests.tolist(), strict=True))
    equal = np.zeros(len(times), np.bool_)
    for position, row in enumerate(zip(times.tolist(), digests.tolist(), strict=True)):
        equal[position] = position >= len(times) - new and row in known
        known.add(row)
    return equal


def judged(codes: pa.ChunkedArray, days: pa.ChunkedArray | pa.Array, check_code: CheckCode) -> pa.Table:
    """Station, channel, serial, key letter, status and reason of each raw code; each different code is read once.

    A code of a retired key is read again with the local day of its response: the key may have been good then.
    """
    coded = codes.cast(pa.string()).combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    texts, places = coded.dictionary.to_pylist(), np.array(coded.indices)
    standings = [check_code(text) for text in texts]
    ended = [place for place, each in enumerate(standings) if each.reason is CodeReason.RETIRED_KEY]
    for row in np.flatnonzero(np.isin(places, ended)).tolist():
        standing = check_code(texts[places[row]], days[row].as_py())
        if standing.reason is not CodeReason.RETIRED_KEY:
            places[row] = len(standings)
            standings.append(standing)
    table = pa.table(
        {
            STATION: pa.array([each.station for each in standings], pa.string()),
            CHANNEL: pa.array([str(each.channel) for each in standings], pa.string()),
            SERIAL: pa.array([each.serial for each in standings], pa.int16()),
            KEY_ID: pa.array([each.key_id for each in standings], pa.string()),
            CODE_STATUS: pa.array([each.status.value for each in standings], pa.string()),
            CODE_REASON: pa.array([each.reason.value for each in standings], pa.string()),
        }
    )
    return table.take(pa.array(places))


def quarantined(standings: pa.Table, rows: Flags, reason: CodeReason) -> pa.Table:
    """Standings in which these rows wait in quarantine for this reason, whatever their codes are worth."""
    words = {STATION: "", CODE_STATUS: CodeStatus.QUARANTINED.value, CODE_REASON: reason.value}
    columns = {
        name: pc.if_else(pa.array(rows), words[name], standings[name]) if name in words else standings[name]
        for name in standings.schema.names
    }
    return pa.table(columns)


def versions(
    answers: pa.Table,
    *,
    ids: Sequence[str],
    numbers: Sequence[int],
    standings: pa.Table,
    seen_at: int,
    source: Source,
    epochs: Sequence[Epoch],
    timezone: str,
    schema: pa.Schema,
) -> pa.Table:
    """Rows for the ledger in the shape of `schema` (see `columns.answers_schema`) from a Block's responses."""
    count = answers.num_rows
    times = answers[SUBMITTED_AT].cast(pa.int64()).to_numpy()
    columns = {
        RESPONSE_ID: pa.array(ids, pa.string()),
        VERSION: pa.array(numbers, pa.int16()),
        SEEN_AT: pa.repeat(pa.scalar(seen_at, pa.timestamp("ms", tz="UTC")), count),
        DIGEST: answers[DIGEST],
        SUBMITTED_AT: pa.array(times, pa.timestamp("ms", tz=timezone)),
        DAY: local_days(times, timezone),
        SOURCE: pa.repeat(pa.scalar(source.value, pa.string()), count),
        RAW_CODE: answers[RAW_CODE],
        EPOCH: pa.array(epoch_numbers(times, epochs)),
    }
    for name in schema.names:
        if name not in columns:
            columns[name] = standings[name] if name in standings.schema.names else answers[name]
    return pa.table({name: columns[name] for name in schema.names}).cast(schema)


def local_days(times: Rows, timezone: str) -> pa.Array:
    """The local day of UTC milliseconds, as dates."""
    local = pd.DatetimeIndex(times.astype("datetime64[ms]")).tz_localize("UTC").tz_convert(timezone)
    return pa.array(local.tz_localize(None).to_numpy().astype("datetime64[D]"), pa.date32())


def wordings_of(form: FormConfig, left: Mapping[str, Item]) -> dict[str, str]:
    """Question key → a digest of its title, options and scale labels, as our last run `left` it, else as the config has it. A help text
    is no part of the wording."""
    asked = {each.key: left.get(each.key, each) for each in form.questions if not each.personal}
    return {
        key: sha256("\0".join([question.title, question.low, question.high, *question.options]).encode()).hexdigest()[
            :16
        ]
        for key, question in asked.items()
    }


def epochs_now(manifest: LedgerIndex, wordings: Mapping[str, str], now: int) -> tuple[Epoch, ...]:
    """The wording epochs, with a new one when a question is worded otherwise than in the last.

    It begins at the last pull, since when the wording may have changed; at `now` if the clock was set back since.
    """
    if not manifest.epochs:
        return (Epoch(1, 0, dict(wordings)),)
    last = manifest.epochs[-1]
    if last.questions == dict(wordings):
        return manifest.epochs
    return (*manifest.epochs, Epoch(last.number + 1, min(manifest.pulled_at or now, now), dict(wordings)))


def changed_questions(epochs: Sequence[Epoch]) -> tuple[str, ...]:
    """Keys of the questions whose wording differs between the last two epochs."""
    if len(epochs) < 2:
        return ()
    before, after = epochs[-2].questions, epochs[-1].questions
    return tuple(sorted(key for key in {*before, *after} if before.get(key) != after.get(key)))


def epoch_numbers(times: Rows, epochs: Sequence[Epoch]) -> np.ndarray[Any, np.dtype[np.int16]]:
    """The wording epoch of each response, by its time; 1 before the first."""
    begins = np.array([epoch.since for epoch in epochs[1:]], np.int64)
    return (np.searchsorted(begins, times, side="right") + 1).astype(np.int16)
