"""Payment addresses (UPI)."""

from __future__ import annotations

import re

from ...linear import linear
from .kind import Kind, matches

_BANKS = (
    "ok(?:axis|sbi|icici|hdfcbank)|ybl|ibl|axl|apl|yapl|paytm|ptaxis|ptsbi|ptyes|upi|sbi|barodampay|cnrb|pnb|axisbank|icici|hdfcbank|airtel|"
    "freecharge|jupiteraxis|waicici|wasbi|superyes|naviaxis"
)

UPI = Kind(
    "upi",
    "upi",
    matches(
        linear(rf"[\w.\-]{{2,64}}\s?(?:@|\(at\)|\bat\s?the\s?rate\b|\bat\b)\s?(?:{_BANKS})(?!\w)", re.IGNORECASE),
    ),
    finds=(
        ("upi 9876543210@ybl par", "upi [upi] par"),
        ("ramdin at okaxis par bheja", "[upi] par bheja"),
    ),
    spares=(
        "sbi me gaya",
        "sona at home",
    ),
)
