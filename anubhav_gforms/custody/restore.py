"""Bringing a backup back: never half of it, never an older state over a newer one, and what lay there is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from filelock import Timeout

from ..campaign import Campaign, load_campaign
from ..errors import AnubhavError, InputError, StateError
from ..files import (
    draft_folder,
    flush_folder,
    lock_of,
    make_private,
    plain_refusal,
    sweep_drafts,
    write_whole,
)
from ..links.key_file import FILE_NAME, key_file
from ..links.key_restore import restore as restore_keys
from ..links.registry import Registry, load_registry
from ..responses.ledger.forgetting import Tombstone
from ..responses.ledger.ledger import FOLDER
from ..responses.ledger.sealing import KEYS
from ..responses.ledger.writer import LOCK
from ..sentence import Sentence
from .archive import Archive
from .backup import last_backup, note_backup, proved, unpack
from .content import LAST, SETTINGS
from .forgotten import forget_again
from .lines import Reach, compare_lines, lines_under

KEPT = "before-restore-"
"""Begin of the folder, beside data/, in which what lay there is kept."""


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """What a restore does: the campaign and moment of the backup, how many files come back, what that is there now gives
    way to them (names below the campaign's folder) and where it is kept, and letters of keys that come back, and how many acts of
    forgetting that are younger than the backup were done again."""

    campaign: str
    made_at: datetime
    count: int
    replaced: tuple[str, ...]
    kept: Path | None
    keys: tuple[str, ...]
    forgotten: int = 0


def restore(
    archive: Archive,
    root: Path,
    *,
    now: datetime,
    apply: bool,
    forgotten: Sequence[Tombstone] = (),
    file: Path | None = None,
) -> RestorePlan:
    """Put the files of a backup into the campaign's folder `root`, which may be empty or not there.

    `forgotten` is what was forgotten since by others; it is forgotten before anything comes to its place. `file` is that of the backup.
    What lies there and is another is moved to a folder beside it. With apply=False nothing stays changed. Raises InputError
    when another campaign lies there; StateError when what lies there knows of something that the backup does not.
    """
    sweep_drafts(root, deep=False)
    _same_campaign(archive, root)
    with _held(root), draft_folder(root, "restore") as fresh:
        unpack(archive, fresh)
        campaign = proved(fresh)
        _no_older(root, fresh)
        again = forget_again(fresh / "data", forgotten, campaign.form)
        parts = _parts(fresh, root)
        replaced = tuple(name for name in parts if (root / name).exists() and not _equal(fresh / name, root / name))
        named = (root / f"{KEPT}{now:%Y%m%d-%H%M%S}-{n}" for n in count(1))
        kept = next(folder for folder in named if not folder.exists())
        keys = _settings(
            archive, campaign, root, apply=apply
        )  # before the data: killed in between, the same command goes on
        if apply:
            with plain_refusal(root / "data"):
                stays = (root / "data").exists() and "data" not in replaced
                _note_backup(archive, file, root / "data", (root if stays else fresh) / "data")
                _place(fresh, root, parts, replaced, kept)
    when = datetime.fromisoformat(archive.made_at)
    return RestorePlan(archive.campaign, when, len(archive.files), replaced, kept if replaced else None, keys, again)


def _same_campaign(archive: Archive, root: Path) -> None:
    try:
        there = load_campaign(root).id
    except AnubhavError:  # nothing there, or damaged: that is what a backup is for
        return
    if there != archive.campaign:
        raise InputError(
            "{root} is campaign {there}; this backup is of campaign {campaign}.",
            cure="Name an empty folder: anubhav -C FOLDER restore FILE",
            root=root,
            there=there,
            campaign=archive.campaign,
        )


def _no_older(root: Path, fresh: Path) -> None:
    """Refuse a backup that lacks a line or a printed code of what is there; of a restore that was killed, of what it had moved."""
    moved = sorted(root.glob(f"{KEPT}*/data"))
    there = root / "data" if (root / "data").exists() else moved[-1] if moved else None
    if there is None:
        return
    how, name, lacks = compare_lines(lines_under(fresh / "data"), lines_under(there))
    cure = Sentence(
        "Give a newer backup file. To use this one all the same, move {folder} away yourself first.", folder=there
    )
    if how is not Reach.HOLDS:
        raise StateError(
            "This backup is older than what is there: it ends before {name} does (lines: {n}). Nothing was changed."
            if how is Reach.EARLIER
            else "This backup and what is there were each continued separately: {name} has other lines ({n}). Nothing was changed.",
            cure=cure,
            name=name,
            n=lacks,
        )
    try:
        decided = _decided(load_registry(there))
    except StateError:  # damaged: it is kept aside, and the backup's takes its place
        return
    if lost := decided - _decided(load_registry(fresh / "data")):
        raise StateError(
            "This backup is older than what is there: it does not know every key, every printed poster and what was decided on them ({n}). Nothing was changed.",
            cure=cure,
            n=len(lost),
        )


def _decided(registry: Registry) -> set[tuple[str, ...]]:
    """What a registry knows of keys and posters that only a person can say again; where a poster hangs was said when it was printed."""
    notes, prints = set[tuple[str, ...]](), set[tuple[str, ...]]()
    for poster in registry.printed:
        said = poster.decisions
        if not said[0].endswith(" revoked") if said else poster.revoked:
            said = ("revoked", *said)  # as the first version did, without a day
        notes |= {(poster.value, *said[:n]) for n in range(len(said) + 1)}
        prints |= {(poster.value, day) for day in (*dict(poster.earlier), poster.printed_on)}
    return notes | prints | {(key.letter, day) for key in registry.keys for day in ("", key.retired_from, key.lost_on)}


def _parts(fresh: Path, root: Path) -> list[str]:
    """What comes to its place, in this order: data/ after the keys that open it. Keys of what gives way go with it."""
    names = {path.name for path in fresh.iterdir() if path.name != SETTINGS}
    there = {KEYS} if (root / KEYS).exists() else set()
    return sorted(names | there, key=lambda name: (name == "data", name))


def _equal(kept: Path, other: Path) -> bool:
    """Whether a file, or every file of a folder, is there as well with the same bytes."""
    if kept.is_file():
        return other.is_file() and kept.read_bytes() == other.read_bytes()
    return kept.is_dir() and other.is_dir() and all(_equal(each, other / each.name) for each in kept.iterdir())


def _place(fresh: Path, root: Path, parts: list[str], replaced: tuple[str, ...], kept: Path) -> None:
    """Move each part to its place, and what gives way beside it; killed in between, the same command goes on. Durable when
    this returns."""
    for folder in (each for each in (fresh, *fresh.rglob("*")) if each.is_dir()):
        flush_folder(folder)
    for name in parts:
        if name in replaced:
            make_private(kept)
            (root / name).rename(kept / name)
        elif (root / name).exists():
            continue
        if (fresh / name).exists():
            (fresh / name).rename(root / name)
    for private in (root / "data" / FOLDER, root / KEYS):
        if private.exists():
            make_private(private)
    if kept.exists():
        flush_folder(kept)
    flush_folder(root)


def _note_backup(archive: Archive, file: Path | None, there: Path, data: Path) -> None:
    """In `data`: this is the last backup, where what was `there` knows of no later one."""
    last = last_backup(there)
    if last and last >= datetime.fromisoformat(archive.made_at):
        write_whole(data / LAST, (there / LAST).read_bytes())
    elif file:
        note_backup(data, archive.made_at, file)


def _settings(archive: Archive, campaign: Campaign, root: Path, *, apply: bool) -> tuple[str, ...]:
    """Keys and accounts of the desk; letters of keys that were not on this computer."""
    folder, brought = key_file(campaign.id, project=root).parent, tuple[str, ...]()
    for name, content in archive.files.items():
        if not name.startswith(f"{SETTINGS}/"):
            continue
        path = folder / name.removeprefix(f"{SETTINGS}/")
        if path.name == FILE_NAME:
            brought = restore_keys(
                campaign, load_registry(campaign.data), content.decode("utf-8", "replace"), apply=apply
            ).brought
        elif apply and not path.exists():
            make_private(folder)
            write_whole(path, content)
    return brought


@contextmanager
def _held(root: Path) -> Iterator[None]:
    """Nobody writes to the ledger that is there meanwhile."""
    path = root / "data" / FOLDER / LOCK
    if not path.parent.is_dir():
        yield
        return
    try:
        with lock_of(path, wait=10):
            yield
    except Timeout:
        raise StateError(
            "Another anubhav command is writing {name} right now.",
            cure="Let it finish, then run this again.",
            name=path.parent,
        ) from None
