"""What the book said before a week: what the grades of that week go on from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..grading.columns import Level
from ..grading.method.memory import Announced, AnnouncedWeek
from ..nouns import week as weeks
from .bands import bands_since
from .book import Book
from .corrections import corrected, held_as_corrected
from .release import OFFICE, QUESTIONS, grade_of


def announced_weeks(book: Book, week: str) -> Announced:
    """What the book said before a week, corrected: what the grades of that week go on from."""
    announced = {}
    for name, body in _before(book, week):
        release = grade_of(body)
        if release["held"] is None:
            continue
        figures = corrected(release["figures"], book.corrections(name))
        rows = [
            {"letter": "", "standing": "", **row, "code": code}
            for level in (Level.STATION, Level.DISTRICT)
            for code, row in figures[str(level)].items()
            if row.get("score") is not None
        ]
        held = held_as_corrected(release["held"], book.corrections(name))
        constants = body.get("constants", {})
        by = constants[max(constants)] if constants else ""
        number = weeks.read_week(name)
        announced[number] = AnnouncedWeek(number, held, rows, body.get(QUESTIONS, {}), by, body.get("decisions", 0))
    return Announced(announced, bands_since(book, week))


def announced_signs(book: Book, week: str) -> Announced:
    """What the office knew before a week in addition: alarms and money flags that are held."""
    held = {weeks.read_week(name): body[OFFICE]["held"] for name, body in _before(book, week)}
    announced = {number: AnnouncedWeek(number, signs) for number, signs in held.items() if signs}
    return Announced(announced, bands_since(book, week))


def _before(book: Book, week: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The last edition of each week before this one."""
    for name in book.weeks:
        if name < week:
            yield name, book.editions(name)[-1].body
