"""Strips to cut out and hang beside the poster: what citizens said, what was done, and whether it helped. Four on a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from ...language import both, spoken
from ...paper import Face, fitted, wrap
from ...sentence import Bilingual
from ..contents import Contents
from ..effects import effect_in_short
from ..given import ActionTaken
from ..palette import INK, QUIET
from .sheet import GOLD, HEIGHT, MARGIN, NAVY, WIDTH, PackLanguage, Sheet

A_SHEET = 4
SHOWN = 3
"""Actions on one strip, the newest."""


def strips(
    contents: Contents, actions: Sequence[ActionTaken], language: PackLanguage = PackLanguage.BOTH
) -> bytes | None:
    """One strip a station that has actions of its own, in roster order, as PDF. None when there is none."""
    own = {
        station.code: [each for each in actions if each.station == station.code][:SHOWN] for station in contents.listed
    }
    stations = [station for station in contents.listed if own[station.code]]
    if not stations:
        return None
    sheet = Sheet(contents, both("You said, we did"), language)
    tall = HEIGHT / A_SHEET
    for position, station in enumerate(stations):
        if position and position % A_SHEET == 0:
            sheet.canvas.showPage()
        top = HEIGHT - position % A_SHEET * tall
        _strip(sheet, station.names, own[station.code], top, tall)
    return sheet.finish()


def _strip(sheet: Sheet, names: Bilingual, actions: Sequence[ActionTaken], top: float, tall: float) -> None:
    wide = 226
    sheet.box(0, top - tall + 10, wide, tall - 20, NAVY)
    sheet.box(wide, top - tall + 10, 5, tall - 20, GOLD)
    said = both("You said, we did")
    sheet.fit(24, top - 56, said.hi, Face.BOLD, 25, wide - 36, "#ffffff")
    sheet.fit(24, top - 82, said.en, Face.REGULAR, 15, wide - 36, "#ffffff")
    with sheet.canvas.part("H1"):
        for row, name in enumerate(sheet.say(names)):
            sheet.fit(24, top - 110 - 15 * row, name, Face.SEMIBOLD, 11, wide - 36, "#c6d3ea")
    x, y = wide + 24, top - 36
    room = WIDTH - x - MARGIN
    for action in actions:
        used = sheet.text(x, y, sheet.line(spoken(action.day)), Face.SEMIBOLD, 10.5, QUIET) + 14
        if effect := sheet.contents.effects.get(action):
            helped = sheet.say(both(effect_in_short(effect)))[0]
            sheet.fit(x + used, y, helped, Face.REGULAR, 10.5, room - used)
        y -= 19
        lines = wrap(action.done, Face.MEDIUM, 14.5, room)[:2]
        for line in lines:
            sheet.text(x, y, line, Face.MEDIUM, fitted(line, Face.MEDIUM, 14.5, room), INK)
            y -= 18
        y -= 4
        if y < top - tall + 30:
            break
    sheet.canvas.setStrokeColor("#8a96aa")
    sheet.canvas.setDash(3, 3)
    with sheet.canvas.decoration():
        sheet.canvas.line(0, top - tall, WIDTH, top - tall)
    sheet.canvas.setDash()
