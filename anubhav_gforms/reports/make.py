"""Grades → the contents of a report: who earned praise, who needs attention, and what is only luck. Pure tables."""

from __future__ import annotations

import pandas as pd

from ..campaign import Campaign
from ..grading.columns import Level
from ..grading.grades import Grades
from ..language import both
from ..nouns.week import Week
from . import phrases
from .changes import make_changes
from .contents import Contents
from .freshness import Freshness
from .records import records
from .verdicts import count, few, publishable, tell_means, with_margins, with_verdicts

WEEKS_SHOWN = 26


def make_contents(
    campaign: Campaign, grades: Grades, freshness: Freshness | None = None, since: Week | None = None
) -> Contents:
    """Work out what a report of these grades says.

    `grades.table` has the columns of `grading.columns.BASE` and one probability a letter; any further column is kept.
    Stations come back in the order of stations.csv. `since`: the week with which letters are compared, by default the
    one before. Pure.
    """
    rules = campaign.grade_rules
    table = publishable(grades.table, grades.least)
    frame = table.pipe(tell_means)
    level = frame["level"]
    order = {station.code: position for position, station in enumerate(campaign.stations)}
    stations = (
        frame[level == Level.STATION]
        .sort_values("code", key=lambda codes: codes.map(order), kind="stable")
        .reset_index(drop=True)
        .pipe(with_margins, rules)
        .pipe(with_verdicts)
    )
    districts = count(frame[level == Level.DISTRICT].reset_index(drop=True), stations, campaign)
    [whole] = records(frame[level == Level.RANGE])
    since = since or Week(grades.week).before
    return Contents(
        campaign=campaign,
        week=Week(grades.week),
        table=table,
        least=grades.least,
        freshness=freshness or Freshness(),
        stations=stations,
        districts=districts,
        whole=whole,
        weekly=weeks_shown(grades),
        history=grades.history.sort_values(["code", "week"], kind="stable").groupby("code").tail(WEEKS_SHOWN),
        questions=grades.questions,
        areas=_with_enough(grades, grades.areas),
        shares=grades.shares,
        regions=grades.regions,
        power=grades.power,
        overdue=grades.overdue,
        notes=tuple(note for note in grades.notes if note != both(phrases.HONEST).en),
        changes=make_changes(stations, grades.history, since, rules),
    )


def weeks_shown(grades: Grades) -> pd.DataFrame:
    """The weeks of every place; none of a station whose responses are too few for a page."""
    weeks = _with_enough(grades, grades.weekly).assign(mean=lambda rows: rows["mean"].clip(0, 100))
    return weeks.sort_values(["code", "week"], kind="stable")


def _with_enough(grades: Grades, rows: pd.DataFrame) -> pd.DataFrame:
    quiet = few(grades.table, grades.least)
    return rows[rows["code"].isin(grades.table.loc[~quiet, "code"])]
