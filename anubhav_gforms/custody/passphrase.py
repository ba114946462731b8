"""The passphrase of backups that run by themselves: beside the signing keys, for this user alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ..errors import StateError
from ..files import config_folder, make_private, write_whole

FILE = "backup-passphrase.txt"


def remembered(campaign_id: str) -> str:
    """The passphrase that was remembered; "" when none was. Raises StateError when others can read the file."""
    path = config_folder(campaign_id) / FILE
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise StateError("{path}: others on this machine can read it.", cure="Run: chmod 600 '{path}'", path=path)
        return path.read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


def remember(campaign_id: str, passphrase: str) -> Path:
    """Keep it; gives the file."""
    folder = config_folder(campaign_id)
    make_private(folder)
    return write_whole(folder / FILE, passphrase.encode())
