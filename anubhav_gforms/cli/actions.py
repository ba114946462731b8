"""anubhav actions: what was done because citizens asked for it, and whether it helped."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from .. import pipeline
from ..campaign.lookup import station_meant
from .options import THEME, WEEK, json_option, note_personal, yes_option
from .show import Day, confirm, progress, put, say, show, show_json, tell_state, with_campaign

RANGE = "RANGE"


@click.group("actions")
def command() -> None:
    """Note what was done because citizens asked for it, and see whether it helped.

    \b
    Example:
      anubhav actions add BSP-KTW --date 2026-11-10 --theme facilities --done "Drinking water put up"
      anubhav actions list
    """


@command.command("add")
@click.argument("station")
@click.option(
    "--date", "day", type=Day(), required=True, help="Day on which it was done: 2026-11-24, 24-11-2026 or 24/11/2026."
)
@click.option("--done", required=True, help="What was done, in one sentence; it is printed on the station's strip.")
@THEME
@yes_option(help="Do not ask.")
@with_campaign
def add_command(campaign: pipeline.Campaign, station: str, day: date, done: str, theme: str, yes: bool) -> None:
    """Add a line to actions.csv. STATION is a code or name of stations.csv, or RANGE for the whole range.

    The line is shown first. What is in the file stays as it is: its columns, encoding and ways to write a day.

    \b
    Example:
      anubhav actions add BSP-KTW --date 10-11-2026 --theme facilities --done "पीने के पानी की मशीन लगाई गई"
    """
    code = "" if station.strip().upper() == RANGE else station_meant(campaign, station)
    to_add = pipeline.plan_action(campaign, station=code, theme=theme, done=done, day=day)
    say("This line is added to {path}:", path=to_add.path)
    show(to_add.line, indent="  ")
    note_personal(done)
    if day > pipeline.office_day(campaign):
        say("Note: {day} is still to come.", day=day)
    confirm("Write it?", yes=yes)
    pipeline.add_action(campaign, to_add.action)
    say(
        "Written. Reports tell it from week {week} on; whether it helped can be said from eight weeks after it on.",
        week=f"{day:%G-W%V}",
    )


@command.command("list")
@WEEK
@json_option(help="Print them as JSON.")
@with_campaign
def list_command(campaign: pipeline.Campaign, week: str | None, as_json: bool) -> None:
    """List actions with what they changed, against stations of the same kind where nothing was done.

    \b
    Example:
      anubhav actions list --week 2026-W47
    """
    with progress("Looking at the responses"):
        grades = pipeline.grade(campaign, week=week, places=False)
        actions = pipeline.list_actions(campaign, grades)
    tell_state(grades)
    if as_json:
        listed = [
            {"station": action.station, "theme": action.theme, "done": action.done, "date": action.day}
            | {"effect": asdict(effect) if effect else None}
            for action, effect in actions
        ]
        show_json(listed)
        return
    for action, effect in actions:
        put(f"{action.day.isoformat()}  {action.station or RANGE:8}  {action.done}")
        if effect:
            show(pipeline.effect_said(effect), indent="    ")
    if not actions:
        say("No action is noted yet. Note one: anubhav actions add STATION --date DAY --done TEXT.")
