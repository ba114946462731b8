"""data/gazette.jsonl: one canonical line per entry, and each line's hash covers the line before it.

A line is JSON with sorted keys and no blanks, in UTF-8; `hash` is the SHA-256 of the hash before and the line without `hash`.
Whoever changes an old entry has to change all that follow, and the last hash stands on every page that was printed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ..errors import StateError
from ..files import plain_refusal, write_whole
from ..sentence import Sentence

FILE = "gazette.jsonl"
"""Under data/."""
BEGIN = "0" * 64
"""Stands before the first entry."""
PRINTED = 12
"""So many signs of a hash are printed on a page."""


class EntryKind(StrEnum):
    """What an entry announces."""

    RELEASE = "release"
    BANDS = "bands"
    RULES = "rules"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Entry:
    """One announcement: its number from 1 on, what it is, when (ISO time), what it says, and its place in the chain."""

    number: int
    kind: EntryKind
    at: str
    body: Mapping[str, Any] = field(repr=False)
    previous: str
    hash: str

    @property
    def line(self) -> str:
        """As it stands in the file."""
        said = {"at": self.at, "body": self.body, "hash": self.hash, "kind": str(self.kind), "previous": self.previous}
        return _canonical(said)


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
        return tuple(entry for entry in self.entries if entry.kind is kind)

    def editions(self, week: str) -> tuple[Entry, ...]:
        """Every release of a week, the first edition first."""
        return tuple(entry for entry in self.of(EntryKind.RELEASE) if entry.body["week"] == week)

    def corrections(self, week: str) -> tuple[Entry, ...]:
        """The corrections of the last edition of a week."""
        last = self.editions(week)[-1:]
        return tuple(entry for entry in self.of(EntryKind.CORRECTION) if last and entry.body["release"] == last[0].hash)

    @property
    def weeks(self) -> tuple[str, ...]:
        """The weeks that were released, in order."""
        return tuple(sorted({str(entry.body["week"]) for entry in self.of(EntryKind.RELEASE)}))

    def find(self, printed: str) -> Entry | None:
        """The entry whose hash begins so; blanks and case do not matter."""
        begin = "".join(printed.split()).lower()
        return next((entry for entry in self.entries if len(begin) >= PRINTED and entry.hash.startswith(begin)), None)

    def before(self, printed: str) -> Book:
        """The book as it was before the entry with this hash."""
        found = self.find(printed)
        return Book(self.entries[: found.number - 1]) if found else self

    def next(self, kind: EntryKind, body: Mapping[str, Any], at: str) -> Entry:
        """The entry that would follow the last one."""
        said = json.loads(_canonical(body))  # as it will be read again
        return Entry(len(self.entries) + 1, kind, at, said, self.head, _hash(self.head, kind, at, said))


def read_book(data: Path) -> Book:
    """The book under data/; empty when nothing was announced yet. Raises StateError, with the first fault, when it is not whole."""
    path = data / FILE
    entries: list[Entry] = []
    for entry in _parsed(path):
        if isinstance(entry, Sentence):
            raise StateError(
                "{path}: {fault}. Nothing is announced from it.",
                cure="Bring the file back from a backup. All faults: anubhav gazette verify.",
                path=path,
                fault=entry,
            )
        entries.append(entry)
    return Book(tuple(entries))


def chain_faults(data: Path) -> tuple[Sentence, ...]:
    """What is wrong with the file, a sentence per line; () when the chain is whole."""
    return tuple(each for each in _parsed(data / FILE) if isinstance(each, Sentence))


def append(data: Path, entry: Entry) -> Book:
    """Add an entry that was made by `Book.next`, whole or not at all. Raises StateError when another command was faster."""
    path = data / FILE
    lock = FileLock(data / f"{FILE}.lock", mode=0o600)
    with plain_refusal(path):
        data.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=10)
        except Timeout as error:
            raise StateError(
                "Another anubhav command is announcing right now.", cure="Let it finish, then run this again."
            ) from error
    try:
        book = read_book(data)
        if book.head != entry.previous:
            raise StateError(
                "Something else was announced meanwhile. Nothing was written.", cure="Run the command again."
            )
        entries = (*book.entries, entry)
        write_whole(path, "".join(f"{each.line}\n" for each in entries).encode())
        return Book(entries)
    finally:
        lock.release()


def _parsed(path: Path) -> Iterator[Entry | Sentence]:
    """Each line as an entry, or what is wrong with it."""
    if not path.exists():
        return
    head = BEGIN
    *lines, rest = path.read_bytes().split(b"\n")
    for number, raw in enumerate([*lines, rest] if rest else lines, start=1):
        try:
            said = json.loads(raw)
            entry = Entry(number, EntryKind(said["kind"]), said["at"], said["body"], said["previous"], said["hash"])
        except (ValueError, KeyError, TypeError):
            yield Sentence("line {number} is no entry", number=number)
            continue
        if entry.line.encode() != raw:
            yield Sentence("line {number} was not written by this program", number=number)
        elif entry.hash != _hash(entry.previous, entry.kind, entry.at, entry.body):
            yield Sentence("line {number} was changed after it was announced", number=number)
        elif entry.previous != head:
            yield Sentence("line {number} does not follow the line before it", number=number)
        else:
            yield entry
        head = entry.hash


def _hash(previous: str, kind: EntryKind, at: str, body: Mapping[str, Any]) -> str:
    line = _canonical({"at": at, "body": body, "kind": str(kind), "previous": previous})
    return hashlib.sha256(f"{previous}{line}".encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
