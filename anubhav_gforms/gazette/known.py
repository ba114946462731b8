"""Rules and stations as the book knows them: written when they changed, so that a release is made again as it was made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from ..campaign import STATUSES, Campaign, District, Station, StationKind, Status
from ..campaign.grading import Grading
from ..grading.cube.counts import who_counts
from ..nouns.week import read_week
from .book import Book, EntryKind, read_book
from .words import RULE, with_words, with_words_of, words_rules

CLOSED_ON = "closed_on"
"""Only closed stations have it; "": the day is not known."""


def rules_of(campaign: Campaign) -> Mapping[str, Any]:
    """Every number and word of config/grading.toml by its dotted name, as an entry of rules keeps it, and what options of the form
    mean; bands have their own."""
    return {**_numbers_of(campaign), **words_rules(campaign)}


def _numbers_of(campaign: Campaign) -> dict[str, Any]:
    return _flat({**campaign.grade_rules.model_dump(mode="json"), "bands": {}})


def stations_of(campaign: Campaign) -> Mapping[str, Any]:
    """By code what grades take from stations.csv, as an entry of stations keeps it."""
    return {
        station.code: {
            "district": station.district,
            "kind": str(station.kind),
            **({} if STATUSES[station.status].listed else {CLOSED_ON: str(station.closed_on or "")}),
        }
        for station in campaign.stations
    }


def changes(book: Book, kind: EntryKind, new: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The body of an entry of rules or stations: every name with its value when they are the first, else those that changed (null:
    gone); None when nothing did."""
    before = _known(book, kind)
    changed = {name: value for name, value in new.items() if name not in before or before[name] != value}
    changed |= {name: None for name in before if name not in new}
    return {str(kind): changed} if changed else None


def as_known(campaign: Campaign, book: Book, later: Book) -> Campaign:
    """The campaign as it graded when the book was this far, whatever config/grading.toml and stations.csv say today.

    What an older book does not hold is taken from the first entry that `later`, the book as it is, has of it."""
    rules, stations = (
        _known(book, kind) or _known(Book(later.of(kind)[:1]), kind) for kind in (EntryKind.RULES, EntryKind.STATIONS)
    )
    then = with_words_of(campaign, book, later)
    return with_rules_before(_with_stations(_with_rules(then, rules), stations), book)


def with_announced_rules(campaign: Campaign) -> Campaign:
    """The campaign with what options meant and which responses counted, by the book beside its ledger."""
    book = read_book(campaign.data)
    return with_rules_before(with_words(campaign, book), book)


def with_rules_before(campaign: Campaign, book: Book) -> Campaign:
    """The campaign with the rules by which responses of earlier weeks counted: groups of five stay as they formed. Under the rules of today
    other ones would, and two weeks' tables would tell two to four persons apart."""
    ends = [entry.number - 1 for entry in book.of(EntryKind.RULES)[1:]]
    parts = [part for end in (*ends, len(book.entries)) if (part := Book(book.entries[:end])).weeks]
    rules = [_with_rules(campaign, _known(part, EntryKind.RULES)).grade_rules for part in parts]
    if all(who_counts(each) == who_counts(campaign.grade_rules) for each in rules):
        return replace(campaign, rules_before=())
    lasts = (read_week(part.weeks[-1]) for part in parts)
    return replace(campaign, rules_before=tuple(zip(lasts, rules, strict=True)))


def with_districts(campaign: Campaign, codes: Iterable[str]) -> Campaign:
    """The campaign with the districts that a release told of, and of its stations, and no other; one that left is named by its code, as a
    station without a line is."""
    here = campaign.district_by_code
    of_then = dict.fromkeys([*codes, *(station.district for station in campaign.stations)])
    return replace(
        campaign, districts=tuple(here.get(code, District(code, code, code)) for code in _in_order(of_then, here))
    )


def relisted(book: Book) -> dict[str, tuple[Mapping[str, str] | None, Mapping[str, str] | None]]:
    """By code what the list of stations said of each at the last release, and what it says since (None: not in it), where that is another
    thing; nothing before the first release."""
    last = max((entry.number for entry in book.of(EntryKind.RELEASE)), default=len(book.entries))
    then, since = (_known(part, EntryKind.STATIONS) for part in (Book(book.entries[:last]), book))
    codes = dict.fromkeys(
        code for entry in book.of(EntryKind.STATIONS) if entry.number > last for code in entry.body["stations"]
    )
    return {code: (then.get(code), since.get(code)) for code in codes if then.get(code) != since.get(code)}


def _known(book: Book, kind: EntryKind) -> dict[str, Any]:
    """The last value of each name."""
    known: dict[str, Any] = {}
    for entry in book.of(kind):
        known |= entry.body[kind]
    return {name: value for name, value in known.items() if value is not None}


def _flat(rules: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in rules.items():
        flat |= _flat(value, f"{before}{name}.") if isinstance(value, Mapping) else {f"{before}{name}": value}
    return flat


def _in_order(known: Mapping[str, Any], today: Iterable[str]) -> list[str]:
    """The names that are known, in today's order; those that are gone at the end."""
    number = {name: position for position, name in enumerate(today)}
    return sorted(known, key=lambda name: number.get(name, len(number)))


def _with_rules(campaign: Campaign, known: Mapping[str, Any]) -> Campaign:
    """Rules of a release of this program's older versions, which had other names, are today's."""
    nested: dict[str, Any] = {"bands": dict(campaign.grade_rules.bands)}
    numbers = {name: value for name, value in known.items() if not name.startswith(RULE)}
    for name in _in_order(numbers, _numbers_of(campaign)):
        *groups, last = name.split(".")
        part = nested
        for group in groups:
            part = part.setdefault(group, {})
        part[last] = known[name]
    try:
        grading = Grading.model_validate_json(json.dumps(nested))
    except ValidationError:
        return campaign
    return replace(campaign, grading=campaign.grading.model_copy(update={"grading": grading}))


def _with_stations(campaign: Campaign, known: Mapping[str, Any]) -> Campaign:
    if not known:
        return campaign
    here, codes = campaign.station_by_code, _in_order(known, campaign.station_by_code)
    stations = tuple(_station(code, here.get(code), known[code]) for code in codes)
    return with_districts(replace(campaign, stations=stations), campaign.district_by_code)


def _station(code: str, today: Station | None, known: Mapping[str, str]) -> Station:
    """A station as it was; one that has no line any more is named by its code."""
    kind, day = StationKind(known["kind"]), known.get(CLOSED_ON)
    station = today or Station(code, code, code, known["district"], kind)
    if day is not None:
        return replace(station, kind=kind, status=Status.CLOSED, closed_on=date.fromisoformat(day) if day else None)
    listed = station.status if STATUSES[station.status].listed else Status.CONFIRMED
    return replace(station, kind=kind, status=listed, closed_on=None)
