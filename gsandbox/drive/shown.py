"""A file as Drive shows it, with all the fields that the sandbox knows of, and what Drive says of itself."""

from __future__ import annotations

import sqlite3

from ..account import OWNER_EMAIL, OWNER_ID, profile
from ..front import Call
from ..wire import Json
from . import content, locks, permissions, shared
from .files import MIME, File

STORAGE = "16106127360"
LINKS = {MIME["form"]: "forms", MIME["spreadsheet"]: "spreadsheets", MIME["document"]: "document"}
NATIVE_SIZE = "1024"
"""What Drive reckons for a file of its own kinds, whatever is in it."""
EXPORTS = {
    "application/x-vnd.oasis.opendocument.spreadsheet": "ods",
    "text/tab-separated-values": "tsv",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/csv": "csv",
    "application/zip": "zip",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
"""What a spreadsheet can be turned into, in the recorded order."""
ANYBODY = "canCopy canDownload"
WRITERS = """
    canChangeCopyRequiresWriterPermission canChangeViewersCanCopyContent canComment canEdit canModifyContent
    canModifyContentRestriction canModifyEditorContentRestriction canReadRevisions canRename canShare
"""
LABELS = "canModifyLabels canReadLabels"
"""What only an organisation's accounts have."""
OWNERS = """
    canChangeItemDownloadRestriction canDelete canEnableInheritedPermissions canModifyOwnerContentRestriction
    canMoveItemIntoTeamDrive canMoveItemOutOfDrive canMoveItemWithinDrive canRemoveMyDriveParent canTrash canUntrash
"""
NOBODY = """
    canAcceptOwnership canAddMyDriveParent canChangeSecurityUpdateEnabled canDisableInheritedPermissions
    canRemoveContentRestriction
"""
FOLDERS = "canAddChildren canListChildren canMoveChildrenWithinDrive canRemoveChildren"
NOT_FOLDERS = """
    canChangeCopyRequiresWriterPermission canChangeItemDownloadRestriction canChangeViewersCanCopyContent canCopy
    canModifyContentRestriction canModifyEditorContentRestriction canModifyLabels canModifyOwnerContentRestriction
    canReadLabels canReadRevisions
"""
UNRESTRICTED = {"restrictedForReaders": False, "restrictedForWriters": False}
ORDER = """
    kind id name mimeType description starred trashed explicitlyTrashed parents properties appProperties spaces version
    webContentLink webViewLink iconLink hasThumbnail thumbnailVersion viewedByMe viewedByMeTime createdTime modifiedTime
    modifiedByMeTime modifiedByMe sharedWithMeTime sharingUser owners lastModifyingUser shared ownedByMe
    downloadRestrictions capabilities viewersCanCopyContent copyRequiresWriterPermission writersCanShare permissions
    permissionIds folderColorRgb originalFilename fullFileExtension fileExtension md5Checksum sha1Checksum sha256Checksum
    size quotaBytesUsed headRevisionId isAppAuthorized exportLinks shortcutDetails contentRestrictions linkShareMetadata
    inheritedPermissionsDisabled
"""
PLACES = {name: place for place, name in enumerate(ORDER.split())}
"""The order in which files.get tells what it knows, as recorded in March 2026."""


def person(email: str = OWNER_EMAIL, permission_id: str = OWNER_ID) -> Json:
    """Somebody as Drive shows them beside a file: the sandbox's user, or another account."""
    return {
        "kind": "drive#user",
        "displayName": "Sandbox user",
        "me": email == OWNER_EMAIL,
        "permissionId": permission_id,
        "emailAddress": email,
    }


def resource(db: sqlite3.Connection, call: Call, file: File) -> Json:
    """The file, all fields that who calls may see."""
    account = call.login.account or OWNER_EMAIL
    granted = permissions.of(db, file.id)
    own = file.mime.startswith(content.OWN)
    held = {} if own else content.shown(db, file.id, file.name)
    locked = locks.shown(db, file.id, person(file.owner))
    roles = {one.role for one in granted if one.email == account or (one.type == "anyone" and not one.view)}
    owner = next(person(file.owner, one.id) for one in granted if one.role == "owner")
    owned, folder, writes = file.owner == OWNER_EMAIL, file.mime == MIME["folder"], bool(roles & {"owner", "writer"})
    shown: Json = {
        "kind": "drive#file",
        "id": file.id,
        "name": file.name,
        "mimeType": file.mime,
        "starred": file.starred,
        "trashed": file.trashed,
        "explicitlyTrashed": file.explicitly,
        "parents": list(file.parents),
        "spaces": ["drive"],
        "version": str(file.version),
        "webViewLink": _link(file),
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{file.mime}",
        "hasThumbnail": False,
        "thumbnailVersion": "0",
        "viewedByMe": True,
        "viewedByMeTime": file.modified,
        "createdTime": file.created,
        "modifiedTime": file.modified,
        "modifiedByMeTime": file.modified,
        "modifiedByMe": True,
        "owners": [owner],
        "lastModifyingUser": owner,
        "ownedByMe": owned,
        "shared": len(granted) > 1,
        "downloadRestrictions": {
            "itemDownloadRestriction": UNRESTRICTED,
            "effectiveDownloadRestrictionWithContext": UNRESTRICTED,
        },
        "inheritedPermissionsDisabled": False,
        "capabilities": capabilities(roles, folder=folder, labels=profile.of(db).labels)
        | ({"canModifyContent": False} if locked else {}),
        "viewersCanCopyContent": True,
        "copyRequiresWriterPermission": False,
        "writersCanShare": True,
        "quotaBytesUsed": "0" if folder else NATIVE_SIZE,
        "isAppAuthorized": file.by_app,
        "linkShareMetadata": {"securityUpdateEligible": False, "securityUpdateEnabled": True},
    }
    if locked:
        shown["contentRestrictions"] = locked
    if folder:
        shown["folderColorRgb"] = "#8f8f8f"
    else:
        shown |= {"size": NATIVE_SIZE, **held}
    if file.mime == MIME["spreadsheet"]:
        shown["exportLinks"] = export_links(file.id)
    if not file.parents:  # the root
        del shown["parents"]
    if not owned:
        shown |= {"sharedWithMeTime": file.created, "sharingUser": owner}
        shown.pop("parents", None)
    if writes:
        shown["permissionIds"] = [one.id for one in granted]
        shown["permissions"] = [one.resource(detailed=call.method.id == "drive.files.get") for one in granted]
    shown |= file.said
    if file.properties:
        shown["properties"] = file.properties
    if file.app_properties:
        shown["appProperties"] = file.app_properties
    shown = dict(sorted(shown.items(), key=lambda part: PLACES.get(part[0], len(PLACES))))
    return shared.as_shown(shown) if shared.holds(db, file.id) else shown


def capabilities(roles: set[str], *, folder: bool, labels: bool) -> dict[str, bool]:
    """What somebody with these roles may do with a file or folder, where there are `labels`: an owner's as documented and recorded."""
    may = set(ANYBODY.split())
    if roles & {"writer", "owner"}:
        may |= {*WRITERS.split(), *(LABELS.split() if labels else ())}
    if "owner" in roles:
        may |= set(OWNERS.split())
    if folder:
        may -= set(NOT_FOLDERS.split())
        may |= {"canListChildren", *(FOLDERS.split() if roles & {"writer", "owner"} else ())}
        may |= {"canDisableInheritedPermissions"} if "owner" in roles else set()
    every = " ".join((ANYBODY, WRITERS, LABELS, OWNERS, NOBODY, FOLDERS)).split()
    return {name: name in may for name in sorted(every)}


def export_links(file_id: str) -> dict[str, str]:
    """Where a spreadsheet is downloaded in other formats."""
    base = f"https://docs.google.com/spreadsheets/export?id={file_id}&exportFormat="
    return {mime: base + word for mime, word in EXPORTS.items()}


def _link(file: File) -> str:
    if file.mime in LINKS:
        return f"https://docs.google.com/{LINKS[file.mime]}/d/{file.id}/edit?usp=drivesdk"
    return f"https://drive.google.com/drive/folders/{file.id}"


def about(*, full: bool) -> Json:
    """What about.get tells; of a `full` account that all of its storage is used."""
    used = STORAGE if full else "0"
    return {
        "kind": "drive#about",
        "user": person(),
        "storageQuota": {"limit": STORAGE, "usage": used, "usageInDrive": used, "usageInDriveTrash": "0"},
        "importFormats": {"text/csv": [MIME["spreadsheet"]]},
        "exportFormats": {MIME["spreadsheet"]: list(EXPORTS), MIME["form"]: ["application/zip"]},
        "maxImportSizes": {MIME["spreadsheet"]: "104857600"},
        "maxUploadSize": "5242880000000",
        "appInstalled": False,
        "canCreateDrives": False,
        "canCreateTeamDrives": False,
    }
