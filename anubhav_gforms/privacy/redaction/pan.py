"""PAN, the number of a taxpayer."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches

PAN = Kind(
    "pan",
    "pan",
    matches(
        linear(
            r"(?<![A-Z])(?:[A-Z][\s.\-]?){3}[ABCFGHJLPTK][\s.\-]?[A-Z][\s.\-]{0,2}(?:[0-9][\s.\-]?){4}[\s.\-]?[A-Z]\b",
            re.IGNORECASE,
        ),
    ),
    finds=(("A B C P K 1 2 3 4 L", "[pan]"),),
    spares=("pan card banwana hai",),
)
