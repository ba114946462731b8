"""What a rule is, and what it may look at. A new rule is one file with one `RULE`, and its place in the list of rules.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from ...nouns import week as weeks
from ...sentence import Sentence
from ..cube.counts import CountRules, counts
from ..grades import Grades
from ..replay import Replay
from ..second_columns import QUARTER
from ..working import Working
from .flag import Flag


@dataclass(frozen=True)
class GradedWeek:
    """A week's grades, and beside them what only some rules need: None where it was not given, and then they find nothing.

    `rows`: the window's responses (WEEK_ROWS and `Shape.columns`); `messages`: TEXT_ROWS and text; `visits`: registered visits of
    the window by station.
    """

    grades: Grades
    rows: pd.DataFrame | None = field(default=None, repr=False)
    messages: pd.DataFrame | None = field(default=None, repr=False)
    visits: Mapping[str, float] | None = None

    @property
    def name(self) -> str:
        """ "2026-W47"."""
        return self.grades.week

    def of_quarter(self, decided: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Of station and week that a person decided on, those of the quarter up to this week: they are listed, to be decided otherwise."""
        codes, number = self.working.roster.codes, weeks.read_week(self.name)
        return [
            (code, when)
            for code, when in sorted(decided)
            if code in codes and number - QUARTER < weeks.read_week(when) <= number
        ]

    @property
    def working(self) -> Working:
        return self.grades.working

    @property
    def replay(self) -> Replay:
        return self.working.replay

    def first_day(self, before: int = 0) -> date:
        """The Monday of this week, or of that many weeks before."""
        return weeks.day_of(weeks.first_day(self.replay.week - before))

    def counted(self) -> pd.DataFrame | None:
        """Those of `rows` that count in grades."""
        return None if self.rows is None else self.rows[counts(self.rows, CountRules.of(self.working.campaign))]


WINDOW = 0
"""In place of a number of weeks: all that a window can reach."""


@dataclass(frozen=True)
class FlagRule:
    """One rule: what each id of it says it found, and the function that finds it. It changes no grade; a person looks.

    `weeks`: of so many weeks its numbers are, the flag's own week the last.
    """

    titles: Mapping[str, Sentence]
    find: Callable[[GradedWeek], Iterable[Flag]]
    weeks: int = 1
