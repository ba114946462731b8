"""The story on the real Google: `pytest -m live` with ANUBHAV_LIVE=<campaign id that is logged in>. Skipped, loudly, without."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.forms.checks import Check
from anubhav_gforms.google import Google
from anubhav_gforms.google.assumptions import try_live
from anubhav_gforms.google.auth import find_login
from anubhav_gforms.links import read
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.pipeline.connection import connect

PROJECT = Path(__file__).parent.parent


@pytest.fixture
def live(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Campaign, Google]]:
    """A throw-away campaign in the account that is logged in; its form and sheet are removed at the end."""
    campaign_id = os.environ.get("ANUBHAV_LIVE", "")
    if not campaign_id:
        with capfd.disabled():
            print(
                "\nLIVE TEST NOT RUN: nothing was tried against the real Google. Log in (anubhav login), then run: ANUBHAV_LIVE=bilaspur pytest -m live"
            )
        pytest.skip("no ANUBHAV_LIVE: the real Google was not asked")
    monkeypatch.delenv("ANUBHAV_GOOGLE_ROOT", raising=False)
    login = find_login(campaign_id, "")
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(tmp_path / "config"))
    folder = tmp_path / "campaign"
    shutil.copytree(PROJECT / "config", folder / "config")
    shutil.copy(PROJECT / "stations.csv", folder / "stations.csv")
    whole = load_campaign(folder)
    name = whole.office.campaign.model_copy(update={"id": f"live-{secrets.token_hex(4)}"})
    campaign = replace(whole, office=whole.office.model_copy(update={"campaign": name}), stations=whole.stations[:6])
    google = connect(campaign, login=login)
    yield campaign, google
    registry = load_registry(campaign.data)
    for file_id in filter(None, (registry.form_id, registry.spreadsheet_id)):
        google.drive.delete(file_id)


@pytest.mark.live
def test_the_story_on_the_real_google(live: tuple[Campaign, Google]) -> None:
    campaign, google = live
    setup = pipeline.setup_forms(campaign, google)
    assert setup.problems == ()
    assert pipeline.setup_forms(campaign, google).plan.nothing_to_do
    page = google.pages.open(setup.registry.responder_uri)
    assert page.takes_responses, page.why
    assert page.entries[setup.registry.entry("station")] == campaign.form.questions[0].title
    for row in (campaign.root / "links.csv").read_text(encoding="utf-8-sig").splitlines()[1:]:
        assert read(row.split("=")[-1], load_keyring(campaign)).station == row.split(",")[0]
    red: list[Check] = [check for check in pipeline.doctor(campaign, google) if check.ok is False]
    assert {check.name for check in red} <= {"sheet linked", "last pull"}, red


@pytest.mark.live
def test_the_open_questions_are_settled(live: tuple[Campaign, Google]) -> None:
    campaign, google = live
    findings = try_live(google, timezone=campaign.timezone)
    assert {finding.number for finding in findings} >= set(range(1, 15))
