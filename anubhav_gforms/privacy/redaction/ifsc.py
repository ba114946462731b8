"""Codes of branches of banks."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches

IFSC = Kind(
    "ifsc",
    "bank branch",
    matches(
        linear(
            r"(?<![A-Za-z])[A-Z]{4}\s?[0O]\s?(?=[A-Z0-9 ]{0,12}[0-9])(?:[A-Z0-9]\s?){5}[A-Z0-9](?![A-Za-z0-9])",
            re.IGNORECASE,
        ),
    ),
    finds=(
        ("IFSC ABCD0123456 hai", "IFSC [bank branch] hai"),
        ("abcd 0 001234", "[bank branch]"),
    ),
    spares=("baar 0 bar",),
)
