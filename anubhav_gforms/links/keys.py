"""The signing keys of a campaign: made once, kept outside the project, rotated without killing printed posters."""

from __future__ import annotations

import json
import os
import secrets
import stat
import string
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import LinkError

if TYPE_CHECKING:
    from ..campaign import Campaign

FILE_NAME = "signing-keys.json"
SECRET_BYTES = 32


class KeyState(StrEnum):
    """What a key is good for. Rotation makes the active key an accepted one; a leaked key is retired."""

    ACTIVE = "active"
    ACCEPTED = "accepted"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Key:
    """One signing key. `id` is the letter A-Z that stands in every code that it signed."""

    id: str
    secret: bytes
    state: KeyState
    made_on: date

    def __repr__(self) -> str:
        return f"Key(id={self.id!r}, state={self.state.value!r}, made_on={self.made_on.isoformat()!r})"


@dataclass(frozen=True, slots=True)
class Keyring:
    """All signing keys of a campaign, oldest first, and the file that they came from (None: never saved)."""

    keys: tuple[Key, ...]
    path: Path | None = None

    @property
    def active(self) -> Key:
        """The key that signs new codes."""
        return next(key for key in self.keys if key.state is KeyState.ACTIVE)

    @property
    def retired(self) -> tuple[Key, ...]:
        """Keys whose codes are no longer accepted."""
        return tuple(key for key in self.keys if key.state is KeyState.RETIRED)

    def key(self, key_id: str) -> Key | None:
        """The key with this letter, whatever its state; None when the campaign never had it."""
        return next((key for key in self.keys if key.id == key_id), None)

    @classmethod
    def make(cls, *, today: date | None = None) -> Keyring:
        """A ring with one new random key, A. Nothing is saved."""
        return cls((_new_key("A", today),))

    @classmethod
    def load_or_make(cls, campaign_id: str, *, project: Path | None = None) -> Keyring:
        """The campaign's keys, from its folder among the user's settings; made there when there are none yet.

        The file is `<user settings>/anubhav/<campaign id>/signing-keys.json`, mode 0600 in folders of mode 0700.
        ANUBHAV_CONFIG_DIR replaces the first two parts. Two processes at once end with the same key.
        Raises LinkError for a file inside `project`, open to others, or damaged; it is never overwritten.
        """
        path = key_file(campaign_id, project=project)
        try:
            if not path.exists():
                _make_private(path.parent)
                _publish(cls.make(), path)
            return _load(path)
        except OSError as error:
            raise LinkError(
                f"{path}: the signing keys cannot be read or made: {error.strerror or error}.",
                cure="Make that folder writable for you, or name another one in ANUBHAV_CONFIG_DIR.",
            ) from None

    def rotate(self, *, retire: bool = False, today: date | None = None) -> Keyring:
        """Sign with a new key from now on. Codes of the present key stay accepted, unless `retire` (it leaked)."""
        old = KeyState.RETIRED if retire else KeyState.ACCEPTED
        rest = string.ascii_uppercase[len(self.keys) :]
        if not rest:
            raise LinkError("All 26 key letters are used.", cure="Begin a new campaign id with new posters.")
        kept = tuple(replace(key, state=old) if key.state is KeyState.ACTIVE else key for key in self.keys)
        return self._saved(replace(self, keys=(*kept, _new_key(rest[0], today))))

    def retire(self, key_id: str) -> Keyring:
        """Accept codes of this older key no longer. LinkError for the active key: rotate first."""
        key = self.key(key_id)
        if key is None:
            raise LinkError(f"There is no key {key_id}.", cure=f"Keys: {', '.join(each.id for each in self.keys)}.")
        if key.state is KeyState.ACTIVE:
            raise LinkError(f"Key {key_id} signs new codes.", cure="Rotate to a new key first.")
        keys = tuple(replace(each, state=KeyState.RETIRED) if each is key else each for each in self.keys)
        return self._saved(replace(self, keys=keys))

    def _saved(self, ring: Keyring) -> Keyring:
        if ring.path is not None:
            if _load(ring.path).keys != self.keys:
                raise LinkError(f"{ring.path}: the keys were changed by another run.", cure="Try again.")
            _replace(ring, ring.path)
        return ring


def keyring_of(campaign: Campaign) -> Keyring:
    """The signing keys of this campaign, made when there are none yet. Raises LinkError as Keyring.load_or_make."""
    return Keyring.load_or_make(campaign.id, project=campaign.root)


def key_file(campaign_id: str, *, project: Path | None = None) -> Path:
    """Where the keys of a campaign are kept. Raises LinkError when that lies inside `project`."""
    named = os.environ.get("ANUBHAV_CONFIG_DIR")
    if named:
        folder = Path(named).expanduser()
    else:
        import platformdirs

        folder = Path(platformdirs.user_config_dir("anubhav"))
    path = (folder / campaign_id / FILE_NAME).absolute()
    if project is not None and path.resolve().is_relative_to(project.resolve()):
        raise LinkError(
            f"{path}: the signing keys would lie inside the campaign's folder, where they could be copied or committed.",
            cure="Point ANUBHAV_CONFIG_DIR to a folder outside it.",
        )
    return path


def _new_key(key_id: str, today: date | None) -> Key:
    made_on = today or date.today()  # noqa: DTZ011 - the day on the office's wall, for people to read
    return Key(key_id, secrets.token_bytes(SECRET_BYTES), KeyState.ACTIVE, made_on)


def _make_private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)


def _written(ring: Keyring, folder: Path) -> Path:
    """A finished private file beside its final place."""
    keys = [
        {"id": key.id, "secret": key.secret.hex(), "state": key.state, "made_on": key.made_on.isoformat()}
        for key in ring.keys
    ]
    handle, name = tempfile.mkstemp(dir=folder, prefix=".keys-")  # mode 0600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"keys": keys}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _publish(ring: Keyring, path: Path) -> None:
    """Put the first ring in place; when another process was faster, its ring stays."""
    draft = _written(ring, path.parent)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _replace(ring: Keyring, path: Path) -> None:
    _written(ring, path.parent).replace(path)


def _load(path: Path) -> Keyring:
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise LinkError(f"{path}: others on this machine can read the signing keys.", cure=f"Run: chmod 600 '{path}'")
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["keys"]
        keys = tuple(
            Key(
                str(each["id"]),
                bytes.fromhex(each["secret"]),
                KeyState(each["state"]),
                date.fromisoformat(each["made_on"]),
            )
            for each in entries
        )
    except (ValueError, KeyError, TypeError):
        keys = ()
    ids = "".join(key.id for key in keys)
    sound = (
        ids
        and ids == string.ascii_uppercase[: len(ids)]
        and all(len(key.secret) >= SECRET_BYTES for key in keys)
        and sum(key.state is KeyState.ACTIVE for key in keys) == 1
    )
    if not sound:
        raise LinkError(
            f"{path}: this is not a whole file of signing keys.",
            cure="Put back your copy of it. Without it no printed poster can be verified, so it is not made anew.",
        )
    return Keyring(keys, path)
