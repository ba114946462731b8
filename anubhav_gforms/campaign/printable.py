"""Which texts can be printed: every sign is in the fonts that travel with the package, and every mark has a letter."""

from __future__ import annotations

import re

from ..sentence import Sentence

_PLAIN = re.compile(
    "(?:[ -~\u0950\u0964-\u0970\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u20b9]"  # Latin; om, danda, digits; – — ‘ ’ “ ” … ₹
    "|[\u0904-\u0914\u0960\u0961][\u0900-\u0903]?"  # a Hindi vowel
    "|[\u0915-\u0939\u0958-\u095f]\u093c?(?:\u094d|[\u093e-\u094c]?[\u0900-\u0903]?))*"  # a Hindi consonant and its marks
)


def why_unprintable(text: str) -> Sentence:
    """Why a text would print as an empty box or on a dotted circle, and what to do; "" when it would not."""
    if _PLAIN.fullmatch(text):
        return Sentence("")
    from ..paper.signs import unprintable  # loads fonts and reportlab; nearly no text needs them

    return unprintable(text)
