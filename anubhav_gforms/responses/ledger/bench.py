"""The bench: where form and sheet, or the sheet and its past, say different things, until an officer decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from ...errors import InputError
from ...sentence import Sentence, joined
from .changes import Change
from .columns import RESPONSE_ID
from .events import Event, EventKind, Lives
from .history import described_changes
from .ledger import Ledger
from .writer import writing


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
    changes = described_changes(ledger, events, zone)
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
