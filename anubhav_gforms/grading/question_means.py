"""What visitors rated high and low: the mean of each graded question, for districts and the range."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .arrays import Bools, Floats, add_up
from .columns import Level
from .formulas.status import enough
from .panel import answers_by_item
from .working import Working


def question_means(working: Working) -> pd.DataFrame:
    """Mean points of each graded question over the stations' windows.

    Columns level (district, range), code, question (key), n (answers to it), mean (points 0 to 100; missing where n is
    below the number that a score needs, or they are one station's alone or would tell it). Plain means: no weight of a week, no case-mix. Never of a
    single station, where one more answer could be told from two reports.
    """
    items = working.scope.cube.shape.items
    points, answers = answers_by_item(working.scope, cells_of_windows(working))
    points, answers, groups = points[working.listed], answers[working.listed], working.roster.groups[working.listed]
    parts = []
    for level, codes, of in (
        (Level.DISTRICT, working.roster.district_codes, groups),
        (Level.RANGE, ("RANGE",), np.zeros_like(groups)),
    ):
        for q, key in enumerate(items.keys):
            n, stations = (add_up(of, each, len(codes)) for each in (answers[:, q], answers[:, q] > 0))
            with np.errstate(divide="ignore", invalid="ignore"):
                shown = enough(n, working.least) & ~one_station(stations, n)
                mean = np.where(shown, add_up(of, points[:, q], len(codes)) / n, np.nan)
            parts.append(
                pd.DataFrame({"level": level.value, "code": codes, "question": key, "n": n.astype(int), "mean": mean})
            )
    return pd.concat(parts, ignore_index=True)


def one_station(stations: Floats, answers: Floats) -> Bools:
    """(cells,) of a whole: those with answers at one station alone. Where that is one cell, the whole less the others would tell
    it: then the one with the fewest answers of the others as well."""
    alone = stations == 1
    others = np.flatnonzero(stations > 1)
    if alone.sum() == 1 and len(others):
        alone[others[np.argmin(answers[others])]] = True
    return np.asarray(alone)


def cells_of_windows(working: Working) -> Bools:
    """(cells,): the rated ones in their station's window that no flag set aside."""
    scope, use = working.scope, working.replay.stations.estimate.use
    age = working.position - scope.week
    inside = scope.rated & (age >= 0) & (age < use.shape[1])
    inside[inside] &= use[scope.station[inside], age[inside]]
    return np.asarray(inside & ~working.timeline.book.aside[scope.station, scope.day])
