"""What a pull found, as a value: new, edited, deleted, restored and re-ordered responses, and what needs attention; and events with what
the responses said before and after, for people to read. What may say who responded never comes here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...campaign import FormConfig
from ...nouns.moments import moment_of, ms_of
from ...sentence import Bilingual, Sentence
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
    CodeStatus,
)
from .events import Event, EventKind
from .manifest import Holds
from .rows import Rows
from .typed import marked, typed_rows

if TYPE_CHECKING:
    from .ledger import Ledger


_HIDDEN = (RESPONSE_ID, VERSION, SEEN_AT, DIGEST, DAY, SOURCE, EPOCH)


@dataclass(frozen=True, slots=True)
class Change:
    """One response that is no longer what it was. `station` is "" when its code was not accepted.

    `what` names the columns that differ (`submitted_at` and question keys). `before` and `after` hold their values,
    without personal columns; `after` is empty for a response that is gone. `came` is when a pull read what it said before. `waits`: an
    officer has to decide on it.
    """

    kind: EventKind
    response_id: str
    station: str
    submitted_at: datetime
    last_seen: datetime
    noticed_at: datetime
    what: tuple[str, ...] = ()
    before: Mapping[str, str] | None = None
    after: Mapping[str, str] | None = None
    came: datetime | None = None
    waits: bool = False

    @property
    def sent_again(self) -> bool:
        """Whether whoever responded changed it: then both form and sheet say so, and nobody decides."""
        return self.kind is EventKind.EDITED and not self.waits and SUBMITTED_AT in self.what


def column_title(form: FormConfig, column: str) -> Bilingual | Sentence:
    """A column of `Change.what` as people know it: its question's title; its name where the form asks no such question any more."""
    if column == SUBMITTED_AT:
        return Sentence("time of sending")
    if column == CODE_REASON:
        return Sentence("code")
    titles = {question.key: question.title for question in form.questions}
    return Bilingual.halves(titles.get(column, column))


def answer_said(form: FormConfig, key: str, answer: str) -> Bilingual:
    """An answer as people read it: an option in the language of each, what was typed in its place as it stands."""
    options = {option for question in form.questions if question.key == key for option in question.options}
    return Bilingual.halves(answer) if answer in options else Bilingual.same(answer)


@dataclass(frozen=True, slots=True)
class Changes:
    """What one pull found. Times are aware, in the campaign's zone.

    `new` counts responses not seen before, by code status in `new_by_status` and, for quarantined ones, by reason in
    `new_by_reason`. `total` and `by_status` count the ledger as it stands now. `reordered` counts responses that stand
    elsewhere in the sheet than before, which is no alarm. `data_until` is the time of the latest response. `full` tells
    whether every row was read. `notes` are sentences on what needs a person's attention.
    """

    pulled_at: datetime
    data_until: datetime | None
    new: int
    new_by_status: Mapping[str, int]
    new_by_reason: Mapping[str, int]
    changed: tuple[Change, ...]
    reordered: int
    total: int
    by_status: Mapping[str, int]
    full: bool
    first: bool
    notes: tuple[str, ...] = ()

    def of(self, kind: EventKind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changed if change.kind is kind)

    @property
    def judged_again(self) -> tuple[Change, ...]:
        """Responses that were refused before, and are accepted now that a key or a poster is good again."""
        return self.of(EventKind.JUDGED)

    @property
    def uncounted(self) -> int:
        """How many rows are in the sheet alone: they are in no count until an officer takes them."""
        return len(self.of(EventKind.UNSENT))

    @property
    def alarming(self) -> bool:
        """Whether an officer has to decide on something that this pull found, or nobody can have changed what it found changed."""
        return bool(self.not_sent_again) or any(change.waits for change in self.changed)

    @property
    def not_sent_again(self) -> tuple[Change, ...]:
        """Responses of which the form says something else than the ledger did, though nobody sent them again."""
        return tuple(each for each in self.of(EventKind.EDITED) if not (each.waits or each.sent_again))

    def and_then(self, later: Changes) -> Changes:
        """This pull of the sheet and the check of the form after it, as one: a row that this pull brought and nobody sent is no new response."""
        unsent = [each.before or {} for each in later.of(EventKind.UNSENT) if each.came == self.pulled_at]
        reasons = Counter(row[CODE_REASON] for row in unsent if row[CODE_STATUS] == CodeStatus.QUARANTINED)
        confirmed = {each.response_id for each in later.of(EventKind.CONFIRMED)}
        earlier = (replace(each, waits=each.waits and each.response_id not in confirmed) for each in self.changed)
        return replace(
            later,
            new=self.new + later.new - len(unsent),
            new_by_status=_sum(self.new_by_status, later.new_by_status, Counter(row[CODE_STATUS] for row in unsent)),
            new_by_reason=_sum(self.new_by_reason, later.new_by_reason, reasons),
            changed=(*earlier, *later.changed),
            reordered=self.reordered,
            full=self.full,
            first=self.first,
            notes=tuple(dict.fromkeys((*self.notes, *later.notes))),
        )


def _sum(counts_here: Mapping[str, int], other: Mapping[str, int], less: Mapping[str, int]) -> dict[str, int]:
    counts = {
        name: counts_here.get(name, 0) + other.get(name, 0) - less.get(name, 0) for name in {**counts_here, **other}
    }
    return {name: count for name, count in counts.items() if count}


def described_changes(ledger: Ledger, events: Sequence[Event], zone: ZoneInfo) -> tuple[Change, ...]:
    """Events with the values before and after, without personal columns, for people to read."""
    if not events:
        return ()
    shown = [name for name in ledger.versions_schema().names if name not in _HIDDEN]
    rows = np.array([max(row, 0) for event in events for row in (event.old, event.new)], np.int64)
    versions = ledger.rows(rows, [RESPONSE_ID, SEEN_AT, *shown])
    table = marked(versions, {RAW_CODE: typed_rows(versions)}).to_pylist()
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
                before={name: as_text(old[name]) for name in shown if event.new < 0 or old[name] != new[name]},
                after={name: as_text(new[name]) for name in shown if old[name] != new[name]} if event.new >= 0 else {},
                came=old[SEEN_AT].astimezone(zone),
                waits=ledger.lives.bench.get(event.answer) == event,
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


def as_text(value: object) -> str:
    """A cell as text; "" where it is missing."""
    return "" if value is None else str(value)


def local_time(ms: int, zone: ZoneInfo) -> datetime:
    """UTC milliseconds as an aware time in `zone`."""
    return moment_of(ms).astimezone(zone)
