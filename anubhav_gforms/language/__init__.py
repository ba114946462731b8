"""The languages that the toolkit speaks: catalogs, and the one place where a sentence is said in one of them.

`hi.po` holds the Hindi of every English sentence; `make catalogs` collects new sentences into it. Used only by the
rooms that show something to a person.
"""

from __future__ import annotations

from ..sentence import Bilingual, Sentence
from .bilingual import both, spoken
from .catalog import LANGUAGES, Catalog, Language, catalog

__all__ = ["LANGUAGES", "Catalog", "Language", "Sentence", "both", "catalog", "say", "spoken"]


def say(text: str, language: str) -> str:
    """A text in a language ("en", "hi"): sentences by their template and values, other texts as a whole.

    A text that the catalog does not hold stays as it is. Values that are sentences are said in the same language.
    """
    if language == "en":
        return str(text)
    known = catalog(language)
    if not isinstance(text, Sentence):
        return known.one(text)
    if not text.values:
        return known.one(text.template)
    values = {name: _of(value, language) for name, value in text.values.items()}
    if text.plural:
        return known.many(text.template, text.plural, int(str(values["n"]))).format(**values)
    return known.one(text.template).format(**values)


def _of(value: object, language: str) -> object:
    """A value of a sentence in its language."""
    if isinstance(value, Bilingual):
        return (language == "hi" and value.hi) or str(value)
    return say(value, language) if isinstance(value, Sentence) else value
