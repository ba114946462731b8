"""The functions that formulas call, and what becomes of values in a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal

from ..clock import serial
from .cells import ERRORS, Mistake, Scalar
from .figures import PLACES, rounded
from .locales import english
from .show import shown

Value = Scalar | list[list[Scalar]]

MOMENT: ContextVar[datetime | None] = ContextVar("MOMENT", default=None)
"""When it is for the request that reads, in the zone of the spreadsheet that is read: which TODAY is of."""
LOCALE: ContextVar[str] = ContextVar("LOCALE", default="en_US")
"""In which the formula is written that is calculated."""


class FormulaError(Exception):
    """The formula's result is an error value such as #DIV/0!, with Google's words for it where they are known."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.fault = code if isinstance(code, Mistake) else Mistake(code, message)


def single(value: Value) -> Scalar:
    """The one value, of a range its first."""
    if isinstance(value, list):
        return value[0][0] if value and value[0] else None
    return value


def number_of(value: Value, function: str = "", place: int = 1) -> float:
    """A figure, which a function asks for in this place."""
    one = single(value)
    if one is None or one == "":
        return 0
    if isinstance(one, bool):
        return int(one)
    if isinstance(one, str):
        if one in ERRORS:
            raise FormulaError(one)
        try:
            if one[-1:].lower() in "nfy" or "_" in one:  # nan, inf and 1_000 are figures to Python alone
                raise ValueError
            return float(english(one, LOCALE.get()))
        except ValueError as error:
            wanted = f"Function {function} parameter {place} expects number values."
            raise FormulaError(
                "#VALUE!", f"{wanted} But '{one}' is a text and cannot be coerced to a number." if function else ""
            ) from error
    return one


def text_of(value: Value) -> str:
    """A value as a text."""
    one = single(value)
    if isinstance(one, str) and one in ERRORS:
        raise FormulaError(one)
    return shown(one, {}, LOCALE.get())


def settled(value: float) -> float:
    """A figure as a cell keeps it: whole ones are int. Raises OverflowError for one that is none."""
    number = float(value)
    if abs(number) == float("inf"):
        raise OverflowError
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _flat(values: Iterable[Value]) -> Iterable[Scalar]:
    for value in values:
        if isinstance(value, list):
            for row in value:
                yield from row
        else:
            yield value


def _figures(values: Iterable[Value]) -> list[float]:
    found: list[float] = []
    for one in _flat(values):
        if isinstance(one, str) and one in ERRORS:
            raise FormulaError(one)
        if isinstance(one, (int, float)) and not isinstance(one, bool):
            found.append(one)
    return found


def _average(*values: Value) -> Scalar:
    found = _figures(values)
    if not found:
        raise FormulaError("#DIV/0!", "Evaluation of function AVERAGE caused a divide by zero error.")
    return settled(sum(found) / len(found))


def _round(value: Value, places: Value = 0) -> Scalar:
    return settled(
        float(rounded(Decimal(repr(float(number_of(value)))), int(max(-PLACES, min(PLACES, number_of(places))))))
    )


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "SUM": lambda *values: settled(sum(_figures(values))),
    "AVERAGE": _average,
    "MIN": lambda *values: min(_figures(values), default=0),
    "MAX": lambda *values: max(_figures(values), default=0),
    "COUNT": lambda *values: len(_figures(values)),
    "COUNTA": lambda *values: sum(one is not None for one in _flat(values)),
    "IF": lambda test, yes, no=False: yes if number_of(test) else no,
    "ROUND": _round,
    "CONCATENATE": lambda *values: "".join(text_of(one) for one in _flat(values)),
    "HYPERLINK": lambda address, label=None: label if label is not None else address,
    "TODAY": lambda: int(serial(MOMENT.get() or datetime.now(UTC))),
    "TRUE": lambda: True,
    "FALSE": lambda: False,
}
