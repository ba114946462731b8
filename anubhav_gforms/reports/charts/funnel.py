"""Means by number of responses, and where luck alone would put them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from ...language import both
from ...sentence import Bilingual
from ..contents import Contents
from ..digits import tenth_said
from ..records import records
from .marks import SHAPES, standing_dot
from .scene import Area, Group, Label, Mark, Point, Scene, Size, level

LIMITS = (0.95, 0.998)
TICKS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Numbers of responses that the axis may name."""
DRAWN_FROM = "drawn_from"
"""A column that holds `before_shrinkage` where the others have too few digits to count it from them."""


@dataclass(frozen=True)
class Funnel:
    """Mean by number of responses, and where luck alone would put them."""

    points: pd.DataFrame  # code, name_en, name_hi, n, mean (points), verdict, letter
    limits: pd.DataFrame  # n, low_95, high_95, low_99.8, high_99.8 (points)
    centre: float  # points


def funnel(contents: Contents) -> Funnel | None:
    """Stations' means against their numbers of responses, with limits `centre ± z sqrt(s2/n)`. None when none is graded.

    s2 is the spread of one response, taken back from the stations' own uncertainty: V = sd²/reliability, s2 = median V n.
    """
    graded = contents.graded
    if graded.empty:
        return None
    mean = graded[DRAWN_FROM] if DRAWN_FROM in graded else before_shrinkage(graded)
    variance = graded["sd"] ** 2
    if "reliability" in graded:
        variance = variance / graded["reliability"].astype(float).fillna(1.0).clip(lower=0.05)
    spread = float(np.nanmedian(variance * graded["n"]))
    centre = float(np.average(mean, weights=graded["n"]))
    numbers = np.geomspace(0.8 * float(graded["n"].min()), 1.25 * float(graded["n"].max()), 48)
    limits = pd.DataFrame({"n": numbers})
    for share in LIMITS:
        half = ndtri((1 + share) / 2) * np.sqrt(spread / numbers)
        limits[f"low_{share * 100:g}"] = np.clip(centre - half, 0, 100)
        limits[f"high_{share * 100:g}"] = np.clip(centre + half, 0, 100)
    points = graded[["code", "name_en", "name_hi", "n", "verdict", "letter"]].assign(mean=mean)
    return Funnel(points, limits, centre)


def before_shrinkage(graded: pd.DataFrame) -> pd.Series:
    """The adjusted mean that a score was drawn from: score = kind mean + R (mean - kind mean), solved for the mean."""
    if "kind_mean" not in graded or "reliability" not in graded:
        return graded["score"].astype(float)
    drawn = graded["kind_mean"] + (graded["score"] - graded["kind_mean"]) / graded["reliability"].clip(lower=0.05)
    return drawn.astype(float).fillna(graded["score"].astype(float)).clip(0, 100)


def scene(data: Funnel, size: Size) -> Scene:
    """A dot per station over both funnels; responses grow to the right, on a scale of ratios."""
    text = size.text
    left, right, top, bottom = 4.8 * text, size.width - 1.2 * text, 1.2 * text, size.height - 4.3 * text
    first, last = (math.log(data.limits["n"].iloc[end]) for end in (0, -1))
    means = [*data.points["mean"].astype(float), data.centre]
    low = max(0.0, math.floor((min(means) - 4) / 10) * 10)
    high = min(100.0, math.ceil((max(means) + 4) / 10) * 10)

    def at(n: float, points: float) -> Point:
        inside = min(max(points, low), high)
        return left + (math.log(n) - first) / (last - first) * (right - left), top + (high - inside) / (high - low) * (
            bottom - top
        )

    start = math.exp(first)
    marks: list[Mark | Group] = []
    for tick in range(int(low), int(high) + 1, 10):
        _, y = at(start, tick)
        marks += [level(y, left, right, "grid"), Label(left - 0.67 * text, y + 0.33 * text, _same(tick), align="right")]
    for tick in TICKS:
        if first <= math.log(tick) <= last:
            marks.append(Label(at(tick, low)[0], bottom + 1.67 * text, _same(tick), align="center"))
    for share, role in (("99.8", "outer limit"), ("95", "inner limit")):
        edges = data.limits[["n", f"low_{share}", f"high_{share}"]].to_numpy(float).tolist()
        above, below = [at(n, points) for n, _, points in edges], [at(n, points) for n, points, _ in edges]
        marks.append(Area((*above, *reversed(below)), role))
    marks.append(level(at(start, data.centre)[1], left, right, "centre"))
    for point in sorted(records(data.points), key=lambda point: point["verdict"] in SHAPES):
        title = f"{point['name_en']} · {point['name_hi']} · {tenth_said(point['mean'])} · n {point['n']:.0f}"
        dot = standing_dot(*at(point["n"], point["mean"]), point["verdict"], 0.42 * text)
        marks.append(Group(point["code"], (dot,), title))
    middle, foot = (left + right) / 2, size.height - 0.67 * text
    marks.append(Label(middle, foot, both("number of responses"), "axis", 1.08, "center", right - left))
    marks.append(Label(text, (top + bottom) / 2, both("mean, points"), "axis", 1.08, "center", turned=True))
    return Scene("funnel", size, tuple(marks))


def _same(tick: int) -> Bilingual:
    return Bilingual.same(str(tick))
