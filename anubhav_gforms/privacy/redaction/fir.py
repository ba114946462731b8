"""Numbers of FIRs, crimes, cases, complaints."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches

_D = r"[0-9०-९]"
_BLANKS = r"\s{0,10}"
_CASE = r"(?:no\b\.?|num\b\.?|number|nambar|kramank|kramaank|kr\b\.?|संख्या|नंबर|नम्बर|नं\.?|सं\.?|क्रमांक|क्र\.?)"
_CASE_WORD = (
    r"(?:f\.?\s?i\.?\s?r\b\.?|एफ\.?\s?आई\.?\s?आर\.?|प्राथमिकी|अपराध|अप\.|मर्ग|प्रकरण|मुकदमा|मुक़दमा|शिकायत|इस्तगासा|रिपोर्ट|"
    r"crime|cr\b\.?|case|complaint|report|apradh|prakaran|mukadma|mukadama|shikayat|cctns|gd\b|रोजनामचा|रोज़नामचा)"
)
_YEAR = r"(?:20|२०)" + _D + "{2}"

FIR = Kind(
    "fir",
    "fir",
    matches(
        linear(
            rf"{_CASE_WORD}{_BLANKS}(?:{_CASE}{_BLANKS})?(?:[:.#\-]{_BLANKS})?{_D}{{1,5}}{_BLANKS}(?:/{_BLANKS}{_D}{{2,4}}|(?:-|of|san|सन|वर्ष|year){_BLANKS}{_YEAR})",
            re.IGNORECASE,
        ),
        linear(
            rf"{_CASE_WORD}{_BLANKS}{_CASE}{_BLANKS}(?:[:.#\-]{_BLANKS})?[A-Z]{{0,12}}{_D}{{1,12}}(?:{_BLANKS}(?:/|-|सन|san|of|वर्ष){_BLANKS}{_D}{{2,4}})?",
            re.IGNORECASE,
        ),
    ),
    finds=(
        ("अपराध क्रमांक ४५/२६ में", "[fir] में"),
        ("FIR 45-2026 par", "[fir] par"),
    ),
    spares=(
        "FIR nahi likhi",
        "report 2 din baad mili",
    ),
)
