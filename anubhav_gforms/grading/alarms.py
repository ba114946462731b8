"""The alarm: a CUSUM of each station since the quarter's start, open until a person has acknowledged it."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import weeks
from .trend import acknowledged_weeks, cusum, falls
from .working import Working


def alarms(work: Working) -> dict[str, Any]:
    """CUSUM since the quarter's start. The alarm is open from the first week above h until a person acknowledges it."""
    sc, line, run, rules, decisions = work.scope, work.timeline, work.replay, work.rules, work.decisions
    count = len(sc.stations)
    alarm, confirmed, when = np.zeros(count, bool), np.zeros(count, bool), np.full(count, "", dtype=object)
    begin, end = line.eras[-1].valid_from + (len(line.eras) == 1), run.week
    if not line.young and end >= begin:
        b, sd = np.array([run.constants.baselines.get(code, (np.nan, np.nan)) for code in sc.stations]).reshape(-1, 2).T
        part = slice(begin - sc.first_week, end - sc.first_week + 1)
        z = falls(run.panel.n[:, part], run.panel.total[:, part], b, sd, run.priors.s2, run.priors.sw2)
        names = [weeks.week_name(week) for week in range(begin, end + 1)]
        seen = np.stack(
            [
                acknowledged_weeks(
                    len(names),
                    [names.index(name) for code, name in decisions.acknowledged if code == station and name in names],
                )
                for station in sc.stations
            ]
        ).reshape(count, len(names))
        c = cusum(z, rules.alarm, seen)
        above = c > rules.alarm.h
        for station in np.flatnonzero(above.any(axis=1)).tolist():
            # the run of weeks above h that is still open: it begins after the last acknowledged week
            since = int(np.flatnonzero(seen[station])[-1]) + 1 if seen[station].any() else 0
            if above[station, since:].any():
                first = since + int(np.argmax(above[station, since:]))
                alarm[station] = True
                when[station] = names[first]
        for station, code in enumerate(sc.stations):
            sure = [name for name in names if (code, name) in decisions.confirmed]
            if sure:
                confirmed[station], when[station] = True, when[station] or sure[-1]
    return {"alarm": alarm, "alarm_confirmed": confirmed, "alarm_week": when}
