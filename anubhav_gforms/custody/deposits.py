"""Where the ends of ledger and gazette were deposited outside the office: in a tab of another Google account.

data/deposits.jsonl keeps each deposit, a chain as the other books; what lies outside is held against it and against today's books.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from ..chain import Chain, Entry, entry_time, following
from ..nouns.tabs import StyledCell, TabContent
from ..sentence import Sentence
from .heads import Head, every_head

DEPOSITS = "deposits.jsonl"
"""Under data/."""
TAB = "Anubhav heads"
"""Title of the tab; no other tab of that spreadsheet is touched."""
COLUMNS = ("number", "written (UTC)", "book", "up to line", "words", "hash")
IN_TAB = "in tab"


@dataclass(frozen=True, slots=True)
class DepositedHead:
    """A row of the tab: its own number from 1, when it was written (ISO, UTC), and the head of a book: its name, up to which line, words, hash."""

    number: int
    at: str
    book: str
    up_to: int
    words: str
    hash: str

    @property
    def cells(self) -> tuple[str | int, ...]:
        """As it stands in the tab, in the order of COLUMNS."""
        return self.number, self.at, self.book, self.up_to, self.words, self.hash


def empty_tab() -> TabContent:
    """The tab before its first row."""
    return TabContent(TAB, (tuple(StyledCell(name, bold=True) for name in COLUMNS),))


def read_deposits(data: Path) -> tuple[Entry, ...]:
    """Every deposit, the oldest first. Raises StateError when the file is not whole."""
    return _chain(data).read()


def note_deposit(data: Path, body: Mapping[str, Any], at: datetime) -> None:
    """Keep what was deposited. Raises StateError when that cannot be written."""
    _chain(data).extend(lambda entries: [following(entries, IN_TAB, body, entry_time(at))])


def last_in(deposits: Sequence[Entry], sheet: str) -> Entry | None:
    """The last deposit in the tab of this spreadsheet: body `rows` (list of cells), `last_row` (sheet row of the last), `lost`."""
    return next((entry for entry in reversed(deposits) if entry.body["sheet"] == sheet), None)


def heads_in(deposits: Sequence[Entry], sheet: str) -> dict[str, str]:
    """Book → hash of its head that was deposited last in the tab of this spreadsheet."""
    bodies = (entry.body for entry in deposits if entry.body["sheet"] == sheet)
    return {book: hashed for body in bodies for book, hashed in body["heads"].items()}


def rows_for(heads: Sequence[Head], after: int, at: datetime) -> tuple[DepositedHead, ...]:
    """Rows for these heads, numbered on behind `after`."""
    written = entry_time(at)
    return tuple(
        DepositedHead(number, written, str(head.book), head.line, head.words, head.hash)
        for number, head in enumerate(heads, start=after + 1)
    )


def read_rows(columns: Sequence[Sequence[Any]]) -> tuple[DepositedHead | None, ...]:
    """Rows of the tab from its columns, which Google cuts at their last cell; None for a row that is none of ours."""
    height = max(map(len, columns), default=0)
    filled = [[*column, *[""] * (height - len(column))] for column in columns]
    filled += [[""] * height] * (len(COLUMNS) - len(filled))
    return tuple(_row(cells) for cells in zip(*filled[: len(COLUMNS)], strict=True))


def _row(cells: Sequence[Any]) -> DepositedHead | None:
    try:
        number, at, book, up_to, words, hashed = cells
        return DepositedHead(int(number), str(at), str(book), int(up_to), str(words), str(hashed))
    except (TypeError, ValueError):
        return None


def faults_of(rows: Sequence[DepositedHead | None], data: Path, known: int) -> Iterator[Sentence]:
    """What is wrong with the whole tab: rows that are gone or changed, and heads that today's books do not have.

    `known`: the number of the last row that this campaign wrote there; 0 for none.
    """
    numbers = {row.number for row in rows if row}
    missing = max([known, *numbers]) - len(
        [number for number in numbers if number > 0]
    )  # anybody may write 10**15 there
    if missing:
        yield Sentence(
            "{n:,} row is gone from the second account's tab, number {first}",
            "{n:,} rows are gone from the second account's tab, the first of them number {first}",
            n=missing,
            first=next(number for number in count(1) if number not in numbers),
        )
    strange = sum(row is None for row in rows) + len([row for row in rows if row]) - len(numbers)
    if strange:
        yield Sentence(
            "{n:,} row of that tab is not as we write them",
            "{n:,} rows of that tab are not as we write them",
            n=strange,
        )
    books = every_head(data)
    for row in rows:
        head = books.get(row.hash) if row else None
        if row and (head is None or (str(head.book), head.line, head.words) != (row.book, row.up_to, row.words)):
            yield Sentence(
                "row {number} of that tab (written {at}) is NOT part of today's books: {book}, line {line}",
                number=row.number,
                at=row.at,
                book=Sentence(row.book),
                line=row.up_to,
            )
            return


def _chain(data: Path) -> Chain:
    return Chain(data / DEPOSITS, frozenset({IN_TAB}), Sentence("Bring the file back: anubhav restore FILE"))
