"""Numbers of papers that a citizen holds: Aadhaar, by its check digit, PAN, driving licence, passport, voter's card (EPIC); and number plates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ...linear import linear
from .kind import Kind, Span, matches
from .numbers import numbers_in
from .signs import DIGIT, STATE
from .spoken import said_too

AADHAAR = Kind(
    "aadhaar",
    "aadhaar",
    lambda text: numbers_in(text, "aadhaar"),
    finds=(("आधार 2341 2341 2346", "आधार [aadhaar]"), ("Aadhaar no 2 3 4 1 2 3 4 1 2 3 4 6", "Aadhaar no [aadhaar]")),
    spares=("2341 log aaye",),
)

PAN = Kind(
    "pan",
    "pan",
    said_too(
        matches(
            linear(
                r"(?<![A-Z])(?:[A-Z][\s.\-]?){3}[ABCFGHJLPTK][\s.\-]?[A-Z][\s.\-]{0,2}(?:[0-9][\s.\-]?){4}[\s.\-]?[A-Z]\b",
                re.IGNORECASE,
            )
        )
    ),
    finds=(("A B C P K 1 2 3 4 L", "[pan]"), ("pan abcpk one two three four l", "pan [pan]")),
    spares=("pan card banwana hai",),
)

LICENCE = Kind(
    "licence",
    "licence",
    matches(
        linear(
            rf"\b(?:{STATE})[\s\-]?{DIGIT}{{2}}[\s\-/]{{0,2}}(?:19|20){DIGIT}{{2}}[\s\-]?{DIGIT}{{7}}\b", re.IGNORECASE
        )
    ),
    finds=(("DL CG10 20150012345 liya", "DL [licence] liya"),),
    spares=("CG10 me 2015 se",),
)

PASSPORT = Kind(
    "passport",
    "passport",
    matches(linear(r"(?<![A-Za-z0-9])[A-PR-WY][\s\-]?[1-9](?:\s?[0-9]){6}(?![A-Za-z0-9])", re.IGNORECASE)),
    finds=(("passport M1234567 ke liye", "passport [passport] ke liye"),),
    spares=("passport 2 din me bana",),
)

_HINDI_LETTERS = "डब्ल्यू|एक्स|क्यू|वाई|जेड|एफ|एच|आई|एल|एम|एन|आर|एस|बी|सी|डी|जी|जे|के|ओ|पी|टी|यू|वी|ए|ई"

VOTER = Kind(
    "voter card",
    "voter card",
    matches(
        linear(r"\b[A-Z]{2,3}[\s\-/]{0,2}[0-9०-९](?:[\s\-]?[0-9०-९]){6}(?![\s\-]?[0-9०-९])", re.IGNORECASE),
        linear(rf"(?<![\u0900-\u097f])(?:{_HINDI_LETTERS}|[\s.]){{2,8}}{DIGIT}{{7}}(?!{DIGIT})"),
    ),
    finds=(
        ("voter id ABC1234567 diya", "voter id [voter card] diya"),
        ("वोटर कार्ड एबीसी1234567", "वोटर कार्ड [voter card]"),
        ("XYZ 123 4567", "[voter card]"),
    ),
    spares=("aap 100 log",),
)


_GAP = r"[\s\-–./_]{0,3}"
_STATES_SAID = (
    "सी जी|एम पी|ओ डी|ओ आर|यू पी|एम एच|जे एच|बी आर|डब्ल्यू बी|डी एल|आर जे|जी जे|सीजी|एमपी|ओडी|यूपी|एमएच|जेएच|छत्तीसगढ़|छ ग|मध्यप्रदेश"
)
_HINDI_STATES = "|".join(state.replace(" ", r"[\s.]{0,2}") + r"\.?" for state in _STATES_SAID.split("|"))


def _of_states(letters: str) -> Callable[[str], Iterable[Span]]:
    """Finds plates that begin with a state and have so many `letters` in the middle."""
    return matches(
        linear(
            rf"\b(?:{STATE}){_GAP}{DIGIT}{{1,2}}{_GAP}(?:[A-Z][\s.]?){letters}{_GAP}(?:{DIGIT}{{3,4}}|{DIGIT}{{2}}\s{DIGIT}{{2}})(?!{DIGIT})\b",
            re.IGNORECASE,
        ),
        linear(
            rf"\b(?:{STATE})\s{DIGIT}\s{DIGIT}\s[A-Z](?:\s[A-Z]){{0,2}}(?:\s{DIGIT}){{4}}(?!{DIGIT})\b", re.IGNORECASE
        ),
        linear(
            rf"(?<![\u0900-\u097f])(?:{_HINDI_STATES}){_GAP}{DIGIT}{{1,2}}{_GAP}(?:(?:{_HINDI_LETTERS})[\s.]?){letters}{_GAP}{DIGIT}{{3,4}}(?!{DIGIT})",
            re.IGNORECASE,
        ),
    )


_WRITTEN, _SAID = _of_states("{0,3}"), said_too(_of_states("{1,3}"))
"""In words only with letters: "or das barah log" is no plate of Odisha."""
_BY_CUE = matches(
    linear(
        r"(?<![\w\u0900-\u097f])(?:gaa?di|gari|bike|car|truck|auto|scooty|scooter|jeep|bolero|tractor|plate|vehicle|motor\s?cycle|गाड़ी|गाडी|बाइक|मोटरसाइकिल|ट्रक|कार|ऑटो|स्कूटी|ट्रैक्टर|वाहन)\s?(?:ka|का|ke|के)?\s?(?:no|number|nambar|नं|नंबर|नम्बर|क्रमांक)?[\s.:\-#]{0,3}(?:[A-Z]{1,2}[\s\-]?)?[0-9०-९]{4}(?![0-9०-९])",
        re.IGNORECASE,
    ),
    linear(rf"\bCG{_GAP}{DIGIT}{{2}}{_GAP}[A-Z]{{1,2}}{_GAP}{DIGIT}{{1,2}}(?!{DIGIT})\b"),
    linear(r"\b2[1-9]\s?-?BH\s?-?[0-9]{4}\s?-?[A-Z]{1,2}\b", re.IGNORECASE),
)

VEHICLE = Kind(
    "vehicle",
    "vehicle",
    lambda text: [*_WRITTEN(text), *_SAID(text), *_BY_CUE(text)],
    finds=(
        ("CG-10-AB-1234 रोकी", "[vehicle] रोकी"),
        ("सी जी 10 ए बी १२३४ रोकी", "[vehicle] रोकी"),
        ("छत्तीसगढ़ 10 एबी 4455 पकड़ी", "[vehicle] पकड़ी"),
        ("gadi no 4471 roki", "[vehicle] roki"),
        ("C G 1 0 A B 1 2 3 4 roki", "[vehicle] roki"),
        ("सी जी दस ए बी बारह चौंतीस रोकी", "[vehicle] रोकी"),
        ("CG 12 AZ 44 ki bike", "[vehicle] ki bike"),
        ("cg ten ab one two three four roki", "[vehicle] roki"),
    ),
    spares=(
        "CG me 10 din",
        "cg 10 me 5 log",
        "gadi roki",
        "or 1 2 din me 3 4 log",
        "mp me ek do baar aaye",
        "or das barah log the",
        "as ten twelve people were waiting",
        "छग दस बारह लोग",
        "gadi ke do teen char paanch log",
    ),
)
