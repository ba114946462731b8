"""data/gazette.jsonl: what was announced, in a file that only grows; the last hash stands on every page that was printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ..chain import BEGIN, PRINTED_BEFORE, Chain, Entry, following
from ..errors import StateError
from ..sentence import Sentence

FILE = "gazette.jsonl"
"""Under data/."""


class EntryKind(StrEnum):
    """What an entry announces."""

    RELEASE = "release"
    BANDS = "bands"
    RULES = "rules"
    STATIONS = "stations"
    CORRECTION = "correction"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Book:
    """All entries in order."""

    entries: tuple[Entry, ...] = ()

    @property
    def head(self) -> str:
        """The hash of the last entry."""
        return self.entries[-1].hash if self.entries else BEGIN

    def of(self, kind: EntryKind) -> tuple[Entry, ...]:
        """The entries of one kind."""
        return tuple(entry for entry in self.entries if entry.kind == kind)

    def editions(self, week: str) -> tuple[Entry, ...]:
        """Every release of a week, the first edition first."""
        return tuple(entry for entry in self.of(EntryKind.RELEASE) if entry.body["week"] == week)

    def corrections(self, week: str) -> tuple[Entry, ...]:
        """The corrections of the last edition of a week."""
        last = self.editions(week)[-1:]
        return tuple(entry for entry in self.of(EntryKind.CORRECTION) if last and entry.body["release"] == last[0].hash)

    def lapsed(self, week: str) -> tuple[Entry, ...]:
        """The corrections of the earlier editions of a week: the last one was made without them."""
        earlier = {entry.hash for entry in self.editions(week)[:-1]}
        return tuple(entry for entry in self.of(EntryKind.CORRECTION) if entry.body["release"] in earlier)

    @property
    def weeks(self) -> tuple[str, ...]:
        """The weeks that were released, in order."""
        return tuple(sorted({str(entry.body["week"]) for entry in self.of(EntryKind.RELEASE)}))

    def find(self, printed: str) -> Entry | None:
        """The entry whose hash begins so; blanks and case do not matter."""
        begin = "".join(printed.split()).lower()
        if len(begin) < PRINTED_BEFORE:
            return None
        return next((entry for entry in self.entries if entry.hash.startswith(begin)), None)

    def before(self, printed: str) -> Book:
        """The book as it was before the entry with this hash."""
        entry = self.find(printed)
        return Book(self.entries[: entry.number - 1]) if entry else self

    def known_to(self, week: str) -> Book:
        """What a week goes on from: the book before its last edition, so that weeks announced late and corrections move nothing of it; all
        of the book when the week was never announced."""
        return self.before(editions[-1].hash) if (editions := self.editions(week)) else self

    def next(self, kind: EntryKind, body: Mapping[str, Any], at: str) -> Entry:
        """The entry that would follow the last one."""
        return following(self.entries, kind, body, at)


def read_book(data: Path) -> Book:
    """The book under data/; empty when nothing was announced yet. Raises StateError, with the first fault, when it is not whole."""
    return Book(_chain(data).read())


def chain_faults(data: Path) -> tuple[Sentence, ...]:
    """What is wrong with the file, a sentence per line; () when the chain is whole."""
    return _chain(data).faults()


def append(data: Path, *new: Entry) -> Book:
    """Add entries that `Book.next` made one after another, all or none. Raises StateError when another command was faster."""

    def make(entries: Sequence[Entry]) -> Sequence[Entry]:
        if new and (entries[-1].hash if entries else BEGIN) != new[0].previous:
            raise StateError(
                "Something else was announced meanwhile. Nothing was written.", cure="Run the command again."
            )
        return new

    return Book(_chain(data).extend(make))


def _chain(data: Path) -> Chain:
    cure = Sentence("Bring the file back from a backup. All faults: anubhav gazette verify.")
    return Chain(data / FILE, frozenset(EntryKind), cure)
