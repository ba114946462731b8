"""The Drive methods that are served, by Google's names for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import datetime

from starlette.responses import Response

from .. import clock, ids, masks, wire
from ..account import OWNER_EMAIL
from ..discovery import load
from ..front import Call, Handler, Reply
from ..refusal import Refusal
from ..wire import Json
from . import content, files, listing, locks, permissions, shared, shown
from .sharing import NOTHING
from .shown import resource

FILE_MASK = masks.parse("kind,id,name,mimeType,driveId,teamDriveId")
NEEDS_FIELDS = "The 'fields' parameter is required for this method."
PARENTS = "The parents field is not directly writable in update requests. Use the addParents and removeParents parameters instead."
PROPERTY_MAX = 124
TOO_LONG = (
    "Properties and app properties are limited to 124 bytes in UTF-8 encoding, counting both the key and the value."
)
NO_OWN_ID = "Generated IDs are not supported for Docs Editors formats."
DOWNLOAD = wire.DRIVE | {"cache-control": "private, max-age=0, must-revalidate", "content-disposition": "attachment"}
READ_ONLY = """
    capabilities createdTime driveId explicitlyTrashed exportLinks fileExtension fullFileExtension hasAugmentedPermissions
    hasThumbnail headRevisionId iconLink id imageMediaMetadata isAppAuthorized labelInfo lastModifyingUser md5Checksum
    modifiedByMe modifiedByMeTime ownedByMe owners permissionIds permissions quotaBytesUsed resourceKey sha1Checksum
    sha256Checksum shared sharedWithMeTime sharingUser size spaces teamDriveId thumbnailLink thumbnailVersion trashedTime
    trashingUser version videoMediaMetadata viewedByMe webContentLink webViewLink
"""
WRITABLE = frozenset(load("drive").schemas["File"]["properties"]) - frozenset(READ_ONLY.split())
"""What files.update and files.copy may set."""
SAID = "description originalFilename folderColorRgb writersCanShare copyRequiresWriterPermission shortcutDetails"
"""Of these what is only shown again."""


def create(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """files.create: a spreadsheet gets its first tab, or what was sent; another file holds what was sent."""
    name, kind = call.body.get("name", "Untitled"), call.sent.kind if call.sent else ""
    kind = content.kind_of(kind, name)
    mime = _type(call, kind, own=(*files.MAKERS, files.MIME["folder"], files.MIME["shortcut"]))
    if call.body.get("id") and mime in files.MAKERS:
        raise Refusal(403, NO_OWN_ID)
    if call.body.get("id") and mime == files.MIME["shortcut"]:
        raise Refusal(400, "The provided file ID is not usable.", reason="invalid")
    if call.sent and mime in files.MAKERS:  # what is converted loses its ending
        call.sent.kind, name = kind, name.removesuffix(".csv")
        call.body["name"] = name
    if files.find(db, call.body.get("id", "")):
        raise Refusal(409, "A file already exists with the provided ID.", reason="fileIdInUse", location="file.id")
    if mime == files.MIME["shortcut"]:
        target = files.get(db, call.body.get("shortcutDetails", {}).get("targetId", ""))
        if target.id == files.ROOT:
            raise Refusal(500, "Internal Error", reason="internalError")
        call.body["shortcutDetails"] = {"targetId": target.id, "targetMimeType": target.mime}
    file_id = files.insert(db, mime, name, when, file_id=call.body.get("id", ""))
    if mime in files.MAKERS:
        files.MAKERS[mime](db, file_id, when)
    _hold(db, file_id, mime, call, when)
    _set(db, file_id, call.body, call, when)
    return _made(db, call, file_id)


def _type(call: Call, kind: str, *, own: Collection[str] = ()) -> str:
    """The MIME type of a file: as the request says, else that of what was sent. Raises Refusal for one of Google's not in `own`."""
    mime: str = call.body.get("mimeType") or kind
    if not content.TYPE.fullmatch(mime):
        raise Refusal(400, "Invalid MIME type provided for the uploaded content.", reason="badRequest")
    if mime.startswith(content.OWN) and mime not in own:
        raise Refusal(501, f"Sandbox: files of type {mime} are not served.")
    return mime


def _made(db: sqlite3.Connection, call: Call, file_id: str) -> Reply:
    """The new file as it is shown. A service account that made it, in the shared drive, goes on writing it."""
    if call.login.service:
        permissions.create(db, file_id, {"type": "user", "role": "writer", "emailAddress": call.login.account})
    return Reply(resource(db, call, files.get(db, file_id)), mask=FILE_MASK)


def _hold(db: sqlite3.Connection, file_id: str, mime: str, call: Call, when: datetime) -> None:
    """Let a file hold what was sent, which is turned into one of Google's own kinds when the file is one. Raises Refusal."""
    if not mime.startswith(content.OWN):
        content.put(db, file_id, call.sent.media if call.sent else b"")
    elif call.sent is not None:
        kind = content.kind_of(call.sent.kind, call.body.get("name", ""))
        if (mime, kind) not in files.IMPORTERS:
            raise Refusal(501, f"Sandbox: {kind} as {mime} is not served.")
        files.IMPORTERS[mime, kind](db, file_id, call.sent.media, call.sent.name, when)


def get(db: sqlite3.Connection, call: Call, when: datetime) -> Reply | Response:
    """files.get."""
    content.check_acknowledged(call)
    file = files.get(db, call.path["fileId"])
    if call.text("alt") == "media":
        if not file.mime.startswith(content.OWN):
            return content.fetched(db, file.id, file.mime, call.request.headers.get("range", ""))
        text = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
        raise Refusal(403, text, reason="fileNotDownloadable", location="alt")
    return Reply(resource(db, call, file), mask=FILE_MASK)


def update(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """files.update: the metadata, and what the file holds."""
    file = files.get(db, call.path["fileId"])
    if "parents" in call.body:
        raise Refusal(403, PARENTS, reason="fieldNotWritable")
    _check_writable(call.body)
    if file.id == files.ROOT and call.body:
        raise Refusal(403, "This file is never writable.", reason="fileNeverWritable")
    if call.body or call.sent is not None:
        files.touch(db, file.id, when)
    if call.sent is not None:
        _hold(db, file.id, file.mime, call, when)
        if not file.mime.startswith(content.OWN):
            kind = content.kind_of(call.sent.kind, call.body.get("name", file.name))
            files.change(db, file.id, {"mime": _type(call, kind)})
    _set(db, file.id, call.body, call, when)
    return Reply(resource(db, call, files.get(db, file.id)), mask=FILE_MASK)


def _check_writable(body: Json) -> None:
    """Refuse what only create, or only Drive itself, sets. Raises Refusal."""
    if set(body) - WRITABLE:
        text = "The resource body includes fields which are not directly writable."
        raise Refusal(403, text, reason="fieldNotWritable")


def _check_properties(body: Json) -> None:
    """Refuse a property that is too long. Raises Refusal."""
    for name in ("properties", "appProperties"):
        for key, value in body.get(name, {}).items():
            if len(f"{key}{value or ''}".encode()) > PROPERTY_MAX:
                raise Refusal(403, TOO_LONG, reason="propertyLengthLimitExceeded")


def _set(db: sqlite3.Connection, file_id: str, body: Json, call: Call, when: datetime) -> None:
    _check_properties(body)
    file = files.get(db, file_id)
    columns: Json = {name: body[name] for name in ("name", "trashed", "starred") if name in body}
    files.say(db, file, {name: body[name] for name in SAID.split() if name in body})
    for name, column in (("createdTime", "created"), ("modifiedTime", "modified")):
        if name in body:
            columns[column] = clock.stamp(body[name])
    for name, column, known in (
        ("properties", "properties", file.properties),
        ("appProperties", "app_properties", file.app_properties),
    ):
        if name in body:
            columns[column] = {key: value for key, value in (known | body[name]).items() if value is not None}
    wanted = body.get("parents") or [one for one in call.text("addParents").split(",") if one]
    away = call.text("removeParents").split(",")
    columns["parents"] = wanted if shared.opens(db, call, wanted) else files.placed(db, file, wanted, away)
    files.change(db, file_id, columns)
    if "trashed" in columns or tuple(columns["parents"]) != file.parents:
        files.follow_folders(db)
    if "contentRestrictions" in body:
        locks.put(db, file_id, body["contentRestrictions"], when)
    if "name" in columns and file.mime in files.RENAMERS:
        files.RENAMERS[file.mime](db, file_id, columns["name"])


def delete(db: sqlite3.Connection, call: Call, when: datetime) -> Response:
    """files.delete: 204, empty."""
    file = files.get(db, call.path["fileId"])
    if file.id == files.ROOT:
        text = "The user does not have sufficient permissions for this file."
        raise Refusal(403, text, reason="insufficientFilePermissions")
    files.delete(db, file.id)
    return NOTHING()


def empty_trash(db: sqlite3.Connection, call: Call, when: datetime) -> Response:
    """files.emptyTrash: 204, empty."""
    for file in files.every(db):
        if file.trashed and file.owner == OWNER_EMAIL:
            files.delete(db, file.id)
    return NOTHING()


def generate_ids(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """files.generateIds: ids that files.create takes."""
    count = listing.page_size(call, 1000, "count") or 10
    return Reply({"kind": "drive#generatedIds", "space": "drive", "ids": [ids.folder_id() for _ in range(count)]})


def copy(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """files.copy, beside the file unless a parent is given; what Google's editors make becomes `Copy of ...`, unless named."""
    file = files.get(db, call.path["fileId"])
    if file.mime.startswith(content.OWN) and file.mime not in files.COPIERS:  # a folder
        raise Refusal(403, "This file cannot be copied by the user.", reason="cannotCopyFile")
    _check_writable(call.body)
    if (wanted := call.body.get("mimeType", file.mime)) != file.mime:
        raise Refusal(501, f"Sandbox: a copy of {file.mime} as {wanted} is not served.")
    usual = f"Copy of {file.name}" if file.mime.startswith(content.OWN) else file.name
    new = files.insert(db, file.mime, call.body.get("name", usual), when)
    if file.mime in files.COPIERS:
        files.COPIERS[file.mime](db, file.id, new, when)
    else:
        content.copy(db, file.id, new)
    there = [one for one in file.parents if files.find(db, one)]
    beside = {"appProperties": file.app_properties, "parents": there}
    _set(db, new, {**beside, **call.body}, call, when)
    if shared.holds(db, file.id):
        shared.move(db, new)
    files.follow_folders(db)
    return _made(db, call, new)


def export(db: sqlite3.Connection, call: Call, when: datetime) -> Response:
    """files.export: the bytes in the wanted format."""
    wanted = call.text("mimeType")
    if "mimeType" not in call.query:
        raise Refusal(400, "Required parameter: mimeType", reason="required", location="mimeType")
    file = files.get(db, call.path["fileId"])
    if file.mime not in files.EXPORTERS:
        text = "Export only supports Docs Editors files."
        raise Refusal(403, text, reason="fileNotExportable", location="")
    made = files.EXPORTERS[file.mime](db, file.id, wanted.lower())
    return Response(made, headers={**DOWNLOAD, "content-type": wanted})


def about(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """about.get: who is logged in; needs `fields`."""
    if not call.text("fields"):
        raise Refusal(400, NEEDS_FIELDS, reason="required", location="fields")
    return Reply(shown.about(full=call.request.scope.get("sandbox.full", False)))


def comments(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """comments.list: there are none; needs `fields`."""
    files.get(db, call.path["fileId"])
    if not call.text("fields"):
        raise Refusal(400, NEEDS_FIELDS, reason="required", location="fields")
    return Reply({"kind": "drive#commentList", "comments": []})


HANDLERS: dict[str, Handler] = {
    "drive.files.create": create,
    "drive.files.get": get,
    "drive.files.update": update,
    "drive.files.list": listing.list_files,
    "drive.files.delete": delete,
    "drive.files.emptyTrash": empty_trash,
    "drive.files.generateIds": generate_ids,
    "drive.drives.list": listing.drives,
    "drive.files.copy": copy,
    "drive.files.export": export,
    "drive.about.get": about,
    "drive.comments.list": comments,
}
