"""Answers of other channels: a line of their own, never pooled with the graded one."""

from __future__ import annotations

import numpy as np

from .arrays import Floats
from .estimate import ages
from .panel import composites
from .scope import scope
from .working import Working


def sums_of_channel(work: Working, channel: str) -> tuple[Floats, Floats]:
    """(sum of adjusted scores, count) of each station's answers by one channel in the weeks of its window."""
    rules = work.rules.model_copy(update={"channels": (channel,)})
    other = scope(work.scope.cube, work.roster.codes, rules, work.replay.week, closed=work.roster.closed)
    constants = work.replay.constants
    y, _ = composites(other, constants.item_means(other.cube.shape.items.keys))
    shift, _ = constants.shifts(other.cube.purposes)
    move = other.rows * shift[other.purpose]
    use, place = work.replay.stations.estimate.use, work.replay.week - other.first_week
    window = [
        np.where(use, ages(other.by_week(one), place, use.shape[1]), 0.0).sum(axis=1) for one in (y - move, other.rows)
    ]
    return window[0], window[1]
