"""One page for one station: score with its interval, chance of each letter, weeks and letters so far, the figures."""

from __future__ import annotations

from collections.abc import Sequence

from ...campaign import District
from ...language import both, spoken
from ...paper import Face
from .. import terms
from ..charts import letters, trend
from ..charts.ladder import Axis, axis, bar
from ..charts.marks import standing_dot
from ..charts.scene import Scene, Size
from ..page.facts import said_reasons, station_facts
from ..page.rows import area_rows
from ..palette import INK, QUIET, shades
from .badge import badge, letter_of
from .names import Row, names_of
from .sheet import FOOT, LINE, MARGIN, WIDTH, Sheet

AREAS = 66
"""Points that the scores of single questions take at the foot of the sheet."""


def station_sheet(sheet: Sheet, row: Row, district: District) -> None:
    """One page for one station: score with its interval, chance of each letter, the figures behind it."""
    contents = sheet.contents
    colours, scale = shades(contents.letters), axis(contents)
    sheet.begin(names_of(row), str(row["code"]))
    kind = both(terms.KINDS[row["kind"]])
    sheet.text(
        MARGIN,
        sheet.y,
        f"{row['code']} · {sheet.line(kind)} · {sheet.line(names_of(district))}",
        Face.REGULAR,
        12,
        QUIET,
    )
    sheet.y -= 44
    half = (WIDTH - 2 * MARGIN - 40) / 2
    top = sheet.y
    used = sheet.text(MARGIN, top, f"{row['score']:.1f}", Face.BOLD, 44)
    badge(sheet, MARGIN + used + 44, top + 6, letter_of(row), row["status"], colours, 22)
    sheet.text(MARGIN + used + 90, top + 6, sheet.line(both(terms.STATUSES[row["status"]])), Face.SEMIBOLD, 13)
    sheet.picture(bar(row, Size(half, 9, 9), scale=scale, edges=contents.bands), MARGIN, top - 23.5)
    sheet.text(MARGIN, top - 44, f"{scale.start:g}", Face.REGULAR, 9, QUIET)
    sheet.text(MARGIN + half, top - 44, "100", Face.REGULAR, 9, QUIET, "right")
    said = [sheet.say(reason)[0] for reason in said_reasons(dict(row))]
    verdict = sheet.line(both(terms.STANDINGS[row["verdict"]]))
    dot = standing_dot(5, 5, str(row["verdict"]), 5)
    sheet.picture(Scene("standing", Size(10, 10), (dot,)), MARGIN, top - 59)
    sheet.fit(MARGIN + 18, top - 68, " · ".join([verdict, *said]), Face.SEMIBOLD, 12, half - 18)
    sheet.text(MARGIN, top - 94, sheet.line(both("How likely is each letter?")), Face.BOLD, 12)
    sheet.y = top - 114
    for letter in contents.letters:
        chance = float(row[f"p_{letter}"] or 0)
        badge(sheet, MARGIN + 16, sheet.y, letter, "", colours, 10)
        sheet.box(MARGIN + 42, sheet.y - 3, half - 100, 11, "#eef1f6", 2)
        if chance > 0.004:
            sheet.box(MARGIN + 42, sheet.y - 3, (half - 100) * chance, 11, colours[letter].fill, 2)
        sheet.text(MARGIN + half, sheet.y, f"{100 * chance:.0f}%", Face.REGULAR, 11, INK, "right")
        sheet.y -= 18
    _over_time(sheet, str(row["code"]), half)
    sheet.y = top + 12
    x = MARGIN + half + 40
    areas = area_rows(contents.areas[contents.areas["code"] == row["code"]], contents).get(row["code"], [])
    facts = station_facts(dict(row))
    room = sheet.y - FOOT - (AREAS if areas else 0)
    pitch = min(23.0, room / max(1, len(facts)))
    for name, value in facts:
        sheet.label(x, sheet.y, both(name), Face.REGULAR, 10, half - 120, QUIET)
        sheet.fit(x + half, sheet.y, sheet.say(spoken(value))[0], Face.SEMIBOLD, 11, 116, INK, "right")
        sheet.rule(sheet.y - 0.3 * pitch, LINE, x, x + half)
        sheet.y -= pitch
    _areas(sheet, areas, scale)


def _areas(sheet: Sheet, areas: Sequence[Row], scale: Axis) -> None:
    """Each question's score with its interval, side by side above the foot."""
    if not areas:
        return
    wide = (WIDTH - 2 * MARGIN) / len(areas)
    for position, area in enumerate(areas):
        x, y, room = MARGIN + position * wide, FOOT + AREAS - 22, wide - 14
        for number, text in enumerate(sheet.say(area["title"])):
            sheet.fit(x, y - 10 * number, text, Face.REGULAR, 8.5, room, QUIET)
        sheet.picture(bar(area, Size(room - 62, 9, 9), scale=scale, edges=sheet.contents.bands), x, FOOT + 14)
        said = f"{area['score']:.0f} ({area['low']:.0f}–{area['high']:.0f})"
        sheet.fit(x + room, FOOT + 7, said, Face.SEMIBOLD, 9.5, 58, INK, "right")
        if area["lean"]:
            sheet.fit(x, FOOT + 19, sheet.say(area["lean"])[0], Face.SEMIBOLD, 8, room)


def _over_time(sheet: Sheet, code: str, half: float) -> None:
    contents = sheet.contents
    weekly, history = (frame[frame["code"] == code] for frame in (contents.weekly, contents.history))
    if len(weekly) >= trend.LEAST:
        sheet.y -= 10
        sheet.text(MARGIN, sheet.y, sheet.line(both("Week by week")), Face.BOLD, 12)
        sheet.picture(trend.scene(weekly, Size(half, 95, 8.5)), MARGIN, sheet.y - 6)
        sheet.y -= 118
    if letters.has_letters(history):
        sheet.text(MARGIN, sheet.y - 6, sheet.line(both("Letters so far")), Face.BOLD, 12)
        sheet.picture(letters.scene(history, Size(half, 16, 8.5)), MARGIN, sheet.y - 14)
