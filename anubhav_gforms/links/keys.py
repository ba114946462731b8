"""The signing keys of a campaign as values: a letter, a secret and a fingerprint each. Where they lie: `key_file`."""

from __future__ import annotations

import secrets
import string
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from ..errors import LinkError

SECRET_BYTES = 32
_FINGERPRINT = b"anubhav/key/1\0"


class KeyState(StrEnum):
    """What a key is good for. Rotation makes the active key an accepted one; a leaked key is retired."""

    ACTIVE = "active"
    ACCEPTED = "accepted"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Key:
    """One signing key."""

    id: str
    """The letter A-Z that stands in every code that it signed."""
    secret: bytes
    """32 random bytes. Never shown, logged, or written anywhere but into the key file and a backup sheet."""
    state: KeyState
    """What it is good for."""
    made_on: date
    """The office's day on which it was made."""
    retired_from: date | None = None
    """Of a retired key: the first day whose responses are no longer accepted; None: none ever is."""

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits in groups of four, by which two keys are told apart; nothing of the secret is in it."""
        digits = sha256(_FINGERPRINT + self.secret).hexdigest()
        return "-".join(digits[start : start + 4] for start in range(0, 16, 4))

    def accepts(self, day: date | None) -> bool:
        """Whether a response of that day counts under this key; of no known day, only while it is not retired."""
        if self.state is not KeyState.RETIRED:
            return True
        return day is not None and self.retired_from is not None and day < self.retired_from

    def __repr__(self) -> str:
        return f"Key(id={self.id!r}, state={self.state.value!r}, made_on={self.made_on.isoformat()!r})"


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What data/registry.json keeps of a key, so that no other key is ever taken for it. Days are ISO texts."""

    letter: str
    """A-Z, as in the codes."""
    fingerprint: str
    """`Key.fingerprint`; "" of a key that was lost before fingerprints were kept."""
    made_on: str
    """The day on which it was made; "" when that is not known."""
    retired_from: str = ""
    """The first day whose responses are no longer accepted; "" while it is not retired."""
    lost_on: str = ""
    """The day on which the office gave the key up and agreed to print again; "" while it is needed."""
    backed_up_on: str = ""
    """The day of the newest backup sheet; "" when there is none."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """All signing keys of a campaign, oldest first, and the file that they came from (None: never saved)."""

    keys: tuple[Key, ...]
    path: Path | None = field(default=None, compare=False)

    @property
    def active(self) -> Key:
        """The key that signs new codes."""
        return next(key for key in self.keys if key.state is KeyState.ACTIVE)

    def key(self, key_id: str) -> Key | None:
        """The key with this letter, whatever its state; None when it is not here."""
        return next((key for key in self.keys if key.id == key_id), None)

    @classmethod
    def make(cls, *, letter: str = "A", today: date | None = None) -> Keyring:
        """A ring with one new random key. Nothing is saved."""
        return cls((new_key(letter, today),))

    def rotate(self, letter: str = "", *, today: date | None = None) -> Keyring:
        """The ring with a new key that signs from now on. Codes of the present key stay accepted.

        The new key gets the next letter unless one is given. Nothing is saved. Raises LinkError after Z.
        """
        kept = tuple(
            replace(key, state=KeyState.ACCEPTED) if key.state is KeyState.ACTIVE else key for key in self.keys
        )
        letter = letter or next_letter([key.id for key in self.keys])
        return replace(self, keys=(*kept, new_key(letter, today)))

    def retire(self, key_id: str, since: date | None = None) -> Keyring:
        """The ring in which codes of this older key are no longer accepted: of responses from a day on, None: of any.

        Nothing is saved. Raises LinkError for a letter that is not here, and for the active key: rotate first.
        """
        key = self.key(key_id)
        if key is None:
            raise LinkError(
                "There is no key {key_id}.",
                cure="Keys: {id}.",
                key_id=key_id,
                id=", ".join(each.id for each in self.keys),
            )
        if key.state is KeyState.ACTIVE:
            raise LinkError(
                "Key {key_id} signs new codes.", cure="Make its successor first: anubhav keys rotate", key_id=key_id
            )
        gone = replace(key, state=KeyState.RETIRED, retired_from=since)
        return replace(self, keys=tuple(gone if each is key else each for each in self.keys))

    def as_recorded(self, records: Sequence[KeyRecord]) -> Keyring:
        """The ring with what the registry says of its keys: the newest record signs, a retired one ends on its day.

        A key that the registry does not know yet (its recording was cut off) still verifies, and signs nothing.
        """
        known = {record.letter: record for record in records if not record.lost_on}
        newest = next((record.letter for record in reversed(records) if record.letter in known), "")
        if self.key(newest) is None:
            return self
        keys = []
        for key in self.keys:
            record = known.get(key.id)
            if key.id == newest:
                key = replace(key, state=KeyState.ACTIVE, retired_from=None)
            elif record and record.retired_from:
                key = replace(key, state=KeyState.RETIRED, retired_from=date.fromisoformat(record.retired_from))
            else:
                key = replace(key, state=KeyState.ACCEPTED, retired_from=None)
            keys.append(key)
        return replace(self, keys=tuple(keys))


def new_key(letter: str, today: date | None = None) -> Key:
    """A new random key that signs."""
    made_on = today or date.today()  # noqa: DTZ011 - the day on the office's wall, for people to read
    return Key(letter, secrets.token_bytes(SECRET_BYTES), KeyState.ACTIVE, made_on)


def next_letter(used: Sequence[str]) -> str:
    """The letter after the last one that was ever used. Raises LinkError after Z."""
    last = max((string.ascii_uppercase.index(letter) for letter in used), default=-1)
    if last + 1 >= len(string.ascii_uppercase):
        raise LinkError("All 26 key letters are used.", cure="Begin a new campaign id with new posters.")
    return string.ascii_uppercase[last + 1]


def record_of(key: Key) -> KeyRecord:
    """What the registry keeps of a key of the ring."""
    return KeyRecord(
        letter=key.id,
        fingerprint=key.fingerprint,
        made_on=key.made_on.isoformat(),
        retired_from=key.retired_from.isoformat() if key.retired_from else "",
    )
