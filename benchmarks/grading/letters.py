"""How often letters are wrong, and how often they change though nothing changed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
from scipy.stats import kendalltau

from anubhav_gforms.grading.letters import NONE, band
from anubhav_gforms.grading.status import FIRM, NOT_ENOUGH, PROVISIONAL

from .product import NAMES, Graded, methods, product
from .world import Floats, Range, World, answers, make_range


@dataclass(frozen=True)
class Quality:
    """Per cent, except tau and RMSE (points)."""

    wrong: float
    two: float
    small_wrong: float
    small_two: float
    flips: float
    tau: float
    rmse: float


def quality(score: Floats, letter: npt.NDArray[np.int64], place: Range, edges: tuple[float, ...]) -> Quality:
    truth = place.truth
    true = band(truth, edges)[:, None]
    given = letter != NONE
    off = np.abs(letter - true)
    small = given & (place.volume < 8)[:, None]
    flips, pairs = 0, 0
    for line in letter:
        kept = line[line != NONE]
        flips += int((kept[1:] != kept[:-1]).sum())
        pairs += max(len(kept) - 1, 0)
    tau = [kendalltau(one[~np.isnan(one)], truth[~np.isnan(one)]).statistic for one in score.T]
    return Quality(
        100 * float((off[given] >= 1).mean()),
        100 * float((off[given] >= 2).mean()),
        100 * float((off[small] >= 1).mean()) if small.any() else float("nan"),
        100 * float((off[small] >= 2).mean()) if small.any() else float("nan"),
        100 * flips / pairs,
        float(np.mean(tau)),
        float(np.sqrt(np.nanmean((score - truth[:, None]) ** 2))),
    )


@dataclass(frozen=True)
class Result:
    """One seed: quality of each method, coverage of the intervals, false flags a thousand station-weeks, constants."""

    methods: dict[str, Quality]
    coverage: float
    naive_coverage: float
    false_flags: float
    constants: tuple[float, float, float]
    graded: Graded
    place: Range


def run(world: World, seed: int) -> Result:
    rng = np.random.default_rng([seed, 1])
    place = make_range(world, rng)
    rules = world.rules()
    graded = product(answers(place, rng), len(place.level), rules)
    edges = tuple(rules.bands.values())
    found = {name: quality(*both, place, edges) for name, both in methods(graded, rules).items()}
    truth = place.truth[:, None]
    low, high = (np.array([getattr(one, name) for one in graded.estimates]).T for name in ("low", "high"))
    c = graded.constants
    weeks = (graded.scope.days - 56) / 7 * len(place.level)
    return Result(
        found,
        100 * float(((low <= truth) & (truth <= high)).mean()),
        100 * _naive_coverage(graded, truth),
        1000 * len(graded.book.bursts) / weeks,
        (c.s2**0.5, c.sw2**0.5, c.kinds["thana"].tau2 ** 0.5),
        graded,
        place,
    )


def _naive_coverage(graded: Graded, truth: Floats) -> float:
    """Of the 90 % interval that treats 13 weeks of answers as simple random and ignores case-mix."""
    inside = []
    for week in range(39, 65):
        part = slice(week - 12, week + 1)
        n, raw = graded.panel.rows[:, part].sum(axis=1), graded.panel.raw[:, part].sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean, half = raw / n, 1.645 * np.sqrt(graded.constants.s2 / n)
        inside.append(np.abs(mean - truth[:, 0]) <= half)
    return float(np.mean(inside))


def mean_quality(results: list[Result], name: str) -> Quality:
    each = [result.methods[name] for result in results]
    return Quality(*(float(np.nanmean([getattr(one, field.name) for one in each])) for field in fields(Quality)))


@dataclass(frozen=True)
class Sparse:
    """A range with few answers, with the rules on status: shares of station-weeks, and errors, in per cent."""

    no_letter: float
    provisional: float
    firm: float
    wrong: float
    firm_wrong: float
    two: float
    flips: float
    naive_wrong: float
    naive_two: float


def sparse(world: World, median: float, least: float, seeds: int) -> Sparse:
    rows = []
    for seed in range(seeds):
        rng = np.random.default_rng([seed, 2])
        place = make_range(replace(world, median=median, least=least), rng)
        rules = world.rules()
        graded = product(answers(place, rng), len(place.level), rules)
        edges = tuple(rules.bands.values())
        true = band(place.truth, edges)[:, None]
        given, firm = graded.letters != NONE, graded.status == FIRM
        off = np.abs(graded.letters - true)
        both = methods(graded, rules)
        mine, naive = (quality(*both[name], place, edges) for name in (NAMES[-1], NAMES[0]))
        rows.append(
            (
                100 * (graded.status <= NOT_ENOUGH).mean(), 100 * (graded.status == PROVISIONAL).mean(), 100 * firm.mean(),
                100 * (off[given] >= 1).mean(), 100 * (off[firm] >= 1).mean(), mine.two, mine.flips, naive.wrong, naive.two,
            )
        )  # fmt: skip
    return Sparse(*np.nanmean(rows, axis=0))
