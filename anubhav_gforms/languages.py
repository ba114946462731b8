"""The languages in which messages, help texts and alerts are read: a row for each, and `language/<code>.po` with its sentences.

Pages, posters and packs stand in Hindi and English side by side (`sentence.Bilingual`), whatever is added here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the toolkit speaks."""

    code: str  # as typed after --language
    own_name: str  # as its readers write it
    locale: str  # of Babel: how numbers and dates are written
    plurals: str  # the rule of gettext: how many forms a counted sentence has, and which is for n (CLDR)


WRITTEN = Language("en", "English", "en_IN", "nplurals=2; plural=(n != 1);")
"""The language in which the sentences are written; it needs no catalog."""

LANGUAGES = {
    "en": WRITTEN,
    "hi": Language("hi", "हिन्दी", "hi_IN", "nplurals=2; plural=(n > 1);"),  # 0 and 1 go together
}
"""What may be asked for, by code."""


def spoken_languages() -> str:
    """Code and own name of each, for those who choose: "en (English), hi (हिन्दी)"."""
    return ", ".join(f"{language.code} ({language.own_name})" for language in LANGUAGES.values())
