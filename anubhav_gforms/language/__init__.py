"""The languages that the toolkit speaks: catalogs, and the one place where a sentence is said in one of them.

`<code>.po` holds every sentence in the language of this code (`languages.py`); `make catalogs` collects new ones into it.
Used only by the rooms that show something to a person.
"""

from __future__ import annotations

from ..languages import WRITTEN
from ..sentence import Bilingual, Sentence, filled
from .bilingual import both, spoken
from .catalog import catalog, danda_apart

__all__ = ["Sentence", "both", "catalog", "say", "spoken"]


def say(text: str, language: str) -> str:
    """A text in a language, by its code: sentences by their template and values, other texts as a whole.

    A text that the catalog does not hold stays as it is. Values that are sentences are said in the same language.
    """
    if language == WRITTEN.code:
        return str(text)
    return danda_apart(_said(text, language))


def _said(text: str, language: str) -> str:
    """The same as the catalog has it."""
    known = catalog(language)
    if not isinstance(text, Sentence):
        return known.one(text)
    if not text.values:
        return known.one(text.template)
    values = {name: _of(value, language) for name, value in text.values.items()}
    if text.plural:
        return filled(known.many(text.template, text.plural, int(str(values["n"]))), values)
    return filled(known.one(text.template), values)


def _of(value: object, language: str) -> object:
    """A value of a sentence in its language."""
    if isinstance(value, Bilingual):
        return (language == "hi" and value.hi) or str(value)
    return say(value, language) if isinstance(value, Sentence) else value
