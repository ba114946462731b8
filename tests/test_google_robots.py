"""Logins that no person gives: service accounts, default credentials, impersonation; what each may not do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from logins import ROBOT, google_at, leave_this_computer, write_key_file

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import ForbiddenError, InputError, NotFoundError, SignInError
from anubhav_gforms.files import config_folder
from anubhav_gforms.google.auth import LoginKind, find_login
from anubhav_gforms.google.login import log_out, use_default, use_impersonation, use_service_account


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    leave_this_computer(monkeypatch, tmp_path / "home")


@pytest.fixture
def key_file(sandbox: Any, tmp_path: Path) -> Path:
    return write_key_file(sandbox.root, tmp_path)


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
        with pytest.raises(InputError, match="not the key file"):
            use_service_account("bilaspur", path, root=sandbox.root)
    assert not config_folder("bilaspur").exists()


@pytest.mark.usefixtures("config_dir")
def test_default_credentials_and_impersonation_say_when_there_are_none() -> None:
    for choose in (lambda: use_default("bilaspur", root=""), lambda: use_impersonation("bilaspur", ROBOT, root="")):
        with pytest.raises(SignInError, match="No login was found") as none:
            choose()
        assert "gcloud auth application-default login" in none.value.cure, (
            "it said: anubhav login, which had just failed"
        )
        assert not (config_folder("bilaspur") / "login.json").exists()
    with pytest.raises(InputError, match="not the address"):
        use_impersonation("bilaspur", "robot", root="")
    assert log_out("bilaspur") == ((), None)
    with pytest.raises(SignInError) as nobody:
        find_login("bilaspur", "")
    assert nobody.value.cure == "Run: anubhav login."


def test_default_credentials_are_taken_from_the_usual_place(
    config_dir: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(key_file))
    assert use_default("bilaspur", root="").account == ROBOT
    acting = use_impersonation("bilaspur", "other@office.iam.gserviceaccount.com", root="")
    assert (acting.kind, acting.account) == (LoginKind.IMPERSONATED, "other@office.iam.gserviceaccount.com")
    assert find_login("bilaspur", "").kind is LoginKind.IMPERSONATED
