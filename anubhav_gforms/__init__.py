"""Citizens' feedback for a police range: a form, its posters, its responses and fair grades.

from anubhav_gforms import connect, explain, grade, load_campaign, plot_map, pull, responses, write_report

campaign = load_campaign(".")
google = connect(campaign)              # the real one, or a sandbox: one setting
pull(campaign, google)
grades = grade(campaign, week="2026-W47")
plot_map(grades)                        # a notebook shows it
write_report(campaign, grades)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .sentence import Sentence
from .version import __version__ as __version__

_HOMES = {
    "campaign": ("Campaign", "load_campaign"),
    "errors": ("AnubhavError",),
    "grading": ("Grades",),
    "pipeline": (
        "doctor", "explain", "explanation_text", "grade", "make_posters", "pull", "setup_forms", "write_report",
    ),
    "pipeline.connection": ("connect",),
    "reports.plots": ("plot_ladder", "plot_map", "plot_trend"),
    "responses": ("responses",),
}  # fmt: skip
"""Where the public names stand."""
__all__ = [
    "AnubhavError", "Campaign", "Grades", "connect", "doctor", "explain", "explanation_text", "grade",
    "load_campaign", "make_posters", "plot_ladder", "plot_map", "plot_trend", "pull", "responses", "setup_forms",
    "write_report",
]  # fmt: skip

if TYPE_CHECKING:
    from .campaign import Campaign, load_campaign
    from .errors import AnubhavError
    from .grading import Grades
    from .pipeline import doctor, explain, explanation_text, grade, make_posters, pull, setup_forms, write_report
    from .pipeline.connection import connect
    from .reports.plots import plot_ladder, plot_map, plot_trend
    from .responses import responses


def __getattr__(name: str) -> object:
    """The public names, loaded when first used: importing the package costs nothing."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f".{home}", __name__), name)
    raise AttributeError(Sentence("module {name__!r} has no attribute {name!r}", name__=__name__, name=name))


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
