"""What was done because citizens asked for it: for the review, and on strips to cut out and hang beside the poster, four on a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from ...language import both, spoken
from ...paper import Face, fitted, wrap
from ...sentence import Bilingual
from .. import phrases
from ..contents import Contents
from ..effects import effect_in_short
from ..given import ActionTaken
from ..palette import INK, QUIET
from ..shown.rows import action_row
from .sheet import GOLD, HEIGHT, MARGIN, NAVY, WIDTH, PackLanguage, Sheet

A_SHEET = 4
SHOWN = 3
"""Actions on one strip, the newest."""


def did_page(sheet: Sheet, actions: Sequence[ActionTaken]) -> None:
    """One page, as many actions as there is room for, and how many there are besides; no page without one."""
    if not actions:
        return
    sheet.begin(both("You said, we did"), "did")
    sheet.paragraph(both(phrases.DID_LEAD), size=10.5, colour=QUIET)
    sheet.y -= 8
    x, room = MARGIN + 250, WIDTH - 2 * MARGIN - 250
    for shown, action in enumerate(actions):
        lines = wrap(action.done, Face.REGULAR, 13, room)
        row = action_row(action, sheet.contents)
        said = wrap(sheet.say(row["effect"])[0], Face.REGULAR, 9.5, room) if row["effect"] else []
        if not sheet.room(18 * len(lines) + 13 * len(said) + 8):
            more = both("{n} more in actions.csv", n=len(actions) - shown)
            sheet.text(MARGIN, sheet.y, sheet.say(more)[0], Face.SEMIBOLD, 10, QUIET)
            break
        sheet.fit(MARGIN, sheet.y, sheet.say(row["names"])[0], Face.SEMIBOLD, 12, 235)
        sheet.text(MARGIN, sheet.y - 14, sheet.say(spoken(action.day))[0], Face.REGULAR, 9.5, QUIET)
        for number, line in enumerate(lines):
            sheet.text(x, sheet.y - 18 * number, line, Face.REGULAR, 13)
        sheet.y -= 18 * len(lines)
        for sentence in said:
            sheet.text(x, sheet.y + 4, sentence, Face.REGULAR, 9.5, QUIET)
            sheet.y -= 13
        sheet.y -= 6 + max(0, 20 - 18 * len(lines) - 13 * len(said))
        sheet.rule(sheet.y + 2)
        sheet.y -= 14


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
        lines = wrap(action.done, Face.MEDIUM, 14.5, room)
        for line in [lines[0], f"{lines[1]} …"] if lines[2:] else lines:
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
