"""Proposed bands: how many letters the answers of a calibration quarter can carry, and where their edges could lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Floats
from .grades import Grades
from .letters import band, probabilities
from .status import enough

MOST_WRONG = 0.20
"""Letters are too many when more stations than this would carry a wrong one."""
PROPOSALS = (
    (("A+", "A", "B", "C", "D", "F"), (0.10, 0.30, 0.60, 0.85, 0.95)),
    (("A+", "A", "B", "C", "D"), (0.10, 0.35, 0.70, 0.90)),
    (("A", "B", "C", "D"), (0.15, 0.50, 0.85)),
    (("A", "B", "C"), (0.25, 0.75)),
)
"""Names, and the shares of stations from the top at which the edges are set."""


@dataclass(frozen=True)
class Bands:
    """A set of bands: names and lower edges (points), stations in each, the expected share of wrong letters, and the
    narrowest inner band in standard deviations of a score (4 or more is wished)."""

    names: tuple[str, ...]
    edges: tuple[float, ...]
    stations: tuple[int, ...]
    wrong: float
    width_in_sd: float

    def to_toml(self) -> str:
        """As the office would write it into config/grading.toml."""
        rows = (f'"{name}" = {edge:g}' for name, edge in zip(self.names, self.edges, strict=True))
        return "[grading.bands]\n" + "\n".join(rows)


@dataclass(frozen=True)
class Calibration:
    """What the scores of a week say about bands: `today` those of the config, `proposals` others, `best` of them."""

    week: str
    stations: int
    mean: float
    sd: float
    today: Bands
    proposals: tuple[Bands, ...]
    best: Bands | None


def calibrate(grades: Grades) -> Calibration:
    """Judge bands by the scores of stations with enough responses. Nothing is changed: the office writes bands into the config.

    P(wrong letter) of a station is 1 - P(its letter | score, sd); edges are whole points, quantiles of the scores.
    """
    work = grades.working
    estimate = work.replay.stations.estimate
    rated = enough(estimate.n, work.rules) & work.listed
    score, sd = estimate.score[rated], estimate.sd[rated]
    today = judge(tuple(work.rules.letters), tuple(work.rules.bands.values()), score, sd)
    if not len(score):
        return Calibration(grades.week, 0, float("nan"), float("nan"), today, (), None)
    proposals = []
    for names, shares in PROPOSALS:
        edges = np.round(np.quantile(score, [1 - share for share in shares]))
        if len(set(edges)) == len(edges) and edges[-1] > 0 and edges[0] < 100:
            proposals.append(judge(names, (*map(float, edges), 0.0), score, sd))
    good = [one for one in proposals if one.wrong <= MOST_WRONG]
    best = good[0] if good else min(proposals, key=lambda one: one.wrong, default=None)
    return Calibration(
        grades.week, len(score), float(score.mean()), float(np.median(sd)), today, tuple(proposals), best
    )


def judge(names: Sequence[str], edges: Sequence[float], score: Floats, sd: Floats) -> Bands:
    """These bands on these scores."""
    letter = band(score, edges)
    chance = probabilities(score, sd, edges)
    wrong = float(1 - chance[np.arange(len(score)), letter].mean()) if len(score) else float("nan")
    inner = -np.diff(edges[:-1])
    width = float(inner.min() / np.median(sd)) if len(inner) and len(sd) else float("nan")
    counts = np.bincount(letter, minlength=len(edges)) if len(score) else np.zeros(len(edges), int)
    return Bands(tuple(names), tuple(edges), tuple(int(count) for count in counts), wrong, width)
