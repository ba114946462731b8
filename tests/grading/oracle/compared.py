"""What differs between the product and the oracle."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from .season import Season
from .week import Memory, Week


@dataclass
class Compared:
    """What differs, and what the oracle said in the weeks that were compared."""

    differences: list[str] = field(default_factory=list)
    seasons: list[Season] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)
    memories: list[Memory] = field(default_factory=list)
    beside: Counter[str] = field(default_factory=Counter)  # what occurred beside the scores

    def same(self, name: str, product: ArrayLike, oracle: ArrayLike, within: float = 1e-9) -> None:
        """Numbers are equal within 1e-9, absolute or relative, unless it is told how far else; both may be not known."""
        left, right = np.atleast_1d(np.array(product, float)), np.atleast_1d(np.array(oracle, float))
        if left.shape != right.shape:
            self.differences.append(f"{name}: {left} beside {right}")
        elif not np.allclose(left, right, rtol=within, atol=within, equal_nan=True):
            first = int(np.argmin(np.isclose(left, right, rtol=within, atol=within, equal_nan=True)))
            self.differences.append(f"{name}: {left.flat[first]} beside {right.flat[first]} at {first}")

    def equal(self, name: str, product: object, oracle: object) -> None:
        """Words and lists are equal."""
        if product != oracle:
            self.differences.append(f"{name}: {product} beside {oracle}")
