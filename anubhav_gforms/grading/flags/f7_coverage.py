"""F7: far fewer responses than registered visits, or more than there were visitors."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from ...sentence import Sentence
from ..arrays import Bools, Floats
from .flag import Flag, Severity
from .rule import WINDOW, FlagRule, GradedWeek

FEWEST, MOST = 0.03, 1.0


def coverage(rows: npt.ArrayLike, visits: npt.ArrayLike) -> tuple[Floats, Bools, Bools]:
    """(share, too few, too many): responses over registered visits; below 3 %, or more responses than visitors. Infinite where there are
    none of these."""
    rows, visits = np.asarray(rows, dtype=float), np.asarray(visits, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = rows / visits
    return share, np.nan_to_num(share, nan=1.0) < FEWEST, np.nan_to_num(share) > MOST


def find(week: GradedWeek) -> Iterator[Flag]:
    """Stations whose visits are known."""
    if week.visits is None:
        return
    codes = week.working.roster.codes
    n = week.working.window_sums["rows"]
    registered = np.array([week.visits.get(code, np.nan) for code in codes])
    share, few, many = coverage(n, registered)
    for unit in np.flatnonzero(few | many).tolist():
        says, numbers = (
            Sentence("{count:.0f} responses and no registered visit", count=n[unit]),
            {"responses": float(n[unit])},
        )
        if registered[unit] > 0:
            says = Sentence(
                "{count:.0f} responses for {registered:.0f} registered visits ({value:.1f}%)",
                count=n[unit],
                registered=registered[unit],
                value=100 * share[unit],
            )
            numbers = {"share": float(share[unit])}
        yield Flag("F7", Severity.REVIEW if many[unit] else Severity.NOTE, codes[unit], week.name, says, numbers)


RULE = FlagRule({"F7": Sentence("coverage of registered visits")}, find, WINDOW)
