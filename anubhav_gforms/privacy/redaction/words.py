"""Lists of words, known by their sound: names of persons, and of villages and wards; and runs of words that can be a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ...text import searched, stored
from .harmless import WORD, listed_words, plain_word
from .kind import Span
from .known import known_word
from .sounds import sound

SHORTEST_SOUND = 3
"""A shorter sound says too little: it is known only as it is spelt."""


def bare(word: str) -> str:
    """A word without its dots and case: "T.I." is "ti"."""
    return stored(word).replace(".", "").lower()


@lru_cache(maxsize=4)
def words_of(text: str) -> tuple[re.Match[str], ...]:
    """The words of a text, in order."""
    return tuple(WORD.finditer(text))


def near(text: str, first: re.Match[str], second: re.Match[str], signs: str = " .\t:-()") -> bool:
    """True when nothing but blanks and such signs stands between two words, and no more than six."""
    between = text[first.end() : second.start()]
    return len(between) <= 6 and not between.strip(signs)


@lru_cache(maxsize=65536)
def is_listed(word: str, name: str) -> bool:
    """True when a word, or its sound, is on the list `name`.txt, and is no plain word."""
    said = searched(word).strip(".'’").removesuffix("'s").removesuffix("’s")
    plain, sounds = _list(name)
    if len(said) < 2 or plain_word(said):
        return False
    key = sound(said)
    return said in plain or (len(key) >= SHORTEST_SOUND and key in sounds)


@cache
def _list(name: str) -> tuple[frozenset[str], frozenset[str]]:
    words = listed_words(name)
    return frozenset(words), frozenset(map(sound, words))


def run_after(text: str, position: int, stops: frozenset[str], signs: str = " .\t:-()") -> Iterator[Span]:
    """The up to two words behind the word at `position` that may be a name: none of `stops` (words that follow and are no name) and no
    known word. Where the first has a capital, so has each."""
    words = words_of(text)
    first = end = position + 1
    while end < min(first + 2, len(words)) and near(text, words[end - 1], words[end], signs if end == first else " ."):
        if not may_be_name(words[end][0], stops) or (words[first][0][0].isupper() and words[end][0][0].islower()):
            break
        end += 1
    if end > first:
        yield words[first].start(), words[end - 1].end()


def may_be_name(word: str, stops: frozenset[str]) -> bool:
    """True for a word that nothing speaks against being a name."""
    said = bare(word)
    return len(said) > 1 and said not in stops and not known_word(said)
