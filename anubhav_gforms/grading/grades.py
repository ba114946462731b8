"""Cube + config + frozen constants → grades: one table for stations, districts and the range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from ..campaign import STATUSES, Campaign, Station
from ..campaign.grading import Grading
from ..nouns import week as weeks
from .areas import area_frame
from .arrays import Ints
from .bursts import alike_frame
from .columns import Level
from .constants import Constants, config_digest
from .cube.counts import closing_days, counted_stations
from .cube.cube import Cube
from .cube.removed import RemovedRows
from .cube.scope import Scope, scope
from .cuts import share_frame
from .decisions import Decisions, days_of
from .method.evidence import when_of
from .method.memory import Announced
from .method.power import power_table
from .notes import changed_by_method, new_constants_notes, page_notes
from .question_means import question_means
from .regions import region_frame
from .replay import Replay, Roster, replay
from .second import grade_second
from .table import make_table
from .timeline import eras_of, make_timeline
from .working import Working

SHOWN = ("code", "name_en", "name_hi", "responses", "score", "low", "high", "letter", "status")
"""Columns of the table that a notebook shows of districts and range."""


@dataclass(frozen=True, repr=False)
class Grades:
    """The grades of a week.

    table     one row per station, then per district, then of the range; columns of `columns.columns(letters)`
    left_out  station, week, reason, rows: every response that is in no score, up to this week
    weekly    code, week, n, mean, v: adjusted mean of each station-week of the last 26 weeks, and its variance s2/n + sw2
              (of version 2 with the station's own s2)
    bursts    rule (F1, of version 2 also F1W), code, day, when (the day, or the week), kind, rows, alike, mean, p_count, p_share, p,
              decision, counted: alike responses that a person looks at
    notes     what a page must say, in plain sentences
    unlisted  rows like the table's of stations that are closed by then; in no list and no mean
    finished  whether the week was over, and pulled to its end, when it was graded
    provisional  whether the constants of this quarter were estimated for these grades alone and are not frozen yet
    money_quarter  the closed quarter that the counts on money are of, in grades for readers outside the IG's office; "": the window
    lots      of grades that were made from full groups of five, the responses that they count (privacy.lots.Batched); else None
    closed    of the same, those of the last quarter that is told (privacy.outside.ClosedQuarter); else None
    ledger    the hash of the state of the ledger that was graded, whatever came since; "": none, or not known
    pulled_at  the last pull before it was graded; None: none, or not known. The hash does not tell: a pull that finds nothing is no step
    compared_at  since when each old response was known to be as Google has it, when it was graded; None: not known
    decided   how many decisions of persons there were; None: not known
    """

    week: str
    first_day: date
    last_day: date
    letters: tuple[str, ...]
    table: pd.DataFrame = field(repr=False)
    left_out: pd.DataFrame = field(repr=False)
    weekly: pd.DataFrame = field(repr=False)
    bursts: pd.DataFrame = field(repr=False)
    notes: tuple[str, ...]
    young: bool
    constants: Constants = field(repr=False)
    new_constants: tuple[Constants, ...] = field(repr=False)
    config_sha256: str
    code_version: str
    working: Working = field(repr=False)
    unlisted: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    finished: bool = True
    provisional: bool = False
    money_quarter: str = ""
    lots: Any = field(default=None, repr=False)
    closed: Any = field(default=None, repr=False)
    ledger: str = ""
    pulled_at: datetime | None = None
    compared_at: datetime | None = None
    decided: int | None = None

    def __repr__(self) -> str:
        stations = self.table[self.table["level"] == Level.STATION]
        return f"Grades({self.week!r}: {stations['score'].notna().sum()} of {len(stations)} stations with a score)"

    def _repr_html_(self) -> str:
        """Districts and range as a notebook shows them; `table` has every station."""
        shown = self.table.loc[self.table["level"] != Level.STATION, list(SHOWN)]
        return f"<p>{escape(repr(self))}</p>{shown.to_html(index=False, float_format='{:.1f}'.format, na_rep='')}"

    @cached_property
    def history(self) -> pd.DataFrame:
        """week, code, letter, score, low, high, n: every letter of stations and districts so far; of version 2 every score, with
        standing."""
        return self.working.replay.history

    @cached_property
    def method(self) -> pd.DataFrame:
        """Scores of the last week before this quarter under the old and the new constants (code, before, after)."""
        return changed_by_method(self.working)

    @cached_property
    def questions(self) -> pd.DataFrame:
        """Mean points of each graded question in districts and range (level, code, question, n, mean)."""
        return question_means(self.working)

    @cached_property
    def areas(self) -> pd.DataFrame:
        """Every graded question at each station that has a score, of version 2 (columns: `areas.area_frame`)."""
        return area_frame(self.working)

    @cached_property
    def regions(self) -> pd.DataFrame:
        """Ranges and states, where there are several (columns: `regions.region_frame`)."""
        return region_frame(self.working, self.districts)

    @cached_property
    def shares(self) -> pd.DataFrame:
        """Shares of content answers by question, of range, districts, kinds, purposes, channels and stations, of version 2 (columns:
        `cuts.share_frame`)."""
        return share_frame(self.working, closed=self.closed and self.closed.cube)

    @cached_property
    def power(self) -> dict[int, int | None]:
        """Of version 2: from so many responses on a station that lies so many points from its kind's middle is named (8 in 10)."""
        season, sure = self.working.season, self.working.rules.v2.sure
        return power_table(season.belief.s2, season.belief.tau2, sure) if season else {}

    @property
    def overdue(self) -> tuple[tuple[str, str], ...]:
        """Alike responses of the window that no person has decided on within the days of the policy: (station, day or week)."""
        working = self.working
        season, most = working.season, working.rules.v2.review.overdue_days
        if season is None:
            return ()
        scope, last = working.scope, 7 * (working.position + 1) - 1
        return tuple(
            (scope.stations[hit.station], when_of(hit, scope))
            for hit in season.last.open_flags
            if last - (hit.first_day + hit.days - 1) > most
        )

    @property
    def aside(self) -> frozenset[tuple[str, int]]:
        """Stations and day numbers that flag F1 set aside and no person released: their responses are in no score."""
        counted = self.working.scope
        places, days = np.nonzero(self.working.timeline.book.aside)
        origin = weeks.first_day(counted.first_week)
        return frozenset(
            (counted.stations[station], origin + day)
            for station, day in zip(places.tolist(), days.tolist(), strict=True)
        )

    @property
    def removed(self) -> tuple[RemovedRows, ...]:
        """The alike rows that a person found not genuine, under version 2: they are in no score."""
        return self.working.removed

    @property
    def least(self) -> int:
        """Responses from which a station has a score; of one with fewer nothing but counts is told."""
        return self.working.least

    @property
    def stations(self) -> pd.DataFrame:
        """The rows of the stations."""
        return self.table[self.table["level"] == Level.STATION.value]

    @property
    def districts(self) -> pd.DataFrame:
        """The rows of the districts."""
        return self.table[self.table["level"] == Level.DISTRICT.value]

    @property
    def range(self) -> pd.DataFrame:
        """The one row of the range."""
        return self.table[self.table["level"] == Level.RANGE.value]


def grade(
    campaign: Campaign, cube: Cube, week: str, *, frozen: Mapping[str, Constants] | None = None,
    decisions: Decisions | None = None, code_version: str = "", places: bool = True, keep: str = "",
    announced: Announced | None = None,
) -> Grades:  # fmt: skip
    """Grade an ISO week ("2026-W47") from the cube of all responses.

    `frozen`: constants by quarter name, as saved before; those that had to be estimated now are in `new_constants`, to be
    saved. Without `places` the rank intervals are left out, which cost more than all the rest. A pure function: the same cube, config, constants and decisions give the same grades to the last digit.
    `announced`: earlier weeks as they were announced, which this one goes on from (version 2 of the method).
    A station that is closed stands in the table of weeks that ended before the day it closed. One whose day is not known is in
    none; `keep`, its code, lets its history be explained all the same.
    Raises StateError when the config changed after the quarter's constants were frozen.
    """
    rules = campaign.grade_rules
    number = weeks.read_week(week)
    decisions = decisions or Decisions()
    stations = counted_stations(campaign, keep)
    position = {district.code: index for index, district in enumerate(campaign.districts)}
    units = Roster(
        tuple(station.code for station in stations),
        tuple(str(station.kind) for station in stations),
        np.array([position[station.district] for station in stations], dtype=np.int64),
        tuple(district.code for district in campaign.districts),
        *_closings(stations),
    )
    counted = scope(cube, units.codes, rules, number, closed=units.closed)
    known = frozen or {}
    if _method(counted, rules, known) == 2:
        working = grade_second(
            campaign, stations, cube, counted, units, frozen=known, decisions=decisions, code_version=code_version,
            announced=announced or Announced(),
        )  # fmt: skip
    else:
        timeline = make_timeline(
            counted, units.kinds, rules, frozen=known, released=days_of(decisions.released, counted), code_version=code_version
        )  # fmt: skip
        replayed = replay(counted, timeline, units, rules, number)
        working = Working(campaign, stations, units, counted, timeline, replayed, decisions)
    counted, timeline, replayed = working.scope, working.timeline, working.replay
    rows = make_table(working, places=places)
    gone = set(units.codes) - {code for code, here in zip(units.codes, working.listed, strict=True) if here}
    apart = rows["code"].isin(gone) & (rows["level"] == Level.STATION.value)
    table = rows[~apart].reset_index(drop=True) if gone else rows
    return Grades(
        week=weeks.week_name(number),
        first_day=weeks.day_of(weeks.first_day(number)),
        last_day=weeks.day_of(weeks.first_day(number + 1) - 1),
        letters=rules.letters,
        table=table,
        left_out=counted.left_out.assign(week=_names(counted.left_out["week"].to_numpy())),
        weekly=_weekly(counted, replayed),
        bursts=alike_frame(working.season.flags if working.season else timeline.book.bursts, counted, decisions, rules),
        notes=(*page_notes(timeline, replayed, table, working.season), *new_constants_notes(working)),
        young=timeline.young,
        constants=replayed.constants,
        new_constants=timeline.new,
        config_sha256=config_digest(rules),
        code_version=code_version,
        working=working,
        unlisted=(rows[apart] if gone else rows[:0]).reset_index(drop=True),
    )


def _method(counted: Scope, rules: Grading, frozen: Mapping[str, Constants]) -> int:
    """The version of the method that grades the last week of a scope: that of its frozen constants, else the policy's."""
    era = eras_of(counted, rules)[-1]
    kept = frozen.get(era.name) if era.frozen else None
    return kept.method if kept else rules.method


def _closings(stations: Sequence[Station]) -> tuple[Ints, dict[str, int]]:
    """(stations,) the last week in whose lists each stands; and by code the day number from which its responses do not count."""
    never = weeks.day_number(date.max)
    closed = closing_days(stations)
    # the last week whose Sunday lies before that day; one closed on an unknown day is in no list
    until = [
        weeks.week_of_day(closed[station.code]) - 1
        if station.code in closed
        else never
        if STATUSES[station.status].listed
        else -1
        for station in stations
    ]
    return np.array(until, dtype=np.int64), closed


def _names(numbers: Ints) -> pd.api.extensions.ExtensionArray:
    """Names of week numbers."""
    first, last = (int(numbers.min()), int(numbers.max())) if len(numbers) else (0, 0)
    return pd.array([weeks.week_name(week) for week in range(first, last + 1)], dtype="str").take(numbers - first)


def _weekly(counted: Scope, replayed: Replay, count: int = 26) -> pd.DataFrame:
    position = replayed.week - counted.first_week
    first = max(0, position - count + 1)
    station, week = np.nonzero(replayed.panel.n[:, first : position + 1] > 0)
    week = week + first
    n = replayed.panel.n[station, week]
    return pd.DataFrame(
        {
            "code": pd.array(counted.stations, dtype="str").take(station),
            "week": _names(counted.first_week + week),
            "n": n,
            "mean": replayed.panel.total[station, week] / n,
            "v": np.broadcast_to(replayed.priors.s2, len(counted.stations))[station] / n + replayed.priors.sw2,
        }
    )
