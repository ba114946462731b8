"""Money: every report counts, and no crowd of denials on one day dissolves it."""

from __future__ import annotations

import numpy as np

from ...campaign.method_rules import MethodRules
from ..arrays import Bools, Floats
from ..formulas.money import probability
from .days import TRAILING

LEAST_SHOWN_REPORTS, LEAST_SHOWN_RESPONSES = 3, 20
"""Outside the IG's office a rate is shown from so many reports and responses on, by closed quarter."""


def no_caps(rows: Floats, campaign_day: int, rules: MethodRules) -> Floats:
    """(stations, days): as many answers "no" of a day count at most. `rows`: responses of each day.

    The cap of the day, max(floor, times x mean a day over the 56 days before), but of each earlier day at most that day's own
    cap is counted: or a shield of praise on many days would make crowds usual, and a report of money would drown in its noes.
    """
    counted = np.array(rows.T, dtype=np.float64, order="C")
    caps, recent = np.empty(counted.shape), np.zeros(len(rows))
    for day, came in enumerate(counted):
        elapsed = min(max(day - campaign_day, 1), TRAILING)
        cap = np.maximum(rules.day_floor, rules.day_times / elapsed * recent, out=caps[day])
        recent += np.minimum(came, cap, out=came)
        if day >= TRAILING:
            recent -= counted[day - TRAILING]
    return caps.T


def capped_noes(noes: Floats, caps: Floats, praise_noes: Floats) -> Floats:
    """(stations,): noes of a window, on each day at most that day's cap, without those of flagged praise.

    All (stations, days): noes, caps of the days, and noes that come with alike praise under review.
    """
    return np.asarray(np.minimum(np.maximum(0.0, noes - praise_noes), caps).sum(axis=1))


def money_flags(
    yes: Floats, noes: Floats, prior: tuple[float, float], reference: float, sure: float, least: int, held: Bools
) -> Bools:
    """(stations,): beta.sf(reference, M p0 + k, M (1-p0) + n - k) >= sure and k >= least; once raised, it stays raised.

    `yes`: every report of the window, `noes` as capped; `prior` = (p0, M); `held`: raised before and not closed by the IG.
    """
    flags, asked = held.copy(), np.flatnonzero(~held & (yes >= least))
    flags[asked] = probability(yes[asked], (yes + noes)[asked], *prior, reference) >= sure
    return np.asarray(flags)


def money_shown(yes: Floats, answers: Floats) -> Bools:
    """(stations,): may "k of n" be shown outside the IG's office? Else: "fewer than 3 reports"."""
    return np.asarray((yes >= LEAST_SHOWN_REPORTS) & (answers >= LEAST_SHOWN_RESPONSES))
