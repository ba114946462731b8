"""Mobiles whose groups of digits stand among other words; numbers said behind a word that calls for one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...linear import linear
from ...text import searched
from .kind import Span, word_set
from .spoken import digits_of

_GROUP = linear(r"\d{2,9}")
_WORDS = linear(r"[^\W\d_](?:[\w\u0900-\u0963\u0970-\u097f])*|\d+")
_MOST_BETWEEN = 40
"""Signs between two groups, "aur uske baad likhna" among them."""
_MOST_GROUPS = 6
_OTHER = word_set(
    "rs rupaye rupaya rupees rupye rupee hazar hajar lakh baje bajkar log din minute dhara section saal km kilo रुपये रुपए रुपया रू रु हजार लाख बजे लोग दिन मिनट धारा साल किमी सौ"
)
"""Words beside which a number counts something."""
_LINKS = word_set("सौ सो हजार बटा बट्टा बटे सन और अउ स्लैश sau so hazar hajar bata batta bate san slash aur by upon")


def scattered(text: str) -> Iterator[Span]:
    """Groups of digits that make a mobile together, with no more than a few words between them and none that counts something."""
    groups = list(_GROUP.finditer(text))
    for first, group in enumerate(groups):
        digits = ""
        for at in range(first, min(first + _MOST_GROUPS, len(groups))):
            if at > first and not _joined(text[groups[at - 1].end() : groups[at].start()]):
                break
            digits += "".join(str(int(sign)) for sign in groups[at][0])
            if len(digits) >= 10:
                whole = len(digits) == 10 or (len(digits) == 12 and digits.startswith("91"))
                if at > first and whole and digits[-10] in "6789" and not _counts(text[groups[at].end() :][:12]):
                    yield group.start(), groups[at].end()
                break


def _joined(between: str) -> bool:
    return len(between) <= _MOST_BETWEEN and not _counts(between) and "\n" not in between


def _counts(text: str) -> bool:
    """True when a word there says what a number counts."""
    return "₹" in text or any(searched(match[0]) in _OTHER for match in _WORDS.finditer(text))


def said_behind(text: str, cue: re.Pattern[str], least: int = 2) -> Iterator[Span]:
    """Numbers that are said in `least` words or more just behind what `cue` matches: "नंबर चार सौ बयालीस"."""
    for match in cue.finditer(text):
        first, end, digits = -1, match.end(), 0
        for word in _WORDS.finditer(text, match.end(), match.end() + 120):
            gap = text[end : word.start()]
            number = digits_of(word[0])
            if len(gap) > 3 or gap.strip(" :.,-/#") or not (number or (digits and searched(word[0]) in _LINKS)):
                break
            first = word.start() if first < 0 else first
            digits += bool(number)
            end = word.end()
        if digits >= least:
            yield first, end
