"""Praise just below the best, many on one day: no two of its responses are alike, and the flag of crowds (CROWD) has to tell the day."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from anubhav_gforms.grading.flags.crowds import LIMIT, crowded
from anubhav_gforms.grading.method.review import AlikeSums, alike_constants

from . import second
from .world import SHARES, WEEKS, Responses, World, draw, station_list

SEEDS = 4
TARGETS = 12
"""Stations of each seed that are attacked."""
WEEK = 25
"""The last week of a quarter, counted from 0; the crowd comes on its Wednesday."""
CROWDS = (8, 12, 20, 30)


def told(sums: AlikeSums, weeks: int) -> npt.NDArray[np.bool_]:
    """(stations, days): days that the flag tells, from the second quarter on, each quarter by the constants of the half year before it."""
    alpha = np.ones(7 * WEEKS)
    for first in range(second.QUARTER, weeks, second.QUARTER):
        known = alike_constants(sums, 7 * max(0, first - 26), 7 * first, second.RULES.review)
        alpha[7 * first :] = known.day_alpha
    _, p = crowded(sums.rows, alpha)
    p[:, : 7 * second.QUARTER], p[:, 7 * weeks :] = 1, 1
    return p < LIMIT


def just_below_the_best(station: np.ndarray, day: int, rng: np.random.Generator) -> Responses:
    """A response each on that day: four ratings of 5 and a single 4."""
    rows = len(station)
    ratings = np.full((rows, 5), 5, np.int8)
    ratings[np.arange(rows), rng.integers(0, 5, rows)] = 4
    return Responses(station, np.full(rows, day), rng.choice(len(SHARES), rows, p=SHARES), ratings)


def found(world: World, volume: int) -> tuple[dict[int, float], float]:
    """By the size of the crowd how many of the attacked stations have their day told, in per cent; and honest days that are told, per 1,000
    weeks of a station."""
    hits, attacked, honest = dict.fromkeys(CROWDS, 0), 0, 0
    for seed in range(SEEDS):
        responses = draw(world, volume, seed).responses
        honest += int(told(second.alike_sums(responses), WEEKS).sum())
        before = responses.part(responses.day < 7 * (WEEK + 1))
        size = np.bincount(before.station, minlength=len(station_list().codes))
        able = np.flatnonzero((size >= 20) & (size <= 200))
        targets = np.random.default_rng([seed, 77]).permutation(able)[:TARGETS]
        attacked += len(targets)
        for number in CROWDS:
            crowd = just_below_the_best(np.repeat(targets, number), 7 * WEEK + 2, np.random.default_rng([seed, number]))
            hits[number] += int(told(second.alike_sums(before.plus(crowd)), WEEK + 1)[targets, 7 * WEEK + 2].sum())
    weeks = SEEDS * len(station_list().codes) * (WEEKS - second.QUARTER)
    return {number: 100 * hit / attacked for number, hit in hits.items()}, 1000 * honest / weeks
