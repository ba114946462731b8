"""Aadhaar numbers, by their check digit."""

from __future__ import annotations

from .kind import Kind
from .numbers import numbers_in

AADHAAR = Kind(
    "aadhaar",
    "aadhaar",
    lambda text: numbers_in(text, "aadhaar"),
    finds=(("आधार 2341 2341 2346", "आधार [aadhaar]"), ("Aadhaar no 2 3 4 1 2 3 4 1 2 3 4 6", "Aadhaar no [aadhaar]")),
    spares=("2341 log aaye",),
)
