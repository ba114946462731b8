"""Google Drive: finding our files again by the marks on them, and who may respond to a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ..errors import ForbiddenError
from ..nouns.gateway import SHEET_TYPE
from ..nouns.google import DriveFile, Permission
from .caller import Caller, Quota

T = TypeVar("T")
_FILE_FIELDS = "id,name,mimeType,createdTime,trashed,appProperties"
_PERMISSION_FIELDS = "id,type,role,view"
_ANYWHERE = {"supportsAllDrives": True}
"""Without it a form or sheet that an office has moved into a shared drive is not found."""


class Drive:
    """Files of the account that is logged in. Every method raises GoogleError and nothing else of Google's."""

    def __init__(self, service: Any, caller: Caller) -> None:
        self._files = service.files()
        self._permissions = service.permissions()
        self._about = service.about()
        self._caller = caller

    def find(self, mime_type: str, *, name: str = "", marks: Mapping[str, str] | None = None) -> tuple[DriveFile, ...]:
        """Files of this type that are not in the bin and carry the name and all the marks; the oldest first.

        Google's search by name and by marks lags behind a create; its list of files of a type does not. So all files of
        the type are listed (our login sees those that this program made) and compared here.
        """
        asked: dict[str, Any] = {
            "q": f"mimeType = '{mime_type}' and trashed = false",
            "pageSize": 1000,
            "includeItemsFromAllDrives": True,
            "fields": f"nextPageToken,files({_FILE_FIELDS})",
            **_ANYWHERE,
        }
        pages = self._caller.pages(self._files, asked, "Looking for our files", _files, quota=Quota.DRIVE)
        marked = (marks or {}).items()
        fitting = [
            file
            for page in pages
            for file in page
            if (not name or file.name == name) and marked <= dict(file.marks).items()
        ]
        return tuple(sorted(fitting, key=lambda file: (file.created, file.id)))

    def get(self, file_id: str, *, subject: str = "") -> DriveFile:
        """One file, also when it lies in the bin; `subject` ("sheet") is what a refusal speaks of."""
        request = self._files.get(fileId=file_id, fields=_FILE_FIELDS, **_ANYWHERE)
        return self._send(request, "Looking at the file", _file, subject=subject)

    def create_spreadsheet(self, name: str, *, marks: Mapping[str, str]) -> DriveFile:
        """A new spreadsheet that carries the marks from its first moment. Never repeated: look for the marks instead."""
        body = {"name": name, "mimeType": SHEET_TYPE, "appProperties": dict(marks)}
        request = self._files.create(body=body, fields=_FILE_FIELDS)
        return self._send(request, "Creating the response sheet", _file, subject="new", repeatable=False)

    def rename(self, file_id: str, name: str, *, marks: Mapping[str, str]) -> None:
        """Set the name of a file and add marks to it."""
        body = {"name": name, "appProperties": dict(marks)}
        self._send(self._files.update(fileId=file_id, body=body, fields="id", **_ANYWHERE), "Naming the file", dict)

    def copy(self, file_id: str, name: str, *, marks: Mapping[str, str]) -> DriveFile:
        """A copy of a file under a name and marks of its own. Never repeated: look for the marks instead."""
        body = {"name": name, "appProperties": dict(marks)}
        request = self._files.copy(fileId=file_id, body=body, fields=_FILE_FIELDS, **_ANYWHERE)
        return self._send(request, "Copying the form", _file, subject="copy", repeatable=False)

    def delete(self, file_id: str) -> None:
        """Remove a file for good. Only for throw-away files that this program made. In a shared drive only a manager may: for others
        it goes into the bin."""
        try:
            self._send(self._files.delete(fileId=file_id, **_ANYWHERE), "Removing the temporary file", dict, empty=True)
        except ForbiddenError:
            request = self._files.update(fileId=file_id, body={"trashed": True}, fields="id", **_ANYWHERE)
            self._send(request, "Removing the temporary file", dict)

    def permissions(self, form_id: str) -> tuple[Permission, ...]:
        """Who may open, edit or respond to the form."""
        asked: dict[str, Any] = {
            "fileId": form_id,
            "includePermissionsForView": "published",
            "fields": f"nextPageToken,permissions({_PERMISSION_FIELDS})",
            **_ANYWHERE,
        }
        pages = self._caller.pages(
            self._permissions, asked, "Checking who may respond to the form", _permissions, quota=Quota.DRIVE, subject="form"
        )  # fmt: skip
        return tuple(permission for page in pages for permission in page)

    def let_anyone_respond(self, form_id: str) -> Permission:
        """Let everybody respond to the form (not see or edit it). Never repeated: list the permissions instead."""
        body = {"type": "anyone", "role": "reader", "view": "published"}
        request = self._permissions.create(fileId=form_id, body=body, fields=_PERMISSION_FIELDS, **_ANYWHERE)
        return self._send(request, "Allowing anyone to respond", _permission, subject="sharing", repeatable=False)

    def account(self) -> str:
        """The e-mail address of the account that is logged in."""
        request = self._about.get(fields="user(emailAddress)")
        return self._send(
            request, "Asking who is logged in", lambda reply: str(reply.get("user", {}).get("emailAddress", ""))
        )

    def fullness(self) -> float:
        """How much of the account's storage is used, from 0 to 1; 0 where it has no limit."""
        request = self._about.get(fields="storageQuota(limit,usage)")
        return self._send(request, "Asking for the room in the account", _fullness)

    def _send(
        self, request: Any, doing: str, read: Callable[[Any], T], *, subject: str = "", repeatable: bool = True,
        empty: bool = False,
    ) -> T:  # fmt: skip
        return self._caller.ask(
            request, doing, read, quota=Quota.DRIVE, subject=subject, repeatable=repeatable, empty=empty
        )


def _files(reply: Mapping[str, Any]) -> list[DriveFile]:
    return [_file(each) for each in reply.get("files", ())]


def _permissions(reply: Mapping[str, Any]) -> list[Permission]:
    return [_permission(each) for each in reply.get("permissions", ())]


def _fullness(reply: Mapping[str, Any]) -> float:
    quota = reply.get("storageQuota", {})
    limit = int(quota.get("limit", 0))
    return int(quota["usage"]) / limit if limit else 0.0


def _file(resource: Mapping[str, Any]) -> DriveFile:
    return DriveFile(
        id=resource["id"],
        name=resource.get("name", ""),
        mime_type=resource.get("mimeType", ""),
        created=resource.get("createdTime", ""),
        trashed=bool(resource.get("trashed")),
        marks=dict(resource.get("appProperties", {})),
    )


def _permission(resource: Mapping[str, Any]) -> Permission:
    return Permission(resource["id"], resource.get("type", ""), resource.get("role", ""), resource.get("view", ""))
