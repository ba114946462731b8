"""The clerk's quarter, short: a bounded number of plays, the same in every run. The long one is make bench-quarter."""

from __future__ import annotations

import inspect

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from anubhav_gforms.cli import VERBS

from . import books, later, office, rules
from .later import LaterQuarter
from .template import Template

SHORT = settings(
    max_examples=6,
    stateful_step_count=16,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.generate,),  # make bench-quarter finds the shortest play
    suppress_health_check=list(HealthCheck),
)
NOT_PLAYED = {
    "demo": "plays the whole story itself, with a sandbox of its own (tests/test_hindi_spoken.py)",
    "start": "asks a person; its laws are in tests/test_start.py",
    "sandbox": "is the other side of the line: it runs all the time",
    "visitors": "sends responses of which this world would not know the truth",
    "form": "draws pictures of the form and touches nothing (tests/test_form_preview.py)",
    "desk": "serves until somebody stops it (tests/desk)",
}


def test_the_laws_hold_through_a_quarter(template: Template) -> None:
    LaterQuarter.template = template
    run_state_machine_as_test(LaterQuarter, settings=SHORT)


def test_every_command_is_played() -> None:
    text = "".join(map(inspect.getsource, (rules, office, books, later)))
    assert {verb for verb in VERBS if f'"{verb}"' not in text} == set(NOT_PLAYED)
