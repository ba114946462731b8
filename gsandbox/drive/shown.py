"""A file as Drive shows it, with all the fields that the sandbox knows of."""

from __future__ import annotations

from typing import Any

from ..account import OWNER_EMAIL, OWNER_ID
from ..front import Call
from . import files, permissions
from .files import File

Json = dict[str, Any]

USER: Json = {
    "kind": "drive#user",
    "displayName": "Sandbox user",
    "me": True,
    "permissionId": OWNER_ID,
    "emailAddress": OWNER_EMAIL,
}
LINKS = {"form": "forms", "spreadsheet": "spreadsheets", "document": "document"}


def resource(call: Call, file: File) -> Json:
    """The file, all fields."""
    with call.request.app.state.world.transaction() as db:
        granted = permissions.of(db, file.id)
    shown: Json = {
        "kind": "drive#file",
        "id": file.id,
        "name": file.name,
        "mimeType": file.mime,
        "starred": file.starred,
        "trashed": file.trashed,
        "explicitlyTrashed": file.trashed,
        "parents": list(file.parents),
        "spaces": ["drive"],
        "version": str(file.version),
        "webViewLink": _link(file),
        "createdTime": file.created,
        "modifiedTime": file.modified,
        "owners": [USER],
        "lastModifyingUser": USER,
        "ownedByMe": True,
        "shared": len(granted) > 1,
        "writersCanShare": True,
        "permissionIds": [one.id for one in granted],
        "permissions": [one.resource() for one in granted],
    }
    if file.description is not None:
        shown["description"] = file.description
    if file.properties:
        shown["properties"] = file.properties
    if file.app_properties:
        shown["appProperties"] = file.app_properties
    return shown


def _link(file: File) -> str:
    for kind, word in LINKS.items():
        if file.mime == files.MIME[kind]:
            return f"https://docs.google.com/{word}/d/{file.id}/edit?usp=drivesdk"
    return f"https://drive.google.com/drive/folders/{file.id}"
