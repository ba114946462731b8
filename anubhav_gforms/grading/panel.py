"""Cells of the cube → station x week sums of adjusted scores, under one set of constants."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .arrays import Bools, Floats, Ints, add_up
from .cube.items import SCALE, gap_composites
from .cube.scope import Scope
from .daybook import Daybook


@dataclass(frozen=True)
class Panel:
    """(stations, weeks) arrays, in points where they are scores. Rows set aside are in none but the `all_` ones.

    n: sum of w; total: sum of w y*; rows: raw count; raw: sum of y; shift: sum of w x shift; money_* and receipt_*: counts;
    unknown: rows without a known purpose; aside: rows set aside; all_n, all_total: n and total if they counted.
    """

    n: Floats = field(repr=False)
    total: Floats = field(repr=False)
    rows: Floats = field(repr=False)
    raw: Floats = field(repr=False)
    shift: Floats = field(repr=False)
    unknown: Floats = field(repr=False)
    aside: Floats = field(repr=False)
    all_n: Floats = field(repr=False)
    all_total: Floats = field(repr=False)
    money_yes: Floats = field(repr=False)
    money_no: Floats = field(repr=False)
    money_unsaid: Floats = field(repr=False)
    receipt_yes: Floats = field(repr=False)
    receipt_no: Floats = field(repr=False)


def composites(scope: Scope, means: Floats) -> tuple[Floats, Floats]:
    """Sums of y and y^2 of each cell, in points: exact for complete rows, by the gap's composite for the others."""

    def made() -> tuple[Floats, Floats]:
        gaps, blanks, y = points_of(scope, gap_composites(scope.cube.shape.items, means))
        yy = scope.whole("yy") / SCALE**2
        yy[gaps] = scope.rows[gaps] * blanks**2
        return y, yy

    return scope.once(("composites", means.tobytes()), made)


def points_of(scope: Scope, blank: Floats) -> tuple[Ints, Floats, Floats]:
    """The cells with gaps and the composite of one row of each; and the sum of y of every cell. `blank`: `items.gap_composites`."""
    gaps = np.flatnonzero(scope.gap > 0)
    blanks, y = blank[scope.gap[gaps]], scope.whole("y") / SCALE
    y[gaps] = scope.rows[gaps] * blanks
    return gaps, blanks, y


def answers_by_item(scope: Scope, cells: Bools) -> tuple[Floats, Floats]:
    """(stations, items): points and number of the answers to each graded question in these cells."""
    items, rows, shape = scope.cube.shape.items, scope.rows, (len(scope.stations), scope.cube.shape.items.count)
    whole, gaps = cells & (scope.gap == 0), cells & (scope.gap > 0)
    pattern = scope.gap[gaps] - 1
    points, answers = np.zeros(shape), np.zeros(shape)
    for q, key in enumerate(items.keys):
        answered = items.answers[pattern, q] > 0
        station, count = scope.station[gaps][answered], rows[gaps][answered]
        points[:, q] = add_up(scope.station[whole], scope.column(f"points_{key}")[whole], shape[0]) + add_up(
            station, count * items.item_points[pattern[answered], q], shape[0]
        )
        answers[:, q] = add_up(scope.station[whole], rows[whole], shape[0]) + add_up(station, count, shape[0])
    return points, answers


def panel(scope: Scope, book: Daybook, means: Floats, shifts: Floats, known: Bools) -> Panel:
    """Weekly sums. `means` m_q (items,); `shifts` (purposes of the cube,) points; `known` (purposes,) has a fitted shift."""
    y, _ = composites(scope, means)
    shift = scope.rows * shifts[scope.purpose]
    w = book.weight[scope.station, scope.day]
    free = ~book.aside[scope.station, scope.day]
    week = scope.by_week
    now = scope.rated & free
    return Panel(
        n=week(w * scope.rows, among=now),
        total=week(w * (y - shift), among=now),
        rows=week(scope.rows, among=now),
        raw=week(y, among=now),
        shift=week(w * shift, among=now),
        unknown=week(np.where(known[scope.purpose], 0, scope.rows), among=now),
        aside=week(np.where(free, 0, scope.rows)),
        all_n=week(w * scope.rows),
        all_total=week(w * (y - shift)),
        **{name: week(scope.column(name), among=free) for name in MONEY_AND_RECEIPT},
    )


MONEY_AND_RECEIPT = ("money_yes", "money_no", "money_unsaid", "receipt_yes", "receipt_no")
