"""Whether JSON fits a schema of a discovery document to the letter. Nearly all does, and then its proper form is itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from .discovery import load
from .messages import ONE_OFS
from .scalars import LIMITS, BadError, scalar
from .wire import Json

Fit = Callable[[Any], bool]
"""Whether a value fits; False also where only a closer look can tell."""


@cache
def message(api: str, schema: str) -> Fit:
    """What tells of a message of this schema whether all its fields are known, of their type and alone in their group."""
    properties: Json = load(api).schemas[schema].get("properties", {})
    fields: dict[str, Fit] = {}
    group, alone = ONE_OFS.get((api, schema), ("", None))
    grouped = {name for name in properties if alone is None or name in alone} if group else set()

    def fit(value: Any) -> bool:
        if not isinstance(value, dict) or (grouped and len(grouped & value.keys()) > 1):
            return False
        for name, item in value.items():
            if name not in fields:
                if name not in properties:
                    return False
                fields[name] = _value(api, properties[name])
            if not fields[name](item):
                return False
        return True

    return fit


def _value(api: str, spec: Json) -> Fit:
    if "$ref" in spec:
        return message(api, spec["$ref"]) if load(api).schemas[spec["$ref"]]["type"] == "object" else _never
    if spec["type"] == "array":
        if spec["items"].get("type") == "array":
            return lambda value: isinstance(value, list) and all(isinstance(each, list) for each in value)
        of_list = _value(api, spec["items"])
        return lambda value: isinstance(value, list) and all(map(of_list, value))
    if spec["type"] == "object":
        below = spec.get("additionalProperties", {"type": "any"})
        if below["type" if "type" in below else "$ref"] == "any":
            return lambda value: isinstance(value, dict)
        of_map = _value(api, below)
        return lambda value: isinstance(value, dict) and all(map(of_map, value.values()))
    if "enum" in spec:
        names = frozenset(spec["enum"])
        return lambda value: isinstance(value, str) and value in names
    if spec["type"] == "boolean":
        return lambda value: value is True or value is False
    if spec["type"] == "integer":
        low, high = LIMITS[spec["format"]]
        return lambda value: type(value) is int and low <= value <= high
    if spec["type"] == "string" and spec.get("format") not in ("int64", "uint64"):
        return lambda value: isinstance(value, str)
    return lambda value: _is_proper(spec, value)


def _never(_: Any) -> bool:
    return False


def _is_proper(spec: Json, value: Any) -> bool:
    """Whether reading this value into its type changes nothing."""
    try:
        proper = scalar(spec, value)
    except BadError:
        return False
    return value is not None and type(proper) is type(value) and bool(proper == value)
