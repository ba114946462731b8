"""What looks alike, as a table that a person reads and decides on: bursts of version 1, alike rows of version 2."""

from __future__ import annotations

import pandas as pd

from ..nouns import week as weeks
from .daybook import Burst
from .decisions import Decisions
from .method.evidence import when_of
from .method.review import AlikeRows
from .method.season import Season
from .scope import Scope
from .timeline import Timeline


def burst_frame(counted: Scope, line: Timeline, decisions: Decisions) -> pd.DataFrame:
    """Station-days that F1 found: code, day, kind, rows, alike, mean, p_count, p_share, p, decision."""
    origin = weeks.first_day(counted.first_week)
    rows = []
    for burst in line.book.bursts:
        key = (counted.stations[burst.station], weeks.day_of(origin + burst.day).isoformat())
        rows.append((*key, burst.kind, *_numbers(burst), _decision(key, decisions)))
    return pd.DataFrame(rows, columns=["code", "day", "kind", *NUMBERS, "decision"])


def alike_frame(found: Season, scope: Scope, decisions: Decisions) -> pd.DataFrame:
    """Alike rows so far: rule, code, day, when, kind, rows, alike, mean, p_count, p_share, p, decision."""
    origin = weeks.first_day(scope.first_week)
    rows = []
    for hit in found.flags:
        key = (scope.stations[hit.station], when_of(hit, scope))
        day = weeks.day_of(origin + hit.first_day).isoformat()
        rows.append((hit.rule, key[0], day, key[1], str(hit.side), *_numbers(hit), _decision(key, decisions)))
    return pd.DataFrame(rows, columns=["rule", "code", "day", "when", "kind", *NUMBERS, "decision"])


NUMBERS = ("rows", "alike", "mean", "p_count", "p_share", "p")


def _numbers(burst: Burst | AlikeRows) -> tuple[float, ...]:
    return tuple(getattr(burst, name) for name in NUMBERS)


def _decision(key: tuple[str, str], decisions: Decisions) -> str:
    return "genuine" if key in decisions.released else "not genuine" if key in decisions.kept_aside else ""
