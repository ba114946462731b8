"""Responses that wait in quarantine because of a key, a revoked poster or a station that is not listed, judged again when these changed."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..ledger.changes import Changes, described_changes
from ..ledger.columns import CODE_REASON, CODE_STATUS, DAY, RAW_CODE, CodeReason, CodeStatus
from ..ledger.decisions import rewrite
from ..ledger.events import Event, EventKind
from ..ledger.ledger import Ledger
from ..ledger.rows import Rows
from ..ledger.writer import Writer
from .new_versions import STANDING
from .values import Order
from .versions import judged

WAITING = (
    CodeReason.BAD_SIGNATURE, CodeReason.UNKNOWN_KEY, CodeReason.RETIRED_KEY, CodeReason.REVOKED,
    CodeReason.UNKNOWN_STATION, CodeReason.UNSIGNED, CodeReason.UNREADABLE,
)  # fmt: skip
"""Reasons that hang on the keys, the print record and stations.csv, and may end when those change: the last two when a station gets the
name that was typed."""


def judge_again(writer: Writer, order: Order, changes: Changes) -> Changes:
    """Accept what was refused for a key that is back, a poster that is accepted again, or a station that is listed now or bears the
    name that was typed; an event each, in one step.

    Looks only when keys, revocations or stations are others than at the last look. What a person ever gave a station is left alone, and
    what was purged stays purged; a decision of the bench is about form and sheet, not about the code. Gives the changes with these added.
    """
    if writer.manifest.judged_by == order.judged_by:
        return changes
    ledger = writer.ledger
    responses, rows = _waiting(ledger)
    table = ledger.rows(rows, [RAW_CODE, DAY])
    standings = judged(table[RAW_CODE], table[DAY], order.check_code)
    good = np.flatnonzero(pc.equal(standings[CODE_STATUS], CodeStatus.ACCEPTED.value).to_numpy())
    events: list[Event] = []
    if len(good):
        taken = standings.take(pa.array(good))
        first = rewrite(writer, rows[good], {name: taken[name] for name in STANDING})
        now = writer.now()
        events = [
            Event(EventKind.JUDGED, now, int(responses[position]), int(rows[position]), first + turn, now, CODE_REASON)
            for turn, position in enumerate(good.tolist())
        ]
        writer.add_events(events)
    writer.commit("judge", about={"answers": len(events)} if events else None, judged_by=order.judged_by)
    if not events:
        return changes
    changed = described_changes(writer.ledger, events, ZoneInfo(order.expected.timezone))
    return replace(changes, changed=(*changes.changed, *changed), by_status=writer.ledger.counts())


def _waiting(ledger: Ledger) -> tuple[Rows, Rows]:
    """Response numbers and rows of what waits for a key, a poster or a station, and to which no person gave one."""
    if not ledger.manifest.rows:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    reasons = ledger.versions([CODE_STATUS, CODE_REASON])
    waits = pc.and_(
        pc.equal(reasons[CODE_STATUS], CodeStatus.QUARANTINED.value),
        pc.is_in(reasons[CODE_REASON], pa.array([reason.value for reason in WAITING])),
    ).to_numpy()
    waits = np.array(waits)
    waits[ledger.lives.dead_rows] = False
    rows = np.flatnonzero(waits).astype(np.int64)
    first = {row: response for response, row in ledger.lives.force.items()}
    responses = np.array([first.get(row, row) for row in rows.tolist()], np.int64)
    decided = {event.answer for event in ledger.history if event.kind is EventKind.ASSIGNED}
    free = np.array([response not in decided for response in responses.tolist()], np.bool_)
    return responses[free], rows[free]
