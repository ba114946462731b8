"""While most stations have no score: what can be said already, when each will have its first score, and which posters bring nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...language import both, spoken
from ...paper import Face, wrap
from .. import phrases
from ..palette import QUIET
from ..shown.rows import first_scores, never_rows, quiet_rows, share_rows
from .names import code_said, names_of
from .sheet import LINE, MARGIN, NAVY, WIDTH, Sheet

GAP = 30.0
HALF = (WIDTH - 2 * MARGIN - GAP) / 2
NAME, BAR = 168.0, 110.0
"""Points of a share's name and of its bar; the figures follow."""
SMALL = 9.5


def shares_page(sheet: Sheet) -> None:
    """How many of those who responded were content, by question and by every cut that has enough; no page without one."""
    tables = share_rows(sheet.contents) if sheet.contents.early else []
    if not tables:
        return
    sheet.begin(both("What can be said already"), "shares")
    sheet.paragraph(both(phrases.SHARES_LEAD), size=SMALL, colour=QUIET)
    sheet.y -= 12
    top, x = sheet.y, MARGIN
    for title, rows in tables:
        if not sheet.room(24 + 15 * len(rows)):
            if x > MARGIN:
                return
            sheet.y, x = top, MARGIN + HALF + GAP
        sheet.head(x, sheet.y, sheet.line(both(title)), 11, HALF)
        sheet.y -= 17
        for row in rows:
            _share(sheet, x, row)
        sheet.y -= 8


def _share(sheet: Sheet, x: float, row: dict[str, Any]) -> None:
    sheet.fit(x, sheet.y, sheet.say(row["name"])[0], Face.REGULAR, 10, NAME - 10)
    if row["share"] is None:
        said = both(phrases.SHARE_FEW, n=row["n"])
        sheet.fit(x + NAME, sheet.y, sheet.say(said)[0], Face.REGULAR, SMALL, HALF - NAME, QUIET)
    else:
        left = x + NAME
        sheet.box(left, sheet.y + 1, BAR, 5, LINE)
        sheet.box(left + BAR * row["low"] / 100, sheet.y + 1, BAR * (row["high"] - row["low"]) / 100, 5, NAVY)
        numbers = {name: row[name] for name in ("k", "n", "share", "low", "high")}
        text = sheet.say(both(phrases.SHARE_OF, **numbers))[0]
        sheet.fit(left + BAR + 8, sheet.y, text, Face.SEMIBOLD, SMALL, HALF - NAME - BAR - 8)
    sheet.y -= 15


def waiting_page(sheet: Sheet, rows: Sequence[dict[str, Any]]) -> None:
    """Left: when each of these stations will have its first score. Right, for the office: posters that bring nothing."""
    contents = sheet.contents
    if not contents.early:
        return
    groups = first_scores(contents, rows)
    never, quiet = contents.never, contents.quiet_codes
    posters = (never is not None and len(never.codes) > 0) or (quiet is not None and len(quiet) > 0)
    if not groups and not posters:
        return
    sheet.begin(both("First scores, and posters that bring nothing" if posters else "First scores"), "waiting")
    top = sheet.y
    if groups:
        sheet.head(MARGIN, sheet.y, sheet.line(both("When each station will have its first score")), 13, HALF)
        sheet.y -= 18
        sheet.paragraph(both("At today's pace; more responses bring it earlier."), room=HALF, size=SMALL, colour=QUIET)
    for when, waiting in groups:
        count = both("{n} station", "{n} stations", n=len(waiting))
        names = (sheet.say(names_of(row))[0] for row in waiting)
        _names(sheet, MARGIN, sheet.line(when + ": " + count), names)
    if posters:
        sheet.y = top
        _posters(sheet, MARGIN + HALF + GAP)


def _posters(sheet: Sheet, x: float) -> None:
    contents, never = sheet.contents, never_rows(sheet.contents)
    if quiet := quiet_rows(contents):
        sheet.head(x, sheet.y, sheet.line(both("Posters and desks that stopped bringing responses")), 12, HALF)
        sheet.y -= 16
        sheet.paragraph(both(phrases.QUIET_NEXT), x=x, room=HALF, size=SMALL, colour=QUIET)
        _names(sheet, x, "", (f"{sheet.say(code_said(row))[0]} ({sheet.say(spoken(row['last']))[0]})" for row in quiet))
    if never and never["codes"]:
        count = both("{n} of {hanging}", n=len(never["codes"]), hanging=never["hanging"])
        title = sheet.line(both("Posters that never brought a response"))
        sheet.head(x, sheet.y, f"{title}: {sheet.say(count)[0]}", 12, HALF)
        sheet.y -= 16
        sheet.paragraph(both(phrases.NEVER_LEAD, n=never["by_luck"]), x=x, room=HALF, size=SMALL, colour=QUIET)
        for title, rows in never["groups"]:
            posters = both("{n} poster", "{n} posters", n=len(rows))
            _names(sheet, x, sheet.line(both(title) + ": " + posters), (sheet.say(code_said(row))[0] for row in rows))


def _names(sheet: Sheet, x: float, title: str, names: Iterable[str]) -> None:
    """A title and names after it, as many as there is room for; of the others their number."""
    sheet.y -= 4
    for text in wrap(title, Face.SEMIBOLD, 10, HALF) if title else ():
        sheet.text(x, sheet.y, text, Face.SEMIBOLD, 10)
        sheet.y -= 14
    sheet.names(names, x, HALF, size=SMALL, step=12.5)
    sheet.y -= 6
