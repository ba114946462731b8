"""Logins that ask who somebody is: openid, the e-mail address, the name."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.wire import Json

DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"
EMAIL = "https://www.googleapis.com/auth/userinfo.email"
PROFILE = "https://www.googleapis.com/auth/userinfo.profile"
CLIENT = {"client_id": "x.apps.googleusercontent.com", "client_secret": "s"}


def log_in(sandbox: Sandbox, scope: str) -> tuple[str, Json]:
    """The scopes that the way back from the consent page names, and what the code is exchanged for."""
    query = {**CLIENT, "redirect_uri": "http://localhost:1", "response_type": "code", "scope": scope}
    form = {**query, "scope": scope.split(), "answer": "allow"}
    back = sandbox.post("/o/oauth2/auth", params=query, data=form, allow_redirects=False).headers["location"]
    said = parse_qs(urlsplit(back).query)
    body = {**CLIENT, "redirect_uri": "http://localhost:1", "grant_type": "authorization_code", "code": said["code"][0]}
    return said["scope"][0], sandbox.post("/token", data=body).json()


@pytest.mark.parametrize(
    ("scope", "back", "granted"),
    [
        (DRIVE_FILE, DRIVE_FILE, DRIVE_FILE),
        ("openid", "openid", "openid"),
        (f"email {DRIVE_FILE}", f"email {EMAIL} {DRIVE_FILE} openid", f"{EMAIL} {DRIVE_FILE} openid"),
        (f"{EMAIL} {PROFILE}", f"email profile {EMAIL} {PROFILE} openid", f"{EMAIL} {PROFILE} openid"),
        ("openid email profile", f"email profile openid {EMAIL} {PROFILE}", f"openid {EMAIL} {PROFILE}"),
    ],
)
def test_scopes_are_granted_under_their_addresses(sandbox: Sandbox, scope: str, back: str, granted: str) -> None:
    """openid comes with an address or a name, asked for or not: "Scope has changed", says oauthlib then."""
    said, tokens = log_in(sandbox, scope)
    assert said == back
    assert tokens["scope"] == granted
    assert ("id_token" in tokens) == ("openid" in granted)


def test_a_note_says_who_it_is(sandbox: Sandbox) -> None:
    """As a fresh one of May 2026 was taken apart; it stands last, with every renewal too, which brings no new refresh token."""
    _, tokens = log_in(sandbox, "openid email profile")
    assert list(tokens) == ["access_token", "expires_in", "refresh_token", "scope", "token_type", "id_token"]
    body = {**CLIENT, "grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    again = sandbox.post("/token", data=body).json()
    assert list(again) == ["access_token", "expires_in", "scope", "token_type", "id_token"]
    head, middle, signature = (part + "=" * (-len(part) % 4) for part in again["id_token"].split("."))
    assert json.loads(base64.urlsafe_b64decode(head))["alg"] == "RS256"
    assert len(base64.urlsafe_b64decode(signature)) == 256
    claims = json.loads(base64.urlsafe_b64decode(middle))
    names = "iss azp aud sub email email_verified at_hash name picture given_name iat exp"
    assert list(claims) == names.split()
    assert (claims["iss"], claims["azp"], claims["aud"]) == ("https://accounts.google.com", *[CLIENT["client_id"]] * 2)
    assert (claims["email_verified"], claims["exp"] - claims["iat"]) == (True, 3600)


@pytest.mark.parametrize("path", ["/v1/userinfo", "/oauth2/v3/userinfo", "/oauth2/v2/userinfo"])
def test_who_a_token_was_given_to(sandbox: Sandbox, path: str) -> None:
    """As programs read it: OpenID's names, those of an older API, and what a token is told that was not granted it."""
    older = "v2" in path
    who, email = ("id", "verified_email") if older else ("sub", "email_verified")
    _, tokens = log_in(sandbox, "openid email profile")
    told = sandbox.api("GET", path, headers={"Authorization": f"Bearer {tokens['access_token']}"}).json()
    names = [who, "name", "given_name", "picture", "email", email]
    assert list(told) == ([who, "email", email, "name", "given_name", "picture"] if older else names)
    _, tokens = log_in(sandbox, "email")
    told = sandbox.api("GET", path, headers={"Authorization": f"Bearer {tokens['access_token']}"}).json()
    assert {*told} == {who, "email", email, "picture"}
    _, tokens = log_in(sandbox, DRIVE_FILE)
    for header in ({"Authorization": f"Bearer {tokens['access_token']}"}, {"Authorization": ""}):
        refused = sandbox.api("GET", path, headers=header)
        assert refused.status_code == 401
        if older:
            assert refused.json()["error"]["status"] == "UNAUTHENTICATED"
        else:
            assert refused.json() == {"error": "invalid_request", "error_description": "Invalid Credentials"}
