"""The story in reading order, one function a verb. Each takes values and a gateway, and gives back what happened.

stations.csv + config → form → links → posters        setup_forms, make_posters
responses → ledger → cube → grades → report           pull, grade, write_report
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .campaign import Campaign
    from .forms.plan import Plan, Step
    from .forms.setup import Setup
    from .google import Google
    from .grading.grades import Grades
    from .reports import Report


def setup_forms(
    campaign: Campaign,
    google: Google,
    *,
    apply: bool = True,
    shown: Plan | None = None,
    reprint: bool = False,
    on_step: Callable[[Step], None] = lambda step: None,
) -> Setup:
    """The form, its response sheet and links.csv as the campaign wants them; `.plan` is what that takes.

    With apply=False nothing is written. A second run finds nothing to do; a run that was killed is finished by the next.
    With `shown` (a plan that a person agreed to) nothing is done when the plan has become another one meanwhile.
    Raises StateError when printed posters would die and `reprint` is not given; GoogleError when Google refuses.
    """
    from .forms.setup import apply_setup, plan_setup

    if not apply:
        return plan_setup(campaign, google)
    return apply_setup(campaign, google, shown=shown, reprint=reprint, on_step=on_step)


def write_report(
    campaign: Campaign, grades: Grades, *, on_file: Callable[[int, int], None] = lambda done, total: None
) -> Report:
    """The report of these grades in data/reports/<week>/: report.html, grades.csv, grades.json, each written whole.

    Says how new the answers are and how many were left out, from the ledger. The same ledger, config and code give
    the same bytes.
    """
    from datetime import timedelta

    from .reports import Week, make_contents, make_freshness, write_files
    from .responses.ledger import open_ledger

    week = Week(grades.week)
    first = week.monday - timedelta(weeks=campaign.grading.grading.window.reach_back - 1)
    summary = open_ledger(campaign).summary(since=first, until=week.sunday)
    freshness = make_freshness(summary, grades.left_out, campaign.timezone)
    contents = make_contents(campaign, grades, freshness)
    return write_files(contents, grades.table, campaign.data / "reports" / grades.week, on_file=on_file)
