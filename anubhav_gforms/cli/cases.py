"""anubhav cases: what an alert, a message or a flag asked for, followed to its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

import click

from .. import pipeline
from ..campaign.lookup import station_meant
from ..errors import InputError
from ..sentence import Sentence
from .options import THEME, by, json_option
from .show import Day, put, say, show, show_json, translated, with_campaign, with_campaign_to_write

ENDINGS = ("acted", "unfounded", "unclear", "passed-on", "duplicate")
REASONS = ("grave", "money", "low_rating", "flag", "message", "other")
BY = by(help="Which office or role.")
DUE = click.option("--due", type=Day(), help="Day by which it must be closed.")


def on_case(command: Callable[..., object]) -> Callable[..., Any]:
    """Hand a command the campaign and the number of the case that NUMBER names; then show the case as it is by now."""

    @click.argument("name", metavar="NUMBER")
    @with_campaign_to_write
    @wraps(command)
    def on_it(campaign: pipeline.Campaign, name: str, **asked: object) -> None:
        number = pipeline.case_book(campaign).named(name).number
        command(campaign, number, **asked)
        _show(campaign, number)

    return on_it


@click.group("cases")
def command() -> None:
    """Follow every grave matter to its end: each alert opens a case, and a case has an owner and a day.

    Lists hold no citizen's words; anubhav answer ID opens the response itself. In place of a case's number the mark will do by which
    an SP knows it. Write roles, never names: the book is kept for good, and numbers, addresses and names that are recognised are
    replaced by their kind.

    \b
    Example:
      anubhav cases list
      anubhav cases assign 12 --to sp-bsp --due 2026-11-30
      anubhav cases close 12 acted "Token counter opened, the register is checked weekly"
    """


@command.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those that are closed.")
@click.option("--overdue", is_flag=True, help="Only those whose day has passed.")
@click.option("--owner", default="", help="Only those of ig, analyst or an SP such as sp-bsp.")
@click.option("--station", default="", help="Only those of this station.")
@json_option(help="Print them as JSON.")
@with_campaign
def list_command(
    campaign: pipeline.Campaign, everything: bool, overdue: bool, owner: str, station: str, as_json: bool
) -> int:
    """List cases that are not closed, the first due first. Ends with 1 when the day of one has passed.

    \b
    Example:
      anubhav cases list --overdue
    """
    today = pipeline.office_day(campaign)
    owner = pipeline.case_owner(campaign, owner) if owner else ""  # an empty list would sound like good news
    code = station_meant(campaign, station) if station else ""
    book = pipeline.case_book(campaign)
    cases = [
        case
        for case in (book.cases if everything else book.open_cases)
        if owner in ("", case.owner) and code in ("", case.matter.station) and (case.overdue(today) or not overdue)
    ]
    if as_json:
        show_json([_row(case, today) for case in cases])
    else:
        for case in cases:
            put(_in_line(case, today))
        if not cases:
            say("No case is open here.")
        else:
            say("{n} case.", "{n} cases.", n=len(cases))
            say("Next: anubhav cases show NUMBER.")
    return 1 if any(case.overdue(today) for case in cases) else 0


@command.command("show")
@click.argument("name", metavar="NUMBER")
@with_campaign
def show_command(campaign: pipeline.Campaign, name: str) -> None:
    """Show a case with all its steps.

    \b
    Example:
      anubhav cases show 12
    """
    _show(campaign, pipeline.case_book(campaign).named(name).number)


@command.command("open")
@click.option("--answer", default="", metavar="ID", help="It is about this response.")
@click.option("--flag", default="", metavar="ID", help="It is about this flag.")
@click.option("--station", default="", help="Code of the station; of a response or a flag it is known.")
@click.option("--about", type=click.Choice(REASONS), help="Why.  [default: message, flag or other]")
@click.option("--text", default="", help="What is to be looked into, in one sentence.")
@click.option("--to", "owner", default="ig", show_default=True, help="Owner: ig, analyst or an SP such as sp-bsp.")
@DUE
@BY
@with_campaign_to_write
def open_command(
    campaign: pipeline.Campaign, answer: str, flag: str, station: str, about: str | None, text: str, owner: str, due: date | None,
    who: str,
) -> None:  # fmt: skip
    """Open a case by hand, about a response, a flag or something else. What has a case already keeps it.

    \b
    Example:
      anubhav cases open --answer 403c90265fd68c63 --to sp-bsp
      anubhav cases open --station BSP-KTW --text "Board with the officers' numbers is missing"
    """
    if not (answer or flag or (station and text.strip())):
        raise InputError("Nothing says what the case is about.", cure="Give --answer, --flag, or --station and --text.")
    reason = pipeline.About(about or ("message" if answer else "flag" if flag else "other"))
    case = pipeline.open_case(
        campaign,
        about=reason,
        station=station,
        response_id=answer,
        flag=flag,
        text=text,
        owner=owner,
        due=due,
        who=who,
    )
    _show(campaign, case.number)


@command.command("note")
@on_case
@click.argument("text")
@BY
def note_command(campaign: pipeline.Campaign, number: int, text: str, who: str) -> None:
    """Write down what was done or found out.

    \b
    Example:
      anubhav cases note 12 "Register of 24 November read, the counter was closed"
    """
    pipeline.note_case(campaign, number, text, who=who)


@command.command("assign")
@on_case
@click.option("--to", "owner", default="", help="Owner: ig, analyst or an SP such as sp-bsp.")
@DUE
@click.option("--text", default="", help="What the owner is asked to do.")
@BY
def assign_command(campaign: pipeline.Campaign, number: int, owner: str, due: date | None, text: str, who: str) -> None:
    """Give a case to another role, with another day, or both.

    \b
    Example:
      anubhav cases assign 12 --to sp-bsp --due 30/11/2026
    """
    pipeline.assign_case(campaign, number, owner=owner, due=due, text=text, who=who)


@command.command("act")
@on_case
@click.argument("done")
@click.option("--date", "day", type=Day(), help="Day on which it was done.  [default: today]")
@THEME
@BY
def act_command(campaign: pipeline.Campaign, number: int, done: str, day: date | None, theme: str, who: str) -> None:
    """Record what was done at the case's station: it is told to citizens, and measured against stations where nothing was done.

    \b
    Example:
      anubhav cases act 12 "Drinking water put up" --theme facilities
    """
    day = day or pipeline.office_day(campaign)
    pipeline.act_on_case(campaign, number, done=done, day=day, theme=theme, who=who)


@command.command("close")
@on_case
@click.argument("outcome", type=click.Choice(ENDINGS))
@click.argument("text")
@BY
def close_command(campaign: pipeline.Campaign, number: int, outcome: str, text: str, who: str) -> None:
    """Close a case with its outcome. The next look of anubhav watch tells the office so.

    acted: something was done. unfounded: looked into; nothing was found. unclear: looked into; it cannot be told.
    passed-on: passed on to another department. duplicate: the same matter as another case.

    \b
    Example:
      anubhav cases close 12 unfounded "The receipt of the fee was seen"
    """
    pipeline.close_case(campaign, number, pipeline.Ending(outcome), text, who=who)


@command.command("reopen")
@on_case
@click.argument("text")
@DUE
@BY
def reopen_command(campaign: pipeline.Campaign, number: int, text: str, due: date | None, who: str) -> None:
    """Open a closed case again, with the reason. The next look of anubhav watch tells the office so.

    \b
    Example:
      anubhav cases reopen 12 "A second response says the same"
    """
    pipeline.reopen_case(campaign, number, text, due=due, who=who)


def _row(case: pipeline.Case, today: date) -> dict[str, Any]:
    return {
        "number": case.number,
        "about": case.matter.about,
        "station": case.matter.station,
        "since": case.matter.since,
        "answer": case.matter.answer,
        "flag": case.matter.flag,
        "owner": case.owner,
        "due": case.due,
        "overdue": case.overdue(today),
        "reopened": case.reopened,
        "outcome": case.outcome,
    }


def _in_line(case: pipeline.Case, today: date) -> str:
    """A case in one line, without a word of the citizen or of an officer."""
    state = (
        Sentence("closed: {outcome}", outcome=pipeline.ENDING_SAID[case.outcome])
        if case.outcome
        else Sentence("overdue by {n} day", "overdue by {n} days", n=case.overdue(today))
        if case.overdue(today)
        else Sentence("due {day}", day=case.due.isoformat())
    )
    owner = translated(pipeline.owner_said(case.owner))
    where = case.matter.station or "-"
    return f"{case.number:>5}  {where:9}  {owner:12}  {translated(state)}  {translated(case.matter.said)}"


def _show(campaign: pipeline.Campaign, number: int) -> None:
    case = pipeline.case_book(campaign).case(number)
    put(_in_line(case, pipeline.office_day(campaign)))
    if case.matter.since:
        show("since {since}", since=case.matter.since.replace("T", " "), indent="       ")
    for step in case.steps:
        show(
            "{at}  {who}: {deed}{extra}{text}",
            at=step.at[:16].replace("T", " "),
            who=step.who,
            deed=pipeline.DEED_SAID[step.deed],
            extra=_extra(step.owner, step.due),
            text=f": {step.text}" if step.text else "",
            indent="       ",
        )
    if pipeline.About.SWEPT in case.matter.about:
        say("       Each of them: anubhav bench list --together {name}", name=case.matter.answer)
    elif case.matter.answer:
        say("       The response: anubhav answer {id}", id=case.matter.answer)
    if case.matter.flag:
        say("       The flag: anubhav flags show {id}", id=case.matter.flag)


def _extra(owner: str, due: date | None) -> str:
    with_owner = Sentence(", with {owner}", owner=pipeline.owner_said(owner)) if owner else ""
    until = Sentence(", due {day}", day=due.isoformat()) if due else ""
    return Sentence("{owner}{until}", owner=with_owner, until=until)
