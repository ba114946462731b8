"""The weeks before a quarter → its constants: means, case-mix, variances, spread of each kind, money, F1 and F2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..campaign.grading import Grading
from ..nouns import week as weeks
from .arrays import Bools, Floats, add_up
from .constants import Constants, Era, KindConstants, estimation_digest
from .cube.scope import Scope
from .daybook import BurstConstants
from .formulas import casemix, money
from .formulas.spread import paule_mandel, reml, shrink, week_moment
from .formulas.window import pool
from .method.review import F1, AlikeSums, first_span, overdispersion_of
from .panel import answers_by_item, composites

LEAST_VARIANCE = 25.0
"""Floor of s2, points^2: when all responses of a range are equal."""


@dataclass(frozen=True)
class Baseline:
    """(cells,): which cells of the scope constants are estimated from. Each row has weight 1; rows set aside are out.

    `used`: rated ones; `counted`: also those without enough ratings, whose money answer counts.
    """

    used: Bools = field(repr=False)
    counted: Bools = field(repr=False)
    until: int


def baseline(scope: Scope, aside: Bools, first: int, last: int) -> Baseline:
    """The cells of weeks first..last (numbers)."""
    a, b = 7 * (first - scope.first_week), 7 * (last + 1 - scope.first_week)
    counted = (scope.day >= a) & (scope.day < b) & ~aside[scope.station, scope.day]
    return Baseline(scope.rated & counted, counted, b)


def estimate(
    scope: Scope,
    span: Baseline,
    burst: BurstConstants,
    kinds: Sequence[str],
    rules: Grading,
    *,
    era: Era,
    code_version: str,
) -> Constants:
    """Estimate the constants of an era from its baseline: steps 1 to 6 of the method's section on frozen constants.

    `kinds` (stations,): kind of each station of the scope.
    """
    fitted = fit_baseline(scope, span, rules)
    s2 = _within(fitted.n, fitted.total, fitted.square)
    sw2 = max(0.0, week_moment(fitted.n, fitted.total, s2)[0])
    ybar, v, size = pool(fitted.n, fitted.total, s2, sw2)
    spreads = _kinds(ybar, v, size > 0, kinds, rules)
    largest = max(spreads, key=lambda kind: (spreads[kind].stations, kind), default="")
    constants = replace(
        named_constants(scope, span, fitted, rules, era=era, burst=burst, code_version=code_version),
        s2=s2, sw2=sw2, kinds=spreads, largest=largest,
    )  # fmt: skip
    tau2, mu, var_mu, shrunk = constants.spreads(kinds)
    score, sd, _ = shrink(ybar, v, tau2, mu, var_mu)
    base = np.where(shrunk, score, ybar), np.where(shrunk, sd, np.sqrt(v))
    baselines = {code: (float(base[0][i]), float(base[1][i])) for i, code in enumerate(scope.stations) if size[i] > 0}
    return replace(constants, baselines=baselines).sealed()


@dataclass(frozen=True)
class FittedBaseline:
    """What both versions of the method fit first: item means, case-mix (`shift` of the cube's purposes), raw composites of the
    cells, and (stations, weeks) n, sum and sum of squares of y*, every row with weight 1."""

    means: Floats = field(repr=False)
    mix: casemix.Shifts
    shift: Floats = field(repr=False)
    y: Floats = field(repr=False)
    n: Floats = field(repr=False)
    total: Floats = field(repr=False)
    square: Floats = field(repr=False)


def fit_baseline(scope: Scope, span: Baseline, rules: Grading) -> FittedBaseline:
    """Item means and case-mix of a baseline, and the sums that variances are made of."""
    used = span.used
    cube = scope.cube
    means = _item_means(scope, used)
    y, yy = composites(scope, means)
    stations, purposes = len(scope.stations), len(cube.purposes)
    key = scope.station[used] * purposes + scope.purpose[used]
    both = (stations, purposes)
    counts = add_up(key, scope.rows[used], stations * purposes).reshape(both)
    sums = add_up(key, y[used], stations * purposes).reshape(both)
    known = np.array([bool(text) for text in cube.purposes], dtype=bool)
    mix = casemix.fit(counts[:, known], sums[:, known], rules.casemix)
    shift = np.zeros(purposes)
    shift[known] = mix.shift
    move = shift.take(scope.purpose)
    n = scope.by_week(scope.rows, among=used)
    total = scope.by_week(y - scope.rows * move, among=used)
    square = scope.by_week(yy - 2 * move * y + scope.rows * move**2, among=used)
    return FittedBaseline(means, mix, shift, y, n, total, square)


def named_constants(
    scope: Scope, span: Baseline, fitted: FittedBaseline, rules: Grading, *, era: Era, burst: BurstConstants, code_version: str
) -> Constants:  # fmt: skip
    """The constants that both versions have, without variances and without a seal."""
    yes, no = (scope.by_week(scope.column(f"money_{word}"), among=span.counted).sum(axis=1) for word in ("yes", "no"))
    names = [text for text in scope.cube.purposes if text]
    return Constants(
        name=era.name,
        valid_from=weeks.day_of(weeks.first_day(era.valid_from)).isoformat(),
        first_day=weeks.day_of(weeks.first_day(era.first)).isoformat(),
        last_day=weeks.day_of(weeks.first_day(era.last + 1) - 1).isoformat(),
        weeks=era.last - era.first + 1,
        responses=int(fitted.n.sum()),
        frozen=era.frozen,
        means={key: float(mean) for key, mean in zip(scope.cube.shape.items.keys, fitted.means, strict=True)},
        purposes={
            text: (group, move) for text, group, move in zip(names, fitted.mix.group, fitted.mix.shift, strict=True)
        },
        beta=fitted.mix.beta,
        pi=fitted.mix.pi,
        s2=0.0,
        sw2=0.0,
        kinds={},
        largest="",
        money=money.prior(yes, yes + no),
        burst=burst,
        straight=_straight_curve(scope, span.used, fitted.y),
        baselines={},
        config_sha256=estimation_digest(rules),
        code_version=code_version,
    )


def _item_means(scope: Scope, used: Bools) -> Floats:
    """m_q: mean points of each item over the rows that answered it; 50 when nobody did."""
    points, answers = (of.sum(axis=0) for of in answers_by_item(scope, used))
    return np.asarray(np.divide(points, answers, out=np.full(len(points), 50.0), where=answers > 0))


def _within(n: Floats, total: Floats, square: Floats) -> float:
    """s2 = sum over cells with n > 1 of sum (y* - ybar_w)^2 / sum (n_w - 1), at least 25 points^2."""
    many = n > 1
    freedom = (n[many] - 1).sum()
    if freedom <= 0:
        return LEAST_VARIANCE
    return max(LEAST_VARIANCE, float((square[many] - total[many] ** 2 / n[many]).sum() / freedom))


def _kinds(ybar: Floats, v: Floats, seen: Bools, kinds: Sequence[str], rules: Grading) -> dict[str, KindConstants]:
    spreads = {}
    of = np.array(kinds, dtype=object)
    for kind in sorted(set(kinds)):
        of_kind = seen & (of == kind)
        count = int(of_kind.sum())
        if count:
            pooled, check = paule_mandel(ybar[of_kind], v[of_kind]), reml(ybar[of_kind], v[of_kind])
            shrunk = count >= rules.shrink.min_stations
            spreads[kind] = KindConstants(count, pooled.tau2, pooled.mu, pooled.var_mu, check.tau2, shrunk)
    return spreads


def burst_constants(scope: Scope, days: AlikeSums, aside: Bools, span: Baseline) -> BurstConstants:
    """What F1 compares with: overdispersion of daily counts, the range's shares of all-best and all-worst rows."""
    rows = scope.rows[span.used].sum()
    shares = [scope.column(name)[span.used].sum() / rows if rows else 0.0 for name in ("best", "worst")]
    alpha = overdispersion_of(days.rows[:, : span.until], F1, first_span(days.campaign_day, F1), aside[:, : span.until])
    return BurstConstants(alpha, float(shares[0]), float(shares[1]))


def _straight_curve(scope: Scope, used: Bools, y: Floats) -> tuple[tuple[float, float], ...]:
    """Expected share of straight lines at each mean score: stations with n >= 30, in up to ten bins of equal numbers."""
    size = len(scope.stations)
    n, straight, total = (
        add_up(scope.station[used], values[used], size) for values in (scope.rows, scope.column("straight"), y)
    )
    large = np.flatnonzero(n >= 30)
    if not len(large):
        return ()
    order = large[np.argsort(total[large] / n[large], kind="stable")]
    bins = np.array_split(order, min(10, max(1, len(order) // 5)))
    return tuple((float(total[one].sum() / n[one].sum()), float(straight[one].sum() / n[one].sum())) for one in bins)
