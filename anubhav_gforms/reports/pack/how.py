"""The last page: how to read it all, and which answers came."""

from __future__ import annotations

from ...language import both, spoken
from ...paper import Face
from ...sentence import Bilingual
from .. import phrases, terms
from .sheet import MARGIN, Sheet


def how_page(sheet: Sheet) -> None:
    contents, freshness = sheet.contents, sheet.contents.freshness
    rules = contents.campaign.grading.grading
    sheet.begin(both("How to read this"), "how")
    bands = " · ".join(f"{letter} {edge:g}" for letter, edge in contents.bands.items())
    for text in (
        contents.of_method(phrases.HOW_SCORE, phrases.HOW_SCORE_SECOND),
        both(phrases.HOW_INTERVAL),
        contents.of_method(
            phrases.HOW_LETTER, phrases.HOW_LETTER_SECOND, bands=bands, sure=round(rules.hysteresis * 100)
        ),
        contents.how_status,
        both(phrases.HOW_KIND),
        both(phrases.HOW_MONEY),
        both(phrases.HOW_WHO),
        *contents.of_lots,
        *contents.said_notes,
    ):
        if not sheet.room(50):
            sheet.begin(both("How to read this"))
        sheet.paragraph(text, size=11)
        sheet.y -= 7
    if freshness.received is None:
        return
    sheet.y -= 6
    sheet.text(MARGIN, sheet.y, sheet.line(both(phrases.CAME)), Face.BOLD, 12)
    sheet.y -= 18
    sheet.paragraph(both(phrases.CAME_LEAD, received=freshness.received), size=11)
    for title, names, counts in (
        (phrases.CAME_CHANNELS, terms.CHANNELS, freshness.channels),
        (phrases.CAME_LEFT_OUT, terms.LEFT_OUT, freshness.left_out),
        (phrases.CAME_QUARANTINED, terms.LEFT_OUT, freshness.quarantined),
    ):
        if counts:
            named = [(both(names[name]), spoken(count).en) for name, count in counts.items()]
            english = ", ".join(f"{text.en} {count}" for text, count in named)
            hindi = ", ".join(f"{text.hi} {count}" for text, count in named)
            sheet.paragraph(Bilingual(f"{both(title).hi} {hindi}", f"{both(title).en} {english}"), size=10)
    sheet.paragraph(both(phrases.EDITED_DELETED, edited=freshness.edited, deleted=freshness.deleted), size=10)
