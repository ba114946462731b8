"""Answers collected elsewhere, on paper or by telephone: a CSV through the same checks as the sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..campaign import Campaign
from ..errors import CampaignError, InputError, Mistake
from ..files import csv_rows, hash_of
from ..nouns.channel import Channel
from .cells import Block, prints_of, read_block, with_prints
from .codes import Standing
from .compare import Prints, compare
from .forgetting import any_of, covered, tombstones, without_personal
from .headers import TIMESTAMP_HEADERS, Columns, match_columns, plain
from .ledger import Ledger
from .manifest import Rows
from .schema import (
    PERSONAL_PRINT,
    PRINT,
    RAW_CODE,
    RESPONSE_ID,
    SOURCE,
    SUBMITTED_AT,
    CodeReason,
    CodeStatus,
    Source,
    answers_schema,
    personal_schema,
)
from .typed import without_typed
from .versions import judged, response_ids, versions
from .writer import writing

SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock without a zone, as a sheet has it
FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
)
"""How a time may be written; a day always comes before its month."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do: `new` answers by status, and how many were there already."""

    new: int
    already: int
    by_status: dict[str, int]
    by_reason: dict[str, int]
    notes: tuple[str, ...]


def import_csv(
    path: Path, folder: Path, campaign: Campaign, judge: Callable[[str], Standing], channel: Channel, *, apply: bool
) -> Imported:
    """Add the answers of a CSV to the ledger in `folder`, all or none; a file imported twice adds nothing.

    Columns are found by title, key, or half a title; the time column is called Timestamp. A bare station code of
    stations.csv is enough. Raises CampaignError with every wrong line, SheetError for missing columns.
    """
    block, columns = read_answers(path, campaign)
    reader = _code_of_import(judge, {station.code for station in campaign.stations}, channel)
    with writing(folder, command="import") as writer:
        places = _not_yet_there(writer.ledger, prints_of(block))
        answers, personal = block.answers.take(places), with_prints(block.personal.take(places))
        standings = judged(answers[RAW_CODE], reader)
        prints = prints_of(block).take(places)
        stones = tombstones(folder, writer.manifest)
        masks = covered(stones, prints.times)
        answers = without_typed(answers, standings, any_of(masks, len(places)))
        personal = without_personal(personal, stones, masks)
        table = versions(
            answers,
            ids=response_ids(writer.ledger, prints.times, prints.prints),
            numbers=[1] * len(places),
            standings=standings,
            seen_at=writer.now(),
            source=Source.IMPORT,
            epochs=writer.manifest.epochs,
            timezone=campaign.timezone,
            schema=answers_schema(campaign.form, campaign.timezone),
        )
        if apply and len(places):
            beside = personal.append_column(RESPONSE_ID, table[RESPONSE_ID])
            writer.add_answers(table, beside.select(personal_schema(campaign.form).names))
            about = {"file": path.name, "sha256": hash_of(path), "channel": channel.value, "answers": len(places)}
            writer.commit("import", about=about)
            writer.compact()
    refused = table.filter(pc.equal(table["code_status"], CodeStatus.QUARANTINED.value))
    notes = [f"{count:,} cells with {mark}." for mark, count in block.marks.items()]
    return Imported(
        new=len(places),
        already=len(block.rows) - len(places),
        by_status=dict(Counter(table["code_status"].to_pylist())),
        by_reason=dict(Counter(refused["code_reason"].to_pylist())),
        notes=(*columns.notes, *notes),
    )


def read_answers(path: Path, campaign: Campaign) -> tuple[Block, Columns]:
    """The answers of a CSV, typed. Raises as `import_csv`."""
    header, rows = _read(path)
    optional = [q.key for q in campaign.form.questions if not q.prefilled and not q.required]
    columns = match_columns(header, campaign.form, what=str(path), optional=optional, timestamp=_time_header(header))
    cells = _cells(path, rows, columns, len(header))
    return read_block(cells, columns, campaign.form, timezone=campaign.timezone, first_row=2), columns


def _read(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns, and every other row with its line."""
    rows = csv_rows(path)
    if not rows:
        raise InputError(f"{path}: is empty.", cure="The first line names the columns, as anubhav ledger export does.")
    return [cell.strip() for cell in rows[0][1]], rows[1:]


def _time_header(header: Sequence[str]) -> str:
    known = (*TIMESTAMP_HEADERS, "time", "date", "दिनांक", "समय")
    return next((plain(name) for name in header if plain(name) in known), "")


def _cells(
    path: Path, rows: Sequence[tuple[int, Sequence[str]]], columns: Columns, width: int
) -> list[list[str | float]]:
    """Columns of cells, times as a sheet's serial numbers; every line that cannot be read in one error.

    The error does not show what stands there: when columns are shifted it could be a name or a number.
    """
    wrong: list[Mistake] = []
    cells: list[list[str | float]] = [[] for _ in range(width)]
    for line, row in rows:
        if len(row) > width and any(map(str.strip, row[width:])):
            wrong.append(Mistake(path, line, f"has {len(row)} cells, the first line names {width}."))
        padded = [*row, *[""] * (width - len(row))][:width]
        moment = _moment(padded[columns.timestamp])
        if moment is None:
            text = "its time cannot be read, or lies before 2015. Write it as 2026-11-24 18:05 or 24/11/2026 18:05."
            wrong.append(Mistake(path, line, text))
        for number, cell in enumerate(padded):
            cells[number].append(moment or "" if number == columns.timestamp else cell)
    if wrong:
        raise CampaignError(wrong)
    return cells


def _moment(text: str) -> float | None:
    """A wall clock as a serial number; None for what is no time, or one before any answer could have been given."""
    clean = re.sub(r"\s+", " ", text.strip())
    for shape in FORMATS:
        try:
            moment = datetime.strptime(clean, shape)  # noqa: DTZ007 - the wall clock of the office; its zone is config's
        except ValueError:
            continue
        return (moment - SERIAL_ZERO).total_seconds() / 86_400 if 2015 <= moment.year < 2100 else None
    return None


def _code_of_import(judge: Callable[[str], Standing], codes: set[str], channel: Channel) -> Callable[[str], Standing]:
    """As `judge`, but the office's own bare code is good, and the channel is the import's."""

    def read(raw: str) -> Standing:
        standing = judge(raw)
        code = raw.strip().upper()
        if code in codes and standing.reason is CodeReason.UNSIGNED:
            return Standing(code, channel, None, "", CodeStatus.ACCEPTED, CodeReason.IMPORTED)
        return replace(standing, channel=channel)

    return read


def _not_yet_there(ledger: Ledger, seen: Prints) -> Rows:
    """Places of the answers that no earlier import brought; two equal lines are two answers."""
    if not ledger.manifest.rows:
        return np.arange(len(seen))
    table = ledger.read([SOURCE, SUBMITTED_AT, PRINT, PERSONAL_PRINT])
    table = table.filter(pc.equal(table[SOURCE], Source.IMPORT.value))
    personal = table[PERSONAL_PRINT]
    known = Prints(
        table[SUBMITTED_AT].cast(pa.int64()).to_numpy(),
        table[PRINT].to_numpy(),
        personal.fill_null(0).to_numpy(),
        personal.is_null().to_numpy(),
    )
    found = compare(known, seen)
    return np.sort(np.concatenate([found.new, found.edited[:, 1]]))
