"""anubhav keys: show, back up, restore, rotate and retire the signing keys. No secret is ever printed on a screen."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import click

from .. import pipeline
from ..errors import InputError
from ..secret_files import keyring_here
from ..sentence import Sentence
from .options import FILE_THERE, yes_option
from .show import Day, campaign_of, confirm, say, show, translated, with_campaign, with_campaign_to_write


@click.group("keys")
def command() -> None:
    """Show, back up, restore, rotate and retire the signing keys.

    A key signs the code of every poster. It is made once, by the first setup-forms, and is kept outside the campaign's folder.
    Without it no printed poster can be verified: print a backup on the first day.

    \b
    Example:
      anubhav keys show
      anubhav keys backup --split "2 of 3"
      anubhav keys restore
    """


@command.command("show")
@with_campaign
def show_keys(campaign: pipeline.Campaign) -> int:
    """Letters, fingerprints, days and states of all keys, and where the key file is.

    \b
    Example:
      anubhav keys show
    """
    lines, path = pipeline.show_keys(campaign)
    for key in lines:
        here = Sentence("here") if key.here else Sentence("NOT on this computer")
        day = key.backed_up_on
        backup = Sentence("backup sheet of {day}", day=day) if day else Sentence("no backup sheet")
        made = key.made_on or Sentence("an unknown day")
        say(
            "  {letter}  {fingerprint:<19}  made {made}  {state}; {here}; {backup}",
            letter=key.letter,
            fingerprint=key.fingerprint or translated("(unknown)"),
            made=made,
            state=Sentence(key.state),
            here=here,
            backup=backup,
        )
    say("The key file: {path}", path=path)
    missing = [line for line in lines if not line.here and line.state != "lost"]
    if not lines:
        say("There is no key yet. Next: anubhav setup-forms")
    elif missing:
        say("Next: anubhav keys restore")
    elif any(not line.backed_up_on for line in lines if line.state != "lost"):
        say("Next: anubhav keys backup")
    return 1 if missing else 0


@command.command("move")
@click.option("--to", "target", type=click.Choice(["keyring", "files"]), required=True, help="Where secrets are kept.")
@yes_option(help="Do not ask.")
@with_campaign
def move_keys(campaign: pipeline.Campaign, target: str, yes: bool) -> None:
    """Seal logins and keys with a key in the keyring of this computer, or put them back into files in clear.

    For Windows, and for disks that do not know whose a file is (FAT). What is sealed opens for this user on
    this computer alone. The keys of responses in keys/ are not among it.

    \b
    Example:
      anubhav keys move --to keyring
      anubhav keys move --to files
    """
    if target == "keyring":
        say("The keyring of this computer: {name}", name=keyring_here())
    for path, sealed in pipeline.secrets_here(campaign):
        say("  {path}  {state}", path=path, state=Sentence("sealed") if sealed else Sentence("in clear"))
    if target == "keyring":
        say("A copy of these files opens nowhere else. Before: anubhav keys backup, or anubhav backup FILE.")
        confirm("Seal them, and all that come later?", yes=yes)
    else:
        confirm("Write them in clear again, and take their key out of the keyring?", yes=yes)
    pipeline.move_secrets(campaign, to_keyring=target == "keyring")
    say("Done. anubhav doctor says where they are.")


@command.command("backup")
@click.option("--split", default="", metavar="'2 of 3'", help="Sheets for several officers; so many of them restore.")
@click.pass_context
def backup_keys(ctx: click.Context, split: str) -> None:
    """Write sheets for the printer: words and a QR symbol for each key.

    With --split no sheet alone tells anything of the key: any 2 of 3 officers together restore it.

    \b
    Example:
      anubhav keys backup
      anubhav keys backup --split "2 of 3"
    """
    shares = re.fullmatch(r"\s*(\d{1,2})\s*(?:of|/)\s*(\d{1,2})\s*", split)
    if split and not shares:
        raise InputError("{split!r} is not a split.", cure="Such as: --split '2 of 3'", split=split)
    need, of = (int(shares[1]), int(shares[2])) if shares else (1, 1)
    for path in pipeline.backup_keys(campaign_of(ctx), need=need, of=of):
        say("  {path}", path=path)
    say("Each was read back and restores the keys.")
    say("Next: print them, lock them away (each with another officer when split), then delete these files.")


@command.command("restore")
@click.option(
    "--file",
    "files",
    multiple=True,
    type=FILE_THERE,
    metavar="FILE",
    help="A copy of the key file, a scan (PDF) or photo of a sheet, or a text file; again for each further one.",
)
@yes_option(help="Do not ask.")
@with_campaign
def restore_keys(campaign: pipeline.Campaign, files: tuple[Path, ...], yes: bool) -> int:
    """Bring the keys back to this computer, from files or from the words of the sheets.

    Only keys whose fingerprint the registry knows are taken. Another key in the file's place is kept beside it.

    \b
    Example:
      anubhav keys restore
      anubhav keys restore --file sheet-1.jpg --file sheet-2.jpg
    """
    text = "" if files else _typed()
    plan = pipeline.restore_keys(campaign, text, files, apply=False)
    if plan.replaced:
        say(
            "{path} holds something else: {replaced}. It is kept beside it under another name.",
            path=plan.path,
            replaced=", ".join(plan.replaced),
        )
    if plan.brought or plan.replaced:
        brought = Sentence(
            "Key {keys} comes back to {path}.",
            "Keys {keys} come back to {path}.",
            n=max(1, len(plan.brought)),
            keys=", ".join(plan.brought) or Sentence("file"),
            path=plan.path,
        )
        say(brought)
        confirm("Restore?", yes=yes or not plan.replaced)
        done = pipeline.restore_keys(campaign, text, files)
        if done.kept:
            say("What was there is kept: {kept}", kept=done.kept)
    elif not plan.strangers:
        say("Nothing to do: these keys are here already.")
    if plan.strangers:
        say(
            "Not taken, for this folder does not know it: key {fingerprints}. Where another computer made it, bring that computer's newest backup here: anubhav restore",
            fingerprints=", ".join(plan.strangers),
        )
    if plan.missing:
        say("Still missing: key {missing}. Next: anubhav keys restore with its sheet", missing=", ".join(plan.missing))
    if plan.missing or plan.strangers:
        return 1
    say("Next: anubhav pull checks again what was quarantined in the meantime.")
    return 0


@command.command("rotate")
@yes_option(help="Do not ask.")
@with_campaign
def rotate_key(campaign: pipeline.Campaign, yes: bool) -> None:
    """Sign new codes with a new key; posters on walls stay valid.

    \b
    Example:
      anubhav keys rotate
    """
    pipeline.rotate_key(campaign, apply=False)
    say("A new key will sign all codes that are printed from now on. Posters on walls stay valid; links.csv changes.")
    confirm("Make a new key?", yes=yes)
    key = pipeline.rotate_key(campaign).active
    say("Key {id} ({fingerprint}) signs from now on.", id=key.id, fingerprint=key.fingerprint)
    say("Next: anubhav keys backup, then anubhav posters when it suits")


@command.command("retire")
@click.argument("letter")
@click.option(
    "--from", "since", type=Day(), metavar="DATE", help="The first day whose responses are refused (default: today)."
)
@yes_option(help="Do not ask.")
@with_campaign_to_write
def retire_key(campaign: pipeline.Campaign, letter: str, since: date | None, yes: bool) -> None:
    """Stop accepting codes of an older key, such as one that was stolen, from a day on.

    LETTER follows, in each code, the poster's number: A in BSP-KTW.P1.A72WQ3FW6. Responses of earlier days stay as they are. Every
    poster that carries this letter must be printed again. First make the key that takes its place: anubhav keys rotate. A newest key that
    is lost for good is given up too, where an older one is there.

    \b
    Example:
      anubhav keys retire A --from 2026-12-07
    """
    key = pipeline.retire_key(campaign, letter, since=since, apply=False)
    hanging = pipeline.posters_with(campaign, key.letter)
    if key.lost_on:
        say(
            "Key {id} ({fingerprint}) is not on this computer: it is given up as lost. No response with a code of it can be checked.",
            id=key.letter,
            fingerprint=key.fingerprint,
        )
    else:
        say(
            "Key {id} ({fingerprint}): responses from {retired_from} on are refused.",
            id=key.letter,
            fingerprint=key.fingerprint,
            retired_from=key.retired_from,
        )
    say(
        "{n} printed poster carries it and was not printed again since.",
        "{n} printed posters carry it and were not printed again since, at {stations} of the stations.",
        n=len(hanging),
        stations=len({poster.station for poster in hanging}),
    )
    confirm("Retire it?", yes=yes)
    pipeline.retire_key(campaign, letter, since=since)
    if key.lost_on:
        say("Retired. Next: anubhav setup-forms, which writes links.csv with the key that signs now")
    elif hanging:
        say(
            "Retired. Next: print {n} poster again: anubhav posters",
            "Retired. Next: print {n} posters again: anubhav posters",
            n=len(hanging),
        )
    else:
        say("Retired.")


def _typed() -> str:
    """Words from the keyboard, or from a pipe, up to a blank line."""
    show("Type the words of a sheet (numbers are ignored), then of the next; end with a blank line:", err=True)
    lines: list[str] = []
    while (line := sys.stdin.readline()).strip():
        lines.append(line)
    return "".join(lines)
