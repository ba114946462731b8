"""What persons decided about flags and alarms."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from ..nouns import week as weeks
from .cube.removed import RemovedRows
from .cube.scope import Scope

GENUINE, NOT_GENUINE = "genuine", "not genuine"


@dataclass(frozen=True)
class Decisions:
    """What persons decided about flags: station-days, or station-weeks, found genuine or not (station, ISO day or week name), and
    alarms seen (station, week name), of which some were confirmed. Version 2 also asks when: `seen_in`, the week in which an
    alarm was seen, and `money_closed`, that in which the IG closed a money flag, by station and the flag's week. `confirmed_as`: the number of the decision that confirmed an alarm, counted from 1 in the order they were made. `removed`: the rows that `kept_aside` is of,
    where they are known; else the flags of what is graded tell. `since`: from when on each of `kept_aside` has been so; `sides`: whether a decision was on alike "praise", on "blame" or on both;
    none where that was not written down."""

    released: frozenset[tuple[str, str]] = frozenset()
    kept_aside: frozenset[tuple[str, str]] = frozenset()
    acknowledged: frozenset[tuple[str, str]] = frozenset()
    confirmed: frozenset[tuple[str, str]] = frozenset()
    seen_in: Mapping[tuple[str, str], str] = field(default_factory=dict)
    confirmed_as: Mapping[tuple[str, str], int] = field(default_factory=dict)
    money_closed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    removed: tuple[RemovedRows, ...] = ()
    since: Mapping[tuple[str, str], str] = field(default_factory=dict)
    sides: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def taken_out(self, station: str, when: str, side: str) -> list[tuple[int, int]]:
        """First and last day number of the stretches that a "not genuine" on this day or week takes this side of out: of a week
        without the days that were found genuine themselves, before or after it."""
        first, last = span_of(when)
        own = (known for known in self.released if known[0] == station and "W" not in known[1])
        genuine = {
            span_of(known[1])[0] for known in own if side in self.sides.get(known, ()) or not self.sides.get(known)
        }
        edges = [first - 1, *sorted(genuine & {*range(first, last + 1)}), last + 1]
        return [(before + 1, after - 1) for before, after in pairwise(edges) if after - before > 1]


def days_not_genuine(decisions: Decisions, station: str, first: int, last: int) -> tuple[str, ...]:
    """The ISO days and weeks of a station on which alike responses were found not genuine, of those that touch the day numbers first..last."""
    spans = ((span_of(when), when) for code, when in decisions.kept_aside if code == station)
    return tuple(when for (begin, end), when in sorted(spans) if begin <= last and end >= first)


def span_of(when: str) -> tuple[int, int]:
    """First and last day number of what a flag names: an ISO day, or a week."""
    if "W" in when:
        first = weeks.first_day(weeks.read_week(when))
        return first, first + 6
    if not re.match(weeks.YEAR, when):
        raise ValueError(when)
    day = weeks.day_number(date.fromisoformat(when))
    return day, day


def when_named(day: int, *, week: bool) -> str:
    """As a flag names a day number, or its week: what `span_of` reads."""
    return weeks.week_name(weeks.week_of_day(day)) if week else weeks.day_of(day).isoformat()


def days_of(pairs: Collection[tuple[str, str]], scope: Scope) -> set[tuple[int, int]]:
    """(station, ISO day) → (place, day of the scope)."""
    origin = weeks.first_day(scope.first_week)
    return {
        (scope.position[code], weeks.day_number(date.fromisoformat(day)) - origin)
        for code, day in pairs
        if code in scope.position and "W" not in day
    }
