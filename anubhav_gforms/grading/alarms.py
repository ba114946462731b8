"""The alarm: a CUSUM of each station since the quarter's start, open until a person has acknowledged it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..nouns import week as weeks
from .arrays import Bools, Floats
from .trend import cusum, falls
from .working import Working


def alarms(work: Working) -> dict[str, Any]:
    """(stations,): whether an alarm is open, whether a person confirmed one this quarter, and the week it is about.

    An alarm opens in the first week in which C > h and stays open until a person acknowledges it (then C begins at 0).
    """
    codes, names = work.roster.codes, alarm_weeks(work)
    alarm, confirmed, when = (
        np.zeros(len(codes), bool),
        np.zeros(len(codes), bool),
        np.full(len(codes), "", dtype=object),
    )
    if names:
        place = {code: number for number, code in enumerate(codes)}
        seen = np.zeros((len(codes), len(names)), dtype=bool)
        for code, name in work.decisions.acknowledged:
            if code in place and name in names:
                seen[place[code], names.index(name)] = True
        above = levels(work, seen) > work.rules.alarm.h
        for station in np.flatnonzero(above.any(axis=1)).tolist():
            since = int(np.flatnonzero(seen[station])[-1]) + 1 if seen[station].any() else 0
            if above[station, since:].any():
                alarm[station] = True
                when[station] = names[since + int(np.argmax(above[station, since:]))]
        for code, name in sorted(work.decisions.confirmed):
            if code in place and name in names:
                confirmed[place[code]], when[place[code]] = True, when[place[code]] or name
    return {"alarm": alarm, "alarm_confirmed": confirmed, "alarm_week": when}


def alarm_weeks(work: Working) -> list[str]:
    """Names of the weeks of this quarter up to the graded one; none while the project is young."""
    line = work.timeline
    if line.young:
        return []
    begin = line.eras[-1].valid_from + (line.eras[-1].last >= line.eras[-1].valid_from)
    return [weeks.week_name(week) for week in range(begin, work.replay.week + 1)]


def levels(work: Working, seen: Bools) -> Floats:
    """C of each station and week of the quarter. `seen` (stations, weeks): acknowledged in that week."""
    run, end = work.replay, work.place + 1
    codes = work.roster.codes
    known = np.array([run.constants.baselines.get(code, (np.nan, np.nan)) for code in codes]).reshape(len(codes), 2)
    part = slice(end - seen.shape[1], end)
    z = falls(run.panel.n[:, part], run.panel.total[:, part], known[:, 0], known[:, 1], run.priors.s2, run.priors.sw2)
    return cusum(z, work.rules.alarm, seen)
