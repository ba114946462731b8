"""A section of an explanation, its numbers as a reader sees them, and the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ... import language as languages
from ... import sentence as sentences
from ...sentence import Bilingual, Sentence

Say = Callable[..., str]
"""An English sentence and its numbers → the sentence in the reader's language."""


@dataclass(frozen=True)
class Section:
    """A heading, sentences, formula lines with numbers, and rows of a table (the first is its head)."""

    title: str
    sentences: tuple[str, ...]
    formulas: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


def two(value: float | None) -> str:
    """Points for a reader: two decimals."""
    return "–" if value is None else f"{value:.2f}"


def percent(share: float | None) -> str:
    """A probability for a reader."""
    return "–" if share is None else sentences.percent(share)


def day(iso: str) -> str:
    """A day for a reader: 24.11.2026."""
    return f"{date.fromisoformat(iso):%d.%m.%Y}"


def say_in(language: str) -> Say:
    """What says the sentences in English ("en") or Hindi ("hi")."""

    def say(sentence: str, plural: str = "", **values: object) -> str:
        return languages.say(Sentence(sentence, plural, **values), language)

    return say


def spoken(text: str, language: str) -> str:
    """The half of a title "हिन्दी / English" that the reader reads."""
    both = Bilingual.halves(text)
    return both.hi if language == "hi" else both.en
