"""Letters as boxes of their colour: one station's, week by week; and how many stations of a district have each."""

from __future__ import annotations

from collections.abc import Sequence

from ...sentence import Bilingual
from .scene import Group, Label, Mark, Scene, Size, box, level
from .trend import Weeks, monday_of

LEAST = 13
"""A row of letters has room for so many weeks at least, so that a young station's boxes are not wide."""


def scene(history: Weeks, size: Size) -> Scene:
    """The letter of each week (columns week, letter, in order of time) as a row of boxes."""
    known = [letter if isinstance(letter, str) else "" for letter in history["letter"]]
    text, step = size.text, size.width / max(len(known), LEAST)
    marks: list[Mark | Group] = []
    for position, (week, letter) in enumerate(zip(history["week"], known, strict=True)):
        x = position * step
        parts: list[Mark] = [box(x, 0, step - 1, size.height, f"letter {letter}" if letter else "no letter")]
        if letter:
            foot = (size.height + 0.67 * text) / 2
            parts.append(Label(x + (step - 1) / 2, foot, Bilingual.same(letter), f"on {letter}", 1, "center"))
        marks.append(Group(str(week), tuple(parts), f"{monday_of(week)}: {letter or '–'}"))
    return Scene("letters", size, tuple(marks))


def counts(letters: Sequence[tuple[str, int]], size: Size) -> Scene:
    """How many stations have each letter (letter, number), as one bar; a line where none has one."""
    text, total = size.text, sum(number for _, number in letters)
    if not total:
        return Scene("counts", size, (level(size.height / 2, 0, size.width, "grid"),))
    marks: list[Mark] = []
    x = 0.0
    for letter, number in letters:
        width = size.width * number / total
        if number:
            marks.append(box(x, 0, width, size.height, f"letter {letter}"))
        if width > 1.7 * text:
            said = f"{letter} {number}" if width > 2.9 * text else str(number)
            foot = (size.height + 0.76 * text) / 2
            marks.append(Label(x + width / 2, foot, Bilingual.same(said), f"on {letter}", 1, "center"))
        x += width
    return Scene("counts", size, tuple(marks))
