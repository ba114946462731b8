"""Which constants apply in which week: frozen ones where they exist, estimated ones where they do not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..campaign.grading import Grading
from ..nouns import week as weeks
from ..nouns.week import week_number
from .baseline import baseline, burst_constants, estimate
from .constants import Constants, Era, changed_since, estimation_digest
from .cube.scope import Scope
from .daybook import Daybook, day_weight, find_bursts
from .method.evidence import alike_sums, days_of_era
from .method.review import AlikeRows

YOUNG = 13
"""Weeks of history below which nothing is frozen and no letter is given."""


@dataclass(frozen=True)
class Timeline:
    """Eras in order, the constants of each that are needed, those that are new (to be saved), and the daybook of the whole time."""

    eras: tuple[Era, ...]
    constants: tuple[Constants | None, ...] = field(repr=False)
    new: tuple[Constants, ...] = field(repr=False)
    book: Daybook = field(repr=False)
    replayed: bool

    @property
    def young(self) -> bool:
        return not self.eras[-1].frozen


def eras(first: int, last: int, baseline_weeks: int) -> tuple[Era, ...]:
    """The eras of a project whose first responses came in week `first`, up to week `last`.

    A quarter's constants come from the `baseline_weeks` before it, at least 13. A project younger than that freezes them
    when its 13th week is over; until then they are computed again each week and nothing is frozen.
    """
    full = first + YOUNG - 1
    eras_found = []
    start = weeks.quarter_start(first)
    while start <= last:
        following = weeks.quarter_start(start + 14)
        if start - first >= YOUNG:
            eras_found.append(
                Era(weeks.quarter_name(start), start, max(first, start - baseline_weeks), start - 1, frozen=True)
            )
        elif start <= full <= min(last, following - 1):
            eras_found.append(Era(weeks.quarter_name(full), full, first, full, frozen=True))
        start = following
    if eras_found:
        return tuple(eras_found)
    name = f"{weeks.quarter_name(last)} as of {weeks.week_name(last)}"
    return (Era(name, last, first, last, frozen=False),)


def eras_of(scope: Scope, rules: Grading) -> tuple[Era, ...]:
    """The eras up to the last week of a scope."""
    return eras(scope.first_week + scope.campaign_week, scope.last_week, rules.shrink.baseline_weeks)


def make_timeline(
    scope: Scope, kinds: Sequence[str], rules: Grading, *, frozen: Mapping[str, Constants],
    released: Collection[tuple[int, int]], code_version: str,
) -> Timeline:  # fmt: skip
    """Walk through the eras: judge the days of each by its constants, and estimate those that are not frozen yet.

    Constants of earlier eras that gave no letter are not estimated: only what F1 compares with is.
    Raises StateError when the constants of the last era were frozen under another config.
    """
    plan = eras_of(scope, rules)
    days = alike_sums(scope)
    aside = np.zeros(days.rows.shape, dtype=bool)
    bursts: list[AlikeRows] = []
    chosen: list[Constants | None] = []
    new: list[Constants] = []
    replayed = False
    letters_from = week_number(rules.letters_from)
    for number, era in enumerate(plan):
        last = number == len(plan) - 1
        kept = frozen.get(era.name) if era.frozen else None
        if kept is not None and kept.config_sha256 != estimation_digest(rules):
            if last:
                raise changed_since(era.name)
            kept, replayed = None, True
        burst = kept.burst if kept else burst_constants(scope, days, aside, baseline(scope, aside, era.first, era.last))
        begin, end = days_of_era(plan, number, scope)
        bursts += find_bursts(days, aside, burst, rules.flags, begin=begin, end=end, released=released)
        constants = kept
        if kept is None and (last or plan[number + 1].valid_from > letters_from):
            constants = estimate(
                scope,
                baseline(scope, aside, era.first, era.last),
                burst,
                kinds,
                rules,
                era=era,
                code_version=code_version,
            )
            if era.frozen and era.name not in frozen:
                new.append(constants)
        chosen.append(constants)
    weight = day_weight(days.rows, aside, scope.campaign_day, rules.day_cap)
    return Timeline(plan, tuple(chosen), tuple(new), Daybook(days.rows, aside, weight, tuple(bursts)), replayed)
