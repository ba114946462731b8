"""Field masks: `fields=sheets.properties(title,sheetId)`, read against the reply's schema and applied to the reply."""

from __future__ import annotations

from typing import Any

from .discovery import Api
from .wire import Json

Mask = dict[str, "Mask"]
"""Which fields are wanted; an empty one, or one that holds "*", wants everything below."""


class MaskError(ValueError):
    """The mask cannot be read, or names a field that the schema does not have. `path` is the part at fault."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def parse(text: str) -> Mask:
    """Read a mask: names, `/` or `.` between levels, `(a,b)` for several below one, `*` for all. Raises MaskError.

    A blank belongs to the name beside it, so that no field is called so; Drive's callers take blanks out first.
    """
    mask, rest = _names(text, text)
    if rest:
        raise MaskError(text)
    return mask


def _names(text: str, whole: str) -> tuple[Mask, str]:
    mask: Mask = {}
    while True:
        at = mask
        while True:
            length = next((i for i, letter in enumerate(text) if letter in ",()./"), len(text))
            name, text = text[:length], text[length:]
            if not name:
                raise MaskError(whole)
            at = at.setdefault(name, {})
            if text[:1] not in (".", "/") or not text:
                break
            text = text[1:]
        if text.startswith("("):
            inner, text = _names(text[1:], whole)
            if not text.startswith(")"):
                raise MaskError(whole)
            at.update(inner)
            text = text[1:]
        if not text.startswith(","):
            return mask, text
        text = text[1:]
        if not text:  # a comma behind the last name
            return mask, text


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
