"""F2: more straight lines (all ratings equal) than the range's responses at that mean score would have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...sentence import Sentence
from ..arrays import Bools, Floats
from ..replay import window_sum
from .flag import Flag, Severity
from .rule import WINDOW, FlagRule, GradedWeek

LEAST = 30
LIMIT = 3.0902
"""One-sided 1 in 1,000 of the normal distribution."""


@dataclass(frozen=True)
class Excess:
    """(stations,): z and difference on the arcsine scale; overdispersion `phi` and between-station variance `t2`; outside?"""

    z: Floats
    difference: Floats
    phi: float
    t2: float
    outside: Bools


def excess(n: npt.ArrayLike, straight: npt.ArrayLike, expected: npt.ArrayLike) -> Excess:
    """z = 2 sqrt(n) (asin sqrt p_s - asin sqrt p_e), winsorised at its 10 % and 90 % quantiles for phi = mean z^2.

    With w = 4 n: t2 = max(0, (k phi - (k-1)) / (sum w - sum w^2 / sum w)); outside when the absolute difference exceeds
    3.0902 sqrt(1/(4 n) + t2). Source: Spiegelhalter 2005.
    """
    n, straight, expected = (np.asarray(value, dtype=float) for value in (n, straight, expected))
    difference = np.arcsin(np.sqrt(straight / n)) - np.arcsin(np.sqrt(expected))
    z = 2 * np.sqrt(n) * difference
    k, w = len(z), 4 * n
    phi = float((np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2).mean()) if k else 1.0
    room = w.sum() - (w**2).sum() / w.sum() if k else 0.0
    t2 = max(0.0, float((k * phi - (k - 1)) / room)) if room > 0 else 0.0
    return Excess(z, difference, phi, t2, np.abs(difference) > LIMIT * np.sqrt(1 / (4 * n) + t2))


def find(week: GradedWeek) -> list[Flag]:
    """Stations with thirty responses in the window and more straight lines than their mean score explains."""
    curve = week.replay.constants.straight
    if not curve:
        return []
    working = week.working
    scope, use = working.scope, week.replay.stations.estimate.use
    free = scope.rated & ~working.timeline.book.aside[scope.station, scope.day]
    lines = window_sum(scope.by_week(scope.column("straight"), among=free), use, working.position)
    n, raw = working.window_sums["rows"], working.window_sums["raw"]
    enough = np.flatnonzero(n >= LEAST)
    if not len(enough):
        return []
    mean, share = np.array(curve).T
    expected = np.interp(raw[enough] / n[enough], mean, share)
    tested = excess(n[enough], np.minimum(lines[enough], n[enough]), expected)
    return [
        Flag(
            "F2", Severity.REVIEW, working.roster.codes[unit], week.name,
            Sentence("{lines:.0f} of {count:.0f} responses have all ratings equal; {value:.0f}% are usual at this mean score", lines=lines[unit], count=n[unit], value=100 * expected[i]),
            {"n": float(n[unit]), "straight": float(lines[unit]), "expected": float(expected[i]), "z": float(tested.z[i])},
        )
        for i, unit in enumerate(enough.tolist())
        if tested.outside[i] and tested.difference[i] > 0
    ]  # fmt: skip


RULE = FlagRule({"F2": Sentence("too many straight lines")}, find, WINDOW)
