"""What looks alike, as a table that a person reads and decides on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..campaign.grading import Grading
from ..nouns import week as weeks
from .cube.scope import Scope
from .decisions import Decisions
from .method.evidence import decided_on, when_of
from .method.review import AlikeRows, least_alike

NUMBERS = ("rows", "alike", "mean", "p_count", "p_share", "p")


def alike_frame(flagged: Sequence[AlikeRows], scope: Scope, decisions: Decisions, rules: Grading) -> pd.DataFrame:
    """Alike rows so far: rule, code, day, when, kind, rows, alike, mean, p_count, p_share, p, decision, counted (in which day or week, where that
    is another one; else "")."""
    origin = weeks.first_day(scope.first_week)
    rows = []
    decided = decided_on(flagged, scope, decisions, least_alike(rules.v2.review))
    for hit, decision in zip(flagged, decided, strict=True):
        key = (scope.stations[hit.station], when_of(hit, scope))
        day = weeks.day_of(origin + hit.first_day).isoformat()
        numbers = (getattr(hit, name) for name in NUMBERS)
        rows.append((hit.rule, key[0], day, key[1], str(hit.side), *numbers, decision, ""))
    return pd.DataFrame(rows, columns=["rule", "code", "day", "when", "kind", *NUMBERS, "decision", "counted"])
