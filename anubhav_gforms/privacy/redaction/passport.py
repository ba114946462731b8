"""Number of a passport."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches

PASSPORT = Kind(
    "passport",
    "passport",
    matches(
        linear(r"(?<![A-Za-z0-9])[A-PR-WY][\s\-]?[1-9](?:\s?[0-9]){6}(?![A-Za-z0-9])", re.IGNORECASE),
    ),
    finds=(("passport M1234567 ke liye", "passport [passport] ke liye"),),
    spares=("passport 2 din me bana",),
)
