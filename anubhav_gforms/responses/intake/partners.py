"""The form's own list beside the ledger: which response is which, and what is left over on either side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa

from ...errors import ForbiddenError, NotFoundError
from ...nouns.google import FormResponse, ResponsePage
from ...nouns.moments import moment_of, ms_of
from ..ledger.closed_sheets import archived
from ..ledger.columns import CODE_REASON, SEEN_AT, SOURCE, VERSION, CodeReason, Source
from ..ledger.digests import Digests
from ..ledger.events import EventKind
from ..ledger.form_ids import FormIds
from ..ledger.ledger import Ledger
from ..ledger.manifest import FormState
from ..ledger.rows import Rows
from .blocks import digests_of
from .values import FormList

SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Held:
    """What the form's list said: which response of the form is which of the ledger, and what is left over. `free`: second → numbers
    of the ledger's that no response of the form is yet. `apart`: those of which the form says other words than the ledger's newest
    version from the sheet."""

    known: FormIds
    free: dict[int, list[int]]
    linked: list[tuple[str, int, int]] = field(default_factory=list)
    left: dict[str, FormResponse] = field(default_factory=dict)
    apart: dict[int, FormResponse] = field(default_factory=dict)
    listed: set[int] = field(default_factory=set)
    latest: int = 0

    def link(self, response: FormResponse, number: int) -> None:
        """This response is this one of the ledger, which no other is from now on."""
        sent = ms_of(response.submitted)
        self.linked.append((response.response_id, number, sent))
        self.known.added[response.response_id] = (number, sent)
        self.listed.add(number)


def never_looked_for(ledger: Ledger, state: FormState) -> dict[int, bool]:
    """Numbers of the responses that came from the sheet and were never looked for in the form, and whether each is to be doubted
    when it is not there. What counted before the first such look is not; copied rows are in quarantine already."""
    rows = np.arange(max(state.checked_rows, 0), ledger.manifest.rows, dtype=np.int64)
    table = ledger.rows(rows, [VERSION, SOURCE, CODE_REASON, SEEN_AT])
    new = table[VERSION].to_numpy() == 1
    new &= np.array(table[SOURCE].to_pylist(), object) == Source.SHEET.value
    copied = np.array(table[CODE_REASON].to_pylist(), object) == CodeReason.COPIED.value
    if state.checked_rows < 0:
        new &= table[SEEN_AT].cast(pa.int64()).to_numpy() >= ledger.manifest.pulled_at
    return {
        number: not copied[position]
        for position, number in enumerate(rows.tolist())
        if new[position] and number not in ledger.lives.gone
    }


def read_list(ledger: Ledger, listed: FormList, begin: datetime | None, fresh: Iterable[int], *, whole: bool) -> Held:
    """Every page of the form's list from a moment on, each held against the ledger and let go."""
    lives = ledger.lives
    known = ledger.form_ids(0 if begin is None else ms_of(begin))
    if whole:
        hopeful = np.concatenate([ledger.order(), archived(ledger), np.array(sorted(lives.gone), np.int64)])
        hopeful = hopeful[~np.isin(hopeful, known.numbers())]
    else:
        unsent = [number for number, event in lives.bench.items() if event.kind is EventKind.UNSENT]
        hopeful = np.array([*fresh, *unsent, *sorted(lives.gone)], np.int64)  # gone before it was ever looked for
        hopeful = hopeful[~np.isin(hopeful, known.numbers())]
    free: dict[int, list[int]] = {}
    numbers = np.array(list(dict.fromkeys(hopeful.tolist())), np.int64)
    for number, time in zip(numbers.tolist(), newest_content(ledger, numbers).times.tolist(), strict=True):
        free.setdefault(time // 1000, []).append(number)
    held = Held(known, free)
    for page in listed.pages(begin):
        if begin is not None and any(
            submitted - created > SECOND and name not in held.known
            for name, created, submitted in zip(page.ids, page.created, page.submitted, strict=True)
        ):  # sent again: its first sending is older than what was asked for
            held.known = replace(ledger.form_ids(), added=held.known.added)
        if page:
            _hold_page(ledger, held, page, digests_of(listed.block(page)), whole=whole)
    return held


def _hold_page(ledger: Ledger, held: Held, page: ResponsePage, seen: Digests, *, whole: bool) -> None:
    """All of a page at once; by themselves only the responses that are new, changed, or on the bench."""
    lives, seconds = ledger.lives, seen.times // 1000
    held.latest = max(held.latest, int(seen.times.max()))
    numbers, sent = held.known.of(page.ids)
    places = np.flatnonzero(numbers >= 0)
    partners = numbers[places]
    held.listed.update(partners.tolist())
    benched = np.isin(partners, np.fromiter(lives.bench, np.int64, len(lives.bench)))
    content = newest_content(ledger, partners)
    same = (content.times // 1000 == seconds[places]) & (content.digests == seen.digests[places])
    same &= content.purged | (content.personal == seen.personal[places])
    apart = ~same | benched if whole else (benched | (seen.times != sent)[places]) & (~same | benched)
    unsettled = numbers < 0
    unsettled[places[apart]] = True
    alone = {number for second in np.unique(seconds[numbers < 0]).tolist() for number in held.free.get(second, ())}
    hopeful = np.array(sorted(alone), np.int64)
    there = newest_content(ledger, hopeful)
    words = zip(there.digests.tolist(), there.personal.tolist(), there.purged.tolist(), strict=True)
    said = dict(zip(hopeful.tolist(), words, strict=True))
    for position in np.flatnonzero(unsettled).tolist():
        response, number = page[position], int(numbers[position])
        if number >= 0:
            held.apart[number] = response
            continue
        second, digest, personal = int(seconds[position]), int(seen.digests[position]), int(seen.personal[position])
        equal = [
            held_number
            for held_number in held.free.get(second, ())
            if said[held_number][0] == digest and (said[held_number][2] or said[held_number][1] == personal)
        ]
        if equal:
            held.free[second].remove(equal[0])
            held.link(response, equal[0])
            if equal[0] in lives.bench or lives.row_of(equal[0]) != lives.in_force(equal[0]):
                held.apart[equal[0]] = response
        else:
            held.left[response.response_id] = response


def link_by_time(ledger: Ledger, held: Held) -> None:
    """What is left over, by its second alone: it says other words in the sheet than in the form. A copied row is nobody's response."""
    seconds = {ms_of(response.submitted) // 1000 for response in held.left.values()}
    near = np.array([number for second in seconds for number in held.free.get(second, ())], np.int64)
    reasons = ledger.rows(ledger.lives.rows_of(near), [CODE_REASON])[CODE_REASON].to_pylist()
    copied = {number for number, why in zip(near.tolist(), reasons, strict=True) if why == CodeReason.COPIED.value}
    for name, response in list(held.left.items()):
        waiting = held.free.get(ms_of(response.submitted) // 1000, [])
        if own := [number for number in waiting if number not in copied]:
            waiting.remove(own[0])
            held.link(response, own[0])
            held.apart[own[0]] = response
            del held.left[name]


def sent_again(ledger: Ledger, listed: FormList | None, gone: Sequence[int], new: Digests) -> dict[int, int]:
    """Responses that are gone from the sheet and are `new` rows of it at another time: whoever responded sent them again, as the form
    says, which knows them by their ids or by when they first came. Their numbers → places among the new.

    Nothing where this login may not read the form's list. Raises GoogleError.
    """
    if listed is None or not len(gone) or not len(new):
        return {}
    again: list[FormResponse] = []
    try:
        for page in listed.pages(moment_of(int(new.times.min())) - SECOND):
            times = enumerate(zip(page.created, page.submitted, strict=True))
            again += [page[row] for row, (created, submitted) in times if submitted - created > SECOND]
    except (ForbiddenError, NotFoundError):
        return {}
    if not again:
        return {}
    known, said = ledger.form_ids(), digests_of(listed.block(ResponsePage.of(again)))
    numbers = known.of([each.response_id for each in again])[0].tolist()
    strange = np.setdiff1d(np.array(gone, np.int64), known.numbers())
    firsts = zip((ledger.digests.take(strange).times // 1000).tolist(), strange.tolist(), strict=True)
    first, there = dict(firsts), set(gone)
    of_second: dict[int, list[int]] = {}
    for position, time in enumerate(new.times.tolist()):
        of_second.setdefault(time // 1000, []).append(position)
    row_of: dict[int, int] = {}
    for alike in (True, False):  # of two in one second the one that says the same
        for turn, (response, number) in enumerate(zip(again, numbers, strict=True)):
            number = number if number >= 0 else first.get(ms_of(response.created) // 1000, -1)
            rows = of_second.get(int(said.times[turn]) // 1000, [])
            fitting = [row for row in rows if not alike or new.digests[row] == said.digests[turn]]
            if number in there - row_of.keys() and fitting:
                row_of[number] = fitting[0]
                rows.remove(fitting[0])
    return row_of


def all_blank(apart: Iterable[FormResponse]) -> int:
    """How many responses these are, where each of several has lost every answer: a reading that is not to be believed. Else 0.

    A single one is a citizen who took their answers back.
    """
    lost = [not sent.answers for sent in apart]
    return len(lost) if len(lost) > 1 and all(lost) else 0


def newest_content(ledger: Ledger, numbers: Rows) -> Digests:
    """Times and digests of the newest versions in the sheet of some responses."""
    return ledger.digests_of(ledger.lives.rows_of(numbers))
