"""Alike responses that a person must look at: too many, too equal, on one day (F1) or in one week (F1w).

Nothing is removed: scores count every row, and verdicts leave out exactly the alike rows until a person has decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np
from scipy.special import chdtrc

from ...campaign.method_rules import ReviewRules
from ..arrays import Bools, Floats, Ints, Numbers
from ..formulas.tails import binomial_tail, negative_binomial_tail
from .days import WEEK, by_week, trailing_sums

PRIOR_ROWS = 20
"""Responses that the range's share of alike rows counts like."""
COUNT_BELOW, SHARE_BELOW = 0.01, 0.05


class ReviewSide(StrEnum):
    """Alike praise (all best) or alike blame (all worst)."""

    PRAISE = "praise"
    BLAME = "blame"


@dataclass(frozen=True)
class ReviewSpan:
    """What is counted together: `days` of one; `history`, how many of them before; the least mean and overdispersion that
    are believed; the least number of alike rows: of fewer one angry citizen on a busy day may be the cause."""

    name: str
    days: int
    history: int
    least_mean: float
    least_alpha: float
    least_alike: int


F1 = ReviewSpan("F1", 1, 56, 0.15, 0.02, 5)


def review_spans(rules: ReviewRules) -> tuple[ReviewSpan, ReviewSpan]:
    """F1, a day with 56 days before it; F1w, a week with 8 weeks before it."""
    return F1, ReviewSpan("F1W", WEEK, 8, 1.0, 0.05, rules.f1_week_least)


def least_alike(rules: ReviewRules) -> dict[str, int]:
    """By rule the least number of alike rows that raises it."""
    return {span.name: span.least_alike for span in review_spans(rules)}


@dataclass(frozen=True)
class AlikeConstants:
    """Frozen for a quarter: overdispersion of counts in a day and in a week, shares of all-best and all-worst rows."""

    day_alpha: float
    week_alpha: float
    best: float
    worst: float


@dataclass(frozen=True)
class AlikeRows:
    """Alike rows under review: a station, `first_day` and number of days, how many rows and how many of them alike, the usual
    number, and the probabilities of so many, of so equal, and of both (Fisher)."""

    rule: str
    side: ReviewSide
    station: int
    first_day: int
    days: int
    rows: int
    alike: int
    mean: float
    p_count: float
    p_share: float
    p: float


@dataclass(frozen=True)
class AlikeSums:
    """(stations, days): responses, all-best and all-worst ones; the day on which the campaign began."""

    rows: Floats = field(repr=False)
    best: Numbers = field(repr=False)
    worst: Numbers = field(repr=False)
    campaign_day: int = 0

    @cached_property
    def weeks(self) -> tuple[Floats, Numbers, Numbers]:
        """(stations, weeks) of the same three: every quarter asks for them."""
        return by_week(self.rows), by_week(self.best), by_week(self.worst)


def alike_p(
    x: Floats, a: Floats, mean: Floats, alike: Floats, total: Floats, alpha: float, share: float, least_mean: float
) -> tuple[Floats, Floats, Floats]:
    """(pc, pr, pf): `x` rows, `a` of them alike, where `mean` is usual and `alike` of `total` were alike before.

    pc = P(X >= x), X negative binomial of size 1/alpha and mean max(m, least); pr = P(Y >= a), Y binomial of x with
    (A + 20 p0)/(N + 20); pf = P(chi2 of 4 > -2 ln(pc pr)).
    """
    pc = negative_binomial_tail(x, 1 / alpha, np.maximum(mean, least_mean))
    pr = binomial_tail(a, x, (alike + PRIOR_ROWS * share) / (total + PRIOR_ROWS))
    with np.errstate(divide="ignore"):
        return pc, pr, chdtrc(4, -2 * np.log(pc * pr))


def overdispersion_of(rows: Floats, span: ReviewSpan, begin: int, flagged: Bools | None = None) -> float:
    """alpha = max(least, sum((x-m)^2 - m)/sum m^2) over the counts from `begin` on, m the mean of the history before."""
    free = np.ones(rows.shape, bool) if flagged is None else ~flagged
    mean = (trailing_sums(np.where(free, rows, 0), span.history) / span.history)[:, begin:]
    free, rows = free[:, begin:], rows[:, begin:]
    below = (mean**2)[free].sum()
    return (
        float(max(span.least_alpha, ((rows - mean) ** 2 - mean)[free].sum() / below)) if below > 0 else span.least_alpha
    )


def alike_constants(sums: AlikeSums, first_day: int, until_day: int, rules: ReviewRules) -> AlikeConstants:
    """Constants of a baseline of days first_day..until_day-1; the history may reach back before it."""
    alphas = [
        overdispersion_of(rows[:, : until_day // span.days], span, first_span(sums.campaign_day, span))
        for span, rows in zip(review_spans(rules), (sums.rows, sums.weeks[0]), strict=True)
    ]
    part = slice(first_day, until_day)
    total = sums.rows[:, part].sum()
    best, worst = ((values[:, part].sum() / total if total else 0.0) for values in (sums.best, sums.worst))
    return AlikeConstants(alphas[0], alphas[1], float(best), float(worst))


def first_span(campaign_day: int, span: ReviewSpan) -> int:
    """The first day or week that has its whole history inside the campaign."""
    return -(-campaign_day // span.days) + span.history


def find_alike(
    sums: AlikeSums, constants: AlikeConstants, rules: ReviewRules, *, begin: int, end: int,
    earlier: tuple[AlikeRows, ...] = (),
) -> tuple[AlikeRows, ...]:  # fmt: skip
    """Alike rows on days, and in weeks, of the days begin..end-1, in order of their first day.

    What is flagged is outside the history of what comes later, so a station's days are judged one after the other; so is what
    was flagged `earlier`, by the constants of quarters before.
    """
    alike_days: list[AlikeRows] = []
    for span, alpha in zip(review_spans(rules), (constants.day_alpha, constants.week_alpha), strict=True):
        rows, best, worst = (sums.rows, sums.best, sums.worst) if span.days == 1 else sums.weeks
        since = max(-(-begin // span.days), first_span(sums.campaign_day, span))
        sides = ((ReviewSide.PRAISE, best, constants.best), (ReviewSide.BLAME, worst, constants.worst))
        flagged = np.zeros(rows.shape, dtype=bool)
        for hit in earlier:
            flagged[hit.station, hit.first_day // span.days] |= hit.rule == span.name
        part = slice(since, end // span.days)
        open_ = np.flatnonzero((np.maximum(best[:, part], worst[:, part]) >= span.least_alike).any(axis=1))
        while len(open_):
            again = set()
            for hits in unlikely(
                rows, sides, flagged, open_, span, alpha, rules.f1_p, since, end // span.days
            ).values():
                first = [hit for hit in hits if hit.first_day == hits[0].first_day]
                alike_days += first
                flagged[first[0].station, first[0].first_day // span.days] = True
                again.add(first[0].station)
            open_ = np.array(sorted(again), dtype=np.int64)
    return tuple(sorted(alike_days, key=lambda hit: (hit.first_day, hit.station, hit.rule, hit.side)))


def unlikely(
    rows: Floats, sides: tuple[tuple[ReviewSide, Numbers, float], ...], flagged: Bools, stations: Ints, span: ReviewSpan,
    alpha: float, together: float, begin: int, end: int,
) -> dict[int, list[AlikeRows]]:  # fmt: skip
    """What is found at these stations from `begin` to before `end`, given what is flagged already; the first of each is final.
    `together`: the chance of both, below which it is told."""
    kept = ~flagged[stations]
    x = rows[stations]
    total = trailing_sums(np.where(kept, x, 0), span.history)
    alike_days: dict[int, list[AlikeRows]] = {}
    for side, counts, share in sides:
        a = counts[stations].astype(np.float64)
        candidates = kept & (a >= span.least_alike)
        candidates[:, :begin] = False
        candidates[:, end:] = False
        s, t = np.nonzero(candidates)
        before = trailing_sums(np.where(kept, a, 0), span.history)[s, t]
        m = total[s, t] / span.history
        pc, pr, pf = alike_p(x[s, t], a[s, t], m, before, total[s, t], alpha, share, span.least_mean)
        for i in np.flatnonzero((pc < COUNT_BELOW) & (pr < SHARE_BELOW) & (pf < together)):
            station, time = int(stations[s[i]]), int(t[i])
            alike_days.setdefault(station, []).append(
                AlikeRows(
                    span.name, side, station, time * span.days, span.days, int(x[s[i], time]), int(a[s[i], time]),
                    float(m[i]), float(pc[i]), float(pr[i]), float(pf[i]),
                )
            )  # fmt: skip
    return {station: sorted(hits, key=lambda hit: hit.first_day) for station, hits in alike_days.items()}


def days_under_review(flagged: tuple[AlikeRows, ...], side: ReviewSide, shape: tuple[int, int]) -> Bools:
    """(stations, days): is this day's alike praise (or blame) under review?"""
    days = np.zeros(shape, dtype=bool)
    for hit in flagged:
        if hit.side is side:
            days[hit.station, hit.first_day : hit.first_day + hit.days] = True
    return days
