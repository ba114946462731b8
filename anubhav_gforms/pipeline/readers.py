"""What the readers of a report read: the IG's office, and everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from ..campaign import Campaign
from ..chain import Entry
from ..files import uncollected
from ..gazette.book import Book
from ..gazette.texts import shown_texts
from ..grading.grades import Grades
from ..reports import Contents, Week, for_office, gather
from ..reports.announced import beside_old_letters
from ..responses.ledger.ledger import Ledger
from .gazette import as_announced, read_on


class ForReaders(NamedTuple):
    """What each reader of a report is shown, and what of the gazette it was made from; without an edition of its own, nothing of it."""

    own: Contents  # the IG's office
    outside: Contents | None  # everybody else; None of counts that others sent
    released: Mapping[str, str] = {}  # of responses shown to a reader outside: the text, by response
    inputs: Mapping[str, str] = {}  # for the manifest


def announced_by(own: Contents, outside: Contents, book: Book, entry: Entry) -> ForReaders:
    """Both readers' contents as this line of the gazette announced them. `book`: with the line, up to the last that the report read."""
    return ForReaders(
        as_announced(own, book, entry),
        as_announced(outside, book, entry),
        released=shown_texts(book.before(entry.hash), own.week.label),
        inputs={"gazette": entry.hash, **read_on(book, entry)},
    )


def both_readers(
    campaign: Campaign,
    grades: Grades,
    exact: Grades,
    ledger: Ledger,
    *,
    since: Week | None,
    old: Grades | None,
    data_up_to: datetime | None = None,
    marks: tuple[str, ...] | None = None,
) -> tuple[Contents, Contents]:
    """What the IG's office reads, and what everybody reads, from the full groups of five of these grades. `old`: the grades under the
    bands before, in the weeks in which both letters are shown."""
    data_up_to = data_up_to or grades.pulled_at
    with uncollected():
        contents = gather(campaign, grades, ledger, since=since, data_up_to=data_up_to, marks=marks)
        if old:
            contents = beside_old_letters(contents, old.table, old.working.rules.bands)
        return for_office(contents, exact, ledger, waiting=grades.lots.waiting, data_up_to=data_up_to), contents


def last_announced(book: Book, week: str) -> Week | None:
    """The last week before this one that was announced: with it a report compares. None when there is none."""
    earlier = [name for name in book.weeks if name < week]
    return Week(earlier[-1]) if earlier else None
