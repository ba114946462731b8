"""A manifest that is lost, or an older one in its place: made again from the history, which knows every step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from ...errors import StateError
from ...nouns.moments import moment_of
from ...sentence import Sentence, joined
from .columns import SOURCE, VERSION, Source
from .ledger import Ledger
from .manifest import (
    HISTORY,
    MANIFEST,
    Epoch,
    FormState,
    Holds,
    LedgerIndex,
    PartFile,
    SheetState,
    ranges_of,
    read_manifest,
)
from .past import beyond, lines_of
from .verify import content_faults, follow_history
from .writer import writing

_PARTS = TypeAdapter(tuple[PartFile, ...])
_PUT_BACK = Sentence("Put back your copy of the folder data/ledger.")


@dataclass(frozen=True, slots=True)
class Recovery:
    """What `recover` does: the `manifest` as the history tells it, and how many of its lines the one that is there knows,
    None when there is none, or one that was changed."""

    manifest: LedgerIndex
    known: int | None

    @property
    def written_at(self) -> datetime:
        """When the last line of the history was written."""
        return moment_of(self.manifest.written_at)


def plan_recovery(folder: Path, *, form_id: str, wordings: Mapping[str, str]) -> Recovery | None:
    """What is to be made again; None when nothing is. Reads every byte of the ledger, and changes nothing.

    `form_id` and `wordings` (digests of the questions as they are asked now) stand where older versions wrote too little.
    Raises StateError with every fault when the history does not hold together, or a file that it names is not as it was.
    """
    path = folder / HISTORY
    known: int | None = None
    there = (folder / MANIFEST).exists()
    if there or not path.exists():
        manifest = read_manifest(folder, changed=True)
        if manifest.seal or not there:
            if not beyond(folder, manifest):
                return None
            known = manifest.lines
    content = path.read_bytes() if path.exists() else b""
    content = content[: content.rfind(b"\n") + 1]
    lines = list(lines_of(content))
    replayed = follow_history(lines)
    if replayed.broken or not lines:
        faults = joined(
            (
                Sentence("{history}:{line}: does not follow the line before it", history=HISTORY, line=line)
                for line in replayed.broken[:5]
            ),
            "; ",
        )
        raise StateError(
            "{folder}: the history tells nothing for sure. {faults}", cure=_PUT_BACK, folder=folder, faults=faults
        )
    rebuilt = _told([line for _, line in lines], replayed.head, len(content), replayed.files, wordings)
    if faults := joined(content_faults(Ledger(folder, rebuilt)), "; "):
        raise StateError("{folder}: {faults}", cure=_PUT_BACK, folder=folder, faults=faults)
    return Recovery(_with_states(folder, rebuilt, form_id), known)


def recover(folder: Path, *, form_id: str, wordings: Mapping[str, str]) -> Recovery:
    """Make the manifest again, in one step that the history tells. The next pull reads the whole sheet, and adds nothing twice.

    Raises what `plan_recovery` raises, and StateError when there is nothing to recover.
    """
    recoveries: list[Recovery] = []

    def again(folder: Path) -> LedgerIndex:
        planned = plan_recovery(folder, form_id=form_id, wordings=wordings)
        if planned is None:
            raise StateError("{place}: there is nothing to recover.", cure="Go on with anubhav pull.", place=folder)
        recoveries.append(planned)
        return planned.manifest

    with writing(folder, command="ledger recover", manifest=again) as writer:
        writer.commit("recover", about={"recovered": writer.manifest.lines, "known": recoveries[0].known})
    return recoveries[0]


def _told(
    lines: Sequence[Mapping[str, Any]], head: str, size: int, files: Mapping[str, object], wordings: Mapping[str, str]
) -> LedgerIndex:
    """The manifest as the lines of the history tell it; what the next pull must know of the sheet comes later."""
    pulls = [line["at"] for line in lines if line["what"] == "pull"]
    epochs = [
        Epoch(line["epoch"], line.get("since", line["at"] * (line["epoch"] > 1)), line.get("questions", wordings))
        for line in lines
        if "epoch" in line
    ]
    return LedgerIndex(
        rows=lines[-1]["rows"],
        lines=len(lines),
        history_bytes=size,
        chain=head,
        written_at=lines[-1]["at"],
        pulled_at=max(pulls, default=0),
        files=_PARTS.validate_python(tuple(files.values())),
        epochs=tuple(epochs),
    )


def _with_states(folder: Path, manifest: LedgerIndex, form_id: str) -> LedgerIndex:
    """With a state of the sheet that knows every response of it and no row, so that the next pull reads and compares all; and
    with responses that came from the form alone as waiting for their row."""
    ledger = Ledger(folder, manifest)
    table = ledger.versions([VERSION, SOURCE])
    sources, first = np.array(table[SOURCE].to_pylist(), np.object_), table[VERSION].to_numpy() == 1
    gone = np.array(sorted({*ledger.lives.gone, *ledger.lives.undone}), np.int64)
    of_sheet, of_form = (
        np.setdiff1d(np.flatnonzero(first & (sources == source)), gone) for source in (Source.SHEET, Source.FORMS)
    )
    sheet = SheetState(
        spreadsheet_id="",
        tab_id=0,
        timezone="",
        header=(),
        timestamp="",
        last_row=1,
        tail_row=2,
        tail=(),
        gaps=(),
        order=ranges_of([], more=of_sheet),
        order_in_file=False,
        next_audit=2,
        round_began=manifest.pulled_at,
        audited_at=manifest.pulled_at,
    )
    form = FormState(form_id, 0, tuple(of_form.tolist())) if len(of_form) or manifest.files_of(Holds.FORM_IDS) else None
    return replace(manifest, sheet=sheet if (sources == Source.SHEET).any() else None, form=form)
