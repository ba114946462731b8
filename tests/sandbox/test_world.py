"""The sandbox starts, keeps its world, and serves nobody but this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Sandbox


def test_what_was_made_is_listed_by_drive(sandbox: Sandbox) -> None:
    """A spreadsheet made by Sheets is a file in Drive."""
    made = sandbox.api("POST", "/v4/spreadsheets", json={"properties": {"title": "T"}}).json()
    files = sandbox.api("GET", "/drive/v3/files").json()["files"]
    assert files == [
        {
            "kind": "drive#file",
            "id": made["spreadsheetId"],
            "name": "T",
            "mimeType": "application/vnd.google-apps.spreadsheet",
        }
    ]


def test_another_host_name_is_refused(sandbox: Sandbox) -> None:
    """A page on the web that makes a browser call us by its own name gets nothing."""
    answer = sandbox.get("/sandbox/violations", headers={"Host": "evil.example"})
    assert answer.status_code == 403
