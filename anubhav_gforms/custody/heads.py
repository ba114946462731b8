"""The end of a growing book as a person carries it: a few words and a short code; and whether such an end is still in the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from shamir_mnemonic.wordlist import WORDLIST

from ..chain import PRINTED, PRINTED_BEFORE
from ..errors import InputError
from ..gazette.book import read_book
from ..nouns.moments import moment_of
from ..responses.ledger.manifest import HISTORY
from ..responses.ledger.past import lines_of
from ..sentence import Sentence
from .lines import lines_under

_WORDS = 4
_BITS = 10


class BookName(StrEnum):
    """The books whose end is printed."""

    LEDGER = "ledger"
    GAZETTE = "gazette"


@dataclass(frozen=True, slots=True)
class Head:
    """A line of a book: which, its number of all lines, its hash, and when it was written (UTC; None when it does not say)."""

    book: BookName
    line: int
    lines: int
    hash: str
    at: datetime | None

    @property
    def code(self) -> str:
        """As it is printed."""
        return self.hash[:PRINTED]

    @property
    def words(self) -> str:
        """Four words for the telephone; they say the first 40 bits of the hash."""
        return words_of_hash(self.hash)

    @property
    def sentence(self) -> Sentence:
        """Book, line, words and code, in a line."""
        return Sentence(
            "{book} up to line {line}: {words} ({code})",
            book=Sentence(self.book),
            line=self.line,
            words=self.words,
            code=self.code,
        )


def words_of_hash(hashed: str) -> str:
    """The first 40 bits of a hash as words. For the telephone: who has days and a quick computer can make another line agree with them."""
    bits = int(hashed[:10], 16)
    return " ".join(WORDLIST[bits >> _BITS * place & 1023] for place in reversed(range(_WORDS)))


def heads(data: Path) -> tuple[Head, ...]:
    """The last line of each book that has one."""
    return tuple(lines[-1] for book in BookName if (lines := _lines(data, book)))


def every_head(data: Path) -> dict[str, Head]:
    """Hash → line, of every line of every book."""
    return {head.hash: head for book in BookName for head in _lines(data, book)}


def prove(data: Path, given: str) -> Head | None:
    """The line whose hash begins like `given` (12 signs and more) or has these four words; None when no book has it.

    Raises InputError for what is neither.
    """
    typed = " ".join(given.lower().split())
    plain = typed.replace(" ", "")
    listed = typed.split(" ")
    if PRINTED_BEFORE <= len(plain) <= 64 and not plain.strip("0123456789abcdef"):
        begin = plain
    elif len(listed) == _WORDS and all(word in WORDLIST for word in listed):
        begin = ""
    else:
        raise InputError(
            "{given!r} is neither a code (12 characters or more, 0-9 and a-f) nor four words.",
            cure="Type what is printed at the foot of the page.",
            given=given[:80],
        )
    for book in BookName:
        for head in _lines(data, book):
            if head.hash.startswith(begin) if begin else head.words == typed:
                return head
    return None


def _lines(data: Path, book: BookName) -> list[Head]:
    """Every line of a book, up to the first that does not follow the one before it. Raises StateError for a gazette that is not whole."""
    if book is BookName.GAZETTE:
        entries = read_book(data).entries
        return [Head(book, each.number, len(entries), each.hash, _when(each.at)) for each in entries]
    lines, whole, before = lines_under(data).get(HISTORY, ()), list[Head](), ""
    for number, (hashed, said) in enumerate(lines_of(b"\n".join(lines)), start=1):
        if said.get("before") != before or said.get("line") != number:
            break
        before = hashed
        whole.append(Head(book, number, len(lines), hashed, _when(said.get("at"))))
    return whole


def _when(at: object) -> datetime | None:
    try:
        when = moment_of(at) if isinstance(at, int) else datetime.fromisoformat(str(at))
    except (ValueError, OverflowError, OSError):
        return None
    return when.astimezone(UTC)
