"""What looks alike, as a table that a person reads and decides on: bursts of version 1, alike rows of version 2."""

from __future__ import annotations

import pandas as pd

from ..nouns import week as weeks
from .decisions import Decisions
from .method.evidence import when_of
from .method.season import Season
from .scope import Scope
from .timeline import Timeline


def burst_frame(counted: Scope, line: Timeline, decisions: Decisions) -> pd.DataFrame:
    """Station-days that F1 found: code, day, kind, rows, alike, mean, p_count, p_share, p, decision."""
    origin = weeks.first_day(counted.first_week)
    rows = []
    for burst in line.book.bursts:
        code, day = counted.stations[burst.station], weeks.day_of(origin + burst.day).isoformat()
        decision = (
            "genuine"
            if (code, day) in decisions.released
            else "not genuine"
            if (code, day) in decisions.kept_aside
            else ""
        )
        rows.append(
            (
                code,
                day,
                burst.kind,
                burst.rows,
                burst.alike,
                burst.mean,
                burst.p_count,
                burst.p_share,
                burst.p,
                decision,
            )
        )
    return pd.DataFrame(
        rows, columns=["code", "day", "kind", "rows", "alike", "mean", "p_count", "p_share", "p", "decision"]
    )


def alike_frame(found: Season, scope: Scope, decisions: Decisions) -> pd.DataFrame:
    """Alike rows so far: rule, code, day, when, kind, rows, alike, mean, p_count, p_share, p, decision."""
    origin = weeks.first_day(scope.first_week)
    rows = []
    for hit in found.flags:
        key = (scope.stations[hit.station], when_of(hit, scope))
        decision = "genuine" if key in decisions.released else "not genuine" if key in decisions.kept_aside else ""
        rows.append(
            (
                hit.rule, key[0], weeks.day_of(origin + hit.first_day).isoformat(), key[1], str(hit.side), hit.rows, hit.alike,
                hit.mean, hit.p_count, hit.p_share, hit.p, decision,
            )
        )  # fmt: skip
    names = ["rule", "code", "day", "when", "kind", "rows", "alike", "mean", "p_count", "p_share", "p", "decision"]
    return pd.DataFrame(rows, columns=names)
