"""A login that is there already: renewed unseen, or what to do when it cannot be renewed or read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from logins import Person, expire, google_at, leave_this_computer, log_in, write_client_file

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import SignInError, UnavailableError


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    leave_this_computer(monkeypatch, tmp_path / "home")


@pytest.fixture
def client_file(sandbox: Any, tmp_path: Path) -> Path:
    return write_client_file(sandbox.root, tmp_path)


def test_an_expired_token_is_renewed_unseen(
    campaign: Campaign, config_dir: Path, sandbox: Any, client_file: Path
) -> None:
    log_in(sandbox, client_file, Person())
    expire(config_dir)
    assert "@" in google_at(campaign).account
    sandbox.faults({"fault": "expired-token", "on": "drive.about.get", "times": 1})
    assert "@" in google_at(campaign).account


@pytest.mark.parametrize(
    ("fault", "words", "cure"),
    [
        ("invalid-grant", "expired or was withdrawn", "seven days"),
        ("testing", "expired or was withdrawn", "Publish app"),
        ("invalid-client", "does not know the client", "--client"),
        ("deleted-client", "was deleted", "Desktop app"),
        ("disabled-client", "was switched off", "--client"),
        ("unauthorized-client", "act as was asked", "anubhav login"),
        ("session-over", "sign in again after some hours", "exempt trusted apps"),
    ],
)
def test_a_login_that_cannot_be_renewed_is_explained(
    fault: str, words: str, cure: str, campaign: Campaign, config_dir: Path, sandbox: Any, client_file: Path
) -> None:
    log_in(sandbox, client_file, Person())
    expire(config_dir)
    sandbox.faults({"fault": fault})
    google = google_at(campaign)
    if fault == "testing":
        google.session._auth_request.session.headers["X-Sandbox-Clock"] = "2036-01-01T00:00:00Z"
    with pytest.raises(SignInError) as caught:
        google.drive.account()
    assert words in caught.value.message
    assert cure in caught.value.cure


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("html-502", "sign-in service does not reply"),
        ("html-503", "sign-in service does not reply"),
        ("html-200", "this network sent a page of its own"),
    ],
)
def test_a_page_instead_of_a_token_is_no_refused_login(
    fault: str, says: str, campaign: Campaign, config_dir: Path, sandbox: Any, client_file: Path
) -> None:
    log_in(sandbox, client_file, Person())
    expire(config_dir)
    sandbox.faults({"fault": fault, "on": "token.refresh_token", "times": 1})
    assert "@" in google_at(campaign).drive.account()
    expire(config_dir)
    sandbox.faults({"fault": fault, "on": "token.refresh_token", "times": 0})
    with pytest.raises(UnavailableError, match=says):
        google_at(campaign, deadline=20).drive.account()


def test_a_damaged_login_is_explained(campaign: Campaign, config_dir: Path, sandbox: Any, client_file: Path) -> None:
    log_in(sandbox, client_file, Person())
    path = config_dir / "bilaspur" / "authorized_user.json"
    whole = json.loads(path.read_text("utf-8"))
    for damage in ({"client_id": None}, {"refresh_token": 3}, {"scopes": 4}):
        path.write_text(json.dumps(whole | damage), encoding="utf-8")
        with pytest.raises(SignInError, match=rf"damaged \({next(iter(damage))}\).*anubhav login"):
            google_at(campaign)
