"""Adoption that goes on or is refused: sheets named by hand, forms out of sight, printed posters, wrong matches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import foreign
import pytest
from click.testing import CliRunner
from foreign import adopt, choice, make_foreign_form, told

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.errors import InputError, NotFoundError, StateError
from anubhav_gforms.forms.adopt import plan_adoption
from anubhav_gforms.forms.checks import check_sheet
from anubhav_gforms.forms.linking import find_response_tab
from anubhav_gforms.forms.trial import MARK
from anubhav_gforms.forms.wanted import wanted_form
from anubhav_gforms.links.registry import PrintedPoster, load_registry, save_registry


@pytest.fixture
def listed(sandbox: Any) -> dict[str, Any]:
    """A form whose station question is a list of names, one of them misspelt."""
    return make_foreign_form(
        sandbox,
        choice("DROP_DOWN", "City Kotwali Bilaspur", "थाना सिविल लाइन बिलासपुर", "BSP-TBR तारबाहर", "Kotwali Korbaa"),
    )


def test_a_marked_test_response_arrives_and_is_never_counted(
    campaign_dir: Path, campaign: Campaign, google: Any, sandbox: Any
) -> None:
    registry = pipeline.setup_forms(campaign, google).registry
    line = ["-C", str(campaign_dir), "setup-forms", "--yes", "--test-answer"]
    early = CliRunner().invoke(anubhav, line, standalone_mode=False)
    assert early.return_value == 1
    assert "No test response was sent: form and sheet are not linked yet." in early.output
    sandbox.link(registry.form_id, registry.spreadsheet_id)
    shown = CliRunner().invoke(anubhav, [*line, "--dry-run"], standalone_mode=False)
    assert shown.return_value == 0
    assert MARK not in shown.output, "a plan that is shown sends nothing"
    result = CliRunner().invoke(anubhav, line, standalone_mode=False)
    assert result.exception is None
    assert result.return_value == 0
    assert "Next: anubhav doctor --live" in result.output
    assert "--test-answer, and" not in result.output, "what was just done is not asked for once more"
    assert f"The test response {MARK}" in result.output
    assert "arrived in row 2" in result.output
    pipeline.pull(campaign, google)
    from anubhav_gforms.responses.ledger.ledger import open_ledger

    frame = open_ledger(campaign).frame(["station", "code_status", "code_reason"])
    assert frame.values.tolist() == [["", "quarantined", "test answer"]]


def test_titles_as_hands_type_them_are_found_in_the_sheet(
    campaign_dir: Path, campaign: Campaign, google: Any, sandbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A blank behind a title, and a letter with its dot as one sign: doctor called the column renamed, and a test response was not
    found, if it was sent at all: this form demands a name."""
    monkeypatch.setattr(foreign, "QUESTIONS", [(f"{title} \u095b ", *rest) for title, *rest in foreign.QUESTIONS])
    form = make_foreign_form(sandbox, {"textQuestion": {}})
    assert adopt(campaign_dir, form, "--yes", *told(google, campaign, form)).exception is None
    tab = find_response_tab(google, load_registry(campaign.data), "station")
    assert tab
    assert check_sheet(tab, load_registry(campaign.data), wanted_form(campaign)).ok
    keys = load_registry(campaign.data).question_ids
    assert check_sheet(tab._replace(header=tuple(keys)), load_registry(campaign.data), wanted_form(campaign)).ok, (
        "pull reads keys too"
    )
    arrival = pipeline.send_test_response(campaign, google, load_registry(campaign.data))
    assert arrival.row == 2


def test_a_sheet_that_is_no_longer_linked_can_be_named(
    campaign: Campaign, google: Any, sandbox: Any, listed: dict[str, Any]
) -> None:
    linked = google.forms.get(listed["formId"]).linked_sheet_id
    sandbox.post(f"/sandbox/forms/{listed['formId']}/edit", json={"action": "unlink"}).raise_for_status()
    assert plan_adoption(campaign, google, listed["formId"]).tab is None
    named = plan_adoption(
        campaign, google, listed["formId"], sheet=f"https://docs.google.com/spreadsheets/d/{linked}/edit#gid=0"
    )
    assert named.tab
    assert named.registry.spreadsheet_id == linked


def test_a_form_that_the_login_may_not_see_says_which_login_to_use(
    campaign: Campaign, google: Any, sandbox: Any, listed: dict[str, Any]
) -> None:
    sandbox.faults({"fault": "not-found", "on": "forms.forms.get", "times": 1})
    with pytest.raises(NotFoundError) as caught:
        plan_adoption(campaign, google, listed["formId"])
    assert "anubhav login --existing-form" in caught.value.cure


def test_posters_of_another_form_stop_an_adoption(campaign: Campaign, google: Any, listed: dict[str, Any]) -> None:
    registry = pipeline.setup_forms(campaign, google).registry
    poster = PrintedPoster(
        "BSP-KTW.P1.A22222222", "BSP-KTW", "poster", 1, "A", "", registry.responder_uri, 7, "2026-11-25", "a.pdf"
    )
    save_registry(registry.with_printed(poster), campaign.data)
    with pytest.raises(StateError, match="opens another form"):
        plan_adoption(campaign, google, listed["formId"])
    with pytest.raises(StateError, match="needs no adoption"):
        plan_adoption(campaign, google, registry.form_id)


@pytest.mark.parametrize("told", [{"nobody": 1}, {"station": 99}, {"station": -1}])
def test_a_wrong_match_is_refused(
    told: dict[str, int], campaign: Campaign, google: Any, listed: dict[str, Any]
) -> None:
    with pytest.raises(InputError, match="--match"):
        plan_adoption(campaign, google, listed["formId"], assigned=told)


@pytest.mark.parametrize("typed", [("--adopt",), ("--adopt-sheet",), ("--dry-run", "--adopt")])
def test_what_is_no_address_is_no_form_and_no_sheet(typed: tuple[str, ...], campaign_dir: Path) -> None:
    done = CliRunner().invoke(anubhav, ["-C", str(campaign_dir), "setup-forms", *typed, "http://[::1/x"])
    assert isinstance(done.exception, InputError)
    assert '"http://[::1/x" is not a' in str(done.exception)


@pytest.mark.parametrize("typed", ["station", "station=", "station=1x", "station=" + "9" * 5000])
def test_a_match_is_a_question_and_a_number(typed: str, campaign_dir: Path) -> None:
    done = CliRunner().invoke(anubhav, ["-C", str(campaign_dir), "setup-forms", "--adopt", "x" * 12, "--match", typed])
    assert isinstance(done.exception, InputError)
    assert "is not KEY=NUMBER" in str(done.exception)
