"""F4: responses come at other hours than the range's."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import chdtrc, gammaincinv

from ...sentence import Sentence
from ..arrays import add_up
from ..formulas.proportion import q_values
from .by_station import PerStation
from .flag import Flag, Severity, by_chance
from .rule import WINDOW, FlagRule, GradedWeek

LEAST = 30
BLOCK = 3
"""Hours are taken in blocks of three: eight counts per station."""


def odd_hours(station: Any, hour: npt.ArrayLike) -> PerStation:
    """(`station` a column of codes): G-test of each station's hours against the range's, divided by the overdispersion of all (mean G / df, at least 1)."""
    codes, names = pd.factorize(np.asarray(station, dtype=object), sort=True)
    blocks = np.asarray(hour, dtype=np.int64) // BLOCK
    counts = add_up(codes * 8 + blocks, np.ones(len(codes)), len(names) * 8).reshape(len(names), 8)
    share = counts.sum(axis=0) / max(counts.sum(), 1)
    n = counts.sum(axis=1)
    enough = n >= LEAST
    counts, n = counts[enough], n[enough]
    expected = n[:, None] * share
    with np.errstate(divide="ignore", invalid="ignore"):
        g = 2 * np.where(counts > 0, counts * np.log(counts / expected), 0.0).sum(axis=1)
    freedom = max(int((share > 0).sum()) - 1, 1)
    phi = max(1.0, float(np.median(g) / (2 * gammaincinv(freedom / 2, 0.5)))) if len(g) else 1.0
    p = chdtrc(freedom, g / phi)
    return PerStation(tuple(np.asarray(names, dtype=object)[enough]), n, g / phi, p, q_values(p))


def find(week: GradedWeek) -> list[Flag]:
    """Stations of the window whose hours differ by the method's rate of false discoveries."""
    frame = week.counted()
    if frame is None:
        return []
    tested = odd_hours(frame["station"], frame["submitted_at"].dt.hour)
    return [
        Flag("F4", Severity.WATCH, station, week.name, Sentence("the hours of its {count:.0f} responses are unlike the range's ({chance})", count=n, chance=by_chance(q)),
             {"n": float(n), "q": float(q)})
        for station, n, q in zip(tested.station, tested.n, tested.q, strict=True)
        if q < week.working.rules.flags.fdr
    ]  # fmt: skip


RULE = FlagRule({"F4": Sentence("odd hours")}, find, WINDOW)
