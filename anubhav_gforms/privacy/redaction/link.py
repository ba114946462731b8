"""Links and names of sites, written and said."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches
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
    finds=(
        ("देखें www.example.org/abc", "देखें [link]"),
        ("example dot com slash abc", "[link]"),
    ),
    spares=(
        "ok. in time",
        "3.5 ghante",
    ),
)
