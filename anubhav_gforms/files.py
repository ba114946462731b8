"""Files: whole or not there, for their owner alone, with cells that no spreadsheet takes for formulas."""

from __future__ import annotations

import errno
import gc
import json
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from .errors import InputError, StateError, refusal
from .sentence import Sentence

TMP = ".tmp"
_DRAFT = re.compile(r".+\.(?:(\d{1,10})-)?[a-z0-9_]{8}\.tmp")
"""The name of a draft: the file's own, the process that writes it, eight signs by chance."""
DRAFT_SECONDS = 3600
LOCK_SECONDS = 10
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""A text cell that begins with one of these may run as a formula when a spreadsheet opens the file."""
CONFIG_DIR = "ANUBHAV_CONFIG_DIR"
"""The variable of the environment that names another folder for logins and keys."""
PACKED = 4
"""How hard zlib packs pages, PDF files and workbooks, of 9: in little more than half the time of its usual 6, for about a tenth more bytes."""


def write_whole(path: Path, content: bytes, *, shared: bool = False, settle: bool = True) -> Path:
    """Put `content` at `path`, replacing what is there; a reader sees the old file or the new one, never a part.

    Only this user can read the file, unless it is `shared`: meant to be handed out. The draft gets a name that nobody
    can foresee, so that a link laid in the folder leads nowhere. Without `settle` the caller flushes the folder later.
    Raises StateError for a full disk or a folder without rights.
    """
    with plain_refusal(path):
        make_folder(path.parent)
        _sweep_drafts_of(path)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.{os.getpid()}-", suffix=TMP)  # mode 0600
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if shared:
                draft.chmod(0o644)
            draft.replace(path)
        except BaseException:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
        if settle:
            flush_folder(path.parent)
    return path


def make_folder(folder: Path) -> None:
    """Make a folder with its parents, if it is not there; their names are durable when this returns."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for parent in missing:
        flush_folder(parent.parent)


def _sweep_drafts_of(path: Path) -> None:
    """Remove what killed commands left of this one file: they hold what it holds."""
    with os.scandir(path.parent) as entries:
        drafts = [entry.name for entry in entries if entry.name.startswith(f"{path.name}.")]
    for name in drafts:
        if (draft := _DRAFT.fullmatch(name)) and not _is_written(path.with_name(name), draft[1]):
            with suppress(OSError):
                path.with_name(name).unlink()


@contextmanager
def draft_folder(parent: Path, name: str) -> Iterator[Path]:
    """An empty folder in `parent` that only this user can enter; gone afterwards, or with the next sweep when we are killed."""
    with plain_refusal(parent / name):
        make_folder(parent)
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=f"{name}.{os.getpid()}-", suffix=TMP))  # mode 0700
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def abandoned_drafts(folder: Path, *, deep: bool = True) -> tuple[Path, ...]:
    """Drafts of ours anywhere under `folder` (directly in it, unless `deep`) that a killed command left: the process in
    their name is no longer there.

    A draft lives for as long as its bytes are written. One that is an hour old belongs to nobody, whoever has its number.
    """
    walked = os.walk(folder) if deep else islice(os.walk(folder), 1)
    named = (Path(place, name) for place, folders, names in walked for name in [*folders, *names])
    drafts = ((path, draft[1]) for path in named if (draft := _DRAFT.fullmatch(path.name)))
    return tuple(sorted(path for path, process in drafts if not _is_written(path, process)))


def sweep_drafts(folder: Path, *, deep: bool = True, of: str = "") -> tuple[Path, ...]:
    """Remove them, or those `of` one name; gives what was removed. What another command holds open (on Windows) stays."""
    swept = []
    for path in abandoned_drafts(folder, deep=deep):
        if not path.name.startswith(of):
            continue
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
            swept.append(path)
    return tuple(swept)


def _is_written(draft: Path, process: str | None) -> bool:
    try:
        if not process or time.time() - draft.stat().st_mtime > DRAFT_SECONDS:
            return False
        if os.name == "posix":
            os.kill(int(process), 0)  # asks only whether it is there
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return os.name == "posix" or int(process) == os.getpid()


def make_private(folder: Path) -> None:
    """Make a folder that only this user can enter, with its parents; one that is there already is closed to others."""
    with plain_refusal(folder):
        make_folder(folder.parent)
        if not folder.exists():
            folder.mkdir(exist_ok=True, mode=0o700)
            flush_folder(folder.parent)
        if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
            folder.chmod(0o700)


def lock_of(path: Path, *, wait: float = -1) -> FileLock:
    """The lock in a file of this user: one process holds it at a time, and none where the disk knows no locks (OSError)."""
    return FileLock(path, timeout=wait, mode=0o600, fallback_to_soft=False)


@contextmanager
def held(path: Path, *, wait: float = LOCK_SECONDS, busy: Sentence | None = None) -> Iterator[None]:
    """No other command that asks for it writes this file meanwhile; the lock lies beside it.

    Raises StateError when another holds it for longer than `wait` seconds, with what `busy` says of that.
    """
    lock = lock_of(path.with_name(f"{path.name}.lock"))
    with plain_refusal(path):
        make_folder(path.parent)
        try:
            lock.acquire(timeout=wait)
        except Timeout as error:
            said = busy or Sentence("Another anubhav command is writing {name} right now.", name=path.name)
            raise StateError(said, cure="Let it finish, then run this again.") from error
    try:
        yield
    finally:
        lock.release()


def flush_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_limited(path: Path, most: int, *, what: Sentence) -> bytes:
    """The bytes of a file that people give us. Raises InputError when it is no plain file or larger than `most` bytes."""
    if path.exists() and not path.is_file():
        raise InputError("{path}: is not a plain file.", cure="Give the file that holds {what}.", path=path, what=what)
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size  # room for `most` would be made, and never filled
        content = file.read(min(most, size) + 1)
    if len(content) > most:
        raise InputError(
            "{path}: has more than {most} MB, more than {what} can need.",
            cure="Open the file and check its contents.",
            path=path,
            most=most // 1_000_000,
            what=what,
        )
    return content


@contextmanager
def plain_refusal(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into a StateError that says what to do."""
    try:
        yield
    except OSError as error:
        values = {"parent": path.absolute().parent, "name": path.name, "strerror": refusal(error)}
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StateError(
                "{parent}: the disk is full; {name} was not written.",
                cure="Free some space and run it again: it goes on where it stopped.",
                **values,
            ) from None
        if error.errno in (errno.EEXIST, errno.ENOENT) and (lost := _lost_link(path)):
            raise StateError(
                "{link}: is a link to {target}, which is not there. {name} was not written.",
                cure="Bring back what it leads to, such as a disk that is not connected, and run it again.",
                link=lost,
                target=lost.readlink(),
                name=path.name,
            ) from None
        if error.errno in (errno.ENOLCK, errno.ENOSYS):
            raise StateError(
                "{parent}: this disk cannot keep two commands apart: {strerror}. Nothing was changed.",
                cure="Put the campaign's folder on a disk of this computer and run it again.",
                **values,
            ) from None
        raise StateError(
            "{parent}: cannot write here: {strerror}. {name} was not written.",
            cure="Make this folder writable for you, close {name} where it is open, and run it again.",
            **values,
        ) from None


def _lost_link(path: Path) -> Path | None:
    """The link on the way to `path` that leads nowhere."""
    way = path.absolute()
    return next((each for each in (way, *way.parents) if each.is_symlink() and not each.exists()), None)


@contextmanager
def uncollected() -> Iterator[None]:
    """The collector of circles rests. What is read from JSON has none, what one file of a report is drawn of has few, and looking
    through the 250,000 dicts and tuples of 5,000 responses again and again takes several times as long as reading them."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def inert(value: object) -> object:
    """The value, with an apostrophe before a text that a spreadsheet would take for a formula. Numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def active(text: str) -> str:
    """A text as it was before `inert`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def parse_json(text: str | bytes) -> Any:
    """What a text in JSON says. Raises ValueError for any other text, also for one that is nested without end."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("lists within lists without end") from None


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def private(path: str, flags: int) -> int:
    """An opener for `open(…, opener=private)`: a new file can be read by this user only; a link is not followed."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def config_folder(campaign_id: str) -> Path:
    """Where the logins and keys of a campaign lie: among the user's settings, outside the project.

    ANUBHAV_CONFIG_DIR replaces `<user settings>/anubhav`.
    """
    named = os.environ.get(CONFIG_DIR)
    if named:
        return Path(named).expanduser() / campaign_id
    import platformdirs  # only where a secret is looked for

    return Path(platformdirs.user_config_dir("anubhav")) / campaign_id
