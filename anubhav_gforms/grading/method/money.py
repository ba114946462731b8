"""Money: every report counts, and no crowd of denials on one day dissolves it."""

from __future__ import annotations

import numpy as np

from ..arrays import Bools, Floats
from ..money import probability

LEAST_SHOWN_REPORTS, LEAST_SHOWN_RESPONSES = 3, 20
"""Outside the IG's office a rate is shown from so many reports and responses on, by closed quarter."""


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
    p = probability(yes, yes + noes, *prior, reference)
    with np.errstate(invalid="ignore"):
        return np.asarray(held | ((p >= sure) & (yes >= least)))


def money_shown(yes: Floats, answers: Floats) -> Bools:
    """(stations,): may "k of n" be shown outside the IG's office? Else: "fewer than 3 reports"."""
    return np.asarray((yes >= LEAST_SHOWN_REPORTS) & (answers >= LEAST_SHOWN_RESPONSES))
