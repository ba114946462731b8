"""The public names: the nouns and the verbs, and nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

import anubhav_gforms
from anubhav_gforms.campaign import Campaign


def test_the_public_names_are_the_story() -> None:
    assert anubhav_gforms.__all__ == [
        "AnubhavError",
        "Campaign",
        "Grades",
        "connect",
        "doctor",
        "explain",
        "explanation_text",
        "grade",
        "load_campaign",
        "make_posters",
        "plot_ladder",
        "plot_map",
        "plot_trend",
        "pull",
        "responses",
        "setup_forms",
        "write_report",
    ]
    for name in anubhav_gforms.__all__:
        assert getattr(anubhav_gforms, name).__doc__


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match='no attribute "grade_all"'):
        _ = anubhav_gforms.grade_all


def test_importing_the_package_loads_no_room() -> None:
    code = "import anubhav_gforms, sys; print([name for name in sys.modules if name.startswith('anubhav_gforms.')])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
        == "['anubhav_gforms.sentence', 'anubhav_gforms.version']\n"  # the lowest floor; no room
    )


def test_only_public_names_are_listed() -> None:
    assert dir(anubhav_gforms) == sorted([*anubhav_gforms.__all__, "__version__"])


def test_responses_is_asked_for_by_its_name_before_and_after_its_room_was_loaded(campaign: Campaign) -> None:
    assert len(anubhav_gforms.responses(campaign)) == 0
    assert "raw_code" not in anubhav_gforms.responses(campaign)
    assert {"raw_code", *campaign.form.personal_keys} <= set(anubhav_gforms.responses(campaign, personal=True))
