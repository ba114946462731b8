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
    ),
    finds=(
        ("voter id ABC1234567 diya", "voter id [voter card] diya"),
        ("XYZ 123 4567", "[voter card]"),
    ),
    spares=("aap 100 log",),
)
