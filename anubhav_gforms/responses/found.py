"""What a pull is to do, and what a reading means for the ledger: two values that the room hands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from .blocks import Block
from .codes import Judge
from .events import EventKind
from .manifest import FormState
from .rows import Rows
from .sheet import Reading, SheetExpectation

WHOLE_AFTER = timedelta(hours=23)
"""All of sheet and form is compared by the first pull after this time: within a day, where pulls are scheduled."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a pull is to do. `judge` reads codes; `judged_by` is the digest of the keys, revocations and stations that it
    goes by; `wordings` holds, for each question key, a print of its wording as it
    is asked now: when one changes, a new epoch begins. `trust_clock` raises when this computer's clock is not to be
    written into the ledger."""

    wanted: SheetExpectation
    judge: Judge
    wordings: Mapping[str, str]
    judged_by: str = ""
    full: bool = False
    accept_deletions: bool = False
    trust_clock: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Matched:
    """What a reading means for the ledger. `seen` has the answer number of each answer read, -1 for a new one;
    `edited` are (answer number, place in the reading); `restored` (some of them may be edited too) and `gone` are answer
    numbers. `audited_to` is the last sheet row that the rolling audit found unchanged, 0 for none. `reading` is None
    when the form itself was read, whose state and response ids are then `form` and `form_ids`. `beside`: it was read to hold
    the sheet against it; then `edited` are answers that were sent otherwise than the sheet says, and `noted` (kind, answer number)
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
