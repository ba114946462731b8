"""What was done because citizens asked for it, the newest first: for the review."""

from __future__ import annotations

from collections.abc import Sequence

from ...language import both, spoken
from ...paper import Face, wrap
from .. import phrases
from ..given import ActionTaken
from ..palette import QUIET
from ..shown.rows import action_row
from .sheet import MARGIN, WIDTH, Sheet


def did_page(sheet: Sheet, actions: Sequence[ActionTaken]) -> None:
    """One page, as many actions as there is room for; no page without one."""
    if not actions:
        return
    sheet.begin(both("You said, we did"), "did")
    sheet.paragraph(both(phrases.DID_LEAD), size=10.5, colour=QUIET)
    sheet.y -= 8
    x, room = MARGIN + 250, WIDTH - 2 * MARGIN - 250
    for action in actions:
        lines = wrap(action.done, Face.REGULAR, 13, room)
        row = action_row(action, sheet.contents)
        said = wrap(sheet.say(row["effect"])[0], Face.REGULAR, 9.5, room) if row["effect"] else []
        if not sheet.room(18 * len(lines) + 13 * len(said) + 8):
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
