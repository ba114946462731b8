"""A file that only grows: one canonical line per entry, and each line's hash covers the line before it.

A line is JSON with sorted keys and no blanks, in UTF-8; `hash` is the SHA-256 of the hash before and the line without `hash`.
Whoever changes an old entry has to change all that follow. Several commands may write: each holds the file's lock, reads it
again and adds behind what the others wrote.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from .errors import StateError, refused_file
from .files import held, parse_json, write_whole
from .sentence import Sentence

BEGIN = "0" * 64
"""Stands before the first entry."""
PRINTED = 20
"""So many signs of a line's hash are printed: 80 bits, which nobody makes another line agree with."""
PRINTED_BEFORE = 12
"""So many on pages of earlier versions, which are kept: what is typed has at least these."""
BRING_BACK = Sentence("Bring the file back from a backup.")
NEWER_WANTED = Sentence("Install the newer version.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its number from 1 on, its kind, when (ISO time), what it says, the hash before it and its own."""

    number: int
    kind: str
    at: str
    body: Mapping[str, Any] = field(repr=False)
    previous: str
    hash: str

    @property
    def as_written(self) -> str:
        """As it stands in the file."""
        return _line(self.hash, *_around_hash(self.previous, self.kind, self.at, self.body))


@dataclass(frozen=True, slots=True)
class Chain:
    """A file of entries. `kinds`: those that may stand in it; `cure`: what to do when it is not whole."""

    path: Path
    kinds: frozenset[str]
    cure: Sentence = BRING_BACK

    def read(self) -> tuple[Entry, ...]:
        """All entries; () without the file. Raises StateError, with the first fault, when it is not whole."""
        entries: list[Entry] = []
        for entry in self._checked():
            if isinstance(entry, Sentence):
                raise StateError("{path}: {fault}.", cure=self.cure, path=self.path, fault=entry)
            if entry.kind not in self.kinds:
                raise StateError("{path}: {fault}.", cure=NEWER_WANTED, path=self.path, fault=_newer(entry))
            entries.append(entry)
        return tuple(entries)

    def faults(self) -> tuple[Sentence, ...]:
        """What is wrong with the file, a sentence per line; () when the chain is whole."""
        checked = (
            entry if isinstance(entry, Sentence) or entry.kind in self.kinds else _newer(entry)
            for entry in self._checked()
        )
        return tuple(each for each in checked if isinstance(each, Sentence))

    def extend(self, make: Callable[[tuple[Entry, ...]], Sequence[Entry]]) -> tuple[Entry, ...]:
        """Add what `make` makes of the entries that are there, whole or not at all; gives all entries.

        Nothing is written when it makes nothing. Raises StateError when another command holds the file for too long.
        """
        with held(self.path):
            entries = self.read()
            if new := make(entries):
                entries = (*entries, *new)
                write_whole(self.path, "".join(f"{entry.as_written}\n" for entry in entries).encode())
            return entries

    def _checked(self) -> Iterator[Entry | Sentence]:
        """Each line as an entry, of whatever kind, or what is wrong with it."""
        try:
            *lines, rest = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        except OSError as error:
            raise refused_file(error) from None
        head = BEGIN
        for number, raw in enumerate([*lines, rest] if rest else lines, start=1):
            try:
                values = parse_json(raw)
                entry = Entry(number, values["kind"], values["at"], values["body"], values["previous"], values["hash"])
                apart = _around_hash(entry.previous, entry.kind, entry.at, entry.body)
                written = _line(entry.hash, *apart).encode()
            except (ValueError, KeyError, TypeError, RecursionError):
                yield Sentence("line {number} is not an entry", number=number)
                continue
            if written != raw:
                yield Sentence("line {number} was not written by this program", number=number)
            elif entry.hash != _hash(entry.previous, *apart):
                yield Sentence("line {number} was changed after it was announced", number=number)
            elif entry.previous != head:
                yield Sentence("line {number} does not follow the line before it", number=number)
            else:
                yield entry
            head = entry.hash


def _newer(entry: Entry) -> Sentence:
    return Sentence("a newer anubhav wrote line {number}", number=entry.number)


def entry_time(at: datetime) -> str:
    """A time as entries hold it: ISO, to the second."""
    return at.isoformat(timespec="seconds")


def following(entries: Sequence[Entry], kind: str, body: Mapping[str, Any], at: str) -> Entry:
    """The entry that would follow the last of `entries`."""
    content = parse_json(_canonical(body))  # as it will be read again
    head = entries[-1].hash if entries else BEGIN
    return Entry(len(entries) + 1, str(kind), at, content, head, _hash(head, *_around_hash(head, kind, at, content)))


def _around_hash(previous: str, kind: str, at: str, body: Mapping[str, Any]) -> tuple[str, str]:
    """What stands before and behind the hash of a line: a body of a megabyte is written out once for both."""
    return _canonical({"at": at, "body": body})[:-1], _canonical({"kind": str(kind), "previous": previous})[1:]


def _line(own: str, before: str, behind: str) -> str:
    return f'{before},"hash":{_canonical(own)},{behind}'


def _hash(previous: str, before: str, behind: str) -> str:
    return hashlib.sha256(f"{previous}{before},{behind}".encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
