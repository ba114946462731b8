"""Files whose content is locked ("Lock file" in Drive): nobody changes it over an API, not even its owner."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from ..clock import rfc3339
from ..wire import Json

SCHEMA = "CREATE TABLE IF NOT EXISTS locks (file_id TEXT PRIMARY KEY, reason TEXT, at TEXT NOT NULL) WITHOUT ROWID;"


def put(db: sqlite3.Connection, file_id: str, wished: Sequence[Json], when: datetime) -> None:
    """Lock a file, or open it again, as the field contentRestrictions says."""
    db.execute("DELETE FROM locks WHERE file_id = ?", (file_id,))
    for lock in wished:
        if lock.get("readOnly"):
            db.execute("REPLACE INTO locks VALUES (?, ?, ?)", (file_id, lock.get("reason"), rfc3339(when)))


def shown(db: sqlite3.Connection, file_id: str, owner: Json) -> list[Json]:
    """What Drive says of the lock of a file, in the recorded order; nothing for a file without one."""
    row = db.execute("SELECT reason, at FROM locks WHERE file_id = ?", (file_id,)).fetchone()
    if row is None:
        return []
    kind = {"type": "globalContentRestriction", "ownerRestricted": False, "systemRestricted": False}
    said = {"readOnly": True} | ({"reason": row[0]} if row[0] else {})
    return [said | {"restrictingUser": owner, "restrictionTime": row[1]} | kind]
