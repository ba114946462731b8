"""The last page: how to read it all, and which answers came."""

from __future__ import annotations

from ...paper import Face
from ...sentence import Bilingual
from ..words import spoken, words
from .sheet import MARGIN, Sheet


def how_page(sheet: Sheet) -> None:
    contents, freshness = sheet.contents, sheet.contents.freshness
    rules = contents.campaign.grading.grading
    sheet.begin(words("how"), "how")
    bands = " · ".join(f"{letter} {edge:g}" for letter, edge in contents.bands.items())
    for text in (
        words("how_score"),
        words("how_interval"),
        words("how_letter", bands=bands, sure=round(rules.hysteresis * 100)),
        contents.word("how_status", min=rules.min_responses),
        words("how_kind"),
        words("how_money"),
        words("how_who"),
        *contents.of_batches,
        *(Bilingual.same(note) for note in contents.notes),
    ):
        if not sheet.room(50):
            sheet.begin(words("how"))
        sheet.paragraph(text, size=11)
        sheet.y -= 7
    if freshness.received is None:
        return
    sheet.y -= 6
    sheet.text(MARGIN, sheet.y, sheet.line(words("came")), Face.BOLD, 12)
    sheet.y -= 18
    sheet.paragraph(words("came_lead", received=freshness.received), size=11)
    for title, section, counts in (
        ("came_channels", "channel", freshness.channels),
        ("came_left_out", "aside", freshness.left_out),
        ("came_quarantined", "aside", freshness.quarantined),
    ):
        if counts:
            named = [(words(f"{section}.{name}"), spoken(count).en) for name, count in counts.items()]
            english = ", ".join(f"{text.en} {count}" for text, count in named)
            hindi = ", ".join(f"{text.hi} {count}" for text, count in named)
            sheet.paragraph(Bilingual(f"{words(title).hi} {hindi}", f"{words(title).en} {english}"), size=10)
    sheet.paragraph(words("edited_deleted", edited=freshness.edited, deleted=freshness.deleted), size=10)
