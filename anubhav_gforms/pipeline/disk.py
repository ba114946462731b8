"""Whether what is pulled and made can be written where the campaign lies."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ..campaign import Campaign
from ..forms.checks import Check, green, red
from ..sentence import Sentence

LEAST = 50_000_000
"""Free bytes with which a report of a range can still be written."""


def check_disk(campaign: Campaign) -> Check:
    """Whether this user may write into the campaign's folder and into data/, and how much room their disk has. Reads only."""
    folders = [folder for folder in (campaign.root, campaign.data) if folder.exists()]
    closed = next((folder for folder in folders if not os.access(folder, os.W_OK)), None)
    return disk_said(closed, shutil.disk_usage(folders[-1]).free)


def disk_said(closed: Path | None, free: int) -> Check:
    """What is told of a folder that is `closed` to this user, and of so many free bytes."""
    if closed:
        return red(
            "{folder} cannot be written to",
            "Let this user write there, or bring the campaign's folder to a disk of this computer.",
            folder=closed.absolute(),
        )
    said = Sentence("{free:.1f} GB free", free=free / 1e9)
    return red(said, "Free some space: pull and report write nothing on a full disk.") if free < LEAST else green(said)
