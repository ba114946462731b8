"""Who is logged in: session ids that only the browser knows, tokens for its forms, and the lock after wrong passwords."""

from __future__ import annotations

import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from .roles import Officer

HOURS = 12
"""A session ends so long after its login, whatever was done in it; one in which nobody logged in, after one hour."""
MOST_SESSIONS = 2000
PROVEN_SECONDS = 600.0
"""So long after the password single responses open without it."""
TRIES = 5
"""Wrong passwords for one name from one address before it waits; ten times as many from everywhere."""
LOCK_SECONDS = 900.0
MOST_COUNTED = 10_000
"""Names and addresses whose failures are remembered; the oldest go first. One address fills 51 of them and is locked."""
ONCE_SECONDS = 600.0
"""The address that is printed at the start opens the desk once, within ten minutes."""
Clock = Callable[[], float]


@dataclass(slots=True)
class Session:
    """One browser. `officer`: None before the login. `token`: what its forms must send back."""

    officer: Officer | None
    began: float
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    proven: float = float("-inf")  # when the password was last given

    @property
    def is_proven(self) -> bool:
        """Whether the password was given a moment ago."""
        return time.monotonic() - self.proven < PROVEN_SECONDS

    def made(self, form: Mapping[str, str]) -> bool:
        """Whether a page of this session made the form."""
        return hmac.compare_digest(form.get("token", "").encode(), self.token.encode())


class Sessions:
    """The sessions of this run, kept in memory under the hash of their id: who reads the memory of a backup finds none."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, Session] = {}

    def find(self, identity: str) -> Session | None:
        """The session with this id, unless it is over."""
        key = _hashed(identity)
        session = self._kept.get(key)
        if session and self._clock() - session.began > (HOURS if session.officer else 1) * 3600:
            del self._kept[key]
            return None
        return session

    def begin(self, officer: Officer | None, *, instead_of: str = "") -> tuple[str, Session]:
        """A new session with an id that nobody knew before; the one that the browser had until now is over."""
        self.end(instead_of)
        if len(self._kept) >= MOST_SESSIONS:
            self._make_room()
        identity = secrets.token_urlsafe(32)
        session = self._kept[_hashed(identity)] = Session(officer, self._clock())
        if officer and officer.with_password:
            session.proven = self._clock()
        return identity, session

    def end(self, identity: str) -> None:
        """Log out."""
        self._kept.pop(_hashed(identity), None)

    def end_of(self, names: set[str]) -> None:
        """End the sessions of all accounts but those with these names."""
        gone = [
            key
            for key, session in self._kept.items()
            if session.officer and session.officer.with_password and session.officer.name not in names
        ]
        for key in gone:
            del self._kept[key]

    @property
    def logged_in(self) -> int:
        """How many sessions belong to an officer."""
        return sum(each.officer is not None for each in self._kept.values())

    def _make_room(self) -> None:
        """Those that nobody logged in to go first, the oldest before the others."""
        order = sorted(self._kept.items(), key=lambda pair: (pair[1].officer is not None, pair[1].began))
        for key, _ in order[: MOST_SESSIONS // 10]:
            del self._kept[key]


class LockOut:
    """Counts wrong passwords: a name waits after `TRIES` from one address, so that a stranger elsewhere locks nobody out at once."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._failed: dict[str, deque[float]] = {}

    def waits(self, name: str, address: str) -> bool:
        """Whether this name may not be tried now from there, be the password right or wrong."""
        since, failed = self._clock() - LOCK_SECONDS, self._failed
        return any(sum(moment > since for moment in failed.get(key, ())) >= most for key, most in _keys(name, address))

    def failed(self, name: str, address: str) -> None:
        """A wrong password."""
        if len(self._failed) > MOST_COUNTED:
            self._failed = dict(list(self._failed.items())[MOST_COUNTED // 2 :])
        for key, most in _keys(name, address):
            self._failed.setdefault(key, deque(maxlen=most)).append(self._clock())

    def passed(self, name: str, address: str) -> None:
        """A right one: the count of this name from there begins again."""
        self._failed.pop(_keys(name, address)[0][0], None)


def _keys(name: str, address: str) -> tuple[tuple[str, int], ...]:
    """What is counted, and how many of it are too many."""
    return ((_hashed(f"{name}\n{address}"), TRIES), (_hashed(name), 10 * TRIES), (_hashed(f"\n{address}"), 10 * TRIES))


class OnceKeys:
    """Keys that open the desk on this computer: each once, and only for `ONCE_SECONDS`."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, float] = {}

    def make(self, *, lasting: bool = False) -> str:
        """A new key; one that is `lasting` waits in a private file and has no end."""
        key = secrets.token_urlsafe(24)
        self._kept[_hashed(key)] = float("inf") if lasting else self._clock() + ONCE_SECONDS
        return key

    def take(self, key: str) -> bool:
        """Whether the key opens; it never does again."""
        return self._clock() <= self._kept.pop(_hashed(key), float("-inf"))


def _hashed(identity: str) -> str:
    return sha256(identity.encode()).hexdigest()
