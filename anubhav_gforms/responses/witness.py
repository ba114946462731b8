"""Two witnesses: after a pull of the sheet its answers are held against the form's own list. What both say counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ..nouns.google import FormResponse, ResponsePage
from ..sentence import Sentence
from .blocks import Block, prints_of
from .changes import Changes
from .closed_sheets import archived
from .compare import Prints
from .events import DECISIONS, EventKind
from .forgetting import covered, tombstones
from .form_answers import OVERLAP, Pages, block_of, ms_of, since
from .form_ids import FORM_IDS_SCHEMA, FormIds
from .found import PATIENCE, WHOLE_AFTER, Matched, Order
from .ledger import Ledger
from .manifest import FormState
from .pull import LOSS_COUNT, LOSS_SHARE
from .record import record
from .rewritten import same_words
from .schema import (
    CODE_REASON,
    PERSONAL_PRINT,
    RAW_CODE,
    SEEN_AT,
    SOURCE,
    SUBMITTED_AT,
    VERSION,
    CodeReason,
    Source,
)
from .writer import Writer, writing

Rows = np.ndarray[Any, np.dtype[np.int64]]

SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class _Held:
    """What the form's list said: which response is which answer, and what is left over. `free`: second → numbers of answers
    that no response is yet. `apart`: answers whose response says other words than the ledger's newest version from the sheet."""

    known: FormIds
    free: dict[int, list[int]]
    linked: list[tuple[str, int, int]] = field(default_factory=list)
    left: dict[str, FormResponse] = field(default_factory=dict)
    apart: dict[int, FormResponse] = field(default_factory=dict)
    listed: set[int] = field(default_factory=set)
    latest: int = 0

    def link(self, response: FormResponse, answer: int) -> None:
        """This response is this answer, which no other one is from now on."""
        sent = ms_of(response.submitted)
        self.linked.append((response.response_id, answer, sent))
        self.known.added[response.response_id] = (answer, sent)
        self.listed.add(answer)


def hold_against_form(
    folder: Path,
    order: Order,
    form_id: str,
    question_ids: Mapping[str, str],
    pages: Pages,
    *,
    now: datetime,
) -> Changes | None:
    """After a pull of the sheet: hold what is new in it against the form's list, once a day all of it. None for nothing to tell.

    A response that is not in the sheet after `PATIENCE` is taken from the form. What only one of the two has, or what they say
    otherwise, waits on the bench. Raises StateError or GoogleError; then the next pull does it.
    """
    with writing(folder, command="pull") as writer:
        ledger, state = writer.ledger, writer.manifest.form
        if state is None or state.form_id != form_id:
            state = FormState(form_id, 0)
        compared = datetime.fromtimestamp(state.compared_at / 1000, UTC)
        whole = order.full or state.checked_rows < 0 or now - compared > WHOLE_AFTER or compared > now
        fresh = _fresh(ledger, state)
        held = _read(writer, order, question_ids, pages, None if whole else since(state), fresh, whole=whole)
        alone = [answer for answer, doubted in fresh.items() if doubted and answer not in held.listed]
        if alone and not whole:  # they may have been sent long ago
            times = ledger.rows(np.array(alone, np.int64), [SUBMITTED_AT])[SUBMITTED_AT].cast(pa.int64()).to_pylist()
            first = datetime.fromtimestamp(min(times) / 1000, UTC) - OVERLAP
            begin = since(state)
            if begin and first < begin:
                held = _read(writer, order, question_ids, pages, first, fresh, whole=False)
        _link_by_time(held)
        missing = [each for each in held.left.values() if now - each.submitted > PATIENCE]
        otherwise, confirmed = _judged(writer, order, question_ids, held, now)
        noted = [(EventKind.UNSENT, answer) for answer in alone if answer not in held.listed]
        noted += [(EventKind.CONFIRMED, answer) for answer in confirmed]
        notes: list[str] = []
        if whole:
            noted += _withdrawn(writer, held, notes)
        if not (missing or otherwise or noted or held.linked or whole):
            return None
        waiting = [ms_of(each.submitted) for each in held.left.values() if now - each.submitted <= PATIENCE]
        responses = [*(response for _, response in otherwise), *missing]
        links = [each for each in held.linked if each[1] not in {answer for answer, _ in otherwise}]
        columns = zip(*links, strict=True) if links else ((), (), ())
        table = pa.table(dict(zip(("form_id", "answer", "submitted"), map(list, columns), strict=True)))
        writer.add_form_ids(table.cast(FORM_IDS_SCHEMA))
        compared_both = Matched(
            block_of(ResponsePage.of(responses), question_ids, order),
            np.array([*(answer for answer, _ in otherwise), *[-1] * len(missing)], np.int64),
            edited=tuple((answer, place) for place, (answer, _) in enumerate(otherwise)),
            form=replace(
                state,
                read_until=max(min([*waiting, held.latest]), state.read_until),
                compared_at=ms_of(now) if whole else state.compared_at,
            ),
            form_ids=tuple(each.response_id for each in responses),
            beside=True,
            noted=tuple(noted),
            notes=tuple(notes),
        )
        return record(writer, order, compared_both)


def _fresh(ledger: Ledger, state: FormState) -> dict[int, bool]:
    """Numbers of the answers that came from the sheet and were never looked for in the form, and whether each is to be doubted
    when it is not there. What counted before the first such look is not; copied rows are in quarantine already."""
    rows = np.arange(max(state.checked_rows, 0), ledger.manifest.rows, dtype=np.int64)
    table = ledger.rows(rows, [VERSION, SOURCE, CODE_REASON, SEEN_AT])
    new = table[VERSION].to_numpy() == 1
    new &= np.array(table[SOURCE].to_pylist(), object) == Source.SHEET.value
    copied = np.array(table[CODE_REASON].to_pylist(), object) == CodeReason.COPIED.value
    if state.checked_rows < 0:
        new &= table[SEEN_AT].cast(pa.int64()).to_numpy() >= ledger.manifest.pulled_at
    return {
        answer: not copied[place]
        for place, answer in enumerate(rows.tolist())
        if new[place] and answer not in ledger.lives.gone
    }


def _read(
    writer: Writer,
    order: Order,
    question_ids: Mapping[str, str],
    pages: Pages,
    begin: datetime | None,
    fresh: Iterable[int],
    *,
    whole: bool,
) -> _Held:
    """Every page of the form's list from a moment on, each held against the ledger and let go."""
    ledger, lives = writer.ledger, writer.ledger.lives
    known = ledger.form_ids(0 if begin is None else ms_of(begin))
    if whole:
        hopeful = np.concatenate([ledger.order(), archived(ledger), np.array(sorted(lives.gone), np.int64)])
        hopeful = hopeful[~np.isin(hopeful, known.numbers())]
    else:
        unsent = [answer for answer, event in lives.bench.items() if event.kind is EventKind.UNSENT]
        hopeful = np.array([*fresh, *unsent], np.int64)
    free: dict[int, list[int]] = {}
    answers = np.array(list(dict.fromkeys(hopeful.tolist())), np.int64)
    for answer, time in zip(answers.tolist(), _content(ledger, answers).times.tolist(), strict=True):
        free.setdefault(time // 1000, []).append(answer)
    held = _Held(known, free)
    for page in pages(begin):
        if begin is not None and any(
            submitted - created > SECOND and name not in held.known
            for name, created, submitted in zip(page.ids, page.created, page.submitted, strict=True)
        ):  # sent again: its first sending is older than what was asked for
            held.known = replace(ledger.form_ids(), added=held.known.added)
        if page:
            _hold_page(ledger, held, page, prints_of(block_of(page, question_ids, order)), whole=whole)
    return held


def _hold_page(ledger: Ledger, held: _Held, page: ResponsePage, seen: Prints, *, whole: bool) -> None:
    """All of a page at once; by themselves only the responses that are new, changed, or of an answer on the bench."""
    lives, seconds = ledger.lives, seen.times // 1000
    held.latest = max(held.latest, int(seen.times.max()))
    answers, sent = held.known.of(page.ids)
    places = np.flatnonzero(answers >= 0)
    partners = answers[places]
    held.listed.update(partners.tolist())
    benched = np.isin(partners, np.fromiter(lives.bench, np.int64, len(lives.bench)))
    content = _content(ledger, partners)
    same = (content.times // 1000 == seconds[places]) & (content.prints == seen.prints[places])
    same &= content.purged | (content.personal == seen.personal[places])
    apart = ~same | benched if whole else (benched | (seen.times != sent)[places]) & (~same | benched)
    unsettled = answers < 0
    unsettled[places[apart]] = True
    alone = {answer for second in np.unique(seconds[answers < 0]).tolist() for answer in held.free.get(second, ())}
    hopeful = np.array(sorted(alone), np.int64)
    there = _content(ledger, hopeful)
    words = zip(there.prints.tolist(), there.personal.tolist(), there.purged.tolist(), strict=True)
    said = dict(zip(hopeful.tolist(), words, strict=True))
    for place in np.flatnonzero(unsettled).tolist():
        response, answer = page[place], int(answers[place])
        if answer >= 0:
            held.apart[answer] = response
            continue
        second, print_, personal = int(seconds[place]), int(seen.prints[place]), int(seen.personal[place])
        equal = [
            each
            for each in held.free.get(second, ())
            if said[each][0] == print_ and (said[each][2] or said[each][1] == personal)
        ]
        if equal:
            held.free[second].remove(equal[0])
            held.link(response, equal[0])
            if equal[0] in lives.bench or lives.row_of(equal[0]) != lives.in_force(equal[0]):
                held.apart[equal[0]] = response
        else:
            held.left[response.response_id] = response


def _link_by_time(held: _Held) -> None:
    """What is left over, by its second alone: it says other words in the sheet than in the form."""
    for name, response in list(held.left.items()):
        waiting = held.free.get(ms_of(response.submitted) // 1000)
        if waiting:
            answer = waiting.pop(0)
            held.link(response, answer)
            held.apart[answer] = response
            del held.left[name]


def _judged(
    writer: Writer, order: Order, question_ids: Mapping[str, str], held: _Held, now: datetime
) -> tuple[list[tuple[int, FormResponse]], list[int]]:
    """Of what is apart: what was sent otherwise than it counts, and answers whose newest words in the sheet the form confirms."""
    if not held.apart:
        return [], []
    ledger, lives, form = writer.ledger, writer.ledger.lives, order.wanted.form
    answers, responses = list(held.apart), list(held.apart.values())
    keys = [key for key in (*form.answer_keys, RAW_CODE) if key in ledger.versions_schema().names]
    personal = [key for key in form.personal_keys if key in ledger.personal_schema().names]
    columns = [SUBMITTED_AT, *keys, *personal, PERSONAL_PRINT]
    sheet, force = (
        ledger.rows(np.array([row(answer) for answer in answers], np.int64), columns).to_pylist()
        for row in (lives.row_of, lives.in_force)
    )
    decided = {event.answer: event.at for event in ledger.history if event.kind in DECISIONS}
    otherwise, confirmed = [], []
    said = _said(block_of(ResponsePage.of(responses), question_ids, order))
    for answer, response, words, in_sheet, counted in zip(answers, responses, said, sheet, force, strict=True):
        if answer in lives.gone:
            continue
        says = [_alike(words, row, keys, personal) for row in (counted, in_sheet)]
        event = lives.bench.get(answer)
        if says[1] and (event or not says[0]):
            if event is None or event.kind is not EventKind.NOT_IN_SHEET:
                confirmed.append(answer)
        elif not any(says) and (event is None or event.kind is EventKind.UNSENT):
            fresh = answer in {number for _, number, _ in held.linked}
            settled = now - response.submitted > PATIENCE and decided.get(answer, -1) < ms_of(response.submitted)
            if fresh or settled:
                otherwise.append((answer, response))
    return otherwise, confirmed


def _said(block: Block) -> Iterator[dict[str, Any]]:
    """What each response says, by column."""
    yield from (
        {**one, **other}
        for one, other in zip(
            block.answers.to_pylist(), block.personal.to_pylist() or [{}] * len(block.rows), strict=True
        )
    )


def _alike(words: Mapping[str, Any], row: Mapping[str, Any], keys: Iterable[str], personal: Iterable[str]) -> bool:
    """Whether a version of the ledger says what a response says, as a sheet may keep it; what was purged is not compared."""
    if int(words[SUBMITTED_AT].timestamp()) != int(row[SUBMITTED_AT].timestamp()):
        return False
    purged = row[PERSONAL_PRINT] is None
    compared = [key for key in keys if not (purged and key == RAW_CODE and not row[key])]
    compared += [] if purged else personal
    return all(same_words(_text(words.get(key)), _text(row[key])) for key in compared)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _withdrawn(writer: Writer, held: _Held, notes: list[str]) -> list[tuple[EventKind, int]]:
    """Answers that the form once had and has no more. A list that lost many is not believed; what was forgotten is let go."""
    ledger, lives = writer.ledger, writer.ledger.lives
    decided = {event.answer for event in ledger.history if event.kind in (*DECISIONS, EventKind.WITHDRAWN)}
    once = set(held.known.numbers().tolist())
    lost = sorted(once - held.listed - lives.out - set(lives.bench) - decided)
    if lost:
        times = _content(ledger, np.array(lost, np.int64)).times
        stones = covered(tombstones(writer.folder, writer.manifest), times)
        lost = [answer for place, answer in enumerate(lost) if not any(mask[place] for mask in stones)]
    if len(lost) > LOSS_COUNT and len(lost) > LOSS_SHARE * len(once):
        notes.append(
            Sentence(
                "{n:,} response of {all:,} is no longer in the form's own list; it counts as before.",
                "{n:,} responses of {all:,} are no longer in the form's own list; they count as before.",
                n=len(lost),
                all=len(once),
            )
        )
        return []
    return [(EventKind.WITHDRAWN, answer) for answer in lost]


def _content(ledger: Ledger, answers: Rows) -> Prints:
    """Times and prints of the newest versions in the sheet of some answers."""
    return ledger.prints_of(ledger.lives.rows_of(answers))
