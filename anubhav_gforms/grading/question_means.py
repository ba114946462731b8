"""What visitors rated high and low: the mean of each graded question, for districts and the range."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .arrays import Bools, add_up
from .panel import answers_by_item
from .schema import Level
from .status import enough
from .working import Working


def question_means(work: Working) -> pd.DataFrame:
    """Mean points of each graded question over the stations' windows.

    Columns level (district, range), code, question (key), n (answers to it), mean (points 0 to 100; missing where n is
    below the number that a score needs, or they are one station's alone). Plain means: no weight of a week, no case-mix. Never of a
    single station, where one more answer could be told from two reports.
    """
    items = work.scope.cube.shape.items
    points, answers = answers_by_item(work.scope, cells_of_windows(work))
    points, answers, groups = points[work.listed], answers[work.listed], work.roster.groups[work.listed]
    parts = []
    for level, codes, of in (
        (Level.DISTRICT, work.roster.district_codes, groups),
        (Level.RANGE, ("RANGE",), np.zeros_like(groups)),
    ):
        for q, key in enumerate(items.keys):
            n, stations = (add_up(of, each, len(codes)) for each in (answers[:, q], answers[:, q] > 0))
            with np.errstate(divide="ignore", invalid="ignore"):
                mean = np.where(
                    enough(n, work.rules) & (stations > 1), add_up(of, points[:, q], len(codes)) / n, np.nan
                )
            parts.append(
                pd.DataFrame({"level": level.value, "code": codes, "question": key, "n": n.astype(int), "mean": mean})
            )
    return pd.concat(parts, ignore_index=True)


def cells_of_windows(work: Working) -> Bools:
    """(cells,): the rated ones in their station's window that no flag set aside."""
    scope, use = work.scope, work.replay.stations.estimate.use
    age = work.place - scope.week
    inside = scope.rated & (age >= 0) & (age < use.shape[1])
    inside[inside] &= use[scope.station[inside], age[inside]]
    return np.asarray(inside & ~work.timeline.book.aside[scope.station, scope.day])
