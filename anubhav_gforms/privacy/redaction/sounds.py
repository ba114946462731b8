"""Word → how it sounds, roughly: one key for a Hindi word in Devanagari and for the ways in which people type it in Latin letters."""

from __future__ import annotations

from functools import lru_cache

from ...linear import linear
from ...text import searched

_DEVANAGARI = "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळ"
_LATIN = "k kh g gh n ch ch j jh n t th d dh n t th d dh n p f b bh m y r l v s s s h l"
_CONSONANTS = dict(zip(_DEVANAGARI, _LATIN.split(), strict=True))
_VOWELS = dict(zip("अआइईउऊऋएऐओऔऑ", ["a", "a", "i", "i", "u", "u", "ri", "e", "e", "o", "o", "o"], strict=True))
_SIGNS = dict(zip("ािीुूृेैोौॉ", ["a", "i", "i", "u", "u", "ri", "e", "e", "o", "o", "o"], strict=True))
_SIGNS |= {"ं": "n", "ँ": "n", "ः": "h", "्": ""}
_ALIKE = (("chh", "ch"), ("chch", "ch"), ("sh", "s"), ("ph", "f"), ("ck", "k"), ("ee", "i"), ("oo", "u"), ("ai", "e"), ("ei", "e"), ("au", "o"), ("w", "v"), ("z", "j"), ("q", "k"), ("x", "ks"))  # fmt: skip
_TWICE = linear(r"(.)\1")
_LETTERS = {**_CONSONANTS, **_VOWELS, **_SIGNS}


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The key of one word: "सुनवाई", "sunwai" and "sunvaee" are one. No a but at the beginning, no letter twice."""
    said = "".join(_LETTERS.get(sign, sign) for sign in searched(word))
    for typed, meant in _ALIKE:
        said = said.replace(typed, meant)
    said = said[:1] + said[1:].replace("a", "")
    return _TWICE.sub(r"\1", said)
