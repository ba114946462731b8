"""What must hold, beside what was measured: on all seeds, which decide, and on the first ten alone, which are more a matter of luck."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from .cells import Tally, together
from .world import CEILING, MONTHS, SPREAD, UNEVEN, VOLUMES, WORLDS

MIDDLE, LATE = (300, 700, 2000), (6, 12)
Cells = dict[tuple[str, int, int], Tally]


@dataclass(frozen=True)
class Bar:
    """What was measured, and what it may be at most or at least."""

    what: str
    value: float
    most: float | None = None
    least: float | None = None

    def holds(self, value: float) -> bool:
        """Whether a value meets the bar."""
        return (self.most is None or value <= self.most) and (self.least is None or value >= self.least)


class Bars:
    """Prints each bar, and counts those that are missed."""

    def __init__(self) -> None:
        self.missed = 0

    def hold(
        self, what: str, value: float, *, most: float | None = None, least: float | None = None, ten: float | None = None,
        error: float | None = None,
    ) -> None:  # fmt: skip
        """`ten`: the same from seeds 0 to 9 alone; `error`: the standard error of the value."""
        bar = Bar(what, value, most, least)
        words = " and ".join(
            f"{word} {limit:g}" for word, limit in (("at most", most), ("at least", least)) if limit is not None
        )
        good = bar.holds(value)
        beside = "" if error is None else f" ± {error:.1f}"
        luck = "" if ten is None else f"; seeds 0 to 9 alone {ten:.2f}" + ("" if bar.holds(ten) else ", a miss")
        print(f"  {'ok    ' if good else 'MISSED'} {what}: {value:.2f}{beside} ({words}){luck}")
        self.missed += not good


def chosen(cells: Cells, volumes: Iterable[int], months: Iterable[int]) -> Iterator[tuple[tuple[str, int, int], Tally]]:
    volumes, months = tuple(volumes), tuple(months)
    return ((key, cell) for key, cell in cells.items() if key[1] in volumes and key[2] in months)


def of_cells(cells: Cells, seeds: int) -> list[Bar]:
    """Every bar that is made from the cells."""
    found: list[Bar] = []

    def hold(what: str, value: float, *, most: float | None = None, least: float | None = None) -> None:
        found.append(Bar(what, value, most, least))

    middle = list(chosen(cells, MIDDLE, LATE))
    ratios = [cell.rms("two square", "two count") / cell.rms("one square", "one count") for _, cell in middle]
    hold("error, version 2 / 1, worst cell", max(ratios), most=1.0)
    hold("error, version 2 / 1, mean", float(np.mean(ratios)), most=0.97)
    cover = [cell.share("two inside", "two seen") for _, cell in middle]
    hold("coverage of stations, lowest cell, %", min(cover), least=85)
    hold("coverage of stations, highest cell, %", max(cover), most=94)
    for volume, least in ((300, 64), (700, 70), (2000, 76)):
        tenth = [cell.share("two worst inside", "two worst") for _, cell in chosen(cells, (volume,), LATE)]
        hold(f"coverage of the worst tenth at {volume}, %", float(np.mean(tenth)), least=least)
    wrong = [cell.share("two letters wrong", "two letters") for _, cell in chosen(cells, (700, 2000), LATE)]
    hold("single letters wrong, worst cell, %", max(wrong), most=19)
    hold("single letters wrong, mean, %", float(np.mean(wrong)), most=16)
    missed = [cell.share("sets wrong", "sets") for _, cell in chosen(cells, (700, 2000), LATE)]
    hold("sets of letters that miss the truth, worst cell, %", max(missed), most=11)
    hold(
        "named on the wrong side, months 1-3, %",
        together(cell for _, cell in chosen(cells, MIDDLE, (1, 2, 3))).share("two false", "two named"),
        most=3,
    )
    hold(
        "named on the wrong side, months 6 and 12, %",
        together(cell for _, cell in chosen(cells, MIDDLE, LATE)).share("two false", "two named"),
        most=2.5,
    )
    for world, least in ((CEILING, 24), (SPREAD, 29), (UNEVEN, 24)):
        hold(
            f"named, {world.name}, 700 a month, month 6",
            cells[world.name, 700, 6].mean("two named", seeds),
            least=least,
        )
    for month, least in ((1, 1), (3, 11)):
        named = min(cells[world.name, 700, month].mean("two named", seeds) for world in WORLDS)
        hold(f"named in month {month} at 700 a month, fewest", named, least=least)
    hold(
        "switches from letter to letter, % of held ones a week",
        together(cell for _, cell in chosen(cells, MIDDLE, (12,))).share("switches", "held"),
        most=0.15,
    )
    areas = [cell.rms("two area square", "two areas") / cell.rms("one area square", "one areas") for _, cell in middle]
    hold("district error, version 2 / 1, mean", float(np.mean(areas)), most=0.88)
    inside = [cell.share("two areas inside", "two areas") for _, cell in middle]
    hold("district coverage, lowest cell, %", min(inside), least=84)
    hold("district coverage, highest cell, %", max(inside), most=97)
    hold("district coverage, mean, %", float(np.mean(inside)), least=88)
    ranges = [cell.share("two range inside", "two range") for _, cell in chosen(cells, VOLUMES[:-1], MONTHS)]
    hold("range coverage, mean of all cells up to 2,000, %", float(np.mean(ranges)), least=90)
    small = [cell.share("two highest small", "two ranges") for _, cell in chosen(cells, MIDDLE, MONTHS)]
    hold("highest score at a kind of fewer than 20 stations, %", float(np.nanmean(small)), most=35)
    return found
