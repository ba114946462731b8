"""What a reading found → the ledger: new versions, events, the sheet's state, in one commit; and Changes for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..nouns.moments import span
from ..sentence import Sentence, joined
from .blocks import Block, with_prints
from .changes import Changes
from .content import ODD, keys_of, odd_ratings, personal_keys
from .epochs import changed_questions, epochs_now
from .events import Event, EventKind
from .forgetting import any_of, covered, times_before, tombstones, without_personal
from .found import Matched, Order
from .history import described, local_time
from .ledger import Ledger
from .manifest import Epoch, Holds, LedgerIndex
from .rows import Flags, Rows
from .schema import (
    CHANNEL,
    CODE_REASON,
    CODE_STATUS,
    KEY_ID,
    PERSONAL_PRINT,
    PRINT,
    RAW_CODE,
    RESPONSE_ID,
    SERIAL,
    STATION,
    SUBMITTED_AT,
    VERSION,
    CodeReason,
    CodeStatus,
    Source,
    answers_schema,
    personal_schema,
)
from .states import form_state, sheet_state
from .typed import typed_rows, without_typed
from .typed_choices import options_of, without_words
from .unasked import carried
from .versions import copies, judged, local_days, quarantined, response_ids, versions
from .writer import Writer

MS = timedelta(milliseconds=1)
STANDING = (STATION, CHANNEL, SERIAL, KEY_ID, CODE_STATUS, CODE_REASON)


def record(writer: Writer, order: Order, found: Matched) -> Changes:
    """Write what was found and commit it. Gives what people should know of it. Raises StateError for a clock that is ahead."""
    order.trust_clock()
    form, timezone = order.wanted.form, order.wanted.timezone
    shape = {"answers": answers_schema(form, timezone), "personal": personal_schema(form)}
    code_key = form.station_question.key
    ledger = writer.ledger.with_columns(**shape, code_key=code_key)
    manifest, block, now, behind = writer.manifest, found.block, writer.now(), writer.behind()
    epochs = epochs_now(manifest, order.wordings, now - behind // MS)
    fresh = np.flatnonzero(found.seen < 0)
    rewritten = sorted(found.edited, key=lambda pair: pair[1])
    places = np.array([*(place for _, place in rewritten), *fresh.tolist()], np.int64)
    lives, keys = ledger.lives, [*form.answer_keys, *form.personal_keys]
    olds = np.array([lives.in_force(answer) for answer, _ in rewritten], np.int64)
    columns = [RESPONSE_ID, SUBMITTED_AT, RAW_CODE, *STANDING, *keys]
    unasked = [name for name in keys_of(ledger) if name not in keys]
    unnamed = [name for name in personal_keys(ledger) if name not in keys] if len(olds) else []
    old = ledger.rows(olds, [*columns, *unasked, *unnamed]) if len(olds) else None

    stones = tombstones(writer.folder, manifest)
    answers, personal = block.answers.take(places), with_prints(block.personal.take(places), len(places))
    odd = odd_ratings(answers, ledger)
    times, prints = answers[SUBMITTED_AT].cast(pa.int64()).to_numpy(), answers[PRINT].to_numpy()
    before = times_before(ledger, [answer for answer, _ in rewritten]) if stones else {}
    masks = covered(stones, times, before)
    forgotten = any_of(masks, len(places))
    standings = _standings(answers, old, order, forgotten)
    answers = without_words(without_typed(answers, standings, forgotten), options_of(form), forgotten)
    personal = carried(personal, old.select(unnamed), PERSONAL_PRINT) if old else personal
    personal = without_personal(personal, stones, masks)
    ids = [
        *(old[RESPONSE_ID].to_pylist() if old else []),
        *response_ids(ledger, times[len(rewritten) :], prints[len(rewritten) :]),
    ]
    if found.reading and (equal := copies(ledger, times, prints, len(fresh))).any():
        standings = quarantined(standings, equal, CodeReason.COPIED)
        found = replace(found, notes=(*found.notes, _copied_note(int(equal.sum()))))
    newest = np.array([max(lives.in_force(answer), lives.row_of(answer)) for answer, _ in rewritten], np.int64)
    known = ledger.rows(newest, [VERSION])[VERSION].to_pylist() if len(newest) else []
    numbers = [*(number + 1 for number in known), *[1] * len(fresh)]
    table = versions(
        answers,
        ids=ids,
        numbers=numbers,
        standings=standings,
        seen_at=now,
        source=Source.SHEET if found.reading else Source.FORMS,
        epochs=epochs,
        timezone=timezone,
        schema=shape["answers"],
    )
    table = carried(table, old.select(unasked)) if old else table
    beside = pa.table({RESPONSE_ID: table[RESPONSE_ID], **{name: personal[name] for name in personal.schema.names}})
    first = writer.add_answers(table, beside.select([*shape["personal"].names, *unnamed]))

    new_row = {answer: first + turn for turn, (answer, _) in enumerate(rewritten)}
    whats = _whats(old, answers, personal, keys, code_key)
    what_of = {answer: what for (answer, _), what in zip(rewritten, whats, strict=True)}
    back = [
        answer for answer in found.restored if answer not in new_row and lives.row_of(answer) != lives.in_force(answer)
    ]
    if back:
        in_force = ledger.rows(np.array([lives.in_force(answer) for answer in back], np.int64), columns)
        in_sheet = ledger.rows(np.array([lives.row_of(answer) for answer in back], np.int64), columns)
        what_of |= dict(zip(back, _whats(in_force, in_sheet, in_sheet, keys, code_key), strict=True))
    seen = found.seen.copy()
    seen[fresh] = first + len(rewritten) + np.arange(len(fresh))
    events = _events(ledger, manifest, found, new_row, what_of, now)
    events += _of_two_witnesses(ledger, manifest, found, seen, fresh, now)
    writer.add_events(events)
    if found.reading:
        state: dict[str, Any] = {"sheet": sheet_state(writer, manifest.sheet, found, found.reading, seen, now, stones)}
        if manifest.form and set(manifest.form.unplaced) & set(seen.tolist()):
            left = tuple(answer for answer in manifest.form.unplaced if answer not in set(seen.tolist()))
            state["form"] = replace(manifest.form, unplaced=left)
    else:
        state = {"form": form_state(writer, found, seen)}
    about = {**_epoch_note(manifest, epochs), **({ODD: odd} if len(places) else {})}
    writer.commit("pull", about=about, **state, epochs=epochs, pulled_at=now)
    if behind > timedelta(days=1):
        then = local_time(manifest.written_at, ZoneInfo(timezone))
        clock = Sentence(
            "The last step was written by a clock that was ahead: {then:%Y-%m-%d %H:%M}. From now on the times are right.",
            then=then,
        )
        found = replace(found, notes=(*found.notes, clock))
    elif behind > timedelta(minutes=1):
        clock = Sentence(
            "The clock of this machine is {span} behind the last pull. Set it right: times of changes are wrong until then.",
            span=span(behind),
        )
        found = replace(found, notes=(*found.notes, clock))
    return _changes(
        writer.ledger, order, found, events, table.slice(len(rewritten)), now, first_pull=not manifest.pulled_at
    )


def _standings(answers: pa.Table, old: pa.Table | None, order: Order, forgotten: Flags) -> pa.Table:
    """What each code stands for. An edited answer whose code is as before keeps what it had, also by hand; so does one
    whose words were forgotten, and that still has words there."""
    days = local_days(answers[SUBMITTED_AT].cast(pa.int64()).to_numpy(), order.wanted.timezone)
    table = judged(answers[RAW_CODE], days, order.judge)
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


def _whats(
    old: pa.Table | None, answers: pa.Table, personal: pa.Table, keys: Sequence[str], code_key: str
) -> list[str]:
    """For each rewritten answer the names of the columns that changed, joined by commas."""
    if old is None:
        return []
    count = old.num_rows
    names: list[list[str]] = [[] for _ in range(count)]
    compared = [(SUBMITTED_AT, SUBMITTED_AT), (RAW_CODE, code_key), *((key, key) for key in keys)]
    for column, shown in compared:
        new = (answers if column in answers.schema.names else personal)[column].slice(0, count)
        before, after = old[column].to_pylist(), new.to_pylist()
        for place in range(count):
            if before[place] != after[place]:
                names[place].append(shown)
    return [",".join(each) for each in names]


def _events(
    ledger: Ledger,
    manifest: LedgerIndex,
    found: Matched,
    new_row: Mapping[int, int],
    what_of: Mapping[int, str],
    now: int,
) -> list[Event]:
    """What the sheet says otherwise than before waits on the bench. The form's own words count at once: only who responded can
    change them; but what is gone from it waits too."""
    verified, held = manifest.sheet.audited_at if manifest.sheet else 0, found.reading is not None
    restored, lives = set(found.restored), ledger.lives
    events = []
    for answer in (*(answer for answer, _ in found.edited if answer not in restored), *found.restored):
        what, old = what_of.get(answer, ""), lives.in_force(answer)
        back = answer in restored or (held and not what)
        kind = EventKind.DIFFERENT if found.beside else EventKind.RESTORED if back else EventKind.EDITED
        new = new_row.get(answer, lives.row_of(answer))
        events.append(Event(kind, now, answer, old, new, verified, what, held=held))
    rows = np.array([lives.in_force(answer) for answer in found.gone], np.int64)
    reasons = ledger.rows(rows, [CODE_REASON])[CODE_REASON].to_pylist()
    for answer, row, reason in zip(found.gone, rows.tolist(), reasons, strict=True):
        doubted = reason != CodeReason.COPIED  # nobody misses a copy
        events.append(Event(EventKind.GONE, now, answer, row, -1, verified, held=doubted))
    return events


def _of_two_witnesses(
    ledger: Ledger, manifest: LedgerIndex, found: Matched, seen: Rows, fresh: Rows, now: int
) -> list[Event]:
    """What only one of form and sheet says; and that the sheet has now what only the form had."""
    lives, late = ledger.lives, set(manifest.form.unplaced) if found.reading and manifest.form else set()
    noted = [*found.noted]
    noted += [(EventKind.NOT_IN_SHEET, answer) for answer in seen[fresh].tolist() if found.beside]
    noted += [(EventKind.CONFIRMED, answer) for answer in late & set(lives.bench) & set(seen.tolist())]
    events = []
    for kind, answer in noted:
        row = lives.row_of(answer) if kind is EventKind.CONFIRMED else lives.in_force(answer)
        events.append(Event(kind, now, answer, lives.in_force(answer), -1 if kind is EventKind.UNSENT else row, now))
    return events


def _epoch_note(manifest: LedgerIndex, epochs: Sequence[Epoch]) -> dict[str, object]:
    if len(epochs) == len(manifest.epochs):
        return {}
    last = epochs[-1]
    wording = {"since": last.since, "questions": dict(last.questions)}  # so that the history alone can tell it
    return {"epoch": last.number, "changed": list(changed_questions(epochs)), **wording}


def _changes(
    ledger: Ledger, order: Order, found: Matched, events: Sequence[Event], new: pa.Table, now: int, *, first_pull: bool
) -> Changes:
    zone = ZoneInfo(order.wanted.timezone)
    counts = Counter(new[CODE_STATUS].to_pylist())
    reasons = Counter(
        reason
        for reason, status in zip(new[CODE_REASON].to_pylist(), new[CODE_STATUS].to_pylist(), strict=True)
        if status == CodeStatus.QUARANTINED
    )
    latest = max((file.latest for file in ledger.manifest.files_of(Holds.ANSWERS)), default=None)
    by_status = ledger.counts()
    return Changes(
        pulled_at=local_time(now, zone),
        data_until=None if latest is None else local_time(latest, zone),
        new=new.num_rows,
        new_by_status=dict(counts),
        new_by_reason=dict(reasons.most_common()),
        changed=described(ledger, events, zone),
        reordered=found.moved,
        total=sum(by_status.values()),
        by_status=by_status,
        full=found.full,
        first=first_pull,
        notes=(*(found.reading.notes if found.reading else ()), *found.notes, *_notes(found.block)),
    )


def _copied_note(count: int) -> str:
    return Sentence(
        "A new row is a copy of another one, to the last digit of its time. Copied rows are kept and do not count; if one is a response after all: anubhav quarantine assign.",
        "{n:,} new rows are copies of another one, to the last digit of its time. Copied rows are kept and do not count; if one is a response after all: anubhav quarantine assign.",
        n=count,
    )


def _notes(block: Block) -> list[str]:
    """Sentences on rows and cells that are not as a form writes them."""
    notes: list[str] = []
    if block.foreign:
        shown = joined((why for _, why in block.foreign[:5]), "; ")
        more = Sentence(" and {foreign} more", foreign=len(block.foreign) - 5) if len(block.foreign) > 5 else ""
        notes.append(
            Sentence(
                "{n} row of the sheet is not a response and was left out: {shown}{more}.",
                "{n} rows of the sheet are not responses and were left out: {shown}{more}.",
                n=len(block.foreign),
                shown=shown,
                more=more,
            )
        )
    return [*notes, *block.marked]
