"""The login of a program without a browser, in the replies that programs of 2021 to 2026 got from Google."""

from __future__ import annotations

import re

import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.wire import Json

DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"
CLIENT = {"client_id": "tv.apps.googleusercontent.com", "client_secret": "s"}


def begun(sandbox: Sandbox, scope: str = DRIVE_FILE) -> tuple[str, Json]:
    """The short code, and a poll for the tokens."""
    codes = sandbox.post("/device/code", data={"client_id": CLIENT["client_id"], "scope": scope}).json()
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    return codes["user_code"], {**CLIENT, "device_code": codes["device_code"], "grant_type": grant}


def test_a_device_gets_two_codes(sandbox: Sandbox) -> None:
    """In this order, the address under Google's own name for it, not under that of the standard."""
    body = {"client_id": CLIENT["client_id"], "scope": f"email {DRIVE_FILE}"}
    codes = sandbox.post("/device/code", json=body).json()
    assert list(codes) == ["device_code", "user_code", "expires_in", "interval", "verification_url"]
    assert re.fullmatch(r"AH-1Ng[\w-]{92}", codes["device_code"])
    assert re.fullmatch(r"[B-Z]{4}-[B-Z]{4}", codes["user_code"])
    assert (codes["expires_in"], codes["interval"]) == (1800, 5)
    assert codes["verification_url"] == f"{sandbox.root}/device"


@pytest.mark.parametrize(
    "scope", ["https://www.googleapis.com/auth/forms.body", "https://www.googleapis.com/auth/drive", "foo"]
)
def test_a_device_gets_few_scopes(sandbox: Sandbox, scope: str) -> None:
    body = {"client_id": "x", "scope": f"{DRIVE_FILE} {scope}"}
    reply = sandbox.post("/device/code", data=body)
    assert reply.status_code == 400
    assert reply.json() == {"error": "invalid_scope", "error_description": f"Invalid device flow scope: {scope}"}


def test_a_person_says_yes_or_no_elsewhere(sandbox: Sandbox) -> None:
    """The second poll is that of oauth2client, YouTube's own and others, older than the standard."""
    for button, status, error in (("allow", 200, None), ("cancel", 403, ("access_denied", "Forbidden"))):
        short, poll = begun(sandbox, f"openid email {DRIVE_FILE}")
        if error:
            poll = {**CLIENT, "code": poll["device_code"], "grant_type": "http://oauth.net/grant_type/device/1.0"}
        waits = sandbox.post("/token", data=poll)
        assert waits.status_code == 428
        assert waits.json() == {"error": "authorization_pending", "error_description": "Precondition Required"}
        assert 'name="user_code"' in sandbox.get("/device").text
        page = sandbox.get(f"/device?user_code={short}").text
        scopes = re.findall(r'name="scope" value="([^"]*)"', page)
        assert scopes == ["openid", "email", DRIVE_FILE]
        assert sandbox.post("/device", data={"user_code": short, "scope": scopes, "answer": button}).status_code == 200
        reply = sandbox.post("/token", data=poll)
        assert reply.status_code == status
        if error:
            assert (reply.json()["error"], reply.json()["error_description"]) == error
        else:
            names = ["access_token", "expires_in", "refresh_token", "scope", "token_type", "id_token"]
            assert list(reply.json()) == names
            login = {"Authorization": f"Bearer {reply.json()['access_token']}"}
            assert sandbox.api("GET", "/drive/v3/files", headers=login).status_code == 200
            assert sandbox.post("/token", data=poll).json()["error"] == "invalid_grant"


def test_a_poll_that_lacks_something(sandbox: Sandbox) -> None:
    _, poll = begun(sandbox)
    for lacks, status, error, words in (
        ({"client_secret": ""}, 400, "invalid_request", "Missing required parameter: client_secret"),
        ({"device_code": "AH-1Ngx"}, 400, "invalid_grant", "Bad Request"),
    ):
        reply = sandbox.post("/token", data={**poll, **lacks})
        assert (reply.status_code, *reply.json().values()) == (status, error, words)
    late = sandbox.post("/token", data=poll, headers={"X-Sandbox-Clock": "2036-01-01T00:00:00Z"})
    assert late.status_code == 400
    assert sandbox.get("/device?user_code=XXXX-XXXX").status_code == 400
    assert sandbox.post("/device", data={"user_code": "XXXX-XXXX", "answer": "allow"}).status_code == 400
