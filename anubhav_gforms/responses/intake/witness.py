"""Two witnesses: after a pull of the sheet its responses are held against the form's own list. What both say counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from math import isclose
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ...campaign import FormConfig
from ...nouns.google import ON_ITS_WAY, FormResponse, ResponsePage
from ...nouns.moments import moment_of, ms_of
from ...sentence import Sentence
from ..ledger.changes import Changes, as_text
from ..ledger.columns import PERSONAL_DIGEST, RAW_CODE, SUBMITTED_AT
from ..ledger.events import DECISIONS, EventKind
from ..ledger.forgetting import covered, tombstones
from ..ledger.form_ids import FORM_IDS_SCHEMA
from ..ledger.ledger import Ledger
from ..ledger.manifest import FormState
from ..ledger.rows import Rows
from ..ledger.writer import Writer, writing
from .cells import canonical
from .partners import Held, all_blank, link_by_time, never_looked_for, newest_content, read_list
from .pull import LOSS_COUNT, LOSS_SHARE
from .record import record
from .values import OVERLAP, WHOLE_AFTER, FormList, Matched, Order, since


def hold_against_form(folder: Path, order: Order, listed: FormList, *, now: datetime) -> Changes | None:
    """After a pull of the sheet: hold what is new in it against the form's list, once a day all of it. None for nothing to tell.

    A response that is not in the sheet after `ON_ITS_WAY` is taken from the form. What only one of the two has, or what they say
    otherwise, waits on the bench. Raises StateError or GoogleError; then the next pull does it.
    """
    with writing(folder, command="pull") as writer:
        writer.ledger.asked = order.expected.form.keys
        ledger, state = writer.ledger, listed.state(writer.manifest.form)
        compared = moment_of(state.compared_at)
        whole = order.full or state.checked_rows < 0 or now - compared > WHOLE_AFTER or compared > now
        fresh = never_looked_for(ledger, state)
        held = read_list(ledger, listed, None if whole else since(state), fresh, whole=whole)
        alone = [number for number, doubted in fresh.items() if doubted and number not in held.listed]
        first, begin = _read_from(ledger, alone), since(state)
        if not whole and first and begin and first < begin:
            held = read_list(ledger, listed, first, fresh, whole=False)
        link_by_time(ledger, held)
        missing = [each for each in held.left.values() if now - each.submitted > ON_ITS_WAY]
        otherwise, confirmed = _judged(ledger, listed, held, now)
        noted = [(EventKind.UNSENT, number) for number in alone if number not in held.listed]
        noted += [(EventKind.CONFIRMED, number) for number in confirmed]
        notes: list[str] = []
        blank = 0 if order.accept_deletions else all_blank(response for _, response in otherwise)
        if blank:
            otherwise = []
            notes.append(
                Sentence(
                    "The form's own list gives {n:,} known responses without a single answer; they count as before. If the answers were really deleted: anubhav pull --accept-deletions",
                    n=blank,
                )
            )
        if whole:
            noted += _withdrawn(writer, held, notes)
            noted += _without_row(ledger, state, held, now)
        if not (missing or otherwise or noted or notes or held.linked or whole):
            return None
        _write_links(writer, held, {number for number, _ in otherwise})
        waiting = [ms_of(each.submitted) for each in held.left.values() if now - each.submitted <= ON_ITS_WAY]
        responses = [*(response for _, response in otherwise), *missing]
        compared_both = Matched(
            listed.block(ResponsePage.of(responses)),
            np.array([*(number for number, _ in otherwise), *[-1] * len(missing)], np.int64),
            edited=tuple((number, place) for place, (number, _) in enumerate(otherwise)),
            form=replace(
                state,
                read_until=max(min([*waiting, held.latest]), state.read_until),
                compared_at=ms_of(now) if whole and not blank else state.compared_at,
            ),
            form_ids=tuple(each.response_id for each in responses),
            beside=True,
            noted=tuple(noted),
            notes=tuple(notes),
        )
        return record(writer, order, compared_both)


def _read_from(ledger: Ledger, numbers: Sequence[int]) -> datetime | None:
    """From when the form's list has to be read to find these responses; None for none."""
    if not numbers:
        return None
    times = ledger.rows(np.array(numbers, np.int64), [SUBMITTED_AT])[SUBMITTED_AT].cast(pa.int64()).to_pylist()
    return moment_of(min(times)) - OVERLAP


def _write_links(writer: Writer, held: Held, otherwise: Set[int]) -> None:
    """Write which response of the form is which of the ledger, but for those that are written with the form's own words."""
    links = [each for each in held.linked if each[1] not in otherwise]
    columns = zip(*links, strict=True) if links else ((), (), ())
    table = pa.table(dict(zip(("form_id", "answer", "submitted"), map(list, columns), strict=True)))
    writer.add_form_ids(table.cast(FORM_IDS_SCHEMA))


def _judged(
    ledger: Ledger, listed: FormList, held: Held, now: datetime
) -> tuple[list[tuple[int, FormResponse]], list[int]]:
    """Of what is apart: what was sent otherwise than it counts, and responses whose newest words in the sheet the form confirms."""
    if not held.apart:
        return [], []
    lives, form = ledger.lives, listed.form
    numbers, responses = list(held.apart), list(held.apart.values())
    keys, personal = _compared(ledger, form)
    columns = [SUBMITTED_AT, *keys, *personal, PERSONAL_DIGEST]
    sheet, force = (
        ledger.rows(np.array([row(number) for number in numbers], np.int64), columns).to_pylist()
        for row in (lives.row_of, lives.in_force)
    )
    decided = {event.answer: event.at for event in ledger.history if event.kind in DECISIONS}
    otherwise, confirmed = [], []
    responses = with_lost_answers(ledger, listed, numbers, responses)
    block = listed.block(ResponsePage.of(responses))
    said, linked = _words(block.answers, block.personal), {number for _, number, _ in held.linked}
    for number, response, words, in_sheet, counted in zip(numbers, responses, said, sheet, force, strict=True):
        sent, before, there = (_second(each) for each in (words, counted, in_sheet))
        if number in lives.gone and sent == before:
            continue
        says = [_alike(words, row, keys, personal) for row in (counted, in_sheet)]
        event = lives.bench.get(number)
        if says[1] and (event or not says[0]) and number not in lives.gone:
            if event is None or event.kind is not EventKind.NOT_IN_SHEET:
                confirmed.append(number)
            continue
        if not any(says) and (sent != before or event is None or event.kind is EventKind.UNSENT):
            arrived = sent == there != before or now - response.submitted > ON_ITS_WAY
            if number in linked or (arrived and decided.get(number, -1) < ms_of(response.submitted)):
                otherwise.append((number, response))
    return otherwise, confirmed


def with_lost_answers(
    ledger: Ledger, listed: FormList, numbers: Sequence[int], responses: Sequence[FormResponse]
) -> list[FormResponse]:
    """Responses of the form that are these of the ledger. Where the form says nothing of a question that is not in it any more, they say
    what counts: nobody knows whether Google gives back answers to a question that was deleted."""
    keys, personal = _compared(ledger, listed.form)
    of_column = {RAW_CODE if each.prefilled else each.key: each.key for each in listed.form.questions}
    ids = {
        name: listed.question_ids[of_column[name]]
        for name in (*keys, *personal)
        if of_column[name] in listed.question_ids
    }
    force = ledger.lives.in_force
    rows = ledger.rows(np.array([force(number) for number in numbers], np.int64), list(ids)).to_pylist()
    block = listed.block(ResponsePage.of(responses))
    lost = [
        {ids[name]: (text,) for name in ids if not as_text(words[name]) and (text := as_text(row[name]))}
        for words, row in zip(_words(block.answers, block.personal), rows, strict=True)
    ]
    asked = listed.asked() if any(lost) else {}
    return [
        replace(
            response, answers={**response.answers, **{name: text for name, text in words.items() if name not in asked}}
        )
        for response, words in zip(responses, lost, strict=True)
    ]


def as_kept(ledger: Ledger, form: FormConfig, rows: Rows, given: pa.Table, personal: pa.Table) -> list[bool]:
    """Of each response of the form, whether the version in this row of the ledger says the same, as a sheet may keep it."""
    keys, beside = _compared(ledger, form)
    there = ledger.rows(rows, [SUBMITTED_AT, *keys, *beside, PERSONAL_DIGEST]).to_pylist()
    said = _words(given, personal)
    return [_alike(words, row, keys, beside) for words, row in zip(said, there, strict=True)]


def _compared(ledger: Ledger, form: FormConfig) -> tuple[list[str], list[str]]:
    """The columns that form and ledger both have: answers with the code, and personal ones."""
    keys = [key for key in (*form.answer_keys, RAW_CODE) if key in ledger.versions_schema().names]
    return keys, [key for key in form.personal_keys if key in ledger.personal_schema().names]


def _words(given: pa.Table, personal: pa.Table) -> list[dict[str, Any]]:
    """What each response says, by column."""
    beside = personal.to_pylist() or [{}] * given.num_rows  # a form may ask nothing personal
    return [{**row, **words} for row, words in zip(given.to_pylist(), beside, strict=True)]


def _alike(words: Mapping[str, Any], row: Mapping[str, Any], keys: Iterable[str], personal: Iterable[str]) -> bool:
    """Whether a version of the ledger says what a response says, as a sheet may keep it; what was purged is not compared."""
    if _second(words) != _second(row):
        return False
    purged = row[PERSONAL_DIGEST] is None
    compared = [key for key in keys if not (purged and key == RAW_CODE and not row[key])]
    compared += [] if purged else personal
    return all(same_in_cell(as_text(words.get(key)), as_text(row[key])) for key in compared)


def _second(row: Mapping[str, Any]) -> int:
    return int(row[SUBMITTED_AT].timestamp())


def _withdrawn(writer: Writer, held: Held, notes: list[str]) -> list[tuple[EventKind, int]]:
    """Responses that the form once had and no longer has. A list that lost many is not believed; what was forgotten is let go."""
    ledger, lives = writer.ledger, writer.ledger.lives
    decided = {event.answer for event in ledger.history if event.kind in (*DECISIONS, EventKind.WITHDRAWN)}
    once = set(held.known.numbers().tolist())
    lost = sorted(once - held.listed - lives.out - set(lives.bench) - decided)
    if lost:
        times = newest_content(ledger, np.array(lost, np.int64)).times
        stones = covered(tombstones(writer.folder, writer.manifest), times)
        lost = [number for place, number in enumerate(lost) if not any(mask[place] for mask in stones)]
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
    return [(EventKind.WITHDRAWN, number) for number in lost]


def _without_row(ledger: Ledger, state: FormState, held: Held, now: datetime) -> list[tuple[EventKind, int]]:
    """Responses that were taken from the form while nobody read the sheet (source = "forms"), and that no row of it is."""
    decided = {event.answer for event in ledger.history if event.kind in DECISIONS}
    waiting = sorted({*state.unplaced} & held.listed - {*ledger.lives.bench} - decided)
    late = newest_content(ledger, np.array(waiting, np.int64)).times < ms_of(now - ON_ITS_WAY)
    return [(EventKind.NOT_IN_SHEET, number) for number, is_late in zip(waiting, late, strict=True) if is_late]


MOST = 40
"""A longer text is no number and no date."""
_DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%y", "%m/%d/%y")
_TIMES = ("", " %H:%M", " %H:%M:%S")
_FIRST = date(1899, 12, 30).toordinal()


def same_in_cell(sent: str, kept: str) -> bool:
    """Whether a cell that says `kept` may hold what a citizen sent: 0000002777 becomes 2777, 1.50 becomes 1.5, 24/11/2026 a day's
    number. A sheet never makes one number into another."""
    if sent == kept or canonical(sent).casefold() == kept.casefold():  # true becomes TRUE
        return True
    number = _number(kept)
    return (
        number is not None
        and len(sent) <= MOST
        and any(isclose(number, each, abs_tol=1e-6) for each in _readings(sent))
    )


def _readings(sent: str) -> list[float]:
    """Every number that a sheet may read in a text."""
    text = sent.strip().lstrip("'")
    bare = text.replace(",", "").replace("\u20b9", "").replace(" ", "").removeprefix("Rs.").removesuffix("%")
    numbers = [number / (100 if text.endswith("%") else 1) for number in [_number(bare)] if number is not None]
    if bare.startswith("(") and bare.endswith(")"):
        numbers += [-number for number in [_number(bare[1:-1])] if number is not None]
    for form in (*(day + time for day in _DAYS for time in _TIMES), "%H:%M", "%H:%M:%S", "%I:%M %p"):
        with suppress(ValueError):
            moment = datetime.strptime(text, form)  # noqa: DTZ007 - a sheet knows no zone
            share = (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400
            numbers.append(share + (moment.date().toordinal() - _FIRST if "%Y" in form.upper() else 0))
    return numbers


def _number(text: str) -> float | None:
    try:
        return float(text) if text.isascii() and "_" not in text else None
    except ValueError:
        return None
