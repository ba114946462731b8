"""The head of the gazette on a pack's first page: a small QR code for a photo, four words for the telephone. Whoever keeps the paper
can have it proved later: anubhav ledger prove. A release's line holds the ledger's own head, so that one code stands for both."""

from __future__ import annotations

from collections.abc import Iterator

from ...custody.heads import words_of
from ...links.symbol import symbol

MODULE, MARGIN = 1.3, 4
"""Points of a module, as large as on a label of a parcel; clear modules around."""
SIDE = 21
WIDE = (SIDE + 2 * MARGIN) * MODULE

Square = tuple[float, float, float, str]
"""Left, lower edge, side, colour."""


def squares(code: str, right: float, below: float) -> Iterator[Square]:
    """What is to be painted, in order, for the code with its lower right corner at (right, below), clear margin included."""
    left = right - WIDE
    yield left, below, WIDE, "#ffffff"
    for row, modules in enumerate(symbol(code, 1, "M")):
        y = below + (MARGIN + SIDE - 1 - row) * MODULE
        yield from (
            (left + (MARGIN + column) * MODULE, y, MODULE, "#000000") for column, dark in enumerate(modules) if dark
        )


def spoken_mark(code: str) -> str:
    """What to type, with the four words."""
    return f'anubhav ledger prove "{words_of(code)}"'
