"""A probability in words first, then in per cent."""

from __future__ import annotations

from functools import cache

from .. import sentence as sentences
from ..language import both
from ..sentence import Bilingual, Sentence

WORDS = (
    (0.985, Sentence("almost certain ({percent}%)")),
    (0.9, Sentence("very likely ({percent}%)")),
    (0.7, Sentence("likely ({percent}%)")),
    (0.5, Sentence("more likely than not ({percent}%)")),
    (0.3, Sentence("possible ({percent}%)")),
    (0.1, Sentence("unlikely ({percent}%)")),
    (0.0, Sentence("very unlikely ({percent}%)")),
)
"""From which probability on each word is used, the highest first."""
LEAST = 1e-9
"""Nothing is told as less likely than this, or surer."""


def percent(share: float) -> str:
    """Whole per cent without the sign; never 0 or 100: a table has rounded what stands there as certain."""
    return sentences.percent(min(max(share, LEAST), 1 - LEAST)).removesuffix("%")


def in_words(share: float) -> Bilingual:
    """How likely that is: "likely (74%)"."""
    return _said(next(said for least, said in WORDS if round(share, 2) >= least), percent(share))


@cache
def _said(words: Sentence, percent: str) -> Bilingual:
    """A page says these few hundred thousands of times."""
    return both(words, percent=percent)
