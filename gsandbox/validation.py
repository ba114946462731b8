"""Reading bodies and parameters by the schemas of a discovery document, as Google's front end reads JSON into its messages.

It is lenient where Google is (names in snake_case, enums in any case, "yes" for true, "5" for 5, one object where a list
belongs, null for absent) and gives back the value in its proper form; the rest it refuses in Google's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from . import fits
from .discovery import Api, Method, snake
from .messages import INNER, LIST_VALUE, ONE_OFS, OWN_ENUMS, PACKAGES, TYPES, WRAPPED, enum_type, pascal
from .scalars import BadError, scalar
from .wire import Json
from .wording import at_path, invalid, quoted, second_of_group, unknown, unknown_query

Violation = tuple[str, str]
"""Field path ("" at the top) and Google's text."""


class Validator:
    """Reads bodies, replies and query parameters of one API."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def body(self, method: Method, body: Json) -> tuple[Json, list[Violation]]:
        """The body in its proper form, and what Google would refuse in it, in the order of the body."""
        assert method.request is not None
        if fits.message(self.api.name, method.request)(body):
            return body, []
        found: list[Violation] = []
        return self._message(method.request, body, method.body_field, found), found

    def reply(self, method: Method, value: Any) -> list[Violation]:
        """Where this reply does not fit the method's response schema to the letter; parts may be left out."""
        if method.response is None or fits.message(self.api.name, method.response)(value):
            return []
        if not isinstance(value, dict):
            return [("", f"The reply is no object but {quoted(value)}")]
        found: list[Violation] = []
        proper = self._message(method.response, value, "", found)
        if not found and proper != value:
            found.append(("", f"Only a lenient reader takes this reply: {_difference(value, proper)}"))
        return found

    def query(self, method: Method, query: Mapping[str, list[str]]) -> tuple[dict[str, list[str]], list[Violation]]:
        """The query parameters in their proper form, and what is wrong with them."""
        found: list[Violation] = []
        proper: dict[str, list[str]] = {}
        known = {name: spec for name, spec in method.parameters.items() if spec.get("location") == "query"}
        fields, drive = self._request_fields(method), self.api.name.startswith("drive")
        for given, values in query.items():
            name = _proto_names(tuple(known)).get(given, given)
            if given[:1] == "$" and given[1:] in self.api.parameters:
                name = given[1:]
            spec = known.get(name) or (self.api.parameters.get(name) if name != "uploadType" or drive else None)
            if spec is None:
                proper[name] = values
                if name not in fields or not _primitive(fields[name]):
                    found.append(("", unknown_query(name, message=name in fields)))
                continue
            read = [self._parameter(name, spec, text, found, own=name in known) for text in values]
            chosen = "enum" in spec or spec["type"] == "boolean"
            proper[name] = read[-1:] if name in known and chosen and not drive else read
        return proper, found

    def path(self, method: Method, values: Mapping[str, str]) -> list[Violation]:
        """What is wrong with the values of the path: texts where a number belongs."""
        found: list[Violation] = []
        for name, text in values.items():
            self._parameter(name, method.parameters.get(name, {"type": "string"}), text, found, own=True)
        return found

    def bound(self, method: Method, query: Mapping[str, list[str]]) -> Json:
        """The fields of a body that stand in the address: where the body is the whole request, its plain fields may."""
        fields = {} if method.body_field else self._request_fields(method)
        named = {name: values for name, values in query.items() if name in fields and name not in method.parameters}
        return {
            name: values if fields[name].get("type") == "array" else values[-1]
            for name, values in named.items()
            if _primitive(fields[name])
        }

    def _request_fields(self, method: Method) -> Json:
        """The fields of the message that a request becomes, but for those of the address."""
        if method.request is None or method.api == "drive":
            return {}
        if method.body_field:
            return {method.body_field: {"$ref": method.request}}
        fields: Json = self.api.schemas[method.request].get("properties", {})
        return fields

    def _parameter(self, name: str, spec: Json, text: str, found: list[Violation], *, own: bool) -> str:
        try:
            value = scalar(spec, text)
        except BadError:
            kind = TYPES.get((spec["type"], spec.get("format", "")), "TYPE_STRING")
            if "enum" in spec:
                own_name = pascal(name)
                kind = f"type.googleapis.com/{PACKAGES[self.api.name]}.{OWN_ENUMS.get(own_name, own_name)}"
            if own:
                found.append((snake(name), invalid(snake(name), kind, text)))
            return text
        return str(value).lower() if isinstance(value, bool) else str(value)

    def _message(self, schema: str, value: Json, path: str, found: list[Violation]) -> Json:
        fields = self.api.schemas[schema].get("properties", {})
        made: Json = {}
        group, alone = ONE_OFS.get((self.api.name, schema), ("", frozenset()))
        taken = False
        for name, item in value.items():
            key = name if name in fields else _proto_names(tuple(fields)).get(name)
            if group and key and item is not None and (alone is None or key in alone):
                if taken:
                    found.append((path, second_of_group(name, path, group)))
                    continue
                taken = True
            if key is None:
                found.append(
                    (path, unknown(name, path, "Cannot find field." if name else "Proto fields must have a name."))
                )
            elif item is not None:
                try:
                    made[key] = self._field(schema, key, name, item, path, found)
                except BadError:
                    continue
        return made

    def _field(self, schema: str, key: str, name: str, value: Any, path: str, found: list[Violation]) -> Any:
        spec = self.api.schemas[schema]["properties"][key]
        at = f"{path}.{snake(key)}" if path else snake(key)
        if spec.get("type") == "array":
            return self._list(schema, key, spec["items"], value, at, found)
        if isinstance(value, list) and spec.get("type") != "any":
            found.append((path, unknown(name, path, "Proto field is not repeating, cannot start list.")))
            raise BadError
        if (schema, key) in WRAPPED and isinstance(value, dict) and set(value) == {"value"}:
            value = value["value"]
        if isinstance(value, dict) and "$ref" not in spec and spec["type"] not in ("object", "any"):
            found.append((path, f"Invalid value{at_path(path)} ({snake(key)}), Starting an object on a scalar field"))
            raise BadError
        return self._element(schema, key, spec, value, at, found)

    def _list(self, schema: str, key: str, spec: Json, value: Any, at: str, found: list[Violation]) -> Any:
        if not isinstance(value, list):  # one element where a list belongs
            if spec.get("type") == "array":
                found.append((at, invalid(at, LIST_VALUE, value)))
                return value
            return [self._element(schema, key, spec, value, at, found)]
        if "$ref" in spec and any(isinstance(one, list) for one in value):
            return self._nested(schema, key, spec, value, at, found)
        made = []
        for index, one in enumerate(value):
            place = at if isinstance(one, list) else f"{at}[{index}]"
            if spec.get("type") == "array":
                made.append(one)
                if not isinstance(one, list):
                    found.append((place, invalid(place, LIST_VALUE, one)))
            elif one is not None:
                with suppress(BadError):
                    made.append(self._element(schema, key, spec, one, place, found))
        return made

    def _nested(
        self, schema: str, key: str, spec: Json, value: list[Any], at: str, found: list[Violation]
    ) -> list[Any]:
        """The messages of a list, and of the lists in it, which Google reads as more of the same; each counts its own."""
        made: list[Any] = []
        open_ = [(iter(value), at, 0)]
        while open_:
            rest, place, count = open_.pop()
            for one in rest:
                if isinstance(one, list):
                    open_ += [(rest, place, count), (iter(one), f"{place}[{count - 1}]" if count else place, 0)]
                    break
                if one is not None:
                    count += 1
                    with suppress(BadError):
                        made.append(self._element(schema, key, spec, one, f"{place}[{count - 1}]", found))
        return made

    def _element(self, schema: str, key: str, spec: Json, value: Any, at: str, found: list[Violation]) -> Any:
        if "$ref" in spec:
            if self.api.schemas[spec["$ref"]]["type"] == "any":
                return value
            if not isinstance(value, dict):
                own = INNER.get((self.api.name, spec["$ref"]), spec["$ref"])
                found.append((at, invalid(at, f"type.googleapis.com/{PACKAGES[self.api.name]}.{own}", value)))
                raise BadError
            return self._message(spec["$ref"], value, at, found)
        if spec["type"] == "object":
            return self._map(schema, key, spec.get("additionalProperties", {"type": "any"}), value, at, found)
        try:
            return scalar(spec, value)
        except BadError:
            kind = TYPES.get((spec["type"], spec.get("format", "")), "TYPE_STRING")
            if "enum" in spec:
                kind = enum_type(self.api.name, schema, key)
            place = f"{at}.value" if (schema, key) in WRAPPED else at
            found.append((place, invalid(place, kind, value)))
            raise

    def _map(self, schema: str, key: str, spec: Json, value: Any, at: str, found: list[Violation]) -> Json:
        if not isinstance(value, dict):
            found.append((at, invalid(at, "Map", value)))
            raise BadError
        made: Json = {}
        for name, item in value.items():
            if item is None:
                made[name] = None  # Drive: takes the property away
            elif spec.get("type") == "array":
                made[name] = self._list(schema, key, spec["items"], item, f"{at}[{name}]", found)
            else:
                made[name] = self._element(schema, key, spec, item, f"{at}[{name}]", found)
        return made


@lru_cache(maxsize=1024)
def _proto_names(fields: tuple[str, ...]) -> dict[str, str]:
    """The fields of a message by their names in snake_case, which are taken too."""
    return {snake(name): name for name in fields}


def _primitive(spec: Json) -> bool:
    """Whether an address can hold a field: a scalar, or a list of scalars."""
    return spec.get("items", spec).get("type") in ("string", "integer", "boolean", "number")


def _difference(value: Any, proper: Any, path: str = "") -> str:
    """Where two values differ first."""
    if isinstance(value, dict) and isinstance(proper, dict):
        for name in value:
            if name not in proper or value[name] != proper[name]:
                return _difference(value[name], proper.get(name), f"{path}.{name}")
    if isinstance(value, list) and isinstance(proper, list) and len(value) == len(proper):
        for index, (one, other) in enumerate(zip(value, proper, strict=True)):
            if one != other:
                return _difference(one, other, f"{path}[{index}]")
    return f"{path} is {value!r}, should be {proper!r}"
