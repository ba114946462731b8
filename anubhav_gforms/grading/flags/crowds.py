"""CROWD: far more responses on one day than the station ever has, whatever they rate.

F1 finds crowds that are all alike: a forger who gives one rating a little less than the best is in none of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...nouns import week as weeks
from ...sentence import Sentence
from ..arrays import Floats
from ..formulas.tails import negative_binomial_tail
from ..method.days import WEEK, trailing_sums
from ..method.evidence import alike_sums, days_of_era
from ..method.review import F1, first_span
from .flag import Flag, Severity, by_chance
from .rule import FlagRule, GradedWeek

LIMIT = 1e-6
"""P of so many, below which a day is told."""


def crowded(rows: Floats, alpha: Floats) -> tuple[Floats, Floats]:
    """(mean, p): (stations, days) of responses, and (days,) the overdispersion of their counts → how many are usual on a day by the 56 days
    before, and how likely at least so many are (1 where they are fewer than F1 needs)."""
    mean = trailing_sums(rows, F1.history) / F1.history
    p = np.ones(rows.shape)
    station, day = np.nonzero(rows >= F1.least_alike)
    usual = np.maximum(mean[station, day], F1.least_mean)
    p[station, day] = negative_binomial_tail(rows[station, day], 1 / alpha[day], usual)
    return mean, p


def find(week: GradedWeek) -> Iterator[Flag]:
    """The days of the window, under version 2 of the method; not those that F1 tells."""
    season, scope = week.working.season, week.working.scope
    if season is None:
        return
    alpha = np.empty(scope.days)
    for number, constants in enumerate(season.constants):
        begin, end = days_of_era(season.eras, number, scope)
        alpha[begin:end] = constants.burst.alpha
    rows, first = alike_sums(scope).rows, weeks.first_day(scope.first_week)
    mean, p = crowded(rows, alpha)
    p[:, : max(first_span(scope.campaign_day, F1), scope.days - WEEK * week.working.reach)] = 1
    alike = {*zip(week.grades.bursts["code"], week.grades.bursts["when"], strict=True)}
    for station, day in zip(*(at.tolist() for at in np.nonzero(p < LIMIT)), strict=True):
        code, when = scope.stations[station], weeks.day_of(first + day).isoformat()
        numbers = {name: float(of[station, day]) for name, of in (("rows", rows), ("mean", mean), ("p", p))}
        if (code, when) not in alike:
            says = Sentence(
                "{rows:.0f} responses on one day, whatever they rate; usual is {mean:.2f} ({chance})",
                rows=numbers["rows"],
                mean=numbers["mean"],
                chance=by_chance(numbers["p"]),
            )
            yield Flag("CROWD", Severity.REVIEW, code, when, says, numbers)


RULE = FlagRule({"CROWD": Sentence("crowd on one day")}, find)
