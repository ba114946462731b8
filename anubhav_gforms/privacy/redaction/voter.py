"""Number of a voter's card (EPIC)."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches

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
