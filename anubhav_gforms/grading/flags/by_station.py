"""What a test of single responses gives: one row per station with enough of them."""

from __future__ import annotations

from dataclasses import dataclass

from ..arrays import Floats


@dataclass(frozen=True)
class PerStation:
    """Per station with enough responses: `station`, `n`, the statistic, its `p`, and Benjamini-Hochberg `q`."""

    station: tuple[str, ...]
    n: Floats
    statistic: Floats
    p: Floats
    q: Floats
