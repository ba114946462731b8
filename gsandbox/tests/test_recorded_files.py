"""Drive, as a personal account of March 2026 was recorded: what a file tells, and who may change My Drive."""

from __future__ import annotations

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book


def test_all_that_a_file_tells_in_googles_order(book: Book) -> None:
    """files.get and files.create with fields=*, recorded in March 2026; where the owner's right comes from is told by get alone."""
    path = f"/drive/v3/files/{book.id}"
    shown = book.sandbox.api("GET", f"{path}?fields=*").json()
    told = [
        "owners",
        "lastModifyingUser",
        "shared",
        "ownedByMe",
        "downloadRestrictions",
        "capabilities",
        "viewersCanCopyContent",
        "copyRequiresWriterPermission",
        "writersCanShare",
        "permissions",
        "permissionIds",
        "size",
        "quotaBytesUsed",
        "isAppAuthorized",
        "exportLinks",
        "linkShareMetadata",
        "inheritedPermissionsDisabled",
    ]
    assert list(shown)[-len(told) :] == told
    assert shown["inheritedPermissionsDisabled"] is False
    assert {name: set(part.values()) for name, part in shown["downloadRestrictions"].items()} == {
        "itemDownloadRestriction": {False},
        "effectiveDownloadRestrictionWithContext": {False},
    }
    keys = ["kind", "id", "type", "emailAddress", "role", "displayName", "permissionDetails", "deleted", "pendingOwner"]
    [owner] = shown["permissions"]
    assert list(owner) == keys
    assert [(one["role"], one["inherited"]) for one in owner["permissionDetails"]] == [
        ("writer", True),
        ("owner", False),
    ]
    assert book.sandbox.api("GET", f"{path}/permissions/{owner['id']}?fields=*").json() == owner
    [listed] = book.sandbox.api("GET", f"{path}/permissions?fields=*").json()["permissions"]
    assert listed == owner
    body = {"name": "F", "description": "D", "mimeType": "application/vnd.google-apps.folder"}
    folder = book.sandbox.api("POST", "/drive/v3/files?fields=*", json=body).json()
    assert list(folder)[:6] == ["kind", "id", "name", "mimeType", "description", "starred"]
    assert "permissionDetails" not in folder["permissions"][0]
    assert list(folder)[-6:-2] == ["permissionIds", "folderColorRgb", "quotaBytesUsed", "isAppAuthorized"]


def test_nobody_renames_my_drive(sandbox: Sandbox) -> None:
    """It is never writable, in these words."""
    error = sandbox.api("PATCH", "/drive/v3/files/root", json={"name": "N"}).json()["error"]
    assert (error["code"], error["message"]) == (403, "This file is never writable.")
    assert error["errors"] == [{"message": error["message"], "domain": "global", "reason": "fileNeverWritable"}]
