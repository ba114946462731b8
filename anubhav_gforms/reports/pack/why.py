"""The stations that are named: all of them in full, and in a district's pack what each shall change and keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...grading.columns import letters_of
from ...language import both
from ...paper import Face, wrap
from .. import phrases
from ..digits import tenth_said
from ..palette import BAD, GOOD, INK, QUIET, shades
from ..reason_words import say_reasons
from ..shown.facts import said_reasons
from ..verdicts import ATTENTION, PRAISE
from .headline import listing
from .names import badge, names_of
from .sheet import FOOT, LINE, MARGIN, WIDTH, Sheet

ON_COLUMN = 15
"""Names in a column of a page of all names."""
CARDS = 3
"""Pages of cards at most; who finds no room there is in the list of names."""
GAP = 26.0


def others_named(sheet: Sheet, named: Mapping[str, Sequence[dict[str, Any]]], shown: int) -> None:
    """Those of both lists whom the first page, with room for `shown` of each, could not name."""
    parts = [
        (verdict, rows[start : start + ON_COLUMN])
        for verdict, rows in named.items()
        for start in range(shown, len(rows), ON_COLUMN)
    ]
    wide = (WIDTH - 2 * MARGIN - 2 * GAP) / 3
    top = 0.0
    for position, (verdict, rows) in enumerate(parts):
        if position % 3 == 0:
            sheet.begin(both("Who is named, continued"))
            top = sheet.y - 6
        sheet.y = top
        x = MARGIN + position % 3 * (wide + GAP)
        listing(sheet, x, wide, verdict, rows, ON_COLUMN, len(named[verdict]))


def why_pages(sheet: Sheet, named: Mapping[str, Sequence[dict[str, Any]]]) -> None:
    """A card per named station with its reasons, those that need attention first; none where nothing is known."""
    wide = (WIDTH - 2 * MARGIN - GAP) / 2
    cards = [
        (row, lines)
        for verdict in (ATTENTION, PRAISE)
        for row in named[verdict]
        if (lines := card_lines(sheet, row, wide))
    ]
    column, pages = 2, 0
    for row, lines in cards:
        tall = 34 + 12.5 * len(lines)
        if column == 2 or sheet.y - tall < FOOT + 6:
            column += 1
            if column >= 2:
                if pages == CARDS:
                    return
                sheet.begin(both("What to change first, what to keep"), "" if pages else "why")
                pages, column, top = pages + 1, 0, sheet.y
            sheet.y = top
        _card(sheet, MARGIN + column * (wide + GAP), wide, row, lines)


def card_lines(sheet: Sheet, row: Mapping[str, Any], wide: float) -> list[tuple[Face, str]]:
    """The lines of a card in the pack's first language: what to change first, then what to keep."""
    said = say_reasons(sheet.contents, str(row["code"]))
    lines: list[tuple[Face, str]] = []
    for title, sentences in ((phrases.CHANGE_FIRST, said.change[:2]), (phrases.KEEP, said.keep[:2])):
        if sentences:
            lines.append((Face.SEMIBOLD, sheet.say(both(title))[0]))
        for sentence in sentences:
            lines += [(Face.REGULAR, line) for line in wrap(sheet.say(sentence)[0], Face.REGULAR, 9.5, wide)]
    return lines


def _card(sheet: Sheet, x: float, wide: float, row: Mapping[str, Any], lines: Sequence[tuple[Face, str]]) -> None:
    colour = GOOD if row["verdict"] == PRAISE else BAD
    sheet.box(x, sheet.y + 13, wide, 2.5, colour)
    sheet.head(x, sheet.y - 2, sheet.say(names_of(row))[0], 12, wide - 84)
    if row["score"] is not None:
        sheet.text(x + wide - 42, sheet.y - 2, tenth_said(row["score"]), Face.REGULAR, 11, INK, "right")
    badge(sheet, x + wide - 16, sheet.y - 2, letters_of(row), row["status"], shades(sheet.contents.letters), 10)
    sheet.fit(x, sheet.y - 14, sheet.joined(said_reasons(dict(row))), Face.REGULAR, 9, wide - 84, QUIET)
    sheet.y -= 28
    for face, line in lines:
        sheet.text(x, sheet.y, line, face, 9.5)
        sheet.y -= 12.5
    sheet.rule(sheet.y + 5, LINE, x, x + wide)
    sheet.y -= 14
