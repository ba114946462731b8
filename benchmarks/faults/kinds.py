"""What may go wrong at a call that changes a file, and at which."""

from __future__ import annotations

import errno
from enum import Enum


class Kind(Enum):
    """What goes wrong at a call."""

    BEFORE = "kill -9 before"
    AFTER = "kill -9 after"
    TORN = "kill -9, half written"
    FULL = "disk full from here on"
    BROKEN = "I/O error"
    POWER = "power gone, unsynced lost"
    NO_LOCKS = "no locks left (ENOLCK)"
    LOCKLESS = "locks unknown (ENOSYS)"


KILLS = (Kind.BEFORE, Kind.AFTER, Kind.TORN, Kind.POWER)
LOCKS = {Kind.NO_LOCKS: errno.ENOLCK, Kind.LOCKLESS: errno.ENOSYS}
NEED_ROOM = ("create", "write", "mkdir", "link", "symlink")


def kinds_at(call: str) -> list[Kind]:
    """Every way in which this call can be struck."""
    if call == "lock":
        return list(LOCKS)
    if call == "end":
        return [Kind.POWER]
    room = [Kind.FULL] if call in NEED_ROOM or call == "fsync" else []
    torn = [Kind.TORN] if call == "write" else []
    return [Kind.BEFORE, Kind.AFTER, *torn, *room, Kind.BROKEN, Kind.POWER]
