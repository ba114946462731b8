"""Letters and their edges. They are announced at least two weeks ahead, hold from a quarter's first Monday, and are never edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from ..campaign import Campaign
from ..errors import InputError
from ..nouns import week as weeks
from .book import Book, EntryKind
from .words import with_words

AHEAD = timedelta(days=14)
BESIDE = 4
"""Weeks in which the letter under the old bands stands beside the new one."""
Bands = Mapping[str, float]


def bands_in_force(book: Book, week: str) -> Bands | None:
    """The bands that hold in a week: the last announced that have begun; None before the first release."""
    begun = [entry.body for entry in book.of(EntryKind.BANDS) if entry.body["from"] <= week]
    return dict(begun[-1]["edges"]) if begun else None  # pairs: the order of letters counts


def bands_since(book: Book, week: str) -> int | None:
    """The number of the week from which those bands hold; None when they are the first."""
    begun = [entry.body["from"] for entry in book.of(EntryKind.BANDS) if entry.body["from"] <= week]
    return weeks.read_week(begun[-1]) if len(begun) > 1 else None


def before_new_bands(book: Book, week: str) -> Book | None:
    """The book as if the bands in force in a week had not begun, while they are new; else None."""
    since = bands_since(book, week)
    if since is None or weeks.read_week(week) - since >= BESIDE:
        return None
    begin, first = weeks.week_name(since), {EntryKind.BANDS: "from", EntryKind.RELEASE: "week"}
    kept = (
        entry for entry in book.entries if entry.kind not in first or entry.body[first[EntryKind(entry.kind)]] < begin
    )
    return Book(tuple(kept))


def with_bands(campaign: Campaign, book: Book, week: str) -> Campaign:
    """The campaign as it grades that week: by the bands in force, whatever config/grading.toml says today; its options mean what the
    book knows of them."""
    campaign = campaign if campaign.announced_words is not None else with_words(campaign, book)
    bands = bands_in_force(book, week)
    config = campaign.grading
    if bands is None or bands == dict(config.grading.bands):
        return campaign
    grading = config.grading.model_copy(update={"bands": dict(bands)})
    return replace(campaign, grading=config.model_copy(update={"grading": grading}))


def bands_to_announce(campaign: Campaign, book: Book, week: str) -> Bands | None:
    """The bands in force, while those of the config are others that were not announced for later either; else None."""
    written = dict(campaign.grade_rules.bands)
    announced = [dict(entry.body["edges"]) for entry in book.of(EntryKind.BANDS) if entry.body["from"] > week]
    in_force = bands_in_force(book, week)
    return None if written in (in_force, *announced) else in_force


def first_quarter_ahead(today: date) -> str:
    """The first week from which bands that are announced today can hold."""
    begin = weeks.week_number(today + AHEAD - timedelta(days=1)) + 1
    return weeks.week_name(next(week for week in count(begin) if weeks.quarter_start(week) == week))


def check_config(campaign: Campaign, book: Book, week: str) -> None:
    """Before a release: the bands of the config must be those in force, or announced for later. Raises InputError."""
    if in_force := bands_to_announce(campaign, book, week):
        raise InputError(
            "config/grading.toml has other bands than those that were announced: {edges}. Nothing was written.",
            cure="Put these back; or announce the new ones ahead: anubhav gazette announce --from YYYY-Www.",
            edges=edges_text(in_force),
        )


def announce_bands(book: Book, edges: Bands, begin: str, today: date) -> Mapping[str, Any]:
    """The body of an announcement of new bands. Raises InputError unless `begin` is a quarter's first week, two weeks ahead."""
    begin = weeks.week_name(number := weeks.read_week(begin))  # as weeks are compared with it, however it was typed
    if weeks.quarter_start(number) != number:
        first = weeks.week_name(weeks.quarter_start(number + 13))
        raise InputError(
            "{begin} is not the first week of a quarter.",
            cure="Bands change only there; the next one begins with {first}.",
            begin=begin, first=first,
        )  # fmt: skip
    monday = weeks.day_of(weeks.first_day(number))
    if monday - today < AHEAD:
        raise InputError(
            "{begin} begins on {monday}: less than two weeks ahead.",
            cure="Whoever is graded must know the bands before: take a later quarter.",
            begin=begin, monday=f"{monday:%d.%m.%Y}",
        )  # fmt: skip
    if edges == bands_in_force(book, begin):
        raise InputError("These bands are announced already: {edges}.", edges=edges_text(edges))
    return bands_body(edges, begin)


def bands_body(edges: Bands, begin: str) -> Mapping[str, Any]:
    """The body of an entry of bands: letters with their edges, best first, and the first week in which they hold."""
    return {"edges": [[letter, edge] for letter, edge in edges.items()], "from": begin}


def edges_text(bands: Bands) -> str:
    """A 90, B 80 and so on."""
    return ", ".join(f"{letter} {edge:g}" for letter, edge in bands.items())
