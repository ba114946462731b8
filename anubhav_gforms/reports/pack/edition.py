"""A station's own sheet: its grade, what to change and what to keep. One page, PDF."""

from __future__ import annotations

from collections.abc import Sequence

from ...grading.columns import letters_of, with_stroke
from ...language import both, spoken
from ...paper import Face
from ...sentence import Bilingual, Sentence
from .. import phrases, terms
from ..charts.ladder import Axis, bar
from ..charts.scene import Size
from ..contents import Contents
from ..digits import whole_said
from ..effects import effect_said
from ..palette import INK, QUIET, shades
from ..reason_words import say_reasons
from ..shown.facts import said_reasons
from ..shown.rows import station_shares
from .names import Row, badge, interval_said, names_of
from .sheet import MARGIN, WIDTH, PackLanguage, Sheet

DONE = 3
"""Actions on the sheet, the newest first."""


def edition_pack(contents: Contents, row: Row, language: PackLanguage = PackLanguage.BOTH) -> bytes:
    """The sheet as PDF. `contents`: as readers outside the IG's office see them; `row` of its stations."""
    names = names_of(row)
    sheet = Sheet(contents, names, language, by_week=True)
    sheet.begin(names, str(row["code"]))
    half = (WIDTH - 2 * MARGIN - 40) / 2
    top, said = sheet.y, say_reasons(contents, str(row["code"]), whole_said)
    _state(sheet, row, half)
    for paragraph in said.known:
        sheet.paragraph(paragraph, room=half, size=11)
    left, sheet.y = sheet.y, top
    x = MARGIN + half + 40
    _list(sheet, phrases.CHANGE_FIRST, said.change, x, half)
    _list(sheet, phrases.KEEP, said.keep, x, half)
    _done(sheet, row, x, half)
    if (
        left > sheet.y
    ):  # the notes go where there is more room: a correction may stand on the left, three actions on the right
        sheet.y, x = left, MARGIN
    sheet.y -= 12
    scored = () if row["score"] is None else (phrases.HOW_INTERVAL, phrases.DETAIL_APPEAL)
    for text in (*contents.of_lots, *map(both, scored)):
        sheet.paragraph(text, x=x, room=half, size=9, colour=QUIET)
    return sheet.finish()


def _state(sheet: Sheet, row: Row, half: float) -> None:
    contents = sheet.contents
    sheet.paragraph(both("State after the week {week}", week=contents.week), size=13, face=Face.SEMIBOLD)
    count = contents.count_shown(int(row["responses"]))
    sheet.paragraph(both("Responses counted: {n}", n=count), size=12, colour=QUIET)
    sheet.y -= 44
    if row["score"] is None:
        sheet.paragraph(both("Not enough responses for a score."), size=13)
        if content := station_shares(contents).get(str(row["code"])):
            sheet.paragraph(both(phrases.SHARE_OF_STATION, **content), room=half, size=11)
        return
    bands = contents.bands
    used = sheet.text(MARGIN, sheet.y, whole_said(row["score"]), Face.BOLD, 46)
    badge(sheet, MARGIN + used + 46, sheet.y + 6, letters_of(row), row["status"], shades(tuple(bands)), 24)
    sheet.picture(bar(row, Size(half, 9, 9), scale=Axis(0.0), edges=bands), MARGIN, sheet.y - 25.5, interval_said(row))
    sheet.text(MARGIN, sheet.y - 46, "0", Face.REGULAR, 9, QUIET)
    sheet.text(MARGIN + half, sheet.y - 46, "100", Face.REGULAR, 9, QUIET, "right")
    sheet.y -= 68
    sheet.paragraph(interval_said(row), room=half, size=12)
    if row.get("old_letter") is not None:
        old = both("Letter under the old edges: {letter}", letter=with_stroke(row["old_letter"]) or "–")
        sheet.paragraph(old, room=half, size=12)
        for paragraph in contents.bands_are_new:
            sheet.paragraph(paragraph, room=half, size=9, colour=QUIET)
    sheet.paragraph(both(terms.STANDINGS[row["verdict"]]), room=half, size=12, face=Face.SEMIBOLD)
    if reasons := said_reasons(dict(row)):
        sheet.paragraph(Bilingual.in_a_row(reasons, "; "), room=half, size=11)
    for corrected in contents.corrections_of(str(row["code"])):
        sheet.paragraph(corrected, room=half, size=10)


def _list(sheet: Sheet, title: Sentence, said: Sequence[Bilingual], x: float, half: float) -> None:
    if not said:
        return
    sheet.head(x, sheet.y, sheet.line(both(title)), 14)
    sheet.y -= 22
    for paragraph in said:
        sheet.paragraph(paragraph, x=x, room=half, size=11.5)
        sheet.y -= 5
    sheet.y -= 12


def _done(sheet: Sheet, row: Row, x: float, half: float) -> None:
    """What the office did for this station and for all, and whether it helped."""
    contents = sheet.contents
    actions = [each for each in contents.actions if each.station in (row["code"], "")]
    sheet.head(x, sheet.y, sheet.line(both("You said, we did")), 14)
    sheet.y -= 22
    if not actions:
        sheet.paragraph(both("No action is noted yet."), x=x, room=half, colour=QUIET)
    for action in actions[:DONE]:
        sheet.text(x, sheet.y, sheet.say(spoken(action.day))[0], Face.SEMIBOLD, 10.5, QUIET)
        sheet.y -= 15
        sheet.paragraph(Bilingual.same(action.done), x=x, room=half, size=11.5)
        if (effect := contents.effects.get(action)) is not None:
            sheet.paragraph(both(effect_said(effect)), x=x, room=half, size=10, colour=INK)
        sheet.y -= 5
