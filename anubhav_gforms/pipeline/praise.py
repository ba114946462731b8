"""The praise ledger's verbs: praise that names somebody is confirmed, counted over separate days, answered with a letter, recorded as given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pandas as pd

from ..campaign import Campaign, Role
from ..cases import praise
from ..cases.praise import PraiseBook, Praised, StillSaid
from ..errors import InputError
from ..files import write_whole
from ..links.registry import load_registry
from ..privacy.redaction import PERSONS, find
from ..reports.commendation import commendation
from ..reports.messages.piles import Pile, message_columns, sort_messages
from ..reports.records import records
from ..reports.staff import read_staff, serving_there
from ..responses.ledger.ledger import open_ledger
from ..responses.ledger.opened import AsRead, find_response
from ..text import searched
from .clock import Clock, now, office_day, office_time
from .flags import responses_not_genuine

READ_DAYS = 91
"""Praise waits so long for an officer; a letter speaks of what is fresh."""
LETTERS = "letters"
"""Under data/."""


@dataclass(frozen=True, slots=True)
class WaitingPraise:
    """Praise that seems to name somebody and that no officer has judged: the response's id, its day, its station, whether a name of
    staff.csv is in it, and whether it was changed since an officer judged it. Never its words."""

    answer: str
    day: date
    station: str
    known: bool
    changed: bool


def praise_book(campaign: Campaign) -> PraiseBook:
    """The ledger of praise; a response that was changed, deleted or found not genuine since it was read praises nobody. Raises StateError, with the first
    fault, when the file is not whole."""
    return praise.read_praise(campaign.data, _still_said(campaign))


def _still_said(campaign: Campaign) -> StillSaid:
    """Whether a response counts, no person found it not genuine, and what it is about and its message are as they were read."""
    asked = filter(None, map(campaign.form.key_of, (Role.TOPIC, Role.MESSAGE)))
    as_read = AsRead(open_ledger(campaign), tuple(asked))

    @cache
    def forged() -> frozenset[str]:
        return responses_not_genuine(campaign, as_read.ledger)

    def said(response_id: str, at: datetime) -> bool:
        return as_read(response_id, at) and response_id not in forged()

    return said


def waiting_praise(campaign: Campaign, *, clock: Clock = now) -> tuple[WaitingPraise, ...]:
    """Praise of the last `READ_DAYS` days that seems to name somebody and was not judged yet, the newest first.

    Raises InputError when the form asks for no messages or not what they are about; CampaignError and StateError for staff.csv.
    """
    staff, book = read_staff(campaign), praise_book(campaign)
    today = office_day(campaign, clock)
    ledger = open_ledger(campaign)
    responses, forged = ledger.frame(list(message_columns(campaign))), responses_not_genuine(campaign, ledger)
    recent = sort_messages(campaign, responses, first=today - timedelta(days=READ_DAYS), last=today).table
    names = {code: frozenset[str]() for code in recent["station"]}
    for officer in staff:
        names[officer.station] = names.get(officer.station, frozenset()) | officer.words
    waiting = []
    for row in records(recent):
        if row["pile"] != Pile.PRAISE or not row["station"] or row["id"] in book.read | forged:
            continue
        words = {word.strip(".,!?।()") for word in searched(row["text"]).split()}
        known = bool(words & names[row["station"]])
        if known or find(row["text"], PERSONS):
            day = pd.Timestamp(row["day"]).date()
            waiting.append(WaitingPraise(row["id"], day, row["station"], known, row["id"] in book.changed))
    return tuple(waiting)


def confirm_praise(campaign: Campaign, response_id: str, name: str, *, who: str, clock: Clock = now) -> PraiseBook:
    """Write down that `who` read a response and whom of the station's staff it praises; "" for the name: nobody.

    With staff.csv the person must be in it, and the ledger has rank and name as they stand there. Raises InputError for a
    response that is not there, has no message or no valid code, and for a name that cannot be.
    """
    ledger = open_ledger(campaign)
    opened = find_response(ledger, response_id, campaign.form)
    message = campaign.form.key_of(Role.MESSAGE)
    if not (opened and opened.counts and opened.station in campaign.station_by_code and message in opened.answers):
        raise InputError(
            'There is no response "{id}" with a message and a valid code.',
            cure="anubhav praise list names those that wait.",
            id=response_id,
        )
    if opened.id in responses_not_genuine(campaign, ledger):
        raise InputError(
            "Response {id} was found not genuine: it praises nobody.",
            cure="List them: anubhav flags --all",
            id=opened.id,
        )
    if name and (staff := read_staff(campaign)):
        name = serving_there(staff, opened.station, name).title
    at = office_time(campaign, clock)
    day = opened.submitted_at.astimezone(campaign.zone).date()
    return praise.confirm_praise(
        campaign.data, opened.id, day, station=opened.station, name=name, who=who, at=at, said=_still_said(campaign)
    )


def whom_it_praises(campaign: Campaign, response_id: str) -> str:
    """Whom a response praises, as an officer confirmed; "–" for nobody, "" when none has judged it."""
    book = praise_book(campaign)
    names = ", ".join(person.name for person in book.praised if response_id in person.days_of)
    return names or ("–" if response_id in book.read else "")


def draft_letter(campaign: Campaign, number: int, *, who: str, clock: Clock = now) -> tuple[Praised, Path]:
    """Draft the letter of commendation for somebody, as PDF under data/. Raises InputError before there are days enough."""
    said = _still_said(campaign)
    praised = praise.draft_letter(campaign.data, number, who=who, at=office_time(campaign, clock), said=said)
    path = campaign.data / LETTERS / f"{number:03}-{len(praised.letters)}.pdf"
    once = load_registry(campaign.data).stations.get(praised.station, "")
    return praised, write_whole(path, commendation(campaign, praised, once=once))


def letter_given(campaign: Campaign, number: int, *, day: date | None = None, who: str, clock: Clock = now) -> Praised:
    """Write down that the letter was handed over, today unless told otherwise. Raises InputError for a day that cannot be."""
    at = office_time(campaign, clock)
    day = day or at.date()
    draft = praise_book(campaign).find(number).draft
    if day > at.date() or (draft and day < draft.drafted):
        raise InputError(
            "The letter cannot have been given on {day}.", cure="Give a day from its drafting to today.", day=day
        )
    return praise.letter_given(campaign.data, number, day, who=who, at=at, said=_still_said(campaign))
