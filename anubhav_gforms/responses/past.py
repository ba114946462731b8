"""The history of a ledger, line by line, and the ledger as it was after any of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import StateError
from .manifest import HISTORY, Manifest


def past(folder: Path, manifest: Manifest, head: str) -> tuple[Manifest, int]:
    """The manifest as it was after the history line with this hash, and how many events there were.

    Parts that were merged since hold the same rows in the same order; what came later is cut off.
    """
    for hashed, line in history_lines(folder, manifest):
        if hashed == head:
            then = replace(manifest, rows=line["rows"], pulled_at=line["at"], chain=head, lines=line["line"])
            return then, int(line["events"])
    raise StateError(
        "{folder}: this ledger was never in the state {head}….",
        cure="Use the ledger that the report was made from.",
        folder=folder,
        head=head[:16],
    )


def history_lines(folder: Path, manifest: Manifest) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines of the history that a manifest knows of: the hash of each, and what it says ({} when unreadable)."""
    path = folder / HISTORY
    if not path.exists():
        return
    with path.open("rb") as file:
        known = file.read(manifest.history_bytes)
    for text in known.splitlines():
        try:
            line = json.loads(text)
        except ValueError:
            line = {}
        yield sha256(text).hexdigest(), line if isinstance(line, dict) else {}
