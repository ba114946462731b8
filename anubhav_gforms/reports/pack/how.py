"""The last page: how to read it all, and which responses came. Both languages side by side."""

from __future__ import annotations

from collections.abc import Iterator

from ...language import both, spoken
from ...paper import Face, wrap
from ...sentence import Bilingual
from .. import phrases
from ..how_read import how_to_read
from ..shown.rows import came
from .sheet import FOOT, MARGIN, WIDTH, Sheet

SIZE = 9.0
GAP = 26.0


def how_page(sheet: Sheet, *, notes: bool = True) -> None:
    """One page as a rule, each sentence in the pack's languages beside each other; `notes`: what grading says of single stations, for
    the whole range."""
    contents = sheet.contents
    said = [*how_to_read(contents), *(contents.said_notes if notes else ()), *_came(sheet)]
    speaks = len(sheet.say(Bilingual("अ", "a")))
    room = (WIDTH - 2 * MARGIN - GAP * (speaks - 1)) / speaks
    sheet.begin(both("How to read this"), "how")
    for text in said:
        sides = sheet.say(text)
        lines = [wrap(side, Face.REGULAR, SIZE, room) for side in (sides if len(sides) == speaks else sides * speaks)]
        parts = [sheet.canvas.begun("P", language=sheet.canvas.other_language(side)) for side in sides]
        for number in range(max(map(len, lines))):
            if sheet.y < FOOT + 10:
                sheet.begin(both("How to read this"))
            for position, side in enumerate(lines):
                if number < len(side) and side[number]:
                    with sheet.canvas.within(parts[min(position, len(parts) - 1)]):
                        sheet.text(MARGIN + position * (room + GAP), sheet.y, side[number], Face.REGULAR, SIZE)
            sheet.y -= SIZE * 1.35
        sheet.y -= 4


def _came(sheet: Sheet) -> Iterator[Bilingual]:
    """Which responses came, and which were not used; nothing where that is not told."""
    freshness = sheet.contents.freshness
    if freshness.received is None:
        return
    yield both(phrases.CAME_LEAD, received=freshness.received)
    for title, counts in came(sheet.contents):
        named = (name + f" {spoken(count).en}" for name, count in counts)
        yield both(title) + " " + Bilingual.in_a_row(named)
    yield both(phrases.EDITED_DELETED, edited=freshness.edited, deleted=freshness.deleted)
