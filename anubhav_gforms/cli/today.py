"""anubhav today: what is due this week, one line a matter, each with the command that does it."""

from __future__ import annotations

from dataclasses import asdict

import click

from .. import pipeline
from ..sentence import Sentence
from .options import json_option
from .show import campaign_of, say, show_check, show_json


@click.command("today")
@json_option(help="Print the lines as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> int:
    """Show on one page what is due this week: pull, login, alerts, grave matters, cases, flags, report, stations, posters, purge, key copy.

    Reads this computer only and changes nothing; whether Google can be reached is told by anubhav doctor. Ends with 1 when something is due.

    \b
    Example:
      anubhav today
      anubhav today --json
    """
    matters: list[pipeline.Check] = []
    for matter in pipeline.due_today(campaign_of(ctx)):
        matters.append(matter)
        if not as_json:
            show_check(matter, Sentence("due"))
    due = sum(matter.ok is False for matter in matters)
    if as_json:
        show_json({"due": due, "matters": [asdict(matter) for matter in matters]})
    elif due:
        say("\n{n} matter is due.", "\n{n} matters are due.", n=due)
    else:
        say("\nNothing is due.")
    return 1 if due else 0
