"""hi.po → a catalog in memory; what is known of each language."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the toolkit speaks."""

    code: str  # as typed after --language
    own_name: str  # as its readers write it
    locale: str  # of Babel: how numbers and dates are written


LANGUAGES = {"en": Language("en", "English", "en_IN"), "hi": Language("hi", "हिन्दी", "hi_IN")}
"""By code. The first is the language in which the sentences are written."""


class Catalog:
    """The sentences of one language, by their English."""

    def __init__(self, translations: gettext.NullTranslations) -> None:
        self._translations = translations

    def one(self, english: str) -> str:
        """The sentence, or its English when it is not known."""
        return self._translations.gettext(english) if english else ""

    def many(self, english: str, plural: str, n: int) -> str:
        """The form for n, or English when it is not known."""
        return self._translations.ngettext(english, plural, n)


@cache
def catalog(language: str) -> Catalog:
    """The catalog of a language; English needs none."""
    if language == "en":
        return Catalog(gettext.NullTranslations())
    return Catalog(gettext.GNUTranslations(BytesIO(compiled(language))))


WRITTEN_TOGETHER = 60
"""Seconds within which an installer writes all files of a package, in any order."""


def compiled(language: str) -> bytes:
    """The .mo of a language: the one made when the package was installed, else, or when the .po was changed since, made now."""
    folder = Path(__file__).parent
    source = folder / f"{language}.po"
    made = folder / "locale" / language / "LC_MESSAGES" / "messages.mo"
    if made.is_file() and source.stat().st_mtime <= made.stat().st_mtime + WRITTEN_TOGETHER:
        return made.read_bytes()
    from babel.messages.mofile import write_mo  # only where the catalog was not compiled: Babel costs 50 ms
    from babel.messages.pofile import read_po  # the same

    out = BytesIO()
    with source.open("rb") as file:
        write_mo(out, read_po(file, locale=language))
    return out.getvalue()
