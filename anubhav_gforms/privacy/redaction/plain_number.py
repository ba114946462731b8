"""Numbers of four digits and more that nothing shows to be harmless: no money, no year, no day, no round count."""

from __future__ import annotations

from collections.abc import Iterator

from ...linear import linear
from ...text import searched
from .kind import Span

_LONG = linear(r"\d{4,18}")
_HARMLESS_BEFORE = linear(r"(?:rs|inr|₹|रु|रू|rupees?|rupaye|रुपये|dhara|section|धारा|सन|san)[\s.:\-]{0,3}$")
_HARMLESS_AFTER = linear(
    r"[\s.,/\-]{0,3}(?:rs|₹|rup\w{0,6}|rp|रु|रू|रुप|हजार|हज़ार|hazar|hajar|lakh|लाख|log|लोग|logo|km|किमी|meter|मीटर|baar|बार|baje|बजे|=)"
)
_DAY = linear(r"\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{2,4}|\d{4}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}")
_MOST_ROUND = 7


def long_numbers(text: str) -> Iterator[Span]:
    """Spans of digits in one piece that may be somebody's."""
    days = {place for match in _DAY.finditer(text) for place in range(*match.span())}
    for match in _LONG.finditer(text):
        digits = "".join(str(int(sign)) for sign in match[0])
        year = len(digits) == 4 and digits[:2] in ("19", "20")
        if match.start() in days or year or (digits.endswith("00") and len(digits) <= _MOST_ROUND):
            continue
        before = searched(text[max(match.start() - 12, 0) : match.start()])
        if not _HARMLESS_BEFORE.search(before) and not _HARMLESS_AFTER.match(searched(text[match.end() :][:12])):
            yield match.span()
