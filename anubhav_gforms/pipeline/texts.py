"""What citizens wrote and a person must read before it may leave the IG's office: what waits, its release, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..campaign import Campaign
from ..chain import Entry, entry_time
from ..errors import InputError
from ..gazette.book import Book, EntryKind, append, read_book
from ..gazette.texts import pending, released_ever, text_body, undone
from ..nouns.week import read_week, week_name
from ..reports.messages import is_as_read, leaving_texts, shape_of
from ..reports.records import records
from ..responses.ledger.ledger import open_ledger
from .clock import office_time
from .grades import grade

READABLE_WEEKS = 13
"""A text can be released as long after its group of five was full."""


@dataclass(frozen=True, slots=True)
class WaitingText:
    """A redacted text of a full group of five that waits for a person: the response's id, the week of its group, the station, its pile ("praise"),
    the grave matters that words speak of, the text; `pending`: released, and not yet announced; `harmless`: praise or a
    suggestion in which no machine sees more than harmless words: a person may read and release such texts together."""

    response_id: str
    week: str
    station: str
    district: str
    pile: str
    grave: tuple[str, ...]
    text: str
    pending: bool
    harmless: bool


def waiting_texts(
    campaign: Campaign, *, week: str | None = None, district: str = "", station: str = ""
) -> tuple[WaitingText, ...]:
    """The texts of full groups of five of the quarter up to a week (without `week` the last finished one) at stations with enough responses, the
    newest group first. Each leaves only when a person releases it. What was released and announced is not among them."""
    ledger, book = open_ledger(campaign), read_book(campaign.data)
    inside = grade(campaign, week=week, places=False)
    last = read_week(inside.week)
    table = leaving_texts(campaign, inside, ledger, first=last - READABLE_WEEKS + 1, last=last)
    open_now, known = pending(book), released_ever(book)
    return tuple(
        WaitingText(
            row["answer"], week_name(row["week"]), row["station"], row["district"], row["pile"], tuple(row["grave"]),
            row["text"], row["answer"] in open_now, bool(row["harmless"]),
        )
        for row in records(table)
        if (row["answer"] in open_now or not is_as_read(row["text"], known.get(row["answer"])))
        and district in ("", row["district"])
        and station in ("", row["station"])
    )  # fmt: skip


def release_texts(campaign: Campaign, texts: Sequence[WaitingText], *, who: str) -> Book:
    """Record that a person read these texts and lets them go to their SPs, with the next week that is announced: all, or none."""
    before, at = read_book(campaign.data), entry_time(office_time(campaign))
    book = before
    for text in texts:
        if text.pending:
            raise InputError("{answer} is released already.", answer=text.response_id)
        body = text_body(text.response_id, shape_of(text.text), station=text.station, week=text.week, who=who)
        book = Book((*book.entries, book.next(EntryKind.TEXT, body, at)))
    return append(campaign.data, *book.entries[len(before.entries) :])


def take_back_text(campaign: Campaign, response_id: str, *, who: str) -> Entry:
    """Record that a release is taken back; `response_id`: the response's id or its beginning. Raises InputError when it was announced."""
    book = read_book(campaign.data)
    begun = [each for each in released_ever(book) if each.startswith(response_id)]
    body = undone(book, begun[0] if len(begun) == 1 else response_id, who)
    at = entry_time(office_time(campaign))
    return append(campaign.data, book.next(EntryKind.TEXT, body, at)).entries[-1]
