"""The report as it would be at each moment, for the desk's pages."""

from __future__ import annotations

from dataclasses import replace

from ..campaign import Campaign
from ..gazette.bands import with_bands
from ..gazette.book import read_book
from ..reports import Contents
from ..reports.audience import live_messages
from ..reports.contents import DRAFT
from ..reports.live import Live
from ..reports.page import page_bytes
from ..responses.ledger.ledger import open_ledger
from .clock import Clock, now, office_day
from .grades import grade, office_of, under_old_bands
from .readers import both_readers, last_announced


def live_report(campaign: Campaign, *, clock: Clock = now) -> Live:
    """Pages of the ledger as it is at each moment, for the IG's desk: "report" of the last finished week, and "messages" of the last
    four weeks."""

    def head() -> str:
        today = office_day(campaign, clock)
        return f"{open_ledger(campaign).manifest.chain} {read_book(campaign.data).head} {today}"

    def contents() -> Contents:
        graded = grade(campaign, clock=clock)
        book = read_book(campaign.data).known_to(graded.week)
        then, ledger = with_bands(campaign, book, graded.week), open_ledger(campaign, at=graded.ledger)
        exact, since = office_of(campaign, graded, book=book), last_announced(book, graded.week)
        old = under_old_bands(campaign, graded, book, clock=clock)
        return both_readers(then, graded, exact, ledger, since=since, old=old)[0]

    def of_ig(made: Contents, district: str | None) -> bytes:
        today = office_day(campaign, clock)
        return live_messages(campaign, made, open_ledger(campaign), today, district)

    def draft(made: Contents, _: str | None) -> bytes:
        return page_bytes(replace(made, marks=(DRAFT, *made.marks)))

    return Live(head, contents, {"report": draft, "messages": of_ig})
