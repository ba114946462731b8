"""Citizens' feedback for a police range: a form, its posters, its answers and fair grades.

from anubhav_gforms import connect, load_campaign, make_posters, pull, grade, setup_forms, write_report

campaign = load_campaign(".")
google = connect(campaign)              # the real one, or a sandbox: one setting
pull(campaign, google)
grades = grade(campaign, week="2026-W47")
write_report(campaign, grades)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .sentence import Sentence
from .version import __version__ as __version__

_HOMES = {
    "AnubhavError": "errors",
    "Campaign": "campaign",
    "Grades": "grading",
    "connect": "pipeline.connection",
    "grade": "pipeline",
    "load_campaign": "campaign",
    "make_posters": "pipeline",
    "pull": "pipeline",
    "setup_forms": "pipeline",
    "write_report": "pipeline",
}
__all__ = [
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

if TYPE_CHECKING:
    from .campaign import Campaign, load_campaign
    from .errors import AnubhavError
    from .grading import Grades
    from .pipeline import grade, make_posters, pull, setup_forms, write_report
    from .pipeline.connection import connect


def __getattr__(name: str) -> object:
    """The public names, loaded when first used: importing the package costs nothing."""
    if name in _HOMES:
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(Sentence("module {name__!r} has no attribute {name!r}", name__=__name__, name=name))
