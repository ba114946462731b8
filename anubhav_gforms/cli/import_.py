"""anubhav import: responses collected elsewhere, through the same checks; and an import taken back."""

from __future__ import annotations

from pathlib import Path

import click

from .. import pipeline
from ..errors import InputError
from ..sentence import Sentence, grouped
from .modes import modes
from .options import FILE, UNTIL_PURGE, by, note_personal, yes_option
from .show import confirm, put, say, translated, with_campaign


@click.command("import")
@click.argument("file", required=False, type=FILE)
@click.option(
    "--channel",
    type=click.Choice(["paper", "call-back", "desk"]),
    help="How these citizens were asked; channels are never mixed in one grade. Needed with FILE.",
)
@click.option(
    "--from",
    "source",
    default="",
    metavar="NAME",
    help="The file is an export of this system, as config/sources.toml reads it.",
)
@click.option("--dry-run", is_flag=True, help="Say what it would add or take back, and change nothing.")
@click.option("--list", "listed", is_flag=True, help="List the imports so far.")
@click.option("--undo", "batch", metavar="BATCH", help="Take back a whole import, such as I12.")
@click.option("--why", default="", help="Why it is taken back. Needed with --undo.")
@by(help="Who decided it.")
@yes_option(help="Take back without asking; needed where there is no terminal.")
@modes({"--list": "", "--undo": "--why --by --dry-run", "": "--dry-run"})
@with_campaign
def command(
    campaign: pipeline.Campaign, file: Path | None, channel: str | None, source: str, dry_run: bool, listed: bool, batch: str | None,
    why: str, who: str, yes: bool,
) -> None:  # fmt: skip
    """Take responses collected elsewhere from a CSV into the ledger.

    The first line names the columns: Timestamp, and the questions by title or by key (station, purpose, overall, ...).
    The station may be a bare code, an option its Hindi or English half. Times are read as 2026-11-24 18:05, 24-11-2026 18:05 or 24/11/2026 6:05 PM, and as the CSV of another Google form has them. The same
    file twice adds nothing. A wrong line (no rating, no option, no station, a blank that the form does not allow, a time
    in the future) stops everything, and all wrong lines are named at once.

    The export of another system (a portal, an IVR) is read with --from: config/sources.toml says which of its columns is
    which question, and what its answers mean. Its channel keeps it apart from the posters in every grade.

    --undo takes back everything that one import added. The ledger keeps these responses, with who did it and why; no grade,
    no list and no export counts them, and the corrected file can be imported.

    \b
    Example:
      anubhav import november.csv --channel paper --dry-run
      anubhav import november.csv --channel paper
      anubhav import calls.csv --from ivr --dry-run
      anubhav import --list
      anubhav import --undo I12 --why "the forms of October, typed twice"
    """
    if file is None and not listed and batch is None:
        raise InputError("Say what to import, or --list, or --undo BATCH.", cure="See: anubhav import --help")
    if listed:
        _list(campaign)
    elif batch is not None:
        _undo(campaign, batch, why=why, who=who, yes=yes, dry_run=dry_run)
    elif channel and source:
        raise InputError(
            "--channel and --from cannot be used together: the source has its channel.", cure="Leave out --channel."
        )
    else:
        _import(campaign, file, channel, source, dry_run=dry_run)


def _import(campaign: pipeline.Campaign, file: Path | None, channel: str | None, source: str, *, dry_run: bool) -> None:
    assert file is not None, "one of the three"
    asked = pipeline.Channel(channel) if channel else None
    pages = pipeline.open_pages(campaign)
    imported = pipeline.import_responses(campaign, file, asked, source=source, apply=not dry_run, pages=pages)
    if not imported.new and not imported.already:
        say("{file} holds no response: only the line that names the columns.", file=file)
    elif dry_run:
        say(
            "{n:,} response would be added; {already:,} already in the ledger.",
            "{n:,} responses would be added; {already:,} already in the ledger.",
            n=imported.new,
            already=imported.already,
        )
    else:
        say(
            "{n:,} response added; {already:,} already in the ledger.",
            "{n:,} responses added; {already:,} already in the ledger.",
            n=imported.new,
            already=imported.already,
        )
    if imported.sent:
        say(
            "  {n:,} of them was sent through the form itself, in the same second with the same answers",
            "  {n:,} of them were sent through the form itself, in the same second with the same answers",
            n=imported.sent,
        )
    for batch, count in imported.earlier:
        say(
            "  {n:,} of them came with import {batch} ({file}, channel {channel})",
            n=count,
            batch=batch.name,
            file=batch.file,
            channel=Sentence(batch.channel),
        )
        if asked and batch.channel != asked:
            say(
                "    and stay in that channel. If {channel} was wrong: anubhav import --undo {batch} --why TEXT, then this import again.",
                channel=Sentence(batch.channel),
                batch=batch.name,
            )
    for batch, count in imported.corrected:
        say(
            "Attention: {n:,} line has the time of a response of import {batch}, and other words. If it corrects it, both count: anubhav import --undo {batch} --why TEXT, then the whole corrected file.",
            "Attention: {n:,} lines have the times of responses of import {batch}, and other words. If they correct them, both count: anubhav import --undo {batch} --why TEXT, then the whole corrected file.",
            n=count,
            batch=batch.name,
        )
    for note in imported.notes:
        say("Note: {note}", note=note)
    if imported.batch:
        say(
            "This import is {batch}. If it was a mistake: anubhav import --undo {batch} --why TEXT",
            batch=imported.batch,
        )


def _list(campaign: pipeline.Campaign) -> None:
    zone, known = campaign.zone, pipeline.imports(campaign)
    for batch in known:
        mark = translated("  undone") if batch.undone else ""
        at, channel = batch.at.astimezone(zone), translated(batch.channel)
        put(f"{batch.name:6} {at:%Y-%m-%d %H:%M}  {channel:9} {grouped(batch.responses):>7}  {batch.file}{mark}")
    if not known:
        say("Nothing was imported yet.")


def _undo(campaign: pipeline.Campaign, name: str, *, why: str, who: str, yes: bool, dry_run: bool) -> None:
    batch = next((each for each in pipeline.imports(campaign) if each.name == name.strip().upper()), None)
    if batch and not batch.undone and (why.strip() or dry_run):
        say(
            "Import {batch}: {n:,} response from {file}.",
            "Import {batch}: {n:,} responses from {file}.",
            batch=batch.name,
            n=batch.responses,
            file=batch.file,
        )
        note_personal(why, UNTIL_PURGE)
        if dry_run:
            return
        confirm("Take them back?", yes=yes)
    count = pipeline.undo_import(campaign, name, who=who, why=why, pages=pipeline.open_pages(campaign))
    say(
        "{n:,} response taken back. The ledger keeps it and does not count it.",
        "{n:,} responses taken back. The ledger keeps them and counts none of them.",
        n=count,
    )
    assert batch, "undo_import refuses a name that is none"
    if cases := pipeline.cases_of_import(campaign, batch):
        say(
            "Case {numbers} is about one of them and stays open. When there is nothing more to follow: anubhav cases close NUMBER",
            "Cases {numbers} are about them and stay open. When there is nothing more to follow: anubhav cases close NUMBER",
            n=len(cases),
            numbers=", ".join(str(case.number) for case in cases),
        )
    say("Next: anubhav report, for the weeks that they were in.")
