"""Number plates of vehicles."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches
from .signs import DIGIT, STATE

_GAP = r"[\s\-–./_]{0,3}"
_STATES_SAID = (
    "सी जी|एम पी|ओ डी|ओ आर|यू पी|एम एच|जे एच|बी आर|डब्ल्यू बी|डी एल|आर जे|जी जे|सीजी|एमपी|ओडी|यूपी|एमएच|जेएच|छत्तीसगढ़|छ ग|मध्यप्रदेश"
)
_HINDI_STATES = "|".join(state.replace(" ", r"[\s.]{0,2}") + r"\.?" for state in _STATES_SAID.split("|"))
_HINDI_LETTER = "(?:डब्ल्यू|एक्स|क्यू|वाई|जेड|एफ|एच|आई|एल|एम|एन|आर|एस|बी|सी|डी|जी|जे|के|ओ|पी|टी|यू|वी|ए|ई)"

VEHICLE = Kind(
    "vehicle",
    "vehicle",
    matches(
        linear(
            rf"\b(?:{STATE}){_GAP}{DIGIT}{{1,2}}{_GAP}(?:[A-Z][\s.]?){{0,3}}{_GAP}(?:{DIGIT}{{3,4}}|{DIGIT}{{2}}\s{DIGIT}{{2}})(?!{DIGIT})\b",
            re.IGNORECASE,
        ),
        linear(
            r"(?<![\w\u0900-\u097f])(?:gaa?di|gari|bike|car|truck|auto|scooty|scooter|jeep|bolero|tractor|plate|vehicle|motor\s?cycle|गाड़ी|गाडी|बाइक|मोटरसाइकिल|ट्रक|कार|ऑटो|स्कूटी|ट्रैक्टर|वाहन)\s?(?:ka|का|ke|के)?\s?(?:no|number|nambar|नं|नंबर|नम्बर|क्रमांक)?[\s.:\-#]{0,3}(?:[A-Z]{1,2}[\s\-]?)?[0-9०-९]{4}(?![0-9०-९])",
            re.IGNORECASE,
        ),
        linear(r"\b2[1-9]\s?-?BH\s?-?[0-9]{4}\s?-?[A-Z]{1,2}\b", re.IGNORECASE),
        linear(
            rf"(?<![\u0900-\u097f])(?:{_HINDI_STATES}){_GAP}{DIGIT}{{1,2}}{_GAP}(?:{_HINDI_LETTER}[\s.]?){{0,3}}{_GAP}{DIGIT}{{3,4}}(?!{DIGIT})",
            re.IGNORECASE,
        ),
    ),
    finds=(
        ("CG-10-AB-1234 रोकी", "[vehicle] रोकी"),
        ("सी जी 10 ए बी १२३४ रोकी", "[vehicle] रोकी"),
        ("छत्तीसगढ़ 10 एबी 4455 पकड़ी", "[vehicle] पकड़ी"),
        ("gadi no 4471 roki", "[vehicle] roki"),
    ),
    spares=("CG me 10 din", "gadi roki"),
)
