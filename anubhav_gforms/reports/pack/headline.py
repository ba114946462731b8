"""The first page of a pack: figures, who earned praise, who needs attention, what is only noise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...typesetting import Face, wrap
from ..palette import INK, QUIET, shades
from ..records import records
from ..verdicts import ATTENTION, NOISE, PRAISE
from ..words import Words, words
from .marks import badge
from .names import Row, names_of
from .sheet import GROUND, LINE, MARGIN, WIDTH, Sheet

LISTED = 11
"""Places listed under praise and under attention on the first page."""


def headline_page(sheet: Sheet, whole: Row, rows: list[dict[str, Any]], heading: Words, bookmark: str) -> None:
    contents = sheet.contents
    sheet.begin(heading, bookmark)
    colours = shades(contents.letters)
    named = {verdict: [row for row in rows if row["verdict"] == verdict] for verdict in (PRAISE, ATTENTION, NOISE)}
    order = {
        code: place for verdict in (PRAISE, ATTENTION) for place, code in enumerate(contents.named(verdict)["code"])
    }
    for verdict in (PRAISE, ATTENTION):
        named[verdict].sort(key=lambda row: order[row["code"]])
    numbers = {"praise": len(named[PRAISE]), "attention": len(named[ATTENTION]), "noise": len(named[NOISE])}
    said = words("headline_trial") if contents.trial else words("headline_named", **numbers)
    for sentence in sheet.say(said):
        for line in wrap(sentence, Face.SEMIBOLD, 15, WIDTH - 2 * MARGIN):
            sheet.text(MARGIN, sheet.y, line, Face.SEMIBOLD, 15)
            sheet.y -= 21
    _facts(sheet, whole, rows, colours)
    wide = (WIDTH - 2 * MARGIN - 24) / 3
    top = sheet.y
    for place, verdict in enumerate((PRAISE, ATTENTION)):
        sheet.y = top
        _listing(sheet, MARGIN + place * (wide + 12), wide, verdict, named[verdict], colours)
    sheet.y = top
    _noise(sheet, MARGIN + 2 * (wide + 12), wide, rows, len(named[NOISE]))


def _facts(sheet: Sheet, whole: Row, rows: list[dict[str, Any]], colours: Mapping[str, Any]) -> None:
    tall, wide = 58, (WIDTH - 2 * MARGIN - 36) / 4
    top = sheet.y + 10
    few = sum(row["responses"] > 0 and row["score"] is None for row in rows)
    silent = sum(row["responses"] == 0 for row in rows)
    scored = sum(row["score"] is not None for row in rows)
    score = "–" if whole["score"] is None else sheet.number(float(whole["score"]))
    sure = (
        words("fact_sure", low=float(whole["low"]), high=float(whole["high"]))
        if whole["score"] is not None
        else Words("", "")
    )
    minimum = sheet.contents.campaign.grading.grading.min_responses
    for place, (figure, name, note) in enumerate(
        (
            (score, words("col_score"), sure),
            (sheet.number(int(whole["responses"] or 0)), words("fact_answers"), words("fact_answers_more")),
            (
                sheet.number(scored),
                words("fact_graded", places=len(rows)),
                words("fact_graded_more", few=few, min=minimum),
            ),
            (sheet.number(silent), words("fact_silent"), words("fact_silent_more")),
        )
    ):
        x = MARGIN + place * (wide + 12)
        sheet.box(x, top - tall, wide, tall, GROUND, 5)
        used = sheet.text(x + 10, top - 27, figure, Face.BOLD, 23)
        if place == 0:
            badge(sheet, x + used + 34, top - 25, whole["letter"], whole["status"], colours, 13)
            sheet.fit(x + 10, top - 40, sheet.line(name), Face.REGULAR, 9.5, wide - 20, QUIET)
        else:
            sheet.fit(x + 18 + used, top - 25, sheet.say(name)[0], Face.SEMIBOLD, 10.5, wide - used - 26)
            if len(sheet.say(name)) > 1:
                sheet.fit(x + 10, top - 40, sheet.say(name)[1], Face.REGULAR, 9.5, wide - 20, QUIET)
        sheet.label(x + 10, top - 52, note, Face.REGULAR, 9, wide - 20, QUIET)
    sheet.y = top - tall - 24


def _listing(
    sheet: Sheet, x: float, wide: float, verdict: str, rows: list[dict[str, Any]], colours: Mapping[str, Any]
) -> None:
    colour = "#1b5fa8" if verdict == PRAISE else "#a83c14"
    sheet.box(x, sheet.y + 15, wide, 3, colour)
    sheet.fit(x, sheet.y - 2, sheet.line(words(verdict)), Face.BOLD, 13, wide - 30)
    sheet.text(x + wide, sheet.y - 2, str(len(rows)), Face.BOLD, 14, colour, "right")
    sheet.y -= 22
    if not rows:
        sheet.paragraph(words("nobody"), x=x, room=wide)
    for row in rows[:LISTED]:
        reasons = sheet.joined(words(f"reason_{reason}") for reason in row["reasons"])
        sheet.fit(x, sheet.y, sheet.say(names_of(row))[0], Face.SEMIBOLD, 11, wide - 74)
        sheet.fit(x, sheet.y - 11.5, reasons, Face.REGULAR, 9, wide - 74, QUIET)
        if row["score"] is not None:
            sheet.text(x + wide - 42, sheet.y - 5, f"{row['score']:.1f}", Face.REGULAR, 11, INK, "right")
        badge(sheet, x + wide - 16, sheet.y - 5, row["letter"], row["status"], colours, 10)
        sheet.rule(sheet.y - 16.5, LINE, x, x + wide)
        sheet.y -= 29
    if len(rows) > LISTED:
        sheet.text(x, sheet.y, sheet.line(words("more", n=len(rows) - LISTED)), Face.SEMIBOLD, 10, QUIET)


def _noise(sheet: Sheet, x: float, wide: float, rows: list[dict[str, Any]], count: int) -> None:
    sheet.box(x, sheet.y + 15, wide, 3, "#6b7890")
    sheet.fit(x, sheet.y - 2, sheet.line(words("noise")), Face.BOLD, 13, wide - 30)
    sheet.text(x + wide, sheet.y - 2, str(count), Face.BOLD, 14, QUIET, "right")
    sheet.y -= 22
    sheet.paragraph(words("noise_lead", n=count), x=x, room=wide, size=10)
    silent = [sheet.say(names_of(row))[0] for row in rows if row["responses"] == 0]
    if silent:
        _named(sheet, x, wide, f"{sheet.line(words('fact_silent'))}: {len(silent)}", silent)
    contents = sheet.contents
    if contents.since and contents.letters_then and contents.changes is not None:
        moves = {
            row["code"]: sheet.say(words("moved", before=row["before"], after=row["after"]))[0]
            for row in records(contents.changes)
        }
        moved = [f"{sheet.say(names_of(row))[0]} {moves[row['code']]}" for row in rows if row["code"] in moves]
        title = f"{sheet.line(words('changes', week=contents.since.label))}: {len(moved)}"
        _named(sheet, x, wide, title, moved)


def _named(sheet: Sheet, x: float, wide: float, title: str, names: list[str]) -> None:
    """A title and names after it, as many lines as there is room for."""
    sheet.y -= 8
    for line in wrap(title, Face.BOLD, 10.5, wide):
        sheet.text(x, sheet.y, line, Face.BOLD, 10.5)
        sheet.y -= 15
    for line in wrap(", ".join(names), Face.REGULAR, 9.5, wide):
        if names and sheet.room(12):
            sheet.text(x, sheet.y, line, Face.REGULAR, 9.5, QUIET)
            sheet.y -= 13
