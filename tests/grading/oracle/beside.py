"""What stands beside a score: the arrow, responses that are missing, places, and how many responses would change what is said."""

from __future__ import annotations

import math
from collections.abc import Iterator
from copy import deepcopy

import numpy as np
from scipy.special import ndtr
from scipy.stats import false_discovery_control

from .points import adjusted
from .rows import Rows, cells
from .scores import LEAST, Score, score_at
from .season import Season
from .standings import chances, judged_together, letter
from .week import Memory, Week, letters_begun, standing_of

Z90 = 1.644854
"""Section 6: 1.645 to six digits, half the width of a 90 % interval."""
Said = tuple[int, int]
"""The standing and the letter of a station."""


def pooled(n: np.ndarray, total: np.ndarray, variance: float, sw2: float) -> tuple[float, float, float]:
    """Section 9: the mean of some weeks, each weighted by 1/(s²_s/n + s²_w), its variance, and n."""
    seen = n > 0
    if not seen.any():
        return 0.0, 0.0, 0.0
    weight = 1 / (variance / n[seen] + sw2)
    return (weight * total[seen] / n[seen]).sum() / weight.sum(), 1 / weight.sum(), n.sum()


def arrows(said: Week, season: Season) -> list[tuple[str, float, float]]:
    """Section 9: word, change and q of each station: the last 4 weeks against the 12 before."""
    known, now = said.constants, said.week - season.span.first_week
    n, total = cells(season.rows, adjusted(season.rows, known.means, known.shifts), season.span)
    found = {}
    for station in range(season.span.stations):
        parts = [
            pooled(n[station, part], total[station, part], known.own[station], known.sw2)
            for part in (slice(max(0, now - 3), now + 1), slice(max(0, now - 15), max(0, now - 3)))
        ]
        (recent, v, many), (before, w, some) = parts
        if many >= 5 - 1e-9 and some >= LEAST:
            found[station] = recent - before, 2 * ndtr(-abs(recent - before) / math.sqrt(v + w))
    q = dict(zip(found, false_discovery_control([p for _, p in found.values()]) if found else (), strict=True))
    words = {
        s: ("better" if by > 0 else "worse") if q[s] < 0.10 and abs(by) >= 3 else "no clear change"
        for s, (by, _) in found.items()
    }
    few = ("too few responses", math.nan, math.nan)
    return [(words[s], found[s][0], q[s]) if s in found else few for s in range(season.span.stations)]


def missing(score: Score, own: float, tau2: float, weeks: int) -> tuple[float, float]:
    """Responses that are missing until 1.645 √(R V) is half the narrowest band (5 points), V = s²_s/n + 1, and the weeks that they take."""
    narrow = (n for n in range(100_000) if tau2 <= (5 / Z90) ** 2 or (n and half_width(own / n + 1, tau2) <= 5))
    until = next(narrow, math.inf) if half_width(1, tau2) < 5 else math.inf
    more = max(0, math.ceil(until - score.n - 1e-9)) if until < math.inf else math.inf
    weeks_for = math.ceil(more * weeks / score.n - 1e-9) if 0 < more < math.inf and score.n > 0 else more and math.inf
    return more, weeks_for


def weeks_of_pace(said: Week, season: Season, station: int) -> int:
    """The weeks of the window that the campaign has lived; of a station with ten responses in them those since its own first one."""
    campaign = min(26, said.week + 1 - season.span.first_week)
    weeks = season.rows.week[season.rows.station == station]
    known = (weeks > said.week - campaign).sum() >= 10
    return min(campaign, said.week + 1 - int(weeks.min())) if known else campaign


def half_width(v: float, tau2: float) -> float:
    return Z90 * math.sqrt(tau2 / (tau2 + v) * v)


def under_review(said: Week, season: Season, station: int) -> int:
    """Alike rows of a station that wait for a decision, each once."""
    return int(
        season.under([flag for flag in season.open_flags(said.week) if flag.station == station], season.rows).sum()
    )


def places(said: Week, season: Season) -> list[tuple[int, tuple[int, int], tuple[int, int]] | None]:
    """Section 9: of kinds with at least 8 stations that have a score, how many these are, and between which numbers the best and the
    worst place lie, as the quantile of other draws may be 3 % lower or higher; else None."""
    found: list[tuple[int, tuple[int, int], tuple[int, int]] | None] = [None] * season.span.stations
    kinds = np.array(season.register.kind_of, object)
    scored = np.array([here and score.shown for here, score in zip(said.listed, said.scores, strict=True)])
    for kind in set(kinds):
        members = np.flatnonzero(scored & (kinds == kind))
        if len(members) < 8:
            continue
        mean, v = (np.array([getattr(said.scores[s].window, of) for s in members]) for of in ("mean", "v"))
        drawn = np.random.default_rng(1).standard_normal((20_000, len(members))) * np.sqrt(v)
        for j, station in enumerate(members):
            others = np.arange(len(members)) != j
            apart = np.sqrt(v[j] + v[others])
            q = np.quantile((abs(drawn[:, [j]] - drawn[:, others]) / apart).max(axis=1), 0.95)
            d = (mean[j] - mean[others]) / apart
            best, worst = (sorted(int((side * d > q * by).sum()) for by in (1.03, 0.97)) for side in (-1, 1))
            found[station] = (
                len(members), (1 + best[0], 1 + best[1]), (len(members) - worst[1], len(members) - worst[0])
            )  # fmt: skip
    return found


def certificate(
    said: Week, season: Season, before: Memory, station: int, rating: int, counts: list[int]
) -> Iterator[bool]:
    """Section 8: whether so many all-worst (all-best) responses more, one a day from the last day back, of the purpose that says most, change
    standing or letter."""
    shifts = {"": 0.0, **said.constants.shifts}
    purpose = (max if rating == 1 else min)(shifts, key=lambda one: shifts[one])
    rows = season.rows.take((season.rows.station == station) & (season.rows.week <= said.week))
    now = stands(said, season, before, station, rows, rows.take(np.zeros(len(rows), bool)))
    for count in counts:
        more = Rows(
            np.full(count, station),
            7 * said.week + 6 - np.arange(count),
            np.full((count, 5), float(rating)),
            np.full(count, purpose, object),
            np.full(count, "", object),
        )
        yield stands(said, season, before, station, rows, more) != now


def stands(said: Week, season: Season, before: Memory, station: int, rows: Rows, more: Rows) -> Said:
    """What is said of a station with these rows and some more, of which no flag speaks."""
    held, known, now = deepcopy(before.stations[station]), said.constants, said.week - season.span.first_week
    held.forget(said.week)
    review = [flag for flag in season.open_flags(said.week) if flag.station == station]
    judged = []
    for some in (rows, *([rows.take(~season.under(review, rows))] if review else [])):
        together = some.with_rows(more)
        n, total = cells(together, adjusted(together, known.means, known.shifts), season.span)
        score = score_at(station, n, total, now, known)
        judged.append((score, standing_of(score, together, station, said, season, held.standing)))
    score, standing = judged[0]
    given = (-1, -1, 0)
    if letters_begun(season, said.week):
        given = letter(chances(score.score, score.sd), held.letter, bool(review))
    return judged_together(standing, judged[1][1]) if review else standing, given[0]
