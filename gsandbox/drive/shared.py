"""A shared drive: an organisation's own files, which Drive shows only to programs that say that they know of shared drives."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from starlette.responses import Response

from ..account import SHARED_DRIVE as DRIVE
from ..front import Call, Handler, Reply
from ..wire import Json
from . import files

SHOWN = {"kind": "drive#drive", "id": DRIVE, "name": "Office"}
INSIDE = json.dumps([DRIVE])
OWNERS_ALONE = ("owners", "ownedByMe", "shared", "permissions", "writersCanShare")
"""What a file tells only while somebody owns it."""


def move(db: sqlite3.Connection, file_id: str) -> None:
    """Let the file lie in the shared drive, which is there from then on. Raises Refusal, Drive's 404."""
    files.get(db, file_id)
    files.change(db, file_id, {"parents": [DRIVE]})


def every(db: sqlite3.Connection) -> set[str]:
    """The files in the shared drive; where there are none there is no such drive."""
    return {file_id for (file_id,) in db.execute("SELECT id FROM files WHERE parents = ?", (INSIDE,))}


def holds(db: sqlite3.Connection, file_id: str) -> bool:
    """Whether the file lies in the shared drive."""
    return db.execute("SELECT 1 FROM files WHERE id = ? AND parents = ?", (file_id, INSIDE)).fetchone() is not None


def opens(db: sqlite3.Connection, call: Call, wanted: list[str]) -> bool:
    """Whether a file may lie where it is wanted since that is the shared drive, of which the program knows."""
    return wanted == [DRIVE] and bool(every(db)) and known_to(call, "supportsAllDrives", "supportsTeamDrives")


def known_to(call: Call, *names: str) -> bool:
    """Whether one of these parameters says true, in just this word."""
    return "true" in [call.written(name) for name in names]


def minding(handler: Handler) -> Handler:
    """The method, for which a file of the shared drive is not there when the program does not know of shared drives. An export asks
    for no such word."""

    def served(db: sqlite3.Connection, call: Call, when: datetime) -> Json | Response:
        file_id, asks = call.path.get("fileId", ""), "supportsAllDrives" in call.method.parameters
        if asks and holds(db, file_id) and not known_to(call, "supportsAllDrives", "supportsTeamDrives"):
            raise files.unknown(file_id)
        given = handler(db, call, when)
        if call.method.id == "drive.permissions.list" and isinstance(given, Reply) and holds(db, file_id):
            given.value["permissions"] = [_member(one) for one in given.value["permissions"]]
        return given

    return served


def as_shown(file: Json) -> Json:
    """The file as Drive shows it in the shared drive: nobody owns it."""
    kept = {name: value for name, value in file.items() if name not in OWNERS_ALONE}
    added = {"hasAugmentedPermissions": False, "inheritedPermissionsDisabled": False}
    return {"kind": kept.pop("kind"), "driveId": DRIVE, **kept, "teamDriveId": DRIVE, **added}


def _member(one: Json) -> Json:
    """A permission there: who owned the file organises the drive, and so may do everything with it."""
    if one["role"] != "owner":
        return one
    details = {"permissionType": "member", "inheritedFrom": DRIVE, "role": "organizer", "inherited": True}
    shown: Json = {}
    for name, value in one.items():
        if name not in ("pendingOwner", "permissionDetails"):
            shown[name] = "organizer" if name == "role" else value
        if name == "type":
            shown["permissionDetails"] = [details]
    return shown
