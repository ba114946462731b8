"""ALARM and BAD: a station has fallen below its own level, or four weeks brought far more bad ratings than usual."""

from __future__ import annotations

from ...sentence import Sentence
from ..method.alarms import RECENT_WEEKS
from .flag import LOOKED_AT, Flag, Severity
from .rule import FlagRule, GradedWeek


def find(week: GradedWeek) -> list[Flag]:
    """The open alarms of the week's grades: falling scores first, also those that a person decided on within a quarter, so that it can be
    decided otherwise; then many bad ratings."""
    stations = week.grades.stations
    level = stations["alarm"]
    if week.working.season is not None:  # one alarm for one cause
        level &= ~(stations["alarm_bad"] & (stations["alarm_week"] == week.name))
    falls = [
        Flag("ALARM", Severity.REVIEW, station["code"], station["alarm_week"],
             Sentence("scores have fallen below the station's own earlier level; look for a cause, then mark it seen or confirmed"))
        for station in stations[level].to_dict("records")
    ]  # fmt: skip
    raised = {(flag.station, flag.when) for flag in falls}
    for code, when in week.of_quarter(week.working.decisions.acknowledged - raised):
        word = "confirmed" if (code, when) in week.working.decisions.confirmed else "seen"
        falls.append(Flag("ALARM", Severity.REVIEW, code, when, LOOKED_AT, decision=word))
    return falls + [
        Flag("BAD", Severity.REVIEW, station["code"], week.name,
             Sentence("{bad} bad overall ratings in four weeks, far more than is usual there; good responses beside them change nothing", bad=station['bad_recent']))
        for station in stations[stations["alarm_bad"]].to_dict("records")
    ]  # fmt: skip


RULE = FlagRule(
    {"ALARM": Sentence("falling scores (CUSUM)"), "BAD": Sentence("many bad responses in four weeks")},
    find,
    RECENT_WEEKS,
)
