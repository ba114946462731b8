"""The few formulas that the sandbox calculates; Google calculates many more, the sandbox says so (501)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

from ..refusal import Refusal
from .cells import Mistake, Scalar
from .functions import FUNCTIONS, LOCALE, FormulaError, Value, number_of, settled, single, text_of
from .locales import DECIMAL_COMMAS

Lookup = Callable[[str], list[list[Scalar]]]
"""Gives the values of a range in A1 notation, row by row. Raises FormulaError for one that is none."""

GRAMMAR = r"""\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<text>"(?:[^"]|"")*")
    |(?P<range>(?:(?:'(?:[^']|'')+'|[^\W\d]\w*)!)?\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d*)?(?![\w(])
    |(?:(?:'(?:[^']|'')+'|[^\W\d]\w*)!)?\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(]))
    |(?P<name>[A-Za-z][\w.]*)|(?P<op><>|<=|>=|[-+*/^&=<>%(),;]))"""
POINTS = re.compile(GRAMMAR, re.VERBOSE)
COMMAS = re.compile(GRAMMAR.replace(r"\.", ",").replace("(),;]", "();]"), re.VERBOSE)
"""Where decimals have a comma, it parts no arguments."""

PARSE = Mistake("#ERROR!", "Formula parse error.")


def check(text: str) -> None:
    """Refuse a formula that Google may know and the sandbox does not: 501, naming the function."""
    for word in re.findall(r"(?<![\w.])([\w.]+)\s*\(", re.sub(r'"(?:[^"]|"")*"', '""', text)):
        name = re.sub(r"^[^A-Za-z]+", "", word).upper()
        if name and name not in FUNCTIONS:
            raise Refusal(501, f"Sandbox: the function {name} is not calculated here. Known: {', '.join(FUNCTIONS)}.")


def evaluate(text: str, lookup: Lookup, locale: str) -> Scalar:
    """The value of a formula (it begins with "="); an error value as text."""
    LOCALE.set(locale)
    try:
        reader = _Reader(_tokens(text[1:]), lookup)
        value = single(reader.compared())
        if reader.at != len(reader.tokens):
            return PARSE
        return value
    except FormulaError as error:
        return error.fault
    except (OverflowError, RecursionError):
        return Mistake("#NUM!")


def address(text: str, lookup: Lookup, locale: str) -> str:
    """Where a cell leads whose formula is one HYPERLINK and nothing else; "" for any other formula."""
    LOCALE.set(locale)
    try:
        tokens = _tokens(text[1:])
        if [word.upper() for _, word in tokens[:2]] != ["HYPERLINK", "("]:
            return ""
        reader = _Reader(tokens[2:], lookup)
        first = reader.compared()
        return text_of(first) if reader.at_end_of_call() else ""
    except (FormulaError, OverflowError, RecursionError):
        return ""


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    token = COMMAS if LOCALE.get() in DECIMAL_COMMAS else POINTS
    text = text.rstrip()
    while at < len(text):
        match = token.match(text, at)
        if match is None or match.lastgroup is None:
            raise FormulaError(PARSE)
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


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
            a, b = single(left), single(self.joined())
            if isinstance(a, str) != isinstance(b, str):
                left = {"=": False, "<>": True}.get(sign, isinstance(a, str) == (sign in (">", ">=")))
            else:
                a, b = (
                    (a.casefold(), b.casefold())
                    if isinstance(a, str) and isinstance(b, str)
                    else (number_of(a), number_of(b))
                )
                left = bool(COMPARE[sign](a, b))
        return left

    def joined(self) -> Value:
        left = self.added()
        while self._op("&"):
            left = text_of(left) + text_of(self.added())
        return left

    def added(self) -> Value:
        left = self.multiplied()
        while sign := self._op("+", "-"):
            name = "ADD" if sign == "+" else "MINUS"
            first, second = number_of(left, name), number_of(self.multiplied(), name, 2)
            left = settled(first + (second if sign == "+" else -second))
        return left

    def multiplied(self) -> Value:
        left = self.powered()
        while sign := self._op("*", "/"):
            name = "MULTIPLY" if sign == "*" else "DIVIDE"
            first, second = number_of(left, name), number_of(self.powered(), name, 2)
            if sign == "/" and second == 0:
                raise FormulaError("#DIV/0!", "Function DIVIDE parameter 2 cannot be zero.")
            left = settled(first * second if sign == "*" else first / second)
        return left

    def powered(self) -> Value:
        left = self.signed()
        while self._op("^"):
            base, power = number_of(left, "POW"), number_of(self.signed(), "POW", 2)
            if (base == 0 and power < 0) or (base < 0 and power != int(power)):
                raise FormulaError("#NUM!")
            left = settled(float(base) ** power)
        return left

    def signed(self) -> Value:
        if self._op("-"):
            return -number_of(self.signed(), "UMINUS")
        if self._op("+"):
            return self.signed()
        value = self.atom()
        while self._op("%"):
            value = number_of(value) / 100
        return value

    def atom(self) -> Value:
        if self.at >= len(self.tokens):
            raise FormulaError(PARSE)
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return settled(float(text.replace(",", ".")))
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
