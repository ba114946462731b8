"""What a reading found → the ledger: new versions, events, the sheet's state, in one commit; and Changes for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from ...nouns.moments import span
from ...sentence import Sentence, joined
from ..ledger.changes import Changes, described_changes, local_time
from ..ledger.columns import (
    CODE_REASON,
    CODE_STATUS,
    RAW_CODE,
    SUBMITTED_AT,
    CodeReason,
    CodeStatus,
    answers_schema,
    personal_schema,
)
from ..ledger.content import ODD
from ..ledger.events import Event, EventKind
from ..ledger.forgetting import tombstones
from ..ledger.ledger import Ledger
from ..ledger.manifest import Epoch, Holds, LedgerIndex
from ..ledger.rows import Rows
from ..ledger.writer import Writer
from .blocks import Block
from .new_versions import changed_columns, new_versions
from .states import awaited, form_state, sheet_state
from .values import Matched, Order
from .versions import changed_questions, epochs_now

MS = timedelta(milliseconds=1)


def record(writer: Writer, order: Order, matched: Matched) -> Changes:
    """Write what was found and commit it. Gives what people should know of it. Raises StateError for a clock that is ahead."""
    order.trust_clock()
    form, zone = order.expected.form, ZoneInfo(order.expected.timezone)
    answers, personal = answers_schema(form, order.expected.timezone), personal_schema(form)
    ledger = writer.ledger.with_columns(answers, personal, code_key=form.station_question.key)
    manifest, now, behind = writer.manifest, writer.now(), writer.behind()
    stones = tombstones(writer.folder, manifest)
    epochs = epochs_now(manifest, order.wordings, now - behind // MS)
    made = new_versions(ledger, order, matched, stones, epochs=epochs, now=now)
    first = writer.add_answers(made.answers, made.personal)

    new_row = {response: first + turn for turn, response in enumerate(made.rewritten)}
    seen = matched.seen.copy()
    seen[made.fresh] = first + len(new_row) + np.arange(len(made.fresh))
    what_of = made.what_changed | _brought_back(ledger, order, matched, new_row)
    events = [
        *_events(ledger, manifest, matched, new_row, what_of, now),
        *_of_two_witnesses(ledger, matched, seen, made.fresh, now),
    ]
    writer.add_events(events)
    if matched.reading:
        state: dict[str, Any] = {"sheet": sheet_state(writer, manifest.sheet, matched, matched.reading, seen, now)}
        if manifest.form:
            here = set(seen.tolist())
            left = tuple(response for response in awaited(ledger) if response not in here)
            state["form"] = replace(manifest.form, unplaced=left)
    else:
        state = {"form": form_state(writer, matched, seen)}
    about = {**_epoch_note(manifest, epochs), **({ODD: made.odd} if len(made.answers) else {})}
    writer.commit("pull", about=about, **state, epochs=epochs, pulled_at=now)
    notes = (*matched.notes, *made.notes, *_about_clock(manifest, behind, zone))
    new = made.answers.slice(len(made.rewritten))
    return _changes(
        writer.ledger, zone, replace(matched, notes=notes), events, new, now, first_pull=not manifest.pulled_at
    )


def _brought_back(ledger: Ledger, order: Order, matched: Matched, new_row: Mapping[int, int]) -> dict[int, str]:
    """Response number → the columns in which its row, which is in the sheet again as it was, is not what counts."""
    lives, form = ledger.lives, order.expected.form
    back = [
        response
        for response in matched.restored
        if response not in new_row and lives.row_of(response) != lives.in_force(response)
    ]
    if not back:
        return {}
    columns = [SUBMITTED_AT, RAW_CODE, *form.answer_keys, *form.personal_keys]
    in_force, in_sheet = (
        ledger.rows(np.array([row(response) for response in back], np.int64), columns)
        for row in (lives.in_force, lives.row_of)
    )
    return dict(zip(back, changed_columns(in_force, in_sheet, in_sheet, form), strict=True))


def _about_clock(manifest: LedgerIndex, behind: timedelta, zone: ZoneInfo) -> list[str]:
    """What to say when the last step was written by a clock that is ahead of this one."""
    if behind > timedelta(days=1):
        then = local_time(manifest.written_at, zone)
        return [
            Sentence(
                "The last step was written by a clock that was ahead: {then:%Y-%m-%d %H:%M}. From now on the times are right.",
                then=then,
            )
        ]
    if behind > timedelta(minutes=1):
        return [
            Sentence(
                "The clock of this machine is {span} behind the last pull. Set it right: times of changes are wrong until then.",
                span=span(behind),
            )
        ]
    return []


def _events(
    ledger: Ledger,
    manifest: LedgerIndex,
    matched: Matched,
    new_row: Mapping[int, int],
    what_of: Mapping[int, str],
    now: int,
) -> Iterator[Event]:
    """What the sheet says otherwise than before waits on the bench. The form's own words count at once: only who responded can
    change them; but what is gone from it waits too. What says again what counts is restored."""
    verified, held = manifest.sheet.audited_at if manifest.sheet else 0, matched.reading is not None
    restored, lives = set(matched.restored), ledger.lives
    for response in (*(response for response, _ in matched.edited if response not in restored), *matched.restored):
        what, old = what_of.get(response, ""), lives.in_force(response)
        back = response in restored or not what
        kind = EventKind.DIFFERENT if matched.beside else EventKind.RESTORED if back else EventKind.EDITED
        new = new_row.get(response, lives.row_of(response))
        yield Event(kind, now, response, old, new, verified, what, held=held)
    rows = np.array([lives.in_force(response) for response in matched.gone], np.int64)
    reasons = ledger.rows(rows, [CODE_REASON])[CODE_REASON].to_pylist()
    for response, row, reason in zip(matched.gone, rows.tolist(), reasons, strict=True):
        doubted = reason != CodeReason.COPIED  # nobody misses a copy
        yield Event(EventKind.GONE, now, response, row, -1, verified, held=doubted)


def _of_two_witnesses(ledger: Ledger, matched: Matched, seen: Rows, fresh: Rows, now: int) -> Iterator[Event]:
    """What only one of form and sheet says; and that the sheet has now what only the form had."""
    lives, late = ledger.lives, set(awaited(ledger)) if matched.reading else set()
    noted = [*matched.noted]
    noted += [(EventKind.NOT_IN_SHEET, response) for response in seen[fresh].tolist() if matched.beside]
    as_sent = set(seen.tolist()) - {response for response, _ in matched.edited}
    noted += [(EventKind.CONFIRMED, response) for response in late & set(lives.bench) & as_sent]
    for kind, response in noted:
        row = lives.row_of(response) if kind is EventKind.CONFIRMED else lives.in_force(response)
        yield Event(kind, now, response, lives.in_force(response), -1 if kind is EventKind.UNSENT else row, now)


def _epoch_note(manifest: LedgerIndex, epochs: Sequence[Epoch]) -> dict[str, object]:
    if len(epochs) == len(manifest.epochs):
        return {}
    last = epochs[-1]
    wording = {"since": last.since, "questions": dict(last.questions)}  # so that the history alone can tell it
    return {"epoch": last.number, "changed": list(changed_questions(epochs)), **wording}


def _changes(
    ledger: Ledger,
    zone: ZoneInfo,
    matched: Matched,
    events: Sequence[Event],
    new: pa.Table,
    now: int,
    *,
    first_pull: bool,
) -> Changes:
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
        changed=described_changes(ledger, events, zone),
        reordered=matched.moved,
        total=sum(by_status.values()),
        by_status=by_status,
        full=matched.full,
        first=first_pull,
        notes=(*(matched.reading.notes if matched.reading else ()), *matched.notes, *_notes(matched.block)),
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
