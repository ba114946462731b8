"""anubhav backup: everything that cannot be made again, in one sealed file that has proved itself."""

from __future__ import annotations

from pathlib import Path

import click

from .. import pipeline
from ..sentence import Sentence
from .options import ANY_PATH, yes_option
from .show import ask_secret, confirm, progress, say, with_campaign


@click.command("backup")
@click.argument("file", type=ANY_PATH)
@click.option(
    "--remember", is_flag=True, help="Keep the passphrase on this computer, so that anubhav schedule can back up."
)
@yes_option(help="Replace a file that is there without asking.")
@with_campaign
def command(campaign: pipeline.Campaign, file: Path, remember: bool, yes: bool) -> None:
    """Put ledger, registry, gazette, cases, config and signing keys into FILE, sealed with a passphrase.

    The file is read back, restored into an empty folder and compared before it counts. Where FILE is a folder it gets one
    file per weekday, each in the place of that of a week ago. Posters and reports are not in it: they can be made again.

    \b
    Example:
      anubhav backup /media/usb/bilaspur.age
      anubhav backup /media/usb --remember
    """
    folder = pipeline.backup_place(campaign, file)
    if folder == file and file.exists():
        confirm("Replace what is there?", yes=yes)
    kept = "" if remember else pipeline.kept_passphrase(campaign)
    passphrase = kept or ask_secret(Sentence("Passphrase"), twice=True)
    with progress("Backup") as advance:
        made = pipeline.backup(campaign, file, passphrase, remember_it=remember, progress=advance)
    say(
        "{file}: {n} file of the campaign, {size:,} bytes. Read back, restored and compared.",
        "{file}: {n} files of the campaign, {size:,} bytes. Read back, restored and compared.",
        n=made.count,
        file=made.file,
        size=made.size,
    )
    say("Next: the passphrase on paper into the safe, and this file to another room.")
