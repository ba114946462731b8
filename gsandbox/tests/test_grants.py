"""What the token endpoint gives and refuses: codes, refresh tokens, notes of service accounts."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gsandbox.pytest_plugin import Sandbox
from gsandbox.wire import Json

DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"
CODE = {"grant_type": "authorization_code", "client_id": "x", "client_secret": "s"}
REFRESH = {"grant_type": "refresh_token", "client_id": "x", "client_secret": "s"}


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        ({}, "unsupported_grant_type", "Invalid grant_type: "),
        ({"grant_type": "password"}, "unsupported_grant_type", "Invalid grant_type: password"),
        ({"grant_type": "refresh_token"}, "invalid_request", "Could not determine client ID from request."),
        ({**REFRESH, "refresh_token": ""}, "invalid_request", "Missing required parameter: refresh_token"),
        ({**REFRESH, "refresh_token": "y"}, "invalid_grant", "Bad Request"),
        ({**REFRESH, "refresh_token": "y", "client_secret": ""}, "invalid_request", "client_secret is missing."),
        ({**REFRESH, "refresh_token": "1//0gOfLongAgo"}, "invalid_grant", "Token has been expired or revoked."),
        ({**CODE, "code": ""}, "invalid_request", "Missing required parameter: code"),
        (
            {"grant_type": "authorization_code", "client_id": "x", "code": "y"},
            "invalid_request",
            "client_secret is missing.",
        ),
        ({**CODE, "code": "foo-bar"}, "invalid_grant", "Malformed auth code."),
        ({**CODE, "code": "4%2F0AUsed"}, "invalid_grant", "Malformed auth code."),
        ({**CODE, "code": "4/0AUsed"}, "invalid_grant", "Bad Request"),
        (
            {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "x"},
            "invalid_request",
            "Bad Request",
        ),
    ],
)
def test_bad_grants(sandbox: Sandbox, body: Json, error: str, words: str) -> None:
    """In the words that programs of others got from the token endpoint and quote in their reports, 2018 to 2026."""
    reply = sandbox.post("/token", data=body)
    assert reply.status_code == 400
    assert reply.json() == {"error": error, "error_description": words}
    assert reply.headers["content-type"] == "application/json; charset=UTF-8"
    assert reply.headers["server"] == "scaffolding on HTTPServer2"


@pytest.mark.parametrize(
    ("challenge", "sent", "status", "words"),
    [
        ("plain-verifier", {}, 400, "Missing code verifier."),
        ("plain-verifier", {"code_verifier": ""}, 400, "Missing code verifier."),
        ("plain-verifier", {"code_verifier": "other"}, 400, "Invalid code verifier."),
        ("", {"code_verifier": "other"}, 400, "code_verifier or verifier is not needed."),
        ("", {"client_id": "another"}, 401, "Unauthorized"),
        ("", {"redirect_uri": "http://localhost:2"}, 400, "Bad Request"),
        ("", {"redirect_uri": ""}, 400, "Missing parameter: redirect_uri"),
        ("", {"code_verifier": ""}, 200, None),
        ("plain-verifier", {"code_verifier": "plain-verifier"}, 200, None),
    ],
)
def test_a_code_is_good_for_who_asked_for_it(
    sandbox: Sandbox, challenge: str, sent: dict[str, str], status: int, words: str | None
) -> None:
    """The words of refusals that reports to Google's own libraries quote (2019, 2020, 2025, 2026)."""
    query = {"client_id": "x", "redirect_uri": "http://localhost:1", "response_type": "code", "scope": DRIVE_FILE}
    if challenge:
        query |= {"code_challenge": challenge, "code_challenge_method": "plain"}
    back = sandbox.post("/o/oauth2/auth", params=query, data={**query, "answer": "allow"}, allow_redirects=False)
    [code] = parse_qs(urlsplit(back.headers["location"]).query)["code"]
    reply = sandbox.post("/token", data={**CODE, "redirect_uri": "http://localhost:1", "code": code, **sent})
    assert (reply.status_code, reply.json().get("error_description")) == (status, words)
    if status == 200:
        body = {**REFRESH, "client_id": "another", "refresh_token": reply.json()["refresh_token"]}
        stolen = sandbox.post("/token", data=body)
        assert (stolen.status_code, stolen.json()["error"]) == (401, "unauthorized_client")


def test_grants_for_what_was_not_given(sandbox: Sandbox) -> None:
    """A note of hours ago, one for another address, one that acts for somebody, scopes that are none, none at all."""

    def note(**claims: Any) -> dict[str, str]:
        now = datetime.now(UTC).timestamp()
        whole = {"iss": "robot@x.invalid", "scope": DRIVE_FILE, "iat": now, "exp": now + 600, **claims}
        kept = {name: value for name, value in whole.items() if value is not None}
        middle = base64.urlsafe_b64encode(json.dumps(kept).encode()).decode().rstrip("=")
        return {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": f"x.{middle}.x"}

    for claims, status, error in (
        ({}, 200, None),
        ({"aud": "https://oauth2.googleapis.com/token"}, 200, None),
        ({"aud": f"{sandbox.root}/token"}, 200, None),
        (
            {"aud": "https://www.googleapis.com/oauth2/v3/token"},
            200,
            None,
        ),  # in clients of sheets, as the guide once had it
        ({"iat": 0, "exp": 600}, 400, "invalid_grant"),
        ({"sub": "person@x.invalid"}, 401, "unauthorized_client"),
        ({"scope": ""}, 400, "invalid_scope"),
    ):
        reply = sandbox.post("/token", data=note(**claims))
        assert (reply.status_code, reply.json().get("error")) == (status, error)
    for claims, words in (  # as reports to Google's libraries and to others quote them, 2016 to 2026
        (
            {"aud": "https://example.com/oauth2/token"},
            "Invalid JWT: Failed audience check.",
        ),
        (
            {"aud": ["https://oauth2.googleapis.com/token"]},
            "Invalid JWT: Failed audience check.",
        ),
        ({"aud": "https://example.com/", "scope": ""}, "Invalid OAuth scope or ID token audience provided."),
        ({"iss": ""}, "Invalid grant: account not found"),
        ({"iat": None}, "Invalid JWT: iat (issued at) is not set."),
        ({"exp": None}, "Invalid JWT: exp (expiration time) is not set."),
        ({"scope": ""}, "Invalid OAuth scope or ID token audience provided."),
        ({"scope": "drive.file"}, "Invalid OAuth scope or ID token audience provided."),
    ):
        assert sandbox.post("/token", data=note(**claims)).json()["error_description"] == words
    query = {"client_id": "x", "redirect_uri": "http://localhost:1", "response_type": "code", "scope": "openid foo"}
    page = sandbox.get("/o/oauth2/auth", params=query)
    assert page.status_code == 400
    assert "Some requested scopes were invalid. {invalid=[foo]} Error 400: invalid_scope" in page.text


def test_a_token_tells_what_it_is_good_for(sandbox: Sandbox) -> None:
    """tokeninfo, as quoted by many; the older addresses, of which its own gives no code, and JSON bodies are taken too."""
    now = int(datetime.now(UTC).timestamp())
    claims = {"iss": "s@x.invalid", "scope": DRIVE_FILE, "iat": now, "exp": now + 3600}
    packed = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    body = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": f"x.{packed}.x"}
    for path in ("/token", "/oauth2/v4/token", "/o/oauth2/token"):
        token = sandbox.post(path, json=body).json()["access_token"]
        shown = sandbox.get(f"/tokeninfo?access_token={token}").json()
        assert (shown["aud"], shown["scope"], shown["access_type"]) == ("s@x.invalid", DRIVE_FILE, "offline")
        assert 3500 < int(shown["expires_in"]) <= 3599
    assert sandbox.post(f"/revoke?token={token}").status_code == 200
    for given, words in (
        (token, "Invalid Value"),
        ("", "Either access_token, id_token, or token_handle required"),
    ):
        for path, code in (("/tokeninfo", {"error": "invalid_token"}), ("/oauth2/v3/tokeninfo", {})):
            reply = sandbox.get(f"{path}?access_token={given}")
            assert (reply.status_code, reply.json()) == (400, {**code, "error_description": words})
