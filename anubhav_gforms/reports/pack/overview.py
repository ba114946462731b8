"""The range at a glance: all districts on one page, map and funnel on another."""

from __future__ import annotations

from typing import Any

from ...grading.columns import letters_of
from ...language import both
from ...paper import Face
from ...sentence import Bilingual
from .. import phrases, terms
from ..charts import funnel, letters
from ..charts import map as range_map
from ..charts.ladder import Axis, axis, bar
from ..charts.scene import Size
from ..digits import tenth_said
from ..geography import credits_of
from ..how_read import what_districts_are
from ..palette import INK, QUIET, shades
from ..records import records
from .names import badge, interval_said, names_of
from .sheet import FOOT, MARGIN, WIDTH, Sheet


def districts_page(sheet: Sheet, rows: list[dict[str, Any]]) -> None:
    contents = sheet.contents
    sheet.begin(both("Districts"), "districts")
    sheet.paragraph(what_districts_are(contents), size=10.5, colour=QUIET)
    sheet.y -= 14
    scale = axis(contents.graded["low"])
    x, room = MARGIN + 525, WIDTH - 2 * MARGIN - 525
    for row in records(contents.regions):
        _scored(sheet, row, scale)
        level = both(terms.REGION_LEVELS[row["level"]])
        stations = both(phrases.STATIONS_SCORED, graded=row["stations_enough"], n=row["stations"])
        sheet.fit(x, sheet.y - 4, sheet.joined([level, stations]), Face.REGULAR, 9.5, room, QUIET)
        sheet.rule(sheet.y - 29, INK)
        sheet.y -= 49
    for row in rows:
        _scored(sheet, row, scale)
        counts = list(zip(contents.letters, row["counts"], strict=True))
        said = Bilingual.same(", ".join(f"{letter} {n}" for letter, n in counts))
        sheet.picture(letters.counts(counts, Size(room, 14, 9)), x, sheet.y + 8, said)
        scored = both(phrases.STATIONS_SCORED, graded=row["graded"], n=row["places"])
        quiet = contents.either(phrases.DISTRICT_SILENT, phrases.DISTRICT_SILENT_IN_LOTS, n=row["quiet"])
        joined = sheet.joined([scored, quiet, both(row["status"])])
        sheet.fit(x, sheet.y - 19, joined, Face.REGULAR, 9.5, room, QUIET)
        sheet.rule(sheet.y - 29)
        sheet.y -= 49


def _scored(sheet: Sheet, row: dict[str, Any], scale: Axis) -> None:
    """The names of a district, range or state, its score with the interval, and its letter; on a page that has room."""
    contents = sheet.contents
    if sheet.y < FOOT + 30:
        sheet.begin(both("Districts"))
        sheet.y -= 14
    x = MARGIN
    for number, name in enumerate(sheet.say(names_of(row))):
        face, size, colour = (Face.REGULAR, 11, QUIET) if number else (Face.BOLD, 14, INK)
        sheet.fit(x, sheet.y - 14 * number, name, face, size, 190, colour)
    if row["score"] is not None:
        sheet.text(x + 250, sheet.y - 6, tenth_said(row["score"]), Face.BOLD, 20, INK, "right")
        sheet.picture(
            bar(row, Size(190, 9, 9), scale=scale, edges=contents.bands), x + 265, sheet.y + 4.5, interval_said(row)
        )
        sheet.text(
            x + 265 + 95,
            sheet.y - 16,
            f"{tenth_said(row['low'])} – {tenth_said(row['high'])}",
            Face.REGULAR,
            9,
            QUIET,
            "center",
        )
    badge(sheet, x + 490, sheet.y - 4, letters_of(row), row["status"], shades(contents.letters), 13)


def pictures_page(sheet: Sheet) -> None:
    contents = sheet.contents
    sheet.begin(both("Map of the range"), "map")
    wide = 440.0
    half = WIDTH - 2 * MARGIN - wide - 14
    top = sheet.y
    drawn = range_map.of_report(contents, wide, 9)
    if drawn.marks:
        sheet.picture(drawn, MARGIN - 8, top + 8, both(phrases.MAP_SAYS), short=True)
    else:
        sheet.paragraph(both(phrases.UNPLACED, n=len(contents.listed)), room=wide, size=10)
    x = MARGIN + wide + 14
    if data := funnel.funnel(contents):
        sheet.head(x, top - 4, sheet.line(both("Is a difference more than luck?")), 13, half)
        sheet.picture(funnel.scene(data, Size(half, 265, 9)), x, top - 12, both(phrases.FUNNEL_SAYS))
    sheet.y = top - (288 if data else 4)
    if contents.early:
        sheet.paragraph(contents.either(phrases.COVERAGE, phrases.COVERAGE_IN_LOTS), x=x, room=half, size=10)
    for text in (phrases.FUNNEL_LEAD, phrases.FUNNEL_KEY) if data else ():
        sheet.paragraph(both(text), x=x, room=half, size=8.5, colour=QUIET)
    sheet.y = FOOT + 40
    for credit in credits_of(contents.listed, contents.campaign.districts):
        sheet.paragraph(credit, size=7.5, colour=QUIET)
