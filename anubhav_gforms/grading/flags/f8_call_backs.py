"""F8: visitors who were called back at random say something else than the poster's responses."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...sentence import Sentence
from ..arrays import Floats
from ..cube.scope import scope
from ..panel import composites
from ..replay import window_sum
from ..working import Working
from .flag import Flag, Severity
from .rule import WINDOW, FlagRule, GradedWeek

LIMIT = 3.0


def call_back_z(poster: npt.ArrayLike, n: npt.ArrayLike, called: npt.ArrayLike, m: npt.ArrayLike, s2: float) -> Floats:
    """z of the poster mean over the call-back mean (points), z = (a - b)/sqrt(s2/n + s2/m). NaN without both."""
    poster, n, called, m = (np.asarray(value, dtype=float) for value in (poster, n, called, m))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((poster - called) / np.sqrt(s2 / n + s2 / m))


def sums_of_channel(working: Working, channel: str) -> tuple[Floats, Floats]:
    """(sum of adjusted scores, count) of each station's responses by one channel in the weeks of its window."""
    rules = working.rules.model_copy(update={"channels": (channel,)})
    other = scope(working.scope.cube, working.roster.codes, rules, working.replay.week, closed=working.roster.closed)
    constants = working.replay.constants
    y, _ = composites(other, constants.item_means(other.cube.shape.items.keys))
    shift, _ = constants.shifts(other.cube.purposes)
    move = other.rows * shift[other.purpose]
    use, position = working.replay.stations.estimate.use, working.replay.week - other.first_week
    return window_sum(other.by_week(y - move), use, position), window_sum(other.by_week(other.rows), use, position)


def find(week: GradedWeek) -> list[Flag]:
    """Stations whose poster mean lies far above their call-backs' mean."""
    called, m = sums_of_channel(week.working, "call-back")
    panel, use = week.replay.panel, week.replay.stations.estimate.use
    n, total = (window_sum(part, use, week.working.position) for part in (panel.n, panel.total))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = call_back_z(total / n, n, called / m, m, week.replay.constants.s2)
        gap = total / n - called / m
    return [
        Flag("F8", Severity.REVIEW, week.working.roster.codes[unit], week.name,
             Sentence("poster responses are {gap:.0f} points above {m:.0f} random call-backs (z = {z:.1f})", gap=gap[unit], m=m[unit], z=z[unit]),
             {"z": float(z[unit]), "gap": float(gap[unit])})
        for unit in np.flatnonzero(np.nan_to_num(z) > LIMIT).tolist()
    ]  # fmt: skip


RULE = FlagRule({"F8": Sentence("call-backs disagree")}, find, WINDOW)
