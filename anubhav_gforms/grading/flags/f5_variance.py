"""F5: the ratings inside a response differ less than the range's at the same level: filled in by a hand that did not read."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...sentence import Sentence
from ..arrays import Floats, add_up
from ..formulas.proportion import q_values
from .by_station import PerStation
from .flag import Flag, Severity, by_chance
from .rule import FlagRule, GradedWeek

LEAST = 15
LIMIT = 0.01
DRAWS = 20_000
AT_ONCE = 4_000_000
"""So many ratings are drawn at a time: memory does not grow with a station's responses."""


def little_variance(station: Any, ratings: npt.ArrayLike) -> PerStation:
    """(`station` a column of codes): ratings of one response that differ too little, for its mean, over a week at a station.

    `ratings` (rows, items) 1..5 without blanks. Each row's variance less the range's mean variance at that row's total; a
    station's mean of these is compared with as many rows drawn from the range, 20,000 times (fixed seed); p is one-sided.
    """
    values = np.asarray(ratings, dtype=float)
    codes, names = pd.factorize(np.asarray(station, dtype=object), sort=True)
    variance, total = values.var(axis=1, ddof=1), values.sum(axis=1).astype(np.int64)
    count = np.maximum(np.bincount(total), 1)
    residual = variance - (np.bincount(total, variance) / count)[total]
    n = add_up(codes, np.ones(len(codes)), len(names))
    mean = add_up(codes, residual, len(names)) / n
    enough = np.flatnonzero(n >= LEAST)
    rng = np.random.default_rng(5)
    p = np.ones(len(enough))
    drawn: dict[int, Floats] = {}
    for index, unit in enumerate(enough):
        size = int(n[unit])
        if size not in drawn:
            rows = max(1, AT_ONCE // size)
            shapes = [(min(rows, DRAWS - done), size) for done in range(0, DRAWS, rows)]
            drawn[size] = np.concatenate([rng.choice(residual, shape).mean(axis=1) for shape in shapes])
        p[index] = (1 + (drawn[size] <= mean[unit]).sum()) / (DRAWS + 1)
    return PerStation(tuple(np.asarray(names, dtype=object)[enough]), n[enough], mean[enough], p, q_values(p))


def find(week: GradedWeek) -> list[Flag]:
    """Stations of the graded week alone, from responses that rate everything."""
    frame = week.counted()
    if frame is None:
        return []
    monday = pd.Timestamp(week.first_day())
    keys = list(week.working.scope.cube.shape.items.keys)
    rated = frame[
        (frame["day"] >= monday) & (frame["day"] < monday + pd.Timedelta(days=7)) & frame[keys].notna().all(axis=1)
    ]
    tested = little_variance(rated["station"], rated[keys].to_numpy(dtype=float))
    return [
        Flag("F5", Severity.WATCH, station, week.name,
             Sentence("the ratings inside its {count:.0f} responses of the week differ less than the range's at the same level ({chance})", count=n, chance=by_chance(q)),
             {"n": float(n), "q": float(q)})
        for station, n, q in zip(tested.station, tested.n, tested.q, strict=True)
        if q < LIMIT
    ]  # fmt: skip


RULE = FlagRule({"F5": Sentence("too little variance")}, find)
