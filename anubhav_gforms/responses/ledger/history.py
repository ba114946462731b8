"""Events with what the responses said before and after, for people to read. What may say who responded never comes here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...nouns.moments import moment_of, ms_of
from .changes import Change
from .columns import (
    CODE_REASON,
    CODE_STATUS,
    DAY,
    DIGEST,
    EPOCH,
    RAW_CODE,
    RESPONSE_ID,
    SEEN_AT,
    SOURCE,
    STATION,
    SUBMITTED_AT,
    VERSION,
    CodeReason,
)
from .events import Event
from .manifest import Holds
from .rows import Rows
from .typed import TYPED_WORDS, is_typed

if TYPE_CHECKING:
    from .ledger import Ledger

_HIDDEN = (RESPONSE_ID, VERSION, SEEN_AT, DIGEST, DAY, SOURCE, EPOCH)


def described_changes(ledger: Ledger, events: Sequence[Event], zone: ZoneInfo) -> tuple[Change, ...]:
    """Events with the values before and after, without personal columns, for people to read."""
    if not events:
        return ()
    shown = [name for name in ledger.versions_schema().names if name not in _HIDDEN]
    rows = np.array([max(row, 0) for event in events for row in (event.old, event.new)], np.int64)
    table = [_without_words(row) for row in ledger.rows(rows, [RESPONSE_ID, SEEN_AT, *shown]).to_pylist()]
    of_copies = _stations_of_copies(ledger, table)
    changes = []
    for turn, event in enumerate(events):
        old, new = table[2 * turn], table[2 * turn + 1]
        changes.append(
            Change(
                kind=event.kind,
                response_id=old[RESPONSE_ID],
                station=old[STATION] or of_copies.get(old[SUBMITTED_AT], ""),
                submitted_at=old[SUBMITTED_AT].astimezone(zone),
                last_seen=local_time(event.last_seen, zone),
                noticed_at=local_time(event.at, zone),
                what=tuple(filter(None, event.what.split(","))),
                before={name: _shown(old[name]) for name in shown if event.new < 0 or old[name] != new[name]},
                after={name: _shown(new[name]) for name in shown if old[name] != new[name]} if event.new >= 0 else {},
                came=old[SEEN_AT].astimezone(zone),
            )
        )
    return tuple(changes)


def _stations_of_copies(ledger: Ledger, table: Sequence[dict[str, Any]]) -> dict[datetime, str]:
    """By the time of each copied row the station of the response that it is a copy of: whose row was changed is not to be told apart."""
    times = {row[SUBMITTED_AT] for row in table if row[CODE_REASON] == CodeReason.COPIED.value}
    there = ledger.rows(rows_at(ledger, np.array([*map(ms_of, times)], np.int64)), [SUBMITTED_AT, STATION]).to_pylist()
    return {row[SUBMITTED_AT]: row[STATION] for row in there if row[STATION]}


def rows_at(ledger: Ledger, times: Rows) -> Rows:
    """The ledger rows of every version that has one of these times (UTC milliseconds)."""
    at_times = [np.zeros(0, np.int64)]
    low, high = (int(times.min()), int(times.max())) if len(times) else (1, 0)
    for file in ledger.manifest.files_of(Holds.ANSWERS):
        if file.earliest <= high and file.latest >= low:
            rows = np.arange(file.first, file.first + file.rows, dtype=np.int64)
            there = ledger.rows(rows, [SUBMITTED_AT])[SUBMITTED_AT].cast(pa.int64())
            at_times.append(rows[pc.is_in(there, pa.array(np.unique(times))).to_numpy()])
    return np.concatenate(at_times)


def _without_words(row: dict[str, Any]) -> dict[str, Any]:
    """A row that does not tell what somebody typed where a code belongs."""
    typed = is_typed(row[RAW_CODE], row[CODE_STATUS], row[CODE_REASON])
    return {**row, RAW_CODE: TYPED_WORDS} if typed else row


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def local_time(ms: int, zone: ZoneInfo) -> datetime:
    """UTC milliseconds as an aware time in `zone`."""
    return moment_of(ms).astimezone(zone)
