"""Where a line of a text ends: no wider than its room, and no line begins with what belongs to the word before it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from ..text import stored
from .faces import Face
from .text import CLOSE_BY, em, width

STAYS = frozenset(["–", "से", "पर", "में", "को", "का", "की", "के", "ने", "तक"])
"""Words that no line begins with."""
CLOSER = 0.15
"""How much closer at most, em."""
CLOSE = 1e-6
"""Points by which two ways of adding widths may differ."""


def wrap(text: str, face: Face, size: float, max_width: float, *, balanced: bool = False) -> list[str]:
    """Break a line at spaces so that no line is wider than `max_width` points; a single long word stays whole.

    `balanced` makes lines of about the same length, without needing more of them.
    """
    lines = _filled(text, face, size, max_width)
    if not balanced or len(lines) < 2:
        return list(lines)
    low, high = max_width / len(lines), max_width
    while high - low > size / 10:
        middle = (low + high) / 2
        tried = _filled(text, face, size, middle)
        if len(tried) == len(lines) and all(width(line, face, size) <= max_width for line in tried):
            lines, high = tried, middle
        else:
            low = middle
    return list(lines)


def _words(text: str, fits: Callable[[str], bool]) -> list[str]:
    """The words of a text: what belongs to the word before it stays with it, and "न" with the word after it, if that fits."""
    words: list[str] = []
    for word in stored(text).split(" "):
        tied = bool(words) and (word in STAYS or words[-1].split(" ")[-1] == "न")
        if tied and fits(f"{words[-1]} {word}"):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


@lru_cache(maxsize=1 << 12)
def _filled(text: str, face: Face, size: float, max_width: float) -> tuple[str, ...]:
    """Lines as full as they can be. Forty packs of a state say the same sentences in the same columns."""
    lines: list[str] = []
    for word in _words(text, lambda word: _fits(word, face, size, max_width)):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _fits(longer, face, size, max_width):
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _fits(said: str, face: Face, size: float, room: float) -> bool:
    """Whether the line is no wider than `room` points. It is shaped only where its words alone do not tell."""
    words = said.split(" ")
    most = sum([em(word, face) for word in words]) + (len(words) - 1) * em(" ", face)
    if most * size < room - CLOSE:
        return True
    least = most - CLOSER * sum([(word[:1] in CLOSE_BY) + (word[-1:] in CLOSE_BY) for word in words])
    return least * size < room + CLOSE and width(said, face, size) <= room
