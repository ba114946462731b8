"""setup-forms over the real sandbox: what it makes, that a second run changes nothing, what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from setup_typed import print_posters, run
from wire import Wire, tap

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import AnubhavError, CampaignError, InputError, StateError, UnavailableError
from anubhav_gforms.forms.steps import Action
from anubhav_gforms.forms.wanted import wanted_form
from anubhav_gforms.links.registry import load_registry, save_registry
from anubhav_gforms.nouns.form_changes import RewordItem
from anubhav_gforms.pipeline.connection import connect
from docs.json_outputs import OUTPUTS
from docs.json_outputs_asked import SetupOutput
from tests.published import as_published


def test_it_makes_form_sheet_and_links(campaign: Campaign, google: Any, sandbox: Any) -> None:
    setup = pipeline.setup_forms(campaign, google)
    assert [step.action for step in setup.steps] == list(Action)
    assert setup.problems == ()
    form = google.forms.get(setup.registry.form_id)
    assert [item.title for item in form.items] == [item.title for _, item in wanted_form(campaign).parts]
    assert (form.published, form.accepting, form.email) == (True, True, "DO_NOT_COLLECT")
    sheet = google.sheets.describe(setup.registry.spreadsheet_id)
    assert (sheet.timezone, sheet.locale) == ("Asia/Kolkata", "en_GB")
    rows = (campaign.root / "links.csv").read_bytes()
    assert rows.startswith(b"\xef\xbb\xbfcode,name_en,name_hi,district,kind,url\r\n")
    url = rows.decode("utf-8").splitlines()[1].split(",")[-1]
    assert sandbox.http.get(url).status_code == 200


def test_a_second_run_changes_nothing_and_sends_no_write(campaign: Campaign, google: Any) -> None:
    made = pipeline.setup_forms(campaign, google).registry
    google.sheets.set_time(
        made.spreadsheet_id, locale="en_GB", timezone="Asia/Calcutta"
    )  # as CLDR, and so Google, may call it
    files = {path: path.read_bytes() for path in (campaign.data / "registry.json", campaign.root / "links.csv")}
    wire = tap(google)
    again = pipeline.setup_forms(campaign, google)
    assert again.plan.nothing_to_do
    assert again.plan.by_hand == ()
    assert wire.sent
    assert wire.writes == []
    assert {path: path.read_bytes() for path in files} == files


def test_a_form_of_ours_without_a_publish_state_is_left_as_open_as_it_is(
    campaign: Campaign, google: Any, sandbox: Any
) -> None:
    """Publishing it was tried, and the refusal told as a mistake of anubhav: nothing else could be set up any more."""
    made = pipeline.setup_forms(campaign, google).registry
    sandbox.post(f"/sandbox/forms/{made.form_id}/edit", json={"action": "legacy"}).raise_for_status()
    again = pipeline.setup_forms(campaign, google)
    assert again.plan.nothing_to_do
    assert any("cannot be published from here" in note for note in again.plan.notes)


def test_a_run_that_only_writes_links_again_has_come_to_its_end(campaign: Campaign, google: Any) -> None:
    done = pipeline.setup_forms(campaign, google).registry
    (campaign.root / "links.csv").unlink()
    assert pipeline.setup_forms(campaign, google).problems == ()
    assert load_registry(campaign.data) == done
    assert done.pending == ""


def test_the_forms_end_is_set_once_and_not_after_a_stations_new_name(
    campaign_dir: Path, campaign: Campaign, google: Any, sandbox: Any
) -> None:
    """The steps by hand came again with every renamed station, though only links.csv was written."""
    made = pipeline.setup_forms(campaign, google).registry
    sandbox.link(made.form_id, made.spreadsheet_id)
    assert run(campaign_dir, "--yes").return_value == 0
    path = campaign_dir / "stations.csv"
    path.write_text(path.read_text("utf-8").replace("City Kotwali Bilaspur", "Kotwali of the City"), "utf-8")
    said = run(campaign_dir, "--yes").output
    assert "Kotwali of the City" in said
    assert "Confirmation message" not in said


@pytest.mark.parametrize("saved", ["cp1252", "utf-16"])
def test_links_that_excel_saved_in_another_encoding_are_written_again(
    campaign: Campaign, google: Any, saved: str
) -> None:
    """It was our fault, exit code 4."""
    pipeline.setup_forms(campaign, google)
    path = campaign.root / "links.csv"
    before = path.read_bytes()
    path.write_bytes(before.decode("utf-8-sig").encode(saved, "replace") + "é".encode("cp1252"))
    assert "Write the signed links" in run(campaign.root, "--dry-run").output
    assert pipeline.setup_forms(campaign, google).problems == ()
    assert path.read_bytes() == before


@pytest.mark.parametrize(("pending", "said"), [("proof", "goes on"), ("rehearsal", "removes the copy")])
def test_a_dry_run_says_what_an_earlier_run_left(campaign: Any, google: Any, pending: str, said: str) -> None:
    pipeline.setup_forms(campaign, google)
    whole = run(campaign.root, "--dry-run").output
    assert whole == "Form and sheet are not linked yet: anubhav setup-forms shows the steps.\n"
    save_registry(replace(load_registry(campaign.data), pending=pending), campaign.data)
    assert said in run(campaign.root, "--dry-run").output
    assert load_registry(campaign.data).pending == pending
    run(campaign.root, "--yes")
    assert run(campaign.root, "--dry-run").output == whole


def test_a_dry_run_writes_nothing_anywhere(campaign_dir: Path, config_dir: Path, google: Any) -> None:
    before = sorted(campaign_dir.rglob("*"))
    result = run(campaign_dir, "--dry-run")
    assert result.exception is None
    assert "Make the form, unpublished" in result.output
    assert sorted(campaign_dir.rglob("*")) == before
    assert not config_dir.exists()
    assert google.drive.find("application/vnd.google-apps.form") == ()


def test_without_a_terminal_it_needs_yes(campaign_dir: Path) -> None:
    result = run(campaign_dir)
    assert isinstance(result.exception, InputError)
    assert "--yes" in str(result.exception)


def test_json_tells_plan_and_result(campaign_dir: Path) -> None:
    first = run(campaign_dir, "--yes", "--json").output
    told = as_published("setup-forms", first)
    assert isinstance(OUTPUTS["setup-forms"].validate_json(first), SetupOutput)
    assert told["applied"][0] == "sheet"
    assert told["responder_uri"].endswith("/viewform")
    assert (told["linked"], told["left"]) == (False, []), "what is still to come is no run that was left half-way"
    assert "not linked yet" in json.loads(run(campaign_dir, "--dry-run", "--json").output)["left"][0]
    again = json.loads(run(campaign_dir, "--yes", "--json").output)
    assert again["nothing_to_do"] is True
    assert again["applied"] == []


def test_new_words_are_written_and_the_old_ones_remembered(campaign: Campaign, google: Any) -> None:
    first = pipeline.setup_forms(campaign, google).registry
    questions = list(campaign.form.questions)
    old = questions[2].title
    questions[2] = questions[2].model_copy(update={"title": "पुलिस का बर्ताव? / How were you treated?"})
    questions[6] = questions[6].model_copy(update={"options": (*questions[6].options, "और / More")})
    questions[3] = questions[3].model_copy(update={"required": True, "help": "सोचकर / Think"})
    changed = replace(campaign, form=campaign.form.model_copy(update={"questions": tuple(questions)}))
    setup = pipeline.setup_forms(changed, google)
    assert [step.action for step in setup.steps] == [Action.CONTENT]
    assert setup.registry.question_ids == first.question_ids
    assert setup.registry.titles["behaviour"] == (old, "पुलिस का बर्ताव? / How were you treated?")
    items = google.forms.get(first.form_id).items
    assert items[7].options[-1] == "और / More"
    assert (items[3].required, items[3].help) == (True, "सोचकर / Think")
    assert pipeline.setup_forms(changed, google).plan.nothing_to_do


def test_an_edit_by_hand_is_shown_and_kept(campaign_dir: Path, campaign: Campaign, google: Any) -> None:
    registry = pipeline.setup_forms(campaign, google).registry
    form = google.forms.get(registry.form_id)
    google.forms.update(
        form.form_id, [RewordItem(4, title="हाथ से / By hand", item=form.items[4])], revision_id=form.revision_id
    )
    result = run(campaign_dir, "--yes")
    assert result.exception is None
    assert result.return_value == 1
    assert "Edited by hand" in result.output
    assert "By hand" in result.output
    assert google.forms.get(form.form_id).items[4].title == "हाथ से / By hand"


def test_an_edit_while_it_runs_is_never_overwritten(campaign: Campaign, google: Any) -> None:
    registry = pipeline.setup_forms(campaign, google).registry
    other = connect(campaign)

    class Meddler(Wire):
        def send(self, request: Any, *args: Any, **options: Any) -> Any:
            if request.path_url.startswith(f"/v1/forms/{registry.form_id}:batchUpdate"):
                form = other.forms.get(registry.form_id)
                other.forms.update(
                    form.form_id,
                    [RewordItem(4, title="हाथ से / By hand", item=form.items[4])],
                    revision_id=form.revision_id,
                )
            return super().send(request, *args, **options)

    tap(google, Meddler())
    questions = list(campaign.form.questions)
    questions[4] = questions[4].model_copy(update={"title": "नया / New"})
    changed = replace(campaign, form=campaign.form.model_copy(update={"questions": tuple(questions)}))
    with pytest.raises(StateError, match="edited the form"):
        pipeline.setup_forms(changed, google)
    assert other.forms.get(registry.form_id).items[4].title == "हाथ से / By hand"


def test_a_plan_that_changed_since_it_was_shown_is_not_applied(campaign: Campaign, google: Any) -> None:
    shown = pipeline.setup_forms(campaign, google, apply=False).plan
    pipeline.setup_forms(campaign, google)
    with pytest.raises(StateError, match="since the plan was shown"):
        pipeline.setup_forms(campaign, google, shown=shown)


def test_a_station_with_posters_cannot_be_dropped(campaign_dir: Path, campaign: Campaign, google: Any) -> None:
    pipeline.setup_forms(campaign, google)
    print_posters(campaign)
    path = campaign_dir / "stations.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    gone = next(line for line in lines if line.startswith("BSP-KTW"))
    path.write_text("\n".join(line for line in lines if line != gone), encoding="utf-8-sig")
    links = (campaign_dir / "links.csv").read_bytes()
    refused = run(campaign_dir, "--yes")
    assert isinstance(refused.exception, StateError)
    assert f"{gone.split(',')[1]} (BSP-KTW): 1" in str(refused.exception)
    assert (campaign_dir / "links.csv").read_bytes() == links
    agreed = run(campaign_dir, "--yes", "--reprint")
    assert agreed.exception is None
    assert b"BSP-KTW" not in (campaign_dir / "links.csv").read_bytes()
    revoked = [poster for poster in load_registry(campaign.data).printed if poster.revoked]
    assert [poster.station for poster in revoked] == ["BSP-KTW"]


def test_lost_keys_are_not_made_anew_while_posters_hang(
    campaign_dir: Path, campaign: Campaign, google: Any, config_dir: Path
) -> None:
    pipeline.setup_forms(campaign, google)
    print_posters(campaign)
    keys = config_dir / campaign.id / "signing-keys.json"
    kept = keys.read_bytes()
    keys.unlink()
    assert "anubhav keys restore" in run(campaign_dir, "--dry-run").output
    refused = run(campaign_dir, "--yes")
    assert isinstance(refused.exception, StateError)
    assert not keys.exists()
    keys.write_bytes(kept)
    keys.chmod(0o600)
    assert run(campaign_dir, "--yes").exception is None


def test_a_closed_station_keeps_its_link(campaign_dir: Path, campaign: Campaign, google: Any) -> None:
    pipeline.setup_forms(campaign, google)
    print_posters(campaign)
    path = campaign_dir / "stations.csv"
    text = path.read_text(encoding="utf-8-sig")
    row = next(line for line in text.splitlines() if line.startswith("BSP-KTW"))
    path.write_text(text.replace(row, row.rsplit(",", 1)[0] + ",closed"), encoding="utf-8-sig")
    setup = pipeline.setup_forms(load_campaign(campaign_dir), google)
    assert setup.hazards == ()
    assert b"BSP-KTW" in (campaign_dir / "links.csv").read_bytes()


def test_a_form_in_the_bin_is_not_replaced_without_consent(campaign: Campaign, google: Any, sandbox: Any) -> None:
    first = pipeline.setup_forms(campaign, google).registry
    print_posters(campaign)
    sandbox.api("PATCH", f"/drive/v3/files/{first.form_id}", json={"trashed": True}).raise_for_status()
    with pytest.raises(StateError, match="6 posters: the form of this campaign cannot be seen"):
        pipeline.setup_forms(campaign, google)
    new = pipeline.setup_forms(campaign, google, reprint=True).registry
    assert new.form_id != first.form_id
    assert new.spreadsheet_id == first.spreadsheet_id
    assert all(poster.revoked for poster in new.printed)
    assert pipeline.setup_forms(campaign, google).plan.nothing_to_do


def test_another_google_is_refused(campaign: Campaign, google: Any) -> None:
    registry = pipeline.setup_forms(campaign, google).registry
    save_registry(replace(registry, root=""), campaign.data)
    with pytest.raises(StateError, match="the real Google"):
        pipeline.setup_forms(campaign, google)


def test_an_empty_promise_is_refused_before_anything_is_made(campaign_dir: Path, google: Any) -> None:
    office = campaign_dir / "config" / "office.toml"
    text = office.read_text(encoding="utf-8")
    office.write_text(text.replace("retention_months = 12", "retention_months = 0"), encoding="utf-8")
    result = run(campaign_dir, "--yes")
    assert isinstance(result.exception, CampaignError)
    line = text.splitlines().index("retention_months = 12") + 1
    assert f"office.toml:{line}: office.retention_months is 0" in str(result.exception)
    assert google.drive.find("application/vnd.google-apps.form") == ()


def test_a_sandbox_that_is_down_is_said_at_once(campaign_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANUBHAV_GOOGLE_ROOT", "http://127.0.0.1:9")
    result = run(campaign_dir, "--yes")
    assert isinstance(result.exception, UnavailableError)
    assert result.exception.exit_code == 3
    assert "anubhav sandbox" in str(result.exception)


@pytest.mark.parametrize("root", ["https://example.org", "http://[x"])
def test_a_root_elsewhere_is_refused(root: str, campaign_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANUBHAV_GOOGLE_ROOT", root)
    result = run(campaign_dir, "--yes")
    assert isinstance(result.exception, AnubhavError)
    assert "not on this machine" in str(result.exception)
