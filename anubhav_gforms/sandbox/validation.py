"""Holding a value against a schema of a discovery document, in the words Google uses to refuse."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from .discovery import Api, Method, snake

Json = dict[str, Any]
Violation = tuple[str, str]
"""Field path ("" at the top) and Google's text."""

TYPES = {
    ("integer", "int32"): "TYPE_INT32",
    ("integer", "uint32"): "TYPE_UINT32",
    ("string", "int64"): "TYPE_INT64",
    ("string", "uint64"): "TYPE_UINT64",
    ("number", "double"): "TYPE_DOUBLE",
    ("number", "float"): "TYPE_FLOAT",
    ("boolean", ""): "TYPE_BOOL",
    ("string", "byte"): "TYPE_BYTES",
}
PACKAGES = {"sheets": "google.apps.sheets.v4", "forms": "google.apps.forms.v1", "drive": "google.apps.drive.v3"}
LIMITS = {"int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1)}


def without_nulls(value: Any) -> Any:
    """Body keys whose value is null count as absent. Nulls inside lists stay: an empty cell is one."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) if isinstance(item, (dict, list)) else item for item in value]
    return value


class Validator:
    """Checks bodies, answers and query parameters of one API."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def body(self, method: Method, body: Any) -> list[Violation]:
        """What Google would refuse in this request body; empty when nothing."""
        found: list[Violation] = []
        assert method.request is not None
        self._message(method.request, body, method.body_field, found)
        return found

    def answer(self, method: Method, body: Any) -> list[Violation]:
        """Where this answer does not fit the method's response schema; parts of an answer may be left out."""
        found: list[Violation] = []
        if method.response is not None:
            self._message(method.response, body, "", found)
        return found

    def query(self, method: Method, query: Mapping[str, list[str]]) -> list[Violation]:
        """What is wrong with these query parameters."""
        found: list[Violation] = []
        known = {name: spec for name, spec in method.parameters.items() if spec.get("location") == "query"}
        for name, values in query.items():
            spec = known.get(name) or self.api.parameters.get(name)
            if spec is None:
                if self.api.name != "drive":  # Drive ignores what it does not know
                    found.append(("", _unknown_query(name)))
                continue
            for text in values:
                self._parameter(method, name, spec, text, found)
        return found

    def _parameter(self, method: Method, name: str, spec: Json, text: str, found: list[Violation]) -> None:
        kind = TYPES.get((spec["type"], spec.get("format", "")), "")
        if "enum" in spec:
            if text not in spec["enum"] and name in method.parameters:
                enum = f"type.googleapis.com/{PACKAGES[self.api.name]}.{_pascal(name)}"
                found.append((snake(name), f"Invalid value at '{snake(name)}' ({enum}), \"{text}\""))
        elif spec["type"] == "boolean" and text not in ("true", "True", "false", "False", ""):
            found.append((snake(name), f"Invalid value at '{snake(name)}' (TYPE_BOOL), \"{text}\""))
        elif spec["type"] == "integer" and not _is_int(text):
            found.append((snake(name), f"Invalid value at '{snake(name)}' ({kind}), \"{text}\""))

    def _message(self, schema: str, value: Any, path: str, found: list[Violation]) -> None:
        spec = self.api.schemas[schema]
        if spec["type"] == "any":
            return
        if not isinstance(value, dict):
            kind = f"type.googleapis.com/{PACKAGES[self.api.name]}.{schema}"
            text = f"Invalid value at '{path}' ({kind}), {_shown(value)}"
            if isinstance(value, list):
                text = _not_repeating(path)
            found.append((path, text))
            return
        properties = spec.get("properties", {})
        for name, item in value.items():
            field = properties.get(name)
            if field is None:
                found.append((path, _unknown(name, path)))
            else:
                self._field(schema, name, field, item, _join(path, name), found)

    def _field(self, schema: str, name: str, spec: Json, value: Any, path: str, found: list[Violation]) -> None:
        if "$ref" in spec:
            if isinstance(value, list) and self.api.schemas[spec["$ref"]]["type"] == "object":
                found.append((path.rpartition(".")[0], _not_repeating(name, path.rpartition(".")[0])))
            else:
                self._message(spec["$ref"], value, path, found)
        elif spec["type"] == "array":
            items = value if isinstance(value, list) else [value]
            rows = spec["items"].get("type") == "array"
            if rows and not isinstance(value, list):
                found.append((path, _bad(path, "type.googleapis.com/google.protobuf.ListValue", value)))
                return
            for index, item in enumerate(items):
                if rows:
                    if not isinstance(item, list):
                        found.append((path, _bad(path, "type.googleapis.com/google.protobuf.ListValue", item)))
                    continue
                self._field(schema, name, spec["items"], item, f"{path}[{index}]", found)
        elif isinstance(value, list) and spec["type"] != "any":
            parent = path.rpartition(".")[0]
            found.append((parent, _not_repeating(name, parent)))
        elif spec["type"] == "object":
            if not isinstance(value, dict):
                found.append((path, _bad(path, "Map", value)))
                return
            for key, item in value.items():
                self._field(
                    schema, key, spec.get("additionalProperties", {"type": "any"}), item, f"{path}[{key}]", found
                )
        else:
            self._scalar(schema, name, spec, value, path, found)

    def _scalar(self, schema: str, name: str, spec: Json, value: Any, path: str, found: list[Violation]) -> None:
        kind, form = spec["type"], spec.get("format", "")
        if kind == "any":
            return
        if "enum" in spec:
            if value not in spec["enum"]:
                found.append((path, _bad(path, enum_type(self.api.name, schema, name), value)))
            return
        if kind == "integer":
            low, high = LIMITS.get(form, (-math.inf, math.inf))
            good = _is_int(value) and low <= int(float(value)) <= high
        elif kind == "number":
            good = _is_number(value)
        elif kind == "boolean":
            good = isinstance(value, bool)
        elif form in ("int64", "uint64"):
            good = _is_int(value)
        else:
            good = isinstance(value, str)
        if not good:
            found.append((path, _bad(path, TYPES.get((kind, form), "TYPE_STRING"), value)))


ENUMS = {
    "HorizontalAlign": "HorizontalAlign", "HorizontalAlignment": "HorizontalAlign", "VerticalAlignment": "VerticalAlign",
    "MajorDimension": "Dimension", "Dimension": "Dimension", "ValueInputOption": "ValueInputOption",
    "ResponseValueRenderOption": "ValueRenderOption", "ValueRenderOption": "ValueRenderOption",
    "ResponseDateTimeRenderOption": "DateTimeRenderOption", "DateTimeRenderOption": "DateTimeRenderOption",
    "SheetType": "SheetType", "SortOrder": "SortOrder",
}  # fmt: skip
"""Enums of their own in the Sheets API; all others belong to the message that holds the field."""


def enum_type(api: str, schema: str, name: str) -> str:
    """Google's name of an enum, as its refusals show it: google.apps.forms.v1.FormSettings.EmailCollectionType."""
    own = _pascal(name)
    if api == "sheets" and own in ENUMS:
        return f"type.googleapis.com/{PACKAGES[api]}.{ENUMS[own]}"
    return f"type.googleapis.com/{PACKAGES[api]}.{schema}.{own}"


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def _join(path: str, name: str) -> str:
    return f"{path}.{snake(name)}" if path else snake(name)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _bad(path: str, kind: str, value: Any) -> str:
    return f"Invalid value at '{path}' ({kind}), {_shown(value)}"


def _unknown(name: str, path: str) -> str:
    place = f" at '{path}'" if path else ""
    return f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.'


def _not_repeating(name: str, path: str = "") -> str:
    place = f" at '{path}'" if path else ""
    return (
        f'Invalid JSON payload received. Unknown name "{name}"{place}: Proto field is not repeating, cannot start list.'
    )


def _unknown_query(name: str) -> str:
    return (
        f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
        f"Field '{name}' could not be found in request message."
    )


def _is_int(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return False
    try:
        return float(value).is_integer()
    except (ValueError, OverflowError):
        return False


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return False
    try:
        float(value)
    except ValueError:
        return False
    return True
