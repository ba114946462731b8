"""Flags of crowds (CROWD), and those that compare stations: straight lines (F2), call-backs (F8) and scores at the edges (F9)."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import binom, nbinom

from .flags import DAY, by_unit, opened
from .points import adjusted, composite
from .rows import Rows, cells
from .season import Season
from .standings import EDGES
from .week import Week


def straight(rows: Rows) -> np.ndarray:
    """All ratings equal, none blank."""
    return rows.complete & (rows.ratings == rows.ratings[:, [0]]).all(axis=1)


def lines(rows: Rows, means: np.ndarray, station: int) -> tuple[int, int, float]:
    """Responses of a station, straight lines among them, and the sum of their points."""
    own = rows.take(rows.station == station)
    return len(own), int(straight(own).sum()), float(composite(own.ratings, means).sum())


def too_straight(said: Week, season: Season) -> set[int]:
    """F2: stations with thirty responses and more straight lines than is expected at their mean: of the baseline, in up to ten
    groups of at least five stations, with a line between them."""
    era, means, everyone = season.era_of(said.week), said.constants.means, range(season.span.stations)
    base, recent = (
        [lines(season.rows.take((season.rows.week >= first) & (season.rows.week <= last)), means, s) for s in everyone]
        for first, last in ((era.first, era.last), (said.week - 25, said.week))
    )
    known = sorted((one for one in base if one[0] >= 30), key=lambda one: one[2] / one[0])
    tested = [station for station in everyone if recent[station][0] >= 30]
    if not (known and tested):
        return set()
    groups = [part.sum(axis=0) for part in np.array_split(np.array(known), min(10, max(1, len(known) // 5)))]
    n, equal, total = np.array([recent[station] for station in tested], float).T
    expected = np.interp(total / n, [part[2] / part[0] for part in groups], [part[1] / part[0] for part in groups])
    difference = np.arcsin(np.sqrt(equal / n)) - np.arcsin(np.sqrt(expected))
    z, w, k = 2 * np.sqrt(n) * difference, 4 * n, len(n)
    phi, room = (np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2).mean(), w.sum() - (w**2).sum() / w.sum()
    between = max(0.0, (k * phi - (k - 1)) / room) if room > 0 else 0.0
    outside = difference > 3.0902 * np.sqrt(1 / (4 * n) + between)
    return {station for station, out in zip(tested, outside, strict=True) if out}


def crowds(said: Week, season: Season) -> set[tuple[int, int]]:
    """CROWD: station and day with at least five responses of which so many had a chance of less than one in a million by the 56 days before;
    not where F1 speaks of the day."""
    counts, told, first = by_unit(season.rows, season.span, DAY), set(), 7 * season.span.first_week
    known = {(flag.station, flag.first_day) for flag in season.flags if flag.rule is DAY}
    begin = max(opened(season.span, DAY) + 56, 7 * (said.week - 25) - first)
    for station, day in zip(*np.nonzero(counts >= 5), strict=True):
        if begin <= day and (int(station), first + int(day)) not in known:
            begun = [era for era in season.eras if era.valid <= (first + day) // 7] or season.eras[:1]
            size = 1 / season.usual(season.rows, begun[-1]).days
            usual = max(0.15, counts[station, day - 56 : day].mean())
            if nbinom.sf(counts[station, day] - 1, size, size / (size + usual)) < 1e-6:
                told.add((int(station), first + int(day)))
    return told


def called_back(said: Week, season: Season, calls: Rows) -> set[int]:
    """F8: stations whose mean of the window lies more than three standard errors above that of their call-backs."""
    known, now = said.constants, said.week - season.span.first_week
    n, total = cells(season.rows, adjusted(season.rows, known.means, known.shifts), season.span)
    part = slice(max(0, now - 25), now + 1)
    inside = calls.take((calls.week > said.week - 26) & (calls.week <= said.week))
    points, found = adjusted(inside, known.means, known.shifts), set()
    for station in sorted(set(inside.station)):
        own, here = points[inside.station == station], n[station, part].sum()
        if here > 0:
            apart = total[station, part].sum() / here - own.mean()
            found |= {station} if apart > 3 * math.sqrt(known.s2 * (1 / here + 1 / len(own))) else set()
    return found


def bunched(said: Week) -> tuple[int, int, bool]:
    """F9: scores up to a point above an edge of the bands, and below one; whether chance alone would rarely put so many above."""
    scored = [score.score for score, here in zip(said.scores, said.listed, strict=True) if here and score.shown]
    above, below = (sum(any(0 <= score - edge + by < 1 for edge in EDGES) for score in scored) for by in (0, 1 - 1e-12))
    return above, below, bool(binom.sf(above - 1, above + below, 0.5) < 0.05)
