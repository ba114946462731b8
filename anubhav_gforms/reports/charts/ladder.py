"""Intervals over the bands of the letters: the graded stations of a district, and the bar of one station."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ...language import both
from ...sentence import Bilingual
from .. import terms
from ..digits import tenth_said, whole_said
from .marks import standing_dot
from .scene import Area, Group, Label, Mark, Scene, Size, box, level


@dataclass(frozen=True, slots=True)
class Axis:
    """A horizontal axis of points from `start` to 100."""

    start: float

    def share(self, points: float) -> float:
        """Where these points lie, 0 (left end) to 1; what is below the start lies at the left end."""
        inside = self.start if points < self.start else min(points, 100.0)
        return (inside - self.start) / (100.0 - self.start)


def axis(lows: pd.Series) -> Axis:
    """One axis for all intervals of a report: from the ten below the lowest of these ends, so that differences can be seen."""
    lowest = lows.min() if len(lows) else 0.0
    return Axis(float(min(80.0, max(0.0, np.floor(lowest / 10) * 10))))


def bands(edges: Mapping[str, float], scale: Axis) -> list[tuple[str, float, float]]:
    """(letter, where its band starts, where it ends), as shares of the axis, the best first; those off the axis left out."""
    ends = [100.0, *edges.values()]
    spans = [
        (letter, scale.share(edge), scale.share(end)) for (letter, edge), end in zip(edges.items(), ends, strict=False)
    ]
    return [(letter, start, end) for letter, start, end in spans if end > start]


def height(stations: int, text: float) -> float:
    """Points that a ladder of so many stations needs."""
    return (2.0 + 1.67 * stations) * text


def scene(rows: Sequence[Mapping[str, Any]], size: Size, *, scale: Axis, edges: Mapping[str, float]) -> Scene:
    """A line per station over the letters' bands, in the order of `rows`: code, names, kind, score, low, high, verdict."""
    text, left, top = size.text, 0.44 * size.width, 1.67 * size.text
    wide = size.width - left - 0.67 * text
    marks: list[Mark | Group] = []
    for letter, start, end in bands(edges, scale):
        x, width = left + start * wide, (end - start) * wide
        marks.append(box(x, top, width, size.height - top - 0.17 * text, f"letter {letter}", 0.16))
        marks.append(Label(x + width / 2, top - 0.5 * text, Bilingual.same(letter), "tick", 0.92, "center"))
    for position, (row, name) in enumerate(zip(rows, _names(rows), strict=True)):
        y = top + 1.67 * text * (position + 0.5)
        span = "–".join(whole_said(row[name]) for name in ("low", "high"))
        title = f"{row['name_en']} · {row['name_hi']} · {tenth_said(row['score'])} ({span})"
        low, at, high = (left + scale.share(row[name]) * wide for name in ("low", "score", "high"))
        parts = (
            box(0, y - 0.83 * text, size.width, 1.67 * text, "touched", 0.0),
            Label(left - 0.67 * text, y + 0.33 * text, name, "name", align="right", room=left - 0.67 * text),
            level(y, low, high, "interval"),
            standing_dot(at, y, row["verdict"], 0.38 * text),
        )
        marks.append(Group(row["code"], parts, title))
    return Scene("ladder", size, tuple(marks))


def bar(row: Mapping[str, Any], size: Size, *, scale: Axis, edges: Mapping[str, float]) -> Scene:
    """One interval on the bands: `row` has low, score, high and perhaps verdict. As high as its band."""
    middle = size.height / 2
    areas: list[Area] = [
        box(start * size.width, 0, (end - start) * size.width, size.height, f"letter {letter}", 0.4)
        for letter, start, end in bands(edges, scale)
    ]
    low, at, high = (scale.share(row[name]) * size.width for name in ("low", "score", "high"))
    dot = standing_dot(at, middle, str(row.get("verdict", "")), 0.4 * size.text)
    return Scene("bar", size, (*areas, level(middle, low, high, "interval"), dot))


def _names(rows: Sequence[Mapping[str, Any]]) -> list[Bilingual]:
    """Names for the ladder of a district: an office that is the only one of its kind goes by its kind's name."""
    kinds = [row["kind"] for row in rows]
    return [
        both(terms.KINDS[row["kind"]])
        if kinds.count(row["kind"]) == 1 and row["kind"] not in ("thana", "chowki")
        else Bilingual(_short(row["name_hi"]), _short(row["name_en"]))
        for row in rows
    ]


def _short(name: str, most: int = 24) -> str:
    """The name without "Police Station" or "थाना", cut at a word where it is still too long."""
    name = name.replace(" Police Station", "").replace(" Police Outpost", " Outpost").removeprefix("थाना ")
    return name if len(name) <= most else name[: most - 1].rsplit(" ", 1)[0] + "…"
