"""anubhav schedule: this machine pulls and reports by itself."""

from __future__ import annotations

from pathlib import Path

import click

from .. import pipeline
from ..sentence import Sentence
from .options import FOLDER_THERE, yes_option
from .show import confirm, say, translated, with_campaign


def _even(ctx: click.Context, parameter: click.Parameter, minutes: int) -> int:
    if minutes not in pipeline.EVEN:
        spans = ", ".join(map(str, pipeline.EVEN))
        raise click.BadParameter(
            translated(
                Sentence(
                    "{minutes} minutes divide neither an hour nor a day evenly. Choose one of {spans}",
                    minutes=minutes,
                    spans=spans,
                )
            )
        )
    return minutes


@click.command("schedule")
@click.option(
    "--for", "system", type=click.Choice(pipeline.SYSTEMS), help="Which system. Default: the one of this machine."
)
@click.option(
    "--minutes",
    type=int,
    default=15,
    show_default=True,
    callback=_even,
    help="Minutes between two pulls: what divides an hour, or whole hours that divide a day.",
)
@click.option("--report", is_flag=True, help="Also the report, every Monday at 6 in the morning.")
@click.option(
    "--backup",
    type=FOLDER_THERE,
    metavar="DIR",
    help="Also a backup into this folder, every day; first: anubhav backup DIR --remember.",
)
@click.option("--install", is_flag=True, help="Write the files and start them, after asking.")
@yes_option(help="With --install: do not ask.")
@with_campaign
def command(
    campaign: pipeline.Campaign,
    system: str | None,
    minutes: int,
    report: bool,
    backup: Path | None,
    install: bool,
    yes: bool,
) -> None:
    """Show what lets systemd, cron or the Windows Task Scheduler pull by itself; install it with --install.

    Each run is one anubhav watch --once: it pulls, sends alerts, and ends; two runs never disturb one another. What was
    missed while the machine was off is made up for. data/anubhav.log says how each run ended.

    \b
    Example:
      anubhav schedule
      anubhav schedule --minutes 5 --report --install
      anubhav schedule --for windows
    """
    schedule = pipeline.plan_schedule(
        system or pipeline.this_system(),
        campaign.root.resolve(),
        campaign.id,
        minutes=minutes,
        report=report,
        backup=backup.resolve() if backup else None,
        program=pipeline.this_program(),
    )
    click.echo(schedule.text())
    if not install:
        say("\nNothing was installed. To do it: the same command with --install.")
        return
    confirm("Write these files and run these commands?", yes=yes)
    pipeline.install_schedule(schedule)
    say("Installed. Next: after the first run, anubhav ledger stats shows the last pull.")
