"""The cells that count → what the method reads: station-days of scores, alike rows, bad ratings and answers on money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ...campaign.grading import Grading
from ...nouns import week as weeks
from ..arrays import Bools, Floats, add_up
from ..constants import Constants, Era
from ..cube import APART
from ..items import SCALE, gap_composites
from ..panel import composites_of
from ..scope import Scope
from .areas import QuestionSums
from .days import WEEK, DaySums
from .review import AlikeConstants, AlikeRows, AlikeSums, alike_constants, find_alike


def day_sums(
    scope: Scope, means: Floats, shift: Floats, *, praise: Bools | None = None, blame: Bools | None = None
) -> DaySums:
    """Station-days under one set of constants: `means` m_q (items,), `shift` (purposes of the cube,) points.

    `praise`, `blame` (stations, days): where all-best (all-worst) rows are left out.
    """
    blank = gap_composites(scope.cube.shape.items, means)
    total, square, low, minus_high, *rows = scope.day_by_day(
        lambda cells: _day_values(cells, blank, shift, praise, blame),
        (np.add, np.add, np.minimum, np.minimum, *(() if praise is None and blame is None else (np.add,))),
    )
    return DaySums(
        rows[0] if rows else alike_sums(scope).rows, total, square, low, np.negative(minus_high, out=minus_high)
    )


def _day_values(
    scope: Scope, blank: Floats, shift: Floats, praise: Bools | None, blame: Bools | None
) -> tuple[Floats, ...]:
    """Of each cell what its day is made of: total, square, lowest y*, the highest with its sign turned, and rows where some are out."""
    gaps = np.flatnonzero(scope.gap)
    one = blank[scope.gap[gaps]]
    y, yy = composites_of(scope, blank)
    rows, best, worst = scope.rows, scope.whole("best"), scope.whole("worst")
    move = shift[scope.purpose]
    empty = None
    if praise is not None or blame is not None:
        gone_best, gone_worst = (
            np.zeros_like(rows) if days is None else np.where(days[scope.station, scope.day], alike, 0.0)
            for days, alike in ((praise, best), (blame, worst))
        )
        gone = gone_best + gone_worst
        less, square = 100.0 * gone_best, 100.0**2 * gone_best
        less[gaps], square[gaps] = one * gone[gaps], one**2 * gone[gaps]
        y, yy = y - less, yy - square
        rows, best, worst = rows - gone, best - gone_best, worst - gone_worst
        empty = rows <= 0
        y[empty], yy[empty] = 0.0, 0.0
    low, high = scope.whole("lowest") / SCALE, scope.whole("highest") / SCALE
    low[worst > 0], high[best > 0] = 0.0, 100.0
    low[gaps], high[gaps] = one, one
    low, high = low - move, move - high
    if empty is not None:
        low[empty], high[empty] = np.inf, np.inf
    moved = rows * move
    sums = y - moved, yy - 2 * move * y + moved * moved, low, high
    return sums if empty is None else (*sums, rows)


def plain_day_sums(scope: Scope, means: Floats, shift: Floats) -> DaySums:
    """The same with every row; made once for each set of constants."""
    key = ("days", means.tobytes(), shift.tobytes())
    if key not in scope.kept:
        scope.kept[key] = day_sums(scope, means, shift)
    found: DaySums = scope.kept[key]
    return found


def alike_sums(scope: Scope) -> AlikeSums:
    """Responses, all-best and all-worst ones of each station-day."""
    if "alike" not in scope.kept:
        scope.kept["alike"] = _alike_sums(scope)
    found: AlikeSums = scope.kept["alike"]
    return found


def _alike_sums(scope: Scope) -> AlikeSums:
    rows, best, worst = (scope.by_day(scope.whole(name)) for name in ("rows", "best", "worst"))
    return AlikeSums(rows, best, worst, scope.campaign_day)


def question_sums(scope: Scope, first: int, last: int) -> dict[str, QuestionSums]:
    """Of each graded question, by its key, over the weeks first..last of the scope: rows of weight 1 with all ratings."""
    whole = scope.rated & (scope.gap == 0) & (scope.week >= first) & (scope.week <= last)
    station, count = scope.station[whole], len(scope.stations)
    n, y = add_up(station, scope.rows[whole], count), scope.column("y")[whole] / SCALE
    return {
        key: QuestionSums(
            n,
            add_up(station, scope.column(f"points_{key}")[whole] - y, count),
            add_up(station, scope.column(f"{APART}{key}")[whole] / 100, count),
        )
        for key in scope.cube.shape.items.keys
    }


@dataclass(frozen=True)
class SeparateCounts:
    """(stations, days) of what is never averaged into a score: answers yes and no on money, the no of all-best rows at most;
    and (stations, weeks) bad overall ratings, and responses. A response with too few ratings counts here."""

    yes: Floats = field(repr=False)
    no: Floats = field(repr=False)
    praise_no: Floats = field(repr=False)
    bad: Floats = field(repr=False)
    rows: Floats = field(repr=False)


def separate_counts(scope: Scope) -> SeparateCounts:
    """A cell does not say which of its rows said no: of its all-best rows as many as can be are taken to have said it."""
    if "separate" not in scope.kept:
        scope.kept["separate"] = _separate_counts(scope)
    found: SeparateCounts = scope.kept["separate"]
    return found


def _separate_counts(scope: Scope) -> SeparateCounts:
    every = np.ones(len(scope.cell), dtype=bool)
    yes, no, best = (scope.whole(name) for name in ("money_yes", "money_no", "best"))
    days = (scope.by_day(values, among=every) for values in (yes, no, np.minimum(no, best)))
    return SeparateCounts(*days, *(scope.by_week(scope.whole(name), among=every) for name in ("bad", "rows")))


def alike_flags(
    scope: Scope, plan: tuple[Era, ...], frozen: Mapping[str, Constants], rules: Grading
) -> tuple[AlikeRows, ...]:
    """All alike rows so far, those of each era by what its constants, or else its baseline, say is usual."""
    sums, policy = alike_sums(scope), rules.v2.review
    found: tuple[AlikeRows, ...] = ()
    for number, era in enumerate(plan):
        kept = frozen.get(era.name) if era.frozen else None
        if kept is not None and kept.second is not None:
            known = AlikeConstants(*kept.second.alike)
        else:
            first, last = (7 * (week - scope.first_week) for week in (era.first, era.last + 1))
            known = alike_constants(sums, first, last, policy)
        begin = 7 * (era.valid_from - scope.first_week) if number else 0
        end = scope.days if era is plan[-1] else 7 * (plan[number + 1].valid_from - scope.first_week)
        found += find_alike(sums, known, policy, begin=begin, end=end)
    return found


def when_of(hit: AlikeRows, scope: Scope) -> str:
    """The ISO day, or the week, of alike rows: as a flag names it."""
    if hit.days == 1:
        return weeks.day_of(weeks.first_day(scope.first_week) + hit.first_day).isoformat()
    return weeks.week_name(scope.first_week + hit.first_day // WEEK)
