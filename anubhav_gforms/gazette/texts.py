"""Which texts of citizens a person released, for readers outside the IG's office: an entry each, undone by another one.

A release acts on the next week that is announced and the ones after it, up to `WEEKS_SHOWN`. Once a week was announced
behind it, it cannot be undone: somebody may have read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..chain import Entry
from ..errors import InputError
from .book import Book, EntryKind

WEEKS_SHOWN = 4
"""A released text stands on the pages of so many announced weeks: from one monthly review to the next."""


def text_body(response_id: str, text: str, *, station: str, week: str, who: str) -> Mapping[str, Any]:
    """The body of an entry: the response's id, the shape of the text as the person read it, its station, the week of its
    group of five, the role that decided, and that it is released; `undone` takes it back."""
    return {"answer": response_id, "text": text, "station": station, "week": week, "who": who, "released": True}


def pending(book: Book) -> dict[str, Entry]:
    """Releases that no week was announced behind, by the response's id: they can be undone."""
    last = max((entry.number for entry in book.of(EntryKind.RELEASE)), default=0)
    said = {entry.body["answer"]: entry for entry in book.of(EntryKind.TEXT) if entry.number > last}
    return {response_id: entry for response_id, entry in said.items() if entry.body["released"]}


def released_ever(book: Book) -> dict[str, str]:
    """Shape of the text by the response's id, of all that is released now."""
    last = {entry.body["answer"]: entry.body for entry in book.of(EntryKind.TEXT)}
    return {response_id: body["text"] for response_id, body in last.items() if body["released"]}


def shown_texts(book: Book, week: str) -> dict[str, str]:
    """Shape of the text by the response's id, of what stands on the pages of a week; `book`: as it was before that week's entry."""
    first: dict[str, int] = {}
    for entry in book.of(EntryKind.RELEASE):
        if entry.body["week"] != week:
            first.setdefault(entry.body["week"], entry.number)
    standing = released_ever(book)
    begun = {entry.body["answer"]: entry.number for entry in book.of(EntryKind.TEXT)}
    return {
        response_id: text
        for response_id, text in standing.items()
        if sum(number > begun[response_id] for number in first.values()) < WEEKS_SHOWN
    }


def undone(book: Book, response_id: str, who: str) -> Mapping[str, Any]:
    """The body that takes a release back. Raises InputError when it was announced already, or there is none."""
    if decided := pending(book).get(response_id):
        return {**decided.body, "who": who, "released": False}
    if response_id in released_ever(book):
        raise InputError(
            "{answer}: a week was announced since, with this text for its SP. It cannot be taken back.",
            cure="Tell the SP. The text is on no page after {weeks} weeks; anubhav purge removes it from the ledger.",
            answer=response_id,
            weeks=WEEKS_SHOWN,
        )
    raise InputError("{answer} was not released.", cure="What waits: anubhav release.", answer=response_id)
