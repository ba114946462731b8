"""What visitors rated high and low: the mean of each graded question, for districts and the range."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .arrays import Floats, add_up
from .schema import Level
from .status import enough
from .working import Working


def question_means(work: Working) -> pd.DataFrame:
    """Mean points of each graded question over the stations' windows.

    Columns level (district, range), code, question (key), n (answers to it), mean (points 0 to 100; missing where n is
    below the number that a score needs). Plain means: no weight of a week, no case-mix. Never of a single station,
    where one more answer could be told from two reports.
    """
    items = work.scope.cube.shape.items
    points, answers = _sums(work)
    points, answers, groups = points[work.listed], answers[work.listed], work.roster.groups[work.listed]
    parts = []
    for level, codes, of in (
        (Level.DISTRICT, work.roster.district_codes, groups),
        (Level.RANGE, ("RANGE",), np.zeros_like(groups)),
    ):
        for q, key in enumerate(items.keys):
            n = add_up(of, answers[:, q], len(codes))
            with np.errstate(divide="ignore", invalid="ignore"):
                mean = np.where(enough(n, work.rules), add_up(of, points[:, q], len(codes)) / n, np.nan)
            parts.append(
                pd.DataFrame({"level": level.value, "code": codes, "question": key, "n": n.astype(int), "mean": mean})
            )
    return pd.concat(parts, ignore_index=True)


def _sums(work: Working) -> tuple[Floats, Floats]:
    """(stations, questions): points and number of the answers in each station's window that no flag set aside."""
    scope, use = work.scope, work.replay.stations.estimate.use
    items, rows = scope.cube.shape.items, scope.rows
    age = work.place - scope.week
    mine = scope.rated & (age >= 0) & (age < use.shape[1])
    mine[mine] &= use[scope.station[mine], age[mine]]
    mine &= ~work.timeline.book.aside[scope.station, scope.day]
    whole, gaps = mine & (scope.gap == 0), mine & (scope.gap > 0)
    pattern = scope.gap[gaps] - 1
    shape = (len(work.stations), len(items.keys))
    points, answers = np.zeros(shape), np.zeros(shape)
    for q, key in enumerate(items.keys):
        answered = items.answers[pattern, q] > 0
        station, count = scope.station[gaps][answered], rows[gaps][answered]
        points[:, q] = add_up(scope.station[whole], scope.column(f"points_{key}")[whole], shape[0]) + add_up(
            station, count * items.item_points[pattern[answered], q], shape[0]
        )
        answers[:, q] = add_up(scope.station[whole], rows[whole], shape[0]) + add_up(station, count, shape[0])
    return points, answers
