"""Given and family names of a kept list, wherever they stand."""

from __future__ import annotations

from .kind import Kind, Span
from .words import is_listed, near, words_of


def _find(text: str) -> list[Span]:
    """Each listed name, with the capitalised word beside it."""
    words = words_of(text)
    spans = []
    for place, word in enumerate(words):
        if not is_listed(word[0], "names"):
            continue
        start, end = word.span()
        if word[0][0].isupper():
            after = words[place + 1] if place + 1 < len(words) else None
            if after and after[0][0].isupper() and after[0][1:].islower() and near(text, word, after, " ."):
                end = after.end()
        spans.append((start, end))
    return spans


LISTED = Kind(
    "listed name",
    "name",
    _find,
    finds=(("wahan ramesh sahu mila", "wahan [name] [name] mila"), ("वहाँ रमेश ने रुपये लिए", "वहाँ [name] ने रुपये लिए")),
    spares=("बहुत अच्छे लोग हैं", "The staff was polite and the chairs were clean", "thane me pani nahi tha"),
    person=True,
)
