"""The case book's verbs: what an alert, a message or a flag asked for is opened, followed and closed; and told back."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from hashlib import sha256

from ..campaign import Campaign
from ..campaign.lookup import station_meant
from ..cases import book
from ..cases.case import About, Case, Deed, Ending, Matter, owners
from ..errors import InputError
from ..nouns.week import day_of, first_day, read_week
from ..privacy.redaction import redact
from ..reports.given import read_actions
from ..sentence import Sentence
from .actions import add_action, plan_action
from .clock import Clock, now, office_day, office_time
from .flags import FLAG_RULES
from .matters import case_book, days_for
from .opened import response_meant


def open_case(
    campaign: Campaign,
    *,
    about: About,
    station: str = "",
    response_id: str = "",
    flag: str = "",
    text: str = "",
    owner: str = "ig",
    due: date | None = None,
    who: str,
    clock: Clock = now,
) -> Case:
    """Open a case by hand: about a response, a flag or something else at a station. The same matter is the same case.

    Names, numbers and addresses in `text` are replaced by their kind, here as in every other text of a case: the book is for ever.
    Raises InputError for a station, owner or day that cannot be.
    """
    today = office_day(campaign, clock)
    since = today.isoformat()
    typed = station_meant(campaign, station) if station else ""
    if response_id:
        opened = response_meant(campaign, response_id)
        response_id, station = opened.id, opened.station
        since = opened.submitted_at.isoformat(timespec="minutes")[:16]
    if flag:
        flag = flag.strip().upper()
        rule, _, rest = flag.partition(":")
        station, _, when = rest.partition(":")  # no station: F9 is of the whole range
        if rule not in FLAG_RULES or not _has_begun(when, today):
            raise InputError('There is no flag "{id}".', cure="List them: anubhav flags --all.", id=flag)
    station = station_meant(campaign, station) if station else ""
    if typed not in ("", station):
        raise InputError(
            "This is a matter of {station}, not of {typed}.",
            cure="Leave --station out.",
            station=station or Sentence("no station"),
            typed=typed,
        )
    due = _due(due or today + timedelta(days=days_for(campaign, [about])), today)
    clean = _clean(text)
    other = f"{about}:{station}:{today}:{sha256(clean.encode()).hexdigest()[:12]}"
    key = f"answer:{response_id}" if response_id else f"flag:{flag}" if flag else other
    matter = Matter(key, (about,), station, since, response_id, flag)
    planned = [(matter, case_owner(campaign, owner), due)]
    [case] = book.open_cases(campaign.data, planned, who=who, at=office_time(campaign, clock), text=clean)
    return case


def _has_begun(when: str, today: date) -> bool:
    """Whether this is a day or a week, as a flag names it, and not one to come."""
    with suppress(ValueError, InputError):
        day = day_of(first_day(read_week(when))) if "W" in when else date.fromisoformat(when)
        return when in (day.isoformat(), f"{day:%G-W%V}") and day <= today
    return False


def note_case(campaign: Campaign, number: int, text: str, *, who: str, clock: Clock = now) -> Case:
    """Write down what was done or found out. Raises InputError for an unknown case and an empty text."""
    at = office_time(campaign, clock)
    return book.add_step(campaign.data, number, Deed.NOTED, text=_filled(text), who=who, at=at)


def assign_case(
    campaign: Campaign, number: int, *, owner: str = "", due: date | None = None, text: str = "", who: str, clock: Clock = now
) -> Case:  # fmt: skip
    """Give an open case another owner (one of `owners`), another due day, or both. Raises InputError."""
    owner = case_owner(campaign, owner) if owner else ""
    due = _due(due, office_day(campaign, clock)) if due else None
    if not owner and due is None:
        raise InputError("Neither an owner nor a day is given.", cure="Give --to, --due or both.")
    at = office_time(campaign, clock)
    return book.add_step(campaign.data, number, Deed.ASSIGNED, owner=owner, due=due, text=_clean(text), who=who, at=at)


def close_case(campaign: Campaign, number: int, ending: Ending, text: str, *, who: str, clock: Clock = now) -> Case:
    """Close an open case with its outcome and a sentence on it; the next look of the watch tells it back. Raises InputError."""
    at = office_time(campaign, clock)
    return book.add_step(campaign.data, number, Deed.CLOSED, outcome=ending, text=_filled(text), who=who, at=at)


def reopen_case(
    campaign: Campaign, number: int, text: str, *, due: date | None = None, who: str, clock: Clock = now
) -> Case:
    """Open a closed case again, with the reason; without `due` it has as many days as at first. Raises InputError."""
    case, today = book.read_cases(campaign.data).case(number), office_day(campaign, clock)
    day = _due(due or today + timedelta(days=days_for(campaign, case.matter.about)), today)
    at = office_time(campaign, clock)
    return book.add_step(campaign.data, number, Deed.REOPENED, due=day, text=_filled(text), who=who, at=at)


def act_on_case(
    campaign: Campaign, number: int, *, done: str, day: date, theme: str = "", who: str, clock: Clock = now
) -> Case:
    """Record an action at the case's station: a line of actions.csv that packs, station sheets and strips show, and a step.

    Of names, numbers and addresses the file too gets the kind alone: others read it. Run again after it was cut off, it adds what is
    missing and nothing twice. Raises InputError and CampaignError.
    """
    case = case_book(campaign).case(number)
    if not case.matter.station:
        raise InputError("This case names no station.", cure="Record the action by anubhav actions add STATION.")
    done = _clean(done)
    same = (case.matter.station, day, done)
    themes = {each.theme for each in read_actions(campaign) if (each.station, each.day, each.done) == same}
    if themes and theme and theme not in themes:
        raise InputError(
            "In actions.csv this action of that day has another theme.",
            cure="Correct it there, or give no theme here.",
        )
    if not themes:
        planned = plan_action(campaign, station=case.matter.station, theme=theme, done=done, day=day)
        add_action(campaign, planned.action)
    at = office_time(campaign, clock)
    return book.add_step(campaign.data, number, Deed.ACTED, text=done, who=who, at=at)


def case_owner(campaign: Campaign, owner: str) -> str:
    """Who may own a case, as the book names them. Raises InputError for anybody else."""
    name = owner.strip().lower()
    if name not in owners(campaign):
        raise InputError(
            'A case cannot be given to "{owner}".',
            cure="Choose one of {owners}.",
            owner=owner,
            owners=", ".join(owners(campaign)),
        )
    return name


def _due(due: date, today: date) -> date:
    if not today <= due <= today + timedelta(days=366):
        raise InputError(
            "A case cannot be due on {due}.", cure="Give a day from today to a year ahead.", due=due.isoformat()
        )
    return due


def _clean(text: str) -> str:
    return redact(" ".join(text.split())).text


def _filled(text: str) -> str:
    if not (clean := _clean(text)):
        raise InputError("The text is empty.", cure="Say in a sentence what was done or found out.")
    return clean
