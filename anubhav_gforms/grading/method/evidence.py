"""The cells that count → what the method reads: station-days of scores, alike rows, bad ratings and answers on money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ...campaign.grading import Grading
from ...nouns import week as weeks
from ..arrays import Bools, Floats, Numbers, add_up
from ..constants import Constants, Era
from ..cube.cube import APART
from ..cube.items import SCALE, gap_composites
from ..cube.scope import Scope
from ..decisions import GENUINE, NOT_GENUINE, Decisions, span_of, when_named
from ..panel import points_of
from .areas import QuestionSums
from .days import DaySums
from .review import AlikeConstants, AlikeRows, AlikeSums, ReviewSide, alike_constants, find_alike


def day_sums(
    scope: Scope, means: Floats, shift: Floats, praise: Bools | None = None, blame: Bools | None = None
) -> tuple[DaySums, Floats]:
    """Station-days under one set of constants: `means` m_q (items,), `shift` (purposes of the cube,) points; and (stations, days) how
    many points were taken off for the mix of purposes.

    `praise`, `blame` (stations, days): where all-best (all-worst) rows are left out.
    """
    blank = gap_composites(scope.cube.shape.items, means)
    total, low, minus_high, moved, *rows = scope.day_by_day(
        lambda cells: _day_values(cells, blank, shift, praise, blame),
        (np.add, np.minimum, np.minimum, np.add, *(() if praise is None and blame is None else (np.add,))),
    )
    high = np.negative(minus_high, out=minus_high)
    return DaySums(rows[0] if rows else alike_sums(scope).rows, total, low, high), moved


def _day_values(
    scope: Scope, blank: Floats, shift: Floats, praise: Bools | None, blame: Bools | None
) -> tuple[Floats, ...]:
    """Of each cell what its day is made of: total, lowest y*, the highest with its sign turned, points taken off, and rows where
    some are out."""
    gaps, blanks, y = points_of(scope, blank)
    rows, move = scope.rows, shift.take(scope.purpose)
    many = np.flatnonzero(rows != 1)  # the one response of a cell is its lowest and its highest
    columns = scope.columns.among(many)
    best, worst = columns["best"], columns["worst"]
    low = y - move
    high = -low
    if praise is not None or blame is not None:
        gone_best, gone_worst = (
            np.zeros_like(rows) if days is None else np.where(days[scope.station, scope.day], scope.whole(alike), 0.0)
            for days, alike in ((praise, "best"), (blame, "worst"))
        )
        gone = gone_best + gone_worst
        less = 100.0 * gone_best
        less[gaps] = blanks * gone[gaps]
        y = y - less
        rows, best, worst = rows - gone, best - gone_best[many], worst - gone_worst[many]
        y[rows <= 0] = 0.0
    shift_of_many = move[many]
    low[many] = np.where(worst > 0, 0.0, columns["lowest"] / SCALE) - shift_of_many
    high[many] = shift_of_many - np.where(best > 0, 100.0, columns["highest"] / SCALE)
    low[gaps] = blanks - move[gaps]
    high[gaps] = -low[gaps]
    empty = rows <= 0  # also where a decision took out all: they say nothing of the lowest
    low[empty], high[empty] = np.inf, np.inf
    moved = rows * move
    sums = y - moved, low, high, moved
    return sums if praise is None and blame is None else (*sums, rows)


def plain_day_sums(scope: Scope, means: Floats, shift: Floats) -> tuple[DaySums, Floats]:
    """The same with every row; made once for each set of constants."""
    return scope.once(("days", means.tobytes(), shift.tobytes()), lambda: day_sums(scope, means, shift))


def alike_sums(scope: Scope) -> AlikeSums:
    """Responses, all-best and all-worst ones of each station-day."""
    return scope.once(
        "alike",
        lambda: AlikeSums(
            scope.daily("rows"),
            scope.daily("best", kind=np.int32),
            scope.daily("worst", kind=np.int32),
            scope.campaign_day,
        ),
    )


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
    """What is never averaged into a score: (stations, days) answers no on money; and (stations, weeks) answers yes, bad overall
    ratings, and responses. A response with too few ratings counts here."""

    no: Numbers = field(repr=False)
    yes: Floats = field(repr=False)
    bad: Floats = field(repr=False)
    rows: Floats = field(repr=False)


def separate_counts(scope: Scope) -> SeparateCounts:
    """What is counted of every response."""

    def counted() -> SeparateCounts:
        return SeparateCounts(
            scope.daily("money_no", every=True, kind=np.int32), *map(scope.weekly, ("money_yes", "bad", "rows"))
        )

    return scope.once("separate", counted)


def praise_noes(scope: Scope) -> Floats:
    """(stations, days): answers no on money of all-best rows. A cell does not say which of its rows said no: of its all-best rows as
    many as can be are taken to have said it."""
    return scope.by_day(np.minimum(scope.whole("money_no"), scope.whole("best")))


def alike_flags(
    scope: Scope, plan: tuple[Era, ...], frozen: Mapping[str, Constants], rules: Grading
) -> tuple[AlikeRows, ...]:
    """All alike rows so far, those of each era by what its constants, or else its baseline, say is usual."""
    sums, policy = alike_sums(scope), rules.v2.review
    flagged: tuple[AlikeRows, ...] = ()
    for number, era in enumerate(plan):
        kept = frozen.get(era.name) if era.frozen else None
        if kept is not None and kept.second is not None:
            known = AlikeConstants(*kept.second.alike)
        else:
            first, last = (7 * (week - scope.first_week) for week in (era.first, era.last + 1))
            known = alike_constants(sums, first, last, policy)
        begin, end = days_of_era(plan, number, scope)
        flagged += find_alike(sums, known, policy, begin=begin, end=end, earlier=flagged)
    return flagged


def decided_on(
    flagged: Sequence[AlikeRows], scope: Scope, decisions: Decisions, least: Mapping[str, int]
) -> tuple[str, ...]:
    """What persons decided on each of these alike rows: GENUINE, NOT_GENUINE, or "" where it waits.

    `least`: by rule how many alike rows raise it. Decisions on days of a week, or on the week of a day, cover it too where they were on the same
    side and leave fewer than that. The scope is without rows that were found not genuine.
    """
    origin, sums = weeks.first_day(scope.first_week), alike_sums(scope)
    words = dict.fromkeys(decisions.kept_aside, NOT_GENUINE) | dict.fromkeys(decisions.released, GENUINE)
    spans = {known: span_of(known[1]) for known in words}
    said = []
    for hit in flagged:
        code, begin, end = scope.stations[hit.station], hit.first_day, hit.first_day + hit.days
        alike, beside = (sums.best if hit.side is ReviewSide.PRAISE else sums.worst)[hit.station].copy(), set()
        for known, (first, last) in spans.items():
            on_it = known[0] == code and hit.side in decisions.sides.get(known, ())
            if on_it and first - origin < end and last - origin >= begin:
                alike[max(0, first - origin) : last - origin + 1] = 0
                beside.add(words[known])
        covered = beside and int(alike[begin:end].sum()) < least[hit.rule]
        own = words.get((code, when_of(hit, scope)), "")
        said.append(own or (NOT_GENUINE if covered and NOT_GENUINE in beside else GENUINE if covered else ""))
    return tuple(said)


def days_of_era(plan: tuple[Era, ...], number: int, scope: Scope) -> tuple[int, int]:
    """The days of the scope that an era grades, the end excluded; the first era begins with the scope."""
    starts = [0, *(7 * (era.valid_from - scope.first_week) for era in plan[1:]), scope.days]
    return starts[number], starts[number + 1]


def when_of(hit: AlikeRows, scope: Scope) -> str:
    """The ISO day, or the week, of alike rows: as a flag names it."""
    return when_named(weeks.first_day(scope.first_week) + hit.first_day, week=hit.days > 1)
