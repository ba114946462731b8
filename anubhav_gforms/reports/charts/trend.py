"""One station week by week: its means, the limits within which such weeks only vary, and the weeks outside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from ...grading.formulas.trend import limits_by_n, xmr
from ...language import spoken
from ...nouns.week import Week
from ...sentence import Bilingual
from ..digits import tenth_said
from .scene import Area, Dot, DotShape, Group, Label, Mark, Point, Scene, Size, Stroke, level

Weeks = pd.DataFrame | Mapping[str, Sequence[Any]]
"""Columns of one place, a row a week."""
LEAST = 3
"""Weeks without which there is no picture."""


@cache
def monday_of(week: str) -> str:
    """The first day of a week ("2026-W47"), as the page says it of each of a thousand dots."""
    return f"{Week(week).monday:%d.%m.%Y}"


@dataclass(frozen=True)
class WeekChart:
    """One station's weekly means against their limits."""

    mean: float  # points
    low: tuple[float, ...]  # points, a week each
    high: tuple[float, ...]  # points, a week each
    special: tuple[bool, ...]  # whether the week is outside its limits, or part of a run that chance hardly makes
    by_n: bool  # weekly numbers vary more than threefold, so that each week has limits of its own


def week_chart(weekly: Weeks) -> WeekChart | None:
    """XmR limits of weekly means (columns n, mean, v, in order of time), or limits by n; None below 12 weeks."""
    means = np.asarray(weekly["mean"], dtype=float)
    chart = xmr(means)
    if chart is None:
        return None
    own = limits_by_n(weekly["n"], weekly["v"], chart.mean)
    if own:
        special = (means < own[0]) | (means > own[1])
        low, high = own
    else:
        special = np.array(chart.special)
        low, high = np.full(len(means), chart.low), np.full(len(means), chart.high)
    low, high = np.clip(low, 0, 100), np.clip(high, 0, 100)
    return WeekChart(chart.mean, tuple(low.tolist()), tuple(high.tolist()), tuple(special.tolist()), own is not None)


def scene(weekly: Weeks, size: Size, *, chart: WeekChart | None = None) -> Scene:
    """Weekly means (columns week, n, mean, v, in order of time), with limits and special weeks from 12 weeks on; `chart`: their
    `week_chart`, where it was made before."""
    text = size.text
    left, right, top, bottom = 2.5 * text, size.width - 0.67 * text, 0.67 * text, size.height - 1.83 * text
    means = [float(value) for value in weekly["mean"]]
    names = [str(week) for week in weekly["week"]]
    chart = chart or week_chart(weekly)
    edges = [*chart.low, *chart.high] if chart else []
    low, high = max(0.0, min([*means, *edges]) - 3), min(100.0, max([*means, *edges]) + 3)

    def level_of(points: float) -> float:
        inside = min(max(points, low), high)
        return top + (high - inside) / max(high - low, 1) * (bottom - top)

    def course(weeks: Iterable[float]) -> list[Point]:
        return [*zip(xs, map(level_of, weeks), strict=True)]

    xs = [left + position / max(1, len(means) - 1) * (right - left) for position in range(len(means))]

    marks: list[Mark | Group] = []
    if chart:
        marks.append(Area((*course(chart.high), *reversed(course(chart.low))), "inner limit"))
        marks.append(level(level_of(chart.mean), left, right, "centre"))
        for points in (chart.mean, min(chart.low), max(chart.high)):
            y = level_of(points) + 0.33 * text
            marks.append(Label(left - 0.42 * text, y, Bilingual.same(f"{points:.0f}"), align="right"))
    drawn = course(means)
    marks.append(Stroke(tuple(drawn), "course"))
    special = chart.special if chart else (False,) * len(means)
    for (x, y), outside, week, mean, n in zip(drawn, special, names, means, weekly["n"], strict=True):
        dot = (
            Dot(x, y, 0.5 * text, DotShape.DIAMOND, "special")
            if outside
            else Dot(x, y, 0.36 * text, DotShape.CIRCLE, "week")
        )
        marks.append(Group(week, (dot,), f"{monday_of(week)}: {tenth_said(mean)} (n {int(n)})"))
    foot = size.height - 0.33 * text
    marks.append(Label(left, foot, spoken(Week(names[0]))))
    marks.append(Label(right, foot, spoken(Week(names[-1])), align="right"))
    return Scene("trend", size, tuple(marks))
