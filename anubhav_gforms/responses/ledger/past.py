"""The history of a ledger, line by line, and the ledger as it was after any of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...errors import StateError
from ...files import parse_json
from .manifest import HISTORY, LedgerIndex

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
