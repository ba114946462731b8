"""All flags of a week, from its grades and the responses in the window; and the responses behind one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from ...nouns import week as weeks
from ..grades import Grades
from .flag import Flag
from .rule import GradedWeek
from .rules import RULES

WEEK_ROWS = ("response_id", "submitted_at")
"""Columns of the ledger that flags on single responses need beside those of `Shape.columns`: no personal one."""
TEXT_ROWS = ("response_id", "station", "day", "code_status")
"""What F3 needs beside the text of the message, which comes as the column text."""


def find_flags(
    grades: Grades, *, frame: pd.DataFrame | None = None, messages: pd.DataFrame | None = None,
    visits: Mapping[str, float] | None = None, decisions: Mapping[str, str] | None = None,
) -> list[Flag]:  # fmt: skip
    """The flags of the graded week, by rule and station.

    `frame`: the window's responses (WEEK_ROWS and `Shape.columns`), for F4 and F5; `messages` (TEXT_ROWS and text) for F3; `visits`:
    registered visits of the window by station, for F7. Without them these rules are not run. `decisions` by flag id.
    """
    week = GradedWeek(grades, frame, messages, visits)
    flags = [flag for rule in RULES for flag in rule.find(week)]
    decided = [replace(flag, decision=(decisions or {}).get(flag.id, flag.decision)) for flag in flags]
    return [replace(flag, waiting=flag.since(grades.last_day)) for flag in decided]


def evidence(flag: Flag, frame: pd.DataFrame, window: int) -> pd.DataFrame:
    """The responses behind a flag, without personal data: by their ids, or those of its station and day, or of the weeks that its
    rule speaks of, and none of a flag of the whole range; `window`: how many weeks a window can reach."""
    if flag.responses:
        return frame[frame["response_id"].isin(flag.responses)]
    of_station = frame[(frame["station"] == flag.station) & (flag.station != "")]  # "" is a code that names no station
    if "W" in flag.when:
        last = weeks.read_week(flag.when)
        count = next(rule.weeks for rule in RULES if flag.rule in rule.titles) or window
        first, end = (pd.Timestamp(weeks.day_of(weeks.first_day(week))) for week in (last - count + 1, last + 1))
        return of_station[(of_station["day"] >= first) & (of_station["day"] < end)]
    return of_station[of_station["day"] == pd.Timestamp(flag.when)]
