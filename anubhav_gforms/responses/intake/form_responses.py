"""The form's own responses, by the Forms API, as the only source; and as what its own list says of the sheet's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from ...campaign import FormConfig
from ...errors import GoogleError, SheetError
from ...nouns.google import FormResponse, ResponsePage
from ...nouns.moments import ms_of
from ...sentence import Sentence
from ..ledger.changes import Changes
from ..ledger.closed_sheets import archived
from ..ledger.events import DECISIONS, EventKind
from ..ledger.ledger import Ledger
from ..ledger.manifest import FormState
from ..ledger.rows import Flags, Rows
from ..ledger.writer import Writer, writing
from .blocks import Block, digests_of
from .judged_again import judge_again
from .partners import all_blank
from .pull import believable
from .record import MS, record
from .values import OVERLAP, WHOLE_AFTER, FormList, Matched, Order, since
from .witness import as_kept, with_lost_answers

CONFIRMABLE = (EventKind.EDITED, EventKind.UNSENT)
"""What waits because of the sheet, until the form says the same as its newest words there."""


def pull_form(folder: Path, order: Order, listed: FormList) -> Changes:
    """Bring the ledger up to the form itself, where there is no sheet. Responses are known by the form's own ids.

    Edits come with the next pull; deletions with a full one, which reads everything, and is made once a day.
    """
    with writing(folder, command="pull") as writer:
        writer.ledger.asked = order.expected.form.keys
        state, now = listed.state(writer.manifest.form), writer.now()
        full = order.full or now - state.compared_at > WHOLE_AFTER / MS
        pages = listed.pages(None if full else since(state))
        by_id = {each.response_id: each for page in pages for each in page}  # one may come twice, over a page's edge
        responses = sorted(by_id.values(), key=lambda each: (each.submitted, each.response_id))
        matched = _matched(writer, order, listed, state, responses, now, full=full)
        changes = judge_again(writer, order, record(writer, order, matched))
        writer.compact()
        return changes


def _matched(
    writer: Writer,
    order: Order,
    listed: FormList,
    state: FormState,
    responses: Sequence[FormResponse],
    now: int,
    *,
    full: bool,
) -> Matched:
    """What these responses mean for the ledger: of what an officer decided since they were sent, nothing. Raises StateError when more of the ledger's are gone than is believable."""
    ledger, known = writer.ledger, writer.ledger.form_ids()
    block = listed.block(ResponsePage.of(responses))
    ids = tuple(each.response_id for each in responses)
    seen, _ = known.of(ids)
    unknown = np.flatnonzero(seen < 0)
    if len(unknown) and writer.manifest.sheet:
        strangers = [responses[place] for place in unknown.tolist()]
        seen[unknown] = _in_sheet(ledger, listed, strangers, set(known.numbers().tolist()))
    same, lost = _sames(ledger, seen, block, listed.form), ledger.lives.gone
    if len(apart := np.flatnonzero(~same & (seen >= 0))):
        others = [responses[place] for place in apart.tolist()]
        filled = dict(zip(apart.tolist(), with_lost_answers(ledger, listed, seen[apart].tolist(), others), strict=True))
        responses = [filled.get(place, each) for place, each in enumerate(responses)]
        block = listed.block(ResponsePage.of(responses))
        same = _sames(ledger, seen, block, listed.form)
    if not order.accept_deletions:
        _refuse_blank(
            sent for sent, number, kept in zip(responses, seen, same, strict=True) if number >= 0 and not kept
        )
    decided = {event.answer: event.at for event in ledger.history if event.kind in DECISIONS}
    settled = [
        decided.get(number, -1) > ms_of(sent.submitted) for number, sent in zip(seen.tolist(), responses, strict=True)
    ]
    gone: tuple[int, ...] = ()
    if full and known:
        here = {*seen.tolist(), *lost}
        gone = tuple(number for number in known.numbers().tolist() if number not in here)
        if not order.accept_deletions:
            believable(Sentence("The form"), len(known) - len(lost), len(gone), len(responses))
    return Matched(
        block,
        seen,
        edited=tuple(
            (number, position)
            for position, number in enumerate(seen.tolist())
            if number >= 0 and not same[position] and not settled[position]
        ),
        noted=tuple(
            (EventKind.CONFIRMED, number)
            for number in seen[same].tolist()
            if number in ledger.lives.bench and ledger.lives.bench[number].kind in CONFIRMABLE
        ),
        restored=tuple(
            number for number, held in zip(seen.tolist(), settled, strict=True) if number in lost and not held
        ),
        gone=gone,
        full=full,
        form=replace(
            state,
            read_until=max((ms_of(each.submitted) for each in responses), default=state.read_until),
            compared_at=now if full else state.compared_at,
        ),
        form_ids=ids,
    )


def _refuse_blank(changed: Iterable[FormResponse]) -> None:
    """Raise SheetError where known responses lost every answer: the form's, or its list's, mistake."""
    if blank := all_blank(changed):
        raise SheetError(
            Sentence(
                "The form gave {n:,} known response back without a single answer. Nothing was recorded.",
                "The form gave {n:,} known responses back without a single answer. Nothing was recorded.",
                n=blank,
            ),
            cure="Look at the form's own list of responses, and pull again. If the answers were really deleted: anubhav pull --accept-deletions. The ledger keeps them all.",
        )


def note_of_gone(gone: Sequence[datetime], listed: FormList) -> str:
    """What the form's own list says of responses, by their times, that are no longer in the sheet: one sentence."""
    try:
        pages = listed.pages(min(gone) - OVERLAP)
        sent = {each.response_id: (each.created, each.submitted) for page in pages for each in page}
    except GoogleError as error:
        return Sentence(
            "{n:,} response that is gone from the sheet could not be looked for in the form's own list. {message}",
            "{n:,} responses that are gone from the sheet could not be looked for in the form's own list. {message}",
            n=len(gone),
            message=error.message,
        )
    seconds = Counter(second for both in sent.values() for second in {int(moment.timestamp()) for moment in both})
    still = sum(min(count, seconds[at]) for at, count in Counter(int(each.timestamp()) for each in gone).items())
    if still == len(gone):
        return Sentence(
            "{n:,} response that is gone from the sheet is still in the form's own list: only the sheet was changed.",
            "{n:,} responses that are gone from the sheet are all still in the form's own list: only the sheet was changed.",
            n=still,
        )
    if not still:
        return Sentence(
            "{n:,} response that is gone from the sheet is not in the form's own list either: deleted in both, or never this form's.",
            "{n:,} responses that are gone from the sheet are not in the form's own list either: deleted in both, or never this form's.",
            n=len(gone),
        )
    return Sentence(
        "{gone:,} responses that are gone from the sheet: {still:,} are still in the form's own list, {lost:,} are not.",
        gone=len(gone),
        still=still,
        lost=len(gone) - still,
    )


def _in_sheet(ledger: Ledger, listed: FormList, responses: Sequence[FormResponse], linked: set[int]) -> Rows:
    """For each response the number of the ledger's response of the same second that no other one is, -1 for none.

    Those of the same content come first; one of another content was edited in the sheet before it was first pulled.
    One that is gone from the sheet counts as well: it had been there.
    """
    rows_of = np.full(len(responses), -1, np.int64)
    if not responses:
        return rows_of
    times, digests = ledger.digests.times, ledger.digests.digests
    seen = digests_of(listed.block(ResponsePage.of(responses)))
    low, high = int(seen.times.min()) - 1000, int(seen.times.max()) + 1000
    free: dict[int, list[int]] = {}
    for number in np.unique([*ledger.order(), *archived(ledger), *ledger.lives.gone]).tolist():
        time = times[ledger.lives.row_of(number)]
        if number not in linked and low <= time <= high:
            free.setdefault(int(time) // 1000, []).append(number)
    seconds = (seen.times // 1000).tolist()
    for equal in (True, False):
        for position, second in enumerate(seconds):
            for number in free.get(second, []) if rows_of[position] < 0 else []:
                if not equal or digests[ledger.lives.row_of(number)] == seen.digests[position]:
                    rows_of[position] = number
                    free[second].remove(number)
                    break
    return rows_of


def _sames(ledger: Ledger, numbers: Rows, block: Block, form: FormConfig) -> Flags:
    """For each response read, whether the ledger has it as it is, to the second, or as the sheet kept it; False for a new one."""
    seen, known = digests_of(block), np.flatnonzero(numbers >= 0)
    rows = ledger.lives.rows_of(numbers[known])
    there = ledger.digests_of(rows)
    equal = (there.times // 1000 == seen.times[known] // 1000) & (there.digests == seen.digests[known])
    equal &= there.purged | (there.personal == seen.personal[known])
    if len(apart := np.flatnonzero(~equal)):
        words = (table.take(pa.array(known[apart])) for table in (block.answers, block.personal))
        equal[apart] = as_kept(ledger, form, rows[apart], *words)
    same = np.zeros(len(numbers), np.bool_)
    same[known] = equal
    return same
