"""Words that are known to be no name: the harmless and ordinary ones, an everyday vocabulary, the forms of verbs."""

from __future__ import annotations

from functools import cache, lru_cache

from ...text import searched
from .harmless import listed_words, plain_word
from .kind import word_set
from .sounds import sound
from .spoken import digits_of

_ENDINGS = word_set(
    "ना नी ने ता ती ते तीं ा ी े ईं या यी ये ई ए एं एँ ें ूँ ूं ो ओ ेगा ेगी ेंगे ूंगा ूंगी कर के कें वाया वाई वाने वाना वाते ाया ाई ाए ाना ाने ाता ाती ाते ाओ इए िए िये "
    "इस िस िन िहिस िही ही थे थस त व वत बो हूं हू य"
)
"""Of verbs, Hindi and Chhattisgarhi."""
_TYPED = ("a", "e", "i", "o", "u", "ar", "ke", "is", "in", "he")
"""How forms of verbs end in Latin letters."""
_SHORTEST = 3


def unknown(word: str) -> bool:
    """True for a word that may be a name, since nothing is known of it."""
    return len(word) >= _SHORTEST and not known_word(word)


@lru_cache(maxsize=65536)
def known_word(word: str) -> bool:
    """True for a word that is no name. One that is spelt like a name of the kept list is none of these, unless it is plain."""
    said = searched(word).replace(".", "").strip("'’")
    if plain_word(said) or digits_of(said):
        return True
    if said in _names():
        return False
    words, sounds = _vocabulary()
    if said in words or said in _verbs():
        return True
    if not said.isascii():
        return False
    key = sound(said)
    if len(key) < _SHORTEST:
        return len(key) > 1 and word.islower() and key in sounds
    return key in sounds or (said.endswith(_TYPED) and key in _sounds_of_verbs())


def spelt_word(word: str) -> bool:
    """True for a plain word, and one that is spelt as a word of the vocabulary; one that only sounds so is none."""
    said = searched(word).replace(".", "").strip("'’")
    return plain_word(said) or (said not in _names() and said in _vocabulary()[0])


@cache
def _names() -> frozenset[str]:
    return frozenset(listed_words("names"))


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    words = listed_words("vocabulary")
    return frozenset(words), frozenset(sound(word) for word in words if not word.isascii())


@cache
def _verbs() -> frozenset[str]:
    return frozenset(stem + ending for stem in listed_words("verbs") for ending in ["", *map(searched, _ENDINGS)])


@cache
def _sounds_of_verbs() -> frozenset[str]:
    return frozenset(map(sound, _verbs()))
