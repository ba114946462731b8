"""Logins with Google's own libraries: consent, and tokens that expire and are limited."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import google.auth.exceptions
import pytest
import requests
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import Flow

from gsandbox.pytest_plugin import Sandbox

DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"
SHEETS = "https://www.googleapis.com/auth/spreadsheets.readonly"
BACK = "http://localhost:8080/"
SHEET = "application/vnd.google-apps.spreadsheet"


def flow_of(sandbox: Sandbox, scopes: list[str], monkeypatch: pytest.MonkeyPatch) -> Flow:
    """The flow of a desktop program, its client file pointed at the sandbox."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    client = {
        "installed": {
            "client_id": "desktop.apps.googleusercontent.com",
            "client_secret": "public",
            "auth_uri": f"{sandbox.root}/o/oauth2/auth",
            "token_uri": f"{sandbox.root}/token",
            "redirect_uris": ["http://localhost"],
        }
    }
    return Flow.from_client_config(client, scopes, redirect_uri=BACK)


def press(
    sandbox: Sandbox, address: str, *, answer: str = "allow", tick: list[str] | None = None
) -> dict[str, list[str]]:
    """Open the consent page and press a button; gives what comes back to the program."""
    page = sandbox.http.get(address, timeout=5)
    assert page.status_code == 200
    query = parse_qs(urlsplit(address).query)
    scopes = query["scope"][0].split() if tick is None else tick
    assert all(f'value="{scope}" checked' in page.text for scope in query["scope"][0].split())
    form = {name: query[name][0] for name in ("client_id", "redirect_uri", "state", "code_challenge") if name in query}
    posted = sandbox.http.post(
        address, data={**form, "scope": scopes, "answer": answer}, allow_redirects=False, timeout=5
    )
    assert posted.status_code == 302
    assert posted.headers["location"].startswith(BACK)
    return parse_qs(urlsplit(posted.headers["location"]).query)


def log_in(sandbox: Sandbox, scopes: list[str], monkeypatch: pytest.MonkeyPatch) -> Credentials:
    """Credentials as a person gets them."""
    flow = flow_of(sandbox, scopes, monkeypatch)
    address, _ = flow.authorization_url(access_type="offline")
    flow.fetch_token(code=press(sandbox, address)["code"][0])
    flow.oauth2session.close()
    return flow.credentials


def as_login(token: str | None, **more: str) -> dict[str, str]:
    """Headers of a call with this token."""
    return {"Authorization": f"Bearer {token}", **more}


def test_consent_and_tokens(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A code for a token, once; the token works; a refresh gives another."""
    credentials = log_in(sandbox, [DRIVE_FILE], monkeypatch)
    assert credentials.refresh_token
    assert sandbox.api("GET", "/drive/v3/files", headers=as_login(credentials.token)).status_code == 200
    before = credentials.token
    with requests.Session() as session:
        credentials.refresh(Request(session))
    assert credentials.token != before


def test_the_space_of_apps_has_a_scope_of_its_own(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """n8n asks for it beside Drive, and is refused; what lies in Drive is not in it."""
    token = log_in(sandbox, [DRIVE_FILE], monkeypatch).token
    query = {"spaces": "appDataFolder, drive"}
    error = sandbox.api("GET", "/drive/v3/files", params=query, headers=as_login(token)).json()["error"]
    assert (error["code"], error["message"]) == (
        403,
        "The granted scopes do not give access to all of the requested spaces.",
    )
    assert (error["errors"][0]["reason"], error["errors"][0]["location"]) == ("insufficientScopes", "spaces")
    sandbox.api("POST", "/drive/v3/files", json={"name": "x"})
    found = [
        len(sandbox.api("GET", "/drive/v3/files", params={"spaces": name}).json()["files"])
        for name in ("drive", "appDataFolder", query["spaces"])
    ]
    assert found == [1, 0, 1]


def test_cancel_and_unticked_boxes(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cancel gives access_denied; an unticked scope is not granted, and the library says so."""
    flow = flow_of(sandbox, [DRIVE_FILE, SHEETS], monkeypatch)
    address, state = flow.authorization_url()
    assert press(sandbox, address, answer="cancel") == {"error": ["access_denied"], "state": [state]}
    back = press(sandbox, address, tick=[SHEETS])
    assert back["scope"] == [SHEETS]
    with pytest.raises(Warning, match="Scope has changed"):
        flow.fetch_token(code=back["code"][0])
    flow.oauth2session.close()


def test_a_foreign_redirect_is_refused(sandbox: Sandbox) -> None:
    """Only loopback addresses get codes; the reply is a page."""
    query = {"client_id": "x", "response_type": "code", "scope": DRIVE_FILE}
    for away in (
        "https://evil.example/",
        "http://localhost.evil.example/",
        "http://localhost:1@evil.example/",
        "http://[",
    ):
        reply = sandbox.get("/o/oauth2/auth", params={**query, "redirect_uri": away})
        assert reply.status_code == 400
        assert "redirect_uri_mismatch" in reply.text


def test_expired_and_limited(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """401 after an hour; 403 for a method that needs another scope."""
    token = log_in(sandbox, [SHEETS], monkeypatch).token
    later = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    gone = sandbox.api("GET", "/v4/spreadsheets/x", headers=as_login(token, **{"X-Sandbox-Clock": later}))
    assert gone.status_code == 401
    assert gone.json()["error"]["message"].startswith("Request had invalid authentication credentials.")
    assert gone.headers["www-authenticate"] == 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
    narrow = sandbox.api("POST", "/v4/spreadsheets", headers=as_login(token), json={})
    assert narrow.status_code == 403
    error = narrow.json()["error"]
    assert (error["message"], error["details"][0]["reason"]) == (
        "Request had insufficient authentication scopes.",
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    )
    method = "google.apps.sheets.v4.SpreadsheetsService.CreateSpreadsheet"
    assert error["details"][0]["metadata"] == {"service": "sheets.googleapis.com", "method": method}
    realm, why, scopes = narrow.headers["www-authenticate"].split(", ")
    assert (realm, why) == ('Bearer realm="https://accounts.google.com/"', 'error="insufficient_scope"')
    assert "https://www.googleapis.com/auth/spreadsheets" in scopes.removeprefix('scope="').rstrip('"').split()


def test_drive_file_sees_what_the_program_made(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A spreadsheet that a person made in the editor is not there for it."""
    token = log_in(sandbox, [DRIVE_FILE], monkeypatch).token
    own = sandbox.api("POST", "/v4/spreadsheets", headers=as_login(token), json={}).json()["spreadsheetId"]
    from gsandbox.drive import files

    with sandbox.app.state.world.transaction() as db:
        other = files.insert(db, "spreadsheet", "By hand", datetime.now(UTC), by_app=False)
        files.MAKERS[SHEET](db, other, datetime.now(UTC))
    assert sandbox.api("GET", f"/v4/spreadsheets/{own}", headers=as_login(token)).status_code == 200
    assert sandbox.api("GET", f"/v4/spreadsheets/{other}", headers=as_login(token)).status_code == 403
    assert sandbox.api("GET", f"/drive/v3/files/{other}", headers=as_login(token)).status_code == 404
    listed = sandbox.api("GET", "/drive/v3/files", headers=as_login(token)).json()["files"]
    assert [file["id"] for file in listed] == [own]
    for role in ("writer", "reader"):  # of another account now: what an app may see, it may see for one account
        assert sandbox.post(f"/sandbox/files/{own}/owner", json={"role": role}).status_code == 200
        assert sandbox.api("GET", f"/v4/spreadsheets/{own}", headers=as_login(token)).status_code == 403
        assert sandbox.api("GET", f"/v4/spreadsheets/{own}").status_code == 200
    assert sandbox.api("GET", f"/v4/spreadsheets/{other}").status_code == 200


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("invalid-grant", "invalid_grant: Token has been expired or revoked."),
        ("invalid-client", "invalid_client: The OAuth client was not found."),
        ("deleted-client", "deleted_client: The OAuth client was deleted."),
        ("disabled-client", "disabled_client: The OAuth client was disabled."),
        ("unauthorized-client", "unauthorized_client: Unauthorized"),
        ("revoked-key", "invalid_grant: Invalid JWT Signature."),
        ("often-renewed", "rate_limit_exceeded: Rate Limit Exceeded"),
        ("account-deleted", "invalid_grant: The account has been deleted."),
        ("account-restricted", "access_denied: Account restricted"),
        ("org-internal", "org_internal: This client is restricted to users within its organization."),
        (
            "session-over",
            "Reauthentication is needed. Please run `gcloud auth application-default login` to reauthenticate.",
        ),
    ],
)
def test_the_token_endpoint_refuses(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, fault: str, text: str) -> None:
    """As google-auth shows it; the next grant works again."""
    credentials = log_in(sandbox, [DRIVE_FILE], monkeypatch)
    sandbox.faults({"fault": fault, "on": "token.refresh_token"})
    with requests.Session() as session:
        with pytest.raises(google.auth.exceptions.RefreshError) as caught:
            credentials.refresh(Request(session))
        assert caught.value.args[0] == text
        credentials.refresh(Request(session))


def test_the_way_back_from_the_consent_page(sandbox: Sandbox) -> None:
    """Ten programs of 2026 show the address: state, issuer, code, scopes, with slashes as they are; then tokens that nobody may keep."""
    asked = {"client_id": "c", "redirect_uri": BACK, "scope": f"{DRIVE_FILE} {SHEETS}", "state": "s1"}
    address = f"{sandbox.root}/o/oauth2/auth?{urlencode({**asked, 'response_type': 'code'})}"
    said = press(sandbox, address)
    assert list(said) == ["state", "iss", "code", "scope"]
    assert said["iss"] == ["https://accounts.google.com"]
    form = {**asked, "scope": asked["scope"].split(), "answer": "allow"}
    back = sandbox.http.post(address, data=form, allow_redirects=False, timeout=5).headers["location"]
    assert back.startswith(f"{BACK}?state=s1&iss=https://accounts.google.com&code=4/0A")
    assert back.endswith(f"&scope={DRIVE_FILE}%20{SHEETS}")
    body = {**asked, "client_secret": "s", "grant_type": "authorization_code", "code": said["code"][0]}
    headers = sandbox.post("/token", data=body).headers
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["cache-control"] == "no-cache, no-store, max-age=0, must-revalidate"
    assert (headers["pragma"], headers["vary"]) == ("no-cache", "Origin, X-Origin, Referer")
    assert headers["server"] == "scaffolding on HTTPServer2"


def handed_out(sandbox: Sandbox) -> dict[str, Any]:
    """What the token endpoint replies to somebody who has just said yes."""
    asked = {"client_id": "desktop.apps.googleusercontent.com", "redirect_uri": BACK, "scope": DRIVE_FILE}
    said = press(sandbox, f"{sandbox.root}/o/oauth2/auth?{urlencode({**asked, 'response_type': 'code'})}")
    body = {**asked, "client_secret": "s", "grant_type": "authorization_code", "code": said["code"][0]}
    return dict(sandbox.post("/token", data=body).json())


def test_seven_days_in_testing(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refresh token works for a week, and then no more; how long is told when it is handed out, and what is left of it each time."""
    credentials = log_in(sandbox, [DRIVE_FILE], monkeypatch)
    sandbox.faults({"fault": "testing"})
    keys = ["access_token", "expires_in", "refresh_token", "scope", "token_type"]
    assert list(handed_out(sandbox)) == [*keys, "refresh_token_expires_in"]
    assert handed_out(sandbox)["refresh_token_expires_in"] == 604_799
    body = {
        "grant_type": "refresh_token",
        "client_id": "desktop.apps.googleusercontent.com",
        "client_secret": "s",
        "refresh_token": credentials.refresh_token,
    }
    for days, status in ((6, 200), (8, 400)):
        when = {"X-Sandbox-Clock": (datetime.now(UTC) + timedelta(days=days)).isoformat()}
        reply = sandbox.post("/token", data=body, headers=when)
        assert reply.status_code == status
        if status == 200:
            assert 86_000 < reply.json()["refresh_token_expires_in"] < 86_400
            assert list(reply.json()) == [
                "access_token",
                "expires_in",
                "scope",
                "token_type",
                "refresh_token_expires_in",
            ]
    sandbox.faults()
    assert list(handed_out(sandbox)) == keys
    assert "refresh_token_expires_in" not in sandbox.post("/token", data=body).json()


def test_revoked(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Revoking one token takes back the whole grant: what was handed out opens nothing any more."""
    credentials = log_in(sandbox, [DRIVE_FILE], monkeypatch)
    asked = "/drive/v3/files?fields=files(id)", as_login(credentials.token)
    assert sandbox.api("GET", asked[0], headers=asked[1]).status_code == 200
    assert sandbox.post("/revoke", data={"token": credentials.token}).status_code == 200
    refused = sandbox.api("GET", asked[0], headers=asked[1])
    assert (refused.status_code, refused.json()["error"]["errors"][0]["reason"]) == (401, "authError")
    again = sandbox.post("/revoke", data={"token": credentials.token})
    assert (again.status_code, again.json()["error_description"]) == (400, "Token expired or revoked")
    assert sandbox.post("/revoke", data={"token": "invalid"}).json() == {"error": "invalid_token"}  # as in June 2026
    gone = sandbox.get("/revoke?token=x"), sandbox.get("/o/oauth2/revoke?token=x")
    assert [reply.status_code for reply in gone] == [404, 400]
    with requests.Session() as session, pytest.raises(google.auth.exceptions.RefreshError):
        credentials.refresh(Request(session))


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ("client_id", "Missing required parameter: client_id"),
        ("redirect_uri", "redirect_uri_mismatch"),
        ("response_type", "unsupported_response_type"),
        ("scope", "Missing required parameter: scope"),
    ],
)
def test_a_consent_page_that_lacks_something(sandbox: Sandbox, left_out: str, words: str) -> None:
    """Google blocks it on a page of its own; nobody is sent back."""
    query = {"client_id": "x", "redirect_uri": "http://localhost:1", "response_type": "code", "scope": DRIVE_FILE}
    del query[left_out]
    reply = sandbox.get("/o/oauth2/auth", params=query)
    assert reply.status_code == 400
    assert words in reply.text
