"""Names with which a message ends: "Regards, Anita", "धन्यवाद - रमेश", "आपका सेवक ..."."""

from __future__ import annotations

from collections.abc import Iterator

from ...linear import linear
from .kind import Kind, Span, word_set
from .words import bare, may_be_name, words_of

_SIGNS = word_set("""
    regards thanks thank yours sincerely faithfully truly obediently from by signed sd dhanyavad dhanyawad shukriya aapka aapki bhavdiya prarthi nivedak
    aavedak sadar saadar wassalam jai aapke धन्यवाद शुक्रिया आपका आपकी भवदीय भवदीया प्रार्थी निवेदक आवेदक हस्ताक्षर प्रेषक द्वारा विनीत सादर जोहार johar
    """)
_DASHED = linear(r"[-–—~=]{1,3}\s{0,3}$")
_MOST = 3
ENDS = (".", "।", "!", "|", ",")
"""Behind one of these the last words of a line stand for themselves."""


def _find(text: str) -> Iterator[Span]:
    """The last words of a text, or of a line, when a word of greeting, a dash or a line of their own stands before them."""
    start = 0
    for line in text.split("\n"):
        words = list(words_of(line))
        tail = 0
        while tail < min(_MOST, len(words)) and may_be_name(words[-1 - tail][0], _SIGNS):
            tail += 1
        first = words[len(words) - tail] if tail else None
        rest = words[len(words) - tail - 1] if first and len(words) > tail else None
        if first and len(line) - words[-1].end() <= 3:
            before = line[rest.end() : first.start()] if rest else line[: first.start()]
            alone = rest is None and start > 0
            greeted = rest is not None and bare(rest[0]) in _SIGNS
            closed = rest is not None and before[:1] in ENDS and any(sign.isspace() for sign in before)
            if alone or greeted or closed or ((rest is None or before[:1].isspace()) and _DASHED.search(before[-6:])):
                yield (start + first.start(), start + words[-1].end())
        start += len(line) + 1


SIGNATURE = Kind(
    "signature",
    "name",
    _find,
    finds=(
        ("bahut accha kaam. Regards, Zorakel Vemu", "bahut accha kaam. Regards, [name]"),
        ("काम हुआ - कखगघ टडनप", "काम हुआ - [name]"),
        ("काम हुआ\nकखगघ", "काम हुआ\n[name]"),
    ),
    spares=("बहुत अच्छा, धन्यवाद", "thanks to the staff", "accha kaam - dhanyavad"),
    person=True,
)
