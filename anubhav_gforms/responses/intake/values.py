"""What a pull is to do, the form's own list, and what a reading means for the ledger: three values that the room hands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ...campaign import FormConfig
from ...nouns.gateway import Cell
from ...nouns.google import ResponsePage
from ...nouns.moments import moment_of, ms_of
from ..ledger.events import EventKind
from ..ledger.manifest import FormState
from ..ledger.rows import Rows
from .blocks import DAY_MS, EPOCH_1899, Block, read_block
from .codes import CheckCode
from .headers import Columns, known_headers, title_compared
from .sheet import Reading, SheetExpectation

WHOLE_AFTER = timedelta(hours=23)
"""All of sheet and form is compared by the first pull after this time: within a day, where pulls are scheduled."""
OVERLAP = timedelta(hours=1)
"""Responses of the last hour are asked for again, since they may arrive late and in no order."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a pull is to do. `check_code` reads codes; `judged_by` is the digest of the keys, revocations and stations that it
    goes by; `wordings` holds, for each question key, a digest of its wording as it
    is asked now: when one changes, a new epoch begins. `trust_clock` raises when this computer's clock is not to be
    written into the ledger."""

    expected: SheetExpectation
    check_code: CheckCode
    wordings: Mapping[str, str]
    judged_by: str = ""
    full: bool = False
    accept_deletions: bool = False
    trust_clock: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class FormList:
    """The form's own list of responses. `question_ids`: Google's id of each question, by its key; `pages` gives the responses that were
    sent since a moment; None: all of them. `asked` gives the title of each question that the form asks now, by its id; it is looked at
    when somebody answered one that is not known: a question may be there again under another id, after a person deleted it and
    made it again. `titles`: all that a question ever had, by its key."""

    form_id: str
    form: FormConfig
    question_ids: Mapping[str, str]
    pages: Callable[[datetime | None], Iterable[ResponsePage]]
    asked: Callable[[], Mapping[str, str]] = dict
    titles: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def state(self, noted: FormState | None) -> FormState:
        """What was noted of this form; nothing when it was of another one."""
        return noted if noted and noted.form_id == self.form_id else FormState(self.form_id, 0)

    def block(self, page: ResponsePage) -> Block:
        """Responses as a sheet would hold them, typed by the same hands; of a question that is there twice the first filled one counts."""
        columns: list[Sequence[Cell]] = [[(ms_of(each) - EPOCH_1899) / DAY_MS for each in page.submitted]]
        blank = [""] * len(page)
        of_key = {each.key: page.texts.get(self.question_ids.get(each.key, ""), blank) for each in self.form.questions}
        strange = [name for name in page.texts.keys() - self.question_ids.values() if any(page.texts[name])]
        known = known_headers(self.form, self.titles) if strange else {}
        for name, title in self.asked().items() if strange else ():
            if name in strange and (key := known.get(title_compared(title))):
                of_key[key] = [first or second for first, second in zip(of_key[key], page.texts[name], strict=True)]
        columns += of_key.values()
        places = Columns(0, {each.key: (n,) for n, each in enumerate(self.form.questions, start=1)}, "timestamp")
        return read_block(columns, places, self.form, timezone="UTC", first_row=1)


def since(state: FormState) -> datetime | None:
    """From when on the form has to be asked; None: from the beginning."""
    return moment_of(state.read_until) - OVERLAP if state.read_until else None


@dataclass(frozen=True, slots=True)
class Matched:
    """What a reading means for the ledger. `seen` has the number of each response read, -1 for a new one;
    `edited` are (response number, place in the reading); `restored` (some of them may be edited too) and `gone` are response
    numbers. `audited_to` is the last sheet row that the rolling audit found unchanged, 0 for none. `reading` is None
    when the form itself was read, whose state and response ids are then `form` and `form_ids`. `beside`: it was read to hold
    the sheet against it; then `edited` are responses that were sent otherwise than the sheet says, and `noted` (kind, response number)
    is what else an officer shall know."""

    block: Block
    seen: Rows
    reading: Reading | None = None
    edited: tuple[tuple[int, int], ...] = ()
    restored: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    moved: int = 0
    full: bool = False
    audited_to: int = 0
    form: FormState | None = None
    form_ids: tuple[str, ...] = ()
    beside: bool = False
    noted: tuple[tuple[EventKind, int], ...] = ()
    notes: tuple[str, ...] = ()
