"""The last line of the history: written after the manifest that holds it, or by the next step when this one was killed."""

from __future__ import annotations

import os
from pathlib import Path

from ...errors import StateError
from ...files import plain_refusal, private
from .manifest import HISTORY, RECOVER, LedgerIndex, read_manifest
from .past import beyond, known_before, line_bytes


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
