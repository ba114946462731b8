"""Checks of what the office's own computer holds: the campaign's files, its secrets, its backup."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from ..campaign import Campaign
from ..secret_files import closing, is_sealed, key_name, keyring_here, open_to_others, read_secret, secrets_of
from ..sentence import Sentence
from .checks import Check, green, red

BACKUP_DAYS = 8
"""A weekly backup that is older was missed."""


def check_campaign(campaign: Campaign) -> Check:
    """The files loaded; how much they hold."""
    return green(
        "{stations}, {districts}, config/ without mistakes",
        stations=Sentence("{n} station", "{n} stations", n=len(campaign.stations)),
        districts=Sentence("{n} district", "{n} districts", n=len(campaign.districts)),
    )


def check_secrets(folder: Path) -> Check:
    """Where logins and keys lie, and what keeps others from them. Raises StateError when the keyring has lost its key."""
    files = secrets_of(folder)
    clear = [path for path in files if not is_sealed(path)]
    if key_name(folder):
        for path in files:
            read_secret(path)
        if clear:
            said = Sentence("{name} in {folder} is in clear, the others are sealed", name=clear[0].name, folder=folder)
            return red(said, "Run: anubhav keys move --to keyring")
        return green("in {folder}, sealed with a key in the keyring: {keyring}", folder=folder, keyring=keyring_here())
    if exposed := [path for path in clear if open_to_others(path)]:
        said = Sentence("others on this machine can read {name} in {folder}", name=exposed[0].name, folder=folder)
        return red(said, closing(exposed[0]))
    if os.name == "posix":
        return green("in {folder}, which only you can open", folder=folder)
    return green("in {folder}, in clear. To seal them: anubhav keys move --to keyring", folder=folder)


def check_backup(last: datetime | None, first: datetime | None, now: datetime) -> Check:
    """Whether there is a backup of the last days; `first`: since when the ledger has something to lose (None: nothing yet)."""
    cure = Sentence("Run: anubhav backup FILE, on another disk; to let it run by itself: anubhav schedule --backup DIR")
    since = last or first
    days = (now - since).days if since else 0
    if last is None:
        said = Sentence("none was made on this computer yet")
        return red(said, cure) if since and days > BACKUP_DAYS else green(said)
    age = Sentence("the last one is {n} day old", "the last one is {n} days old", n=max(0, days))
    return red(age, cure) if days > BACKUP_DAYS else green(age)
