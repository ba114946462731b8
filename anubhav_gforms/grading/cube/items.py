"""The graded questions: weights, points of each answer, and every possible pattern of answers with its meaning.

A response's ratings are one small number, its *pattern*: a digit 0..5 for each item in base 6, 0 for a blank. What a
pattern means (points, gaps, all best) is looked up in a table, so a million responses need a million look-ups and no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..arrays import Bools, Floats, Ints

LEVELS = 5
BASE = LEVELS + 1
TOP, BAD = 4, 2
"""A rating from here on is among the best two; up to here it is bad."""
SCALE = 10_000
"""Weights and composite points are kept as whole ten-thousandths: sums are exact in every engine and in any order."""
HUNDREDTH = SCALE**2 // 100
"""A hundredth of a point^2."""


@dataclass(frozen=True)
class Items:
    """The graded questions, in the order of the config.

    `weights` are whole ten-thousandths and sum to 10,000. `points[q][r]` are the points (whole, 0..100) of answer r = 1..5
    to item q; `points[q][0]` is 0 and stands for a blank.
    """

    keys: tuple[str, ...]
    weights: tuple[int, ...]
    points: tuple[tuple[int, ...], ...]

    @classmethod
    def make(cls, weights: Mapping[str, float], steps: Mapping[str, Sequence[int]] | None = None) -> Items:
        """Items of the config. Without steps an answer r on L levels has 100 (r-1)/(L-1) points."""
        parts = np.array([weight * SCALE for weight in weights.values()])
        whole = np.floor(parts + 1e-6).astype(int)
        for index in np.argsort(whole - parts, kind="stable")[: SCALE - whole.sum()]:
            whole[index] += 1
        even = tuple(100 * level // (LEVELS - 1) for level in range(LEVELS))
        points = tuple((0, *(tuple(steps[key]) if steps and key in steps else even)) for key in weights)
        return cls(tuple(weights), tuple(int(part) for part in whole), points)

    @property
    def count(self) -> int:
        return len(self.keys)

    @property
    def shares(self) -> Floats:
        """Weights W_q, summing to 1."""
        return np.array(self.weights, dtype=float) / SCALE

    @property
    def patterns(self) -> int:
        """How many patterns there are."""
        return int(BASE**self.count)

    @cached_property
    def answers(self) -> npt.NDArray[np.int8]:
        """(patterns, items): the answer 1..5 to each item, 0 for a blank."""
        codes = np.arange(self.patterns)
        return np.stack([(codes // BASE**q) % BASE for q in range(self.count)], axis=1).astype(np.int8)

    @cached_property
    def item_points(self) -> Ints:
        """(patterns, items): points of each answer; 0 for a blank."""
        return np.stack([np.array(self.points[q])[self.answers[:, q]] for q in range(self.count)], axis=1)

    @cached_property
    def complete(self) -> Bools:
        """(patterns,): no item is blank."""
        return np.asarray((self.answers > 0).all(axis=1))

    @cached_property
    def gap(self) -> Ints:
        """(patterns,): 0 for a complete pattern, else the pattern + 1."""
        return np.where(self.complete, 0, np.arange(self.patterns) + 1)

    @cached_property
    def composite(self) -> Ints:
        """(patterns,): sum of weight x points in ten-thousandths of a point; 0 where an item is blank."""
        return np.where(self.complete, self.item_points @ np.array(self.weights), 0)

    @cached_property
    def apart(self) -> Ints:
        """(patterns, items): (points of the item - composite)^2 in hundredths of a point^2, rounded; 0 where one is blank."""
        away = np.where(self.complete[:, None], self.item_points * SCALE - self.composite[:, None], 0)
        return np.asarray((away**2 + HUNDREDTH // 2) // HUNDREDTH)

    @cached_property
    def lowest(self) -> Ints:
        """(patterns,): the composite, but 100 points where one is blank and for all-worst ones."""
        return np.where(self.complete & ~self.worst, self.composite, 100 * SCALE)

    @cached_property
    def highest(self) -> Ints:
        """(patterns,): the composite, but 0 where one is blank and for all-best ones."""
        return np.where(self.complete & ~self.best, self.composite, 0)

    @cached_property
    def enough(self) -> Bools:
        """(patterns,): the answered items carry at least half of the weight."""
        return np.asarray(((self.answers > 0) @ np.array(self.weights)) * 2 >= SCALE)

    @cached_property
    def best(self) -> Bools:
        """(patterns,): every answered item has the best answer."""
        return np.asarray(((self.answers == LEVELS) | (self.answers == 0)).all(axis=1) & (self.answers > 0).any(axis=1))

    @cached_property
    def worst(self) -> Bools:
        """(patterns,): every answered item has the worst answer."""
        return np.asarray((self.answers <= 1).all(axis=1) & (self.answers > 0).any(axis=1))

    @cached_property
    def straight(self) -> Bools:
        """(patterns,): complete, and all answers are the same."""
        return np.asarray(self.complete & (self.answers == self.answers[:, :1]).all(axis=1))


def composite(points: npt.ArrayLike, shares: npt.ArrayLike, means: npt.ArrayLike) -> Floats:
    """One number from the items of a response; a skipped item neither helps nor hurts.

    y = sum_answered W_q (s_q - m_q) / sum_answered W_q + sum_all W_q m_q, clipped to 0..100. `points` (rows, items) with
    NaN for a blank, `shares` W_q (items,), `means` m_q (items,); all in points 0..100. NaN when nothing was answered.
    """
    s, w, m = (np.asarray(value, dtype=float) for value in (points, shares, means))
    s = np.atleast_2d(s)
    answered = ~np.isnan(s)
    weight = np.where(answered, w, 0.0).sum(axis=1)
    excess = np.where(answered, w * (s - m), 0.0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.clip(np.where(weight > 0, excess / weight, np.nan) + (w * m).sum(), 0, 100))


def gap_composites(items: Items, means: npt.ArrayLike) -> Floats:
    """(patterns + 1,): composite of each gap (a pattern with a blank, plus 1), given the item means. Index 0 is unused."""
    points = np.where(items.answers > 0, items.item_points.astype(float), np.nan)
    values = np.zeros(items.patterns + 1)
    blank = ~items.complete
    values[1:][blank] = np.nan_to_num(composite(points[blank], items.shares, means))
    return values
