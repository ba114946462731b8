"""What has changed in Drive since a token: each file once, by its last change."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from itertools import islice

from .. import masks, oauth
from ..front import Call, Handler, Reply
from ..refusal import Refusal
from ..wire import Json
from . import files, listing, permissions, shared
from .shown import resource

SEEN = "name, modified, version, trashed, starred, parents, properties, app_properties"
"""What of a file is a change when it is another."""


def _trigger(name: str, event: str, file_id: str, removed: int, at: str) -> str:
    """The number that a file had goes, and it gets the next one; what becomes of a file's permissions with it is no change."""
    beside = f"WHEN EXISTS (SELECT 1 FROM files WHERE id = {file_id})" if event.endswith("permissions") else ""  # noqa: S608  # constants
    return f"""
CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} {beside} BEGIN
  DELETE FROM drive_changes WHERE file_id = {file_id};
  INSERT INTO drive_changes (file_id, removed, at) VALUES ({file_id}, {removed}, {at});
END;
"""  # noqa: S608  # constants


MODIFIED = "(SELECT modified FROM files WHERE id = {}.file_id)"
SCHEMA = """
CREATE TABLE IF NOT EXISTS drive_changes (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  file_id TEXT NOT NULL UNIQUE,
  removed INTEGER NOT NULL,
  at TEXT NOT NULL
);
""" + "".join(
    _trigger(*one)
    for one in (
        ("file_made", "INSERT ON files", "NEW.id", 0, "NEW.modified"),
        ("file_changed", f"UPDATE OF {SEEN} ON files", "NEW.id", 0, "NEW.modified"),
        ("file_gone", "DELETE ON files", "OLD.id", 1, "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"),
        ("file_shared", "INSERT ON permissions", "NEW.file_id", 0, MODIFIED.format("NEW")),
        ("file_shared_otherwise", "UPDATE ON permissions", "NEW.file_id", 0, MODIFIED.format("NEW")),
        ("file_withdrawn", "DELETE ON permissions", "OLD.file_id", 0, MODIFIED.format("OLD")),
    )
)
MASK = masks.parse(
    "kind,nextPageToken,newStartPageToken,changes(kind,type,changeType,time,removed,fileId,driveId,file(kind,id,name,mimeType))"
)


def start(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """changes.getStartPageToken: the number that the next change will have."""
    return Reply({"kind": "drive#startPageToken", "startPageToken": str(_next(db))})


def _next(db: sqlite3.Connection) -> int:
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'drive_changes'").fetchone()
    return (row[0] if row else 0) + 1


def list_changes(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """changes.list: from the token's number on. Raises Refusal for what is no token."""
    size = listing.page_size(call, 1000) or 100
    token = call.text("pageToken")
    if not token:
        raise Refusal(400, "Required parameter: pageToken", reason="required", location="pageToken")
    if not token.isdecimal() or len(token) > 15:
        raise Refusal(400, "Invalid Value", reason="invalid", location="pageToken")
    query = "SELECT number, file_id, removed, at FROM drive_changes WHERE number >= ? ORDER BY number"
    told = (
        (number, change) for number, *rest in db.execute(query, (int(token),)) if (change := _change(db, call, *rest))
    )
    found = [*islice(told, size + 1)]  # of a long feed no page looks at more than it shows
    page, more = [change for _, change in found[:size]], found[size:]
    further = {"nextPageToken": str(more[0][0])} if more else {"newStartPageToken": str(_next(db))}
    return Reply({"kind": "drive#changeList", **further, "changes": page}, mask=MASK)


def _change(db: sqlite3.Connection, call: Call, file_id: str, removed: int, at: str) -> Json | None:
    """One change as this login sees it; None where it does not."""
    seen: Json = {"kind": "drive#change", "type": "file", "changeType": "file", "time": at, "removed": bool(removed)}
    if removed:
        return None if call.written("includeRemoved") == "false" else {**seen, "fileId": file_id}
    file = files.get(db, file_id)
    own = call.login.own_files_only(call.method) and not file.by_app
    unshared = call.login.service and not permissions.shared_with(db, file_id, call.login.account)
    unknown = shared.holds(db, file_id) and not shared.known_to(
        call, "includeItemsFromAllDrives", "includeTeamDriveItems"
    )
    if file_id == files.ROOT or file_id in oauth.foreign(db) or own or unshared or unknown:
        return None
    return {**seen, "fileId": file_id, "file": resource(db, call, file)}


HANDLERS: dict[str, Handler] = {"drive.changes.getStartPageToken": start, "drive.changes.list": list_changes}
