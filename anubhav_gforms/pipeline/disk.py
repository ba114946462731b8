"""Whether what is pulled and made can be written where the campaign lies, and whether it lies there alone."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

from ..campaign import Campaign
from ..errors import AnubhavError
from ..files import write_whole
from ..forms.checks import Check, green, red
from ..links.keyring import keys_folder
from ..links.registry import load_registry
from ..responses.ledger import FOLDER
from ..sentence import Sentence

LEAST = 50_000_000
"""Free bytes with which a report of a range can still be written."""


LAST_PULL = "last-pull.json"
"""Beside the signing keys, which all folders of a campaign share: in which of them this user pulled last, for which form."""
ONE_FOLDER = Sentence(
    "Work in one folder alone: what is decided, printed or announced in one is not known in the other."
)


def pulled_elsewhere(campaign: Campaign) -> Path | None:
    """Another folder of the same form, such as a copy, in which this user pulled last, and which is still there. Reads only."""
    with suppress(AnubhavError, OSError, ValueError, KeyError, TypeError):
        last = json.loads((keys_folder(campaign) / LAST_PULL).read_bytes())
        folder, form = Path(last["folder"]), last["form"]
        if form == load_registry(campaign.data).form_id and (folder / "data" / FOLDER).is_dir():
            return None if folder.samefile(campaign.root) else folder
    return None


def note_pull(campaign: Campaign) -> Sentence | None:
    """Keep in which folder this user pulled last; what is to be said when it was another one before."""
    before = pulled_elsewhere(campaign)
    content = json.dumps(
        {"folder": str(campaign.root.resolve()), "form": load_registry(campaign.data).form_id}
    ).encode()
    with suppress(OSError, AnubhavError):  # no pull fails for it
        kept = keys_folder(campaign) / LAST_PULL
        if not kept.is_file() or kept.read_bytes() != content:
            write_whole(kept, content)
    if before is None:
        return None
    return Sentence(
        "the last pull of this campaign was made in another folder, {folder}. {cure}", folder=before, cure=ONE_FOLDER
    )


def check_disk(campaign: Campaign) -> Check:
    """Whether this user may write into the campaign's folder and into data/, whether another folder of it is at work, and how much
    room their disk has. Reads only."""
    folders = [folder for folder in (campaign.root, campaign.data) if folder.exists()]
    closed = next((folder for folder in folders if not os.access(folder, os.W_OK)), None)
    room = disk_said(closed, shutil.disk_usage(folders[-1]).free)
    if room.ok and (elsewhere := pulled_elsewhere(campaign)):
        return red("the last pull was made in another folder of this campaign, {folder}", ONE_FOLDER, folder=elsewhere)
    return room


def disk_said(closed: Path | None, free: int) -> Check:
    """What is told of a folder that is `closed` to this user, and of so many free bytes."""
    if closed:
        return red(
            "{folder} cannot be written to",
            "Let this user write there, or bring the campaign's folder to a disk of this computer.",
            folder=closed,
        )
    said = Sentence("{free:.1f} GB free", free=free / 1e9)
    return red(said, "Free some space: pull and report write nothing on a full disk.") if free < LEAST else green(said)
