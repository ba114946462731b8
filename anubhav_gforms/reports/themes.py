"""The ordinary themes a message speaks of, by words: what a station may learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from re import Pattern

from ..linear import linear
from ..privacy.redaction import MOST_READ
from ..text import searched

LEAST = 3
"""A theme of fewer messages of an edition is not told."""
THEMES: Mapping[str, str] = {
    "behaviour": "व्यवहार|बदतमीज|बात नहीं|गाली|डांट|नम्र|विनम्र|vyavhar|vyavahar|badtameez|badtamiz|gaali|gali|daant|rude|polite|behavio",
    "heard": "सुनवाई|बात सुनी|सुना|नहीं सुन|sunwai|sunvai|suna|suni|listen|heard|hear",
    "waiting": "इंतजार|देर|घंटे|जल्दी|तुरंत|चक्कर|intezar|intzar|intjar|der |ghante|jaldi|turant|chakkar|wait|late|hours|quick|delay",
    "facilities": "पानी|शौचालय|बाथरूम|बैठने|कुर्सी|सफाई|गंदगी|पंखा|pani|toilet|shauchalay|bathroom|kursi|baithne|safai|gandagi|pankha|water|clean|chair|seat|fan\\b",
    "receipt": "पावती|रसीद|प्रति|कॉपी|pavati|pawti|raseed|rasid|copy|receipt",
}
"""Ordinary themes, counted in batches."""


def themes_of(text: str, table: Mapping[str, str] = THEMES) -> tuple[str, ...]:
    """The themes of `table` whose words stand in `text`, in the table's order."""
    plain = searched(text[:MOST_READ])
    return tuple(name for name, words in table.items() if _pattern(words).search(plain))


def theme_counts(themes: Sequence[Sequence[str]]) -> dict[str, int]:
    """How many messages of an edition speak of each theme, the most first; themes of fewer than `LEAST` are left out."""
    totals: dict[str, int] = {}
    for listed in themes:
        for theme in set(listed):
            totals[theme] = totals.get(theme, 0) + 1
    kept = {theme: count for theme, count in totals.items() if count >= LEAST}
    return dict(sorted(kept.items(), key=lambda item: (-item[1], item[0])))


@cache
def _pattern(words: str) -> Pattern[str]:
    return linear(rf"(?<![\w\u0900-\u097f])(?:{searched(words)})")
