"""Links, names of sites and e-mail addresses, written and said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...linear import linear
from .kind import Kind, Span, matches
from .signs import BLANKS, SITE_ENDING

LINK = Kind(
    "link",
    "link",
    matches(
        linear(
            r"(?:h(?:tt|xx)ps?|ftp)\s?:\s?//\s?[^\s<>\"]+|\bwww\s?\.\s?[\w\-]{1,63}(?:\s?\.\s?[^\s<>\"]{1,200}){1,4}[^\s<>\"]*|\bwww\.[^\s<>\"]+",
            re.IGNORECASE,
        ),
        linear(
            r"\b[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,6}\.(?:com|in|org|net|co|me|ly|gl|io|info|app|link|page|xyz)(?:/[^\s<>\"]*|(?![\w@]))",
            re.IGNORECASE,
        ),
        linear(
            rf"[\w\u0900-\u097f\-]{{1,63}}{BLANKS}(?:[\(\[{{]{BLANKS}(?:dot|\.){BLANKS}[\)\]}}]|\bdot\b|डॉट){BLANKS}{SITE_ENDING}(?:{BLANKS}(?:/|slash|स्लैश){BLANKS}[\w\-./?=]{{1,200}})*",
            re.IGNORECASE,
        ),
    ),
    finds=(("देखें www.example.org/abc", "देखें [link]"), ("example dot com slash abc", "[link]")),
    spares=("ok. in time", "3.5 ghante"),
)

_LETTERS = linear(r"(?<![\w@])(?:[A-Za-z0-9@]\s?[ .,\-_*/]\s?){4,60}[A-Za-z0-9@](?![\w@])")
_SHORT = linear(
    r"(?:POCSO|CCTNS|CCTV|FIR|NCR|PCR|SHO|SDOP|CSP|ASI|SI|TI|HC|IO|DSP|DIG|DGP|SP|IG|IPS|IAS|IPC|CRPC|CPC|BNSS|BNS|BSA|NDPS|RTI|OBC|SC|ST|CRPF|CISF|BSF|RPF|GRP|SDM|CEO|CMO|BMO|CM|PM|DM|ABCDE|TV|AC|DJ|OK){1,12}",
    re.IGNORECASE,
)
"""Ranks, laws and papers that people write letter by letter: also several behind each other spell out nobody."""
_SPELT = 5
"""So many single letters in a row spell something out."""


def _spelt(text: str) -> Iterator[Span]:
    for match in _LETTERS.finditer(text):
        letters = "".join(sign for sign in match[0] if sign.isalpha())
        if len(letters) >= _SPELT and not _SHORT.fullmatch(letters):
            yield match.span()


SPELT = Kind(
    "spelt",
    "spelt out",
    _spelt,
    finds=(
        ("z o r a k e l @ y b l par", "[spelt out] par"),
        ("id z.o.r.a.k at g m a i l", "id [spelt out] at [spelt out]"),
    ),
    spares=(
        "F I R likhi",
        "C C T V nahi",
        "I P C 420",
        "P O C S O laga",
        "a b c 1 2 3",
        "S.H.O. T.I. dono the",
        "O.B.C. S.C. S.T. sab",
        "S P I G D I G tak",
    ),
)

_AT = (
    rf"(?:[\(\[{{]{BLANKS}at{BLANKS}[\)\]}}]|\bat{BLANKS}the{BLANKS}rate\b|\bat\b|"
    rf"(?:एट|ऐट)(?:{BLANKS}(?:द|दी|दि){BLANKS}रेट)?(?![\u0900-\u097f])|@)"
)
_DOT = rf"(?:\.|[\(\[{{]{BLANKS}(?:dot|\.){BLANKS}[\)\]}}]|\bdot\b|डॉट|डाट)"
_MAILERS = "gmail|yahoo|ymail|rediffmail|rediff|outlook|hotmail|icloud|जीमेल|याहू|रेडिफमेल|रेडिफ|आउटलुक|हॉटमेल"
_USER = r"[\w\u0900-\u097f.+\-]{1,64}"

EMAIL = Kind(
    "e-mail",
    "e-mail",
    matches(
        linear(r"[\w.+\-]{1,64}@[\w\-](?:\.?[\w\-])*", re.IGNORECASE),
        linear(
            rf"{_USER}{BLANKS}{_AT}{BLANKS}[\w\u0900-\u097f\-]{{1,63}}(?:{BLANKS}{_DOT}{BLANKS}{SITE_ENDING}){{1,4}}",
            re.IGNORECASE,
        ),
        linear(
            rf"{_USER}{BLANKS}{_AT}{BLANKS}(?:{_MAILERS})(?![\w\u0900-\u097f])(?:{BLANKS}(?:{_DOT}{BLANKS})?{SITE_ENDING})*",
            re.IGNORECASE,
        ),
    ),
    finds=(
        ("user (at) example (dot) co (dot) in", "[e-mail]"),
        ("user एट द रेट जीमेल डॉट कॉम", "[e-mail]"),
        ("ramdin@example.org par", "[e-mail] par"),
    ),
    spares=("at the station", "5 pm at night"),
)
