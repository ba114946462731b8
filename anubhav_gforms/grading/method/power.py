"""How many responses it takes: until a station can be named, and until its score can be told."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtri

from ...campaign.method_rules import MethodRules
from ..arrays import Floats, Ints
from .score import Z90

DISTANCES = (5, 8, 10, 15, 20)
"""Points from the centre of its kind, of the power table."""
CHANCE = 0.80
WEEKS_AND_AGE = 1.0
"""What weeks and age add to a variance in these tables, points^2."""
MOST = 100_000
YEARS = 104
"""Weeks above which nobody wants them counted: more than two years."""


def responses_to_be_named(s2: float, tau2: float, distance: float, sure: float) -> int | None:
    """Responses from which a station this far from its centre is named with a chance of .8; None when never.

    Smallest n with G >= z(sure) sqrt(V/R) + z(.80) sqrt(V), V = s2/n + 1, R = tau2/(tau2 + V).
    """
    if tau2 <= 0:  # nothing differs: nobody is ever told from the rest
        return None
    n = np.arange(1, MOST + 1)
    v = s2 / n + WEEKS_AND_AGE
    r = tau2 / (tau2 + v)
    enough = distance >= ndtri(sure) * np.sqrt(v / r) + ndtri(CHANCE) * np.sqrt(v)
    return int(n[np.argmax(enough)]) if enough.any() else None


def power_table(s2: float, tau2: float, sure: float) -> dict[int, int | None]:
    """Responses by distance in points."""
    return {distance: responses_to_be_named(s2, tau2, distance, sure) for distance in DISTANCES}


def responses_for_half_width(s2: Floats, tau2: float, half: float) -> Floats:
    """(stations,): responses until the 90 % interval reaches at most `half` points on each side; infinity when never.

    1.645 sqrt(R V) <= half, so V <= c tau2/(tau2 - c) with c = (half/1.645)^2; 0 when tau2 <= c.
    """
    c = (half / Z90) ** 2
    if tau2 <= c:
        return np.zeros(len(s2))
    v = c * tau2 / (tau2 - c) - WEEKS_AND_AGE
    return np.ceil(s2 / v - 1e-9) if v > 0 else np.full(len(s2), math.inf)


def pace_weeks(rows: Floats, lived: int, rules: MethodRules) -> Ints:
    """(stations,): weeks over which the pace of each is taken: of (stations, weeks) of responses, the last the graded week, the `lived` last ones,
    and of a station with enough for a score in them those since its own first one. Of fewer the first may have come late to where few ever come."""
    own = np.minimum(rows.shape[1] - (rows > 0).argmax(axis=1), lived)
    return np.where(rows[:, -lived:].sum(axis=1) >= rules.min_n, own, lived)


def still_needed(n: Floats, weeks: Ints, s2: Floats, tau2: float, half: float) -> tuple[Floats, Floats]:
    """(stations,): how many more responses until then, and in how many weeks at the present pace (infinity: never).

    `n`: responses of the last `weeks` weeks of each.
    """
    more = np.ceil(np.maximum(0.0, responses_for_half_width(s2, tau2, half) - n) - 1e-9)
    with np.errstate(divide="ignore", invalid="ignore"):
        return more, np.where(more > 0, np.ceil(more * np.maximum(weeks, 1) / n - 1e-9), 0.0)
