"""How many forged answers it takes to lift a station, how many bursts F1 sees, and what one stuffed station does to a district."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from anubhav_gforms.grading.constants import Constants
from anubhav_gforms.grading.estimate import estimate_week
from anubhav_gforms.grading.letters import band

from .product import product
from .world import SHARES, WEEKS, Floats, Range, World, answers, make_range, praise

VOLUMES = (3, 10, 30, 100)
FAKES = (1, 3, 5, 8, 12, 20, 30, 45, 70, 100, 150, 220, 320, 450)
REPLICATES = 25
METHODS = ("this week's mean, one day", "13-week mean, one day", "anubhav, one day", "anubhav, drip over 13 weeks")
C, B = 3, 2


def middle_of_c(world: World) -> float:
    """Latent level of a station whose true composite lies in the middle of C."""
    target = (world.bands[2] + world.bands[3]) / 2
    return float(brentq(lambda level: float(world.truth(np.array([level]))[0]) - target, 0, 120))


def lift(world: World, constants: Constants) -> dict[str, list[int | None]]:
    """For each volume the smallest number of forged best answers that gives B in half of the replicates; None: never."""
    found: dict[str, list[int | None]] = {name: [] for name in METHODS}
    for volume in VOLUMES:
        stations = REPLICATES * len(FAKES)
        fakes = np.repeat(FAKES, REPLICATES)
        level = np.full(stations, middle_of_c(world))
        place = Range(
            world, np.zeros(stations, int), level, np.full(stations, float(volume)), np.tile(SHARES, (stations, 1))
        )
        rng = np.random.default_rng([volume, 3])
        honest = answers(place, rng)
        rules = world.rules()
        station = np.repeat(np.arange(stations), fakes)
        last = 7 * (WEEKS - 1)
        day = last + np.repeat(rng.integers(0, 7, stations), fakes)
        drip = last - 7 * 12 + rng.integers(0, 7 * 13, len(station))
        held = np.full(stations, C)
        burst = honest.plus(praise(station, day, rng))
        one_day = product(burst, stations, rules, constants=constants, first=WEEKS - 1, weeks=1, held=held)
        dripped = product(
            honest.plus(praise(station, drip, rng)),
            stations,
            rules,
            constants=constants,
            first=WEEKS - 13,
            weeks=13,
            held=held,
        )
        rows = np.bincount(burst.station * WEEKS + burst.day // 7, minlength=stations * WEEKS).reshape(stations, WEEKS)
        points = 25.0 * (burst.ratings.mean(axis=1) - 1)
        total = np.bincount(burst.station * WEEKS + burst.day // 7, points, minlength=stations * WEEKS).reshape(
            stations, WEEKS
        )
        edges = tuple(rules.bands.values())
        lifted = (
            band(total[:, -1] / np.maximum(rows[:, -1], 1), edges) <= B,
            band(total[:, -13:].sum(axis=1) / np.maximum(rows[:, -13:].sum(axis=1), 1), edges) <= B,
            one_day.letters[:, -1] <= B,
            dripped.letters[:, -1] <= B,
        )
        for name, up in zip(METHODS, lifted, strict=True):
            share = up.reshape(len(FAKES), REPLICATES).mean(axis=1)
            enough = np.flatnonzero(share >= 0.5)
            found[name].append(FAKES[enough[0]] if len(enough) else None)
    return found


POWER = {
    "spread": ((3, (6,)), (18, (6, 10, 15)), (75, (10, 25, 40))),
    "ceiling": ((3, (6, 10)), (18, (10, 15)), (75, (15, 25, 40))),
}
"""Volumes a week, and numbers of forged answers in one day."""


def power(world: World, constants: Constants, replicates: int = 200) -> list[tuple[int, int, float]]:
    """(volume a week, forged answers, per cent of replicates that F1 flags)."""
    found = []
    for volume, numbers in POWER[world.name]:
        stations = replicates * len(numbers)
        rng = np.random.default_rng([volume, 4])
        place = replace(make_range(world, rng, stations), volume=np.full(stations, float(volume)))
        fakes = np.repeat(numbers, replicates)
        station = np.repeat(np.arange(stations), fakes)
        day = np.repeat(7 * 45 + rng.integers(0, 7, stations), fakes)
        rows = answers(place, rng).plus(praise(station, day, rng))
        graded = product(rows, stations, world.rules(), constants=constants, first=WEEKS - 1, weeks=1)
        target = {(int(s), int(d)) for s, d in zip(station, day, strict=True)}
        seen = np.zeros(stations, bool)
        for one in graded.book.bursts:
            if one.kind == "praise" and (one.station, one.day) in target:
                seen[one.station] = True
        found += [
            (volume, number, 100 * float(share))
            for number, share in zip(numbers, seen.reshape(len(numbers), replicates).mean(axis=1), strict=True)
        ]
    return found


@dataclass(frozen=True)
class Stuffing:
    """Districts, in points: error to the equal-weight truth (RMS) and shift when the busiest station adds 400 forged answers
    over the window, for pooled responses and for the mean of stations."""

    pooled_error: float
    equal_error: float
    pooled_shift: float
    equal_shift: float


def stuffing(world: World, seeds: int) -> Stuffing:
    out = []
    for seed in range(seeds):
        rng = np.random.default_rng([seed, 5])
        place = make_range(world, rng)
        count = len(place.level)
        honest = answers(place, rng)
        clean = product(honest, count, world.rules(), first=WEEKS - 1, weeks=1)
        busiest = np.array(
            [np.flatnonzero(place.district == d)[np.argmax(place.volume[place.district == d])] for d in range(8)]
        )
        station = np.repeat(busiest, 400)
        forged = praise(station, 7 * (WEEKS - 13) + rng.integers(0, 7 * 13, len(station)), rng)
        stuffed = product(
            honest.plus(forged), count, world.rules(), constants=clean.constants, first=WEEKS - 1, weeks=1
        )
        truth = _by_district(place, place.truth)
        pooled, equal = (
            np.array([_pooled(place, one.panel.raw, one.panel.rows), _by_district(place, estimate_week(one.panel, one.priors, WEEKS - 1, world.rules()).score)])
            for one in (clean, stuffed)
        )  # fmt: skip
        out.append(
            (
                np.sqrt(np.mean((pooled[0] - truth) ** 2)), np.sqrt(np.mean((pooled[1] - truth) ** 2)),
                np.mean(equal[0] - pooled[0]), np.mean(equal[1] - pooled[1]),
            )
        )  # fmt: skip
    return Stuffing(*np.mean(out, axis=0))


def _by_district(place: Range, score: Floats) -> Floats:
    return np.array([np.nanmean(score[place.district == d]) for d in range(8)])


def _pooled(place: Range, raw: Floats, rows: Floats) -> Floats:
    part = slice(WEEKS - 13, WEEKS)
    return np.array([raw[place.district == d, part].sum() / rows[place.district == d, part].sum() for d in range(8)])
