"""The passphrase of backups that run by themselves: beside the signing keys, for this user alone."""

from __future__ import annotations

from pathlib import Path

from ..files import config_folder
from ..secret_files import read_secret, refuse_open, write_secret

FILE = "backup-passphrase.txt"


def remembered(campaign_id: str) -> str:
    """The passphrase that was remembered; "" when none was. Raises StateError when others can read the file."""
    path = config_folder(campaign_id) / FILE
    try:
        refuse_open(path)
        return read_secret(path).decode().strip()
    except FileNotFoundError:
        return ""


def remember_passphrase(campaign_id: str, passphrase: str) -> Path:
    """Keep it; gives the file."""
    return write_secret(config_folder(campaign_id) / FILE, passphrase.encode())
