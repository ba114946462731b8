"""The form's own answers, by the Forms API, as the only source; and as what its own list says of the sheet's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from ..errors import GoogleError
from ..nouns.gateway import Cell
from ..nouns.google import FormResponse, ResponsePage
from ..nouns.moments import moment_of
from ..sentence import Sentence
from .blocks import DAY_MS, EPOCH_1899, Block, prints_of, read_block
from .changes import Changes
from .closed_sheets import archived
from .compare import Prints
from .found import WHOLE_AFTER, Matched, Order
from .headers import Columns
from .judged_again import judge_again
from .ledger import Ledger
from .manifest import FormState
from .pull import believable
from .record import MS, record
from .rows import Flags, Rows
from .writer import Writer, writing

OVERLAP = timedelta(hours=1)
"""Answers of the last hour are asked for again, since they may arrive late and in no order."""
Pages = Callable[[datetime | None], Iterable[ResponsePage]]
"""Gives pages of responses sent since a moment; None: all of them."""


def pull_form(folder: Path, order: Order, form_id: str, question_ids: Mapping[str, str], pages: Pages) -> Changes:
    """Bring the ledger up to the form itself, where there is no sheet. Answers are known by the form's own ids.

    Edits come with the next pull; deletions with a full one, which reads everything, and is made once a day.
    """
    with writing(folder, command="pull") as writer:
        writer.ledger.asked = order.wanted.form.keys
        state, now = writer.manifest.form, writer.now()
        full = order.full or state is None or state.form_id != form_id or now - state.compared_at > WHOLE_AFTER / MS
        found = _matched(writer, order, form_id, question_ids, _fetch(pages, None if full else state), now, full=full)
        changes = judge_again(writer, order, record(writer, order, found))
        writer.compact()
        return changes


def _matched(
    writer: Writer,
    order: Order,
    form_id: str,
    question_ids: Mapping[str, str],
    responses: Sequence[FormResponse],
    now: int,
    *,
    full: bool,
) -> Matched:
    """What these responses mean for the ledger. Raises StateError when more of its answers are gone than is believable."""
    ledger, state, known = writer.ledger, writer.manifest.form, writer.ledger.form_ids()
    block = block_of(ResponsePage.of(responses), question_ids, order)
    ids = tuple(each.response_id for each in responses)
    seen, _ = known.of(ids)
    unknown = np.flatnonzero(seen < 0)
    if len(unknown) and writer.manifest.sheet:
        strangers = [responses[place] for place in unknown.tolist()]
        seen[unknown] = _in_sheet(writer, strangers, question_ids, order, set(known.numbers().tolist()))
    same, lost = _sames(ledger, seen, prints_of(block)), ledger.lives.gone
    gone: tuple[int, ...] = ()
    if full and known:
        here = set(seen.tolist())
        gone = tuple(answer for answer in known.numbers().tolist() if answer not in here and answer not in lost)
        if not order.accept_deletions:
            believable(Sentence("The form"), len(known) - len(lost), len(gone), len(responses))
    return Matched(
        block,
        seen,
        edited=tuple(
            (answer, place)
            for place, answer in enumerate(seen.tolist())
            if answer >= 0 and answer not in lost and not same[place]
        ),
        restored=tuple(answer for answer in seen.tolist() if answer in lost),
        gone=gone,
        full=full,
        form=replace(
            state if state and state.form_id == form_id else FormState(form_id, 0),
            read_until=max((ms_of(each.submitted) for each in responses), default=state.read_until if state else 0),
            compared_at=now if full or not state else state.compared_at,
        ),
        form_ids=ids,
    )


def note_of_gone(gone: Sequence[datetime], pages: Pages) -> str:
    """What the form's own list says of responses, by their times, that are no longer in the sheet: one sentence."""
    try:
        listed = {each.response_id: each.submitted for page in pages(min(gone) - OVERLAP) for each in page}
    except GoogleError as error:
        return Sentence(
            "{n:,} response that is gone from the sheet could not be looked for in the form's own list. {message}",
            "{n:,} responses that are gone from the sheet could not be looked for in the form's own list. {message}",
            n=len(gone),
            message=error.message,
        )
    seconds = Counter(int(moment.timestamp()) for moment in listed.values())
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


def _fetch(pages: Pages, state: FormState | None) -> list[FormResponse]:
    """Responses in the order of time; one that came twice, over a page's edge, once."""
    found = {each.response_id: each for page in pages(since(state)) for each in page}
    return sorted(found.values(), key=lambda each: (each.submitted, each.response_id))


def since(state: FormState | None) -> datetime | None:
    """From when on the form has to be asked; None: from the beginning."""
    return moment_of(state.read_until) - OVERLAP if state and state.read_until else None


def _in_sheet(
    writer: Writer, responses: Sequence[FormResponse], question_ids: Mapping[str, str], order: Order, linked: set[int]
) -> Rows:
    """For each response the number of the answer of the same second that no other response is, -1 for none.

    Answers of the same content come first; one of another content was edited in the sheet before it was first pulled.
    An answer that is gone from the sheet counts as well: it had been there.
    """
    found = np.full(len(responses), -1, np.int64)
    if not responses:
        return found
    ledger = writer.ledger
    times, prints = ledger.prints.times, ledger.prints.prints
    seen = prints_of(block_of(ResponsePage.of(responses), question_ids, order))
    low, high = int(seen.times.min()) - 1000, int(seen.times.max()) + 1000
    free: dict[int, list[int]] = {}
    for answer in np.unique([*ledger.order(), *archived(ledger), *ledger.lives.gone]).tolist():
        time = times[ledger.lives.row_of(answer)]
        if answer not in linked and low <= time <= high:
            free.setdefault(int(time) // 1000, []).append(answer)
    seconds = (seen.times // 1000).tolist()
    for equal in (True, False):
        for place, second in enumerate(seconds):
            for answer in free.get(second, []) if found[place] < 0 else []:
                if not equal or prints[ledger.lives.row_of(answer)] == seen.prints[place]:
                    found[place] = answer
                    free[second].remove(answer)
                    break
    return found


def block_of(page: ResponsePage, question_ids: Mapping[str, str], order: Order) -> Block:
    """Responses as a sheet would hold them, typed by the same hands."""
    form = order.wanted.form
    columns: list[Sequence[Cell]] = [[(ms_of(each) - EPOCH_1899) / DAY_MS for each in page.submitted]]
    blank = [""] * len(page)
    columns += [page.texts.get(question_ids.get(question.key, ""), blank) for question in form.questions]
    places = Columns(0, {question.key: (n,) for n, question in enumerate(form.questions, start=1)}, "timestamp")
    return read_block(columns, places, form, timezone="UTC", first_row=1)


def _sames(ledger: Ledger, answers: Rows, seen: Prints) -> Flags:
    """For each answer read, whether the ledger has it as it is, to the second; False for a new one."""
    known = np.flatnonzero(answers >= 0)
    there = ledger.prints_of(ledger.lives.rows_of(answers[known]))
    same = np.zeros(len(answers), np.bool_)
    same[known] = (there.times // 1000 == seen.times[known] // 1000) & (there.prints == seen.prints[known])
    same[known] &= there.purged | (there.personal == seen.personal[known])
    return same


def ms_of(moment: datetime) -> int:
    """UTC milliseconds of an aware moment."""
    return round(moment.timestamp() * 1000)
