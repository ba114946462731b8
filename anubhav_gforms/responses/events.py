"""What happened to answers after they were first seen; and, from all of it, which versions stand now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa


class EventKind(StrEnum):
    """What can happen to an answer that the ledger holds."""

    EDITED = "edited"
    GONE = "gone"
    RESTORED = "restored"
    ASSIGNED = "assigned"
    UNDONE = "undone"
    JUDGED = "judged again"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one answer.

    `answer` is the answer's number: the ledger row of its first version. `old` and `new` are the rows of the version
    before and after, -1 for none. `at` and `last_seen` are UTC milliseconds: when it was noticed, when the old version
    was surely still there. `what` names the columns that changed, joined by commas. `who` and `why` belong to a
    decision made by hand.
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


@dataclass(slots=True)
class Lives:
    """Where every answer stands after all events. Answers without an event are not listed: they are as first seen."""

    current: dict[int, int] = field(default_factory=dict)
    """Answer number → row of its newest version."""
    gone: dict[int, Event] = field(default_factory=dict)
    """Answer number → the event that noticed it missing; only answers that are missing now."""
    undone: set[int] = field(default_factory=set)
    """Numbers of the answers whose import was taken back. They never were in the sheet, so no pull can bring them back."""
    dead: set[int] = field(default_factory=set)
    """Rows that no longer stand: superseded versions, and the last version of what is gone."""

    @property
    def dead_rows(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The dead rows, sorted."""
        return np.array(sorted(self.dead), np.int64)

    def row_of(self, answer: int) -> int:
        """Row of the newest version of an answer."""
        return self.current.get(answer, answer)


def lives_of(events: Iterable[Event]) -> Lives:
    """Replay events in the order in which they were recorded."""
    lives = Lives()
    for event in events:
        if event.old >= 0 and event.old != event.new:
            lives.dead.add(event.old)
        if event.kind is EventKind.UNDONE:
            lives.undone.add(event.answer)
        elif event.new >= 0:
            lives.dead.discard(event.new)
            lives.current[event.answer] = event.new
            lives.gone.pop(event.answer, None)
        else:
            lives.gone[event.answer] = event
    return lives


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
    ]
)


def events_table(events: Sequence[Event]) -> pa.Table:
    """Events as an Arrow table, one row an event."""
    columns = {each.name: [getattr(event, each.name) for event in events] for each in fields(Event)}
    return pa.table(
        {name: pa.array(columns[name]).cast(EVENTS_SCHEMA.field(name).type) for name in EVENTS_SCHEMA.names}
    )


def events_of(table: pa.Table) -> list[Event]:
    """An Arrow table of events as values, in order."""
    plain = {
        name: table[name].cast(pa.int64()) if pa.types.is_timestamp(table[name].type) else table[name]
        for name in EVENTS_SCHEMA.names
    }
    rows = zip(*(plain[each.name].to_pylist() for each in fields(Event)), strict=True)
    return [Event(EventKind(kind), *rest) for kind, *rest in rows]
