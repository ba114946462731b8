"""Files that are whole or not there: written beside their place, flushed to disk, then renamed."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from ..errors import StateError

TMP = ".tmp"


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path`, replacing what is there. Raises StateError for a full disk or a folder without rights."""
    draft = path.with_name(path.name + TMP)
    with plain_refusal(path):
        try:
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
        flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def plain_refusal(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into a StateError that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StateError(
                f"{path.parent}: the disk is full; nothing was changed.", cure="Free some space and run it again."
            ) from None
        raise StateError(
            f"{path.parent}: cannot write here: {error.strerror or error}. Nothing was changed.",
            cure="Make this folder writable for you and run it again.",
        ) from None
