"""Another Google account takes the form and the sheet over: what is said on the way, and the way through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from logins import Person, google_at, log_in, write_client_file
from setup_typed import print_posters

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.google.auth import CREATE_SCOPES, READ_SCOPES


@pytest.fixture
def taken_over(campaign: Campaign, sandbox: Any, config_dir: Path, tmp_path: Path) -> Any:
    """Made and printed by the old account, linked, with one response; the new one owns form and sheet, and its login is a plain one."""
    google = google_at(campaign)
    registry = pipeline.setup_forms(campaign, google).registry
    sandbox.post(f"/sandbox/forms/{registry.form_id}/link", json={"spreadsheetId": registry.spreadsheet_id})
    setup = pipeline.setup_forms(campaign, google)
    assert pipeline.find_tab(campaign, google, setup)
    pipeline.send_test_response(campaign, google, setup.registry)
    print_posters(campaign)
    for file_id in (registry.form_id, registry.spreadsheet_id):
        sandbox.post(f"/sandbox/files/{file_id}/owner", json={"role": "writer"}).raise_for_status()
    log_in(sandbox, write_client_file(sandbox.root, tmp_path), Person(), scopes=CREATE_SCOPES)
    return registry


def typed(folder: Path, *arguments: str) -> str:
    """A command as a user types it: what it prints, and the mistake that it ends with."""
    result = CliRunner().invoke(anubhav, ["-C", str(folder), *arguments], standalone_mode=False)
    return result.output + (f"{result.exception} {getattr(result.exception, 'cure', '')}" if result.exception else "")


@pytest.mark.usefixtures("taken_over")
def test_each_refusal_names_the_login_that_helps(campaign_dir: Path) -> None:
    for command in (
        ["doctor"],
        ["pull"],
        ["watch", "--once"],
        ["setup-forms", "--yes"],
        ["setup-forms", "--new-sheet"],
    ):
        assert "anubhav login --existing-form" in typed(campaign_dir, *command), command


def test_the_new_account_reads_everything_and_changes_the_form_by_hand(
    taken_over: Any, campaign_dir: Path, campaign: Campaign, sandbox: Any, tmp_path: Path
) -> None:
    links = (campaign_dir / "links.csv").read_bytes()
    log_in(sandbox, write_client_file(sandbox.root, tmp_path), Person(), scopes=CREATE_SCOPES + READ_SCOPES)
    assert "1 new response; the ledger holds 1." in typed(campaign_dir, "pull", "--full")
    assert "RED  form and sheet" not in typed(campaign_dir, "doctor")
    assert "Nothing to do" in typed(campaign_dir, "setup-forms", "--dry-run")
    assert (campaign_dir / "links.csv").read_bytes() == links
    path = campaign_dir / "config" / "form.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("experience?", "visit?"), encoding="utf-8")
    refused = typed(campaign_dir, "setup-forms", "--yes")
    assert "this account may not change the form" in refused
    assert "change it by hand in Google Forms" in refused
    wanted = load_campaign(campaign_dir).form.question("overall").title
    [item] = [each for each in google_at(campaign).forms.get(taken_over.form_id).items if "experience?" in each.title]
    by_hand = {"action": "rename", "item": item.item_id, "title": str(wanted)}
    sandbox.post(f"/sandbox/forms/{taken_over.form_id}/edit", json=by_hand).raise_for_status()
    assert "Nothing to do" in typed(campaign_dir, "setup-forms", "--yes")
