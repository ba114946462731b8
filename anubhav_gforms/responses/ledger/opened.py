"""One response, opened: for a person who may read it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...campaign import FormConfig, Role
from ...cases.case import About, CaseBook
from .columns import CHANNEL, CODE_STATUS, RESPONSE_ID, STATION, SUBMITTED_AT
from .events import Event, lives_of
from .ledger import Ledger

ENOUGH = 8
"""So many signs of an id's beginning name its response, if they are no other's: as many as lists of messages show."""


@dataclass(frozen=True, slots=True)
class OpenedResponse:
    """A response as it counts now, or as it last did when it does not count any more.

    `answers`: key of each question that was answered → what was said; `personal`: likewise name and mobile, only when asked for.
    `versions`: how many the ledger holds. `gone`: whether it is missing in the sheet; `counts`: whether a version of it counts.
    """

    id: str
    station: str
    submitted_at: datetime
    channel: str
    code_status: str
    versions: int
    gone: bool
    counts: bool
    answers: dict[str, str] = field(repr=False)
    personal: dict[str, str] = field(repr=False)


def find_response(
    ledger: Ledger, response_id: str, form: FormConfig, *, personal: bool = False
) -> OpenedResponse | None:
    """The response with this id, as somebody typed it, whole or as much of it as lists show; None when the ledger has none, or several
    that begin so. Its message is there whole; name and mobile only with `personal`."""
    response_id = response_id.strip().lower()
    ids = ledger.versions([RESPONSE_ID])[RESPONSE_ID]
    meant = pc.unique(ids.filter(pc.starts_with(ids, response_id))) if len(response_id) >= ENOUGH else []
    if len(meant) != 1:
        return None
    response_id = meant[0].as_py()
    rows = np.flatnonzero(pc.equal(ids, response_id))
    number = int(rows[0])
    keys = [key for key in form.answer_keys if key in ledger.versions_schema().names]
    message = form.key_of(Role.MESSAGE)  # its file is the one with names and mobiles
    apart = [key for key in form.personal_keys if key in ledger.personal_schema().names]
    keys += [key for key in apart if key == message]
    named = [key for key in apart if personal and key != message]
    newest = np.array([ledger.lives.in_force(number)], np.int64)
    [row] = ledger.rows(newest, [STATION, SUBMITTED_AT, CHANNEL, CODE_STATUS, *keys, *named]).to_pylist()
    return OpenedResponse(
        response_id,
        row[STATION],
        row[SUBMITTED_AT],
        row[CHANNEL],
        row[CODE_STATUS],
        len(rows),
        number in ledger.lives.gone,
        number not in ledger.lives.out,
        {key: str(row[key]) for key in keys if row[key] not in (None, "")},
        {key: str(row[key]) for key in named if row[key] not in (None, "")},
    )


@dataclass(frozen=True)
class AsRead:
    """Asked of a response and a moment: does it count, and say in these columns what it said then? Whoever read it then read what stands."""

    ledger: Ledger
    columns: tuple[str, ...]

    @cached_property
    def ids(self) -> pa.ChunkedArray:
        """Of every version."""
        return self.ledger.versions([RESPONSE_ID])[RESPONSE_ID]

    @cached_property
    def events(self) -> dict[int, list[Event]]:
        """By the number of their response."""
        of: dict[int, list[Event]] = {}
        for event in self.ledger.history:
            of.setdefault(event.answer, []).append(event)
        return of

    def __call__(self, response_id: str, at: datetime) -> bool:
        number, moment = pc.index(self.ids, response_id).as_py(), int(at.timestamp() * 1000)
        if number < 0 or number in self.ledger.lives.out:
            return False
        then = lives_of(event for event in self.events.get(number, ()) if event.at <= moment).in_force(number)
        today = self.ledger.lives.in_force(number)
        if then == today:
            return True
        was, says = self.ledger.rows(np.array([then, today], np.int64), self.columns).to_pylist()
        return bool(was == says)


def with_stations(book: CaseBook, ledger: Ledger) -> CaseBook:
    """The cases with the station that a response has by now, where it had none when its case was opened. Many responses that changed
    at once are named by the first of them: they stay of several stations."""
    lacking = {
        case.number: case.matter.answer
        for case in book.cases
        if case.matter.answer and not case.matter.station and About.SWEPT not in case.matter.about
    }
    if not lacking:
        return book
    known = ledger.frame([RESPONSE_ID, STATION])
    known = known[known[RESPONSE_ID].isin(lacking.values())]
    stations = dict(zip(known[RESPONSE_ID], known[STATION], strict=True))
    cases = (
        replace(case, matter=replace(case.matter, station=stations.get(lacking[case.number], "")))
        if case.number in lacking
        else case
        for case in book.cases
    )
    return replace(book, cases=tuple(cases))
