"""Every command of the tool is played in the clerk's quarter. The plays themselves: make bench-quarter."""

from __future__ import annotations

import inspect

from anubhav_gforms.cli import VERBS

from . import office, rules

NOT_PLAYED = {
    "demo": "plays the whole story itself, with a sandbox of its own (tests/test_story.py)",
    "sandbox": "is the other side of the line: it runs all the time",
    "visitors": "sends answers of which this world would not know the truth",
    "dashboard": "serves until somebody stops it (tests/reports/test_dashboard.py)",
}


def test_every_command_is_played() -> None:
    text = inspect.getsource(rules) + inspect.getsource(office)
    assert {verb for verb in VERBS if f'"{verb}"' not in text} == set(NOT_PLAYED)
