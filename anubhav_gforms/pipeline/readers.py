"""What the readers of a report read: the IG's office, and everybody."""

from __future__ import annotations

from datetime import datetime

from ..campaign import Campaign
from ..files import uncollected
from ..gazette.book import Book
from ..grading.grades import Grades
from ..reports import Contents, Week, for_office, gather
from ..reports.announced import beside_old_letters
from ..responses.ledger.ledger import Ledger


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
