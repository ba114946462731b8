"""Responses per week as stacked columns: in grades, not in grades, in quarantine."""

from __future__ import annotations

import pandas as pd

from ...language import both, spoken
from ...nouns.week import Week
from .. import terms
from ..rhythm import Rhythm
from .scene import Group, Label, Mark, Scene, Size, box, level, whole_ticks
from .trend import monday_of

WAYS = ("graded", "other", "quarantined")
"""How responses were taken; each is a role too."""


def scene(rhythm: Rhythm, size: Size) -> Scene:
    """A column per week, with a legend under it."""
    weeks, text = rhythm.weeks, size.text
    left, top, bottom = 3.8 * text, 1.5 * text, size.height - 3.8 * text
    ticks = whole_ticks(int(weeks.sum(axis=1).max()))
    step, scale = (size.width - left) / len(weeks), (bottom - top) / ticks[-1]
    marks: list[Mark | Group] = []
    for tick in ticks:
        y = bottom - tick * scale
        marks.append(level(y, left, size.width, "grid"))
        marks.append(Label(left - 0.5 * text, y + 0.33 * text, spoken(tick), align="right"))
    names = [Week.of(pd.Timestamp(str(monday)).date()).label for monday in weeks.index]
    for position, (name, numbers) in enumerate(zip(names, weeks[list(WAYS)].to_numpy().tolist(), strict=True)):
        y, parts = bottom, []
        for way, number in zip(WAYS, numbers, strict=True):
            y -= number * scale
            parts.append(box(left + position * step + 0.08 * text, y, step - 0.17 * text, number * scale, way))
        marks.append(Group(name, tuple(parts), f"{monday_of(name)}: {' + '.join(map(str, numbers))}"))
    marks.append(Label(left, bottom + 1.5 * text, spoken(Week(names[0]))))
    marks.append(Label(size.width, bottom + 1.5 * text, spoken(Week(names[-1])), align="right"))
    third = size.width / len(WAYS)
    for position, way in enumerate(WAYS):
        x, foot = position * third, size.height - 0.5 * text
        marks.append(box(x, foot - 0.8 * text, 0.9 * text, 0.9 * text, way))
        marks.append(Label(x + 1.3 * text, foot, both(terms.WAYS[way]), room=third - 1.6 * text))
    return Scene("weeks", size, tuple(marks))
