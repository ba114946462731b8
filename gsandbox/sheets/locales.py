"""How figures are written in the locales that part decimals with a comma."""

from __future__ import annotations

DECIMAL_COMMAS = frozenset(
    ("de_DE", "es_ES", "fr_FR", "it_IT", "nl_NL", "pl_PL", "pt_BR", "pt_PT", "ru_RU", "sv_SE", "tr_TR")
)
BLANKS = frozenset(("fr_FR", "pl_PL", "pt_PT", "ru_RU", "sv_SE"))
"""Of these, the ones that part thousands with a blank; the others do it with a point."""
BLANK = "\u00a0"
POINTS = str.maketrans(".,", ",.")
BLANK_POINTS = str.maketrans({".": "!", ",": ".", " ": ",", BLANK: ","})
"""A point is no part of a figure here."""


def signs(locale: str) -> tuple[str, str]:
    """What stands before the decimals of a figure, and between its thousands."""
    if locale not in DECIMAL_COMMAS:
        return ".", ","
    return ",", BLANK if locale in BLANKS else "."


def english(text: str, locale: str) -> str:
    """A figure as it is written in a locale, written with a decimal point and with commas between thousands."""
    if locale not in DECIMAL_COMMAS:
        return text
    return text.translate(BLANK_POINTS if locale in BLANKS else POINTS)
