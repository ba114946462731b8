"""Everything that cannot be made again, in one sealed file and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..custody.archive import checked, unseal
from ..custody.backup import backup_file, make_backup
from ..custody.passphrase import remember, remembered
from ..custody.restore import restore as bring_back

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..custody.archive import Archive
    from ..custody.backup import Backup
    from ..custody.restore import RestorePlan


def backup_place(campaign: Campaign, target: Path, *, now: datetime | None = None) -> Path:
    """The file that `backup` would write: `target`, or in that folder the one of this weekday. Raises InputError for a
    place inside the campaign's folder."""
    return backup_file(campaign, target, now or datetime.now(ZoneInfo(campaign.timezone)))


def kept_passphrase(campaign: Campaign) -> str:
    """The passphrase that was remembered on this computer; "" for none."""
    return remembered(campaign.id)


def backup(
    campaign: Campaign,
    target: Path,
    passphrase: str,
    *,
    remember_it: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    now: datetime | None = None,
) -> Backup:
    """Ledger, registry, gazette, cases, config and signing keys into one sealed file that was restored and compared.

    A file that is there is replaced, once the new one has proved itself. Raises InputError for a passphrase of fewer than
    twelve signs, StateError while another command writes and for a ledger that is not as it was written.
    """
    moment = now or datetime.now(ZoneInfo(campaign.timezone))
    if remember_it:
        remember(campaign.id, checked(passphrase))
    return make_backup(campaign, backup_file(campaign, target, moment), passphrase, now=moment, advance=progress)


def open_backup(file: Path, passphrase: str) -> Archive:
    """What a backup holds. Raises InputError for a wrong passphrase, and for half a backup."""
    return unseal(file.read_bytes(), passphrase)


def restore(archive: Archive, folder: Path, *, apply: bool = True, now: datetime | None = None) -> RestorePlan:
    """Bring a backup back into `folder`, a campaign's or an empty one; with apply=False only say what it would do.

    What lies there and is another is kept in a folder beside it. Raises InputError for a backup of another campaign,
    StateError for one that is older than what is there.
    """
    return bring_back(archive, folder, now=now or datetime.now().astimezone(), apply=apply)
