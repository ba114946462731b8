"""What is silent: stations, posters and desks, weeks and hours; and responses against visitors."""

from __future__ import annotations

from typing import Any

from ...language import both
from ...paper import Face
from ...sentence import Bilingual
from .. import phrases, terms
from ..charts import hours, weeks
from ..charts.scene import Size
from ..palette import QUIET
from ..rhythm import Rhythm
from ..shown.rows import quiet_rows, rates
from ..verdicts import heard
from .names import code_said, names_of
from .sheet import LINE, MARGIN, WIDTH, Sheet

RATES, CODES = 8, 8
"""Lines of the two lists on the page; the rest stands on the page."""
HEAD, STEP = 25, 17
"""Points of a list's title, and of a line."""


def silence_page(sheet: Sheet, rows: list[dict[str, Any]]) -> None:
    """When responses came, where it is told, on the left. Beside it: stations without responses, codes that fell silent, responses against visitors."""
    contents = sheet.contents
    sheet.begin(contents.either(phrases.SILENCE, phrases.SILENCE_IN_LOTS), "silence")
    x, room = MARGIN, WIDTH - 2 * MARGIN
    top = sheet.y
    if contents.rhythm:
        room = (room - 30) / 2
        x += room + 30
        sheet.head(MARGIN, top, sheet.line(both("Responses per week")), 13)
        sheet.picture(weeks.scene(contents.rhythm, Size(room, 200, 9)), MARGIN, top - 8, _weeks_said(contents.rhythm))
        sheet.head(MARGIN, top - 240, sheet.line(both("When people respond")), 13)
        by_hour = hours.scene(contents.rhythm, Size(room, 136, 8.5))
        sheet.picture(by_hour, MARGIN, top - 248, _hours_said(contents.rhythm), short=True)
    sheet.paragraph(
        contents.either(phrases.SILENCE_LEAD, phrases.SILENCE_LEAD_IN_LOTS), x=x, room=room, size=10, colour=QUIET
    )
    silent = [sheet.say(names_of(row))[0] for row in heard(rows).silent]
    title = contents.either(phrases.SILENCE_PLACES, phrases.SILENCE_PLACES_IN_LOTS)
    _title(sheet, x, room, f"{sheet.line(title)}: {len(silent)}")
    lists = [(contents.quiet_codes, CODES), (contents.rates, RATES)]
    below = sum(HEAD + STEP * min(most, len(rows)) for rows, most in lists if rows is not None)
    sheet.names(silent, x, room, size=10, step=14, below=below)
    if contents.quiet_codes is not None:
        _codes(sheet, x, room)
    if contents.rates is not None:
        _rates(sheet, x, room)


def _weeks_said(rhythm: Rhythm) -> Bilingual:
    """The picture of weeks in words."""
    counts = rhythm.weeks.sum(axis=1)
    return both(phrases.WEEKS_SAY, n=int(counts.iloc[-1]), most=int(counts.max()))


def _hours_said(rhythm: Rhythm) -> Bilingual:
    """The picture of hours in words."""
    table = rhythm.hours.to_numpy()
    day, hour = divmod(int(table.argmax()), table.shape[1])
    return both("Most respond on {day} from {hour} o'clock.", day=both(terms.DAYS[str(day)]), hour=hour)


def _title(sheet: Sheet, x: float, room: float, text: str) -> None:
    sheet.y -= 8
    sheet.head(x, sheet.y, text, 12, room)
    sheet.y -= HEAD - 8


def _line(sheet: Sheet, x: float, room: float, left: str, right: str) -> None:
    sheet.fit(x, sheet.y, left, Face.REGULAR, 10, room * 0.62)
    sheet.fit(x + room, sheet.y, right, Face.SEMIBOLD, 10, room * 0.36, align="right")
    sheet.rule(sheet.y - 5, LINE, x, x + room)
    sheet.y -= STEP


def _codes(sheet: Sheet, x: float, room: float) -> None:
    quiet = quiet_rows(sheet.contents)
    _title(sheet, x, room, f"{sheet.line(both('Posters and desks that stopped bringing responses'))}: {len(quiet)}")
    for row in quiet[:CODES]:
        _line(sheet, x, room, sheet.say(code_said(row))[0], sheet.say(both("last {day}", day=row["last"]))[0])


def _rates(sheet: Sheet, x: float, room: float) -> None:
    _title(sheet, x, room, sheet.line(both("Responses against visitors")))
    for row in rates(sheet.contents)[:RATES]:
        said = f"{row['answers']} / {sheet.number(int(row['visitors']))} = {row['percent']}"
        _line(sheet, x, room, sheet.say(names_of(row))[0], said)
