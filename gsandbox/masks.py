"""Field masks: `fields=sheets.properties(title,sheetId)`, read against the reply's schema and applied to the reply."""

from __future__ import annotations

import re
from typing import Any

from .discovery import Api
from .wire import Json

Mask = dict[str, "Mask"]
"""Which fields are wanted; an empty one, or one that holds "*", wants everything below."""


DEEPEST = 100
"""Levels; no schema has as many."""
MARK = re.compile(r"[,()./]|[^,()./]+")


class MaskError(ValueError):
    """The mask cannot be read, or names a field that the schema does not have. `path` is the part at fault."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def parse(text: str) -> Mask:
    """Read a mask: names, `/` or `.` between levels, `(a,b)` for several below one, `*` for all. Raises MaskError.

    A blank belongs to the name beside it, so that no field is called so; Drive's callers take blanks out first. A comma may
    stand behind the last name.
    """
    mask: Mask = {}
    opened = [(mask, 0)]  # the mask, and what stands before each bracket that is open; how deep they lie
    (at, depth), state = opened[0], "name"
    for mark in MARK.findall(text):
        if state == "name":
            if mark in ",()./" or depth == DEEPEST:
                raise MaskError(text)
            at, depth, state = at.setdefault(mark, {}), depth + 1, "named"
        elif mark == ",":
            (at, depth), state = opened[-1], "name"
        elif mark == ")" and len(opened) > 1:
            (at, depth), state = opened.pop(), "closed"
        elif mark in "(./" and state == "named":
            if mark == "(":
                opened.append((at, depth))
            state = "name"
        else:
            raise MaskError(text)
    if len(opened) > 1 or (state == "name" and not (mask and text.endswith(","))):
        raise MaskError(text)
    return mask


def check(api: Api, schema: str, mask: Mask) -> None:
    """Every name of the mask must be a field of the schema. Raises MaskError naming the first that is not."""
    _check(api, {"$ref": schema}, mask, ())


def _check(api: Api, spec: Json, mask: Mask, path: tuple[str, ...]) -> None:
    while "$ref" in spec or spec.get("type") == "array":
        spec = api.schemas[spec["$ref"]] if "$ref" in spec else spec["items"]
    for name, below in mask.items():
        if name == "*":
            _check(api, spec, below, path) if below else None
            continue
        field = spec.get("properties", {}).get(name)
        if field is None and "additionalProperties" in spec:
            field = spec["additionalProperties"]
        if field is None:
            raise MaskError(".".join((*path, name)))
        _check(api, field, below, (*path, name))


def covers(mask: Mask, *path: str) -> bool:
    """Whether the mask wants anything at or below this path."""
    for name in path:
        if not mask or "*" in mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def apply(mask: Mask, value: Any) -> Any:
    """The wanted part of a reply; lists are filtered element by element."""
    if not mask:
        return value
    if isinstance(value, list):
        return [apply(mask, item) for item in value]
    if not isinstance(value, dict):
        return value
    if "*" in mask:
        return {name: apply(mask["*"] | mask.get(name, {}), item) for name, item in value.items()}
    return {name: apply(mask[name], item) for name, item in value.items() if name in mask}
