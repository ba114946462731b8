"""Given and family names of a kept list, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .kind import Kind, Span, word_set
from .known import unknown
from .words import bare, is_listed, near, words_of

AND = word_set("aur or और अउ व एवं and urf उर्फ alias उफ")
_ENDINGS = tuple(
    word_set(
        "राम लाल सिंह सिंग बाई कुमार कुमारी देवी वती बती मती दास नाथ प्रसाद परसाद चंद चंद्र देव दीन ेश्वर ेश्वरी ेंद्र ेन्द्र कुंवर लता पाल धर मोहन शंकर कांत नारायण किशोर "
        "ram lal singh bai kumar kumari devi wati vati bati mati das nath prasad chand chandra dev deen eshwar eshwari esvar endra kunwar kuwar lata pal dhar mohan shankar kant narayan kishor kishore"
    )
)
"""How many names of the range end: Budhram, Phulmati."""
_STEM = 3


def _find(text: str) -> Iterator[Span]:
    """Each listed name, with the capitalised word beside it."""
    words = words_of(text)
    for at, word in enumerate(words):
        if not is_listed(word[0], "names") and not _ends_as_name(word[0]):
            continue
        yield from (each.span() for each in _beside(words, at))
        start, end = word.span()
        if word[0][0].isupper():
            after = words[at + 1] if at + 1 < len(words) else None
            if after and after[0][0].isupper() and after[0][1:].islower() and near(text, word, after, " ."):
                end = after.end()
        yield (start, end)


def _ends_as_name(word: str) -> bool:
    """True for a word of which nothing is known, that ends as many names do."""
    said = bare(word)
    return any(
        said.endswith(end) and len(said) >= len(end) + _STEM - (not said.isascii()) for end in _ENDINGS
    ) and unknown(word)


def _beside(words: Sequence[re.Match[str]], at: int) -> Iterator[re.Match[str]]:
    """The unknown word that "and" joins to a name."""
    for link, other in ((at - 1, at - 2), (at + 1, at + 2)):
        if 0 <= other < len(words) and bare(words[link][0]) in AND and unknown(words[other][0]):
            yield words[other]


LISTED = Kind(
    "listed name",
    "name",
    _find,
    finds=(
        ("zorakram aur vemupa aaye", "[name] aur [name] aaye"),
        ("wahan ramesh sahu mila", "wahan [name] [name] mila"),
        ("Ramesh's phone", "[name] phone"),
        ("वहाँ रमेश ने रुपये लिए", "वहाँ [name] ने रुपये लिए"),
    ),
    spares=("बहुत अच्छे लोग हैं", "The staff was polite and the chairs were clean", "thane me pani nahi tha"),
    person=True,
)
