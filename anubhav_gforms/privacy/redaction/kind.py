"""One kind of thing that may say who wrote or who is meant: an object; `kinds.py` lists them all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Span = tuple[int, int]
"""From where to before where in a text."""


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """`name` is its own, `word` stands in brackets for what was taken out; `find` gives the spans, in any order, overlapping or not.
    `person`: it names a person or a place, which the IG may read. `finds`: texts and what is left of them; `spares`: texts in
    which it sees nothing."""

    name: str
    word: str
    find: Callable[[str], Iterable[Span]] = field(repr=False)
    finds: tuple[tuple[str, str], ...] = field(repr=False)
    spares: tuple[str, ...] = field(repr=False)
    person: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: text[start:end]."""

    kind: Kind
    start: int
    end: int


def matches(*patterns: re.Pattern[str]) -> Callable[[str], Iterable[Span]]:
    """Finds what any of these patterns matches."""
    return lambda text: [match.span() for pattern in patterns for match in pattern.finditer(text)]


def word_set(words: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(words.split())
