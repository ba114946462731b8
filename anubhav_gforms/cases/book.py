"""data/cases.jsonl: the file of the case book. Several officers may write; nothing is lost, and nothing counts twice.

Every function holds the file's lock, reads the book as it is now, and adds to it. One that was killed is simply run again: what it
wrote is the last step of its case, and the same step of the same officer and day is not written a second time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..chain import Chain, Entry, entry_time, following
from ..errors import InputError
from .case import Case, CaseBook, Deed, Ending, Matter, book_of

FILE = "cases.jsonl"
"""Under data/."""


def read_cases(data: Path, until: date = date.max) -> CaseBook:
    """The book under data/ as it was at the end of day `until`; empty when no case was opened yet.

    Raises StateError, with the first fault, when it is not whole.
    """
    return book_of(entry for entry in _chain(data).read() if entry.at[:10] <= until.isoformat())


def open_cases(
    data: Path, matters: Sequence[tuple[Matter, str, date]], *, who: str, at: datetime, text: str = ""
) -> tuple[Case, ...]:
    """A case for each (matter, owner, due day), in order; a matter that has a case keeps it, and nothing is written for it."""

    def make(entries: tuple[Entry, ...]) -> list[Entry]:
        known = {entry.body["key"] for entry in entries if entry.kind == Deed.OPENED}
        grown = [*entries]
        for matter, owner, due in matters:
            if matter.key in known:
                continue
            known.add(matter.key)
            fields = {name: getattr(matter, name) for name in ("station", "since", "answer", "flag")}
            body = {
                "key": matter.key,
                "about": [str(about) for about in matter.about],
                "who": who,
                "owner": owner,
                "due": due.isoformat(),
                **_filled({**fields, "text": text}),
            }
            grown.append(following(grown, Deed.OPENED, body, entry_time(at)))
        return grown[len(entries) :]

    book = book_of(_chain(data).extend(make))
    by_key = {case.matter.key: case for case in book.cases}
    return tuple(by_key[matter.key] for matter, _, _ in matters)


def add_step(
    data: Path,
    number: int,
    deed: Deed,
    *,
    who: str,
    at: datetime,
    owner: str = "",
    outcome: Ending | None = None,
    due: date | None = None,
    text: str = "",
) -> Case:
    """Write down what was done about a case; a new owner or due day holds from then on. Raises InputError when there is no such case,
    or its state does not allow it."""
    said = {"owner": owner, "outcome": str(outcome or ""), "due": due.isoformat() if due else "", "text": text}
    body: dict[str, Any] = {"case": number, "who": who, **_filled(said)}

    def make(entries: tuple[Entry, ...]) -> list[Entry]:
        case = book_of(entries).case(number)
        last = next((entry for entry in reversed(entries) if entry.body.get("case") == number), None)
        if last and (last.kind, last.at[:10], dict(last.body)) == (deed, entry_time(at)[:10], body):
            return []  # a command that was killed behind its writing, and is run again
        _refuse(case, deed)
        return [following(entries, deed, body, entry_time(at))]

    return book_of(_chain(data).extend(make)).case(number)


def _refuse(case: Case, deed: Deed) -> None:
    """Refuse a deed that the case's state does not allow: two officers may have clicked at the same time."""
    if deed is Deed.REOPENED and case.is_open:
        raise InputError("This case is open.", cure="Nothing was written. See its newest step, then go on.")
    if deed in (Deed.ASSIGNED, Deed.CLOSED) and not case.is_open:
        raise InputError(
            "This case is closed.", cure="Nothing was written. The IG's office can open it again: anubhav cases reopen."
        )


def _filled(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def _chain(data: Path) -> Chain:
    return Chain(data / FILE, frozenset(Deed))
