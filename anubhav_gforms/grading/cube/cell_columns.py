"""The columns of a cube's cells by name, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]


class CellColumns(dict[str, Column]):
    """Columns that are there, and those that `make` gives."""

    def __init__(self, known: Mapping[str, Column], make: Callable[[str], Column] | None = None) -> None:
        super().__init__(known)
        self._make = make

    def __missing__(self, name: str) -> Column:
        if self._make is None:
            raise KeyError(name)
        self[name] = self._make(name)
        return self[name]

    def picked(self, some: Column | slice) -> CellColumns:
        """The same of some cells, taken from what is there."""
        return CellColumns({}, lambda name: self[name][some])

    def among(self, some: Column | slice) -> CellColumns:
        """The same of some cells, in the same order; what is not there yet is made of these alone."""
        return self.picked(some)

    def over(self, starts: Column) -> CellColumns:
        """Sums over runs of cells: `starts`, the first of each."""
        return CellColumns({}, lambda name: np.add.reduceat(self[name], starts) if len(starts) else self[name])
