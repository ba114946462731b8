"""Scores → letters: bands, the probability of each letter, and the rule that keeps a letter until the change is sure.

Letters are numbered best first: 0 is the best, -1 is none. `edges` are the lower edges in the same order, the last one 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from ...campaign.grading import Grading
from ..arrays import Bools, Floats, Ints

NONE = -1


def band(score: npt.ArrayLike, edges: Sequence[float]) -> Ints:
    """Number of the letter in whose band a score lies; lower edges are inclusive, and the worst band has no end."""
    rising = np.asarray(edges[::-1], dtype=float)
    position = np.searchsorted(rising, np.asarray(score, dtype=float), side="right") - 1
    return np.asarray(len(edges) - 1 - np.maximum(position, 0), dtype=np.int64)


def probabilities(score: npt.ArrayLike, sd: npt.ArrayLike, edges: Sequence[float]) -> Floats:
    """(..., letters): P(truth lies in the band) = Phi((hi-score)/sd) - Phi((lo-score)/sd), open at both ends; best first."""
    score, sd = np.asarray(score, dtype=float)[..., None], np.asarray(sd, dtype=float)[..., None]
    below = ndtr((np.asarray(edges[:-1], dtype=float) - score) / sd)
    shape = (*below.shape[:-1], 1)
    below = np.concatenate([np.ones(shape), below, np.zeros(shape)], axis=-1)
    return np.asarray(below[..., :-1] - below[..., 1:])


def certainty(
    score: npt.ArrayLike, sd: npt.ArrayLike, held: npt.ArrayLike, edges: Sequence[float]
) -> tuple[Floats, Floats]:
    """(P(truth > upper edge), P(truth < lower edge)) of the letters `held`; 0 beyond the open ends."""
    score, sd, held = np.asarray(score, float), np.asarray(sd, float), np.maximum(np.asarray(held, np.int64), 0)
    lower = np.append(np.asarray(edges[:-1], dtype=float), -np.inf)
    upper = np.concatenate([[np.inf], lower[:-1]])
    return np.asarray(ndtr((score - upper[held]) / sd)), np.asarray(ndtr((lower[held] - score) / sd))


def next_letter(
    score: npt.ArrayLike, sd: npt.ArrayLike, previous: npt.ArrayLike, edges: Sequence[float], sure: float
) -> Ints:
    """The letter after this week. `previous` is NONE where there was none: then it is the band of the score.

    Kept, unless the score lies in a better band and P(truth > upper edge of the previous) >= sure, or in a worse one and
    P(truth < its lower edge) >= sure; then it is the band of the score.
    """
    previous, g = np.asarray(previous, dtype=np.int64), band(score, edges)
    up, down = certainty(score, sd, previous, edges)
    rises = (g < previous) & (up >= sure)
    falls = (g > previous) & (down >= sure)
    return np.where((previous == NONE) | rises | falls, g, previous)


def touched(low: npt.ArrayLike, high: npt.ArrayLike, edges: Sequence[float]) -> Ints:
    """How many letters an interval touches."""
    return np.asarray(band(low, edges) - band(high, edges) + 1)


def cap_of(rules: Grading) -> int:
    """The letter above which none is shown where money is asked; NONE for no cap."""
    return rules.letters.index(rules.integrity.cap) if rules.integrity.cap else NONE


def capped_letter(letter: Ints, capped: Bools, cap: int) -> Ints:
    """The letter shown: no better than `cap` where a cap is in force."""
    return np.where(capped & (letter != NONE) & (cap >= 0), np.maximum(letter, cap), letter)
