"""E-mail addresses, written and said."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches

_BLANKS = r"\s{0,10}"
_AT = (
    rf"(?:[\(\[{{]{_BLANKS}at{_BLANKS}[\)\]}}]|\bat{_BLANKS}the{_BLANKS}rate\b|\bat\b|"
    rf"(?:एट|ऐट)(?:{_BLANKS}(?:द|दी|दि){_BLANKS}रेट)?(?![\u0900-\u097f])|@)"
)
_DOT = rf"(?:\.|[\(\[{{]{_BLANKS}(?:dot|\.){_BLANKS}[\)\]}}]|\bdot\b|डॉट|डाट)"
_ENDING = r"(?:com|in|org|net|gov|nic|co|edu|कॉम|काम|को|इन|नेट)(?![\w\u0900-\u097f])"
_MAILERS = "gmail|yahoo|ymail|rediffmail|rediff|outlook|hotmail|icloud|जीमेल|याहू|रेडिफमेल|रेडिफ|आउटलुक|हॉटमेल"
_USER = r"[\w\u0900-\u097f.+\-]{1,64}"

EMAIL = Kind(
    "e-mail",
    "e-mail",
    matches(
        linear(r"[\w.+\-]{1,64}@[\w\-](?:\.?[\w\-])*", re.IGNORECASE),
        linear(
            rf"{_USER}{_BLANKS}{_AT}{_BLANKS}[\w\u0900-\u097f\-]{{1,63}}(?:{_BLANKS}{_DOT}{_BLANKS}{_ENDING}){{1,4}}",
            re.IGNORECASE,
        ),
        linear(
            rf"{_USER}{_BLANKS}{_AT}{_BLANKS}(?:{_MAILERS})(?![\w\u0900-\u097f])(?:{_BLANKS}(?:{_DOT}{_BLANKS})?{_ENDING})*",
            re.IGNORECASE,
        ),
    ),
    finds=(
        ("user (at) example (dot) co (dot) in", "[e-mail]"),
        ("user एट द रेट जीमेल डॉट कॉम", "[e-mail]"),
        ("ramdin@example.org par", "[e-mail] par"),
    ),
    spares=(
        "at the station",
        "5 pm at night",
    ),
)
