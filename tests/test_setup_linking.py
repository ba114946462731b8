"""After the setup: form and sheet are linked by a person, in whatever language; sheets and accounts that are not as ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from setup_typed import run
from wire import Wire, tap

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.forms.linking import find_response_tab, remember_tab
from anubhav_gforms.forms.setup import apply_setup
from anubhav_gforms.google.form_page import read_public_page
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.pipeline.connection import connect


def test_the_linked_tab_is_found_and_remembered(
    campaign_dir: Path, campaign: Campaign, google: Any, sandbox: Any
) -> None:
    registry = pipeline.setup_forms(campaign, google).registry
    assert find_response_tab(google, registry, "station") is None
    sheet_id = sandbox.link(registry.form_id, registry.spreadsheet_id)["sheetId"]
    found = find_response_tab(google, registry, "station")
    assert found
    assert found.tab.id == sheet_id
    assert found.header[1] == campaign.form.questions[0].title
    result = run(campaign_dir, "--yes")
    assert "Form and sheet are linked" in result.output
    assert load_registry(campaign.data).tab_id == sheet_id


def test_linking_is_explained_with_the_exact_addresses(campaign_dir: Path) -> None:
    result = run(campaign_dir, "--yes")
    registry = load_registry(campaign_dir / "data")
    assert f"/forms/d/{registry.form_id}/edit#responses" in result.output
    assert "Anubhav - Bilaspur Police Range (bilaspur) - responses" in result.output
    assert f'FormApp.openById("{registry.form_id}")' in result.output


def test_after_linking_again_the_tab_with_the_newest_of_our_responses_is_ours(
    campaign: Campaign, google: Any, sandbox: Any
) -> None:
    registry = pipeline.setup_forms(campaign, google).registry
    page = google.pages.open(registry.responder_uri)
    given = {
        registry.entry(question.key): "5" if question.type.rates else "BSP-KTW"
        for question in campaign.form.questions
        if question.required and not question.options
    }
    given |= {registry.entry("purpose"): campaign.form.question("purpose").options[0]}
    first = sandbox.link(registry.form_id, registry.spreadsheet_id)["sheetId"]
    assert google.pages.respond(page, given).recorded
    found = find_response_tab(google, registry, "station")
    assert found
    sandbox.post(f"/sandbox/forms/{registry.form_id}/edit", json={"action": "unlink"}).raise_for_status()
    second = sandbox.link(registry.form_id, registry.spreadsheet_id)["sheetId"]
    again = find_response_tab(google, remember_tab(found, campaign.data), "station")
    assert again
    assert again.tab.id == first, (
        "both hold the same responses: the known tab stays until a newer response shows the live one"
    )
    other = given | {registry.entry("station"): "BSP-CVL"}  # told from the first also within one second
    assert google.pages.respond(page, other).recorded
    live = find_response_tab(google, remember_tab(again, campaign.data), "station")
    assert live
    assert live.tab.id == second
    assert [tab.id for tab in live.others] == [first]


def test_a_workspace_account_that_collects_email_by_default_is_set_right(
    campaign: Campaign, google: Any, sandbox: Any
) -> None:
    sandbox.profile("workspace")
    registry = pipeline.setup_forms(campaign, google).registry
    assert google.forms.get(registry.form_id).email == "DO_NOT_COLLECT"
    assert google.pages.open(registry.responder_uri).takes_responses


@pytest.mark.parametrize("language", ["hi", "fr", "zh"])
def test_the_tab_is_found_whatever_the_account_speaks(
    language: str, campaign: Campaign, google: Any, sandbox: Any
) -> None:
    registry = pipeline.setup_forms(campaign, google).registry
    link = {"spreadsheetId": registry.spreadsheet_id, "language": language}
    made = sandbox.post(f"/sandbox/forms/{registry.form_id}/link", json=link).json()
    found = find_response_tab(google, registry, "station")
    assert found
    assert found.tab.id == made["sheetId"]
    assert not found.tab.title.startswith("Form Responses")


@pytest.mark.parametrize(
    ("behaviour", "locale"), [("refuses", "en_GB"), ("ignores", "en_GB"), ("ignores all", "en_US")]
)
def test_a_locale_that_google_does_not_know_is_settled(
    behaviour: str, locale: str, campaign_dir: Path, sandbox: Any
) -> None:
    class Picky(Wire):
        def send(self, request: Any, *args: Any, **options: Any) -> Any:
            body = bytes(request.body or b"")
            passed_over = {"refuses": (), "ignores": (b"en_IN",), "ignores all": (b"en_IN", b"en_GB")}[behaviour]
            if b"updateSpreadsheetProperties" in body and passed_over:
                for each in passed_over:
                    body = body.replace(each, b"en_US")
                request.prepare_body(body, None)
            return super().send(request, *args, **options)

    office = campaign_dir / "config" / "office.toml"
    office.write_text(office.read_text(encoding="utf-8").replace('locale = "en_GB"', 'locale = "en_IN"'), "utf-8")
    campaign = load_campaign(campaign_dir)
    google = connect(campaign, sleep=lambda seconds: None)
    tap(google, Picky())
    registry = pipeline.setup_forms(campaign, google).registry
    sheet = google.sheets.describe(registry.spreadsheet_id)
    assert (sheet.locale, sheet.timezone) == (locale, "Asia/Kolkata")
    assert pipeline.setup_forms(campaign, google).plan.nothing_to_do


def test_a_form_that_citizens_cannot_open_is_a_problem(campaign: Campaign, sandbox: Any) -> None:
    """Everything reads back well, and the public page still shows something else: no poster may be printed."""

    setup = apply_setup(
        campaign,
        connect(campaign, sleep=lambda seconds: None),
        open_page=lambda address: read_public_page(address, sandbox.get("/forms/d/e/1FAIpQLSnowhere/viewform")),
    )
    assert setup.problems == ("A citizen cannot respond to the form yet: there is no such form.",)
