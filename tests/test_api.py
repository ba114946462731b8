"""The public names: the nouns and the verbs, and nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

import anubhav_gforms


def test_the_public_names_are_the_story() -> None:
    assert anubhav_gforms.__all__ == [
        "AnubhavError",
        "Campaign",
        "Grades",
        "connect",
        "grade",
        "load_campaign",
        "make_posters",
        "pull",
        "setup_forms",
        "write_report",
    ]
    for name in anubhav_gforms.__all__:
        assert getattr(anubhav_gforms, name).__doc__


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'grade_all'"):
        _ = anubhav_gforms.grade_all


def test_importing_the_package_loads_no_room() -> None:
    code = "import anubhav_gforms, sys; print([name for name in sys.modules if name.startswith('anubhav_gforms.')])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
        == "['anubhav_gforms.sentence', 'anubhav_gforms.version']\n"  # the lowest floor; no room
    )
