"""What a pull found, as a value: new, edited, deleted, restored and re-ordered responses, and what needs attention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ...campaign import FormConfig
from ...sentence import Bilingual, Sentence
from .columns import CODE_REASON, CODE_STATUS, SUBMITTED_AT, CodeStatus
from .events import DISPUTES, EventKind


@dataclass(frozen=True, slots=True)
class Change:
    """One response that is no longer what it was. `station` is "" when its code was not accepted.

    `what` names the columns that differ (`submitted_at` and question keys). `before` and `after` hold their values,
    without personal columns; `after` is empty for a response that is gone. `came` is when a pull read what it said before.
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
        """Whether form and sheet, or the sheet and what it said before, no longer say the same."""
        return any(change.kind in DISPUTES for change in self.changed)

    def and_then(self, later: Changes) -> Changes:
        """This pull of the sheet and the check of the form after it, as one: a row that this pull brought and nobody sent is no new response."""
        unsent = [each.before or {} for each in later.of(EventKind.UNSENT) if each.came == self.pulled_at]
        reasons = Counter(row[CODE_REASON] for row in unsent if row[CODE_STATUS] == CodeStatus.QUARANTINED)
        return replace(
            later,
            new=self.new + later.new - len(unsent),
            new_by_status=_sum(self.new_by_status, later.new_by_status, Counter(row[CODE_STATUS] for row in unsent)),
            new_by_reason=_sum(self.new_by_reason, later.new_by_reason, reasons),
            changed=(*self.changed, *later.changed),
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
