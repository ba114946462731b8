"""Making a backup that has proved itself: read back from its file, restored into an empty folder, compared byte by byte."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..campaign import Campaign, load_campaign
from ..cases.book import read_cases
from ..errors import InputError, StateError
from ..files import draft_folder, flush_folder, parse_json, plain_refusal, sweep_drafts, write_whole
from ..gazette.book import read_book
from ..links.registry import hold_registry, load_registry
from ..nouns.progress import Progress
from ..responses.ledger.ledger import FOLDER, open_ledger
from ..responses.ledger.verify import verify
from ..responses.ledger.writer import writing
from ..secret_files import read_secret
from .archive import Archive, checked, seal_archive, unseal
from .content import LAST, SETTINGS, files_to_keep
from .forgotten import write_list

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Of a folder's seven files each replaces that of a week ago: what was forgotten has left them all after a week."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: its file, size in bytes, how many files of the campaign it holds."""

    file: Path
    size: int
    count: int


def backup_file(campaign: Campaign, target: Path, now: datetime) -> Path:
    """The file that a backup is written to: `target`, or in that folder the one of this weekday.

    Raises InputError for a place inside the campaign's folder: it would be lost with it; and for a folder that is not there, such as
    one of a disk that is not plugged in: a backup that lies on this computer in its place is none.
    """
    if target.resolve().is_relative_to(campaign.root.resolve()):
        raise InputError(
            "{target} is in the campaign's own folder: both would be lost together.",
            cure="Name a file on another disk.",
            target=target,
        )
    if target.is_dir():
        return target / f"{campaign.id}-{DAYS[now.weekday()]}.age"
    if not target.parent.is_dir() or not target.suffix:
        raise InputError(
            "There is no folder {folder}.",
            cure="Plug the disk in or make the folder, then run this again. The name of a file ends in .age.",
            folder=target if not target.suffix else target.parent,
        )
    return target


def taken(campaign: Campaign, *, now: datetime, advance: Callable[[int], None] = lambda done: None) -> Archive:
    """Everything that cannot be made again as it is at one moment; other commands wait while it is read."""
    sweep_drafts(campaign.data)
    with hold_registry(campaign.data), writing(campaign.data / FOLDER, command="backup"):
        places = files_to_keep(campaign.root, campaign.data, campaign.id)
        kept = dict[str, bytes]()
        for done, (name, path) in enumerate(places.items(), start=1):
            kept[name] = read_secret(path) if name.startswith(SETTINGS) else path.read_bytes()
            advance(done)
    return Archive(campaign.id, now.astimezone(UTC).isoformat(timespec="seconds"), kept)


def make_backup(campaign: Campaign, file: Path, passphrase: str, *, now: datetime, progress: Progress) -> Backup:
    """Ledger, registry, gazette, cases, config and keys in one sealed file at `file`, in the place of what is there.

    Raises StateError when what was written does not restore: nothing is kept of it.
    """
    checked(passphrase)
    archive = taken(campaign, now=now, advance=lambda done: progress(done, 3 * done))
    count = len(archive.files)
    sweep_drafts(file.parent, deep=False)
    sealed = seal_archive(archive, passphrase)
    with draft_folder(file.parent, file.name) as folder:
        fresh = write_whole(folder / file.name, sealed)
        _prove(campaign, fresh, passphrase, archive, lambda done: progress(2 * count + done, 3 * count))
        with plain_refusal(file):
            fresh.replace(file)
            flush_folder(file.parent)
    made = Backup(file, len(sealed), count)
    write_list(campaign.data, file.parent, campaign.id)
    note_backup(campaign.data, archive.made_at, file)
    return made


def note_backup(data: Path, made_at: str, file: Path) -> None:
    """Note when the last backup was made, and its file: beside it is told what is forgotten from now on."""
    write_whole(data / LAST, json.dumps({"at": made_at, "file": str(file.absolute())}).encode())


def last_backup(data: Path) -> datetime | None:
    """When the last backup of a campaign was made (UTC); None for never."""
    try:
        return datetime.fromisoformat(parse_json((data / LAST).read_bytes())["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def unpack(archive: Archive, folder: Path, advance: Callable[[int], None] = lambda done: None) -> None:
    """Write the files of an archive below `folder`, for this user alone."""
    for done, (name, content) in enumerate(archive.files.items(), start=1):
        write_whole(folder / name, content, settle=False)
        advance(done)


def proved(folder: Path) -> Campaign:
    """The campaign that was unpacked in `folder`, when all its books hold together. Raises StateError with the first fault."""
    campaign = load_campaign(folder)
    load_registry(folder / "data")
    if faults := verify(open_ledger(campaign)).faults:
        raise StateError(
            "The ledger in this backup is not as it was written: {fault}",
            cure="See all: anubhav ledger verify. Bring data/ledger back from a backup.",
            fault=faults[0],
        )
    read_book(folder / "data")
    read_cases(folder / "data")
    return campaign


def _prove(campaign: Campaign, file: Path, passphrase: str, kept: Archive, advance: Callable[[int], None]) -> None:
    with draft_folder(campaign.data, "backup-proof") as folder:
        unpack(unseal(file.read_bytes(), passphrase), folder, advance)
        proved(folder)
        back = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        if set(back) != set(kept.files) or any(path.read_bytes() != kept.files[name] for name, path in back.items()):
            raise StateError(
                "The backup does not read back as it was written; nothing was kept of it.",
                cure="The disk may be failing: take another one.",
            )
