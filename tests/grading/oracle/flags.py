"""Days and weeks that are both too busy and too much alike: F1 and F1W (section 9 of docs/grading.md)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom, chi2, nbinom

from .rows import Rows, Span, by_day

PRAISE, BLAME = 1, -1


@dataclass(frozen=True)
class Rule:
    """Section 9: what F1 asks of a day, F1W of a week."""

    name: str
    days: int
    history: int
    least_alike: int
    least_mean: float
    least_dispersion: float


DAY, WEEK = Rule("F1", 1, 56, 5, 0.15, 0.02), Rule("F1W", 7, 8, 6, 1.0, 0.05)


@dataclass(frozen=True)
class Flag:
    """Alike rows of one station on one day or in one week."""

    rule: Rule
    station: int
    first_day: int
    side: int
    alike: int

    @property
    def key(self) -> tuple[str, int, int]:
        """What a person decides on: the day or week of the station, both sides."""
        return self.rule.name, self.station, self.first_day

    def meets(self, other: Flag) -> bool:
        """Whether another one speaks of the same side of a day of it."""
        ends = (flag.first_day + flag.rule.days for flag in (self, other))
        at_once = max(self.first_day, other.first_day) < min(ends)
        return at_once and (self.station, self.side) == (other.station, other.side)

    def holds(self, rows: Rows) -> np.ndarray:
        """The rows that it speaks of."""
        days = (rows.day >= self.first_day) & (rows.day < self.first_day + self.rule.days)
        return (rows.station == self.station) & days & (rows.alike == self.side)


@dataclass(frozen=True)
class Usual:
    """What the rules ask of a baseline: dispersion of a rule's counts, shares of all-best and of all-worst rows."""

    days: float
    weeks: float
    praise: float
    blame: float


def by_unit(rows: Rows, span: Span, rule: Rule) -> np.ndarray:
    """Rows of each station and day, or week."""
    return by_day(rows, span).reshape(span.stations, -1, rule.days).sum(axis=2)


def opened(span: Span, rule: Rule) -> int:
    """The first whole day, or week, of the campaign."""
    return -(-span.opened // rule.days)


def dispersion(rows: Rows, span: Span, rule: Rule, last_week: int) -> float:
    """Section 9: α of the negative binomial by moments, Σ((x − m)² − m) / Σ m², m the mean of the history."""
    counts = by_unit(rows, span, rule)
    above, size = 0.0, 0.0
    for unit in range(opened(span, rule) + rule.history, (last_week + 1 - span.first_week) * 7 // rule.days):
        mean = counts[:, unit - rule.history : unit].mean(axis=1)
        above += ((counts[:, unit] - mean) ** 2 - mean).sum()
        size += (mean**2).sum()
    return max(rule.least_dispersion, above / size) if size > 0 else rule.least_dispersion


def usual(rows: Rows, span: Span, first: int, last: int) -> Usual:
    """Section 9: what is usual in the weeks of a baseline."""
    alike = rows.alike[(rows.week >= first) & (rows.week <= last)]
    shares = [float((alike == side).mean()) if len(alike) else 0.0 for side in (PRAISE, BLAME)]
    return Usual(dispersion(rows, span, DAY, last), dispersion(rows, span, WEEK, last), *shares)


def is_forged(rows: int, alike: int, mean: float, share: float, alpha: float) -> bool:
    """Section 9: too busy (negative binomial, p < .01), too much alike (binomial, p < .05), together p < 1e-4 (Fisher)."""
    size = 1 / alpha
    busy, same = nbinom.sf(rows - 1, size, size / (size + mean)), binom.sf(alike - 1, rows, share)
    together = chi2.sf(-2 * math.log(busy * same), 4) if busy * same > 0 else 0.0
    return bool(busy < 0.01 and same < 0.05 and together < 1e-4)


def flags(rows: Rows, span: Span, rule: Rule, constants: list[tuple[int, Usual]]) -> list[Flag]:
    """Section 9: all flags of a rule; `constants` hold from their week on, the first of them from the beginning."""
    counts = by_unit(rows, span, rule)
    alike = {side: by_unit(rows.take(rows.alike == side), span, rule) for side in (PRAISE, BLAME)}
    flagged = np.zeros(counts.shape, bool)
    raised = []
    for station in range(span.stations):
        for unit in range(opened(span, rule) + rule.history, counts.shape[1]):
            history = slice(unit - rule.history, unit)
            empty = flagged[station, history]
            if counts[station, unit] < rule.least_alike or empty.all():
                continue
            first_day = 7 * span.first_week + rule.days * unit
            known = [known for week, known in constants if week <= first_day // 7] or [constants[0][1]]
            before = counts[station, history][~empty].sum()
            for side, share in ((PRAISE, known[-1].praise), (BLAME, known[-1].blame)):
                same = (alike[side][station, history][~empty].sum() + 20 * share) / (before + 20)
                mean = max(rule.least_mean, before / rule.history)
                here = int(alike[side][station, unit])
                alpha = known[-1].days if rule is DAY else known[-1].weeks
                if here >= rule.least_alike and is_forged(int(counts[station, unit]), here, mean, same, alpha):
                    flagged[station, unit] = True
                    raised.append(Flag(rule, station, first_day, side, here))
    return raised
