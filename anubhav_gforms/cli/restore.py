"""anubhav restore: a backup back into a campaign's folder."""

from __future__ import annotations

from pathlib import Path

import click

from .. import pipeline
from ..sentence import Sentence
from .options import FILE_THERE, yes_option
from .show import ask_secret, confirm, say


@click.command("restore")
@click.argument("file", type=FILE_THERE)
@yes_option(help="Do not ask before what is there gives way.")
@click.pass_context
def command(ctx: click.Context, file: Path, yes: bool) -> None:
    """Bring the backup FILE back, into an empty folder or over what is damaged.

    What is there and differs is kept in a folder beside it. A backup that is older than what is there is refused, and
    so is half a backup. Log in to Google afterwards: a backup never holds the login.

    \b
    Example:
      anubhav -C bilaspur restore /media/usb/bilaspur.age
    """
    folder = Path(ctx.obj["folder"])
    archive = pipeline.open_backup(file, lambda: ask_secret(Sentence("Passphrase")), into=folder)
    plan = pipeline.restore(archive, folder, file=file, apply=False)
    say(
        "Campaign {campaign}, backup of {made_at:%Y-%m-%d %H:%M} (UTC): {n} file.",
        "Campaign {campaign}, backup of {made_at:%Y-%m-%d %H:%M} (UTC): {n} files.",
        n=plan.count,
        campaign=plan.campaign,
        made_at=plan.made_at,
    )
    for name in plan.replaced:
        say("  {name} gives way; it is kept in the folder before-restore-… of {kept}", name=name, kept=folder.resolve())
    confirm("Restore?", yes=yes or not plan.replaced)
    done = pipeline.restore(archive, folder, file=file)
    if done.kept:
        say("What was there is kept: {kept}", kept=done.kept)
    if done.keys:
        say("Signing keys that came back: {keys}", keys=", ".join(done.keys))
    if done.forgotten:
        say("What was forgotten after this backup is forgotten in it too.")
    say(
        "Restored in {folder}. Next: anubhav login (not for a practice campaign), then anubhav doctor, then anubhav pull",
        folder=folder.resolve(),
    )
