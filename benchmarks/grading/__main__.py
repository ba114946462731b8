"""make bench-grading: version 2 beside version 1 and the naive means, in three worlds with known truth over the real list.

Prints the tables and exits with 1 when a bar is missed. Everything is graded by the product's own functions.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator

import numpy as np

from . import attacks, changes, second
from .cells import Tally, run_cells
from .world import CEILING, MONTHS, SPREAD, UNEVEN, VOLUMES, WORLDS, draw

MIDDLE, LATE = (300, 700, 2000), (6, 12)
Cells = dict[tuple[str, int, int], Tally]


class Bars:
    """Collects what must hold, prints it beside what was measured."""

    def __init__(self) -> None:
        self.missed = 0

    def hold(self, what: str, value: float, *, most: float | None = None, least: float | None = None) -> None:
        good = (most is None or value <= most) and (least is None or value >= least)
        bar = " and ".join(
            f"{word} {limit:g}" for word, limit in (("at most", most), ("at least", least)) if limit is not None
        )
        print(f"  {'ok    ' if good else 'MISSED'} {what}: {value:.2f} ({bar})")
        self.missed += not good


def table(title: str, head: Iterable[str], rows: Iterable[tuple[str, Iterable[str]]]) -> None:
    print(f"\n{title}")
    print(f"  {'':22}" + "".join(f"{word:>15}" for word in head))
    for name, cells in rows:
        print(f"  {name:22}" + "".join(f"{cell:>15}" for cell in cells))


def number(value: float, digits: int = 1) -> str:
    return "-" if np.isnan(value) else f"{value:.{digits}f}"


def pair(one: float, two: float, digits: int = 1) -> str:
    return f"{number(one, digits)} > {number(two, digits)}"


def show(cells: Cells, seeds: int) -> None:
    for world in WORLDS:
        rows = []
        for (name, volume, month), cell in cells.items():
            if name != world.name:
                continue
            c = cell
            rows.append(
                (
                    f"{volume} a month, {month}",
                    [
                        f"{c.mean('shown', seeds):.0f}",
                        *(number(c.rms(f"{way} square", f"{way} count")) for way in ("pivot", "naive")),
                        pair(c.rms("one square", "one count"), c.rms("two square", "two count")),
                        pair(c.share("one inside", "one seen"), c.share("two inside", "two seen"), 0),
                        pair(c.share("one worst inside", "one worst"), c.share("two worst inside", "two worst"), 0),
                        *(number(c.share(f"{way} letters wrong", f"{way} letters"), 0) for way in ("pivot", "naive")),
                        pair(
                            c.share("one letters wrong", "one letters"), c.share("two letters wrong", "two letters"), 0
                        ),
                        pair(c.mean("one letters", seeds), c.mean("two letters", seeds), 0),
                        f"{c.mean('sets', seeds):.0f}, {number(c.share('sets wrong', 'sets'), 0)}",
                        pair(c.mean("one named", seeds), c.mean("two named", seeds), 0),
                        pair(c.share("one false", "one named"), c.share("two false", "two named")),
                        pair(c.rms("one area square", "one areas"), c.rms("two area square", "two areas")),
                        pair(c.share("one areas inside", "one areas"), c.share("two areas inside", "two areas"), 0),
                        pair(c.share("one range inside", "one range"), c.share("two range inside", "two range"), 0),
                    ],
                )
            )
        head = (
            "scored", "week's mean", "13-week mean", "RMSE 1 > 2", "cover", "worst tenth", "wrong: week", "13 weeks",
            "wrong 1 > 2", "letters", "sets, wrong", "named", "false", "district", "cover", "range cover",
        )  # fmt: skip
        table(f"{world.name} world, {seeds} seeds (version 1 > version 2; per cent, points)", head, rows)


def pooled(cells: Cells, volumes: Iterable[int], months: Iterable[int]) -> Tally:
    whole = Tally()
    for cell in chosen(cells, volumes, months):
        whole = whole.plus(cell[1])
    return whole


def chosen(cells: Cells, volumes: Iterable[int], months: Iterable[int]) -> Iterator[tuple[tuple[str, int, int], Tally]]:
    volumes, months = tuple(volumes), tuple(months)
    return ((key, cell) for key, cell in cells.items() if key[1] in volumes and key[2] in months)


def judge(cells: Cells, seeds: int, bars: Bars) -> None:
    print("\nBars")
    middle = list(chosen(cells, MIDDLE, LATE))
    ratios = [cell.rms("two square", "two count") / cell.rms("one square", "one count") for _, cell in middle]
    bars.hold("error, version 2 / 1, worst cell", max(ratios), most=1.0)
    bars.hold("error, version 2 / 1, mean", float(np.mean(ratios)), most=0.97)
    cover = [cell.share("two inside", "two seen") for _, cell in middle]
    bars.hold("coverage of stations, lowest cell, %", min(cover), least=85)
    bars.hold("coverage of stations, highest cell, %", max(cover), most=94)
    for volume, least in ((300, 64), (700, 70), (2000, 76)):
        tenth = [cell.share("two worst inside", "two worst") for _, cell in chosen(cells, (volume,), LATE)]
        bars.hold(f"coverage of the worst tenth at {volume}, %", float(np.mean(tenth)), least=least)
    wrong = [cell.share("two letters wrong", "two letters") for _, cell in chosen(cells, (700, 2000), LATE)]
    bars.hold("single letters wrong, worst cell, %", max(wrong), most=19)
    bars.hold("single letters wrong, mean, %", float(np.mean(wrong)), most=16)
    missed = [cell.share("sets wrong", "sets") for _, cell in chosen(cells, (700, 2000), LATE)]
    bars.hold("sets of letters that miss the truth, worst cell, %", max(missed), most=11)
    bars.hold(
        "named on the wrong side, months 1-3, %",
        pooled(cells, MIDDLE, (1, 2, 3)).share("two false", "two named"),
        most=3,
    )
    bars.hold(
        "named on the wrong side, months 6 and 12, %",
        pooled(cells, MIDDLE, LATE).share("two false", "two named"),
        most=2.5,
    )
    for world, least in ((CEILING, 24), (SPREAD, 29), (UNEVEN, 24)):
        bars.hold(
            f"named, {world.name}, 700 a month, month 6",
            cells[world.name, 700, 6].mean("two named", seeds),
            least=least,
        )
    for month, least in ((1, 1), (3, 11)):
        named = min(cells[world.name, 700, month].mean("two named", seeds) for world in WORLDS)
        bars.hold(f"named in month {month} at 700 a month, fewest", named, least=least)
    bars.hold(
        "switches from letter to letter, % of held ones a week",
        pooled(cells, MIDDLE, (12,)).share("switches", "held"),
        most=0.15,
    )
    areas = [cell.rms("two area square", "two areas") / cell.rms("one area square", "one areas") for _, cell in middle]
    bars.hold("district error, version 2 / 1, mean", float(np.mean(areas)), most=0.88)
    inside = [
        pooled(cells, (volume,), (month,)).share("two areas inside", "two areas") for volume in MIDDLE for month in LATE
    ]  # a cell of one world has 80 intervals; three worlds together 240
    bars.hold("district coverage, lowest volume and month, %", min(inside), least=84)
    bars.hold("district coverage, highest volume and month, %", max(inside), most=97)
    bars.hold("district coverage, mean, %", float(np.mean(inside)), least=88)
    ranges = [cell.share("two range inside", "two range") for _, cell in chosen(cells, VOLUMES[:-1], MONTHS)]
    bars.hold("range coverage, mean of all cells up to 2,000, %", float(np.mean(ranges)), least=90)
    small = [cell.share("two highest small", "two ranges") for _, cell in chosen(cells, MIDDLE, MONTHS)]
    bars.hold("highest score at a kind of fewer than 20 stations, %", float(np.nanmean(small)), most=35)


def robust(bars: Bars) -> None:
    for world in (SPREAD, CEILING):
        found = attacks.scenes(world)
        targets = sum(len(scene.targets) for scene in found)
        for one_day in (True, False):
            moved = attacks.crowds(found, one_day=one_day)
            table(
                f"{world.name}: forged responses {'on one day' if one_day else 'over 13 weeks'} at {targets} stations",
                ["score", "for verdicts", "changed, %", "flagged, %"],
                (
                    (
                        f"{one.number} {'best' if one.rating == 5 else 'worst'}",
                        [f"{one.score:+.2f}", f"{one.without:+.2f}", f"{one.changed:.0f}", f"{one.flagged:.0f}"],
                    )
                    for one in moved
                ),
            )
            if one_day:
                for rating, name, most in ((5, "best", 8), (1, "worst", 35)):
                    crowd = [one for one in moved if one.rating == rating and one.number >= 5]
                    scores = [one.score for one in crowd]
                    bars.hold(
                        f"{name} on one day: change of score from 5 to 60, points", max(scores) - min(scores), most=0.5
                    )
                    bars.hold(f"{name} on one day: standings changed, %", max(one.changed for one in crowd), most=most)
                eight = next(one for one in moved if one.number == 8 and one.rating == 5)
                if world is SPREAD:
                    bars.hold("8 best on one day are flagged, %", eight.flagged, least=80)
        shields = [attacks.shield(found, extra) for extra in (0, 5, 8)]
        table(
            f"{world.name}: a collapsed station behind forged best responses on each day with an honest one",
            ["score", "for verdicts", "below, %", "alarm, %", "money flag, %", "decided: below"],
            (
                (
                    f"{one.forged} a day",
                    [
                        f"{one.score:.1f}",
                        f"{one.without:.1f}",
                        *(f"{value:.0f}" for value in (one.below, one.alarm, one.money, one.after_below)),
                    ],
                )
                for one in shields
            ),
        )
        if world is SPREAD:
            bars.hold("shield: below, %", min(one.below for one in shields), least=90)
        bars.hold("shield: money flag, %", min(one.money for one in shields), least=100)
        bars.hold("shield: an alarm, %", min(one.alarm for one in shields), least=80)
        bars.hold(
            "shield: score after the decision less the honest one", max(one.after_error for one in shields), most=1e-9
        )
        tries, lowered = attacks.raises_that_lower(world)
        bars.hold(f"scores lowered by {tries} raised ratings", lowered, most=0)
        for volume in (54, 700):
            mean, worst = attacks.one_at_a_silent_kind(world, volume, 26)
            young = attacks.one_at_a_silent_kind(world, volume, 13)
            print(
                f"  {world.name} {volume}: one all-worst response at a silent small kind moves its district by {mean:+.2f}, at worst "
                f"{worst:+.2f} points; under constants of 13 weeks {young[0]:+.2f}, {young[1]:+.2f}"
            )
            bars.hold("  at worst, points", -worst, most=2.5)


def acted(seeds: int, bars: Bars) -> None:
    false, rows = [], []
    for world, volume in ((SPREAD, 700), (CEILING, 700), (UNEVEN, 2000), (CEILING, 2000)):
        none, some = (changes.actions(world, volume, gain, seeds) for gain in (0.0, 12.0))
        false.append(none.better)
        rows.append(
            (
                f"{world.name} {volume}",
                [f"{value:.1f}" for value in (none.better, none.covers, none.early, some.better)],
            )
        )
        bars.hold(f"{world.name} {volume}: an action that did nothing is called better, %", none.better, most=7)
        bars.hold(f"{world.name} {volume}: the interval covers the truth, %", none.covers, least=85)
    bars.hold("an action that did nothing is called better, mean, %", float(np.mean(false)), most=5)
    table(
        "did it help? ten lowest stations, 13 weeks after",
        ["false better", "covers", "too early", "12 points seen"],
        rows,
    )


def fallen(seeds: int, bars: Bars) -> None:
    rows = []
    for world, volume in ((SPREAD, 700), (CEILING, 2000), (UNEVEN, 2000)):
        found = changes.falls(world, volume, seeds)
        rows.append((f"{world.name} {volume}", [f"{value:.0f}" for value in (*found.seen, *found.false)]))
        bars.hold(
            f"{world.name} {volume}: a fall at 3-8 a week is an alarm within 15 weeks, %", found.seen[1], least=45
        )
    head = [f"{part}{size}" for part in ("seen ", "false ") for size in ("1-3", "3-8", "8+")]
    table(
        "a fall of 12 latent points in week 10 of a quarter (alarms within 15 weeks; without a fall in 26)", head, rows
    )


def speed(bars: Bars) -> None:
    drawn = draw(SPREAD, 2000, 0)
    started = time.process_time()
    for _ in range(5):
        second.freeze(drawn.responses, 0, 25)
    constants = (time.process_time() - started) / 5
    run = second.run(drawn, until=40)
    quarters = {week: frozen for week, frozen in run.frozen.items() if week}
    started = time.process_time()
    second.run(drawn, until=51, start=41, earlier_run=run, quarters=quarters, open_flags=False)
    bars.hold("constants of a quarter, seconds of CPU", constants, most=0.2)
    bars.hold("a week with standings and letters, seconds of CPU", (time.process_time() - started) / 11, most=0.02)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=10)
    seeds = arguments.parse_args().seeds
    bars, started = Bars(), time.perf_counter()
    cells: Cells = {}
    for world in WORLDS:
        for volume in VOLUMES:
            found = run_cells(world, volume, seeds)
            cells |= {(world.name, volume, month): tally for month, tally in found.items()}
    show(cells, seeds)
    judge(cells, seeds, bars)
    robust(bars)
    acted(max(24, seeds), bars)
    fallen(max(1, seeds // 2), bars)
    speed(bars)
    print(f"\n{bars.missed} bars missed; {time.perf_counter() - started:.0f} s")
    return 1 if bars.missed else 0


if __name__ == "__main__":
    sys.exit(main())
