"""anubhav release: let a citizen's text leave the IG's office, after a person has read it; see what waits; take it back."""

from __future__ import annotations

from collections.abc import Sequence

import click

from .. import pipeline
from ..campaign.lookup import district_meant, station_meant
from ..errors import InputError
from ..sentence import Sentence
from .modes import modes
from .options import answer_id, yes_option
from .show import campaign_of, campaign_to_write, confirm, say, show

SIGNS = 8
"""So many signs of a response's id are shown."""


@click.command("release")
@click.argument("answers", type=answer_id, nargs=-1, metavar="[RESPONSE]...")
@click.option("--district", default="", metavar="CODE", help="List only this district.")
@click.option("--station", default="", metavar="CODE", help="List only this station.")
@click.option(
    "--week", default=None, metavar="WEEK", help="What waited at the end of this week; the last finished one."
)
@click.option(
    "--harmless", is_flag=True, help="Only praise and suggestions of harmless words; with --by all of them at once."
)
@click.option("--by", "who", default="", help="Which role has read it and decides; needed to release or to undo.")
@click.option("--undo", is_flag=True, help="Take a release back, as long as no week was announced since.")
@yes_option(help="Do not ask; needed where there is no terminal.")
@modes({"--undo": "RESPONSE --by", "": "RESPONSE --by"})
@click.pass_context
def command(
    ctx: click.Context,
    answers: tuple[str, ...],
    district: str,
    station: str,
    week: str | None,
    harmless: bool,
    who: str,
    undo: bool,
    yes: bool,
) -> None:
    """Let what a citizen wrote go to the SP, after a person has read it; without RESPONSE list what waits.

    Every text waits here, redacted, once its group of five responses is full and its station has enough. Praise and suggestions in which
    a machine sees harmless words alone can be read and released together (--harmless); all others one by one. A released text is on
    the SP's page from the next announced week on, for four weeks. Who released what is kept in the gazette for ever.

    \b
    Example:
      anubhav release --district BSP
      anubhav release --district BSP --harmless --by "reader, IG's office"
      anubhav release 3f9a21bc --by "reader, IG's office"
      anubhav release 3f9a21bc --undo --by "reader, IG's office"
    """
    campaign = campaign_to_write(ctx) if who.strip() else campaign_of(ctx)
    if answers and not who.strip():
        raise InputError("--by is missing: the record says which role has read the text.", cure='--by "IG\'s office"')
    if undo and not answers:
        raise InputError("Nothing says which release is taken back.", cure="See the ids with anubhav release.")
    if undo:
        for response_id in answers:
            entry = pipeline.take_back_text(campaign, response_id, who=who)
            say("Taken back: {answer}. It stays in the office.", answer=entry.body["answer"][:SIGNS])
        return
    district = district_meant(campaign, district) if district else ""
    station = station_meant(campaign, station) if station else ""
    waiting = pipeline.waiting_texts(campaign, week=week, district=district, station=station)
    if not answers:
        waiting = tuple(each for each in waiting if each.harmless or not harmless)
        for text in waiting:
            _tell(text)
        left = [each for each in waiting if not each.pending]
        say("{n} text waits for a reader.", "{n} texts wait for a reader.", n=len(left))
        if harmless and who.strip() and left:
            _release_all(campaign, left, who=who, yes=yes)
        return
    for text in [_meant(response_id, waiting) for response_id in answers]:
        _tell(text)
        if text.pending:
            continue
        confirm(
            "Release this text to the SP of {district}? It is announced with the next week.",
            district=text.district,
            yes=yes,
        )
        pipeline.release_texts(campaign, [text], who=who)
        say("Released: {answer}. Until the next report it can be taken back: --undo.", answer=text.response_id[:SIGNS])


def _release_all(campaign: pipeline.Campaign, texts: Sequence[pipeline.WaitingText], *, who: str, yes: bool) -> None:
    """Release texts that were shown, when the reader says so."""
    confirm("Have you read them, and may all of them go to the SP? They are announced with the next week.", yes=yes)
    pipeline.release_texts(campaign, texts, who=who)
    say(
        "{n} text released. Until the next report each can be taken back: --undo.",
        "{n} texts released. Until the next report each can be taken back: --undo.",
        n=len(texts),
    )


def _meant(beginning: str, waiting: tuple[pipeline.WaitingText, ...]) -> pipeline.WaitingText:
    """The text whose response's id begins so."""
    meant = [each for each in waiting if len(beginning) >= SIGNS // 2 and each.response_id.startswith(beginning)]
    if len(meant) == 1:
        return meant[0]
    raise InputError(
        "{count} texts that wait have an id that begins with {answer}.",
        cure="See the ids with anubhav release.",
        count=len(meant),
        answer=beginning,
    )


def _tell(text: pipeline.WaitingText) -> None:
    """Print a text; signs that would steer the terminal as blanks."""
    say(
        "{answer}  {station}  {week}  {pile}{mark}",
        answer=text.response_id[:SIGNS],
        station=text.station,
        week=text.week,
        pile=Sentence(pipeline.PILES[text.pile]),
        mark=Sentence(" (released, not yet announced)") if text.pending else "",
    )
    for matter in text.grave:
        say("  ! may speak of: {matter}", matter=Sentence(pipeline.GRAVE_MATTERS[matter]))
    show("".join(sign if sign >= " " and not "\x7f" <= sign < "\xa0" else " " for sign in text.text), indent="    ")
