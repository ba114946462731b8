"""Drive v3: what lies in a folder when the folder goes, where a copy lies, and that a file lies in one; recorded, or quoted from Google's documents."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.pytest_plugin import Sandbox


def test_what_lies_in_a_folder_is_trashed_with_it(blank: Any) -> None:
    """Drive, October 2026: a form in the bin with its folder is trashed, though not itself; nobody responds to it."""
    form = blank()
    form.publish()
    form.open_to_all()
    kind = "application/vnd.google-apps.folder"
    outer, inner = (
        form.sandbox.api("POST", "/drive/v3/files", json={"name": name, "mimeType": kind}).json()["id"] for name in "AB"
    )
    form.sandbox.api("PATCH", f"/drive/v3/files/{inner}?addParents={outer}", json={})
    form.sandbox.api("PATCH", f"/drive/v3/files/{form.id}?addParents={inner}", json={})
    for gone in (True, False):
        form.sandbox.api("PATCH", f"/drive/v3/files/{outer}", json={"trashed": gone})
        shown = form.sandbox.api("GET", f"/drive/v3/files/{form.id}?fields=trashed,explicitlyTrashed").json()
        assert shown == {"trashed": gone, "explicitlyTrashed": False}
        found = form.sandbox.api("GET", "/drive/v3/files?q=trashed=false&fields=files(id)").json()["files"]
        assert (form.id in str(found)) is not gone
        assert form.page().url.endswith("closedform") is gone


@pytest.mark.parametrize("trashed", [True, False])
def test_what_lies_in_a_folder_is_deleted_with_it(sandbox: Sandbox, trashed: bool) -> None:
    """`If the target is a folder, all descendants owned by the user are also deleted.`"""
    made = []
    for name in "ABC":
        body = {"name": name, "mimeType": "application/vnd.google-apps.folder", "parents": made[-1:]}
        made.append(sandbox.api("POST", "/drive/v3/files", json=body).json()["id"])
    sandbox.api("PATCH", f"/drive/v3/files/{made[0]}", json={"trashed": trashed})
    assert sandbox.api("DELETE", f"/drive/v3/files/{made[0]}").status_code == 204
    assert [sandbox.api("GET", f"/drive/v3/files/{one}").status_code for one in made] == [404, 404, 404]


def test_what_another_has_in_a_deleted_folder_stays_and_is_copied(sandbox: Sandbox) -> None:
    """Of the descendants only those `owned by the user` go; a copy has `any discoverable parent`, and here there is none."""
    kinds, made = ("folder", "form"), []
    for kind in kinds:
        body = {"name": kind, "mimeType": f"application/vnd.google-apps.{kind}", "parents": made[-1:]}
        made.append(sandbox.api("POST", "/drive/v3/files", json=body).json()["id"])
    assert sandbox.post(f"/sandbox/files/{made[1]}/owner", json={"role": "reader"}).status_code == 200
    assert sandbox.api("DELETE", f"/drive/v3/files/{made[0]}").status_code == 204
    root = sandbox.api("GET", "/drive/v3/files/root").json()["id"]
    copied = sandbox.api("POST", f"/drive/v3/files/{made[1]}/copy?fields=parents", json={})
    assert copied.json() == {"parents": [root]}


def test_a_copy_lies_beside_its_file(sandbox: Sandbox) -> None:
    """The folder of the file, unless the body names another."""
    folder = "application/vnd.google-apps.folder"
    made = sandbox.api("POST", "/drive/v3/files", json={"name": "Box", "mimeType": folder}).json()["id"]
    body = {"name": "Form", "mimeType": "application/vnd.google-apps.form", "parents": [made]}
    path = f"/drive/v3/files/{sandbox.api('POST', '/drive/v3/files', json=body).json()['id']}/copy?fields=parents"
    assert sandbox.api("POST", path, json={}).json() == {"parents": [made]}
    root = sandbox.api("GET", "/drive/v3/files/root").json()["id"]
    assert sandbox.api("POST", path, json={"parents": ["root"]}).json() == {"parents": [root]}


def test_a_file_lies_in_one_folder(sandbox: Sandbox) -> None:
    """Asked of the real Drive on 2026-09-21: what a file may move into, and where it is when it moves out."""

    def make(name: str, **body: Any) -> str:
        body |= {"name": name, "mimeType": "application/vnd.google-apps.folder"}
        return str(sandbox.api("POST", "/drive/v3/files", json=body).json()["id"])

    def move(one: str, **query: str) -> Any:
        reply = sandbox.api("PATCH", f"/drive/v3/files/{one}?fields=parents", params=query, json={})
        return reply.json().get("parents") or reply.json()["error"]["errors"][0]

    root = sandbox.api("GET", "/drive/v3/files/root").json()["id"]
    outer, plain = make("Outer"), sandbox.api("POST", "/drive/v3/files", json={"name": "plain"}).json()["id"]
    inner = make("Inner", parents=[outer])
    assert move(plain, addParents=inner) == [inner]
    assert move(plain, addParents=inner, removeParents=inner) == [inner]  # as fs.googledrivefs renames a file
    assert move(plain, removeParents=inner) == [root]
    assert move(inner, removeParents=root) == [outer]
    assert move(outer, addParents=inner)["message"] == "Bad Request"
    assert move(outer, addParents=f"{inner},nowhere")["reason"] == "notFound"
    told = {"domain": "global", "reason": "parentNotAFolder", "message": "The specified parent is not a folder."}
    assert move(inner, addParents=f"{plain},{outer}") == told
    told = {
        "domain": "global",
        "reason": "cannotAddParent",
        "message": "Increasing the number of parents is not allowed",
    }
    assert move(plain, addParents=f"{inner},{outer}") == told
    for body, reason in (({"parents": [plain]}, "parentNotAFolder"), ({"parents": [inner, outer]}, "cannotAddParent")):
        refused = sandbox.api("POST", "/drive/v3/files", json={"name": "F", **body})
        assert (refused.status_code, refused.json()["error"]["errors"][0]["reason"]) == (403, reason)
    sandbox.api("PATCH", f"/drive/v3/files/{outer}", json={"trashed": True})
    assert move(plain, addParents=outer) == [outer]


def test_a_folder_is_not_shared_with_who_has_no_account(sandbox: Sandbox) -> None:
    """A file asks to have them told by mail, a folder says no: what several programs met in 2026, one with both in the same words."""
    kinds = {"folder": (403, "cannotInviteNonGoogleUser"), "spreadsheet": (400, "invalidSharingRequest")}
    for kind, refused in kinds.items():
        made = sandbox.api("POST", "/drive/v3/files", json={"mimeType": f"application/vnd.google-apps.{kind}"}).json()
        path = f"/drive/v3/files/{made['id']}/permissions?sendNotificationEmail=false"
        body = {"type": "user", "role": "writer", "emailAddress": "clerk@example.org"}
        error = sandbox.api("POST", path, json=body).json()["error"]
        assert (error["code"], error["errors"][0]["reason"]) == refused
        assert "clerk@example.org" in error["message"]


def test_a_folder_that_is_not_there_is_not_looked_into(sandbox: Sandbox) -> None:
    """Logs of programs, 2017 to 2026: 404, without its id, for a made-up id, an address and none at all."""
    kind = "application/vnd.google-apps.folder"
    mine = sandbox.api("POST", "/drive/v3/files", json={"name": "F", "mimeType": kind}).json()["id"]
    look = "/drive/v3/files"
    asked = (f"'{mine}' in parents", "'root' in parents", f"not '{mine}' in parents")
    assert [sandbox.api("GET", look, params={"q": q}).status_code for q in asked] == [200] * 3
    sandbox.post(f"/sandbox/files/{mine}/owner", json={"account": "other@sandbox.invalid"})
    for folder in (mine, "medoovoo", "https://drive.google.com/drive/folders/x", "/", ""):
        for q in (f"'{folder}' in parents and trashed = false", f"name = 'x' or '{folder}' in parents"):
            reply = sandbox.api("GET", look, params={"q": q})
            [error] = reply.json()["error"]["errors"]
            assert (reply.status_code, error.pop("message")) == (404, "File not found: .")
            assert error == {
                "domain": "global",
                "reason": "notFound",
                "location": "fileId",
                "locationType": "parameter",
            }
