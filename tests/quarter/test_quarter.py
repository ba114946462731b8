"""The clerk's quarter, short: a bounded number of plays, the same in every run. The long one is make bench-quarter."""

from __future__ import annotations

import inspect

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from anubhav_gforms.cli import VERBS

from . import office, rules
from .office import ClerksQuarter
from .world import Template

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
    "backup": "reads everything and changes nothing (tests/responses/test_backup.py)",
    "restore": "puts another state in place of this one (tests/responses/test_backup.py)",
    "demo": "plays the whole story itself, with a sandbox of its own (tests/test_hindi_spoken.py)",
    "start": "asks a person; its laws are in tests/test_start.py",
    "sandbox": "is the other side of the line: it runs all the time",
    "visitors": "sends answers of which this world would not know the truth",
    "actions": "notes what an office did; its laws are in tests/reports/test_actions.py",
    "form": "draws pictures of the form and touches nothing (tests/test_form_preview.py)",
    "cases": "follows matters up; its laws are in tests/test_cases.py",
    "praise": "follows praise up; its laws are in tests/test_praise.py",
    "answer": "opens one response and notes who looked (tests/test_cases.py)",
    "release": "lets texts leave by a person; its laws are in tests/reports/test_release.py",
    "desk": "serves until somebody stops it (tests/desk)",
}


def test_the_laws_hold_through_a_quarter(template: Template) -> None:
    ClerksQuarter.template = template
    run_state_machine_as_test(ClerksQuarter, settings=SHORT)


def test_every_command_is_played() -> None:
    text = inspect.getsource(rules) + inspect.getsource(office)
    assert {verb for verb in VERBS if f'"{verb}"' not in text} == set(NOT_PLAYED)
