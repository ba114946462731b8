"""Rows that a person found not genuine: taken out of the cube, exactly these, and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ..arrays import Ints
from .cube import Cube
from .items import SCALE


@dataclass(frozen=True)
class RemovedRows:
    """The alike rows of a station on the days first..last (day numbers): all-best ones when `praise`, else all-worst ones."""

    station: str
    first: int
    last: int
    praise: bool
    since: str = field(default="", compare=False)
    """When a person found it."""


def without_removed(cube: Cube, removed: Sequence[RemovedRows], counted: Ints) -> tuple[Cube, Ints]:
    """The cube without these rows, and how many rows each of its cells lost (cells,). `counted`: the cells whose rows are in scores;
    no flag is about others, such as call-backs of that day.

    Every all-best row gives the same to every sum, so a cell need not be counted again. Reports of money stay: no decision on a
    crowd may take one away. Of the answers "no" as many go as all-best rows, as while these were under review.
    """
    gone = np.zeros(len(cube), dtype=np.int64)
    if not removed:
        return cube, gone
    changed = {name: cube[name].astype(np.int64) for name in cube.shape.sums}
    day, station = cube["day"], cube["station"]
    in_scores = np.zeros(len(cube), dtype=bool)
    in_scores[counted] = True
    codes = {code: number for number, code in enumerate(cube.stations)}
    for praise in (True, False):
        hit = np.zeros(len(cube), dtype=bool)
        for rows in removed:
            if rows.praise is praise and rows.station in codes:
                hit |= (station == codes[rows.station]) & (day >= rows.first) & (day <= rows.last)
        count = np.where(hit & in_scores, changed["best" if praise else "worst"], 0)
        _take(changed, cube, count, praise=praise)
        gone += count
    return cube.with_cells(cube.cells.assign(**changed)), gone


def _take(changed: dict[str, Ints], cube: Cube, count: Ints, *, praise: bool) -> None:
    whole = np.where(cube["gap"] == 0, count, 0)
    points = 100 if praise else 0
    changed["rows"] -= count
    changed["best" if praise else "worst"] -= count
    changed["straight"] -= whole
    changed["y"] -= whole * points * SCALE
    changed["yy"] -= whole * (points * SCALE) ** 2
    items = cube.shape.items
    answered = np.concatenate([np.ones((1, items.count), bool), items.answers > 0])[cube["gap"]]
    for q, key in enumerate(items.keys):
        changed[f"points_{key}"] -= whole * points
        if praise:
            changed[f"top_{key}"] -= count * answered[:, q]
    if praise:
        changed["money_no"] -= np.minimum(changed["money_no"], count)
    elif cube.shape.overall:
        changed["bad"] -= count * answered[:, items.keys.index(cube.shape.overall)]
