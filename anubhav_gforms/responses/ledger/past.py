"""The history of a ledger, line by line, and the ledger as it was after any of them.

Its last line is written after the manifest that holds it, or by the next step when this one was killed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...errors import StateError
from ...files import parse_json, plain_refusal, private
from .manifest import HISTORY, RECOVER, LedgerIndex, read_manifest

LATELY = 1_000_000
"""Bytes of the history: some hundred steps, more than an office makes in an hour."""


def past(folder: Path, manifest: LedgerIndex, head: str) -> tuple[LedgerIndex, int]:
    """The manifest as it was after the history line with this hash, and how many events there were.

    Parts that were merged since hold the same rows in the same order; what came later is cut off.
    """
    pulled_at = 0  # of what an import or an officer brought nobody says that it was the last pull
    for hashed, line in history_lines(folder, manifest):
        if line.get("what") == "pull":
            pulled_at = line["at"]
        if hashed == head:
            then = replace(manifest, rows=line["rows"], pulled_at=pulled_at, chain=head, lines=line["line"])
            return then, int(line["events"])
    raise StateError(
        "{folder}: this ledger was never in the state {head}….",
        cure="Use the ledger that the report was made from.",
        folder=folder,
        head=head[:16],
    )


def history_lines(folder: Path, manifest: LedgerIndex) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines of the history that a manifest knows of: the hash of each, and what it says ({} when unreadable)."""
    return lines_of(known_history(folder, manifest))


def lines_of(history: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines of a history: the hash of each, and what it says ({} when unreadable)."""
    for text in history.splitlines():
        try:
            line = parse_json(text)
        except ValueError:
            line = {}
        yield sha256(text).hexdigest(), line if isinstance(line, dict) else {}


def known_history(folder: Path, manifest: LedgerIndex) -> bytes:
    """The history that a manifest knows of. Its last line may stand in the manifest alone, or be torn in the file: the
    step that wrote both is at work, or was killed between them."""
    path = folder / HISTORY
    known = b""
    if path.exists():
        with path.open("rb") as file:
            known = file.read(manifest.history_bytes)
    if known_before(manifest) <= len(known) < manifest.history_bytes:
        known = known[: known_before(manifest)] + line_bytes(manifest)
    return known


def replaced_lately(folder: Path, manifest: LedgerIndex) -> set[str]:
    """The files that the last steps replaced, as far as the end of the history tells."""
    path = folder / HISTORY
    if not path.exists():
        return set()
    with path.open("rb") as file:
        file.seek(max(0, manifest.history_bytes - LATELY))
        return {str(name) for _, line in lines_of(file.read()) for name in line.get("removed", ())}


def line_bytes(manifest: LedgerIndex) -> bytes:
    """The last line as it stands in the history; nothing when an older version wrote it."""
    return manifest.last_line.encode() + b"\n" if manifest.last_line else b""


def known_before(manifest: LedgerIndex) -> int:
    """How long the history is without the last line."""
    return manifest.history_bytes - len(line_bytes(manifest))


def beyond(folder: Path, manifest: LedgerIndex) -> int:
    """How many lines of the history a manifest does not know of: steps after it, so an older manifest was put back.

    What an older version left torn, when it was killed before it wrote its manifest, counts as none.
    """
    path = folder / HISTORY
    if not path.exists() or path.stat().st_size <= manifest.history_bytes:
        return 0
    with path.open("rb") as file:
        file.seek(manifest.history_bytes)
        rest = file.read()
    torn = bool(manifest.last_line) and not rest.endswith(b"\n")
    return rest.count(b"\n") + torn


def with_last_line(folder: Path) -> LedgerIndex:
    """The manifest, with the history as long as it says: the line of a step that was killed is written now.

    Raises StateError when the history is shorter than that, or knows of steps that the manifest does not.
    """
    manifest = read_manifest(folder)
    path = folder / HISTORY
    size = path.stat().st_size if path.exists() else 0
    if more := beyond(folder, manifest):
        raise StateError(
            "{path}: {more} lines of the history are more than the manifest knows: an older manifest was put back.",
            cure=RECOVER,
            path=path,
            more=more,
        )
    if size < known_before(manifest):
        raise StateError(
            "{path}: is shorter than the ledger left it ({size} of {known} bytes).",
            cure="Run anubhav ledger verify, and put back your copy of this file.",
            path=path,
            size=size,
            known=manifest.history_bytes,
        )
    if size < manifest.history_bytes:
        with plain_refusal(path):
            write_last_line(folder, manifest)
    return manifest


def write_last_line(folder: Path, manifest: LedgerIndex) -> None:
    """Write the manifest's line after the ones before it, over whatever was left torn there."""
    path, known = folder / HISTORY, known_before(manifest)
    with open(path, "r+b" if path.exists() else "w+b", opener=private) as file:
        file.truncate(known)
        file.seek(known)
        file.write(line_bytes(manifest))
        file.flush()
        os.fsync(file.fileno())
