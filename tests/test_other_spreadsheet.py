"""A spreadsheet that the form was linked to by mistake is refused; another one is adopted by one act, shown first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ready import doctor, make_ready
from second_form import SecondForm, make_second, wrong_link
from setup_typed import run

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import StateError
from anubhav_gforms.links.registry import load_registry

HOUR = timedelta(hours=1)


@pytest.fixture
def ours(campaign: Campaign, google: Any, sandbox: Any) -> SecondForm:
    """The campaign of this test, set up, linked and pulled."""
    make_ready(campaign, google, sandbox)
    return SecondForm(campaign, google, sandbox, load_registry(campaign.data))


@pytest.fixture
def other(ours: SecondForm) -> SecondForm:
    return make_second(ours.campaign, ours.sandbox)


@pytest.mark.parametrize(
    "verb", [("setup-forms", "--yes"), ("setup-forms", "--dry-run"), ("pull",), ("watch", "--once")]
)
def test_another_spreadsheet_is_refused_and_never_adopted_by_itself(
    verb: tuple[str, ...], ours: SecondForm, other: SecondForm
) -> None:
    from click.testing import CliRunner

    from anubhav_gforms.cli import anubhav

    wrong = wrong_link(ours, other)
    before = load_registry(ours.campaign.data)
    result = CliRunner().invoke(anubhav, ["-C", str(ours.campaign.root), *verb], standalone_mode=False)
    assert isinstance(result.exception, StateError), result.output
    assert result.exception.exit_code == 2
    assert "another spreadsheet" in str(result.exception)
    assert f"--adopt-sheet {wrong}" in result.exception.cure
    assert load_registry(ours.campaign.data) == before
    told = doctor(ours.campaign.root)
    assert told.return_value == 1
    assert "another spreadsheet" in told.output


def test_a_spreadsheet_is_adopted_by_one_explicit_act_shown_first(
    ours: SecondForm, other: SecondForm, campaign_dir: Path
) -> None:
    ours.respond(5 * HOUR)
    pipeline.pull(ours.campaign, ours.google)
    wrong = wrong_link(ours, other)
    shown = run(campaign_dir, "--adopt-sheet", wrong, "--dry-run")
    assert shown.exception is None
    assert "1 of the form's own 1 newest responses" in shown.output
    assert load_registry(ours.campaign.data).spreadsheet_id == ours.registry.spreadsheet_id
    refused = run(campaign_dir, "--adopt-sheet", wrong)
    assert "--yes" in str(refused.exception), "without a terminal the consent must be typed"
    assert load_registry(ours.campaign.data).spreadsheet_id == ours.registry.spreadsheet_id
    assert run(campaign_dir, "--adopt-sheet", wrong, "--yes").exception is None
    assert load_registry(ours.campaign.data).spreadsheet_id == wrong
    changes = pipeline.pull(ours.campaign, ours.google)
    assert (changes.changed, changes.total) == ((), 1)


def test_a_spreadsheet_that_the_form_does_not_write_to_is_not_adopted(
    ours: SecondForm, other: SecondForm, campaign_dir: Path
) -> None:
    result = run(campaign_dir, "--adopt-sheet", other.registry.spreadsheet_id, "--yes")
    assert isinstance(result.exception, StateError)
    assert "does not write" in str(result.exception)
