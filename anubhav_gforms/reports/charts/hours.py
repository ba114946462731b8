"""Hours of the week at which responses come: seven rows of 24 boxes, the darker the more."""

from __future__ import annotations

from ...language import both
from ...sentence import Bilingual
from .. import terms
from ..rhythm import Rhythm
from .scene import Group, Label, Mark, Scene, Size, box


def scene(rhythm: Rhythm, size: Size) -> Scene:
    """Monday on top; each hour says how many came."""
    text = size.text
    left, top = 7.0 * text, 1.8 * text
    step, row = (size.width - left) / 24, (size.height - top) / 7
    most = max(1, int(rhythm.hours.to_numpy().max()))
    marks: list[Mark | Group] = [
        Label(left + hour * step, 1.3 * text, Bilingual.same(f"{hour:02d}")) for hour in range(0, 24, 3)
    ]
    for day, (name, numbers) in enumerate(zip(terms.DAYS.values(), rhythm.hours.to_numpy().tolist(), strict=True)):
        y = top + day * row
        foot = y + (row + 0.67 * text) / 2
        marks.append(Label(left - 0.67 * text, foot, both(name), "name", align="right", room=left - 0.67 * text))
        for hour, number in enumerate(numbers):
            x, strength = left + hour * step, 0.06 + 0.94 * (number / most) ** 0.5 if number else 1.0
            part = box(x, y, step - 0.1 * text, row - 0.12 * text, "hour" if number else "no hour", strength)
            marks.append(Group(f"{day}-{hour:02d}", (part,), f"{hour:02d}:00 {number}"))
    return Scene("hours", size, tuple(marks))
