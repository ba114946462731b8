"""Ledger → the grade of a week, which is the same for everybody: made from full groups of five alone, and from nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np
import pandas as pd

from ..campaign import Campaign
from ..grading import grade
from ..grading.closed_money import with_money_of_closed_quarter
from ..grading.constants import Constants
from ..grading.cube.blocks import ledger_cube
from ..grading.cube.count import cube_of_tables, looked_up
from ..grading.cube.counts import CountRules, counts
from ..grading.cube.cube import Cube, Shape
from ..grading.cube.removed import RemovedRows
from ..grading.decisions import Decisions, span_of, when_named
from ..grading.grades import Grades
from ..grading.method.memory import Announced
from ..grading.method.review import ReviewSide
from ..grading.second import found_not_genuine
from ..nouns import week as weeks
from ..responses.ledger.columns import RESPONSE_ID, STATION
from ..responses.ledger.events import EventKind
from ..responses.ledger.ledger import Ledger
from .lots import BATCH, Batched, batched, lots_without

DecidedBy = Callable[[datetime], Decisions]
LEAVE = frozenset({EventKind.GONE, EventKind.SHEET_TAKEN})
"""What takes a row out where it names no other."""


@dataclass(frozen=True)
class ClosedQuarter:
    """The full groups of five of a quarter as they were known a week after its end. What divides them by what their citizens did is told of these
    alone: whatever is seen, deleted or decided later changes nothing in it, or two weeks' figures would tell those responses one by one."""

    campaign: Campaign
    ledger: Ledger
    first: int  # week
    last: int
    decisions: Decisions  # that were made by then
    frozen: Mapping[str, Constants]
    keep: str = ""

    @classmethod
    def before(
        cls,
        week: str,
        campaign: Campaign,
        ledger: Ledger,
        decided: DecidedBy,
        *,
        frozen: Mapping[str, Constants],
        keep: str,
    ) -> ClosedQuarter:
        """The one that is told in a week."""
        first, last = weeks.told_quarter(weeks.read_week(week))
        known = _known_by(campaign, last)
        return cls(campaign, ledger, first, last, decided(known), frozen, keep)

    @cached_property
    def lots(self) -> Batched:
        then = self.ledger.as_of(_known_by(self.campaign, self.last))
        lots = _whole_weeks(self.campaign, then, self.decisions, self.last, frozen=self.frozen, keep=self.keep)
        return lots.since(self.first)

    @cached_property
    def cube(self) -> Cube:
        return lots_cube(self.campaign, self.lots)


def _known_by(campaign: Campaign, last: int) -> datetime:
    """The end of the week after a quarter's last one."""
    day = weeks.day_of(weeks.first_day(last + 2))
    return datetime(day.year, day.month, day.day, tzinfo=campaign.zone)


def outside_view(
    campaign: Campaign, ledger: Ledger, week: str, *, decisions: Decisions, decided: DecidedBy, code_version: str, keep: str,
    announced: Announced, frozen: Mapping[str, Constants], places: bool,
) -> Grades:  # fmt: skip
    """Grade a week as `grading.grade` does, from full groups of five. `announced`: earlier weeks as they were announced; `frozen`: constants
    that were estimated from such groups; `decided`: what persons had decided by a moment. Under version 2 money is counted by closed quarters. The grades hold their `lots`.

    Groups with rows that a person found not genuine leave; what is left of them forms groups of its own. Where days that flag F1 set aside,
    under version 1, leave fewer than `BATCH` responses of a station's week, the whole week is left out.
    """
    until = weeks.read_week(week)
    responses = batched(campaign, ledger, until, keep=keep)
    if campaign.grade_rules.method == 2:
        genuine = _without_removed(campaign, ledger, responses, until, decisions, frozen, keep)
        moved = _moved(genuine, decisions)
        decisions = replace(decisions, kept_aside=frozenset(), released=frozenset(moved), sides=moved)
        responses = genuine
    while True:
        grades = grade(
            campaign, lots_cube(campaign, responses), week, frozen=frozen, decisions=decisions, code_version=code_version,
            keep=keep, announced=announced, places=places,
        )  # fmt: skip
        if not (thin := _thin(grades)):
            closed = ClosedQuarter.before(week, campaign, ledger, decided, frozen=frozen, keep=keep)
            grades = replace(grades, lots=_counted(responses, grades), closed=closed)
            return with_money_of_closed_quarter(grades, closed.cube) if grades.constants.method == 2 else grades
        fewer = responses.without(thin)
        assert len(fewer.rows) < len(responses.rows), "each lot lies in the week that it is counted in"
        responses = fewer


def _counted(responses: Batched, grades: Grades) -> Batched:
    """The responses that these grades of full groups of five count, and those that came with them."""
    scope, rows = grades.working.scope, grades.working.replay.panel.rows
    known = {code: number for number, code in enumerate(scope.stations)}
    station, week = looked_up(responses.table[STATION], known.__getitem__), responses.weeks - scope.first_week
    return responses.where((week >= 0) & (rows > 0)[station, np.maximum(week, 0)])


def lots_cube(campaign: Campaign, responses: Batched) -> Cube:
    """The counts of full groups of five."""
    return cube_of_tables([responses.table], Shape.of(campaign))


def exported_lots(campaign: Campaign, ledger: Ledger, decisions: Decisions, frozen: Mapping[str, Constants]) -> Batched:
    """The responses of all full groups of five as another office may count them: without rows that a person found not genuine here."""
    return _whole_weeks(campaign, ledger, decisions, weeks.week_number(date.max), frozen=frozen)


def _whole_weeks(
    campaign: Campaign,
    ledger: Ledger,
    decisions: Decisions,
    until: int,
    *,
    frozen: Mapping[str, Constants],
    keep: str = "",
) -> Batched:
    responses = batched(campaign, ledger, until, keep=keep)
    if campaign.grade_rules.method != 2:
        return responses
    return _without_removed(campaign, ledger, responses, until, decisions, frozen, keep)


def _without_removed(
    campaign: Campaign, ledger: Ledger, responses: Batched, until: int, decisions: Decisions,
    frozen: Mapping[str, Constants], keep: str,
) -> Batched:  # fmt: skip
    """Without the alike rows that a person found not genuine, and with groups of what is left of theirs."""
    removed = removed_rows(campaign, ledger, until, decisions, frozen=frozen, keep=keep)
    rules, moved, waiting = CountRules.of(campaign, keep=keep), responses.weeks.copy(), Counter(responses.waiting)
    for station in {rows.station for rows in removed}:
        here = responses.at(station)
        came = responses.where(here).as_they_came
        counted = counts(came, rules)
        decided = sorted((rows for rows in removed if rows.station == station), key=lambda rows: rows.since)
        taken = [counted & ~counts(came, rules, removed=[rows]) for rows in decided]
        made = [week_made(rows.since) for rows in decided]
        moved[here] = lots_without(responses.weeks[here], counted, [*zip(made, taken, strict=True)])
        waiting[station] += int((counted & (moved[here] < 0) & ~np.any(taken, axis=0)).sum())
    return replace(responses.in_weeks(moved), waiting=waiting) if removed else responses


def week_made(since: str) -> int:
    """The number of the week of an ISO date and time; 0 when it is none."""
    try:
        return weeks.week_number(datetime.fromisoformat(since).date())
    except ValueError:
        return 0


def removed_rows(
    campaign: Campaign, ledger: Ledger, until: int, decisions: Decisions, *, frozen: Mapping[str, Constants], keep: str = ""
) -> tuple[RemovedRows, ...]:  # fmt: skip
    """The alike rows that a person found not genuine. Which side of a day or week a decision is of, the flags tell that all responses raise,
    deleted ones too: whoever takes forged rows out of the sheet does not turn it against honest ones."""
    if campaign.grade_rules.method != 2 or not decisions.kept_aside:
        return ()
    every = ledger.with_columns(ledger.versions_schema(), ledger.personal_schema(), ledger.code_key)
    every.history = [event for event in ledger.history if event.kind not in LEAVE or event.new >= 0]
    cube = ledger_cube(campaign, every)
    if not len(cube["day"]):
        return ()
    last = min(until, weeks.week_of_day(int(cube["day"].max())))
    return found_not_genuine(campaign, cube, last, frozen=frozen, decisions=decisions, keep=keep)


def taken_out(campaign: Campaign, ledger: Ledger, removed: Sequence[RemovedRows]) -> frozenset[str]:
    """The ids of the responses that are among these alike rows."""
    if not removed:
        return frozenset()
    rules = CountRules.of(campaign)
    frame = ledger.frame(list(dict.fromkeys([RESPONSE_ID, *rules.shape.columns])))
    return frozenset(frame[RESPONSE_ID][counts(frame, rules) & ~counts(frame, rules, removed=removed)])


def _moved(responses: Batched, decisions: Decisions) -> dict[tuple[str, str], frozenset[str]]:
    """Days and weeks that were found genuine, as grades count them, with the sides that were decided on: a response stands in the week in which
    its group of five was full."""
    moved: dict[tuple[str, str], frozenset[str]] = {}
    for station, when in decisions.released:
        first, last = span_of(when)
        of_station = responses.of(station)
        days = of_station.days[(of_station.came >= first) & (of_station.came <= last)]
        for named in {(station, when_named(int(day), week=first != last)) for day in days}:
            moved[named] = moved.get(named, frozenset()) | decisions.sides.get((station, when), frozenset())
    return moved


def flagged_in_groups(campaign: Campaign, grades: Grades, flagged: pd.DataFrame) -> pd.DataFrame:
    """`flagged`, the alike rows of every response, and those that these grades have under review and no open flag of `flagged` reaches: groups of
    five of two weeks may be full in one. They stand under the day or week on which most of them were sent, where a decision finds them."""
    if grades.lots is None or grades.constants.method != 2:
        return flagged
    rules, known, more = CountRules.of(campaign), {*zip(flagged["code"], flagged["when"], strict=True)}, []
    open_ = flagged[flagged["decision"] == ""]
    reached = [(*pair, *span_of(when)) for *pair, when in open_[["code", "kind", "when"]].to_numpy().tolist()]
    for hit in grades.bursts.to_dict("records"):
        code, kind, of_station = hit["code"], hit["kind"], grades.lots.of(hit["code"])
        alike = RemovedRows(code, *span_of(hit["when"]), kind == ReviewSide.PRAISE)
        gone = counts(of_station.table, rules) & ~counts(of_station.table, rules, removed=[alike])
        sent = of_station.came[gone]
        if not len(sent) or any(
            open_hit[:2] == (code, kind) and ((sent >= open_hit[2]) & (sent <= open_hit[3])).any()
            for open_hit in reached
        ):
            continue
        names = Counter(when_named(int(day), week=hit["rule"] != "F1") for day in sent)
        by_size = sorted(names, key=lambda name: (names[name], name), reverse=True)
        if undecided := [name for name in (by_size[:1] if hit["decision"] else by_size) if (code, name) not in known]:
            when = undecided[0]
            known.add((code, when))
            day = weeks.day_of(span_of(when)[0]).isoformat()
            more.append(hit | {"day": day, "when": when, "counted": hit["when"]})
    return pd.concat([flagged, pd.DataFrame(more)], ignore_index=True) if more else flagged


def _thin(grades: Grades) -> set[tuple[str, int]]:
    """Weeks of stations (code, number) in which some responses count, but fewer than five."""
    scope, rows = grades.working.scope, grades.working.replay.panel.rows
    thin = np.argwhere((rows > 0) & (rows < BATCH)).tolist()
    return {(scope.stations[station], scope.first_week + week) for station, week in thin}
