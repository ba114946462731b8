"""MONEY: more visitors than the reference say that money was asked. The flag stays until the IG closes it."""

from __future__ import annotations

from ...sentence import Sentence
from .flag import LOOKED_AT, Flag, Severity
from .rule import WINDOW, FlagRule, GradedWeek


def find(week: GradedWeek) -> list[Flag]:
    """Money flags of version 2, also those that a person closed within a quarter, so that it can be taken back; version 1 of the method
    had none."""
    if week.working.season is None:
        return []
    stations = week.grades.stations
    raised = [
        Flag("MONEY", Severity.REVIEW, station["code"], week.name,
             Sentence("{money_yes} of {answered} who answered say that money was asked; it stays until it is closed with a reason", money_yes=station['money_yes'], answered=station['money_yes'] + station['money_no']))
        for station in stations[stations["money_flag"]].to_dict("records")
    ]  # fmt: skip
    closed = week.working.decisions.money_closed.keys() - {(flag.station, flag.when) for flag in raised}
    return raised + [
        Flag("MONEY", Severity.REVIEW, code, when, LOOKED_AT, decision="closed")
        for code, when in week.of_quarter(closed)
    ]


RULE = FlagRule({"MONEY": Sentence("money is asked more often than the reference")}, find, WINDOW)
