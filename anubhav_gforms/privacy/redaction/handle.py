"""Names of accounts on social networks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...linear import linear
from .kind import Kind, Span, matches, word_set
from .known import unknown
from .words import near, words_of

_SITES = (
    "insta(?:gram)?|facebook|fb|twitter|telegram|snapchat|snap|youtube|linkedin|इंस्टा(?:ग्राम)?|फेसबुक|ट्विटर|टेलीग्राम|यूट्यूब"
)
_BETWEEN = r"(?:[\s:.,=\-]{1,3}(?:id|handle|account|username|user|name|naam|page|channel|profile|par|pe|hai|is|आईडी|नाम|पर|है)(?![\w\u0900-\u097f])){0,3}"

_WRITTEN = matches(
    linear(r"(?<![\w@])@\s?\w[\w.]{2,40}", re.IGNORECASE),
    linear(rf"(?<!\w)(?:{_SITES}){_BETWEEN}[\s:.,=\-]{{1,3}}[\w.]{{0,30}}[_.\d][\w.]{{1,30}}", re.IGNORECASE),
    linear(
        rf"(?<!\w)(?:{_SITES})[\s:.\-]{{0,3}}(?:id|handle|username|आईडी)[\s:.=\-]{{1,3}}(?:hai[\s:]{{1,3}}|is[\s:]{{1,3}}|है[\s:]{{1,3}})?\w[\w.]{{2,40}}",
        re.IGNORECASE,
    ),
)
_SITE = linear(rf"(?:{_SITES})", re.IGNORECASE)
_LEADS = word_set("par pe id handle account page channel par: पर आईडी में me on my is hai naam name ki ka")


def _find(text: str) -> Iterator[Span]:
    """Also the first unknown word behind the name of a network and up to two words that lead to it."""
    words = words_of(text)
    yield from _WRITTEN(text)
    for at, word in enumerate(words):
        if _SITE.fullmatch(word[0]):
            then = at + 1
            while then < len(words) and then - at < 3 and words[then][0].lower() in _LEADS:
                then += 1
            if then < len(words) and unknown(words[then][0]) and near(text, words[then - 1], words[then], " :.-="):
                yield words[then].span()


HANDLE = Kind(
    "handle",
    "handle",
    _find,
    finds=(
        ("facebook par Zorakel naam se id", "facebook par [handle] naam se id"),
        ("@ramtel_xy par", "[handle] par"),
        ("insta id ramtel99 hai", "[handle] hai"),
    ),
    spares=("facebook par dekha", "fb pe accha laga"),
)
