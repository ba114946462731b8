"""Which constants apply in which week: frozen ones where they exist, estimated ones where they do not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ..campaign.grading import Grading
from ..errors import StateError
from . import weeks
from .constants import Constants, estimate, estimation_digest
from .daybook import BurstConstants, Daybook, daybook
from .scope import Scope

YOUNG = 13
"""Weeks of history below which nothing is frozen and no letter is given."""


@dataclass(frozen=True)
class Era:
    """A stretch of weeks with one set of constants, whose baseline are the weeks `first`..`last`."""

    name: str
    valid_from: int
    first: int
    last: int
    frozen: bool


@dataclass(frozen=True)
class Timeline:
    """Eras in order, the constants of each, those that are new (to be saved), and the daybook of the whole time."""

    eras: tuple[Era, ...]
    constants: tuple[Constants, ...] = field(repr=False)
    new: tuple[Constants, ...] = field(repr=False)
    book: Daybook = field(repr=False)
    replayed: bool = False

    @property
    def young(self) -> bool:
        return not self.eras[-1].frozen


def eras(first: int, last: int, baseline_weeks: int) -> tuple[Era, ...]:
    """The eras of a project whose first answers came in week `first`, up to week `last`.

    A quarter's constants come from the `baseline_weeks` before it, at least 13. A project younger than that freezes them
    when its 13th week is over; until then they are made anew each week and nothing is frozen.
    """
    full = first + YOUNG - 1
    found = []
    start = weeks.quarter_start(first)
    while start <= last:
        following = weeks.quarter_start(start + 14)
        if start - first >= YOUNG:
            found.append(
                Era(weeks.quarter_name(start), start, max(first, start - baseline_weeks), start - 1, frozen=True)
            )
        elif start <= full <= min(last, following - 1):
            found.append(Era(weeks.quarter_name(full), full, first, full, frozen=True))
        start = following
    if found:
        return tuple(found)
    name = f"{weeks.quarter_name(last)} as of {weeks.week_name(last)}"
    return (Era(name, last, first, last, frozen=False),)


def timeline(
    scope: Scope, kinds: Sequence[str], rules: Grading, *, frozen: Mapping[str, Constants],
    released: Collection[tuple[int, int]] = (), code_version: str = "",
) -> Timeline:  # fmt: skip
    """Walk through the eras: load or estimate the constants of each, and judge the days by those of their time.

    Raises StateError when the constants of the last era were frozen under another config.
    """
    first = scope.first_week + scope.campaign_day // 7
    plan = eras(min(first, scope.last_week), scope.last_week, rules.shrink.baseline_weeks)
    rows, best, worst = (scope.by_day(scope.column(name)) for name in ("rows", "best", "worst"))
    digest = estimation_digest(rules)
    bursts: dict[int, BurstConstants] = {}
    chosen: list[Constants] = []
    new: list[Constants] = []
    replayed = False

    def judged() -> Daybook:
        return daybook(rows, best, worst, scope.campaign_day, bursts, rules.flags, rules.day_cap, released)

    for number, era in enumerate(plan):
        since = 7 * (era.valid_from - scope.first_week) if number else 0
        kept = frozen.get(era.name) if era.frozen else None
        if kept is not None and kept.config_sha256 != digest:
            if number == len(plan) - 1:
                raise StateError(
                    f"config/grading.toml was changed after the constants of {era.name} were frozen.",
                    cure=f"Undo the change until the quarter ends, or decide to freeze anew: anubhav calibrate --freeze {era.name}.",
                )
            kept, replayed = None, True
        constants = kept
        if constants is None:

            def made(book: Daybook, era: Era = era) -> Constants:
                return estimate(
                    scope, book, kinds, rules, first=era.first, last=era.last, name=era.name,
                    valid_from=weeks.first_day(era.valid_from), frozen=era.frozen, code_version=code_version,
                )  # fmt: skip

            if not number:
                bursts[since] = made(judged()).burst
            constants = made(judged())
            if era.frozen and era.name not in frozen:
                new.append(constants)
        bursts[since] = constants.burst
        chosen.append(constants)
    return Timeline(plan, tuple(chosen), tuple(new), judged(), replayed)
