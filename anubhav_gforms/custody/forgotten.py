"""What was forgotten is listed beside the backups too: an older one that is brought back forgets it again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from ..campaign import FormConfig
from ..files import parse_json, write_whole
from ..nouns.moments import moment_of
from ..privacy.purge import EVER, purge
from ..responses.ledger.content import options_ever
from ..responses.ledger.forgetting import Tombstone, tombstones
from ..responses.ledger.ledger import FOLDER, Ledger
from ..responses.ledger.manifest import read_manifest
from .content import LAST


def list_of(folder: Path, campaign_id: str) -> Path:
    """The list of a campaign in a folder of backups. It holds spans of time and keys of questions, nothing of anybody."""
    return folder / f"{campaign_id}-forgotten.json"


def write_list(data: Path, folder: Path, campaign_id: str) -> None:
    """Add what this ledger has forgotten to the list in `folder`."""
    known = [*read_list(folder, campaign_id)]
    stones = tombstones(data / FOLDER, read_manifest(data / FOLDER))
    if new := [stone for stone in stones if stone not in known]:
        rows = [asdict(stone) for stone in (*known, *new)]
        write_whole(list_of(folder, campaign_id), json.dumps(rows, indent=1).encode())


def tell_last_backup(data: Path, campaign_id: str) -> None:
    """The same beside the newest backup, where its folder can be reached; else the next backup does."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        folder = Path(parse_json((data / LAST).read_bytes())["file"]).parent
        if folder.is_dir():
            write_list(data, folder, campaign_id)


def read_list(folder: Path, campaign_id: str) -> tuple[Tombstone, ...]:
    """The list in a folder; () without one."""
    try:
        rows = parse_json(list_of(folder, campaign_id).read_bytes())
        return tuple(Tombstone(int(row["since"]), int(row["until"]), tuple(row["questions"])) for row in rows)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def forget_again(data: Path, stones: Iterable[Tombstone], form: FormConfig) -> int:
    """Forget in a ledger what others have forgotten since it was copied, and what of it is still to come from Google; gives how many
    tombstones were new to it."""
    folder = data / FOLDER
    options = options_ever(Ledger(folder), form)
    known = set(tombstones(folder, read_manifest(folder)))
    new = [stone for stone in stones if stone not in known]
    for stone in new:
        since = None if stone.since <= EVER else moment_of(stone.since)
        purge(folder, stone.questions, options, moment_of(stone.until), since, ahead=True)
    return len(new)
