"""make bench-grading: version 2 beside version 1 and the naive means, in three worlds with known truth over the real list.

Prints the tables and exits with 1 when a bar is missed. Everything is graded by the product's own functions.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable

import numpy as np

from . import attacks, changes, crowds, second
from .bars import Bars, Cells, of_cells
from .cells import Tally, error_of_share, run_cells, together
from .world import CEILING, SPREAD, UNEVEN, VOLUMES, WORLDS, draw

TEN = 10
ACTION_SEEDS = 100
BUSY_SEEDS = 6
"""Seeds of the worlds with 12,000 responses a month."""


def table(title: str, head: Iterable[str], rows: Iterable[tuple[str, Iterable[str]]]) -> None:
    print(f"\n{title}")
    print(f"  {'':22}" + "".join(f"{word:>15}" for word in head))
    for name, cells in rows:
        print(f"  {name:22}" + "".join(f"{cell:>15}" for cell in cells))


def number(value: float, digits: int = 1) -> str:
    return "-" if np.isnan(value) else f"{value:.{digits}f}"


def pair(one: float, two: float, digits: int = 1) -> str:
    return f"{number(one, digits)} > {number(two, digits)}"


def show(cells: Cells, found: dict[tuple[str, int, int], list[Tally]]) -> None:
    for world in WORLDS:
        rows = []
        for (name, volume, month), cell in cells.items():
            if name != world.name:
                continue
            c, seeds = cell, len(found[name, volume, month])
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
        table(
            f"{world.name} world, {len(found[world.name, 700, 1])} seeds, {BUSY_SEEDS} of 12,000 a month (version 1 > version 2; per cent, points)",
            head,
            rows,
        )


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
        bars.hold(f"scores or districts lowered by {tries} raised ratings", lowered, most=0)
        for volume in (54, 700):
            mean, worst = attacks.one_at_a_silent_kind(world, volume)
            old = attacks.one_at_a_silent_kind(world, volume, 26)
            print(
                f"  {world.name} {volume}: one all-worst response at a silent small kind moves its district by {mean:+.2f}, at worst "
                f"{worst:+.2f} points; under constants of 26 weeks {old[0]:+.2f}, {old[1]:+.2f}"
            )
            bars.hold("  at worst, points", -worst, most=2.5)


def crowded(bars: Bars) -> None:
    rows = []
    for world in WORLDS:
        for volume in (300, 2000):
            told, honest = crowds.found(world, volume)
            rows.append(
                (f"{world.name} {volume}", [*(f"{told[number]:.0f}" for number in crowds.CROWDS), f"{honest:.3f}"])
            )
            bars.hold(f"{world.name} {volume}: a day of 30 with a single 4 in each is told, %", told[30], least=98)
            bars.hold("  honest days that are told, per 1,000 weeks of a station", honest, most=0.1)
    head = [*(f"{number} on one day" for number in crowds.CROWDS), "honest"]
    table("days of praise just below the best that the flag of crowds tells, %", head, rows)


def acted(seeds: int, bars: Bars) -> None:
    false: list[tuple[Tally, Tally]] = []
    rows = []
    for world, volume in ((SPREAD, 700), (CEILING, 700), (UNEVEN, 2000), (CEILING, 2000)):
        none, some = zip(*(changes.actions(world, volume, seed, (0.0, 10.0)) for seed in range(seeds)), strict=True)
        whole, ten, better = together(none), together(none[:TEN]), together(some)
        false.append((whole, ten))
        gained = better.sums["gained"] / better.sums["treated"]
        rows.append(
            (
                f"{world.name} {volume}",
                [
                    *(f"{whole.share(part, of):.1f}" for part, of in CALLED),
                    f"{better.share(*CALLED[0]):.1f} ({gained:+.1f})",
                ],
            )
        )
        for what, part, most, least in (
            ("an action that did nothing is called better, %", "better", 7, None),
            ("the interval covers the truth, %", "covered", None, 85),
        ):
            bars.hold(
                f"{world.name} {volume}: {what}", whole.share(part, "judged"), most=most, least=least,
                ten=ten.share(part, "judged"), error=error_of_share(none, part, "judged"),
            )  # fmt: skip
    mean, of_ten = (float(np.mean([one.share(*CALLED[0]) for one in tallies])) for tallies in zip(*false, strict=True))
    bars.hold("an action that did nothing is called better, mean, %", mean, most=5, ten=of_ten)
    table(
        f"did it help? ten lowest stations, 13 weeks after, {seeds} seeds",
        ["false better", "covers", "too early", "seen (points)"],
        rows,
    )


CALLED = (("better", "judged"), ("covered", "judged"), ("early", "treated"))


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


def graded_cells(seeds: int) -> dict[tuple[str, int, int], list[Tally]]:
    """Tallies of each cell, one a seed."""
    found = {}
    for world in WORLDS:
        for volume in VOLUMES:
            tallies = run_cells(world, volume, min(seeds, BUSY_SEEDS) if volume == max(VOLUMES) else seeds)
            found |= {(world.name, volume, month): each for month, each in tallies.items()}
    return found


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=20, help="of the cells; those of actions go in proportion")
    arguments.add_argument(
        "--actions", action="store_true", help="only whether actions that did nothing are called better"
    )
    asked = arguments.parse_args()
    seeds, bars, started = asked.seeds, Bars(), time.perf_counter()
    if asked.actions:
        acted(max(1, ACTION_SEEDS * seeds // 20), bars)
        return 1 if bars.missed else 0
    found = graded_cells(seeds)
    cells, ten = ({key: together(each[:some]) for key, each in found.items()} for some in (seeds, TEN))
    show(cells, found)
    print(f"\nBars, {seeds} seeds")
    for bar, luck in zip(of_cells(cells, seeds), of_cells(ten, min(TEN, seeds)), strict=True):
        bars.hold(bar.what, bar.value, most=bar.most, least=bar.least, ten=luck.value)
    robust(bars)
    crowded(bars)
    acted(max(1, ACTION_SEEDS * seeds // 20), bars)
    fallen(5, bars)
    speed(bars)
    print(
        f"\n{bars.missed} bars missed; {time.perf_counter() - started:.0f} s of clock, {time.process_time():.0f} s of CPU"
    )
    return 1 if bars.missed else 0


if __name__ == "__main__":
    sys.exit(main())
