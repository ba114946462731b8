"""One cell: its value, its format, its formula; and how it is stored.

A plain value is stored as itself. Anything more is a list [value, format number, formula, note, runs], cut after the
last part that is there, so that a sheet of plain answers stays small and quick to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..wire import Json

Scalar = str | int | float | bool | None
Stored = Scalar | list[Any]


class Mistake(str):
    """An error as the value of a formula: #DIV/0!, with what Google says of it."""

    __slots__ = ("message",)
    message: str

    def __new__(cls, code: str, message: str = "") -> Mistake:
        """The error with this code."""
        made = super().__new__(cls, code)
        made.message = message
        return made


ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#ERROR!"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. `format` is a number in the world's table of formats (0 = none), `formula` begins with "=", `runs` are how
    parts of its text look."""

    value: Scalar = None
    format: int = 0
    formula: str = ""
    note: str = ""
    runs: Sequence[Json] = ()

    def valued(self, value: Scalar, formula: str = "") -> Cell:
        """The cell with something else in it, whose parts look alike."""
        return replace(self, value=value, formula=formula, runs=())

    def stored(self) -> Stored:
        """The shortest way to write it down."""
        if self.runs:
            return [self.value, self.format, self.formula, self.note, list(self.runs)]
        if self.note:
            return [self.value, self.format, self.formula, self.note]
        if self.formula:
            return [self.value, self.format, self.formula]
        return [self.value, self.format] if self.format else self.value


def cell_of(stored: Stored) -> Cell:
    """The cell that was stored."""
    return Cell(*stored) if isinstance(stored, list) else Cell(stored)


def trimmed(row: list[Stored]) -> list[Stored]:
    """The row without its empty tail."""
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]
