"""Files of a campaign in one sealed file: a tar in the age format, which `age` and `tar` open as well, without this program.

The first member lists all others with their SHA-256: half an archive is none.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyrage

from ..errors import InputError
from ..files import parse_json
from .content import could_be_kept

LIST = "backup.json"
FORMAT = 1
LEAST = 12
"""Signs of a passphrase."""
_BEGIN = b"age-encryption.org/v1\n-> scrypt "
_WRONG = "Decryption failed"
"""What age says of a header that this passphrase does not open; of anything else it says something else."""
_MUCH_WORK = "Excessive work"
"""What age begins with where opening would take long: it tries how quick the computer is at this moment."""
BUSY_TRIES = 4
"""So often a computer that was busy at one moment is tried."""
MOST_TIMES = 100
"""So many times the size of the packed files is unpacked; zeros, packed to be a bomb, would be a thousand."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What a backup holds: the campaign's id, when it was made (ISO, UTC), and each file by its place below the campaign."""

    campaign: str
    made_at: str
    files: Mapping[str, bytes] = field(repr=False)


def seal_archive(archive: Archive, passphrase: str) -> bytes:
    """The archive as the bytes of a file. Raises InputError for a passphrase that is too short."""
    checked(passphrase)
    listed = {
        "format": FORMAT,
        "campaign": archive.campaign,
        "made_at": archive.made_at,
        "files": {name: sha256(content).hexdigest() for name, content in archive.files.items()},
    }
    packed = _packed({LIST: json.dumps(listed, indent=1).encode(), **archive.files})
    return bytes(pyrage.passphrase.encrypt(packed, passphrase))


def checked(passphrase: str) -> str:
    """A passphrase that will do. Raises InputError for a short one."""
    if len(passphrase) < LEAST:
        raise InputError(
            "A passphrase has at least {least} characters.",
            cure="Take five words that nobody says together, and write them down for the safe.",
            least=LEAST,
        )
    return passphrase


def sealed(content: bytes, file: Path) -> bytes:
    """The content of a file that begins as a backup does. Raises InputError for any other."""
    if not content.startswith(_BEGIN):
        raise InputError(
            "{file} is not a backup of anubhav. Nothing was changed.",
            cure="Give the file that anubhav backup wrote; its name ends in .age.",
            file=file,
        )
    return content


def unseal(content: bytes, passphrase: str) -> Archive:
    """The archive in the bytes of a file. Raises InputError for a wrong passphrase, and for a file that is no backup or not whole."""
    try:
        plain = _decrypted(content, passphrase)
    except pyrage.DecryptError as error:
        if str(error) == _WRONG:
            raise InputError(
                "The passphrase is not the one of this backup. Nothing was changed.",
                cure="Try again: blanks and capitals count. It is where the office keeps it, not on this computer alone.",
            ) from None
        if str(error).startswith(_MUCH_WORK):
            raise InputError(
                "This computer is too busy or too slow to open the backup now. Nothing was changed.",
                cure="Close other programs and try again, or open it on a quicker computer.",
            ) from None
        raise _broken() from None
    try:
        with tarfile.open(fileobj=io.BytesIO(_unpacked(plain)), mode="r:") as tar:
            files = {member.name: _content(tar, member) for member in tar}
        listed: dict[str, Any] = parse_json(files.pop(LIST))
        if listed["format"] > FORMAT:
            raise InputError("This backup was made by a newer anubhav.", cure="Install the newer version.")
        hashes = {name: sha256(each).hexdigest() for name, each in files.items()}
        if hashes != listed["files"] or not all(map(could_be_kept, files)):
            raise _broken()
        datetime.fromisoformat(listed["made_at"])
        return Archive(str(listed["campaign"]), listed["made_at"], files)
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, KeyError, TypeError):
        raise _broken() from None


def _decrypted(content: bytes, passphrase: str) -> bytes:
    for _ in range(BUSY_TRIES - 1):
        try:
            return bytes(pyrage.passphrase.decrypt(content, passphrase))
        except pyrage.DecryptError as error:
            if not str(error).startswith(_MUCH_WORK):
                raise
    return bytes(pyrage.passphrase.decrypt(content, passphrase))


def _packed(files: Mapping[str, bytes], level: int = 1) -> bytes:
    """What `_unpacked` takes: an empty scan or a file of zeros would be packed too well, and is left as it is."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=level) as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o600
            tar.addfile(member, io.BytesIO(content))
    bomb = tar.offset + tarfile.RECORDSIZE > MOST_TIMES * packed.tell()
    return _packed(files, 0) if bomb and level else packed.getvalue()


def _unpacked(packed: bytes) -> bytes:
    most = MOST_TIMES * len(packed)
    with gzip.open(io.BytesIO(packed), "rb") as file:
        plain = file.read(most + 1)
    if len(plain) > most:
        raise ValueError
    return plain


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member) if member.isreg() else None
    if file is None:
        raise ValueError(member.name)
    return file.read()


def _broken() -> InputError:
    return InputError(
        "This file is not a whole backup: a part is missing or was changed. Nothing was changed.",
        cure="Take another backup.",
    )
