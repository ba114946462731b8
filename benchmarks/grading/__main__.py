"""make bench-grading: the product against a pivot table's weekly mean and a 13-week mean, in two worlds with known truth.

Prints the tables and exits with 1 when a bar is missed. Everything is graded by the product's own functions.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from dataclasses import fields

import numpy as np

from .attacks import FAKES, METHODS, VOLUMES, lift, power, stuffing
from .drops import SIGNS, delays
from .letters import Quality, Result, mean_quality, run, sparse
from .product import NAMES
from .world import CEILING, SPREAD, World


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
    print(f"  {'':34}" + "".join(f"{word:>13}" for word in head))
    for name, cells in rows:
        print(f"  {name:34}" + "".join(f"{cell:>13}" for cell in cells))


def letters(world: World, seeds: int, bars: Bars) -> Result:
    results = [run(world, seed) for seed in range(seeds)]
    mean = {name: mean_quality(results, name) for name in NAMES}
    table(
        f"{world.name} world, {seeds} seeds, bands {', '.join(f'{edge:g}' for edge in world.bands)} (per cent; RMSE in points)",
        ["wrong", "by two", "small wrong", "small by two", "flips", "tau", "RMSE"],
        ((name, [f"{getattr(one, field.name):.3g}" for field in fields(Quality)]) for name, one in mean.items()),
    )
    sd = np.std([one.methods["anubhav"].wrong for one in results], ddof=min(1, seeds - 1))
    s2, sw2, tau2 = np.mean([one.constants for one in results], axis=0)
    print(f"  seed to seed sd of wrong {sd:.1f}; mean constants: s {s2:.1f}, sw {sw2:.2f}, tau {tau2:.2f} points")
    mine, naive = mean["anubhav"], mean[NAMES[0]]
    spread = world is SPREAD
    bars.hold("wrong letters, %", mine.wrong, most=17 if spread else 27)
    bars.hold("wrong by two or more, %", mine.two, most=0.1 if spread else 0.5)
    bars.hold("letter changes without a change, % a week", mine.flips, most=1.4 if spread else 2.0)
    bars.hold("fewer wrong letters than the weekly mean, points", naive.wrong - mine.wrong, least=30)
    bars.hold("fewer wrong letters than the 13-week mean, points", mean["13-week mean"].wrong - mine.wrong, least=5)
    bars.hold("truth inside the 90 % interval, %", float(np.mean([one.coverage for one in results])), least=84, most=91)
    print(
        f"         truth inside the naive 13-week interval, %: {np.mean([one.naive_coverage for one in results]):.1f}"
    )
    bars.hold("false bursts (F1) a 1,000 station-weeks", float(np.mean([one.false_flags for one in results])), most=0.3)
    return results[0]


DRIP = {"spread": (12, 30, 70, 220), "ceiling": (12, 45, 100, 220)}
POWER = {"spread": (95, 45, 83, 95, 17, 80, 86), "ceiling": (62, 87, 61, 87, 31, 73, 86)}


def attacks(world: World, first: Result, seeds: int, bars: Bars) -> None:
    constants = first.graded.constants
    found = lift(world, constants)
    table(
        f"{world.name}: forged best answers that lift a middle C to B in half of 25 replicates",
        [f"{volume} a week" for volume in VOLUMES],
        ((name, [str(number or "never") for number in numbers]) for name, numbers in found.items()),
    )
    one_day = [number or FAKES[-1] + 1 for number in found[METHODS[2]]]
    bars.hold("forged answers on one day that lift a station", min(one_day), least=FAKES[-1] + 1)
    for volume, number, least in zip(VOLUMES, found[METHODS[3]], DRIP[world.name], strict=True):
        bars.hold(f"drip over 13 weeks at {volume} a week", number or FAKES[-1] + 1, least=least)
    for (volume, number, share), least in zip(power(world, constants), POWER[world.name], strict=True):
        bars.hold(f"F1 sees {number} forged answers on one day at {volume} a week, %", share, least=least)
    one = stuffing(world, seeds)
    print(
        f"  districts: error of pooled responses {one.pooled_error:.2f}, of equal-weight scores {one.equal_error:.2f}; "
        f"400 forged answers at the busiest station move them by {one.pooled_shift:+.2f} and {one.equal_shift:+.2f} points"
    )
    bars.hold("shift of a stuffed district, share of the pooled one's", one.equal_shift / one.pooled_shift, most=0.35)


def alarms(world: World, seeds: int, bars: Bars) -> None:
    one = delays(world, seeds)
    table(
        f"{world.name}: a true fall of 12 latent points; median weeks until seen (share seen in 26 weeks)",
        [">= 50 a week", "8-50", "< 8"],
        (
            (sign, [f"{weeks:g} ({seen:.0f} %)" for weeks, seen in zip(one.median[sign], one.seen[sign], strict=True)])
            for sign in SIGNS
        ),
    )
    table(
        "  nobody changes",
        [">= 50 a week", "8-50", "< 8"],
        (
            ("alarm in 26 weeks, % of stations", [f"{share:.1f}" for share in one.false_alarms]),
            ("arrow, % of station-weeks", [f"{share:.2f}" for share in one.false_arrows]),
        ),
    )
    for index, (size, alarm, letter, seen) in enumerate(
        ((">= 50", 3, 11, 95), ("8-50", 5, 12, 93), ("< 8", 11, 13, 78))
    ):
        bars.hold(f"alarm, median weeks at {size} a week", one.median["alarm"][index], most=alarm)
        bars.hold(f"alarm, % seen at {size} a week", one.seen["alarm"][index], least=seen)
        bars.hold(f"letter, median weeks at {size} a week", one.median["letter"][index], most=letter)
    bars.hold("false alarms in 26 weeks, % (worst size)", max(one.false_alarms), most=8 if world is SPREAD else 12)
    bars.hold("false arrows, % of station-weeks (worst size)", max(one.false_arrows), most=0.6)


def few_answers(seeds: int) -> None:
    rows = []
    for world in (SPREAD, CEILING):
        for median, least in ((2.5, 0.2), (1.2, 0.1)):
            one = sparse(world, median, least, seeds)
            rows.append(
                (f"{world.name}, median {median} a week", [f"{getattr(one, field.name):.1f}" for field in fields(one)])
            )
    table(
        f"Volumes like a first real month, rules on status on, {seeds} seeds (per cent)",
        ["no letter", "provisional", "firm", "wrong", "firm wrong", "by two", "flips", "weekly wrong", "weekly two"],
        rows,
    )


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=10)
    seeds = arguments.parse_args().seeds
    start = time.perf_counter()
    bars = Bars()
    for world in (SPREAD, CEILING):
        first = letters(world, seeds, bars)
        attacks(world, first, seeds, bars)
        alarms(world, seeds, bars)
    few_answers(seeds)
    print(
        f"\n{bars.missed} bars missed; {time.perf_counter() - start:.0f} s. Not shown by any of this: who chooses to answer."
    )
    return 1 if bars.missed else 0


if __name__ == "__main__":
    sys.exit(main())
