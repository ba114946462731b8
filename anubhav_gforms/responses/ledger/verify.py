"""Is the ledger what its own history says it is? Every file by its hash, every history line by the one before it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ...errors import StateError, refusal
from ...files import hash_of
from ...nouns.progress import Progress, silent
from ...sentence import Sentence
from .columns import RESPONSE_ID
from .content import changed_content
from .ledger import Ledger
from .manifest import HISTORY, MANIFEST, Holds, PartFile, read_manifest
from .past import beyond, history_lines


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
        yield str(error)
