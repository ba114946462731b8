"""What a station may learn, and when: nothing changes on its sheet before enough new answers have come together.

Two sheets that differ are then at least `BATCH` answers apart, so that comparing them singles nobody out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BATCH = 5
"""New answers without which a station's sheet stays as it was."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One edition of a station's sheet: the week whose state it shows and the weeks whose answers it adds."""

    week: str
    weeks: tuple[str, ...]
    answers: int


def issues(counts: Mapping[str, int], weeks: Sequence[str], batch: int = BATCH) -> tuple[Issue, ...]:
    """The editions of a station's sheet. `counts`: answers a week, since the first one; `weeks`: all weeks in order.

    An edition is made in the first week in which at least `batch` answers have come since the last one; later weeks
    cannot change an earlier edition.
    """
    made: list[Issue] = []
    waiting: list[str] = []
    for week in weeks:
        waiting.append(week)
        answers = sum(counts.get(each, 0) for each in waiting)
        if answers >= batch:
            made.append(Issue(week, tuple(waiting), answers))
            waiting = []
    return tuple(made)


def counted(themes: Sequence[Sequence[str]], least: int = 3) -> dict[str, int]:
    """How many messages of an edition speak of each theme, the most first; themes of fewer than `least` are left out."""
    totals: dict[str, int] = {}
    for each in themes:
        for theme in set(each):
            totals[theme] = totals.get(theme, 0) + 1
    kept = {theme: count for theme, count in totals.items() if count >= least}
    return dict(sorted(kept.items(), key=lambda item: (-item[1], item[0])))
