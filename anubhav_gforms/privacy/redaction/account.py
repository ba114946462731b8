"""Numbers that a word calls an account, a card, an identity, a telephone; and long numbers that nothing is said of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...linear import linear
from ...text import searched
from .kind import Kind, Span
from .numbers import numbers_in
from .scattered import said_behind
from .signs import DIGIT

_CUES = (
    r"a\s?/\s?c|ac\s?no|acc?ount|acct|khata|bank|card|atm|debit|credit|cvv|otp|pin\s?code|pincode|pin|aadhaa?r|adhaa?r|adhar|uid(?:ai)?|voter|epic|passport|pan|"
    r"licen[cs]e|dl\s?no|ration|samagra|job\s?card|policy|consumer|roll|token|imei|sim|mobile|mob|mo|phone|ph|contact|whats\s?app|landline|number|nambar|no|"
    r"खाता|खाते|बैंक|कार्ड|एटीएम|ओटीपी|पिन\s?कोड|पिनकोड|पिन|आधार|वोटर|मतदाता|पासपोर्ट|पैन|लाइसेंस|राशन|समग्र|जॉब\s?कार्ड|टोकन|सिम|मोबाइल|मोबाईल|मो|फोन|फ़ोन|"
    r"संपर्क|व्हाट्सएप|व्हाट्सऐप|नंबर|नम्बर|नं|क्रमांक|क्र"
)
_FILLERS = r"number|nambar|num|no|kramank|ka|ki|ke|mera|mere|hai|he|is|last|aakhri|akhri|four|digits?|ank|char|chaar|ending|with|card|id|sankhya|last|[24]|pin|wala|wale|का|पिन|नंबर|नम्बर|नं|क्रमांक|क्र|संख्या|का|की|के|है|मेरा|आखिरी|अंतिम|चार|अंक|कार्ड"
_CUED = linear(
    rf"(?<![\w\u0900-\u097f])(?:{_CUES})\.?(?:[\s:.,=#\-]{{1,3}}(?:{_FILLERS})(?![\w\u0900-\u097f])\.?){{0,5}}[\s:.,=#\-]{{0,4}}((?:{DIGIT}[\sxX*\-./]{{0,2}}){{3,24}}{DIGIT})(?!{DIGIT})",
    re.IGNORECASE,
)
_SAID = linear(
    r"(?<![\w\u0900-\u097f])(?:pin|otp|cvv|khata|account|acct|token|number|nambar|no|पिन|ओटीपी|खाता|खाते|टोकन|नंबर|नम्बर|नं|क्रमांक)(?![\w\u0900-\u097f])\.?(?:\s{1,2}(?:number|nambar|no|is|hai|he|नंबर|नम्बर|है|हे)(?![\w\u0900-\u097f])\.?){0,2}",
    re.IGNORECASE,
)
_MARK = linear(r"(?<![\w])[A-Za-z]{1,8}[-/]?\d{4,18}[A-Za-z]{0,3}(?!\w)")
"""Letters and digits in one: of a paper, a ticket, a vehicle."""
_HIDDEN = linear(rf"(?=[xX*\s\-]{{2,36}}{DIGIT}{{3}})(?:[xX*]{{2,8}}[\s\-]?){{1,4}}{DIGIT}{{3,6}}")
"""It looks ahead first, so that only where digits do follow the marks are shared out among four groups."""


_LINE = linear(r"(?<![\w\u0900-\u097f])(?:train|ट्रेन|bus)[\s.:\-]{0,3}(?:(?:no|number|नंबर)[\s.:\-]{0,3})?$")
_OF_LINE = 5
"""So many digits at most has the number of a train or a bus."""


def _is_line(text: str, number: re.Match[str], group: int = 0) -> bool:
    before = searched(text[max(number.start(group) - 24, 0) : number.start(group)])
    return len(number[group]) <= _OF_LINE and bool(_LINE.search(before))


def _find(text: str) -> list[Span]:
    cued = [match.span(1) for match in _CUED.finditer(text) if not _is_line(text, match, 1)]
    hidden = [match.span() for match in _HIDDEN.finditer(text)]
    said = said_behind(text, _SAID, 3)
    marks = [match.span() for match in _MARK.finditer(text)]
    return [*cued, *hidden, *said, *marks, *long_numbers(text), *numbers_in(text, "number")]


ACCOUNT = Kind(
    "account",
    "number",
    _find,
    finds=(
        ("account 123456789012345 band", "account [number] band"), ("a/c 3123 4567 890 se", "a/c [number] se"),
        ("card 4111 1111 1111 1111 block", "card [number] block"),
        ("आधार के आखिरी चार अंक 4821", "आधार के आखिरी चार अंक [number]"), ("xxxx-xxxx-1234", "[number]"),
        ("atm pin 4471 poocha", "atm pin [number] poocha"), ("tak 84417 dikhaya", "tak [number] dikhaya"),
        ("pin number chaar chaar saat ek bataya", "pin number [number] bataya"), ("RC-22447 jama", "[number] jama"),
    ),
    spares=(
        "50000 रुपये दिए", "12,450 ka bill", "2026 me 4500 log aaye", "Rs 1550 liye", "112 पर फोन", "token no 12",
        "12-05-2026 10:30 को", "धारा 151/107/116 में", "IPC 294, 323, 506 lagi", "12345/- ka chalan", "1091 par lagaya",
        "train 18234 me chori", "ट्रेन नंबर 18234 में", "bus number 4471 se",
    ),
)  # fmt: skip


_LONG = linear(r"\d{4,18}")
_HARMLESS_BEFORE = linear(r"(?:rs|inr|₹|रु|रू|rupees?|rupaye|रुपये|dhara|section|धारा|सन|san)[\s.:\-]{0,3}$")
_HARMLESS_AFTER = linear(
    r"\s?/\s?-(?!\s?\d)|[\s.,/\-]{0,3}(?:rs|₹|rup\w{0,6}|rp|रु|रू|रुप|हजार|हज़ार|hazar|hajar|lakh|लाख|log|लोग|logo|km|किमी|meter|मीटर|baar|बार|baje|बजे|=)"
)
_DAY = linear(r"\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{2,4}|\d{4}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}")
_MOST_ROUND = 7
_HELPLINES = ("1033", "1064", "1073", "1076", "1091", "1095", "1098")


def long_numbers(text: str) -> Iterator[Span]:
    """Spans of digits in one piece that may be somebody's."""
    days = {place for match in _DAY.finditer(text) for place in range(*match.span())}
    for match in _LONG.finditer(text):
        digits = "".join(str(int(sign)) for sign in match[0])
        year = len(digits) == 4 and digits[:2] in ("19", "20")
        plain = year or digits in _HELPLINES or (digits.endswith("00") and len(digits) <= _MOST_ROUND)
        if plain or match.start() in days or _is_line(text, match):
            continue
        before = searched(text[max(match.start() - 12, 0) : match.start()])
        if not _HARMLESS_BEFORE.search(before) and not _HARMLESS_AFTER.match(
            searched(text[match.end() : match.end() + 12])
        ):
            yield match.span()
