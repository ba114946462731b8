"""A campaign that runs keeps its form: config/form.toml as it was before the short form means what it meant, to the last word."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.campaign.question_types import RATING, SCALE
from anubhav_gforms.pipeline.connection import connect

OLDER = Path(__file__).parent.parent / "benchmarks" / "form" / "older.toml"


@pytest.fixture
def older(campaign_dir: Path) -> Campaign:
    """A campaign as it was set up with the form of one page."""
    shutil.copy(OLDER, campaign_dir / "config" / "form.toml")
    grading = campaign_dir / "config" / "grading.toml"
    lines = grading.read_text("utf-8").splitlines(keepends=True)
    grading.write_text("".join(line for line in lines if not line.startswith("not_visited")), "utf-8")
    return load_campaign(campaign_dir)


def test_an_older_form_stays_one_page_of_scales_with_its_notice_on_top(older: Campaign) -> None:
    google: Any = connect(older, sleep=lambda seconds: None)
    first = pipeline.setup_forms(older, google)
    form = google.forms.get(first.registry.form_id)
    asked = list(older.form.questions)
    assert [item.title for item in form.items] == [question.title for question in asked], (
        "no heading, no notice at the end"
    )
    assert "{MONTHS}" not in form.description
    assert len(form.description) > 1800
    assert sum(question.type is SCALE for question in asked) == 5
    assert not any(question.type is RATING for question in asked)
    links = (older.root / "links.csv").read_bytes()
    again = pipeline.setup_forms(older, google)
    assert again.plan.nothing_to_do
    assert (again.registry.question_ids, (older.root / "links.csv").read_bytes()) == (
        first.registry.question_ids,
        links,
    )


def test_nothing_is_asked_of_the_end_of_an_older_form(older: Campaign) -> None:
    google: Any = connect(older, sleep=lambda seconds: None)
    pipeline.setup_forms(older, google)
    ending = next(check for check in pipeline.doctor(older, google) if check.name == "after sending")
    assert (ending.ok, ending.cure) == (True, "")
    assert "Google's own words" in ending.said
