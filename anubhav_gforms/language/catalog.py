"""The .po of a language → a catalog in memory."""

from __future__ import annotations

import gettext
import re
from functools import cache
from io import BytesIO
from pathlib import Path

from ..languages import WRITTEN

FOLDER = Path(__file__).parent
"""Where the sentences of each language are, `<code>.po`."""
_RUN_TOGETHER = re.compile(r"(?<=\d)।")


def danda_apart(said: str) -> str:
    """A sentence as it is shown: with a blank that breaks no line between a figure and a danda, which looks like the digit 1 there."""
    return _RUN_TOGETHER.sub("\u00a0।", said)


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
    """The catalog of a language; the one in which sentences are written needs none."""
    if language == WRITTEN.code:
        return Catalog(gettext.NullTranslations())
    return Catalog(gettext.GNUTranslations(BytesIO(compiled(language))))


WRITTEN_TOGETHER = 60
"""Seconds within which an installer writes all files of a package, in any order."""


def compiled(language: str) -> bytes:
    """The .mo of a language: the one made when the package was installed, else, or when the .po was changed since, made now."""
    source = FOLDER / f"{language}.po"
    made = FOLDER / "locale" / language / "LC_MESSAGES" / "messages.mo"
    if made.is_file() and source.stat().st_mtime <= made.stat().st_mtime + WRITTEN_TOGETHER:
        return made.read_bytes()
    from babel.messages.mofile import write_mo  # only where the catalog was not compiled: Babel costs 50 ms
    from babel.messages.pofile import read_po  # the same

    out = BytesIO()
    with source.open("rb") as file:
        write_mo(out, read_po(file, locale=language))
    return out.getvalue()
