"""PAN, vehicle numbers, e-mail and payment addresses, links, numbers of FIRs and cases, by their written form."""

from __future__ import annotations

import re

from ...linear import linear
from .kinds import Found, Kind

_D = r"[0-9०-९]"
_BLANKS = r"\s{0,10}"
_GAP = r"[\s\-–./_]{0,3}"
_STATES = "AN|AP|AR|AS|BH|BR|CG|CH|DD|DL|DN|GA|GJ|HP|HR|JH|JK|KA|KL|LA|LD|MH|ML|MN|MP|MZ|NL|OD|OR|PB|PY|RJ|SK|TG|TN|TR|TS|UA|UK|UP|WB"
_HINDI_STATES = "|".join(
    state.replace(" ", r"[\s.]{0,2}") + r"\.?"
    for state in (
        "सी जी",
        "एम पी",
        "ओ डी",
        "ओ आर",
        "यू पी",
        "एम एच",
        "जे एच",
        "बी आर",
        "डब्ल्यू बी",
        "डी एल",
        "आर जे",
        "जी जे",
        "सीजी",
        "एमपी",
        "ओडी",
        "यूपी",
        "एमएच",
        "जेएच",
    )
)
_HINDI_LETTER = "(?:डब्ल्यू|एक्स|क्यू|वाई|जेड|एफ|एच|आई|एल|एम|एन|आर|एस|बी|सी|डी|जी|जे|के|ओ|पी|टी|यू|वी|ए|ई)"
_CASE = r"(?:no\b\.?|num\b\.?|number|nambar|kramank|kramaank|kr\b\.?|संख्या|नंबर|नम्बर|नं\.?|सं\.?|क्रमांक|क्र\.?)"
_CASE_WORD = (
    r"(?:f\.?\s?i\.?\s?r\b\.?|एफ\.?\s?आई\.?\s?आर\.?|प्राथमिकी|अपराध|अप\.|मर्ग|प्रकरण|मुकदमा|मुक़दमा|शिकायत|इस्तगासा|रिपोर्ट|"
    r"crime|cr\b\.?|case|complaint|report|apradh|prakaran|mukadma|mukadama|shikayat|cctns|gd\b|रोजनामचा|रोज़नामचा)"
)

_STATE = "|".join(rf"{state[0]}[\s.]?{state[1]}" for state in _STATES.split("|"))
_AT = (
    rf"(?:[\(\[{{]{_BLANKS}at{_BLANKS}[\)\]}}]|\bat{_BLANKS}the{_BLANKS}rate\b|\bat\b|"
    rf"(?:एट|ऐट)(?:{_BLANKS}(?:द|दी|दि){_BLANKS}रेट)?(?![\u0900-\u097f])|@)"
)
_DOT = rf"(?:\.|[\(\[{{]{_BLANKS}(?:dot|\.){_BLANKS}[\)\]}}]|\bdot\b|डॉट|डाट)"
_ENDING = r"(?:com|in|org|net|gov|nic|co|edu|कॉम|काम|को|इन|नेट)(?![\w\u0900-\u097f])"
_MAILERS = "gmail|yahoo|ymail|rediffmail|rediff|outlook|hotmail|icloud|जीमेल|याहू|रेडिफमेल|रेडिफ|आउटलुक|हॉटमेल"
_USER = r"[\w\u0900-\u097f.+\-]{1,64}"
_YEAR = r"(?:20|२०)" + _D + "{2}"

_PATTERNS = (
    (Kind.LINK, r"(?:h(?:tt|xx)ps?|ftp)\s?:\s?//\s?[^\s<>\"]+|\bwww\s?\.\s?[\w\-]{1,63}(?:\s?\.\s?[^\s<>\"]{1,200}){1,4}[^\s<>\"]*|\bwww\.[^\s<>\"]+"),
    (Kind.EMAIL, r"[\w.+\-]{1,64}@[\w\-](?:\.?[\w\-])*"),
    (Kind.EMAIL, rf"{_USER}{_BLANKS}{_AT}{_BLANKS}[\w\u0900-\u097f\-]{{1,63}}(?:{_BLANKS}{_DOT}{_BLANKS}{_ENDING}){{1,4}}"),
    (Kind.EMAIL, rf"{_USER}{_BLANKS}{_AT}{_BLANKS}(?:{_MAILERS})(?![\w\u0900-\u097f])(?:{_BLANKS}(?:{_DOT}{_BLANKS})?{_ENDING})*"),
    (Kind.LINK, r"\b[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,6}\.(?:com|in|org|net|co|me|ly|gl|io|info|app|link|page|xyz)(?:/[^\s<>\"]*|(?![\w@]))"),
    (Kind.LINK, rf"[\w\u0900-\u097f\-]{{1,63}}{_BLANKS}(?:[\(\[{{]{_BLANKS}(?:dot|\.){_BLANKS}[\)\]}}]|\bdot\b|डॉट){_BLANKS}{_ENDING}(?:{_BLANKS}(?:/|slash|स्लैश){_BLANKS}[\w\-./?=]{{1,200}})*"),
    (Kind.PAN, r"(?<![A-Z])(?:[A-Z][\s.\-]?){3}[ABCFGHJLPTK][\s.\-]?[A-Z][\s.\-]{0,2}(?:[0-9][\s.\-]?){4}[\s.\-]?[A-Z]\b"),
    (Kind.FIR, rf"{_CASE_WORD}{_BLANKS}(?:{_CASE}{_BLANKS})?(?:[:.#\-]{_BLANKS})?{_D}{{1,5}}{_BLANKS}(?:/{_BLANKS}{_D}{{2,4}}|(?:-|of|san|सन|वर्ष|year){_BLANKS}{_YEAR})"),
    (Kind.FIR, rf"{_CASE_WORD}{_BLANKS}{_CASE}{_BLANKS}(?:[:.#\-]{_BLANKS})?[A-Z]{{0,12}}{_D}{{1,12}}(?:{_BLANKS}(?:/|-|सन|san|of|वर्ष){_BLANKS}{_D}{{2,4}})?"),
    (Kind.VEHICLE, rf"\b(?:{_STATE}){_GAP}{_D}{{1,2}}{_GAP}(?:[A-Z][\s.]?){{0,3}}{_GAP}(?:{_D}{{3,4}}|{_D}{{2}}\s{_D}{{2}})(?!{_D})\b"),
    (Kind.VEHICLE, r"\b2[1-9]\s?-?BH\s?-?[0-9]{4}\s?-?[A-Z]{1,2}\b"),
    (Kind.VEHICLE, rf"(?<![\u0900-\u097f])(?:{_HINDI_STATES}){_GAP}{_D}{{1,2}}{_GAP}(?:{_HINDI_LETTER}[\s.]?){{0,3}}{_GAP}{_D}{{3,4}}(?!{_D})"),
)  # fmt: skip
_COMPILED = tuple((kind, linear(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)


def find_patterns(text: str) -> list[Found]:
    """Everything in `text` with one of these forms; may overlap."""
    return [Found(kind, *match.span()) for kind, pattern in _COMPILED for match in pattern.finditer(text)]
