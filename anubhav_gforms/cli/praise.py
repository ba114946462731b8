"""anubhav praise: praise that names somebody of the staff, until a letter of commendation is in their hands."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import click

from .. import pipeline
from ..errors import InputError
from ..sentence import Sentence, joined
from .options import answer_id, by, json_option
from .show import Day, campaign_to_write, say, show, show_json, with_campaign, with_campaign_to_write

BY = by(help="Which office or role.")


@click.group("praise")
def command() -> None:
    """Follow praise that names somebody of the staff until a letter of commendation is in their hands.

    An officer reads each response and confirms whom it praises; praise on three separate days makes a letter. With the private file
    staff.csv (station, rank, name_hi, name_en) only people who serve at the station can be confirmed.

    \b
    Example:
      anubhav praise list
      anubhav answer 403c90265fd68c63
      anubhav praise confirm 403c90265fd68c63 "प्रधान आरक्षक, नाम जैसा पत्र में हो"
      anubhav praise letter 1
    """


@command.command("list")
@json_option(help="Print it as JSON.")
@with_campaign
def list_command(campaign: pipeline.Campaign, as_json: bool) -> None:
    """List praise that waits for an officer, and everybody who was praised. Never a citizen's words.

    \b
    Example:
      anubhav praise list
    """
    waiting, praised = pipeline.waiting_praise(campaign), pipeline.praise_book(campaign).praised
    if as_json:
        show_json({"waiting": list(map(asdict, waiting)), "praised": list(map(_row, praised))})
        return
    for response in waiting:
        note = Sentence("names somebody of staff.csv") if response.known else Sentence("names somebody")
        note = joined((note, Sentence("changed since an officer read it")), ", ") if response.changed else note
        show("{answer}  {day}  {station:9}  {note}", answer=response.answer, day=response.day.isoformat(), station=response.station, note=note)  # fmt: skip
    if waiting:
        say(
            "{n} response of praise waits for an officer.",
            "{n} responses of praise wait for an officer.",
            n=len(waiting),
        )
        say("Next: anubhav answer ID, then anubhav praise confirm ID NAME, or --nobody.")
    for person in praised:
        _show(person)
    if not waiting and not praised:
        say("No praise names anybody yet.")


@command.command("confirm")
@click.argument("response_id", type=answer_id, metavar="ID")
@click.argument("name", default="")
@click.option("--nobody", is_flag=True, help="It praises nobody of the staff by name.")
@BY
@click.pass_context
def confirm_command(ctx: click.Context, response_id: str, name: str, nobody: bool, who: str) -> None:
    """Confirm, after reading response ID, whom it praises. NAME with rank, as a letter shall say it; the ledger keeps it for good.

    \b
    Example:
      anubhav praise confirm 403c90265fd68c63 --nobody
    """
    if bool(name.strip()) == nobody:
        raise InputError("Nothing says whom it praises.", cure="Give the name, or --nobody.")
    campaign = campaign_to_write(ctx)
    book = pipeline.confirm_praise(campaign, response_id, name, who=who)
    if nobody:
        say("Written: it praises nobody of the staff by name.")
    for person in book.praised:
        if response_id in person.days_of:
            _show(person)


@command.command("letter")
@click.argument("number", type=int)
@BY
@with_campaign_to_write
def letter_command(campaign: pipeline.Campaign, number: int, who: str) -> None:
    """Draft a letter of commendation in Hindi, as PDF to sign. It needs praise on three separate days.

    \b
    Example:
      anubhav praise letter 1
    """
    _, path = pipeline.draft_letter(campaign, number, who=who)
    show("Letter drafted: {path}", path=path)
    say("Signed and handed over? anubhav praise given {number}", number=number)


@command.command("given")
@click.argument("number", type=int)
@click.option("--date", "day", type=Day(), help="Day on which it was handed over.  [default: today]")
@BY
@with_campaign_to_write
def given_command(campaign: pipeline.Campaign, number: int, day: date | None, who: str) -> None:
    """Record that the letter was handed over; its days count for no other letter.

    \b
    Example:
      anubhav praise given 1 --date 24/11/2026
    """
    _show(pipeline.letter_given(campaign, number, day=day, who=who))


def _show(person: pipeline.Praised) -> None:
    state = pipeline.letter_state(person)
    days = pipeline.days_said(person)
    show("{number:>5}  {station:9}  {name}: {days}; {state}", number=person.number, station=person.station, name=person.name, days=days, state=state)  # fmt: skip
    if person.lapsed:
        show(
            "{said}: {answers}",
            said=pipeline.lapsed_said(person),
            answers=", ".join(sorted(person.lapsed)),
            indent=" " * 7,
        )


def _row(person: pipeline.Praised) -> dict[str, Any]:
    return {
        "number": person.number,
        "station": person.station,
        "name": person.name,
        "days": person.days,
        "letters": [{"drafted": letter.drafted, "given": letter.given} for letter in person.letters],
        "redraft": person.redraft,
        "lapsed": sorted(person.lapsed),
    }
