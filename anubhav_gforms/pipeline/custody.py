"""Everything that cannot be made again, in one sealed file and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ..campaign import Campaign
from ..custody.archive import Archive, checked, sealed, unseal
from ..custody.backup import Backup, backup_file, make_backup
from ..custody.forgotten import read_list
from ..custody.passphrase import remember_passphrase, remembered
from ..custody.restore import RestorePlan
from ..custody.restore import restore as bring_back
from ..errors import InputError
from ..forms.checks import Check, green, red
from ..nouns.progress import Progress, silent
from ..privacy.seal import plain_rows, seal_ledger
from ..responses.ledger.ledger import FOLDER, open_ledger
from ..responses.ledger.sealing import among_data, keys_apart
from ..sentence import Sentence
from .clock import office_time


def backup_place(campaign: Campaign, target: Path) -> Path:
    """The file that `backup` would write: `target`, or in that folder the one of this weekday. Raises InputError for a
    place inside the campaign's folder."""
    return backup_file(campaign, target, office_time(campaign))


def kept_passphrase(campaign: Campaign) -> str:
    """The passphrase that was remembered on this computer; "" for none."""
    return remembered(campaign.id)


def backup(
    campaign: Campaign, target: Path, passphrase: str, *, remember_it: bool = False, progress: Progress = silent
) -> Backup:
    """Ledger, registry, gazette, cases, config and signing keys into one sealed file that was restored and compared.

    A file that is there is replaced, once the new one has proved itself. Raises InputError for a passphrase of fewer than
    twelve signs, StateError while another command writes and for a ledger that is not as it was written.
    """
    moment = office_time(campaign)
    if remember_it:
        remember_passphrase(campaign.id, checked(passphrase))
    return make_backup(campaign, backup_file(campaign, target, moment), passphrase, now=moment, progress=progress)


def open_backup(file: Path, passphrase: Callable[[], str], *, into: Path | None = None) -> Archive:
    """What a backup holds; the passphrase is asked for once the file can be one, and may be brought back `into` that folder. Raises
    InputError for a wrong passphrase, for half a backup, and for the folder of the file itself."""
    content = sealed(file.read_bytes(), file)
    if into:
        _check_apart(into, file.parent)
    return unseal(content, passphrase())


def _check_apart(folder: Path, beside: Path) -> None:
    if beside.resolve() == folder.resolve():
        raise InputError(
            "{folder} holds the backup itself: data and keys would be open beside it.",
            cure="Name an empty folder: anubhav -C FOLDER restore FILE",
            folder=folder.resolve(),
        )


def restore(archive: Archive, folder: Path, *, file: Path | None = None, apply: bool = True) -> RestorePlan:
    """Bring a backup back into `folder`, a campaign's or an empty one; with apply=False only say what it would do.

    Beside the backup's `file` may be a list of what was forgotten since: it forgets that too.
    What lies there and is another is kept in a folder beside it. Raises InputError for a backup of another campaign,
    for the folder of the file itself, StateError for one that is older than what is there.
    """
    if file:
        _check_apart(folder, file.parent)
    stones = read_list(file.parent, archive.campaign) if file else ()
    return bring_back(archive, folder, now=datetime.now().astimezone(), apply=apply, forgotten=stones, file=file)


def plain_personal(campaign: Campaign) -> tuple[int, Path | None, Path]:
    """How many versions of responses have their personal columns in clear; the key file among the data, None when it lies apart;
    and where it belongs. Reads only."""
    folder = campaign.data / FOLDER
    return plain_rows(open_ledger(campaign)), among_data(folder), keys_apart(folder)


def check_sealed(campaign: Campaign) -> Check:
    """Whether each name, number and message of the ledger is under a key, and the keys lie apart; a campaign that was begun by an
    older version is not so. Reads only."""
    n, among, _ = plain_personal(campaign)
    if n:
        said = Sentence(
            "{n:,} version of a response has name, number and message in clear, or a digest on which numbers can be tried out",
            "{n:,} versions of responses have names, numbers and messages in clear, or digests on which numbers can be tried out",
            n=n,
        )
        return red(said, "anubhav ledger seal")
    if among:
        return red("the keys are in data/, beside what they open: who copies one has both", "anubhav ledger seal")
    return green("each name, number and message is under a key of its own, apart from data/")


def seal_personal(campaign: Campaign) -> int:
    """Put the personal columns of the ledger under a key per version, now and from now on; gives how many were in clear."""
    return seal_ledger(campaign.data / FOLDER)
