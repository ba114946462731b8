"""Payment addresses (UPI) and codes of branches of banks (IFSC)."""

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
    matches(linear(rf"[\w.\-]{{2,64}}\s?(?:@|\(at\)|\bat\s?the\s?rate\b|\bat\b)\s?(?:{_BANKS})(?!\w)", re.IGNORECASE)),
    finds=(("upi 9876543210@ybl par", "upi [upi] par"), ("ramdin at okaxis par bheja", "[upi] par bheja")),
    spares=("sbi me gaya", "sona at home"),
)

IFSC = Kind(
    "ifsc",
    "bank branch",
    matches(
        linear(
            r"(?<![A-Za-z])[A-Z]{4}(?:0[A-Z0-9]{6}|\s?0\s?(?=[A-Z0-9 ]{0,12}[0-9])(?:[A-Z0-9]\s?){5}[A-Z0-9]|\s?O\s?(?:[0-9]\s?){5}[0-9])(?![A-Za-z0-9])",
            re.IGNORECASE,
        )
    ),
    finds=(
        ("IFSC ABCD0123456 hai", "IFSC [bank branch] hai"),
        ("abcd 0 001234", "[bank branch]"),
        ("ABCDO001234", "[bank branch]"),
        ("abcd0qrstuv", "[bank branch]"),
    ),
    spares=("baar 0 bar", "date of birth 12 May", "zoramod class 9 me"),
)
