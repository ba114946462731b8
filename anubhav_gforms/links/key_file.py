"""The file in which the signing keys lie: outside the project, for its owner only, whole or not there, never made twice."""

from __future__ import annotations

import json
import string
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path

from filelock import Timeout

from ..errors import LinkError, refusal
from ..files import TMP, config_folder, lock_of, parse_json, write_whole
from ..secret_files import closing, open_to_others, private_folder, read_secret, write_secret
from .keys import SECRET_BYTES, Key, Keyring, KeyState

FILE_NAME = "signing-keys.json"
LOCK = "signing-keys.lock"
WAIT = 60.0
"""Seconds that a second process waits for the first."""


def key_file(campaign_id: str, *, project: Path | None = None) -> Path:
    """Where the keys of a campaign are kept: `<user settings>/anubhav/<campaign id>/signing-keys.json`.

    ANUBHAV_CONFIG_DIR replaces the first two parts. Raises LinkError when that lies inside `project`.
    """
    path = (config_folder(campaign_id) / FILE_NAME).absolute()
    if project is not None and path.resolve().is_relative_to(project.resolve()):
        raise LinkError(
            "{path}: the signing keys would be inside the campaign's folder, where they could be copied or committed.",
            cure="Point ANUBHAV_CONFIG_DIR to a folder outside it.",
            path=path,
        )
    return path


def read_keys(path: Path) -> Keyring | None:
    """The keys in a file; None when there is no file. Raises LinkError for one that is open to others, or damaged."""
    try:
        if open_to_others(path):
            raise LinkError("{path}: others on this machine can read the signing keys.", cure=closing(path), path=path)
        content = read_secret(path).decode("utf-8", "replace")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise LinkError(
            "{path}: the signing keys cannot be read: {reason}.",
            cure="Make that file readable for you, or bring the keys back: anubhav keys restore",
            path=path,
            reason=refusal(error),
        ) from None
    keys = keys_in(content)
    if not keys:
        raise LinkError(
            "{path}: this is not a whole file of signing keys.",
            cure="Bring the keys back from your copy: anubhav keys restore. Without them no printed poster can be verified.",
            path=path,
        )
    return Keyring(keys, path)


def publish_keys(ring: Keyring, path: Path) -> Keyring:
    """Put a campaign's first keys in place; when another process was faster, its keys stay. Gives those that are there.

    Raises LinkError when the folder cannot be used, StateError when it cannot be written.
    """
    with _held(path):
        if there := read_keys(path):
            return there
        write_secret(path, _content(ring))
        return Keyring(ring.keys, path)


def save_keys(ring: Keyring, path: Path, *, before: Keyring | None) -> Keyring:
    """Put further keys in the place of those that were read `before` (None: no file was there).

    A file that holds other keys than before is left alone: LinkError. What became of a key since, such as its retirement, is the
    registry's to say, and may be in `before` alone. Raises StateError for a full disk.
    """
    with _held(path):
        there = read_keys(path)
        if _held_in(there) != _held_in(before):
            raise LinkError("{path}: the keys were changed by another run.", cure="Try again.", path=path)
        write_secret(path, _content(ring))
        return Keyring(ring.keys, path)


def _held_in(ring: Keyring | None) -> dict[str, bytes] | None:
    return {key.id: key.secret for key in ring.keys} if ring else None


def set_aside(path: Path) -> Path:
    """Keep the file of other keys beside its place, under a name of its own, so that another can take its place."""
    content = path.read_bytes()
    kept = path.with_name(f"signing-keys.kept-{sha256(content).hexdigest()[:8]}.json")
    write_whole(kept, content)
    return kept


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """The private folder, durable, for one process at a time, without the drafts of a killed run: they hold secrets."""
    folder = path.parent
    try:
        private_folder(folder)
        with lock_of(folder / LOCK, wait=WAIT):
            for draft in folder.glob(f"signing-keys*{TMP}"):
                draft.unlink(missing_ok=True)
            yield
    except Timeout:
        raise LinkError("{path}: another anubhav command is changing the keys.", cure="Try again.", path=path) from None
    except OSError as error:
        raise LinkError(
            "{path}: the signing keys cannot be written: {strerror}.",
            cure="Make that folder writable for you, or name another one in ANUBHAV_CONFIG_DIR.",
            path=path,
            strerror=refusal(error),
        ) from None


def _content(ring: Keyring) -> bytes:
    keys = [
        {"id": key.id, "secret": key.secret.hex(), "state": key.state, "made_on": key.made_on.isoformat()}
        for key in ring.keys
    ]
    return json.dumps({"keys": keys}, indent=1).encode()


def keys_in(content: str) -> tuple[Key, ...]:
    """The keys in a file's text; none when it is not whole: letters rise, secrets are long enough, one key signs."""
    try:
        keys = tuple(
            Key(
                str(key["id"]),
                bytes.fromhex(key["secret"]),
                KeyState(key["state"]),
                date.fromisoformat(key["made_on"]),
            )
            for key in parse_json(content.removeprefix("\ufeff"))["keys"]
        )
    except (ValueError, KeyError, TypeError):
        return ()
    letters = [key.id for key in keys]
    sound = (
        all(len(letter) == 1 and letter in string.ascii_uppercase for letter in letters)
        and letters == sorted(set(letters))
        and all(len(key.secret) >= SECRET_BYTES for key in keys)
        and sum(key.state is KeyState.ACTIVE for key in keys) == 1
    )
    return keys if sound else ()
