"""anubhav import: answers collected elsewhere, through the same checks."""

from __future__ import annotations

from pathlib import Path

import click

from .show import campaign_of, say


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--channel",
    required=True,
    type=click.Choice(["paper", "call-back", "desk"]),
    help="How these citizens were asked; channels are never mixed in one grade.",
)
@click.option("--dry-run", is_flag=True, help="Say what it would add, and add nothing.")
@click.pass_context
def command(ctx: click.Context, file: Path, channel: str, dry_run: bool) -> int:
    """Take answers collected elsewhere from a CSV into the ledger.

    The first line names the columns: Timestamp, and the questions by title or by key (station, purpose, overall, ...).
    The station may be a bare code. Times are read as 2026-11-24 18:05 or 24/11/2026 18:05. The same file twice adds
    nothing; a wrong line stops everything and is named.

    \b
    Example:
      anubhav import november.csv --channel paper --dry-run
      anubhav import november.csv --channel paper
    """
    from .. import pipeline
    from ..nouns.channel import Channel

    found = pipeline.import_answers(campaign_of(ctx), file, Channel(channel), apply=not dry_run)
    verb = "would be added" if dry_run else "added"
    say(f"{found.new:,} answers {verb}; {found.already:,} were there already.")
    for status, count in found.by_status.items():
        say(f"  {status:<12} {count:>7,}")
    for reason, count in found.by_reason.items():
        say(f"    {reason}: {count:,}")
    for note in found.notes:
        say(f"Note: {note}")
    if found.by_reason and not dry_run:
        say("Next: anubhav quarantine list")
    return 0
