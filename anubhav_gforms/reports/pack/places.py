"""Every place of a district as a line of a table, with its interval."""

from __future__ import annotations

from typing import Any

from ...language import both, spoken
from ...paper import Face
from ...sentence import Bilingual, Sentence
from .. import terms
from ..charts.ladder import axis, bar
from ..charts.scene import Size
from ..palette import INK, QUIET, shades
from .badge import badge, letter_of
from .names import names_of
from .sheet import MARGIN, WIDTH, Sheet

COLUMN = {"score": 316, "interval": 330, "letter": 552, "likely": 600, "status": 640, "n": WIDTH - 2 * MARGIN}
"""Where the columns of the table of places stand, points from the left margin."""
MOST = 20
"""Places on one page; those of a larger district are spread evenly over two."""
ROOM = 455.0
"""Points for the lines of one page."""


def places_pages(sheet: Sheet, rows: list[dict[str, Any]], heading: Bilingual) -> None:
    contents = sheet.contents
    colours, scale = shades(contents.letters), axis(contents)
    pages = -(-len(rows) // MOST)
    on_each = -(-len(rows) // max(1, pages))
    tall = min(25.0, ROOM / max(1, on_each))
    for place, row in enumerate(rows):
        if place % on_each == 0:
            _table_head(sheet, heading, "" if place else f"places-{row['district']}")
        y = sheet.y
        sheet.fit(MARGIN, y, sheet.say(names_of(row))[0], Face.SEMIBOLD, 11, 280)
        second = [*sheet.say(names_of(row))[1:], row["code"]]
        sheet.fit(MARGIN, y - 9.8, " · ".join(second), Face.REGULAR, 8, 280, QUIET)
        if row["score"] is not None:
            sheet.text(MARGIN + COLUMN["score"], y - 4, f"{row['score']:.1f}", Face.BOLD, 13, INK, "right")
            drawn = bar(row, Size(190, 9, 9), scale=scale, edges=contents.bands)
            sheet.picture(drawn, MARGIN + COLUMN["interval"], y + 3.5)
            chance = row.get(f"p_{row['letter']}") or 0.0
            if row["letter"]:
                sheet.text(MARGIN + COLUMN["likely"], y - 4, f"{100 * chance:.0f}%", Face.REGULAR, 10, QUIET, "center")
        badge(sheet, MARGIN + COLUMN["letter"], y - 4, letter_of(row), row["status"], colours)
        sheet.fit(
            MARGIN + COLUMN["status"],
            y - 4,
            sheet.say(both(terms.STATUSES[row["status"]]))[0],
            Face.REGULAR,
            10.5,
            88,
        )
        sheet.text(
            MARGIN + COLUMN["n"],
            y - 4,
            sheet.say(spoken(contents.answers(int(row["responses"]))))[0],
            Face.REGULAR,
            11,
            INK,
            "right",
        )
        sheet.rule(y + 9.2 - tall)
        sheet.y -= tall


def _table_head(sheet: Sheet, heading: Bilingual, bookmark: str) -> None:
    sheet.begin(heading, bookmark)
    sheet.box(MARGIN - 4, sheet.y - 6, WIDTH - 2 * MARGIN + 8, 20, "#e9edf4")
    for name, x, align in (
        (Sentence("Station"), 0.0, "left"),
        (Sentence("Score"), COLUMN["score"], "right"),
        (Sentence("Interval"), COLUMN["interval"], "left"),
        (Sentence("Letter"), COLUMN["letter"], "center"),
        (Sentence("Status"), COLUMN["status"], "left"),
        (Sentence("Responses"), COLUMN["n"], "right"),
    ):
        sheet.text(MARGIN + x, sheet.y, sheet.say(both(name))[0], Face.BOLD, 10.5, INK, align)
    sheet.y -= 24
