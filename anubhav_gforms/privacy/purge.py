"""Keeping the promise of the privacy notice: what says who answered is removed when its time is over, or when he asks.

Only the personal files are written anew, and typed codes that name no station. Nothing that is graded changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..responses.ledger import Ledger
from ..responses.manifest import File, Holds
from ..responses.schema import CODE_STATUS, PERSONAL_PRINT, RAW_CODE, RESPONSE_ID, SUBMITTED_AT, CodeStatus
from ..responses.writer import Writer, writing

Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Purge:
    """What is removed from answers sent before `before`, and since `since` where that is given: how many `answers` there
    are, for each personal question how many versions of them hold something, texts in the code question; and `pages`,
    files made of messages of those days."""

    before: datetime
    filled: dict[str, int]
    typed_codes: int
    since: datetime | None = None
    answers: int = 0
    pages: tuple[Path, ...] = ()

    @property
    def empty(self) -> bool:
        return not any(self.filled.values()) and not self.typed_codes and not self.pages


def plan_purge(ledger: Ledger, keys: Sequence[str], before: datetime, since: datetime | None = None) -> Purge:
    """What a purge of these personal questions would remove from answers sent before that moment (and since another)."""
    old = _sent(ledger, before, since)
    present = [key for key in keys if key in ledger.personal_schema().names]
    table = ledger.versions(present).filter(pa.array(old, pa.bool_()))
    filled = {key: int(pc.sum(pc.not_equal(table[key], "")).as_py() or 0) for key in present}
    answers = len(pc.unique(ledger.versions([RESPONSE_ID])[RESPONSE_ID].filter(pa.array(old, pa.bool_()))))
    return Purge(before, filled, int((old & _typed(ledger)).sum()), since, answers)


def purge(folder: Path, keys: Sequence[str], before: datetime, since: datetime | None = None) -> Purge:
    """Remove them. The old files are deleted at once, also those that were merged before; so are replaced versions."""
    with writing(folder, command="purge") as writer:
        writer.sweep(keep=False)
        ledger = writer.ledger
        plan = plan_purge(ledger, keys, before, since)
        if plan.empty:
            return plan
        old = _sent(ledger, before, since)
        for file in writer.manifest.files_of(Holds.PERSONAL):
            if old[_span(file)].any():
                table = pq.read_table(folder / file.name)
                present = [key for key in keys if key in table.schema.names]
                writer.replace_file(file, _blanked(table, present, old[_span(file)]))
        typed = old & _typed(ledger)
        for file in writer.manifest.files_of(Holds.ANSWERS):
            if typed[_span(file)].any():
                table = pq.read_table(folder / file.name)
                writer.replace_file(file, _with_blanks(table, RAW_CODE, typed[_span(file)]))
        about = {"before": before.isoformat(), "questions": list(keys)}
        if since:
            about["since"] = since.isoformat()
        writer.commit("purge", about=about, keep=False, sheet=_forgotten(writer, before, since))
        writer.sweep(keep=False)
        return plan


def _span(file: File) -> slice:
    return slice(file.first, file.first + file.rows)


def _sent(ledger: Ledger, before: datetime, since: datetime | None) -> Flags:
    """For every ledger row whether its answer was sent before that moment, and not before `since`."""
    if not ledger.manifest.rows:
        return np.zeros(0, np.bool_)
    times = ledger.versions([SUBMITTED_AT])[SUBMITTED_AT].cast(pa.int64()).to_numpy()
    first = since.timestamp() * 1000 if since else -np.inf
    return np.asarray((times < before.timestamp() * 1000) & (times >= first))


def _typed(ledger: Ledger) -> Flags:
    """For every ledger row whether something that is no code stands in its code question."""
    if not ledger.manifest.rows:
        return np.zeros(0, np.bool_)
    table = ledger.versions([CODE_STATUS, RAW_CODE])
    refused = pc.not_equal(table[CODE_STATUS], CodeStatus.ACCEPTED.value)
    return np.asarray(pc.and_(refused, pc.not_equal(table[RAW_CODE], "")).to_numpy())


def _blanked(table: pa.Table, keys: Sequence[str], old: Flags) -> pa.Table:
    for key in keys:
        table = _with_blanks(table, key, old)
    place = table.schema.get_field_index(PERSONAL_PRINT)
    prints = pc.if_else(pa.array(old), pa.scalar(None, pa.int64()), table[PERSONAL_PRINT].combine_chunks())
    return table.set_column(place, PERSONAL_PRINT, prints)


def _with_blanks(table: pa.Table, name: str, where: Flags) -> pa.Table:
    texts = pc.if_else(pa.array(where), "", table[name].combine_chunks())
    return table.set_column(table.schema.get_field_index(name), name, texts)


def _forgotten(writer: Writer, before: datetime, since: datetime | None) -> Any:
    """The state of the sheet without the personal prints of what was purged."""
    sheet = writer.manifest.sheet
    if sheet is None:
        return None
    first, end = (since.timestamp() * 1000 if since else -np.inf), before.timestamp() * 1000
    tail = tuple((time, content, None if first <= time < end else personal) for time, content, personal in sheet.tail)
    return replace(sheet, tail=tail)
