"""Rows that count, the caps of their days and the cells of station and week (sections 1 and 4 of docs/grading.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np

WEIGHTS = np.array([0.25, 0.20, 0.20, 0.20, 0.15])
"""Of the five items: behaviour, heard, promptness, overall, facilities."""

OVERALL = 3
"""The place of the overall rating among them."""


@dataclass(frozen=True)
class Rows:
    """Answers in the order of station, day and id; week w has the days 7 w to 7 w + 6. A blank rating is NaN, a blank text ""."""

    station: np.ndarray
    day: np.ndarray
    ratings: np.ndarray
    purpose: np.ndarray
    money: np.ndarray  # "yes", "no" or ""

    def __len__(self) -> int:
        return len(self.station)

    def take(self, which: np.ndarray) -> Rows:
        """Some of the rows, in the same order."""
        return Rows(*(getattr(self, field.name)[which] for field in fields(self)))

    def with_rows(self, more: Rows) -> Rows:
        """These rows and some more, in the order of all."""
        all_rows = Rows(
            *(np.concatenate([getattr(part, field.name) for part in (self, more)]) for field in fields(self))
        )
        return all_rows.take(np.lexsort([np.arange(len(all_rows)), all_rows.day, all_rows.station]))

    @property
    def week(self) -> np.ndarray:
        return self.day // 7

    @property
    def complete(self) -> np.ndarray:
        """The rows without a blank rating."""
        return ~np.isnan(self.ratings).any(axis=1)

    @property
    def rated(self) -> np.ndarray:
        """Section 1: the ratings it has carry at least half of the weights."""
        return (~np.isnan(self.ratings) * WEIGHTS).sum(axis=1) >= 0.5 - 1e-9

    @property
    def alike(self) -> np.ndarray:
        """Section 9: 1 where all ratings are the best, −1 where all are the worst, blanks aside; else 0."""
        blank = np.isnan(self.ratings)
        best, worst = (((self.ratings == rating) | blank).all(axis=1) for rating in (5, 1))
        return best.astype(int) - worst


@dataclass(frozen=True)
class Span:
    """The weeks from the first row on; days and weeks of arrays are counted from `first_week`."""

    stations: int
    first_week: int
    last_week: int
    first_day: int

    @property
    def weeks(self) -> int:
        return self.last_week + 1 - self.first_week

    @property
    def opened(self) -> int:
        """The first day of the campaign, counted as the arrays count."""
        return self.first_day - 7 * self.first_week


def by_day(rows: Rows, span: Span) -> np.ndarray:
    """Rows of each station and day."""
    counts = np.zeros((span.stations, 7 * span.weeks))
    for station, day in zip(rows.station, rows.day, strict=True):
        counts[station, day - 7 * span.first_week] += 1
    return counts


def caps(counts: np.ndarray, days: Iterable[int], opened: int, crowds: bool = True) -> np.ndarray:
    """Section 4, for some days: cap = max(2, 3 × mean rows a day over the 56 days before); without `crowds` (money, section 9) an
    earlier day counts in what is usual at most at its own cap."""
    cap, usual = np.full(counts.shape, 2.0), counts.copy()
    for day in days:
        before = usual[:, max(opened, day - 56) : day]
        if before.shape[1]:
            cap[:, day] = np.maximum(2, 3 * before.sum(axis=1) / before.shape[1])
        if not crowds:
            usual[:, day] = np.minimum(counts[:, day], cap[:, day])
    return cap


def cells(rows: Rows, values: np.ndarray, span: Span) -> tuple[np.ndarray, np.ndarray]:
    """Section 4: w = min(1, cap/rows that day); of each station and week n = Σ w, and Σ w y*."""
    counts = by_day(rows, span)
    busy = np.flatnonzero(counts.any(axis=0))
    weights = np.minimum(1, caps(counts, busy, span.opened) / np.maximum(counts, 1))
    n, total = np.zeros((span.stations, span.weeks)), np.zeros((span.stations, span.weeks))
    for station, day, value in zip(rows.station, rows.day - 7 * span.first_week, values, strict=True):
        n[station, day // 7] += weights[station, day]
        total[station, day // 7] += weights[station, day] * value
    return n, total
