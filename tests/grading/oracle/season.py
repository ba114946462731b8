"""The weeks of a campaign: quarters, frozen constants, and what decisions take out (sections 9 and 10 of docs/grading.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from .alarms import bad_baseline, money_caps, money_prior, without_noes
from .baseline import Constants
from .constants import constants_of
from .flags import DAY, PRAISE, WEEK, Flag, Usual, flags, usual
from .questions import question_constants
from .rows import Rows, Span
from .scores import scores


@dataclass(frozen=True)
class Era:
    """The weeks from `valid` on, graded by the constants of the baseline `first` to `last`."""

    valid: int
    first: int
    last: int
    frozen: bool


def eras(first: int, last: int, quarters: list[int]) -> list[Era]:
    """Section 10: the baseline is the 26 weeks (at least 13) before the quarter; a project younger than that freezes constants when
    its 13th week is over; until then it is a trial."""
    begun = []
    for quarter, after in pairwise(quarters):
        if quarter > last or after <= first:
            continue
        if quarter - first >= 13:
            begun.append(Era(quarter, max(first, quarter - 26), quarter - 1, True))
        elif quarter <= first + 12 <= min(last, after - 1):
            begun.append(Era(first + 12, first, first + 12, True))
    return begun or [Era(last, first, last, False)]


@dataclass(frozen=True)
class Register:
    """Stations by number: district, kind, and the day on which it was closed; what is announced beside them."""

    district_of: list[int]
    kind_of: list[str]
    closed: list[int | None]
    quarters: list[int]
    letters_from: int
    least_purpose: tuple[int, int]

    def listed(self, week: int) -> list[bool]:
        """Section 1: the stations that are open to the end of a week."""
        return [day is None or day >= 7 * (week + 1) for day in self.closed]


@dataclass
class Decided:
    """What persons decided: flags by key, alarms (station, week) with the week they were seen in, money flags closed in a week."""

    genuine: set[tuple[str, int, int]] = field(default_factory=set)
    forged: set[tuple[str, int, int]] = field(default_factory=set)
    seen: dict[tuple[int, int], int] = field(default_factory=dict)
    closed: set[tuple[int, int]] = field(default_factory=set)


class Season:
    """A campaign up to a week: its eras, flags, rows that stay, and constants, estimated unless they were frozen before."""

    def __init__(
        self,
        register: Register,
        visits: Rows,
        last: int,
        decided: Decided | None = None,
        frozen: dict[Era, Constants] | None = None,
    ) -> None:
        self.register, self.last, self.decided = register, last, decided or Decided()
        self.frozen = {} if frozen is None else frozen
        visits = visits.take(visits.week <= last)
        rows = visits.take(visits.rated)
        first_day = int(rows.day.min()) if len(rows) else 7 * last
        self.span = Span(len(register.kind_of), first_day // 7, last, first_day)
        self.eras = eras(self.span.first_week, last, register.quarters)
        known = [(era.valid, self.usual(rows, era)) for era in self.eras]
        self.flags = [flag for rule in (DAY, WEEK) for flag in flags(rows, self.span, rule, known)]
        forged = self.forged(visits) & visits.rated
        self.visits = visits.take(~forged)
        self.rows = self.visits.take(self.visits.rated)
        self.money = without_noes(visits, visits.take(forged & (visits.alike == PRAISE)))
        self.money_caps = money_caps(self.rows, self.span)

    @staticmethod
    def under(some: list[Flag], rows: Rows) -> np.ndarray:
        """The rows that flags speak of."""
        held = np.zeros(len(rows), bool)
        for flag in some:
            held |= flag.holds(rows)
        return held

    def forged(self, visits: Rows) -> np.ndarray:
        """Section 9: what a day was found counts for that day, what its week was found for the other days."""
        days, weeks = ([flag for flag in self.flags if flag.rule is rule] for rule in (DAY, WEEK))
        of_days, of_weeks = ([flag for flag in some if flag.key in self.decided.forged] for some in (days, weeks))
        genuine = self.under([flag for flag in days if flag.key in self.decided.genuine], visits)
        return self.under(of_days, visits) | (self.under(of_weeks, visits) & ~genuine)

    def usual(self, rows: Rows, era: Era) -> Usual:
        """What is usual among alike rows: as it was frozen, else of these rows."""
        kept = self.frozen.get(era)
        return kept.usual if kept and kept.usual else usual(rows, self.span, era.first, era.last)

    def open_flags(self, week: int) -> list[Flag]:
        """Section 9: the flags of a window that nobody decided on."""
        window = [flag for flag in self.flags if week - 26 < flag.first_day // 7 <= week]
        return [flag for flag in window if not self.is_decided(flag)]

    def is_decided(self, flag: Flag) -> bool:
        """Section 9: by its own decision, or by those on a day of its week, or the week of its day, that leave too few."""
        decided = [other for other in self.flags if other.key in self.decided.genuine | self.decided.forged]
        if any(flag.key == other.key for other in decided):
            return True
        beside = [other for other in decided if flag.meets(other)]
        left = flag.holds(self.rows) & ~self.under(beside, self.rows)
        return bool(beside) and int(left.sum()) < flag.rule.least_alike

    def era_of(self, week: int) -> Era:
        """The last era that had begun."""
        return [era for era in self.eras if era.valid <= week][-1]

    def constants(self, era: Era) -> Constants:
        """Section 5: of an era; made once, and kept when it is frozen."""
        if era not in self.frozen:
            self.frozen[era] = self.estimate(era)
        return self.frozen[era]

    def estimate(self, era: Era) -> Constants:
        """Sections 5, 9 and 10: everything that is frozen for a quarter."""
        stations, weeks = self.span.stations, (era.first, era.last)
        register = self.register
        known = constants_of(
            self.rows, weeks, self.span, register.least_purpose, register.district_of, register.kind_of
        )
        base, visits, money = (
            some.take((some.week >= era.first) & (some.week <= era.last))
            for some in (self.rows, self.visits, self.money)
        )
        known.questions = [question_constants(base, item, known.means) for item in range(5)]
        known.money = money_prior(money, stations)
        known.bad, known.bad_rate = bad_baseline(visits, stations)
        known.weeks = era.last - era.first + 1
        known.usual = usual(self.rows, self.span, era.first, era.last)
        then = scores(self.rows, era.last, known, self.span)
        known.score = np.array([score.score if score.n > 0 else np.nan for score in then])
        known.score_sd = np.array([score.sd if score.n > 0 else np.nan for score in then])
        return known
