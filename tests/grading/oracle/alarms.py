"""The two alarms and the money flag (section 9 of docs/grading.md)."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from scipy.stats import beta, nbinom

from .questions import alikeness
from .rows import OVERALL, Rows, Span, by_day, caps


def fall(before: float, week_mean: float, b: float, variance: float) -> float:
    """Section 9: CUSUM on z = max(−3.5, (ȳ_w − b)/√variance), k = .5."""
    return max(0.0, before - max(-3.5, (week_mean - b) / math.sqrt(variance)) - 0.5)


def very_bad(rows: Rows) -> np.ndarray:
    """Section 9: overall ratings 1 or 2."""
    return rows.ratings[:, OVERALL] <= 2


def bad_baseline(visits: Rows, stations: int) -> tuple[np.ndarray, float]:
    """Section 9: very bad ratings and visits of each station in a baseline, and the rate of all."""
    own = [visits.take(visits.station == station) for station in range(stations)]
    counts = np.array([[very_bad(rows).sum(), len(rows)] for rows in own], float)
    return counts, (counts[:, 0].sum() + 1) / (counts[:, 1].sum() + 10)


def bad_alarm(recent: int, bad: float, visits: float, rate: float, weeks: int) -> bool:
    """Section 9: at least 4 in four weeks, negative-binomial p < .0005 against a baseline: Gamma of 2 at the rate of all, and its own."""
    expected = max(0.02, rate * visits / weeks)
    shape = bad + 2
    mean, size = 4 * shape / (weeks + 2 / expected), min(shape, 20)
    return bool(recent >= 4 and nbinom.sf(recent - 1, size, size / (size + mean)) < 0.0005)


def money_prior(visits: Rows, stations: int) -> tuple[float, float]:
    """Section 9: rate and strength of the Beta prior over all stations: 50, from 20 stations with 10 answers on by moments, in 20..500."""
    yes = np.array([((visits.station == s) & (visits.money == "yes")).sum() for s in range(stations)], float)
    n = np.array([((visits.station == s) & (visits.money != "")).sum() for s in range(stations)], float)
    rate, use = float(yes.sum() / max(n.sum(), 1)), n >= 10
    if use.sum() < 20:
        return rate, 50.0
    rho = alikeness(yes[use], n[use], rate)
    return rate, 500.0 if rho is None or rho <= 0 else min(max(1 / rho - 1, 20.0), 500.0)


def without_noes(visits: Rows, praise: Rows) -> Rows:
    """Section 9: without the noes of alike praise: of each cell of the counts as many as there are such rows."""
    going = Counter(cell(praise, row) for row in range(len(praise)))
    kept = np.ones(len(visits), bool)
    for row in np.flatnonzero(visits.money == "no"):
        if going[cell(visits, row)] > 0:
            going[cell(visits, row)] -= 1
            kept[row] = False
    return visits.take(kept)


def cell(rows: Rows, row: int) -> tuple:
    """What counts know of a row: its ratings only where one is blank (section 11)."""
    ratings = tuple(np.nan_to_num(rows.ratings[row]))
    return rows.station[row], rows.day[row], rows.purpose[row], ratings if 0 in ratings else ()


def money_caps(rows: Rows, span: Span) -> np.ndarray:
    """Section 9: the cap of each day for noes, in which crowds do not make crowds usual."""
    counts = by_day(rows, span)
    return caps(counts, range(span.opened, counts.shape[1]), span.opened, crowds=False)


def reports_of_money(visits: Rows, cap: np.ndarray, span: Span) -> tuple[np.ndarray, np.ndarray]:
    """Section 9: every yes counts; on each day at most the cap's number of no (2 before the first rated row)."""
    yes, no = np.zeros(span.stations), np.zeros(span.stations)
    for station in visits.station[visits.money == "yes"]:
        yes[station] += 1
    days = Counter(zip(visits.station[visits.money == "no"], visits.day[visits.money == "no"], strict=True))
    for (station, day), noes in days.items():
        no[station] += min(noes, cap[station, day - 7 * span.first_week] if day >= span.first_day else 2)
    return yes, no


def money_flag(yes: float, no: float, rate: float, strength: float) -> bool:
    """Section 9: at least 3 reports and P(rate > 2 %) ≥ .95; a rate of none, or of all, is half a report away from that."""
    rate = min(max(rate, 0.5 / strength), 1 - 0.5 / strength) if rate in (0, 1) else rate
    return bool(yes >= 3 and beta.sf(0.02, strength * rate + yes, strength * (1 - rate) + no) >= 0.95)
