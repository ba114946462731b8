"""Numbers of papers that a citizen holds: Aadhaar, by its check digit, PAN, driving licence, passport, voter's card (EPIC)."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches
from .numbers import numbers_in
from .signs import DIGIT, STATE

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
    matches(
        linear(
            r"(?<![A-Z])(?:[A-Z][\s.\-]?){3}[ABCFGHJLPTK][\s.\-]?[A-Z][\s.\-]{0,2}(?:[0-9][\s.\-]?){4}[\s.\-]?[A-Z]\b",
            re.IGNORECASE,
        )
    ),
    finds=(("A B C P K 1 2 3 4 L", "[pan]"),),
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

VOTER = Kind(
    "voter card",
    "voter card",
    matches(
        linear(r"\b[A-Z]{2,3}[\s\-/]{0,2}[0-9०-९](?:[\s\-]?[0-9०-९]){6}(?![\s\-]?[0-9०-९])", re.IGNORECASE),
        linear(
            r"(?<![\u0900-\u097f])(?:डब्ल्यू|एक्स|क्यू|वाई|जेड|एफ|एच|आई|एल|एम|एन|आर|एस|बी|सी|डी|जी|जे|के|ओ|पी|टी|यू|वी|ए|ई|[\s.]){2,8}[0-9०-९]{7}(?![0-9०-९])"
        ),
    ),
    finds=(
        ("voter id ABC1234567 diya", "voter id [voter card] diya"),
        ("वोटर कार्ड एबीसी1234567", "वोटर कार्ड [voter card]"),
        ("XYZ 123 4567", "[voter card]"),
    ),
    spares=("aap 100 log",),
)
