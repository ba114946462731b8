"""The `fields` of a change: which parts of the new object replace those of the old one."""

from __future__ import annotations

import re

from .. import masks
from ..discovery import load
from ..masks import Mask
from ..refusal import Refusal
from ..wire import Json


def mask_of(request: Json, schema: str) -> Mask:
    """The mask of a request, checked against the schema of what it changes. Raises Refusal (400)."""
    text = request.get("fields", "")
    if not text:
        raise Refusal(400, "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    try:
        mask = masks.parse(text.replace(" ", ""))
        masks.check(load("sheets"), schema, mask)
    except masks.MaskError as error:
        *above, wrong = error.path.split(".")
        path = ".".join([*above, re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", wrong)])
        raise Refusal(400, f"Invalid field: {path}") from error
    return mask


def said(given: Json) -> Json:
    """An object as it reads back: what is false or empty is left out, whatever lies below it too; figures stay."""
    return {
        name: said(value) if isinstance(value, dict) else value
        for name, value in given.items()
        if value is not None and value is not False and value not in ("", [])
    }


def merged(old: Json, new: Json, mask: Mask) -> Json:
    """The old object with the fields of the mask as in the new one; a field that the new one lacks is removed."""
    if not mask or "*" in mask:
        return dict(new)
    result = dict(old)
    for name, below in mask.items():
        if not below or not isinstance(new.get(name), dict):
            if name in new:
                result[name] = new[name]
            elif below and isinstance(old.get(name), dict):
                result[name] = merged(old[name], {}, below)
            else:
                result.pop(name, None)
        else:
            held = old.get(name)
            result[name] = merged(held if isinstance(held, dict) else {}, new[name], below)
    return result
