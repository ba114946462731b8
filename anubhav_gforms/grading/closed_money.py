"""Money as it is told outside the IG's office: of the last closed quarter, and only where it is enough to be counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from ..nouns.week import quarter_name, read_week, told_quarter
from .arrays import Bools, Floats, Ints, add_up
from .columns import Level
from .cube.cube import Cube
from .cube.scope import scope
from .formulas.proportion import wilson
from .grades import Grades
from .method.money import LEAST_SHOWN_REPORTS, money_shown
from .method.shares import CONFIDENCE
from .panel import MONEY_AND_RECEIPT

COUNTS = MONEY_AND_RECEIPT[:3]


def with_money_of_closed_quarter(grades: Grades, closed: Cube) -> Grades:
    """The same grades of version 2, whose counts on money are those of a closed quarter (`nouns.week.told_quarter`); missing where they are too
    few. So no week's reports can be read from two weeks' figures. Flags stay as they are; how sure they are is not told."""
    working = grades.working
    first, last = told_quarter(read_week(grades.week))
    came = scope(closed, working.roster.codes, working.rules, last, closed=working.roster.closed)
    came = came.picked(np.flatnonzero(came.first_week + came.week >= first))
    counts = np.array([add_up(came.station, came.column(name), len(working.roster.codes)) for name in COUNTS])
    listed, groups = counts[:, working.listed], working.roster.groups[working.listed]
    districts = np.array([add_up(groups, of, len(working.roster.district_codes)) for of in listed])
    of_stations, of_districts = _told(listed, groups, districts)
    stations = np.zeros(counts.shape[1], bool)
    stations[working.listed] = of_stations
    apart = np.flatnonzero(~working.listed)  # in no district's count
    stations[apart] = _shown(counts[:, apart])
    counted = {
        Level.STATION.value: dict(zip(working.roster.codes, zip(*counts, stations, strict=True), strict=True)),
        Level.DISTRICT.value: dict(
            zip(working.roster.district_codes, zip(*districts, of_districts, strict=True), strict=True)
        ),
        Level.RANGE.value: {"RANGE": (*(whole := listed.sum(axis=1)), _shown(whole))},
    }
    table, unlisted = (_with_counts(rows, counted) for rows in (grades.table, grades.unlisted))
    return replace(grades, table=table, unlisted=unlisted, money_quarter=quarter_name(first))


def _shown(counts: Floats) -> Bools:
    """(units,): whether these counts (yes, no, unsaid; units) are enough to be told."""
    return money_shown(counts[0], counts[0] + counts[1])


def _told(stations: Floats, groups: Ints, districts: Floats) -> tuple[Bools, Bools]:
    """(stations,) and (districts,): whose counts are told; of a district that is not told no station is."""
    of_districts, of_stations = _parts_told(districts), np.zeros(stations.shape[1], bool)
    for district in np.flatnonzero(of_districts).tolist():
        inside = groups == district
        of_stations[inside] = _parts_told(stations[:, inside])
    return of_stations, of_districts


def _parts_told(counts: Floats) -> Bools:
    """(parts,) of a whole: those whose counts are enough to be told. The others can be told from the whole: where theirs are some and not
    enough together, or where each must have as many as are not told, the parts with the fewest answers go to them."""
    shown = _shown(counts)
    for part in np.argsort(counts[:2].sum(axis=0), kind="stable").tolist():
        rest = counts[:, ~shown].sum(axis=1)
        if not rest.any() or (_shown(rest) and (counts[0, ~shown] != LEAST_SHOWN_REPORTS - 1).any()):
            break
        shown[part] = False
    return shown


def _with_counts(rows: pd.DataFrame, counted: dict[str, dict[str, tuple[Any, ...]]]) -> pd.DataFrame:
    if not len(rows):
        return rows
    pairs = zip(rows["level"], rows["code"], strict=True)
    yes, no, unsaid, shown = np.array([counted[level][code] for level, code in pairs], np.float64).T
    few = shown == 0
    low, high = wilson(yes, yes + no, CONFIDENCE)
    share = np.divide(yes, yes + no, out=np.zeros(len(yes)), where=yes + no > 0)
    whole = {
        name: pd.arrays.IntegerArray(of.astype(np.int64), few)
        for name, of in zip(COUNTS, (yes, no, unsaid), strict=True)
    }
    parts = {"money_share": share, "money_low": low, "money_high": high, "money_probability": np.full(len(few), np.nan)}
    return rows.assign(**whole, **{name: np.where(few, np.nan, of) for name, of in parts.items()})
