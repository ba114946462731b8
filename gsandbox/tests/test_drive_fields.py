"""Drive v3: what a file shows of itself, headers, shared drives; recorded, or quoted from Google's documents."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book
from gsandbox.wire import Json

NOT_FOR_FILES = {
    "canAcceptOwnership",
    "canAddChildren",
    "canAddMyDriveParent",
    "canChangeSecurityUpdateEnabled",
    "canDisableInheritedPermissions",
    "canListChildren",
    "canModifyLabels",
    "canMoveChildrenWithinDrive",
    "canReadLabels",
    "canRemoveChildren",
    "canRemoveContentRestriction",
}
NOT_FOR_FOLDERS = {
    "canAcceptOwnership",
    "canAddMyDriveParent",
    "canChangeCopyRequiresWriterPermission",
    "canChangeItemDownloadRestriction",
    "canChangeSecurityUpdateEnabled",
    "canChangeViewersCanCopyContent",
    "canCopy",
    "canModifyContentRestriction",
    "canModifyEditorContentRestriction",
    "canModifyLabels",
    "canModifyOwnerContentRestriction",
    "canReadLabels",
    "canReadRevisions",
    "canRemoveContentRestriction",
}


def test_what_the_owner_of_a_file_may_do(book: Book) -> None:
    """33 capabilities, a file's and a folder's, as recorded of a personal account in March 2026: it has no labels, an organisation has."""
    shown = book.sandbox.api("GET", f"/drive/v3/files/{book.id}?fields=*").json()
    assert {name for name, may in shown["capabilities"].items() if not may} == NOT_FOR_FILES
    assert len(shown["capabilities"]) == 33
    assert list(shown["exportLinks"].values())[3].endswith(f"?id={book.id}&exportFormat=xlsx")
    assert (shown["size"], shown["quotaBytesUsed"], shown["ownedByMe"]) == ("1024", "1024", True)
    body = {"name": "F", "mimeType": "application/vnd.google-apps.folder"}
    folder = book.sandbox.api("POST", "/drive/v3/files?fields=*", json=body).json()
    assert {name for name, may in folder["capabilities"].items() if not may} == NOT_FOR_FOLDERS
    assert "size" not in folder
    assert "exportLinks" not in folder
    book.sandbox.profile("workspace")
    shown = book.sandbox.api("GET", f"/drive/v3/files/{book.id}?fields=capabilities").json()["capabilities"]
    assert (shown["canReadLabels"], shown["canModifyLabels"]) == (True, True)


@pytest.mark.parametrize(("role", "edits"), [("reader", False), ("writer", True)])
def test_a_file_of_somebody_else(book: Book, role: str, edits: bool) -> None:
    """Its owner, its sharing; who may only read sees no permissions."""
    body = {"account": "other@sandbox.invalid", "role": role}
    assert book.sandbox.post(f"/sandbox/files/{book.id}/owner", json=body).status_code == 200
    shown = book.sandbox.api("GET", f"/drive/v3/files/{book.id}?fields=*").json()
    assert [owner["emailAddress"] for owner in shown["owners"]] == ["other@sandbox.invalid"]
    assert (shown["ownedByMe"], shown["shared"], shown["owners"][0]["me"]) == (False, True, False)
    assert (shown["capabilities"]["canEdit"], shown["capabilities"]["canDelete"]) == (edits, False)
    assert ("permissions" in shown) == edits
    assert shown["sharingUser"]["emailAddress"] == "other@sandbox.invalid"
    for query, found in (
        ("sharedWithMe", 1),
        ("sharedWithMe = true", 1),
        ("'me' in owners", 0),
        ("'other@sandbox.invalid' in owners", 1),
        ("'me' in writers", int(edits)),
        ("'me' in readers", 1),
    ):
        assert len(book.sandbox.api("GET", "/drive/v3/files", params={"q": query}).json()["files"]) == found


def test_what_drive_says_of_itself(sandbox: Sandbox) -> None:
    """about.get: what programs look up before they convert or upload."""
    shown = sandbox.api("GET", "/drive/v3/about?fields=exportFormats,importFormats,canCreateDrives").json()
    assert shown["exportFormats"]["application/vnd.google-apps.form"] == ["application/zip"]
    assert "text/csv" in shown["exportFormats"]["application/vnd.google-apps.spreadsheet"]
    assert shown["importFormats"]["text/csv"] == ["application/vnd.google-apps.spreadsheet"]
    assert shown["canCreateDrives"] is False


def test_headers_of_drive(book: Book) -> None:
    """Recorded 2023 and 2024: nothing of Drive's is kept by a cache, a file of its own is an attachment without a charset."""
    for verb, path in (("GET", f"/drive/v3/files/{book.id}"), ("DELETE", f"/drive/v3/files/{book.id}")):
        if verb == "DELETE":
            made = book.sandbox.api("GET", f"/drive/v3/files/{book.id}/export?mimeType=text%2Fcsv").headers
            assert (made["content-type"], made["content-disposition"]) == ("text/csv", "attachment")
            assert made["cache-control"] == "private, max-age=0, must-revalidate"
        headers = book.sandbox.api(verb, path).headers
        assert headers["cache-control"] == "no-cache, no-store, max-age=0, must-revalidate"
        assert (headers["pragma"], headers["vary"]) == ("no-cache", "Origin, X-Origin")
        assert headers["expires"] == "Mon, 01 Jan 1990 00:00:00 GMT"


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ({"corpora": "drive"}, 403, "includeTeamDriveItemsRequired"),
        ({"driveId": "x"}, 403, "includeTeamDriveItemsRequired"),
        ({"corpora": "drive", "includeItemsFromAllDrives": "true"}, 403, "teamDriveIdRequiresTeamDriveCorpora"),
        ({"driveId": "x", "includeItemsFromAllDrives": "true"}, 403, "teamDriveIdRequiresTeamDriveCorpora"),
        ({"corpora": "drive", "driveId": "x", "includeItemsFromAllDrives": "true"}, 404, "notFound"),
    ],
)
def test_shared_drives(sandbox: Sandbox, query: dict[str, str], status: int, reason: str) -> None:
    """What belongs together is asked for together; there is no shared drive here. Quoted between 2020 and 2026."""
    reply = sandbox.api("GET", "/drive/v3/files", params={"supportsAllDrives": "true", **query})
    assert (reply.status_code, reply.json()["error"]["errors"][0]["reason"]) == (status, reason)
    query = {"supportsAllDrives": "true", "includeItemsFromAllDrives": "true", "corpora": "allDrives"}
    assert sandbox.api("GET", "/drive/v3/files", params=query).status_code == 200


def test_a_file_in_a_shared_drive(book: Book) -> None:
    """Programs that do not say that they know of shared drives do not find it; nobody owns it. After Drive's documents, and as a member of one saw it in October 2026."""
    path, known = f"/drive/v3/files/{book.id}", {"supportsAllDrives": "true"}
    assert book.sandbox.post(f"/sandbox/files/{book.id}/owner", json={"shared_drive": True}).status_code == 200
    for verb, rest in (("GET", ""), ("PATCH", ""), ("POST", "/copy"), ("GET", "/permissions"), ("DELETE", "")):
        refused = book.sandbox.api(verb, path + rest, json={})
        assert (refused.status_code, refused.json()["error"]["errors"][0]["reason"]) == (404, "notFound")
    assert book.sandbox.api("GET", "/drive/v3/files").json()["files"] == []
    [drive] = book.sandbox.api("GET", "/drive/v3/drives").json()["drives"]
    everywhere = {**known, "includeItemsFromAllDrives": "true"}
    for more in ({}, {"corpora": "drive", "driveId": drive["id"]}, {"corpora": "allDrives"}):
        [file] = book.sandbox.api("GET", "/drive/v3/files", params={**everywhere, **more}).json()["files"]
        assert (file["id"], file["driveId"], file["teamDriveId"]) == (book.id, drive["id"], drive["id"])
    shown = book.sandbox.api("GET", path, params={**known, "fields": "*"}).json()
    assert not {"owners", "ownedByMe", "shared", "permissions", "writersCanShare"} & set(shown)
    assert (shown["parents"], shown["hasAugmentedPermissions"]) == ([drive["id"]], False)
    granted = book.sandbox.api("GET", f"{path}/permissions", params={**known, "fields": "*"}).json()["permissions"]
    assert [one["role"] for one in granted] == ["organizer"]
    details = {"permissionType": "member", "inheritedFrom": drive["id"], "role": "organizer", "inherited": True}
    assert granted[0]["permissionDetails"] == [details]
    keys = ["kind", "id", "displayName", "type", "permissionDetails", "emailAddress", "role", "deleted"]
    assert list(granted[0]) == keys
    assert list(book.sandbox.api("GET", path, params=known).json()) == [
        "kind",
        "driveId",
        "id",
        "name",
        "mimeType",
        "teamDriveId",
    ]
    copied = book.sandbox.api("POST", f"{path}/copy", params=known, json={}).json()
    assert copied["driveId"] == drive["id"]
    assert book.get()["spreadsheetId"] == book.id  # Sheets asks for no such word
    exported = book.sandbox.api("GET", f"{path}/export", params={"mimeType": "text/csv"})
    assert exported.status_code == 200  # nor does this
    assert book.sandbox.api("DELETE", path, params=known).status_code == 204


@pytest.mark.parametrize("shared_drive", [True, False])
def test_only_a_shared_drive_itself_has_organizers(book: Book, shared_drive: bool) -> None:
    """Three programs met it in 2026, with folders inside such a drive and with files of My Drive."""
    if shared_drive:
        book.sandbox.post(f"/sandbox/files/{book.id}/owner", json={"shared_drive": True})
    path = f"/drive/v3/files/{book.id}/permissions?supportsAllDrives=true"
    body = {"type": "user", "role": "organizer", "emailAddress": "clerk@office.invalid"}
    error = book.sandbox.api("POST", path, json=body).json()["error"]
    assert (error["code"], error["errors"][0]["reason"]) == (403, "organizerOnNonTeamDriveNotSupported")
    assert error["message"] == "Organizer role is only valid for shared drives."


def test_my_drive(book: Book) -> None:
    """files.get knows the root by its name and by its id, as recorded; no list shows it, and nobody deletes it."""
    root = book.sandbox.api("GET", "/drive/v3/files/root?fields=name,id").json()
    assert root["name"] == "My Drive"
    assert book.sandbox.api("GET", f"/drive/v3/files/{book.id}?fields=parents").json() == {"parents": [root["id"]]}
    assert book.sandbox.api("GET", f"/drive/v3/files/{root['id']}").status_code == 200
    assert [file["id"] for file in book.sandbox.api("GET", "/drive/v3/files").json()["files"]] == [book.id]
    assert book.sandbox.api("DELETE", "/drive/v3/files/root").status_code == 403


def test_folders_first(sandbox: Sandbox) -> None:
    """orderBy=folder,name, as file pickers ask."""
    kinds = {"b": "folder", "a": "spreadsheet", "c": "folder", "D": "spreadsheet"}
    for name, kind in kinds.items():
        body = {"name": name, "mimeType": f"application/vnd.google-apps.{kind}"}
        assert sandbox.api("POST", "/drive/v3/files", json=body).status_code == 200
    for order, names in (("folder,name", "bcaD"), ("folder desc,name desc", "Dacb"), ("name", "abcD")):
        found = sandbox.api("GET", "/drive/v3/files", params={"orderBy": order}).json()["files"]
        assert "".join(file["name"] for file in found) == names


def test_ids_before_files_and_the_trash(sandbox: Sandbox) -> None:
    """An id of generateIds is that of the file; taken twice it is 409. The trash is emptied of what lies there only."""
    assert sandbox.api("GET", "/drive/v3/drives").json() == {"kind": "drive#driveList", "drives": []}
    first, second = sandbox.api("GET", "/drive/v3/files/generateIds?count=2").json()["ids"]
    for one in (first, second):
        made = sandbox.api("POST", "/drive/v3/files", json={"id": one, "name": "N", "mimeType": "text/plain"})
        assert made.json()["id"] == one
    again = sandbox.api("POST", "/drive/v3/files", json={"id": one, "name": "N", "mimeType": "text/plain"})
    assert (again.status_code, again.json()["error"]["errors"][0]["reason"]) == (409, "fileIdInUse")
    for kind in ("form", "spreadsheet"):
        body = {"id": second, "mimeType": f"application/vnd.google-apps.{kind}"}
        refused = sandbox.api("POST", "/drive/v3/files", json=body)
        text = "Generated IDs are not supported for Docs Editors formats."
        assert (refused.status_code, refused.json()["error"]["message"]) == (403, text)
    shortcut = {"mimeType": "application/vnd.google-apps.shortcut", "shortcutDetails": {"targetId": first}}
    [third] = sandbox.api("GET", "/drive/v3/files/generateIds?count=1").json()["ids"]
    refused = sandbox.api("POST", "/drive/v3/files", json={"id": third, **shortcut})
    assert (refused.status_code, refused.json()["error"]["message"]) == (400, "The provided file ID is not usable.")
    sandbox.api("PATCH", f"/drive/v3/files/{first}", json={"trashed": True})
    assert sandbox.api("DELETE", "/drive/v3/files/trash").status_code == 204
    assert [file["id"] for file in sandbox.api("GET", "/drive/v3/files").json()["files"]] == [second]


ASKED = "id,type,role,emailAddress,displayName,pendingOwner,view"


def test_permissions_come_with_the_owners_last(blank: Any) -> None:
    """Drive, a form's, October 2026: the name of somebody stands behind the id in a list, and further back in what is made."""
    form = blank()
    path = f"/drive/v3/files/{form.id}/permissions"
    body = {"type": "user", "role": "reader", "view": "published", "emailAddress": "a@b.example"}
    made = form.sandbox.api("POST", path, json=body, params={"fields": ASKED}).json()
    assert list(made) == ["id", "type", "emailAddress", "role", "view", "displayName", "pendingOwner"]
    asked = {"fields": f"permissions({ASKED})", "includePermissionsForView": "published"}
    listed = form.sandbox.api("GET", path, params=asked).json()["permissions"]
    somebody = ["id", "displayName", "type", "emailAddress", "role", "view", "pendingOwner"]
    assert list(listed[0]) == somebody
    assert list(listed[-1]) == [name for name in somebody if name != "view"]
    assert [one["role"] for one in listed] == ["reader", "reader", "owner"]


def test_a_locked_file_is_changed_by_nobody(book: Book) -> None:
    """Drive, October 2026: contentRestrictions; over an API not even the owner writes what a file holds, until it is opened."""
    path = f"/drive/v3/files/{book.id}"

    def lock(*wished: Json) -> Any:
        body = {"contentRestrictions": list(wished)}
        return book.sandbox.api("PATCH", path, json=body, params={"fields": "contentRestrictions,capabilities"}).json()

    reply = lock({"readOnly": True, "reason": "closed"})
    (shown,) = reply["contentRestrictions"]
    order = ["readOnly", "reason", "restrictingUser", "restrictionTime", "type", "ownerRestricted", "systemRestricted"]
    assert list(shown) == order
    assert (shown["readOnly"], shown["reason"], reply["capabilities"]["canModifyContent"]) == (True, "closed", False)
    rename = {"requests": [{"updateSpreadsheetProperties": {"properties": {"title": "T"}, "fields": "title"}}]}
    for verb, after, body in (
        ("PUT", "/values/A1?valueInputOption=RAW", {"values": [["a"]]}),
        ("POST", ":batchUpdate", rename),
    ):
        error = book.refused(verb, after, json=body)
        assert (error["code"], error["message"]) == (403, "The caller does not have permission")
    assert book.values("A1") == {"range": "Sheet1!A1", "majorDimension": "ROWS"}
    assert "contentRestrictions" not in lock({"readOnly": False})
    book.put("A1", [["a"]])


def test_times_that_a_program_gives_a_file(sandbox: Sandbox) -> None:
    """As backups and mirrors do: created only at creation, modified at any time, in UTC to the millisecond."""
    body = {"name": "F", "createdTime": "2020-01-02T03:04:05Z", "modifiedTime": "2020-01-03T03:04:05.6789+05:30"}
    fields = "?fields=id,createdTime,modifiedTime"
    made = sandbox.api("POST", f"/drive/v3/files{fields}", json=body).json()
    path = f"/drive/v3/files/{made.pop('id')}"
    assert made == {"createdTime": "2020-01-02T03:04:05.000Z", "modifiedTime": "2020-01-02T21:34:05.678Z"}
    again = sandbox.api("PATCH", f"{path}?fields=modifiedTime", json={"modifiedTime": "2021-01-01T00:00:00Z"}).json()
    assert again == {"modifiedTime": "2021-01-01T00:00:00.000Z"}
    for wrong in ("soon", "0001-01-01T00:00:00+05:30"):
        assert sandbox.api("PATCH", path, json={"modifiedTime": wrong}).status_code == 400


def test_what_a_client_says_of_a_file_is_shown_again(sandbox: Sandbox) -> None:
    """A folder's colour, who may share: kept from creation or update on; a shortcut knows the kind of its target."""
    said = {"description": "D", "folderColorRgb": "#ff7537", "writersCanShare": False}
    body = {"name": "F", "mimeType": "application/vnd.google-apps.folder"}
    made = sandbox.api("POST", "/drive/v3/files", json=body | said).json()["id"]
    path = f"/drive/v3/files/{made}?fields=description,folderColorRgb,writersCanShare"
    assert sandbox.api("PATCH", path, json={"description": "E"}).json() == said | {"description": "E"}
    body: Json = {
        "name": "S",
        "mimeType": "application/vnd.google-apps.shortcut",
        "shortcutDetails": {"targetId": made},
    }
    there = sandbox.api("POST", "/drive/v3/files?fields=shortcutDetails", json=body).json()
    assert there == {"shortcutDetails": {"targetId": made, "targetMimeType": "application/vnd.google-apps.folder"}}
    found = sandbox.api("GET", "/drive/v3/files", params={"q": f"shortcutDetails.targetId = '{made}'"}).json()["files"]
    assert [file["mimeType"] for file in found] == ["application/vnd.google-apps.shortcut"]
    for target, status in (("", 404), ("root", 500)):
        body["shortcutDetails"] = {"targetId": target}
        assert sandbox.api("POST", "/drive/v3/files", json=body).status_code == status


def test_a_field_of_the_body_is_no_parameter(book: Book) -> None:
    """As a report of December 2024 quotes it."""
    reply = book.sandbox.api("POST", f"/drive/v3/files/{book.id}/permissions", json={"role": "reader"})
    [entry] = reply.json()["error"]["errors"]
    assert [entry["location"], entry["locationType"]] == ["permission.type", "other"]
