"""data/gazette.jsonl: what was announced, in a file that only grows; the last hash stands on every page that was printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from typing import Any

from ..chain import BEGIN, PRINTED_BEFORE, Chain, Entry, following
from ..errors import StateError
from ..sentence import Sentence

SHARED = "shared"
"""What everybody reads, in the first releases, which had two faces; later ones say it beside what the office knows."""
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
        """The corrections of the last edition of a week, and of those just before it that said the same to everybody."""
        last = self._said_alike(week)
        return tuple(entry for entry in self.of(EntryKind.CORRECTION) if entry.body["release"] in last)

    def lapsed(self, week: str) -> tuple[Entry, ...]:
        """The corrections of the earlier editions of a week: the last one was made without them."""
        earlier = {entry.hash for entry in self.editions(week)} - self._said_alike(week)
        return tuple(entry for entry in self.of(EntryKind.CORRECTION) if entry.body["release"] in earlier)

    def _said_alike(self, week: str) -> set[str]:
        """The hashes of the last edition of a week and of those just before it that said the same to everybody: others differ in what the
        IG's office alone reads, which no correction is of."""
        said = [(entry.body.get(SHARED, entry.body)["figures"], entry.hash) for entry in reversed(self.editions(week))]
        return {known for figures, known in takewhile(lambda each: each[0] == said[0][0], said)}

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
