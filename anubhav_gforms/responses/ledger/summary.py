"""What is said about the data: up to when, how many were left out and why, what was changed afterwards, what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

import pyarrow as pa
import pyarrow.compute as pc

from ...nouns.moments import unmatched
from .columns import CHANNEL, CODE_REASON, CODE_STATUS, DAY, RESPONSE_ID, SUBMITTED_AT, CodeReason, CodeStatus
from .events import Event, EventKind
from .ledger import Ledger


@dataclass(frozen=True, slots=True)
class LedgerSummary:
    """Counts of responses whose local day lies from `since` to before `until`, and of what happened to responses since then.

    `pulled_at` (UTC) is the last pull: data are complete up to then; None when nothing was pulled yet. `edited`,
    `deleted` and `restored` count events noticed from `since` on, wherever the responses lie. `head` is the hash of the
    ledger's last history line: it names this state of the ledger for ever.
    """

    pulled_at: datetime | None
    rows: int
    accepted: int
    quarantined: Mapping[str, int]
    by_channel: Mapping[str, int]
    edited: int
    deleted: int
    restored: int
    head: str
    assigned: Mapping[str, int]  # by channel, of those that the office gave a station


def summarise(
    ledger: Ledger, *, since: date | None = None, until: date | None = None, zone: tzinfo = UTC
) -> LedgerSummary:
    """The summary of a ledger; the days `since` (included) and `until` (not), of a clock in `zone`, bound it."""
    table = ledger.read([DAY, CODE_STATUS, CODE_REASON, CHANNEL])
    if since is not None:
        table = table.filter(pc.greater_equal(table[DAY], pa.scalar(since)))
    if until is not None:
        table = table.filter(pc.less(table[DAY], pa.scalar(until)))
    refused = table.filter(pc.equal(table[CODE_STATUS], CodeStatus.QUARANTINED.value))
    assigned = table.filter(pc.equal(table[CODE_REASON], CodeReason.ASSIGNED.value))
    kinds = kinds_of(ledger.history, since, zone)
    return LedgerSummary(
        pulled_at=ledger.pulled_at,
        rows=table.num_rows,
        accepted=table.num_rows - refused.num_rows,
        quarantined=dict(Counter(refused[CODE_REASON].to_pylist()).most_common()),
        by_channel=dict(Counter(table[CHANNEL].to_pylist()).most_common()),
        edited=kinds[EventKind.EDITED],
        deleted=kinds[EventKind.GONE],
        restored=kinds[EventKind.RESTORED],
        head=ledger.manifest.chain,
        assigned=dict(Counter(assigned[CHANNEL].to_pylist()).most_common()),
    )


def kinds_of(history: Iterable[Event], since: date | None, zone: tzinfo) -> Counter[EventKind]:
    """How many events of each kind were noticed from that local day on; without one, ever."""
    begin = datetime.combine(since, time(), zone).timestamp() * 1000 if since else 0
    return Counter(event.kind for event in history if event.at >= begin)


def count_unread(ledger: Ledger, sent: Iterable[datetime]) -> int:
    """How many of these moments (aware) are of no response in the ledger, whatever became of it later."""
    table = ledger.versions([RESPONSE_ID, SUBMITTED_AT])
    seconds = pa.array(table[SUBMITTED_AT].cast(pa.int64()).to_numpy() // 1000)
    once = pa.table({"id": table[RESPONSE_ID], "second": seconds}).group_by(["id", "second"]).aggregate([])
    return len(unmatched(sent, Counter(once["second"].to_pylist())))
