"""Keeping the promise of the privacy notice: what says who responded is removed when its time is over, or when they ask.

Personal files are written again, and words typed where a code or an option belongs, and reasons written to assignments. A tombstone
stays in the history, so that nothing brings them back. Nothing that is graded changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..nouns.moments import ms_of
from ..responses.ledger.columns import CODE_REASON, CODE_STATUS, RAW_CODE, RESPONSE_ID, SUBMITTED_AT
from ..responses.ledger.forgetting import TOMBSTONE, Tombstone, without_personal
from ..responses.ledger.ledger import Ledger
from ..responses.ledger.manifest import Holds, PartFile, without_digests
from ..responses.ledger.rows import Flags
from ..responses.ledger.typed import Texts, marked, typed_rows, where_words, with_blanks, words_in_choices
from ..responses.ledger.writer import writing

EVER = -(2**62)
"""Before any response, in UTC milliseconds."""


@dataclass(frozen=True, slots=True)
class Purge:
    """What is removed from responses sent before `before`, and since `since` where that is given: how many `responses` there
    are, for each personal question how many versions of them hold something, words in the code question and in place of
    options, reasons of assignments; `pages`, files made of messages of those days; and `drafts` of any file that a killed command left."""

    before: datetime
    filled: dict[str, int]
    typed_codes: int
    since: datetime | None = None
    responses: int = 0
    pages: tuple[Path, ...] = ()
    reasons: int = 0
    drafts: tuple[Path, ...] = ()
    typed_choices: int = 0

    @property
    def empty(self) -> bool:
        files = self.pages or self.drafts
        return not (any(self.filled.values()) or self.typed_codes or self.typed_choices or self.reasons or files)


def plan_purge(ledger: Ledger, keys: Sequence[str], options: Texts, before: datetime, since: datetime | None) -> Purge:
    """What a purge of these personal questions would remove from responses sent before that moment (and since another), and what
    stands in place of the `options` of the other questions.

    A response that had such a time in any of its versions is forgotten in all of them.
    """
    old = _sent(ledger, _stone(keys, before, since))
    present = [key for key in keys if key in ledger.personal_schema().names]
    table = ledger.versions(present).filter(pa.array(old, pa.bool_()))
    filled = {key: int(pc.sum(pc.not_equal(table[key], "")).as_py() or 0) for key in present}
    responses = len(pc.unique(ledger.versions([RESPONSE_ID])[RESPONSE_ID].filter(pa.array(old, pa.bool_()))))
    reasons = sum(bool(event.why) and bool(old[event.answer]) for event in ledger.history)
    codes, choices = int((old & _typed(ledger)).sum()), _in_choices(ledger, options, old)
    return Purge(before, filled, codes, since, responses, reasons=reasons, typed_choices=choices)


def purge(
    folder: Path,
    keys: Sequence[str],
    options: Texts,
    before: datetime,
    since: datetime | None = None,
    *,
    ahead: bool = False,
) -> Purge:
    """Remove them. The old files are deleted at once, also those that were merged before; so are replaced versions.

    `ahead`: nothing may be there yet of what is forgotten; the tombstone is laid all the same.
    """
    with writing(folder, command="purge") as writer:
        writer.sweep(keep=False)
        ledger = writer.ledger
        plan = plan_purge(ledger, keys, options, before, since)
        if plan.empty and not ahead:
            return plan
        stone = _stone(keys, before, since)
        old = _sent(ledger, stone)
        for file in writer.manifest.files_of(Holds.PERSONAL):
            if old[_span(file)].any():
                table = ledger.personal_table(file)
                writer.replace_file(file, without_personal(table, [stone], [old[_span(file)]]))
        typed, words = old & _typed(ledger), words_in_choices(ledger, options)
        for file in writer.manifest.files_of(Holds.ANSWERS):
            if not old[_span(file)].any():
                continue
            table = pq.read_table(folder / file.name)
            where = {key: rows & old[_span(file)] for key, rows in where_words(table, words).items()}
            if typed[_span(file)].any() or any(rows.any() for rows in where.values()):
                writer.replace_file(file, marked(with_blanks(table, RAW_CODE, typed[_span(file)]), where))
        for file in writer.manifest.files_of(Holds.EVENTS):
            table = pq.read_table(folder / file.name)
            explained = old[table["answer"].to_numpy()] & pc.not_equal(table["why"], "").to_numpy()
            if explained.any():
                writer.replace_file(file, with_blanks(table, "why", explained))
        about: Mapping[str, object] = {
            TOMBSTONE: [{"since": stone.since, "until": stone.until, "questions": list(stone.questions)}]
        }
        writer.commit("purge", about=about, keep=False, sheet=without_digests(ledger.manifest.sheet))
        writer.sweep(keep=False)
        return plan


def _span(file: PartFile) -> slice:
    return slice(file.first, file.first + file.rows)


def _stone(keys: Sequence[str], before: datetime, since: datetime | None) -> Tombstone:
    first = ms_of(since) if since else EVER
    return Tombstone(first, ms_of(before), tuple(keys))


def _sent(ledger: Ledger, stone: Tombstone) -> Flags:
    """For every ledger row whether a version of its response was sent in the span of the tombstone."""
    if not ledger.manifest.rows:
        return np.zeros(0, np.bool_)
    times = ledger.versions([SUBMITTED_AT])[SUBMITTED_AT].cast(pa.int64()).to_numpy()
    response_of = np.arange(len(times))
    for event in ledger.history:
        if event.new >= 0:
            response_of[event.new] = event.answer
    covered = stone.covers(times)
    return np.isin(response_of, response_of[covered])


def _typed(ledger: Ledger) -> Flags:
    """For every ledger row whether somebody's words stand in its code question."""
    if not ledger.manifest.rows:
        return np.zeros(0, np.bool_)
    return typed_rows(ledger.versions([CODE_STATUS, CODE_REASON, RAW_CODE]))


def _in_choices(ledger: Ledger, options: Texts, old: Flags) -> int:
    """How many cells of those ledger rows hold words in place of an option."""
    words = words_in_choices(ledger, options)
    where = where_words(ledger.versions(sorted(words)), words) if words else {}
    return sum(int((rows & old).sum()) for rows in where.values())
