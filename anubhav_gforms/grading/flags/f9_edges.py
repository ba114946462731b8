"""F9: scores stand in a heap just above an edge of the bands: a fault of the method rather than of a station."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from ...sentence import Sentence
from ..formulas.status import graded
from ..formulas.tails import binomial_tail
from .flag import Flag, Severity
from .rule import FlagRule, GradedWeek

NEAR = 1.0


@dataclass(frozen=True)
class Bunching:
    """Stations within a point above and below any edge, and P of so many above if both were as likely."""

    above: int
    below: int
    p: float


def bunching(score: npt.ArrayLike, edges: Sequence[float]) -> Bunching:
    """Scores within one point of an edge (the last edge, 0, is none)."""
    score = np.asarray(score, dtype=float)
    distance = score[:, None] - np.asarray(edges[:-1], dtype=float)
    above = int(((distance >= 0) & (distance < NEAR)).any(axis=1).sum())
    below = int(((distance < 0) & (distance >= -NEAR)).any(axis=1).sum())
    p = float(binomial_tail(above, above + below, 0.5))
    return Bunching(above, below, p)


def find(week: GradedWeek) -> list[Flag]:
    """At most one flag, of the whole range."""
    verdict = week.replay.stations
    scored = graded(verdict.status) & week.working.listed
    bunched = bunching(verdict.estimate.score[scored], tuple(week.working.rules.bands.values()))
    if bunched.p >= week.working.rules.flags.fdr:
        return []
    numbers = asdict(bunched)
    says = Sentence(
        "{above} stations lie within a point above an edge and {below} within a point below (p = {p:.1g}): look at the method",
        **numbers,
    )
    return [Flag("F9", Severity.NOTE, "", week.name, says, numbers)]


RULE = FlagRule({"F9": Sentence("bunching above an edge")}, find)
