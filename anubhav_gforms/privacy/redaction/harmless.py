"""The words of which none says who, where or that anything grave happened: a text of them alone may leave by itself."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

from ...linear import linear
from ...text import searched
from .sounds import sound

WORD = linear(r"[^\W\d_](?:[\w\u0900-\u0963\u0970-\u097f\u200c\u200d]|['’.](?=\w))*")
"""A word of Latin letters or Devanagari, with the dots and apostrophes inside it."""
_NUMBER = linear(r"\d{1,64}")
LONG_NUMBER = 3
"""A number of so many digits is not harmless: of an FIR, a house, a belt."""
MOST_WORDS = 40
"""A longer text is a story, and a story can say who wrote it, whatever its words."""


def harmless_text(text: str) -> bool:
    """True when every word of the text is known to be harmless, and no number is long."""
    words = [match[0] for match in WORD.finditer(text)]
    short = all(len(match[0]) < LONG_NUMBER for match in _NUMBER.finditer(text))
    return 0 < len(words) <= MOST_WORDS and short and all(_is_on(word, "harmless") for word in words)


def plain_word(word: str) -> bool:
    """True for a word that is no name: a harmless one, or an ordinary one, which may tell of grave things."""
    return _is_on(word, "harmless") or _is_on(word, "ordinary")


@lru_cache(maxsize=65536)
def _is_on(word: str, name: str) -> bool:
    plain, by_sound = _list(name)
    said = searched(word).strip(".'’")
    if said in plain:
        return True
    return said.isascii() and len(said) > 1 and said not in _spelt() and _by_ending(sound(said)) in by_sound


def _by_ending(key: str) -> str:
    """Nobody types the nasal at the end as others do: hain, hai."""
    return key[:-1] if len(key) > 2 and key.endswith("n") else key


@cache
def _spelt() -> frozenset[str]:
    """What is spelt like a name or an ordinary word is that, whatever it sounds like: Tina, Karan, no."""
    return frozenset([*listed_words("names"), *listed_words("ordinary")])


@cache
def _list(name: str) -> tuple[frozenset[str], frozenset[str]]:
    words = listed_words(name)
    return frozenset(words), frozenset(_by_ending(sound(word)) for word in words if not word.isascii())


def listed_words(name: str) -> list[str]:
    """The words of a list of this room, as `searched` spells them."""
    lines = files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [searched(word) for line in lines if not line.startswith("#") for word in line.split()]
