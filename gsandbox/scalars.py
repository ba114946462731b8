"""One value of a request, read as Google reads it into a type: "5" for 5, "yes" for true, enums in any case."""

from __future__ import annotations

import re
from contextlib import suppress
from math import isfinite
from typing import Any

from .wire import Json

LIMITS = {
    "int32": (-(2**31), 2**31 - 1),
    "uint32": (0, 2**32 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint64": (0, 2**64 - 1),
}
TRUE, FALSE = {"true", "t", "yes", "y", "1"}, {"false", "f", "no", "n", "0"}


class BadError(Exception):
    """A value that its type cannot take."""


def scalar(spec: Json, value: Any) -> Any:
    """A value in the proper form of its type. Raises BadError."""
    kind, form = spec["type"], spec.get("format", "")
    if kind == "any":
        return value
    if "enum" in spec:
        return _enum(spec["enum"], value)
    if kind == "integer":
        return _whole(value, form)
    if kind == "string" and form in ("int64", "uint64"):
        return str(_whole(value, form))
    if kind == "number":
        return _number(value)
    if kind == "boolean":
        return _boolean(value)
    if not isinstance(value, str):
        raise BadError
    return value


def _enum(names: list[str], value: Any) -> str:
    """A name in any case, with - for _, or the number of one."""
    if isinstance(value, str) and value in names:
        return value
    try:
        number = _whole(value, "int32")
    except BadError:
        number = -1
    if 0 <= number < len(names):
        return names[number]
    if isinstance(value, str):
        proper = "".join(letter.upper() if letter.isascii() else letter for letter in value).replace("-", "_")
        if proper in names:
            return proper
    raise BadError


def _whole(value: Any, form: str) -> int:
    if isinstance(value, bool):
        raise BadError
    if isinstance(value, str):
        if value[:1] == " " or value[-1:] == " " or not re.fullmatch(r"[+-]?[0-9]{1,20}", value.strip("\t\n\v\f\r")):
            raise BadError
        value = int(value)
    if isinstance(value, float):
        if not value.is_integer():
            raise BadError
        value = int(value)
    low, high = LIMITS.get(form, LIMITS["int32"])
    if not isinstance(value, int) or not low <= value <= high:
        raise BadError
    return value


def _number(value: Any) -> Any:
    if isinstance(value, str) and "_" not in value:
        with suppress(ValueError):
            value = float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        raise BadError
    return value


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        word = "".join(letter.lower() if letter.isascii() else letter for letter in value)
        if word in TRUE | FALSE:
            return word in TRUE
    elif isinstance(value, (int, float)) and value in (0, 1):
        return bool(value)
    raise BadError
