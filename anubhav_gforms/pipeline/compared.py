"""Whether Google was asked lately for every old row and response: before a report is graded, and said on it where it was not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from ..errors import AnubhavError
from ..nouns.progress import Progress, silent
from ..reports.contents import NOT_COMPARED
from ..responses.intake.values import WHOLE_AFTER
from ..responses.ledger.changes import local_time
from ..responses.ledger.ledger import Ledger, open_ledger
from ..sentence import Sentence
from .clock import Clock, now

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..google import Google
    from ..grading.grades import Grades
    from ..responses.ledger.changes import Changes


def compared_at(campaign: Campaign, ledger: Ledger | None = None) -> datetime | None:
    """Since when each old row and response, of every witness that `source` names, is known to be as Google has it.

    By the office's clock; None where nothing was pulled from Google. `ledger`: one that is open, for that of now. Reads only.
    """
    manifest, source = (ledger or open_ledger(campaign)).manifest, campaign.office.google.source
    sheet = [manifest.sheet.audited_at] if manifest.sheet and source != "forms" else []
    form = [manifest.form.compared_at] if manifest.form and source != "sheet" else []
    return local_time(min(sheet + form), campaign.zone) if sheet or form else None


def ask_first(campaign: Campaign, connect: Callable[[], Google], *, progress: Progress = silent) -> Changes | None:
    """Compare every old row and response with Google before a report, as a full pull does, where that is due; gives what it found.

    None when it was done lately. Raises what `pull` raises, whose cure then names --offline; nothing is recorded then.
    """
    if not_lately(compared_at(campaign)) is None:
        return None
    from .responses import pull  # loads Google's clients: see connection.py

    try:
        return pull(campaign, connect(), full=True, progress=progress)
    except AnubhavError as error:
        error.cure = Sentence(
            "{cure} To make the report from what was pulled before, marked as not compared: anubhav report --offline",
            cure=error.cure,
        )
        raise


def not_lately(when: datetime | None, clock: Clock = now) -> datetime | None:
    """A time of comparing that is too long ago for a report: more than `WHOLE_AFTER`, or in the future. None otherwise."""
    return when if when and not when <= clock() <= when + WHOLE_AFTER else None


def compared_mark(grades: Grades, clock: Clock = now) -> tuple[str, ...]:
    """The mark of a report whose ledger was not compared lately when it was graded, with its day: ("not-compared 2026-11-20",); else
    ()."""
    since = not_lately(grades.compared_at, clock)
    return (f"{NOT_COMPARED} {since:%Y-%m-%d}",) if since else ()
