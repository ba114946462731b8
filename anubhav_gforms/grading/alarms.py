"""The alarm: a CUSUM of each station since the quarter's start, open until a person has acknowledged it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..nouns import week as weeks
from .arrays import Bools, Floats, pairs_of
from .formulas.trend import cusum, falls
from .working import Working


def alarms(working: Working) -> dict[str, Any]:
    """(stations,): whether an alarm is open, whether a person confirmed one this quarter, and the week it is about.

    An alarm opens in the first week in which C > h and stays open until a person acknowledges it (then C begins at 0).
    """
    codes, names = working.roster.codes, alarm_weeks(working)
    alarm, confirmed = np.zeros((2, len(codes)), bool)
    when = np.full(len(codes), "", dtype=object)
    if names:
        position = working.scope.position
        seen = np.zeros((len(codes), len(names)), dtype=bool)
        for code, name in working.decisions.acknowledged:
            if code in position and name in names:
                seen[position[code], names.index(name)] = True
        above = levels(working, seen) > working.rules.alarm.h
        for station in np.flatnonzero(above.any(axis=1)).tolist():
            since = int(np.flatnonzero(seen[station])[-1]) + 1 if seen[station].any() else 0
            if above[station, since:].any():
                alarm[station] = True
                when[station] = names[since + int(np.argmax(above[station, since:]))]
        for code, name in sorted(working.decisions.confirmed):
            if code in position and name in names:
                confirmed[position[code]], when[position[code]] = True, when[position[code]] or name
    return {"alarm": alarm, "alarm_confirmed": confirmed, "alarm_week": when}


def alarm_weeks(working: Working) -> list[str]:
    """Names of the weeks of this quarter up to the graded one; none while the project is young."""
    timeline = working.timeline
    if timeline.young:
        return []
    begin = timeline.eras[-1].valid_from + (timeline.eras[-1].last >= timeline.eras[-1].valid_from)
    return [weeks.week_name(week) for week in range(begin, working.replay.week + 1)]


def levels(working: Working, seen: Bools) -> Floats:
    """C of each station and week of the quarter. `seen` (stations, weeks): acknowledged in that week."""
    panel, constants, end = working.replay.panel, working.replay.constants, working.position + 1
    baseline, sd = pairs_of(constants.baselines, working.roster.codes)
    part = slice(end - seen.shape[1], end)
    z = falls(panel.n[:, part], panel.total[:, part], baseline, sd, constants.s2, constants.sw2)
    return cusum(z, working.rules.alarm, seen)
