"""The feed of changes in Drive: what programs ask that keep a copy of what lies there."""

from __future__ import annotations

from typing import Any

from gsandbox.pytest_plugin import Sandbox
from gsandbox.wire import Json

PATH = "/drive/v3/changes"


def token(sandbox: Sandbox) -> str:
    """Where the feed stands now."""
    reply = sandbox.api("GET", f"{PATH}/startPageToken").json()
    assert list(reply) == ["kind", "startPageToken"]
    return str(reply["startPageToken"])


def since(sandbox: Sandbox, start: str, **query: Any) -> Json:
    """A page of the feed."""
    return dict(sandbox.api("GET", PATH, params={"pageToken": start, **query}).json())


def make(sandbox: Sandbox, name: str) -> str:
    """A file of no kind of Google's."""
    return str(sandbox.api("POST", "/drive/v3/files", json={"name": name}).json()["id"])


def test_nothing_has_changed(sandbox: Sandbox) -> None:
    """Recorded in March 2026: the token stays, the list is there and empty."""
    make(sandbox, "before")
    now = token(sandbox)
    assert now.isdecimal()
    assert since(sandbox, now) == {"kind": "drive#changeList", "newStartPageToken": now, "changes": []}


def test_each_file_comes_once_by_its_last_change(sandbox: Sandbox) -> None:
    """Made, renamed, shared, trashed, deleted; without fields a change has its kind, time and file in short."""
    start = token(sandbox)
    first, second = make(sandbox, "first"), make(sandbox, "second")
    sandbox.api("PATCH", f"/drive/v3/files/{first}", json={"name": "renamed"})
    (other, renamed) = since(sandbox, start)["changes"]
    assert (other["fileId"], renamed["fileId"]) == (second, first)
    assert renamed.pop("time").endswith("Z")
    file = {"kind": "drive#file", "id": first, "name": "renamed", "mimeType": "application/octet-stream"}
    assert renamed == {
        "kind": "drive#change",
        "type": "file",
        "changeType": "file",
        "removed": False,
        "fileId": first,
        "file": file,
    }
    now = since(sandbox, start)["newStartPageToken"]
    assert since(sandbox, now)["changes"] == []
    sandbox.api("POST", f"/drive/v3/files/{second}/permissions", json={"type": "anyone", "role": "reader"})
    sandbox.api("PATCH", f"/drive/v3/files/{first}", json={"trashed": True})
    wanted = "changes(fileId,removed,file(trashed))"
    assert since(sandbox, now, fields=wanted) == {
        "changes": [
            {"removed": False, "fileId": second, "file": {"trashed": False}},
            {"removed": False, "fileId": first, "file": {"trashed": True}},
        ]
    }
    sandbox.api("DELETE", f"/drive/v3/files/{first}")
    assert since(sandbox, now, fields=wanted)["changes"][1] == {"removed": True, "fileId": first}
    assert len(since(sandbox, now, includeRemoved="false")["changes"]) == 1


def test_pages_and_tokens(sandbox: Sandbox) -> None:
    """A page that is not the last names the next; what is no token is refused."""
    start = token(sandbox)
    made = [make(sandbox, name) for name in "abc"]
    page = since(sandbox, start, pageSize=2)
    assert "newStartPageToken" not in page
    rest = since(sandbox, page["nextPageToken"], pageSize=2)
    assert [change["fileId"] for change in page["changes"] + rest["changes"]] == made
    assert rest["newStartPageToken"] == token(sandbox)
    for query, message in (({}, "Required parameter: pageToken"), ({"pageToken": "x"}, "Invalid Value")):
        reply = sandbox.api("GET", PATH, params=query)
        assert (reply.status_code, reply.json()["error"]["message"]) == (400, message)


def test_a_login_sees_changes_of_its_own_files(sandbox: Sandbox) -> None:
    """Another account's file that nobody shares here is not told of; a shared one is."""
    start = token(sandbox)
    book = sandbox.api("POST", "/v4/spreadsheets", json={}).json()["spreadsheetId"]
    sandbox.post(f"/sandbox/files/{book}/owner", json={"account": "other@sandbox.invalid"})
    assert since(sandbox, start)["changes"] == []
    sandbox.post(f"/sandbox/files/{book}/owner", json={"account": "other@sandbox.invalid", "role": "reader"})
    assert [change["fileId"] for change in since(sandbox, start)["changes"]] == [book]
