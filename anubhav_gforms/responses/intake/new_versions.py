"""What a reading found → the versions that the ledger gets of it: of rewritten responses first, then the new ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...sentence import Sentence
from ..ledger.columns import (
    CHANNEL,
    CODE_REASON,
    CODE_STATUS,
    DIGEST,
    KEY_ID,
    PERSONAL_DIGEST,
    RAW_CODE,
    RESPONSE_ID,
    SERIAL,
    STATION,
    SUBMITTED_AT,
    VERSION,
    CodeReason,
    Source,
    answers_schema,
    personal_schema,
)
from ..ledger.content import keys_of, odd_ratings, personal_keys
from ..ledger.digests import carried, with_digests
from ..ledger.forgetting import Tombstone, any_of, covered, times_before, without_personal
from ..ledger.typed import options_of, typed_rows, without_typed, without_words
from .versions import copies, judged, local_days, quarantined, response_ids, versions

if TYPE_CHECKING:
    from ...campaign.form import FormConfig
    from ..ledger.ledger import Ledger
    from ..ledger.manifest import Epoch
    from ..ledger.rows import Flags, Rows
    from .values import Matched, Order

STANDING = (STATION, CHANNEL, SERIAL, KEY_ID, CODE_STATUS, CODE_REASON)


@dataclass(frozen=True)
class NewVersions:
    """Rows for the ledger: those of the `rewritten` responses (by number, in the order of their places in the reading) first.

    `fresh`: places in the reading of the new responses; `what_changed`: of each rewritten response the names of the columns that are
    otherwise, joined by commas; `odd`: how many hold what is no rating.
    """

    answers: pa.Table = field(repr=False)
    personal: pa.Table = field(repr=False)
    rewritten: list[int]
    fresh: Rows = field(repr=False)
    what_changed: dict[int, str]
    odd: int
    notes: tuple[str, ...] = ()


def new_versions(
    ledger: Ledger, order: Order, matched: Matched, stones: Sequence[Tombstone], *, epochs: Sequence[Epoch], now: int
) -> NewVersions:
    """What is written of a reading: without words that were forgotten (`stones`), a copy of another row quarantined, and with the
    answers to questions that the form does not ask any more."""
    form, timezone, lives = order.expected.form, order.expected.timezone, ledger.lives
    edited, fresh = sorted(matched.edited, key=lambda pair: pair[1]), np.flatnonzero(matched.seen < 0)
    rewritten = [response for response, _ in edited]
    places = np.array([*(place for _, place in edited), *fresh.tolist()], np.int64)
    old, unasked, unnamed = _in_force(ledger, rewritten, form)

    answers, personal = (
        matched.block.answers.take(places),
        with_digests(matched.block.personal.take(places), len(places)),
    )
    odd = odd_ratings(answers, ledger)
    times, digests = answers[SUBMITTED_AT].cast(pa.int64()).to_numpy(), answers[DIGEST].to_numpy()
    masks = covered(stones, times, times_before(ledger, rewritten) if stones else {})
    forgotten = any_of(masks, len(places))
    standings = _standings(answers, old, order, forgotten)
    answers = without_words(without_typed(answers, standings, forgotten), options_of(form), forgotten)
    personal = carried(personal, old.select(unnamed), PERSONAL_DIGEST) if old else personal
    personal = without_personal(personal, stones, masks)
    notes: tuple[str, ...] = ()
    if matched.reading and (equal := copies(ledger, times, digests, len(fresh))).any():
        standings = quarantined(standings, equal, CodeReason.COPIED)
        notes = (_copied_note(int(equal.sum())),)
    if matched.reading:
        notes = (*notes, *_unanswered(answers.slice(len(rewritten)), order, ledger.manifest.epochs[-1:]))

    newest = np.array([max(lives.in_force(response), lives.row_of(response)) for response in rewritten], np.int64)
    known = ledger.rows(newest, [VERSION])[VERSION].to_pylist() if len(newest) else []
    new_ids = response_ids(ledger, times[len(rewritten) :], digests[len(rewritten) :])
    table = versions(
        answers,
        ids=[*(old[RESPONSE_ID].to_pylist() if old else []), *new_ids],
        numbers=[*(number + 1 for number in known), *[1] * len(fresh)],
        standings=standings,
        seen_at=now,
        source=Source.SHEET if matched.reading else Source.FORMS,
        epochs=epochs,
        timezone=timezone,
        schema=answers_schema(form, timezone),
    )
    table = carried(table, old.select(unasked)) if old else table
    beside = pa.table({RESPONSE_ID: table[RESPONSE_ID], **{name: personal[name] for name in personal.schema.names}})
    changed = changed_columns(old, answers, personal, form) if old else []
    what_changed = dict(zip(rewritten, changed, strict=True))
    return NewVersions(
        table, beside.select([*personal_schema(form).names, *unnamed]), rewritten, fresh, what_changed, odd, notes
    )


def _in_force(
    ledger: Ledger, rewritten: Sequence[int], form: FormConfig
) -> tuple[pa.Table | None, list[str], list[str]]:
    """What counts of the rewritten responses (None: there are none), and the questions that the form does not ask any more: those of
    the answers, and the personal ones."""
    if not rewritten:
        return None, [], []
    keys = [*form.answer_keys, *form.personal_keys]
    unasked = [name for name in keys_of(ledger) if name not in keys]
    unnamed = [name for name in personal_keys(ledger) if name not in keys]
    rows = np.array([ledger.lives.in_force(response) for response in rewritten], np.int64)
    return (
        ledger.rows(rows, [RESPONSE_ID, SUBMITTED_AT, RAW_CODE, *STANDING, *keys, *unasked, *unnamed]),
        unasked,
        unnamed,
    )


def _standings(answers: pa.Table, old: pa.Table | None, order: Order, forgotten: Flags) -> pa.Table:
    """What each code stands for. An edited response whose code is as before keeps what it had, also by hand; so does one
    whose words were forgotten, and that still has words there."""
    days = local_days(answers[SUBMITTED_AT].cast(pa.int64()).to_numpy(), order.expected.timezone)
    table = judged(answers[RAW_CODE], days, order.check_code)
    if old is None:
        return table
    head = answers.slice(0, old.num_rows)
    kept = pc.equal(old[RAW_CODE], head[RAW_CODE].cast(pa.string()))
    emptied = pc.and_(pc.equal(old[RAW_CODE], ""), pc.not_equal(old[CODE_REASON], CodeReason.BLANK.value))
    words = typed_rows(table.slice(0, old.num_rows).append_column(RAW_CODE, head[RAW_CODE]))
    kept = pc.or_(kept, pc.and_(emptied, pa.array(words & forgotten[: old.num_rows])))
    columns = {}
    for name in STANDING:
        first = pc.if_else(kept, old[name], table[name].slice(0, old.num_rows))
        columns[name] = pa.chunked_array([*_chunks(first), *table[name].slice(old.num_rows).chunks], table[name].type)
    return pa.table(columns)


def _chunks(column: pa.Array | pa.ChunkedArray) -> list[pa.Array]:
    return column.chunks if isinstance(column, pa.ChunkedArray) else [column]


def changed_columns(old: pa.Table, answers: pa.Table, personal: pa.Table, form: FormConfig) -> list[str]:
    """For each response of `old` the names of the columns that are otherwise in the first rows of the others, joined by commas."""
    count = old.num_rows
    names: list[list[str]] = [[] for _ in range(count)]
    keys = (*form.answer_keys, *form.personal_keys)
    compared = [(SUBMITTED_AT, SUBMITTED_AT), (RAW_CODE, form.station_question.key), *((key, key) for key in keys)]
    for column, shown in compared:
        new = (answers if column in answers.schema.names else personal)[column].slice(0, count)
        before, after = old[column].to_pylist(), new.to_pylist()
        for position in range(count):
            if before[position] != after[position]:
                names[position].append(shown)
    return [",".join(each) for each in names]


def _copied_note(count: int) -> str:
    return Sentence(
        "A new row is a copy of another one, to the last digit of its time. Copied rows are kept and do not count; if one is a response after all: anubhav quarantine assign.",
        "{n:,} new rows are copies of another one, to the last digit of its time. Copied rows are kept and do not count; if one is a response after all: anubhav quarantine assign.",
        n=count,
    )


def _unanswered(new_rows: pa.Table, order: Order, last: Sequence[Epoch]) -> Iterator[Sentence]:
    """What to say of new rows of a sheet without an answer that the form demands: nobody can have sent them so, unless before it demanded
    that. `last`: the wording of the pull before; what it did not ask, these rows were not asked."""
    for question in order.expected.form.questions:
        demanded = question.required and not question.personal and not question.prefilled
        asked = question.key not in order.expected.optional and all(question.key in each.questions for each in last)
        if not (demanded and asked):
            continue
        texts = new_rows[question.key].cast(pa.string()).fill_null("")
        if blank := pc.sum(pc.equal(texts, "")).as_py():
            yield Sentence(
                '{n:,} new row of the sheet has no answer to "{title}", without which nobody can send the form now. If it was sent before the question was required, do nothing. Else the cell was changed, or the column deleted and its title typed again. Bring it back: File > Version history in Google Sheets. Then: anubhav pull --full, and decide what anubhav bench list shows.',
                '{n:,} new rows of the sheet have no answer to "{title}", without which nobody can send the form now. If they were sent before the question was required, do nothing. Else the cells were changed, or the column deleted and its title typed again. Bring it back: File > Version history in Google Sheets. Then: anubhav pull --full, and decide what anubhav bench list shows.',
                n=blank,
                title=question.title,
            )
