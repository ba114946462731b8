"""A station's own sheet: what it may know without being able to find out who answered. One page, PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...campaign import Station
from ...language import both, spoken
from ...nouns.week import Week
from ...paper import Face, wrap
from ...privacy.lots import BATCH
from ...sentence import Bilingual
from .. import phrases, terms
from ..charts.ladder import Axis, bar
from ..charts.scene import Size
from ..contents import Contents
from ..given import ActionTaken
from ..palette import INK, QUIET, shades
from .badge import badge, letter_of
from .sheet import LINE, MARGIN, WIDTH, PackLanguage, Sheet


@dataclass(frozen=True)
class Edition:
    """What one station's sheet shows."""

    station: Station  # whose sheet it is
    week: str  # of its last full lot; "" before the first
    state: Mapping[str, Any] | None  # score, low, high, letter of that week; None without a score
    content: Mapping[str, int] | None  # k of n content on the whole, low and high in per cent; None with too few
    total: int  # responses of all lots so far
    themes: Mapping[str, int]  # theme → messages of that week that speak of it
    actions: Sequence[ActionTaken]  # what was done up to then, the newest first


def edition_pack(contents: Contents, edition: Edition, language: PackLanguage = PackLanguage.BOTH) -> bytes:
    """The sheet as PDF. It depends on the edition only: the same until enough new answers have come."""
    station = edition.station
    names = Bilingual(station.name_hi, station.name_en)
    sheet = Sheet(contents, names, language, week=edition.week)
    sheet.begin(names, station.code)
    half = (WIDTH - 2 * MARGIN - 40) / 2
    top = sheet.y
    if not edition.week:
        sheet.paragraph(both("Too few responses so far. A first sheet follows after {lot}.", lot=BATCH), size=15)
    else:
        _state(sheet, edition, half)
    sheet.y = top
    _themes(sheet, edition, MARGIN + half + 40, half)
    sheet.y = 250
    sheet.rule(sheet.y + 24)
    rules = contents.campaign.grading.grading
    bands = " · ".join(f"{letter} {edge:g}" for letter, edge in contents.bands.items())
    for said in (
        both(
            "This sheet changes only when at least {lot} new responses have come, so that nobody can be recognised.",
            lot=BATCH,
        ),
        contents.of_method(phrases.HOW_SCORE, phrases.HOW_SCORE_SECOND),
        both(phrases.HOW_INTERVAL),
        contents.of_method(
            phrases.HOW_LETTER, phrases.HOW_LETTER_SECOND, bands=bands, sure=round(rules.hysteresis * 100)
        ),
    ):
        sheet.paragraph(said, size=10, colour=QUIET)
        sheet.y -= 5
    return sheet.finish()


def _state(sheet: Sheet, edition: Edition, half: float) -> None:
    sheet.paragraph(both("State after the week {week}", week=Week(edition.week)), size=13, face=Face.SEMIBOLD)
    sheet.paragraph(both("at least {n} response", "at least {n} responses", n=edition.total), size=12, colour=QUIET)
    sheet.y -= 44
    state = edition.state
    if state is None:
        sheet.paragraph(both("Not enough responses for a score."), size=13)
        if edition.content:
            sheet.y -= 6
            sheet.paragraph(both(phrases.SHARE_OF_STATION, **edition.content), room=half, size=12)
        return
    bands = sheet.contents.bands
    used = sheet.text(MARGIN, sheet.y, f"{state['score']:.0f}", Face.BOLD, 46)
    badge(sheet, MARGIN + used + 46, sheet.y + 6, letter_of(state), "", shades(tuple(bands)), 24)
    sheet.picture(bar(state, Size(half, 9, 9), scale=Axis(0.0), edges=bands), MARGIN, sheet.y - 25.5)
    sheet.text(MARGIN, sheet.y - 46, "0", Face.REGULAR, 9, QUIET)
    sheet.text(MARGIN + half, sheet.y - 46, "100", Face.REGULAR, 9, QUIET, "right")
    sheet.y -= 68
    low, high = (f"{state[end]:.0f}" for end in ("low", "high"))
    sheet.paragraph(both("nine times in ten between {low} and {high}", low=low, high=high), room=half, size=12)


def _themes(sheet: Sheet, edition: Edition, x: float, half: float) -> None:
    sheet.text(x, sheet.y, sheet.line(both("What people wrote about")), Face.BOLD, 13)
    sheet.y -= 24
    if not edition.themes:
        sheet.paragraph(both("No theme was named by three people or more."), x=x, room=half, colour=QUIET)
    for theme, count in edition.themes.items():
        sheet.text(x, sheet.y, sheet.line(both(terms.THEMES[theme])), Face.REGULAR, 12)
        sheet.text(x + half, sheet.y, str(count), Face.BOLD, 12, INK, "right")
        sheet.rule(sheet.y - 7, LINE, x, x + half)
        sheet.y -= 23
    sheet.y -= 22
    sheet.text(x, sheet.y, sheet.line(both("You said, we did")), Face.BOLD, 13)
    sheet.y -= 22
    if not edition.actions:
        sheet.paragraph(both("No action is noted yet."), x=x, room=half, colour=QUIET)
    for action in edition.actions[:6]:
        sheet.text(x, sheet.y, sheet.say(spoken(action.day))[0], Face.SEMIBOLD, 10.5, QUIET)
        sheet.y -= 15
        for line in wrap(action.done, Face.REGULAR, 12, half):
            sheet.text(x, sheet.y, line, Face.REGULAR, 12)
            sheet.y -= 17
        sheet.y -= 5
