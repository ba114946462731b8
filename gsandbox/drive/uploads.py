"""Drive v2's files.update with content: what is sent takes the place of what a file holds."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from ..front import Call, Reply
from ..refusal import Refusal
from ..wire import Json
from . import files
from .shown import resource

V2 = "https://www.googleapis.com/drive/v2/files/"
SAME = """
    kind id mimeType explicitlyTrashed spaces version iconLink shared writersCanShare copyRequiresWriterPermission quotaBytesUsed
    exportLinks description
"""
RENAMED = {
    "title": "name",
    "fileSize": "size",
    "createdDate": "createdTime",
    "modifiedDate": "modifiedTime",
    "modifiedByMeDate": "modifiedByMeTime",
    "lastViewedByMeDate": "viewedByMeTime",
    "alternateLink": "webViewLink",
}


def upload(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """A simple upload over a file of Google's own kinds, which is converted. Raises Refusal for what has no importer."""
    assert call.sent is not None
    kind = call.sent.kind.partition(";")[0].strip().lower()
    file = files.get(db, call.path["fileId"])
    importer = files.IMPORTERS.get((file.mime, kind))
    if importer is None:
        raise Refusal(501, f"Sandbox: {kind or 'content'} sent over {file.mime} is not served.")
    importer(db, file.id, call.sent.media, call.sent.name, when)
    files.touch(db, file.id, when)
    return Reply(_in_v2(resource(db, call, files.get(db, file.id))))


def _in_v2(file: Json) -> Json:
    """The file as Drive v2 shows it, which names some things otherwise."""
    person = _person(file["lastModifyingUser"])
    shown = {name: file[name] for name in SAME.split() if name in file}
    shown |= {new: file[old] for new, old in RENAMED.items() if old in file}
    return shown | {
        "selfLink": V2 + file["id"],
        "userPermission": {"kind": "drive#permission", "id": "me", "type": "user", "role": "owner"}
        | {"selfLink": f"{V2}{file['id']}/permissions/me", "pendingOwner": False},
        "ownerNames": [owner["displayName"] for owner in file["owners"]],
        "owners": [_person(owner) for owner in file["owners"]],
        "lastModifyingUserName": person["displayName"],
        "lastModifyingUser": person,
        "editable": file["capabilities"]["canEdit"],
        "copyable": file["capabilities"]["canCopy"],
        "appDataContents": False,
        "parents": [
            {"kind": "drive#parentReference", "id": one, "isRoot": one == files.ROOT}
            | {"selfLink": f"{V2}{file['id']}/parents/{one}", "parentLink": V2 + one}
            for one in file.get("parents", ())
        ],
        "labels": {"starred": file["starred"], "trashed": file["trashed"], "viewed": True}
        | {"hidden": False, "restricted": False},
        "markedViewedByMeDate": "1970-01-01T00:00:00.000Z",
        "capabilities": {name: file["capabilities"][name] for name in ("canEdit", "canCopy")},
    }


def _person(user: Json) -> Json:
    return {"isAuthenticatedUser" if name == "me" else name: value for name, value in user.items()}
