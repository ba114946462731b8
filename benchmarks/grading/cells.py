"""Versions 1 and 2 and the naive means, against the truth: one cell is a world, a volume and a month, over all seeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from anubhav_gforms.grading.formulas.letters import band
from anubhav_gforms.grading.method.score import Z90

from . import first, second
from .world import EDGES, MONTHS, Drawn, Floats, World, draw, station_list


@dataclass
class Tally:
    """Sums over seeds of one cell, by name; a rate is made of two of them."""

    sums: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, value: float) -> None:
        self.sums[name] = self.sums.get(name, 0.0) + float(value)

    def share(self, part: str, whole: str) -> float:
        """In per cent; NaN where there is nothing."""
        below = self.sums.get(whole, 0.0)
        return 100 * self.sums.get(part, 0.0) / below if below else float("nan")

    def rms(self, part: str, whole: str) -> float:
        below = self.sums.get(whole, 0.0)
        return (self.sums.get(part, 0.0) / below) ** 0.5 if below else float("nan")

    def mean(self, name: str, seeds: int) -> float:
        return self.sums.get(name, 0.0) / seeds


def together(tallies: Iterable[Tally]) -> Tally:
    """One tally of several."""
    whole = Tally()
    for tally in tallies:
        for name, value in tally.sums.items():
            whole.add(name, value)
    return whole


def error_of_share(tallies: Sequence[Tally], part: str, whole: str) -> float:
    """Standard error of the share of all (per cent), the seeds drawn independently."""
    parts, wholes = (np.array([tally.sums.get(name, 0.0) for tally in tallies]) for name in (part, whole))
    return float(100 * np.sqrt(((parts - wholes * parts.sum() / wholes.sum()) ** 2).sum()) / wholes.sum())


def run_cells(world: World, volume: int, seeds: int) -> dict[int, list[Tally]]:
    """Tallies by month, one a seed."""
    found: dict[int, list[Tally]] = {month: [] for month in MONTHS}
    for seed in range(seeds):
        drawn = draw(world, volume, seed)
        one, two = first.run(drawn), second.run(drawn)
        for month, weeks in MONTHS.items():
            tally = Tally()
            _stations(tally, drawn, weeks - 1, one[weeks - 1], two)
            _areas(tally, drawn, weeks - 1, one[weeks - 1], two)
            found[month].append(tally)
        found[max(MONTHS)][-1].add("switches", two.switches)
        found[max(MONTHS)][-1].add("held", two.letters)
    return found


def _stations(tally: Tally, drawn: Drawn, week: int, one: first.FirstWeek, two: second.SecondRun) -> None:
    truth, said = drawn.truth(week), two.weeks[week]
    scores = said.triple.all
    shown = said.shown
    both = shown & (one.n >= 10 - 1e-9)
    naive, pivot = first.naive_means(drawn, week), first.naive_means(drawn, week, 1)
    worst = truth <= np.quantile(truth, 0.1)
    tally.add("shown", shown.sum())
    tally.add("both", both.sum())
    for name, score in (("one", one.score), ("two", scores.score), ("naive", naive), ("pivot", pivot)):
        here = both & np.isfinite(score)
        tally.add(f"{name} square", ((score - truth)[here] ** 2).sum())
        tally.add(f"{name} count", here.sum())
    for name, low, high, seen in (
        ("one", one.low, one.high, one.n >= 10 - 1e-9),
        ("two", scores.low, scores.high, shown),
    ):
        inside = (low <= truth) & (truth <= high)
        tally.add(f"{name} seen", seen.sum())
        tally.add(f"{name} inside", inside[seen].sum())
        tally.add(f"{name} worst", (seen & worst).sum())
        tally.add(f"{name} worst inside", inside[seen & worst].sum())
    true = band(truth, EDGES)
    for name, letter in (
        ("one", one.letter),
        ("two", said.letters.letter),
        ("naive", _letters(naive, one.n)),
        ("pivot", _letters(pivot, one.n)),
    ):
        given = letter >= 0
        tally.add(f"{name} letters", given.sum())
        tally.add(f"{name} letters wrong", (letter != true)[given].sum())
    sets = said.letters.size > 0
    off = (true < said.letters.first) | (true >= said.letters.first + said.letters.size)
    tally.add("sets", sets.sum())
    tally.add("sets wrong", off[sets].sum())
    kind = station_list().kind
    middle = np.array([truth[kind == number].mean() for number in range(kind.max() + 1)])[kind]
    for name, standing in (("one", one.named), ("two", said.standing)):
        tally.add(f"{name} named", (standing != 0).sum())
        tally.add(
            f"{name} false", ((standing == 1) & (truth < middle)).sum() + ((standing == -1) & (truth > middle)).sum()
        )
    small = np.bincount(kind)[kind] < 20
    for name, score, seen in (("one", one.score, one.n >= 10 - 1e-9), ("two", scores.score, shown)):
        if seen.any():
            tally.add(f"{name} ranges", 1)
            tally.add(f"{name} highest small", small[np.argmax(np.where(seen, score, -np.inf))])


def _letters(score: Floats, n: Floats) -> np.ndarray:
    return np.where((n >= 10) & np.isfinite(score), band(np.nan_to_num(score), EDGES), -1)


def _areas(tally: Tally, drawn: Drawn, week: int, one: first.FirstWeek, two: second.SecondRun) -> None:
    truth, district = drawn.truth(week), station_list().district
    areas = two.weeks[week].areas
    true = np.array([truth[district == number].mean() for number in range(district.max() + 1)])
    heard = np.isfinite(one.district[0])
    for name, (score, low, high) in (
        ("one", one.district),
        ("two", (areas.estimate, areas.estimate - Z90 * areas.sd, areas.estimate + Z90 * areas.sd)),
    ):
        tally.add(f"{name} area square", ((score - true)[heard] ** 2).sum())
        tally.add(f"{name} areas", heard.sum())
        tally.add(f"{name} areas inside", ((low <= true) & (true <= high))[heard].sum())
    half = 1.644854 * areas.range_sd
    for name, (score, low, high) in (
        ("one", one.whole), ("two", (areas.range_estimate, areas.range_estimate - half, areas.range_estimate + half)),
    ):  # fmt: skip
        tally.add(f"{name} range square", (score - truth.mean()) ** 2)
        tally.add(f"{name} range", 1)
        tally.add(f"{name} range inside", low <= truth.mean() <= high)
