"""The few formulas that the sandbox calculates; Google calculates many more, the sandbox says so (501)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from ..clock import serial
from ..refusal import Refusal
from .cells import ERRORS, Mistake, Scalar
from .figures import PLACES, rounded
from .show import shown

Lookup = Callable[[str], list[list[Scalar]]]
"""Gives the values of a range in A1 notation, row by row. Raises FormulaError for one that is none."""
Value = Scalar | list[list[Scalar]]

MOMENT: ContextVar[datetime | None] = ContextVar("MOMENT", default=None)
"""When it is for the request that reads, in the zone of the spreadsheet that is read: which TODAY is of."""

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<text>"(?:[^"]|"")*")
    |(?P<range>(?:(?:'(?:[^']|'')+'|[^\W\d]\w*)!)?\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d*)?(?![\w(])
    |(?:(?:'(?:[^']|'')+'|[^\W\d]\w*)!)?\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(]))
    |(?P<name>[A-Za-z][\w.]*)|(?P<op><>|<=|>=|[-+*/^&=<>%(),;]))""",
    re.VERBOSE,
)


class FormulaError(Exception):
    """The formula's result is an error value such as #DIV/0!, with Google's words for it where they are known."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.fault = code if isinstance(code, Mistake) else Mistake(code, message)


PARSE = Mistake("#ERROR!", "Formula parse error.")


def check(text: str) -> None:
    """Refuse a formula that Google may know and the sandbox does not: 501, naming the function."""
    for word in re.findall(r"(?<![\w.])([\w.]+)\s*\(", re.sub(r'"(?:[^"]|"")*"', '""', text)):
        name = re.sub(r"^[^A-Za-z]+", "", word).upper()
        if name and name not in FUNCTIONS:
            raise Refusal(501, f"Sandbox: the function {name} is not calculated here. Known: {', '.join(FUNCTIONS)}.")


def evaluate(text: str, lookup: Lookup) -> Scalar:
    """The value of a formula (it begins with "="); an error value as text."""
    try:
        reader = _Reader(_tokens(text[1:]), lookup)
        value = _single(reader.compared())
        if reader.at != len(reader.tokens):
            return PARSE
        return value
    except FormulaError as error:
        return error.fault
    except (OverflowError, RecursionError):
        return Mistake("#NUM!")


def address(text: str, lookup: Lookup) -> str:
    """Where a cell leads whose formula is one HYPERLINK and nothing else; "" for any other formula."""
    try:
        tokens = _tokens(text[1:])
        if [word.upper() for _, word in tokens[:2]] != ["HYPERLINK", "("]:
            return ""
        reader = _Reader(tokens[2:], lookup)
        first = reader.compared()
        return _text(first) if reader.at_end_of_call() else ""
    except (FormulaError, OverflowError, RecursionError):
        return ""


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise FormulaError(PARSE)
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def _single(value: Value) -> Scalar:
    if isinstance(value, list):
        return value[0][0] if value and value[0] else None
    return value


def _number(value: Value, function: str = "", place: int = 1) -> float:
    """A figure, which a function asks for in this place."""
    one = _single(value)
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
            return float(one)
        except ValueError as error:
            wanted = f"Function {function} parameter {place} expects number values."
            raise FormulaError(
                "#VALUE!", f"{wanted} But '{one}' is a text and cannot be coerced to a number." if function else ""
            ) from error
    return one


def _text(value: Value) -> str:
    one = _single(value)
    if isinstance(one, str) and one in ERRORS:
        raise FormulaError(one)
    return shown(one, {}, "en_US")


def _whole(value: float) -> float:
    number = float(value)
    if abs(number) == float("inf"):
        raise OverflowError
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


class _Reader:
    """Recursive descent: comparison, &, + -, * /, ^, unary, %."""

    def __init__(self, tokens: list[tuple[str, str]], lookup: Lookup) -> None:
        self.tokens = tokens
        self.lookup = lookup
        self.at = 0

    def _op(self, *texts: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "op" and self.tokens[self.at][1] in texts:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def at_end_of_call(self) -> bool:
        """Whether only a label and the closing bracket are left."""
        if self._op(",", ";"):
            self.compared()
        return bool(self._op(")")) and self.at == len(self.tokens)

    def compared(self) -> Value:
        left = self.joined()
        while sign := self._op("=", "<>", "<", ">", "<=", ">="):
            a, b = _single(left), _single(self.joined())
            if isinstance(a, str) != isinstance(b, str):
                left = {"=": False, "<>": True}.get(sign, isinstance(a, str) == (sign in (">", ">=")))
            else:
                a, b = (
                    (a.casefold(), b.casefold())
                    if isinstance(a, str) and isinstance(b, str)
                    else (_number(a), _number(b))
                )
                left = bool(COMPARE[sign](a, b))
        return left

    def joined(self) -> Value:
        left = self.added()
        while self._op("&"):
            left = _text(left) + _text(self.added())
        return left

    def added(self) -> Value:
        left = self.multiplied()
        while sign := self._op("+", "-"):
            name = "ADD" if sign == "+" else "MINUS"
            first, second = _number(left, name), _number(self.multiplied(), name, 2)
            left = _whole(first + (second if sign == "+" else -second))
        return left

    def multiplied(self) -> Value:
        left = self.powered()
        while sign := self._op("*", "/"):
            name = "MULTIPLY" if sign == "*" else "DIVIDE"
            first, second = _number(left, name), _number(self.powered(), name, 2)
            if sign == "/" and second == 0:
                raise FormulaError("#DIV/0!", "Function DIVIDE parameter 2 cannot be zero.")
            left = _whole(first * second if sign == "*" else first / second)
        return left

    def powered(self) -> Value:
        left = self.signed()
        while self._op("^"):
            base, power = _number(left, "POW"), _number(self.signed(), "POW", 2)
            if (base == 0 and power < 0) or (base < 0 and power != int(power)):
                raise FormulaError("#NUM!")
            left = _whole(float(base) ** power)
        return left

    def signed(self) -> Value:
        if self._op("-"):
            return -_number(self.signed(), "UMINUS")
        if self._op("+"):
            return self.signed()
        value = self.atom()
        while self._op("%"):
            value = _number(value) / 100
        return value

    def atom(self) -> Value:
        if self.at >= len(self.tokens):
            raise FormulaError(PARSE)
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return _whole(float(text))
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "range":
            return self.lookup(text.replace("$", ""))
        if kind == "name":
            return self.called(text)
        if text == "(":
            value = self.compared()
            if not self._op(")"):
                raise FormulaError(PARSE)
            return value
        raise FormulaError(PARSE)

    def called(self, name: str) -> Value:
        if name.upper() in ("TRUE", "FALSE") and not self._op("("):
            return name.upper() == "TRUE"
        if self.tokens[self.at - 1][1] != "(" and not self._op("("):
            raise FormulaError("#NAME?", f"Unknown range name: '{name.upper()}'.")
        arguments: list[Value] = []
        while not self._op(")"):
            arguments.append(self.compared())
            if not self._op(",", ";") and (self.at >= len(self.tokens) or self.tokens[self.at][1] != ")"):
                raise FormulaError(PARSE)
        try:
            return FUNCTIONS[name.upper()](*arguments)
        except KeyError:
            raise FormulaError("#NAME?", f"Unknown function: '{name}'.") from None
        except TypeError:
            raise FormulaError("#N/A") from None


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


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
    return _whole(sum(found) / len(found))


def _round(value: Value, places: Value = 0) -> Scalar:
    return _whole(float(rounded(Decimal(repr(float(_number(value)))), int(max(-PLACES, min(PLACES, _number(places)))))))


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "SUM": lambda *values: _whole(sum(_figures(values))),
    "AVERAGE": _average,
    "MIN": lambda *values: min(_figures(values), default=0),
    "MAX": lambda *values: max(_figures(values), default=0),
    "COUNT": lambda *values: len(_figures(values)),
    "COUNTA": lambda *values: sum(one is not None for one in _flat(values)),
    "IF": lambda test, yes, no=False: yes if _number(test) else no,
    "ROUND": _round,
    "CONCATENATE": lambda *values: "".join(_text(one) for one in _flat(values)),
    "HYPERLINK": lambda address, label=None: label if label is not None else address,
    "TODAY": lambda: int(serial(MOMENT.get() or datetime.now(UTC))),
    "TRUE": lambda: True,
    "FALSE": lambda: False,
}
