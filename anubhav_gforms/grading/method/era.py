"""The weeks of a quarter under its constants: all are scored at once, since no score depends on the week before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ...campaign.method_rules import MethodRules
from ..arrays import Floats, Ints, with_part
from ..cube.scope import Scope
from .days import DaySums, weekly_sums
from .evidence import day_sums, plain_day_sums
from .review import AlikeRows, ReviewSide, days_under_review
from .score import Belief
from .standing import score_triples
from .week import WeekScores


@dataclass(frozen=True)
class ReviewedDays:
    """Stations with alike rows under review, and their days without these rows, and without alike praise alone."""

    stations: Ints = field(repr=False)
    without_alike: DaySums = field(repr=False)
    without_praise: DaySums = field(repr=False)


class EraDays:
    """What the weeks of one era are scored from. `means` m_q (items,) and `shift` (purposes of the cube,) are its constants."""

    def __init__(self, scope: Scope, means: Floats, shift: Floats, belief: Belief, rules: MethodRules) -> None:
        self.scope, self.means, self.shift, self.belief, self.rules = scope, means, shift, belief, rules
        self.days, _ = plain_day_sums(scope, means, shift)

    def reviewed(self, open_: tuple[AlikeRows, ...]) -> ReviewedDays:
        """Only the stations of the flags are added up again."""
        stations = np.unique([hit.station for hit in open_])
        part, shape = self.scope.of(stations), self.days.rows.shape
        praise, blame = (days_under_review(open_, side, shape)[stations] for side in ReviewSide)
        return ReviewedDays(
            stations,
            *(day_sums(part, self.means, self.shift, *out)[0] for out in ((praise, blame), (praise,))),
        )

    def scores(self, weeks: Sequence[int], open_: Sequence[tuple[AlikeRows, ...]]) -> list[WeekScores]:
        """Of each week (counted from the scope's first), with the flags that are open in it."""
        begun, rules = self.scope.campaign_day, self.rules
        sums, nowhere = weekly_sums(self.days, begun, rules), np.zeros(len(self.scope.stations), dtype=bool)
        scored = [
            WeekScores(week, begun, triple, triple, sums.n[:, week], sums.total[:, week], nowhere)
            for week, triple in zip(weeks, score_triples(self.days, weeks, begun, self.belief, rules), strict=True)
        ]
        for flags in dict.fromkeys(filter(None, open_)):
            at, part = [place for place, now in enumerate(open_) if now == flags], self.reviewed(flags)
            some = part.stations
            triples = score_triples(
                part.without_alike, [weeks[place] for place in at], begun, self.belief.of(some), rules
            )
            less, reviewed = weekly_sums(part.without_praise, begun, rules), nowhere.copy()
            reviewed[some] = True
            for position, triple in zip(at, triples, strict=True):
                week, whole = weeks[position], scored[position]
                n, total = whole.n.copy(), whole.total.copy()
                n[some], total[some] = less.n[:, week], less.total[:, week]
                clean = with_part(whole.all, some, triple)
                scored[position] = WeekScores(week, begun, whole.all, clean, n, total, reviewed)
        return scored

    def without_alike(self, open_: tuple[AlikeRows, ...]) -> DaySums:
        """The days without alike rows under review, for those who look closer: certificates, and whether a measure helped."""
        if not open_:
            return self.days
        part = self.reviewed(open_)
        return with_part(self.days, part.stations, part.without_alike)
