"""Colours of the report: letters from blue (best) to brick (worst), told apart by colour-blind readers, named in words too."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ..nouns.tabs import Shade
from ..paper.colour import contrast

INK, PAPER, QUIET = "#16233b", "#ffffff", "#5d6b82"
GOOD, BAD, CALM = "#1b5fa8", "#a83c14", "#6b7890"
STOPS = (
    (0x17, 0x4A, 0x8B),
    (0x5B, 0x9B, 0xD5),
    (0xC9, 0xDD, 0xEE),
    (0xF6, 0xD7, 0x9B),
    (0xE2, 0x8E, 0x3C),
    (0x9C, 0x2F, 0x10),
)
"""Best to worst. Dark at both ends, so that the letter, which is always printed, is needed in grey print."""


def shades(letters: Sequence[str]) -> dict[str, Shade]:
    """One shade a letter, best first, spread evenly over the stops."""
    return {letter: _shade(place / max(1, len(letters) - 1)) for place, letter in enumerate(letters)}


@cache
def _shade(where: float) -> Shade:
    at = where * (len(STOPS) - 1)
    low = min(int(at), len(STOPS) - 2)
    mixed = (round(a + (b - a) * (at - low)) for a, b in zip(STOPS[low], STOPS[low + 1], strict=True))
    fill = "#" + "".join(f"{part:02x}" for part in mixed)
    return Shade(fill, max((INK, PAPER), key=lambda ink: contrast(fill, ink)))
