"""anubhav posters: PDF files for the printer, every code read back first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from .show import campaign_of, progress, say

if TYPE_CHECKING:
    from ..posters.printing import Printed


@click.command("posters")
@click.option("--paper", default="A4", show_default=True, help="Sheet to print on.")
@click.option("--ink-saver", is_flag=True, help="White ground and dark text, for an office printer.")
@click.option("--hindi-only", is_flag=True, help="Leave out the English.")
@click.option("--stations", default="", metavar="CODES", help="Only these stations: BSP-KTW,BSP-CVL.")
@click.option("--district", "districts", default="", metavar="CODES", help="Only these districts: BSP,KRB.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    metavar="DATE",
    help="Only posters that are new or look different from what was printed up to that day.",
)
@click.option("--each", is_flag=True, help="One file a poster instead of one a district.")
@click.pass_context
def command(
    ctx: click.Context,
    paper: str,
    ink_saver: bool,
    hindi_only: bool,
    stations: str,
    districts: str,
    since: datetime | None,
    each: bool,
) -> int:
    """Make the posters as PDF files under data/posters.

    Every page is rendered and read back before its file is written: code, names, margins and fonts must be right.
    A page that fails is left out and named, and the exit code is 1.

    \b
    Example:
      anubhav posters
      anubhav posters --district BSP --paper A3
      anubhav posters --stations BSP-KTW --ink-saver
    """
    from .. import pipeline
    from ..posters.order import Order

    campaign = campaign_of(ctx)
    order = Order(
        paper=paper,
        ink_saver=ink_saver,
        hindi_only=hindi_only,
        each=each,
        stations=_codes(stations),
        districts=_codes(districts),
        since=since.date() if since else None,
    )
    with progress("Drawing and reading back") as advance:
        printed = pipeline.make_posters(campaign, order, advance=advance)
    return _tell(printed)


def _tell(printed: Printed) -> int:
    if printed.unchanged:
        say(f"{printed.unchanged} posters are unchanged and were left out.")
    for file in printed.files:
        say(f"  {file.name:<28} {_count(file.pages, 'page'):>10}, {_count(len(file.values), 'poster')}")
    say(
        f"{_count(len(printed.posters), 'poster')} made, each read back from its finished page. They lie in {printed.folder}"
    )
    if printed.sample:
        say("These codes open the sandbox: the posters are marked as samples and must not hang on a wall.")
    for fault in printed.faults:
        click.echo(f"Not written: {fault}", err=True)
    if printed.faults:
        return 1
    if printed.posters:
        say("Next: print one on paper, scan it with a phone, then send the files to the printer.")
    return 0


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part.strip().upper() for part in text.split(",") if part.strip())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
