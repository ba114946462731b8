"""Proposed bands: how many letters the responses of a calibration quarter can carry, and where their edges could lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Floats
from .formulas.letters import band, probabilities
from .formulas.status import enough
from .grades import Grades
from .method.letters import most_letters_that_are_sure
from .method.power import power_table

LEAST_STATIONS = 30
"""Scored stations below which no bands are proposed: they would be drawn from chance."""
PROPOSALS = (
    (("A+", "A", "B", "C", "D", "F"), (0.10, 0.30, 0.60, 0.85, 0.95)),
    (("A+", "A", "B", "C", "D"), (0.10, 0.35, 0.70, 0.90)),
    (("A", "B", "C", "D"), (0.15, 0.50, 0.85)),
    (("A", "B", "C"), (0.25, 0.75)),
)
"""Names, and the shares of stations from the top at which the edges are set."""


@dataclass(frozen=True)
class Bands:
    """A set of bands: names and lower edges (points), stations in each, the expected share of wrong letters if every station
    carried its band's, the share of stations with one sure letter, and the narrowest inner band in standard deviations of a
    score (4 or more is wished)."""

    names: tuple[str, ...]
    edges: tuple[float, ...]
    stations: tuple[int, ...]
    wrong: float
    sure: float
    width_in_sd: float

    def to_toml(self) -> str:
        """As the office would write it into config/grading.toml."""
        rows = (f'"{name}" = {edge:g}' for name, edge in zip(self.names, self.edges, strict=True))
        return "[grading.bands]\n" + "\n".join(rows)


@dataclass(frozen=True)
class Calibration:
    """What the scores of a week say about bands: `today` those of the config, `proposals` others, `best` of them (None: verdicts
    only). `power`: responses after which a station that lies so many points from its kind is named with a chance of .8."""

    week: str
    stations: int
    mean: float
    sd: float
    today: Bands
    proposals: tuple[Bands, ...]
    best: Bands | None
    power: dict[int, int | None]

    @property
    def enough(self) -> bool:
        """Whether there are enough scored stations to draw bands from."""
        return self.stations >= LEAST_STATIONS


def calibrate(grades: Grades) -> Calibration:
    """Judge bands by the scores of stations with enough responses. Nothing is changed: the office writes bands into the config.

    A letter of a station is sure when its probability is at least letter_give; the best bands are those with the most letters,
    6 to 3, of which at least half of the stations would have a sure one. Edges are whole points, quantiles of the scores.
    Below 30 scored stations none are proposed.
    """
    working = grades.working
    estimate = working.replay.stations.estimate
    rated = enough(estimate.n, working.least) & working.listed
    score, sd = estimate.score[rated], estimate.sd[rated]
    give = working.rules.v2.letter_give
    today = judge_bands(tuple(working.rules.letters), tuple(working.rules.bands.values()), score, sd, give=give)
    proposals = []
    for names, shares in PROPOSALS if len(score) >= LEAST_STATIONS else ():
        edges = np.round(np.quantile(score, [1 - share for share in shares]))
        if len(set(edges)) == len(edges) and edges[-1] > 0 and edges[0] < 100:
            proposals.append(judge_bands(names, (*map(float, edges), 0.0), score, sd, give=give))
    most = most_letters_that_are_sure({len(one.names): one.sure for one in proposals})
    best = next((one for one in proposals if len(one.names) == most), None)
    tau2s = working.replay.priors.tau2[np.isfinite(working.replay.priors.tau2)]
    return Calibration(
        grades.week, len(score), float(np.mean(score)) if len(score) else float("nan"),
        float(np.median(sd)) if len(sd) else float("nan"), today, tuple(proposals), best,
        power_table(working.replay.constants.s2, float(np.median(tau2s)) if len(tau2s) else 0.0, working.rules.v2.sure),
    )  # fmt: skip


def judge_bands(
    names: Sequence[str], edges: Sequence[float], score: Floats, sd: Floats, *, give: float = 0.80
) -> Bands:
    """These bands on these scores; a letter is sure from a probability of `give` on."""
    letter = band(score, edges)
    chance = probabilities(score, sd, edges)
    wrong = float(1 - chance[np.arange(len(score)), letter].mean()) if len(score) else float("nan")
    sure = float((chance.max(axis=1) >= give).mean()) if len(score) else float("nan")
    inner = -np.diff(edges[:-1])
    width = float(inner.min() / np.median(sd)) if len(inner) and len(sd) else float("nan")
    counts = np.bincount(letter, minlength=len(edges)) if len(score) else np.zeros(len(edges), int)
    return Bands(tuple(names), tuple(edges), tuple(int(count) for count in counts), wrong, sure, width)
