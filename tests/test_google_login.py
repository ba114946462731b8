"""anubhav login through the sandbox's consent page and token endpoint: every way in, every way it fails, each with its cure."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from logins import Person, google_at, leave_this_computer, log_in, write_client_file

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import AnubhavError, InputError, SignInError, UnavailableError
from anubhav_gforms.google.auth import (
    CREATE_SCOPES,
    READ_SCOPES,
    LoginKind,
    find_login,
    gspread_folder,
    person_login,
)
from anubhav_gforms.google.login import (
    find_client_file,
)
from anubhav_gforms.language import say


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    leave_this_computer(monkeypatch, tmp_path / "home")


@pytest.fixture
def client_file(sandbox: Any, tmp_path: Path) -> Path:
    return write_client_file(sandbox.root, tmp_path)


def test_a_person_logs_in_and_sets_up(campaign: Campaign, config_dir: Path, sandbox: Any, client_file: Path) -> None:
    person = Person()
    login = log_in(sandbox, client_file, person)
    assert "desk.apps.googleusercontent.com" in person.page
    assert "checked" in person.page
    assert login.kind is LoginKind.PERSON
    token = config_dir / "bilaspur" / "authorized_user.json"
    if os.name == "posix":
        assert stat.S_IMODE(token.stat().st_mode) == 0o600
        assert stat.S_IMODE(token.parent.stat().st_mode) == 0o700
    assert json.loads(token.read_text(encoding="utf-8"))["token_uri"] == f"{sandbox.root}/token"
    google = google_at(campaign)
    assert google.login.kind is LoginKind.PERSON
    assert "@" in google.account
    setup = pipeline.setup_forms(campaign, google)
    assert setup.problems == ()
    stays = person_login("bilaspur", sandbox.root)
    assert stays
    assert (stays.announced, stays.ends) == (True, None)
    assert not [name for name in os.environ if name.startswith("OAUTHLIB_")]


def test_the_command_says_who_is_logged_in_and_what_is_next(
    campaign_dir: Path, sandbox: Any, client_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person()
    monkeypatch.setattr("webbrowser.open", lambda url, *more: person(url) or True)
    result = CliRunner().invoke(
        anubhav, ["-C", str(campaign_dir), "login", "--client", str(client_file)], standalone_mode=False
    )
    person.thread.join()
    assert result.exception is None
    assert "Logged in as" in result.output
    assert "Next: anubhav doctor" in result.output
    assert "ends this login" not in result.output
    assert person.address in result.output
    again = find_client_file("bilaspur")
    assert again.name == "client_secrets.json"
    out = CliRunner().invoke(anubhav, ["-C", str(campaign_dir), "login", "--logout"], standalone_mode=False)
    assert "Put aside" in out.output
    assert "Google took the access back" in out.output
    [old] = (campaign_dir.parent / "user-config").rglob("authorized_user.json.old")
    assert find_login("bilaspur", sandbox.root).kind is LoginKind.SANDBOX
    old.replace(old.with_suffix(""))
    with pytest.raises(RefreshError):
        find_login("bilaspur", sandbox.root).credentials.refresh(Request())


def test_without_a_browser_the_address_is_printed_and_waited_for(
    campaign_dir: Path, client_file: Path, config_dir: Path
) -> None:
    typed = [sys.executable, "-m", "anubhav_gforms", "-C", str(campaign_dir), "login", "--client", str(client_file)]
    with subprocess.Popen(
        [*typed, "--no-browser", "--timeout", "60"], stdout=subprocess.PIPE, encoding="utf-8", env=os.environ | {"BROWSER": "false"}
    ) as process:  # fmt: skip
        assert process.stdout
        said = [process.stdout.readline() for _ in range(3)]
        assert said[0] == "Open this address in a browser on this computer:\n"
        person = Person()
        person(said[2].strip())
        rest = process.stdout.read()
        person.thread.join()
    assert process.returncode == 0
    assert "Logged in as" in rest
    assert (config_dir / "bilaspur" / "authorized_user.json").exists()


def test_longer_than_a_day_nobody_is_waited_for(campaign_dir: Path, client_file: Path) -> None:
    typed = ["-C", str(campaign_dir), "login", "--client", str(client_file), "--no-browser", "--timeout", "9999999"]
    done = CliRunner().invoke(anubhav, typed)
    assert (done.exit_code, "is not in the range 10<=x<=86400" in done.output) == (2, True), done.output


def test_a_login_that_google_ends_says_so_at_once(
    sandbox: Any, campaign_dir: Path, client_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the consent screen is in status Testing, on the day of the login and not after a week of missed responses."""
    sandbox.faults({"fault": "testing"})
    person = Person()
    monkeypatch.setattr("webbrowser.open", lambda url, *more: person(url) or True)
    typed = ["-C", str(campaign_dir), "login", "--client", str(client_file)]
    said = CliRunner().invoke(anubhav, typed, standalone_mode=False).output
    person.thread.join()
    login = person_login("bilaspur", sandbox.root)
    assert login
    assert login.announced
    assert login.ends
    assert timedelta(days=6, hours=23) < login.ends - datetime.now(UTC) < timedelta(days=7)
    day = login.ends.astimezone(ZoneInfo("Asia/Kolkata"))
    assert f"Google ends this login on {day:%d.%m.%Y}" in said
    assert "press Publish app" in said


@pytest.mark.usefixtures("config_dir")
@pytest.mark.parametrize(
    ("person", "words"),
    [
        (Person(answer="cancel"), "access was denied"),
        (Person(untick="auth"), "access was denied"),
        (Person(untick="spreadsheets.readonly"), "unticked: reading spreadsheets."),
    ],
    ids=["cancelled", "nothing ticked", "a box unticked"],
)
def test_a_refusal_on_the_page_is_explained(person: Person, words: str, sandbox: Any, client_file: Path) -> None:
    with pytest.raises(SignInError) as caught:
        log_in(sandbox, client_file, person, scopes=CREATE_SCOPES + READ_SCOPES)
    assert words in str(caught.value)
    assert "reading" not in say(caught.value.message, "hi")
    assert "anubhav login" in caught.value.cure
    assert "The terminal says whether you are logged in" in person.ending  # the page cannot know it
    assert find_login("bilaspur", sandbox.root).kind is LoginKind.SANDBOX


@pytest.mark.usefixtures("config_dir")
def test_nobody_answers_in_time(sandbox: Any, client_file: Path) -> None:
    with pytest.raises(SignInError, match="Nobody answered") as caught:
        log_in(sandbox, client_file, lambda address: None, timeout=0.2)
    assert "Access blocked" in caught.value.cure, "Google's page that refuses sends nobody back"


@pytest.mark.usefixtures("config_dir")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "not an OAuth client file"),
        ("[]", "not an OAuth client file"),
        ('{"installed": {"client_id": "x"}}', "not an OAuth client file"),
        ('{"web": {"client_id": "x"}}', "Web application"),
        ('{"type": "service_account"}', "--service-account"),
        (json.dumps({"installed": {"client_id": "x", "auth_uri": "https://accounts.google.com/o/oauth2/auth", "token_uri": "https://oauth2.googleapis.com/token"}}), "logs in at Google"),
    ],
)  # fmt: skip
def test_a_wrong_client_file_is_explained(content: str, words: str, sandbox: Any, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AnubhavError) as caught:
        log_in(sandbox, path, lambda address: None)
    assert words in str(caught.value)
    assert caught.value.cure


@pytest.mark.usefixtures("config_dir")
def test_a_client_file_that_was_downloaded_later_is_refused_before_the_browser_opens(
    sandbox: Any, tmp_path: Path
) -> None:
    path, addresses = (
        tmp_path / "later.json",
        {"auth_uri": f"{sandbox.root}/o/oauth2/auth", "token_uri": f"{sandbox.root}/token"},
    )
    path.write_text(json.dumps({"installed": {"client_id": "x", **addresses}}), encoding="utf-8")
    with pytest.raises(InputError, match="lacks the client's secret") as caught:
        log_in(sandbox, path, pytest.fail)
    assert "in the same project" in caught.value.cure.lower()


@pytest.mark.usefixtures("config_dir")
def test_a_missing_client_file_says_where_to_get_one(tmp_path: Path) -> None:
    for named in (None, tmp_path / "nowhere.json"):
        with pytest.raises(InputError) as caught:
            find_client_file("bilaspur", named)
        assert "Desktop app" in caught.value.cure
        assert "connect-google.md" in caught.value.cure
    gspread = gspread_folder()
    gspread.mkdir(parents=True)
    (gspread / "credentials.json").write_text("{}", encoding="utf-8")
    assert find_client_file("bilaspur") == gspread / "credentials.json"


def test_a_sandbox_without_a_client_file_says_that_it_needs_none(campaign_dir: Path) -> None:
    refused = CliRunner().invoke(anubhav, ["-C", str(campaign_dir), "login"], standalone_mode=False)
    assert isinstance(refused.exception, InputError)
    assert "A sandbox needs no login" in str(refused.exception)


def test_a_google_login_never_goes_to_a_sandbox_nor_the_reverse(
    campaign: Campaign, config_dir: Path, sandbox: Any, client_file: Path
) -> None:
    log_in(sandbox, client_file, Person())
    with pytest.raises(SignInError, match="no longer in"):
        find_login("bilaspur", "")
    path = config_dir / "bilaspur" / "authorized_user.json"
    content = json.loads(path.read_text(encoding="utf-8")) | {
        "token": "secret-of-google",
        "token_uri": "https://oauth2.googleapis.com/token",
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    google = google_at(campaign)
    assert google.login.kind is LoginKind.SANDBOX
    assert google.login.credentials.token == "sandbox"
    assert find_login("bilaspur", "").credentials.token == "secret-of-google"


@pytest.mark.usefixtures("config_dir")
@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        ("never-arrived", UnavailableError, "the connection to"),
        ("html-503", UnavailableError, "sign-in service does not reply"),
        ("invalid-grant", SignInError, "expired or was withdrawn"),
        ("invalid-client", SignInError, "does not know the client file"),
    ],
)
def test_a_token_endpoint_that_fails_at_the_login_is_explained(
    fault: str, error: type[AnubhavError], words: str, sandbox: Any, client_file: Path
) -> None:
    sandbox.faults({"fault": fault, "on": "token.authorization_code", "times": 9})
    with pytest.raises(error, match=words) as caught:
        log_in(sandbox, client_file, Person())
    assert caught.value.cure
    assert find_login("bilaspur", sandbox.root).kind is LoginKind.SANDBOX


@pytest.mark.usefixtures("config_dir")
def test_a_port_that_is_taken_is_named(sandbox: Any, client_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"Port {port} is in use"):
            log_in(sandbox, client_file, lambda address: None, port=port)
