"""What people decide in the ledger, by name and with a reason: a station for a response in quarantine, what counts of a response on which
form and sheet disagree, an import taken back. By events and further versions, never by a rewrite; the reason is kept until a purge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...errors import InputError
from ...nouns.channel import Channel
from ...nouns.moments import moment_of
from ...sentence import Sentence, joined
from .changes import Change, described_changes
from .columns import (
    CHANNEL,
    CODE_REASON,
    CODE_STATUS,
    RAW_CODE,
    RESPONSE_ID,
    SEEN_AT,
    STATION,
    SUBMITTED_AT,
    VERSION,
    CodeReason,
    CodeStatus,
)
from .events import Event, EventKind, Lives
from .ledger import Ledger
from .manifest import Holds
from .past import history_lines
from .rows import Rows
from .writer import Writer, writing

LISTED = (RESPONSE_ID, SUBMITTED_AT, CODE_REASON, CHANNEL, RAW_CODE)
IMPORT, UNDO = "import", "import undone"
"""What the history line of such a step says."""


def quarantined(ledger: Ledger, *, reason: str = "") -> pd.DataFrame:
    """Responses in quarantine, oldest first: response_id, submitted_at, code_reason, channel, raw_code."""
    table = ledger.read([*LISTED, CODE_STATUS])
    table = table.filter(pc.equal(table[CODE_STATUS], CodeStatus.QUARANTINED.value))
    if reason:
        table = table.filter(pc.equal(table[CODE_REASON], reason))
    frame: pd.DataFrame = table.select(LISTED).to_pandas()
    return frame.sort_values(SUBMITTED_AT, ignore_index=True)


def assign(
    folder: Path, ids: Sequence[str], station: str, *, who: str, why: str, channel: Channel | None = None
) -> dict[str, int]:
    """Give quarantined responses a station. Gives how many there were, by channel.

    The channel stays what the code said, else "typed", unless another one is given. Raises InputError that names
    every id that is not in quarantine, and when `who` or `why` is blank; then nothing is changed.
    """
    if not who.strip() or not why.strip():
        raise InputError("An assignment needs who decided it and why.", cure="Give --by and --why.")
    with writing(folder, command="quarantine assign") as writer:
        responses = _responses(writer.ledger, ids)
        rows = np.array([writer.ledger.lives.in_force(response) for response in responses], np.int64)
        known = writer.ledger.rows(rows, [CHANNEL])[CHANNEL]
        typed = pc.if_else(pc.not_equal(known, Channel.UNKNOWN.value), known, Channel.TYPED.value)
        change = {STATION: station, CODE_STATUS: CodeStatus.ACCEPTED.value, CODE_REASON: CodeReason.ASSIGNED.value}
        columns = {name: pa.repeat(pa.scalar(text), len(rows)) for name, text in change.items()}
        columns[CHANNEL] = typed if channel is None else pa.repeat(pa.scalar(channel.value), len(rows))
        first = rewrite(writer, rows, columns)
        now = writer.now()
        events = [
            Event(EventKind.ASSIGNED, now, response, int(row), first + turn, now, STATION, who.strip(), why.strip())
            for turn, (response, row) in enumerate(zip(responses, rows, strict=True))
        ]
        writer.add_events(events)
        writer.commit("assign", about={"station": station, "answers": len(responses)})
        channels = writer.ledger.rows(first + np.arange(len(responses)), [CHANNEL])[CHANNEL].to_pylist()
        writer.compact()
    return dict(Counter(channels))


def _responses(ledger: Ledger, ids: Sequence[str]) -> list[int]:
    """Numbers of the responses with these ids; every id that is not in quarantine in one error."""
    table = ledger.versions([RESPONSE_ID, CODE_STATUS, CODE_REASON])
    places = pc.index_in(
        pa.array(list(dict.fromkeys(ids)), pa.string()), table[RESPONSE_ID].combine_chunks()
    ).to_pylist()
    wrong, responses = [], []
    for name, response in zip(dict.fromkeys(ids), places, strict=True):
        if response is None:
            wrong.append(Sentence("{name}: there is no such response", name=name))
            continue
        row = ledger.lives.in_force(response)
        if response in ledger.lives.undone:
            wrong.append(Sentence("{name}: its import was undone", name=name))
        elif response in ledger.lives.out and response in ledger.lives.gone:
            wrong.append(Sentence("{name}: was deleted at Google", name=name))
        elif response in ledger.lives.out:
            wrong.append(Sentence("{name}: does not count until an officer decides: anubhav bench list", name=name))
        elif table[CODE_STATUS][row].as_py() != CodeStatus.QUARANTINED:
            wrong.append(Sentence("{name}: is not in quarantine", name=name))
        elif table[CODE_REASON][row].as_py() == CodeReason.TEST:
            wrong.append(Sentence("{name}: is a test response of setup-forms", name=name))
        else:
            responses.append(response)
    if wrong:
        raise InputError(
            "Nothing was assigned. {wrong}.", cure="See: anubhav quarantine list", wrong=joined(wrong, "; ")
        )
    return responses


def rewrite(writer: Writer, rows: Rows, columns: Mapping[str, pa.Array | pa.ChunkedArray]) -> int:
    """Write a further version of some rows, `columns` replaced, one value a row; gives the row of the first. What was purged stays purged."""
    ledger = writer.ledger
    names, personal_names = ledger.versions_schema().names, ledger.personal_schema().names
    table, personal = ledger.rows(rows, names), ledger.rows(rows, personal_names)
    new = {name: table[name] for name in names}
    new[VERSION] = pc.add(table[VERSION], pa.scalar(1, pa.int16()))
    new[SEEN_AT] = pa.repeat(pa.scalar(writer.now(), pa.timestamp("ms", tz="UTC")), len(rows))
    return writer.add_answers(pa.table({**new, **columns}).cast(table.schema), personal)


@dataclass(frozen=True, slots=True)
class BenchEntry:
    """A response on which an officer has to decide. `event` says since when and why; `change` what counts (before) and what is
    said otherwise (after); `counts` whether a version of it counts until then."""

    event: Event
    change: Change
    counts: bool


def waiting(ledger: Ledger, zone: ZoneInfo) -> tuple[BenchEntry, ...]:
    """Every response on the bench, what came first first."""
    lives = ledger.lives
    events = sorted(lives.bench.values(), key=lambda event: event.at)
    seen_in_sheet = (EventKind.EDITED, EventKind.RESTORED)  # what counts may have got a station since
    shown = [replace(each, old=lives.in_force(each.answer)) if each.kind in seen_in_sheet else each for each in events]
    changes = (replace(each, waits=True) for each in described_changes(ledger, shown, zone))
    return tuple(
        BenchEntry(event, change, event.answer not in lives.out) for event, change in zip(events, changes, strict=True)
    )


def decide(folder: Path, ids: Sequence[str], *, sheet: bool, who: str, why: str) -> int:
    """Decide on responses of the bench, on all of them without `ids`: the first version stays, or with `sheet` what the sheet
    says counts from now on. Gives how many.

    Raises InputError that names every id that is not on the bench, and when `who` or `why` is blank; then nothing changes.
    """
    if not who.strip() or not why.strip():
        raise InputError("A decision needs who decided it and why.", cure="Give --by and --why.")
    with writing(folder, command="bench decide") as writer:
        ledger, lives, now = writer.ledger, writer.ledger.lives, writer.now()
        responses = sorted(lives.bench)
        names = ledger.rows(np.array(responses, np.int64), [RESPONSE_ID])[RESPONSE_ID].to_pylist()
        on_bench = dict(zip(names, responses, strict=True))
        wrong = [Sentence("{name}: is not on the bench", name=name) for name in ids if name not in on_bench]
        if wrong or not on_bench:
            raise InputError(
                "Nothing was decided. {wrong}.",
                cure="See: anubhav bench list",
                wrong=joined(wrong, "; ") if wrong else Sentence("The bench is empty"),
            )
        chosen = [on_bench[name] for name in dict.fromkeys(ids)] or responses
        kind = EventKind.SHEET_TAKEN if sheet else EventKind.FIRST_KEPT
        rows = [(response, lives.in_force(response), _after(lives, response, sheet=sheet)) for response in chosen]
        writer.add_events([Event(kind, now, *row, now, who=who.strip(), why=why.strip()) for row in rows])
        writer.commit("bench decide", about={"decision": kind.value, "answers": len(chosen)})
        writer.compact()
    return len(chosen)


def _after(lives: Lives, response: int, *, sheet: bool) -> int:
    """The row that counts after a decision; -1 when none does."""
    if not sheet:
        return -1 if response in lives.out else lives.in_force(response)
    nowhere = response in lives.gone or lives.bench[response].kind is EventKind.NOT_IN_SHEET
    return -1 if nowhere else lives.row_of(response)


@dataclass(frozen=True, slots=True)
class Batch:
    """One import that added responses."""

    name: str  # "I12": the history line that it wrote
    at: datetime  # UTC
    file: str  # the name of the CSV
    channel: str
    first: int  # the ledger row of its first response
    responses: int
    undone: bool

    @property
    def rows(self) -> range:
        """The numbers of its responses."""
        return range(self.first, self.first + self.responses)


def batch_name(line: int) -> str:
    """The name of the import that wrote this line of the history."""
    return f"I{line}"


def batches(ledger: Ledger) -> tuple[Batch, ...]:
    """Every import of a ledger, the oldest first."""
    lines = [line for _, line in history_lines(ledger.folder, ledger.manifest)]
    undone = {str(line.get("batch")) for line in lines if line.get("what") == UNDO}
    return tuple(_batches(lines, undone))


def _batches(lines: list[dict[str, object]], undone: set[str]) -> Iterator[Batch]:
    for line in lines:
        added = line.get("added")
        rows = [file for file in added if file["holds"] == Holds.ANSWERS.value] if isinstance(added, list) else []
        if line.get("what") != IMPORT or not rows:
            continue
        name = batch_name(int(str(line["line"])))
        at = moment_of(int(str(line["at"])))
        count = sum(file["rows"] for file in rows)
        yield Batch(
            name, at, str(line.get("file", "")), str(line.get("channel", "")), rows[0]["first"], count, name in undone
        )


def undo(folder: Path, name: str, *, who: str, why: str) -> int:
    """Take back every response of an import; gives how many. The ledger keeps them, with who did it and why, and counts none.

    Raises InputError for a name that is no import of this ledger or one that was undone already, and without who and why.
    """
    with writing(folder, command="import --undo") as writer:
        known = {batch.name: batch for batch in batches(writer.ledger)}
        batch = known.get(name.strip().upper())
        if batch is None:
            raise InputError("There is no import {name}.", cure="See: anubhav import --list", name=name)
        if batch.undone:
            raise InputError(
                "The import {name} was undone already.", cure="See: anubhav import --list", name=batch.name
            )
        if not who.strip() or not why.strip():
            raise InputError(
                "Taking an import back needs who decided it and why.",
                cure="Run: anubhav import --undo {name} --why TEXT",
                name=batch.name,
            )
        lives, now = writer.ledger.lives, writer.now()
        there = [response for response in batch.rows if response not in lives.undone]
        rows = [(response, lives.in_force(response), -1) for response in there]
        writer.add_events([Event(EventKind.UNDONE, now, *row, now, who=who.strip(), why=why.strip()) for row in rows])
        writer.commit(UNDO, about={"batch": batch.name, "answers": len(there)})
        writer.compact()
    return len(there)
