"""anubhav login through the sandbox's consent page and token endpoint: every way in, every way it fails, each with its cure."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from click.testing import CliRunner
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import AnubhavError, ForbiddenError, InputError, NotFoundError, SignInError, UnavailableError
from anubhav_gforms.google import connect
from anubhav_gforms.google.auth import CREATE_SCOPES, READ_SCOPES, LoginKind, config_folder, find_login, gspread_folder
from anubhav_gforms.google.login import (
    find_client_file,
    log_out,
    sign_in,
    use_default,
    use_impersonation,
    use_service_account,
)

ROBOT = "anubhav-pull@office.iam.gserviceaccount.com"


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No login of the machine that runs the tests is seen."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(home / "gcloud"))
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)


@pytest.fixture
def client_file(sandbox: Any, tmp_path: Path) -> Path:
    """The client file that the sandbox would give, as the Google Cloud console gives one."""
    path = tmp_path / "client_secret.json"
    client = {
        "client_id": "desk.apps.googleusercontent.com",
        "client_secret": "not-so-secret",
        "auth_uri": f"{sandbox.root}/o/oauth2/auth",
        "token_uri": f"{sandbox.root}/token",
        "redirect_uris": ["http://localhost"],
    }
    path.write_text(json.dumps({"installed": client}), encoding="utf-8")
    return path


class Person:
    """Somebody who opens the address and presses a button, in a thread of their own, as beside a waiting terminal."""

    def __init__(self, *, answer: str = "allow", untick: str = "") -> None:
        self._answer, self._untick = answer, untick
        self.address = ""
        self.page = ""

    def __call__(self, address: str) -> None:
        self.address = address
        self.thread = threading.Thread(target=self._visit)
        self.thread.start()

    def _visit(self) -> None:
        with requests.Session() as browser:
            browser.trust_env = False
            self.page = browser.get(self.address, timeout=10).text
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.address).query).items()}
            kept = {
                name: query[name]
                for name in ("client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method")
                if name in query
            }
            scopes = [scope for scope in query["scope"].split() if not self._untick or self._untick not in scope]
            browser.post(self.address.split("?")[0], data={**kept, "scope": scopes, "answer": self._answer}, timeout=10)


def log_in(sandbox: Any, client_file: Path, person: Callable[[str], None], **options: Any) -> Any:
    try:
        return sign_in("bilaspur", client_file, root=sandbox.root, announce=person, browser=False, **options)
    finally:
        if isinstance(person, Person):
            person.thread.join()


def faults(sandbox: Any, *rules: dict[str, Any]) -> None:
    sandbox.post("/sandbox/faults", json={"seed": 1, "faults": list(rules)}).raise_for_status()


def google_at(campaign: Campaign, deadline: float = 180) -> Any:
    """A gateway that does not really wait."""
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    return connect(campaign, sleep=sleep, clock=lambda: now[0], chance=lambda: 0.0, deadline=deadline)


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
    assert "Next: anubhav setup-forms" in result.output
    assert person.address in result.output
    again = find_client_file("bilaspur")
    assert again.name == "client_secrets.json"
    out = CliRunner().invoke(anubhav, ["-C", str(campaign_dir), "login", "--logout"], standalone_mode=False)
    assert "Put aside" in out.output
    assert find_login("bilaspur", sandbox.root).kind is LoginKind.SANDBOX


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
    assert "anubhav login" in caught.value.cure
    assert find_login("bilaspur", sandbox.root).kind is LoginKind.SANDBOX


@pytest.mark.usefixtures("config_dir")
def test_nobody_answers_in_time(sandbox: Any, client_file: Path) -> None:
    with pytest.raises(SignInError, match="Nobody answered"):
        log_in(sandbox, client_file, lambda address: None, timeout=0.2)


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
def test_a_missing_client_file_says_where_to_get_one(tmp_path: Path) -> None:
    for named in (None, tmp_path / "nowhere.json"):
        with pytest.raises(SignInError) as caught:
            find_client_file("bilaspur", named)
        assert "Desktop app" in caught.value.cure
        assert "connect-google.md" in caught.value.cure
    gspread = gspread_folder()
    gspread.mkdir(parents=True)
    (gspread / "credentials.json").write_text("{}", encoding="utf-8")
    assert find_client_file("bilaspur") == gspread / "credentials.json"


def expire(config_dir: Path) -> None:
    """The access token of the stored login is gone; the refresh token is left."""
    path = config_dir / "bilaspur" / "authorized_user.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"token": None}), encoding="utf-8")


def test_an_expired_token_is_renewed_unseen(
    campaign: Campaign, config_dir: Path, sandbox: Any, client_file: Path
) -> None:
    log_in(sandbox, client_file, Person())
    expire(config_dir)
    assert "@" in google_at(campaign).account
    faults(sandbox, {"fault": "expired-token", "on": "drive.about.get", "times": 1})
    assert "@" in google_at(campaign).account


@pytest.mark.parametrize(
    ("fault", "words", "cure"),
    [
        ("invalid-grant", "expired or was withdrawn", "seven days"),
        ("testing", "expired or was withdrawn", "Publish app"),
        ("invalid-client", "does not know the client", "--client"),
        ("deleted-client", "was deleted", "Desktop app"),
        ("unauthorized-client", "act as was asked", "anubhav login"),
    ],
)
def test_a_login_that_cannot_be_renewed_is_explained(
    fault: str, words: str, cure: str, campaign: Campaign, config_dir: Path, sandbox: Any, client_file: Path
) -> None:
    log_in(sandbox, client_file, Person())
    expire(config_dir)
    faults(sandbox, {"fault": fault})
    google = google_at(campaign)
    if fault == "testing":
        google.session._auth_request_session.headers["X-Sandbox-Clock"] = "2036-01-01T00:00:00Z"
    with pytest.raises(SignInError) as caught:
        google.drive.account()
    assert words in caught.value.message
    assert cure in caught.value.cure


def test_a_damaged_login_is_explained(campaign: Campaign, config_dir: Path, sandbox: Any, client_file: Path) -> None:
    log_in(sandbox, client_file, Person())
    path = config_dir / "bilaspur" / "authorized_user.json"
    path.write_text(json.dumps({"token_uri": f"{sandbox.root}/token"}), encoding="utf-8")
    with pytest.raises(SignInError, match=r"damaged.*anubhav login"):
        google_at(campaign)


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


@pytest.fixture
def key_file(sandbox: Any, tmp_path: Path) -> Path:
    """A service account's key, made for this test, whose tokens the sandbox gives."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "key.json"
    content = {
        "type": "service_account",
        "project_id": "office",
        "private_key_id": "1",
        "private_key": pem.decode(),
        "client_email": ROBOT,
        "client_id": "1",
        "token_uri": f"{sandbox.root}/token",
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_service_account_reads_what_is_shared_with_it(
    campaign: Campaign, campaign_dir: Path, google: Any, sandbox: Any, key_file: Path, config_dir: Path
) -> None:
    registry = pipeline.setup_forms(campaign, google).registry
    sandbox.link(registry.form_id, registry.spreadsheet_id)
    result = CliRunner().invoke(
        anubhav, ["-C", str(campaign_dir), "login", "--service-account", str(key_file)], standalone_mode=False
    )
    assert result.exception is None
    assert f"Logged in as {ROBOT}" in result.output
    assert "cannot" in result.output.lower() or "not create" in result.output
    assert (config_dir / "bilaspur" / "service_account.json").exists()
    robot = google_at(campaign)
    with pytest.raises((ForbiddenError, NotFoundError)) as caught:
        robot.sheets.describe(registry.spreadsheet_id)
    assert ROBOT in caught.value.cure
    with pytest.raises((ForbiddenError, NotFoundError)) as caught:
        pipeline.pull(campaign, robot)
    assert ROBOT in caught.value.cure
    for file_id, role in ((registry.spreadsheet_id, "reader"), (registry.form_id, "writer")):
        share = {"type": "user", "role": role, "emailAddress": ROBOT}
        sandbox.api("POST", f"/drive/v3/files/{file_id}/permissions", json=share).raise_for_status()
    assert pipeline.pull(campaign, google_at(campaign)) is not None


def test_a_service_account_cannot_create_and_is_told_who_can(
    campaign: Campaign, sandbox: Any, key_file: Path, config_dir: Path
) -> None:
    use_service_account("bilaspur", key_file, root=sandbox.root)
    with pytest.raises(ForbiddenError) as caught:
        pipeline.setup_forms(campaign, google_at(campaign))
    assert "no Drive storage" in caught.value.message
    assert ROBOT in caught.value.cure
    assert "as a person" in caught.value.cure


@pytest.mark.usefixtures("config_dir")
def test_a_file_that_is_no_key_is_refused_and_nothing_is_kept(sandbox: Any, tmp_path: Path) -> None:
    path = tmp_path / "no-key.json"
    with pytest.raises(InputError, match="is not there"):
        use_service_account("bilaspur", path, root=sandbox.root)
    for content in ("{", "{}", '{"type": "service_account"}'):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(SignInError, match="not the key file"):
            use_service_account("bilaspur", path, root=sandbox.root)
    assert not config_folder("bilaspur").exists()


@pytest.mark.usefixtures("config_dir")
def test_default_credentials_and_impersonation_say_when_there_are_none() -> None:
    for choose in (lambda: use_default("bilaspur", root=""), lambda: use_impersonation("bilaspur", ROBOT, root="")):
        with pytest.raises(SignInError, match="No login was found"):
            choose()
        assert not (config_folder("bilaspur") / "login.json").exists()
    with pytest.raises(InputError, match="not the address"):
        use_impersonation("bilaspur", "robot", root="")
    assert log_out("bilaspur") == ()


def test_default_credentials_are_taken_from_the_usual_place(
    config_dir: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(key_file))
    assert use_default("bilaspur", root="").account == ROBOT
    acting = use_impersonation("bilaspur", "other@office.iam.gserviceaccount.com", root="")
    assert (acting.kind, acting.account) == (LoginKind.IMPERSONATED, "other@office.iam.gserviceaccount.com")
    assert find_login("bilaspur", "").kind is LoginKind.IMPERSONATED


@pytest.mark.parametrize(
    ("fault", "on", "error", "words"),
    [
        ("service-disabled", "forms.*", ForbiddenError, "press Enable"),
        ("service-disabled", "drive.*", ForbiddenError, "press Enable"),
        ("service-disabled", "sheets.*", ForbiddenError, "press Enable"),
        ("scopes", "forms.*", SignInError, "every box"),
        ("sharing-forbidden", None, ForbiddenError, "Workspace administrator"),
        ("storage-quota", "drive.files.create", ForbiddenError, "as a person"),
    ],
)
def test_setup_stops_with_the_cure_and_goes_on_afterwards(
    fault: str, on: str | None, error: type[AnubhavError], words: str, campaign: Campaign, sandbox: Any
) -> None:
    rule: dict[str, Any] = {"fault": fault, "times": 50}
    faults(sandbox, rule | ({"on": on} if on else {}))
    with pytest.raises(error) as caught:
        pipeline.setup_forms(campaign, google_at(campaign))
    assert words in str(caught.value)
    sandbox.http.delete(f"{sandbox.root}/sandbox/faults", timeout=10).raise_for_status()
    assert pipeline.setup_forms(campaign, google_at(campaign)).problems == ()


@pytest.mark.parametrize(
    "fault",
    [
        "quota",
        "error-500",
        "error-503",
        "html-502",
        "html-503",
        "never-arrived",
        "reply-lost",
        "reply-503",
        "cut-off",
        "html-200",
        "sharing-rate",
    ],
)
def test_setup_gets_through_passing_trouble(fault: str, campaign: Campaign, sandbox: Any) -> None:
    """Each fault strikes every third request for a while; the setup ends as if nothing had been."""
    faults(sandbox, {"fault": fault, "after": 2, "times": 3})
    google = google_at(campaign)
    for _ in range(4):
        try:
            setup = pipeline.setup_forms(campaign, google)
            break
        except UnavailableError:
            continue
    sandbox.http.delete(f"{sandbox.root}/sandbox/faults", timeout=10).raise_for_status()
    assert pipeline.setup_forms(campaign, google).plan.nothing_to_do
    kinds = ("application/vnd.google-apps.form", "application/vnd.google-apps.spreadsheet")
    assert [len(google.drive.find(kind)) for kind in kinds] == [1, 1]
    assert setup.problems == ()
