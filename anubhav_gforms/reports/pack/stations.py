"""Every station as a line of a table with its interval, in two columns; the districts follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...grading.columns import letters_of, with_stroke
from ...language import both, spoken
from ...paper import Face
from ...paper.tree import TreePart
from ...sentence import Bilingual, Sentence
from ..charts.ladder import Axis, axis, bar
from ..charts.scene import Size
from ..digits import tenth_said
from ..palette import INK, QUIET, shades
from ..shown.rows import until_scored
from .names import badge, interval_said, names_of
from .sheet import MARGIN, WIDTH, Sheet

GAP = 26.0
WIDE = (WIDTH - 2 * MARGIN - GAP) / 2
SCORE, INTERVAL, BAR, LETTER = 196.0, 204.0, 92.0, 320.0
SHORT, OLD = 58.0, 281.0
"""Where the parts of a line stand and how wide its bar is, points from the left edge of its column; while
the letter under the old bands stands beside the new one, the bar is short."""
COLUMNS = (
    (Sentence("Station"), 0.0, "left"),
    (Sentence("Score"), SCORE, "right"),
    (Sentence("Interval"), INTERVAL, "left"),
    (Sentence("Letter"), LETTER, "center"),
    (Sentence("Responses"), WIDE, "right"),
)
"""What stands over them."""
ON_COLUMN = 21
TALL = 21.2
"""Lines of one column, and points of one line."""

Group = tuple[Bilingual, str, list[dict[str, Any]]]
"""A district's heading, its bookmark, and the rows of its stations."""


def station_pages(sheet: Sheet, groups: Sequence[Group], heading: Bilingual) -> None:
    """As many pages as the stations need, forty-two lines on each; a district's heading takes a line."""
    scale = axis(sheet.contents.graded["low"])
    position = top = 0.0
    table: TreePart
    for title, bookmark, rows in groups:
        for number, row in enumerate([None, *rows]):
            column = position % (2 * ON_COLUMN)
            if not number and rows and column % ON_COLUMN == ON_COLUMN - 1:
                position += 1  # a heading does not stand alone at the foot of a column
                column = position % (2 * ON_COLUMN)
            if column == 0:
                sheet.begin(heading)
                top = sheet.y
            x = MARGIN + (column >= ON_COLUMN) * (WIDE + GAP)
            if column % ON_COLUMN == 0:
                table = _head(sheet, x, top)
            y = top - 24 - column % ON_COLUMN * TALL
            if row is None:
                sheet.mark(title, bookmark)
                with sheet.row(table), sheet.canvas.part("TH", scope="Row", columns=5):
                    sheet.label(x, y - 4, title, Face.BOLD, 12, WIDE)
                sheet.rule(y + 9.4 - TALL, INK, x, x + WIDE)
            else:
                with sheet.row(table):
                    _line(sheet, x, y, row, scale)
            position += 1
    sheet.y = top - 24 - ON_COLUMN * TALL


def _line(sheet: Sheet, x: float, y: float, row: dict[str, Any], scale: Axis) -> None:
    contents, cell = sheet.contents, sheet.canvas.part
    room = SCORE - 30
    names = sheet.say(names_of(row))
    with cell("TH", scope="Row"):
        sheet.fit(x, y, names[0], Face.SEMIBOLD, 10, room)
        sheet.fit(x, y - 9.2, " · ".join([row["code"], *names[1:]]), Face.REGULAR, 7.5, room, QUIET)
    old, scored = row.get("old_letter"), row["score"] is not None
    with cell("TD"):
        if scored:
            sheet.text(x + SCORE, y - 4, tenth_said(row["score"]), Face.BOLD, 11.5, INK, "right")
    with cell("TD"):
        if scored:
            drawn = bar(row, Size(BAR if old is None else SHORT, 8, 8), scale=scale, edges=contents.bands)
            sheet.picture(drawn, x + INTERVAL, y + 3, interval_said(row))
        elif until := until_scored(row, contents):
            sheet.small(x + SCORE - 26, y - 0.5, until, 7.5, LETTER - SCORE + 8)
    with cell("TD"):
        if scored and old:
            sheet.fit(x + OLD, y - 4, f"({with_stroke(old)})", Face.REGULAR, 8, 26, QUIET, "center")
        badge(sheet, x + LETTER, y - 4, letters_of(row), row["status"], shades(contents.letters), 9.5)
    with cell("TD"):
        responses = sheet.say(spoken(contents.count_shown(int(row["responses"]))))[0]
        sheet.text(x + WIDE, y - 4, responses, Face.REGULAR, 10, INK, "right")
    sheet.rule(y + 9.4 - TALL, x=x, end=x + WIDE)


def _head(sheet: Sheet, x: float, y: float) -> TreePart:
    """The table of a column, with its first row."""
    sheet.box(x - 4, y - 6, WIDE + 8, 20, "#e9edf4")
    table = sheet.canvas.begun("Table")
    with sheet.row(table):
        for name, at, align in COLUMNS:
            with sheet.canvas.part("TH", scope="Column"):
                first, *second = sheet.say(both(name))
                sheet.text(x + at, y + 4 * len(second), first, Face.BOLD, 9.5, INK, align)
                for said in second:
                    sheet.text(x + at, y - 4, said, Face.REGULAR, 7.5, QUIET, align)
    return table
