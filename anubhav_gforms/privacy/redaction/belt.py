"""Numbers that policemen wear and serve under."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches
from .scattered import said_behind
from .signs import DIGIT

_CUE = r"(?:belt|buckle|bakal|बेल्ट|बकल|pno|पीएनओ|constable|con|hc|asi|si|आरक्षक|प्रधान\s?आरक्षक|प्र\.?\s?आर|आर|sipahi|सिपाही|aarakshak|badge|बैज|employee|emp)"
_NO = r"(?:number|nambar|no|num|kramank|kr|id|नंबर|नम्बर|नं|न|क्रमांक|क्र|संख्या)"

_WRITTEN = matches(
    linear(
        rf"(?<![\w\u0900-\u097f]){_CUE}\.?[\s:.\-#]{{0,3}}(?:{_NO}\.?[\s:.\-#]{{0,3}}){{0,2}}{DIGIT}{{2,9}}(?!{DIGIT})",
        re.IGNORECASE,
    ),
    linear(
        rf"(?<![\w\u0900-\u097f]){_NO}\.?[\s:.\-#]{{0,3}}{DIGIT}{{2,5}}\s{{1,3}}(?:wale?|वाले?|ke|के)\s{{1,3}}(?:sipahi|सिपाही|constable|आरक्षक|jawan|जवान)",
        re.IGNORECASE,
    ),
)
_SAID = linear(rf"(?<![\w\u0900-\u097f]){_CUE}\.?[\s:.\-#]{{0,3}}{_NO}\.?", re.IGNORECASE)


BELT = Kind(
    "belt",
    "belt number",
    lambda text: [*_WRITTEN(text), *said_behind(text, _SAID)],
    finds=(
        ("belt no 442 ne", "[belt number] ne"),
        ("आरक्षक क्रमांक 442 ने", "[belt number] ने"),
        ("बेल्ट नंबर चार सौ बयालीस ने", "बेल्ट नंबर [belt number] ने"),
        ("constable no. 1187 was kind", "[belt number] was kind"),
    ),
    spares=("2 constable the", "आरक्षक अच्छे हैं", "si ne suna"),
)
