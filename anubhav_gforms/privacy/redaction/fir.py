"""Numbers of FIRs, crimes, cases, complaints."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches
from .scattered import said_behind
from .signs import BLANKS, DIGIT

_CASE = r"(?:no\b\.?|num\b\.?|number|nambar|kramank|kramaank|kr\b\.?|संख्या|नंबर|नम्बर|नं\.?|सं\.?|क्रमांक|क्र\.?)"
_CASE_WORD = (
    r"(?:f\.?\s?i\.?\s?r\b\.?|एफ\.?\s?आई\.?\s?आर\.?|प्राथमिकी|अपराध|अप\.|मर्ग|प्रकरण|मुकदमा|मुक़दमा|शिकायत|इस्तगासा|रिपोर्ट|"
    r"crime|cr\b\.?|case|complaint|report|apradh|prakaran|mukadma|mukadama|shikayat|cctns|gd\b|रोजनामचा|रोज़नामचा|सान्हा|sanha|rojnamcha|dehati|देहाती|मामला|mamla)"
)
_YEAR = r"(?:(?:20|२०)" + DIGIT + "|[2२])" + DIGIT

_WRITTEN = matches(
    linear(
        rf"{_CASE_WORD}{BLANKS}(?:{_CASE}{BLANKS})?(?:[:.#\-]{BLANKS})?{DIGIT}{{1,5}}{BLANKS}(?:/{BLANKS}{DIGIT}{{2,4}}|(?:-|of|san|सन|वर्ष|year){BLANKS}{_YEAR})",
        re.IGNORECASE,
    ),
    linear(rf"(?<!act )(?<!एक्ट )(?<!धारा )(?<![\d/.]){DIGIT}{{1,5}}\s?/\s?(?:20|२०)?[2२][1-9१-९](?![\d/])"),
    linear(
        rf"{_CASE_WORD}{BLANKS}{_CASE}{BLANKS}(?:[:.#\-]{BLANKS})?[A-Z]{{0,12}}{DIGIT}{{1,12}}(?:{BLANKS}(?:/|-|सन|san|of|वर्ष){BLANKS}{DIGIT}{{2,4}})?",
        re.IGNORECASE,
    ),
)
_SAID = linear(rf"(?<![\w\u0900-\u097f]){_CASE_WORD}(?:{BLANKS}{_CASE}){{0,1}}", re.IGNORECASE)


FIR = Kind(
    "fir",
    "fir",
    lambda text: [*_WRITTEN(text), *said_behind(text, _SAID, 3)],
    finds=(
        ("अपराध क्रमांक ४५/२६ में", "[fir] में"),
        ("FIR 45-2026 par", "[fir] par"),
        ("एफआईआर नंबर एक दो आठ बटा छब्बीस पर", "एफआईआर नंबर [fir] पर"),
        ("118/26 wala mamla", "[fir] wala mamla"),
    ),
    spares=("FIR nahi likhi", "report 2 din baad mili", "5/10 number dunga", "आर्म्स एक्ट 25/27 में"),
)
