"""data/looks.jsonl: who opened which response, and when. Append-only; a look is written down before anything is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..chain import Chain, Entry, entry_time, following

LOOKS = "looks.jsonl"
"""Under data/."""
OPENED, WITH_NAME = "opened", "opened with name"


@dataclass(frozen=True, slots=True)
class ResponseLook:
    """Somebody opened a response: its id, when (ISO time), who, and whether with name and mobile."""

    answer: str
    at: str
    who: str
    personal: bool


def record_look(data: Path, response_id: str, *, who: str, at: datetime, personal: bool = False) -> None:
    """Write down that `who` opens a response. Raises StateError when that cannot be written; then nothing may be shown."""
    kind = WITH_NAME if personal else OPENED

    def make(entries: tuple[Entry, ...]) -> list[Entry]:
        return [following(entries, kind, {"answer": response_id, "who": who}, entry_time(at))]

    _chain(data).extend(make)


def read_looks(data: Path) -> tuple[ResponseLook, ...]:
    """Every look, the oldest first. Raises StateError when the file is not whole."""
    return tuple(
        ResponseLook(entry.body["answer"], entry.at, entry.body["who"], entry.kind == WITH_NAME)
        for entry in _chain(data).read()
    )


def _chain(data: Path) -> Chain:
    return Chain(data / LOOKS, frozenset({OPENED, WITH_NAME}))
