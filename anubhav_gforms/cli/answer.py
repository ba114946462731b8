"""anubhav answer: one response, opened; who opened it is written down."""

from __future__ import annotations

from dataclasses import asdict

import click

from .. import pipeline
from ..sentence import Sentence
from .options import by, json_option
from .show import in_language, put, say, show, show_json, translated, with_campaign_to_write


@click.command("answer")
@click.argument("response_id", metavar="ID")
@click.option("--personal", is_flag=True, help="Also name and mobile number, where the citizen gave them.")
@by(help="Which office or role looks.")
@json_option(help="Print it as JSON.")
@with_campaign_to_write
def command(campaign: pipeline.Campaign, response_id: str, personal: bool, who: str, as_json: bool) -> None:
    """Open one response: what was answered, the message, and the cases about it. Who looked is written down for good.

    ID is named by alerts, cases, flags and lists of messages. The words are a citizen's: do not pass them on to the station.

    \b
    Example:
      anubhav answer 403c90265fd68c63
    """
    opened = pipeline.open_response(campaign, response_id, who=who, personal=personal)
    cases = pipeline.case_book(campaign).of_response(opened.id)
    looks = pipeline.looks_at(campaign, opened.id)
    if as_json:
        content = asdict(opened) | {"cases": [case.number for case in cases], "looks": [asdict(look) for look in looks]}
        show_json(content)
        return
    station = campaign.station_by_code.get(opened.station)
    name = f"{in_language(station.names)} ({station.code})" if station else translated(Sentence("no valid code"))
    show(
        "Response {id}, {station}, sent {sent:%Y-%m-%d %H:%M}, {channel}",
        id=opened.id,
        station=name,
        sent=opened.submitted_at,
        channel=Sentence(opened.channel),
    )
    for key, value in {**opened.answers, **opened.personal}.items():
        show(campaign.form.question(key).title, indent="  ")
        for line in value.splitlines() or [""]:
            put(f"      {line}")
    if opened.gone:
        say("It was deleted at Google; this is how it was last seen.")
    if not opened.counts:
        say("It does not count: anubhav ledger events says why.")
    if opened.versions > 1:
        say("It was edited after it was sent: anubhav ledger events says what changed.")
    for case in cases:
        say("Case {number}: anubhav cases show {number}", number=case.number)
    if not cases:
        say("No case is about it. Open one: anubhav cases open --answer {id}", id=opened.id)
    others = sorted({look.who for look in looks} - {who})
    if others:
        say("Opened before by {names}.", names=", ".join(others))
