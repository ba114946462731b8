"""Replies that only a broken or hostile front end gives, octet by octet: each ends as Google's fault in words, within bounds."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
import requests
from google.auth import impersonated_credentials
from google.oauth2.credentials import Credentials

from anubhav_gforms.errors import GoogleError, QuotaError, UnavailableError
from anubhav_gforms.google import Login, connect, reading
from anubhav_gforms.google.auth import LoginKind
from anubhav_gforms.google.transport import open_session
from tests.octets import reply, replying


def refusal(error: Any, status: str = "400 X") -> bytes:
    return reply(json.dumps({"error": error}).encode(), status)


def asked(root: str, credentials: Credentials | None = None) -> list[GoogleError]:
    """What each kind of call ends with; the clock only waiting moves."""
    login = Login(LoginKind.PERSON, credentials or Credentials("secret"), "")  # type: ignore[no-untyped-call]  # as google-auth is
    now = [0.0]
    google = connect(
        "x",
        root,
        login=login,
        sleep=lambda seconds: now.__setitem__(0, now[0] + seconds),
        clock=lambda: now[0],
        deadline=1,
    )
    ended = []
    for ask in (
        lambda: google.forms.get("x"),
        lambda: google.drive.get("x"),
        lambda: google.sheets.values("x", ["A1:B"]),
        lambda: google.sheets.append("x", 0, [["a"]], "Writing a row"),
    ):
        with pytest.raises(GoogleError) as caught:
            ask()
        ended.append(caught.value)
    return ended


DEEP, YEARS = b"[" * 200_000, "Mon, 1 Jan 99999999999999999999 00:00:00 GMT"
GARBLED = {
    "deep": reply(DEEP),
    "a number of 6,000 digits": reply(b'{"n":' + b"9" * 6000 + b"}"),
    "a date of no calendar": reply(b"{}", "200 OK", f"Date: {YEARS}"),
    "a way to nowhere": reply(b"", "302 Found", "Location: http://[::1"),
    "a way to no port": reply(b"", "302 Found", "Location: http://127.0.0.1:99999/"),
    "a way to a name that is too long": reply(b"", "302 Found", f"Location: http://{'a' * 64}.in/"),
    "a way in no UTF-8": reply(b"", "302 Found", "Location: /caf\xe9"),
    "a way through a sign of two": reply(b"", "302 Found", "Location: http://\xe2\x84\x80.in/"),
    "unpacks to no end": reply(gzip.compress(b" " * (3 << 20)), "200 OK", "Content-Encoding: gzip"),
    "to be asked again in years": reply(b"{}", "503 X", f"Retry-After: {YEARS}"),
    "a refusal that is deep": reply(DEEP, "500 X"),
    "a refusal whose texts are none": refusal({"code": 500, "message": {"a": 1}, "status": ["x"]}, "500 X"),
}
REFUSED = {
    "no details": refusal({"code": 400, "message": "x", "details": None}),
    "a number for errors": refusal({"code": 400, "message": "x", "errors": 5}),
    "without a code": refusal({"message": "x"}),
    "a number for a message": refusal({"code": 400, "message": 5}),
    "numbers for names": refusal(
        {
            "code": 403,
            "message": "x",
            "details": [{"reason": "SERVICE_DISABLED", "metadata": {"service": 5, "activationUrl": [1]}}],
        },
        "403 X",
    ),
}
TOKENS = {
    name: reply(json.dumps(told).encode(), status)
    for name, told, status in (
        ("a list", ["x"], "200 OK"),
        ("a number", {"access_token": 5}, "200 OK"),
        ("no latin", {"access_token": "क"}, "200 OK"),
        ("a line more", {"access_token": "a\r\nX: y"}, "200 OK"),
        ("for ever", {"access_token": "a", "expires_in": 1e15}, "200 OK"),
        ("since ever", {"access_token": "a", "expires_in": -1e15}, "200 OK"),
        ("a number for a scope", {"access_token": "a", "scope": 5}, "200 OK"),
        ("a word for a time", {"access_token": "a", "expires_in": "x"}, "200 OK"),
        ("nothing", {}, "200 OK"),
        ("a list that refuses", ["x"], "400 X"),
        ("an object for an error", {"error": {"a": 1}}, "400 X"),
        ("in trouble", {"error": "internal_failure"}, "503 X"),
    )
}


@pytest.mark.parametrize("name", GARBLED)
def test_a_reply_that_no_client_reads_is_google_s_trouble(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_OCTETS", 2 << 20)
    with replying(GARBLED[name]) as root:
        assert {type(error) for error in asked(root)} == {UnavailableError}


@pytest.mark.parametrize(
    "head", [reply(b""), b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"], ids=["length", "no length"]
)
def test_a_reply_that_comes_octet_by_octet_is_broken_off(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that names no length would end there as if it were whole."""
    monkeypatch.setattr(reading, "LONGEST", 0.1)
    with replying(head.replace(b"Length: 0", b"Length: 62") + b" " * 60 + b"{}", pause=0.02) as root:
        session = open_session(Credentials("secret"), root)  # type: ignore[no-untyped-call]  # as above
        with pytest.raises(requests.RequestException):
            session.get(root, timeout=5)


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_that_no_client_reads_is_a_refusal(name: str) -> None:
    with replying(REFUSED[name]) as root:
        assert UnavailableError not in {type(error) for error in asked(root)}


def test_a_limit_that_is_said_without_a_code_is_a_limit() -> None:
    with replying(refusal({"message": "x"}, "429 X")) as root:
        assert {type(error) for error in asked(root)} == {QuotaError}


@pytest.mark.parametrize("name", TOKENS)
def test_what_neither_gives_nor_refuses_a_token_is_no_refused_login(name: str) -> None:
    with replying(TOKENS[name]) as root:
        login = Credentials(  # type: ignore[no-untyped-call]  # as above
            None, refresh_token="r", token_uri=f"{root}/token", client_id="c", client_secret="s"
        )
        assert {str(error.message).partition(": ")[2] for error in asked(root, login)} == {
            "Google's sign-in service does not reply."
        }


def test_who_signs_in_for_another_is_given_a_token() -> None:
    """What the IAM API replies is shaped otherwise than what a token's own address does."""
    given = {"accessToken": "other", "expireTime": "2099-01-01T00:00:00Z"}
    with replying(reply(json.dumps(given).encode())) as root:
        login = impersonated_credentials.Credentials(  # type: ignore[no-untyped-call]  # as above
            Credentials("secret"),  # type: ignore[no-untyped-call]
            "a@example.org",
            ["x"],
            iam_endpoint_override=f"{root}/v1/a:generateAccessToken",
        )
        with open_session(login, root) as session:
            assert session.get(root).request.headers["Authorization"] == "Bearer other"
