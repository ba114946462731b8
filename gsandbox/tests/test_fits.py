"""What fits a schema to the letter is read as what must be looked at closely would be."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from gsandbox import fits
from gsandbox.discovery import Api, load
from gsandbox.messages import PACKAGES
from gsandbox.validation import Validator
from gsandbox.wire import Json

ODD: tuple[Any, ...] = (None, True, 1, 0, 1.0, 1.5, 2**31, 2**70, "1", " 1", "true", "x", "", [], {}, [None], [[]], [{}], {"value": 1}, {"x": 1})  # fmt: skip
PLAIN: dict[str, tuple[Any, ...]] = {
    "string": ("", "a", "12"),
    "integer": (0, 7, -3),
    "number": (0, 1.5, 2.0),
    "boolean": (True, False),
    "any": ("a", 1, None, [1, [None]], {"b": None}),
}


def _message(chance: random.Random, api: Api, schema: str, oddity: float, deep: int = 0) -> Json:
    fields = api.schemas[schema].get("properties", {})
    names = chance.sample(sorted(fields), min(len(fields), chance.randrange(4 if deep < 4 else 1)))
    return {name: _value(chance, api, fields[name], oddity, deep) for name in names}


def _value(chance: random.Random, api: Api, spec: Json, oddity: float, deep: int) -> Any:
    if chance.random() < oddity:
        return chance.choice(ODD)
    if "$ref" in spec:
        return _message(chance, api, spec["$ref"], oddity, deep + 1)
    if spec["type"] == "array":
        return [_value(chance, api, spec["items"], oddity, deep) for _ in range(chance.randrange(3))]
    if spec["type"] == "object":
        below = spec.get("additionalProperties", {"type": "any"})
        return {name: _value(chance, api, below, oddity, deep) for name in chance.sample("abc", 2)}
    return chance.choice(spec["enum"] if "enum" in spec else PLAIN[spec["type"]])


@pytest.mark.parametrize("name", PACKAGES)
def test_what_fits_is_read_as_a_closer_look_reads_it(name: str) -> None:
    """A field that says null has every message looked at closely, and is itself passed over."""
    api, chance, whole = load(name), random.Random(5), 0
    method = next(one for one in api.methods if one.request)
    for schema, told in api.schemas.items():
        asked = replace(method, request=schema, response=schema)
        for turn in range(40):
            value = _message(chance, api, schema, 0.0 if turn < 10 else 0.08)
            spare = next((field for field in told.get("properties", {}) if field not in value), None)
            if spare is None:
                continue
            read, close = Validator(api).body(asked, value), Validator(api).body(asked, {**value, spare: None})
            assert repr(read) == repr(close), (schema, value)
            if fits.message(name, schema)(value):
                assert repr(read) == repr((value, []))
                assert Validator(api).reply(asked, value) == []
                whole += 1
    assert whole > 12 * len(api.schemas)
