"""Conditions, on which rules of validation and of colours are based: which values each takes, how they read back, and
which of a rule of colours hold."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

from ..refusal import Refusal
from ..wire import Json

UNSPECIFIED = "CONDITION_TYPE_UNSPECIFIED"
UNKNOWN = {
    "data validation": frozenset((UNSPECIFIED, "TEXT_STARTS_WITH", "TEXT_ENDS_WITH", "BLANK", "NOT_BLANK")),
    "conditional formatting": frozenset(
        (UNSPECIFIED, "TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_ON_OR_BEFORE", "DATE_ON_OR_AFTER", "DATE_BETWEEN", "DATE_NOT_BETWEEN",
         "DATE_IS_VALID", "ONE_OF_RANGE", "ONE_OF_LIST", "BOOLEAN")
    ),
}  # fmt: skip
UNKNOWN["filters"] = UNKNOWN["conditional formatting"]
"""Which conditions each kind of rule does not have."""
NO_VALUE = frozenset(("TEXT_IS_EMAIL", "TEXT_IS_URL", "DATE_IS_VALID", "BLANK", "NOT_BLANK"))
CORNER = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d*)")
FORMULA = re.compile(r"[=+]")
NUMBER = re.compile(r"[=+]|.*\d")
OF_NUMBERS: dict[str, Callable[..., bool]] = {
    "NUMBER_GREATER": operator.gt,
    "NUMBER_GREATER_THAN_EQ": operator.ge,
    "NUMBER_LESS": operator.lt,
    "NUMBER_LESS_THAN_EQ": operator.le,
    "NUMBER_EQ": operator.eq,
    "NUMBER_NOT_EQ": operator.ne,
    "NUMBER_BETWEEN": lambda value, low, high: low <= value <= high,
    "NUMBER_NOT_BETWEEN": lambda value, low, high: not low <= value <= high,
}
OF_TEXTS: dict[str, Callable[..., bool]] = {
    "TEXT_CONTAINS": lambda text, part: part in text,
    "TEXT_NOT_CONTAINS": lambda text, part: part not in text,
    "TEXT_STARTS_WITH": str.startswith,
    "TEXT_ENDS_WITH": str.endswith,
    "TEXT_EQ": operator.eq,
    "BLANK": operator.not_,
    "NOT_BLANK": bool,
}


def checked(condition: Json, place: str) -> Json:
    """A condition as Google keeps it: a range of options has its dollar signs. Raises Refusal for values that it cannot have."""
    kind = condition.get("type", UNSPECIFIED)
    if kind in UNKNOWN[place]:
        raise Refusal(400, f"ConditionType '{kind}' is not supported in {place}.")
    values = condition.get("values", [])
    least, most = _counts(kind)
    if not least <= len(values) <= most:
        raise Refusal(400, f"Wrong number of ConditionValues for ConditionType: {kind}")
    wanted = NUMBER if kind.startswith("NUMBER_") else FORMULA if kind in ("ONE_OF_RANGE", "CUSTOM_FORMULA") else None
    for value in values:
        text = value.get("userEnteredValue", "")
        if wanted and not wanted.match(text):
            raise Refusal(400, f"Invalid ConditionValue.userEnteredValue: {text} for ConditionType: {kind}")
    if kind == "ONE_OF_RANGE":
        return condition | {"values": [{"userEnteredValue": _fixed(values[0]["userEnteredValue"])}]}
    return condition


def holds(condition: Json, value: object, text: str) -> bool:
    """Whether a cell with this value, which a person sees as this text, meets the condition of a rule of colours.

    Conditions of dates and formulas never hold here.
    """
    kind, wanted = condition["type"], [one.get("userEnteredValue", "") for one in condition.get("values", ())]
    if kind in OF_TEXTS:
        return OF_TEXTS[kind](text.casefold(), *(one.casefold() for one in wanted))
    if kind not in OF_NUMBERS or isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return OF_NUMBERS[kind](value, *map(float, wanted))
    except ValueError:
        return False


def _counts(kind: str) -> tuple[int, float]:
    if kind.endswith("BETWEEN"):
        return 2, 2
    if kind in NO_VALUE:
        return 0, 0
    return {"ONE_OF_LIST": (1, float("inf")), "BOOLEAN": (0, 2)}.get(kind, (1, 1))


def _fixed(formula: str) -> str:
    """=Sales!A2:A5 as it reads back: =Sales!$A$2:$A$5. A name stays one."""
    title, mark, corners = formula[1:].rpartition("!")
    parts = [CORNER.fullmatch(corner) for corner in corners.split(":")]
    if not all(parts) or not (len(parts) == 2 or re.search(r"\d", corners)):
        return formula
    fixed = ":".join("".join("$" + half.upper() for half in part.groups() if half) for part in parts if part)
    return f"={title}{mark}{fixed}"
