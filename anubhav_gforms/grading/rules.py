"""Shares as people write them."""

from __future__ import annotations

from fractions import Fraction


def share(text: str) -> Fraction:
    """An exact share from what a person writes: "75%" or "0.75". Raises ValueError for anything else: "75" may mean either."""
    word = text.strip()
    percent = word.endswith("%")
    value = Fraction(word.removesuffix("%").strip())
    if percent:
        value /= 100
    if not 0 <= value <= 1:
        raise ValueError("a share lies between 0 and 100%")
    return value
