"""Responses in quarantine, and the office's decision to give one a station: who, when and why are kept, the reason until a purge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...errors import InputError
from ...nouns.channel import Channel
from ...sentence import Sentence, joined
from .columns import (
    CHANNEL,
    CODE_REASON,
    CODE_STATUS,
    RAW_CODE,
    RESPONSE_ID,
    STATION,
    SUBMITTED_AT,
    CodeReason,
    CodeStatus,
)
from .events import Event, EventKind
from .ledger import Ledger
from .rewrite import rewrite
from .writer import writing

LISTED = (RESPONSE_ID, SUBMITTED_AT, CODE_REASON, CHANNEL, RAW_CODE)


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
            wrong.append(Sentence("{name}: was deleted from the sheet", name=name))
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
