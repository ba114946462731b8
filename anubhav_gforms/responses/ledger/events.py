"""What happened to responses after they were first seen; and, from all of it, which versions stand now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum

import numpy as np
import pyarrow as pa

from .rows import Rows


class EventKind(StrEnum):
    """What can happen to a response that the ledger holds."""

    EDITED = "edited"
    GONE = "gone"
    RESTORED = "restored"
    ASSIGNED = "assigned"
    UNDONE = "undone"
    JUDGED = "judged again"
    UNSENT = "in the sheet only"
    NOT_IN_SHEET = "in the form only"
    DIFFERENT = "sent otherwise"
    WITHDRAWN = "gone from the form"
    CONFIRMED = "confirmed by the form"
    FIRST_KEPT = "first version kept"
    SHEET_TAKEN = "sheet accepted"


DECISIONS = (EventKind.FIRST_KEPT, EventKind.SHEET_TAKEN)
"""What an officer can decide on a response that waits on the bench."""
DISPUTES = (
    EventKind.EDITED, EventKind.GONE, EventKind.UNSENT, EventKind.NOT_IN_SHEET, EventKind.DIFFERENT,
    EventKind.WITHDRAWN,
)  # fmt: skip
"""What asks for such a decision."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one response.

    `answer` is the response's number: the ledger row of its first version. `old` and `new` are the rows of the version
    before (the one in force) and after, -1 for none. `at` and `last_seen` are UTC milliseconds: when it was noticed, when the
    old version was surely still there. `what` names the columns in which the two differ, joined by commas. `who` and `why`
    belong to a decision made by hand. `held`: what the sheet says now waits on the bench, and the version in force stays so.
    """

    kind: EventKind
    at: int
    answer: int
    old: int
    new: int
    last_seen: int = 0
    what: str = ""
    who: str = ""
    why: str = ""
    held: bool = False


@dataclass(slots=True)
class Lives:
    """Where every response stands after all events. Responses without an event are not listed: they are as first seen."""

    current: dict[int, int] = field(default_factory=dict)
    """Response number → row of its newest version in the sheet."""
    gone: dict[int, Event] = field(default_factory=dict)
    """Response number → the event that noticed it missing; only responses that are missing now."""
    undone: set[int] = field(default_factory=set)
    """Numbers of the responses whose import was taken back. They never were in the sheet, so no pull can bring them back."""
    force: dict[int, int] = field(default_factory=dict)
    """Response number → row of the version that counts; the same as `current` but for what waits, or was decided, on the bench."""
    out: set[int] = field(default_factory=set)
    """Numbers of the responses of which no version counts."""
    bench: dict[int, Event] = field(default_factory=dict)
    """Response number → the event on which an officer has to decide, in the order in which they came."""
    dead: set[int] = field(default_factory=set)
    """Rows that do not count: versions that are not in force, and all of what is out."""

    @property
    def dead_rows(self) -> Rows:
        """The dead rows, sorted."""
        return np.array(sorted(self.dead), np.int64)

    def row_of(self, response: int) -> int:
        """Row of the newest version of a response in the sheet."""
        return self.current.get(response, response)

    def rows_of(self, responses: Rows) -> Rows:
        """`row_of` for many."""
        rows = responses.astype(np.int64)
        changed = np.isin(rows, np.fromiter(self.current, np.int64, len(self.current)))
        rows[changed] = [self.current[response] for response in rows[changed].tolist()]
        return rows

    def in_force(self, response: int) -> int:
        """Row of the version of a response that counts, or last did."""
        return self.force.get(response, response)


def lives_of(events: Iterable[Event]) -> Lives:
    """Replay events in the order in which they were recorded."""
    lives = Lives()
    rows: dict[int, set[int]] = {}
    for event in events:
        response = event.answer
        rows.setdefault(response, {response}).update(row for row in (event.old, event.new) if row >= 0)
        _replay(lives, event)
    for response, known in rows.items():
        lives.dead |= known if response in lives.out else known - {lives.in_force(response)}
    return lives


def _replay(lives: Lives, event: Event) -> None:
    response, kind = event.answer, event.kind
    match kind:
        case EventKind.EDITED | EventKind.RESTORED:
            _seen_in_sheet(lives, event)
        case EventKind.GONE:
            lives.gone[response] = event
            if event.held and response not in lives.out:
                lives.bench[response] = event
            else:
                lives.out.add(response)
                lives.bench.pop(response, None)
        case EventKind.ASSIGNED | EventKind.JUDGED:  # what waits on the bench keeps waiting
            for rows in (lives.current, lives.force):
                if rows.get(response, response) == event.old:
                    rows[response] = event.new
        case EventKind.UNSENT | EventKind.NOT_IN_SHEET | EventKind.WITHDRAWN:
            if kind is EventKind.UNSENT:
                lives.out.add(response)
            lives.bench.setdefault(response, event)
        case EventKind.DIFFERENT:
            lives.force[response] = event.new
            lives.out.discard(response)
            lives.bench[response] = event
        case EventKind.FIRST_KEPT:
            lives.bench.pop(response, None)
        case EventKind.UNDONE | EventKind.SHEET_TAKEN | EventKind.CONFIRMED:
            lives.bench.pop(response, None)
            if kind is EventKind.UNDONE:
                lives.undone.add(response)
            if event.new < 0:
                lives.out.add(response)
            else:
                lives.force[response] = event.new
                lives.out.discard(response)


def _seen_in_sheet(lives: Lives, event: Event) -> None:
    """The sheet says `event.new` of a response: that counts at once, as it did before there was a bench, or waits there."""
    response = event.answer
    lives.current[response] = event.new
    lives.gone.pop(response, None)
    if event.held and (event.what or response in lives.out):
        lives.bench[response] = event
        return
    lives.bench.pop(response, None)
    lives.force[response] = event.new
    lives.out.discard(response)


EVENTS_SCHEMA = pa.schema(
    [
        ("kind", pa.string()),
        ("at", pa.timestamp("ms", tz="UTC")),
        ("answer", pa.int64()),
        ("old", pa.int64()),
        ("new", pa.int64()),
        ("last_seen", pa.timestamp("ms", tz="UTC")),
        ("what", pa.string()),
        ("who", pa.string()),
        ("why", pa.string()),
        ("held", pa.bool_()),
    ]
)


def events_table(events: Sequence[Event]) -> pa.Table:
    """Events as an Arrow table, one row an event."""
    columns = {each.name: [getattr(event, each.name) for event in events] for each in fields(Event)}
    return pa.table(
        {name: pa.array(columns[name]).cast(EVENTS_SCHEMA.field(name).type) for name in EVENTS_SCHEMA.names}
    )


def events_of(table: pa.Table) -> list[Event]:
    """An Arrow table of events as values, in order. What was written before there was a bench held nothing."""
    held = table["held"].fill_null(False) if "held" in table.schema.names else pa.repeat(False, table.num_rows)
    table = table.select([name for name in table.schema.names if name != "held"]).append_column("held", held)
    plain = {
        name: table[name].cast(pa.int64()) if pa.types.is_timestamp(table[name].type) else table[name]
        for name in EVENTS_SCHEMA.names
    }
    rows = zip(*(plain[each.name].to_pylist() for each in fields(Event)), strict=True)
    return [Event(EventKind(kind), *rest) for kind, *rest in rows]
