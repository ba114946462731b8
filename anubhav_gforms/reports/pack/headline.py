"""The first page of a pack: figures, what changed, who needs attention, who earned praise, what is only noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ...grading.columns import letters_of
from ...language import both
from ...paper import Face, fitted, wrap
from ...sentence import Bilingual, Sentence
from .. import phrases, terms
from ..contents import Contents
from ..digits import tenth_said
from ..how_read import which_weeks_count
from ..overdue import late_flags
from ..palette import BAD, GOOD, INK, QUIET, shades
from ..records import records
from ..shown.brief import brief, called, said_named, what
from ..shown.facts import said_reasons
from ..shown.rows import first_scores, question_rows
from ..shown.what_changed import what_changed
from ..verdicts import ATTENTION, NOISE, PRAISE, heard
from .names import Row, arrow, badge, names_of
from .sheet import FOOT, GOLD, GROUND, LINE, MARGIN, WIDTH, Sheet

NONE: Mapping[str, Any] = MappingProxyType({})
LISTED = 11
"""Places listed under praise and under attention on the first page."""
LINE_OF_LIST = 29.0
"""Points of one name with its reasons."""
LEAST = 7.0
"""Points: further reasons under a name that would be smaller are left to the page of the station."""
LOTS = 64
"""Points that the sentences on groups of five take."""
MOVED = 4
"""Changed letters shown on the first page."""
COLUMN = (WIDTH - 2 * MARGIN - 24) / 3
"""Points that each of the three columns of the first page is wide."""
LINE_OF_REASON, AIR = 12.5, 5.0
Reasons = Mapping[str, Sequence[tuple[Face, str]]]
"""Of a station's code: what it shall change first and what it shall keep, in lines of `COLUMN` points."""


def headline_page(
    sheet: Sheet, whole: Row, rows: list[dict[str, Any]], heading: Bilingual, bookmark: str, reasons: Reasons = NONE
) -> tuple[int, bool]:
    """The page; how many names of each list it had room for, and whether it had room for all `reasons` of those named."""
    contents = sheet.contents
    sheet.begin(heading, bookmark)
    colours = shades(contents.letters)
    named, noise = named_rows(contents, rows), sum(row["verdict"] == NOISE for row in rows)
    numbers = (len(named[PRAISE]), len(named[ATTENTION]), noise)
    whole_range = len(rows) == len(contents.stations)
    if contents.trial:
        said = both(phrases.HEADLINE_TRIAL)
    elif whole_range:
        said = Bilingual.in_a_row(what(contents), " ")
    elif any(numbers):
        said = said_named(*numbers)
    else:
        said = both(phrases.FIRST_WEEKS, n=int(whole["responses"] or 0))
    sheet.paragraph(said, size=15, face=Face.SEMIBOLD)
    if whole_range:
        by_code = {row["code"]: names_of(row) for row in rows}
        first = [by_code[code] for code in called(contents)]
        parts = [sentences for _, sentences in brief(contents, question_rows(contents))[1:]]
        if first:
            parts[-1].append(Bilingual.in_a_row(first))
        for sentences in parts:
            sheet.paragraph(Bilingual.in_a_row(sentences, " "), size=10)
    for mark in (
        *contents.marked,
        *contents.corrections,
        *late_flags(contents, {row["code"] for row in rows}),
        *contents.bands_are_new,
    ):
        sheet.paragraph(mark, size=9.5)
    _facts(
        sheet, whole, rows, colours, phrases.FACT_FEW_MORE if whole_range and contents.lot else phrases.FACT_SILENT_MORE
    )
    wide = COLUMN
    top = sheet.y
    fits = max(1, min(LISTED, int((top - 22 - FOOT - 18) / LINE_OF_LIST)))
    in_full = all(_tall(named[verdict], reasons) <= top - 22 - FOOT for verdict in (ATTENTION, PRAISE))
    _changed(sheet, MARGIN, wide, rows, colours)
    judged = any(row["score"] is not None for row in rows)
    if judged:
        _noise(sheet, MARGIN, wide, rows, noise)
    ends = [sheet.y]
    for column, verdict in enumerate((ATTENTION, PRAISE) if judged else (), start=1):
        sheet.y = top
        listing(
            sheet, MARGIN + column * (wide + 12), wide, verdict, named[verdict], fits, len(named[verdict]),
            contents.nobody(rows), reasons if in_full else NONE,
        )  # fmt: skip
        ends.append(sheet.y)
    if not judged:
        sheet.y = top
        _not_yet(sheet, MARGIN + wide + 12, 2 * wide + 12, rows)
        ends.append(sheet.y)
    sheet.y = min(ends) - 10
    for said in contents.of_lots if sheet.room(LOTS) else ():
        sheet.y = FOOT + LOTS
        sheet.paragraph(said, size=9, colour=QUIET)
    return fits, in_full


def _tall(rows: Sequence[dict[str, Any]], reasons: Reasons) -> float:
    """Points that a list of these names takes with all their reasons."""
    lines = [len(reasons.get(row["code"], ())) for row in rows]
    return sum(LINE_OF_LIST + (LINE_OF_REASON * each + AIR if each else 0) for each in lines)


def named_rows(contents: Contents, rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Those of `rows` that are named for attention and for praise, the surest first."""
    codes = {row["code"] for row in rows}
    return {
        verdict: [row for row in contents.named(verdict) if row["code"] in codes] for verdict in (ATTENTION, PRAISE)
    }


def _head(
    sheet: Sheet, x: float, wide: float, rule: str, title: str | Bilingual, count: str = "", colour: str = ""
) -> None:
    """The head of a column under its coloured rule, on the right how many there are."""
    sheet.box(x, sheet.y + 15, wide, 3, rule)
    sheet.head(x, sheet.y - 2, title, 13, wide - 30 if count else wide)
    if count:
        sheet.text(x + wide, sheet.y - 2, count, Face.BOLD, 14, colour, "right")
    sheet.y -= 22


def _not_yet(sheet: Sheet, x: float, wide: float, rows: list[dict[str, Any]]) -> None:
    """In place of names, while nobody can be judged: when each will have its first score, the soonest by name."""
    _head(sheet, x, wide, "#6b7890", both(phrases.NOBODY_JUDGED))
    for when, waiting in first_scores(sheet.contents, rows):
        count = both("{n} station", "{n} stations", n=len(waiting))
        sheet.paragraph(when + ": " + count, x=x, room=wide, size=10.5)
        sheet.y -= 3


def _facts(
    sheet: Sheet, whole: Row, rows: list[dict[str, Any]], colours: Mapping[str, Any], of_silence: Sentence
) -> None:
    """Four figures in boxes; `of_silence` is said of stations with no responses."""
    tall, wide = 58, (WIDTH - 2 * MARGIN - 36) / 4
    top = sheet.y + 2
    scored, few, silent = map(len, heard(rows))
    score = "–" if whole["score"] is None else sheet.number(float(whole["score"]))
    sure = (
        both("nine times in ten between {low} and {high}", low=float(whole["low"]), high=float(whole["high"]))
        if whole["score"] is not None
        else Bilingual("", "")
    )
    contents = sheet.contents
    for column, (figure, name, note) in enumerate(
        (
            (score, both("Score"), sure),
            (sheet.number(int(whole["responses"] or 0)), both("responses in the window"), which_weeks_count(contents)),
            (
                sheet.number(scored),
                both("of {n} station has a score", "of {n} stations have a score", n=len(rows)),
                both("too few responses for a score: {few}", few=few),
            ),
            (
                sheet.number(silent),
                contents.either(phrases.FACT_SILENT, phrases.FACT_SILENT_IN_LOTS, n=silent),
                both(of_silence),
            ),
        )
    ):
        x = MARGIN + column * (wide + 12)
        sheet.box(x, top - tall, wide, tall, GROUND, 5)
        used = sheet.text(x + 10, top - 27, figure, Face.BOLD, 23)
        if column == 0:
            if letters_of(whole):
                badge(sheet, x + used + 34, top - 25, letters_of(whole), whole["status"], colours, 13)
            sheet.fit(x + 10, top - 40, sheet.line(name), Face.REGULAR, 9.5, wide - 20, QUIET)
        else:
            sheet.fit(x + 18 + used, top - 25, sheet.say(name)[0], Face.SEMIBOLD, 10.5, wide - used - 26)
            if len(sheet.say(name)) > 1:
                sheet.fit(x + 10, top - 40, sheet.say(name)[1], Face.REGULAR, 9.5, wide - 20, QUIET)
        sheet.label(x + 10, top - 52, note, Face.REGULAR, 9, wide - 20, QUIET)
    sheet.y = top - tall - 24


def listing(
    sheet: Sheet, x: float, wide: float, verdict: str, rows: Sequence[dict[str, Any]], most: int, total: int,
    nobody: Bilingual | None = None, in_full: Reasons = NONE,
) -> None:  # fmt: skip
    """A list of names with their reasons under its title, `most` of them; `total` are named in all. `nobody` stands in its place.

    `in_full`: lines that stand under a name."""
    colours = shades(sheet.contents.letters)
    colour = GOOD if verdict == PRAISE else BAD
    _head(sheet, x, wide, colour, sheet.line(both(terms.STANDINGS[verdict])), str(total), colour)
    if not rows and nobody:
        sheet.paragraph(nobody, x=x, room=wide)
    for row in rows[:most]:
        reasons = said_reasons(row)
        while len(reasons) > 1 and fitted(sheet.joined(reasons), Face.REGULAR, 9, wide - 74) < LEAST:
            reasons = reasons[:-1]
        name = sheet.say(names_of(row))[0]
        if row["code"] in sheet.contents.changes.newly:
            name += f" ({sheet.say(both('new'))[0]})"
        sheet.fit(x, sheet.y, name, Face.SEMIBOLD, 11, wide - 74)
        sheet.fit(x, sheet.y - 11.5, sheet.joined(reasons), Face.REGULAR, 9, wide - 74, QUIET)
        if row["score"] is not None:
            sheet.text(x + wide - 42, sheet.y - 5, tenth_said(row["score"]), Face.REGULAR, 11, INK, "right")
        badge(sheet, x + wide - 16, sheet.y - 5, letters_of(row), row["status"], colours, 10)
        sheet.y -= LINE_OF_LIST
        lines = in_full.get(row["code"], ())
        for face, line in lines:
            sheet.text(x, sheet.y + 3, line, face, 9.5)
            sheet.y -= LINE_OF_REASON
        sheet.y -= AIR if lines else 0
        sheet.rule(sheet.y + LINE_OF_LIST - 16.5, LINE, x, x + wide)
    if len(rows) > most:
        said = both("{n} more on the next page", n=len(rows) - most)
        sheet.text(x, sheet.y, sheet.line(said), Face.SEMIBOLD, 10, QUIET)


def _changed(sheet: Sheet, x: float, wide: float, rows: list[dict[str, Any]], colours: Mapping[str, Any]) -> None:
    """What is new since the week with which this one is compared; in a district's pack of its stations alone."""
    contents, codes = sheet.contents, {row["code"]: row for row in rows}
    letters = [row for row in records(contents.changes.letters) if row["code"] in codes]
    _head(sheet, x, wide, GOLD, both("What changed since {week}", week=contents.changes.since))
    for text in [*what_changed(contents, rows)] or [both("Nothing yet.")]:
        sheet.paragraph(text, x=x, room=wide, size=10)
        sheet.y -= 2
    sheet.y -= 4
    for row in letters[:MOVED]:
        sheet.fit(x, sheet.y, sheet.say(names_of(codes[row["code"]]))[0], Face.SEMIBOLD, 10.5, wide - 84)
        badge(sheet, x + wide - 58, sheet.y, row["before"], "", colours, 9)
        arrow(sheet, x + wide - 41, sheet.y + 3, 10)
        badge(sheet, x + wide - 14, sheet.y, row["after"], str(codes[row["code"]]["status"]), colours, 9)
        sheet.rule(sheet.y - 6, LINE, x, x + wide)
        sheet.y -= 19
    if len(letters) > MOVED:
        sheet.text(x, sheet.y, sheet.line(both("{n} more", n=len(letters) - MOVED)), Face.SEMIBOLD, 10, QUIET)
        sheet.y -= 16
    sheet.y -= 20


def _noise(sheet: Sheet, x: float, wide: float, rows: list[dict[str, Any]], count: int) -> None:
    if not sheet.room(45):  # a page full of marks: the number stands in the sentence on top
        return
    _head(sheet, x, wide, "#6b7890", sheet.line(both("No clear difference")), str(count), QUIET)
    lead = both(phrases.NOISE_LEAD, n=count) if count else Bilingual("", "")
    if not sheet.room(110):  # both languages would reach the foot
        lead = Bilingual.same(sheet.say(lead)[0])
    if sheet.room(45):
        sheet.paragraph(lead, x=x, room=wide, size=9.5)
    silent = [sheet.say(names_of(row))[0] for row in heard(rows).silent]
    if silent and sheet.room(50):
        title = sheet.contents.either(phrases.SILENCE_PLACES, phrases.SILENCE_PLACES_IN_LOTS)
        _named(sheet, x, wide, f"{sheet.line(title)}: {len(silent)}", silent)


def _named(sheet: Sheet, x: float, wide: float, title: str, names: list[str]) -> None:
    """A title and whole names after it, as many as there is room for, and how many more they are."""
    sheet.y -= 8
    for line in wrap(title, Face.BOLD, 10.5, wide):
        if not sheet.room(12):
            return
        sheet.text(x, sheet.y, line, Face.BOLD, 10.5)
        sheet.y -= 15
    most = int((sheet.y - FOOT - 16) / 13) + 1
    reached = wrap(", ".join(names), Face.REGULAR, 9.5, wide)[:most]  # by all names: no more of them find room
    for shown in range(min(len(names), " ".join(reached).count(",") + 1), 0, -1):
        more = [sheet.say(both("{n} more", n=len(names) - shown))[0]] if shown < len(names) else []
        lines = wrap(", ".join((*names[:shown], *more)), Face.REGULAR, 9.5, wide)
        if len(lines) <= most:
            break
    else:
        return
    for line in lines:
        sheet.text(x, sheet.y, line, Face.REGULAR, 9.5, QUIET)
        sheet.y -= 13
