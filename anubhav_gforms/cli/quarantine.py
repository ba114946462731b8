"""anubhav quarantine: list responses whose code names no station for certain, and assign one by hand."""

from __future__ import annotations

import json

import click

from .. import pipeline
from ..sentence import Sentence
from .options import UNTIL_PURGE, answer_id, by, json_option, note_personal
from .show import say, show_json, translated, with_campaign


@click.group("quarantine")
def command() -> None:
    """List responses without a valid code, and give one a station by hand.

    \b
    Example:
      anubhav quarantine list
      anubhav quarantine assign 3f2a… --station BSP-KTW --why "wrote the name of the market"
    """


@command.command("list")
@click.option("--reason", default="", help='Only those with this reason, such as "unsigned" or "unreadable".')
@click.option("--most", default=50, show_default=True, type=click.IntRange(1), help="How many to show.")
@json_option(help="Print all of them as JSON.")
@with_campaign
def list_command(campaign: pipeline.Campaign, reason: str, most: int, as_json: bool) -> None:
    """Show the responses in quarantine, newest last, with what was in the code question.

    \b
    Example:
      anubhav quarantine list --reason unsigned
    """
    frame = pipeline.list_quarantine(campaign, reason=reason)
    if as_json:
        show_json(json.loads(frame.to_json(orient="records", date_format="iso")))
        return
    for row in frame.tail(most).to_dict("records"):
        when = f"{row['submitted_at']:%Y-%m-%d %H:%M}"
        say(
            "{id}  {when}  {reason:<16} {written}",
            id=row["response_id"],
            when=when,
            reason=translated(row["code_reason"]),
            written=str(row["raw_code"])[:60],
        )
    for name, count in frame.code_reason.value_counts().items():
        say("{count:>6,}  {name}", count=count, name=Sentence(str(name)))
    say(
        "{n:,} response in quarantine. It is not graded.",
        "{n:,} responses in quarantine. None of them is graded.",
        n=len(frame),
    )
    if len(frame):
        say("Next: anubhav quarantine assign ID --station CODE --why TEXT, where a person is sure.")


@command.command("assign")
@click.argument("ids", type=answer_id, nargs=-1, required=True)
@click.option("--station", required=True, help="Code or name of the station, as in stations.csv.")
@click.option(
    "--why",
    required=True,
    help="Reason for the assignment (kept until anubhav purge). Write no citizen's name or number.",
)
@by(help="Who decided it.")
@click.option(
    "--channel",
    type=click.Choice(["poster", "desk", "screen", "typed", "call-back", "paper"]),
    help="How the citizen was asked. Default: what the code says, else typed.",
)
@with_campaign
def assign_command(
    campaign: pipeline.Campaign, ids: tuple[str, ...], station: str, why: str, who: str, channel: str | None
) -> None:
    """Give a station to responses in quarantine. Who decided it, and when, is never lost; the reason goes with a purge.

    \b
    Example:
      anubhav quarantine assign 3f2a… --station BSP-KTW --why "wrote the name of the market"
    """
    pages = pipeline.open_pages(campaign)
    given = pipeline.assign_station(campaign, ids, station, who=who, why=why, channel=channel or "", pages=pages)
    note_personal(why, UNTIL_PURGE)
    for name, count in given.items():
        graded = (
            Sentence("graded")
            if name in campaign.grade_rules.channels
            else Sentence("not graded; --channel says otherwise")
        )
        say(
            "{n} response now belongs to {station}, channel {name}, which is {graded}.",
            "{n} responses now belong to {station}, channel {name}, which is {graded}.",
            n=count,
            station=station,
            name=Sentence(name),
            graded=graded,
        )
    say("See who decided what: anubhav ledger events")
