"""Is the ledger what its own history says it is? Every file by its hash, every history line by the one before it. And a manifest that is
lost, or an older one in its place: made again from the history, which knows every step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from ...errors import StateError, refusal
from ...files import hash_of
from ...nouns.moments import moment_of
from ...nouns.progress import Progress, silent
from ...sentence import Sentence, joined
from .columns import RESPONSE_ID, SOURCE, VERSION, Source
from .content import changed_content
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
from .past import beyond, history_lines, lines_of
from .writer import writing

_PARTS = TypeAdapter(tuple[PartFile, ...])
_PUT_BACK = Sentence("Put back your copy of the folder data/ledger.")


@dataclass(frozen=True, slots=True)
class LedgerHealth:
    """What `verify` found: how many files and history lines there are, the hash that names this state, and all faults."""

    files: int
    lines: int
    head: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a history tells when it is read from its first line: the number of lines, the hash of the last one, what each
    file is by its name, and the lines that do not follow the one before (from 1)."""

    lines: int
    head: str
    files: Mapping[str, object]
    broken: tuple[int, ...]


def follow_history(lines: Iterable[tuple[str, Mapping[str, Any]]]) -> Replayed:
    """Read the lines of a history (their hashes, and what they say) in order."""
    before, count, broken = "", 0, []
    files: dict[str, object] = {}
    for hashed, line in lines:
        count += 1
        if line.get("before") != before or line.get("line") != count:
            broken.append(count)
        before = hashed
        for name in line.get("removed", ()):
            files.pop(name, None)
        files.update({each["name"]: each for each in line.get("added", ()) if "name" in each})
    return Replayed(count, before, files, tuple(broken))


def verify(ledger: Ledger, *, progress: Progress = silent) -> LedgerHealth:
    """Read every byte of the ledger and compare it with the manifest and the history."""
    faults = (*_history_faults(ledger), *content_faults(ledger, progress))
    manifest = ledger.manifest
    return LedgerHealth(len(manifest.files), manifest.lines, manifest.chain, faults)


def content_faults(ledger: Ledger, progress: Progress = silent) -> tuple[str, ...]:
    """What is wrong with the files that the manifest names, and with what stands in them."""
    files, faults = ledger.manifest.files, list[str]()
    for done, file in enumerate(files, start=1):
        faults += _file_faults(ledger.folder, file)
        progress(done, len(files))
    return tuple(faults or _row_faults(ledger))


def _history_faults(ledger: Ledger) -> Iterator[str]:
    manifest = ledger.manifest
    more = beyond(ledger.folder, manifest)
    kept = read_manifest(ledger.folder)
    if more and kept.lines < manifest.lines + more:  # else a step was written meanwhile
        yield Sentence(
            "{manifest}: {history} has {n} more line than it knows: an older one was put back. Run anubhav ledger recover.",
            "{manifest}: {history} has {n} more lines than it knows: an older one was put back. Run anubhav ledger recover.",
            n=more,
            manifest=MANIFEST,
            history=HISTORY,
        )
    replayed = follow_history(history_lines(ledger.folder, manifest))
    for line in replayed.broken:
        yield Sentence(
            "{history}:{line}: does not follow the line before it; it or that line was changed.",
            history=HISTORY,
            line=line,
        )
    if (replayed.lines, replayed.head) != (manifest.lines, manifest.chain):
        yield Sentence(
            "{history}: has {lines} lines and ends otherwise than the manifest says ({lines_2} lines).",
            history=HISTORY,
            lines=replayed.lines,
            lines_2=manifest.lines,
        )
    elif replayed.files != {file.name: json.loads(json.dumps(asdict(file))) for file in manifest.files}:
        yield Sentence("{manifest}: names other files than the history tells.", manifest=MANIFEST)


def _file_faults(folder: Path, file: PartFile) -> Iterator[str]:
    try:
        if hash_of(folder / file.name) != file.sha256:
            yield Sentence("{name}: was changed after it was written; its hash is another one.", name=file.name)
    except FileNotFoundError:
        yield Sentence("{name}: is missing.", name=file.name)
    except OSError as error:
        yield Sentence("{name}: cannot be read: {strerror}.", name=file.name, strerror=refusal(error))


def _row_faults(ledger: Ledger) -> Iterator[str]:
    """What a history that was forged as a whole, or a fault of ours, would leave behind."""
    manifest = ledger.manifest
    for holds in (Holds.ANSWERS, Holds.PERSONAL):
        expected = 0
        for file in manifest.files_of(holds):
            if file.first != expected:
                yield Sentence(
                    "{name}: rows {expected} to {first} of the {holds} are missing or there twice.",
                    name=file.name,
                    expected=expected,
                    first=file.first,
                    holds=holds,
                )
            expected = file.first + file.rows
        if expected != manifest.rows:
            yield Sentence(
                "The {holds} end at row {expected}; the manifest says {rows}.",
                holds=holds,
                expected=expected,
                rows=manifest.rows,
            )
    try:
        versions = ledger.versions([RESPONSE_ID])
        ids = versions[RESPONSE_ID]
        if not ids.equals(ledger.personal_ids()):
            yield Sentence("Responses and personal columns are not in the same order.")
        if any(max(event.answer, event.old, event.new) >= len(ids) for event in ledger.history):
            yield Sentence("An event names a response that is not there.")
        else:
            alive = ledger.standing(versions)[RESPONSE_ID]
            if len(alive.unique()) != len(alive):
                yield Sentence("A response is in the ledger twice.")
        if changed := int(changed_content(ledger).sum()):
            yield Sentence(
                "{n:,} version of a response says something else than its fingerprint was made of.",
                "{n:,} versions of responses say something else than their fingerprints were made of.",
                n=changed,
            )
    except StateError as error:
        yield error.whole


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
