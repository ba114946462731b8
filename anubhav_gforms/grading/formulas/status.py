"""Enough responses for a score? May the interval be shown? Each is asked in many places and answered here."""

from __future__ import annotations

import numpy as np

from ..arrays import Bools, Floats, Ints
from ..columns import GradeStatus

SLACK = 1e-9
"""Sums of weights are compared with whole numbers up to this."""
STATUSES = tuple(GradeStatus)
"""Statuses are numbered in this order."""
CALIBRATING, NO_RESPONSES, NOT_ENOUGH, PROVISIONAL, FIRM, NOT_DELIVERED, SURE, HELD, BETWEEN, NO_LETTER = range(10)


def enough(n: Floats, least: int) -> Bools:
    """(units,): whether `n`, responses as they weigh, are enough for a score (`Working.least`)."""
    return np.asarray(n >= least - SLACK)


def graded(status: Ints) -> Bools:
    """(units,): whether a status, by its number, comes with a letter."""
    return np.asarray(status > NOT_ENOUGH)


def shown(status: Ints, n: Floats) -> Bools:
    """(units,): whether mean and interval may be shown: of what has a letter, and in the trial period of what has any of `n`."""
    return np.asarray(graded(status) | ((status == CALIBRATING) & (n > 0)))
