"""Addresses in cells: a value that is nothing but one becomes a link of its cell."""

from __future__ import annotations

import re

from ..masks import Mask
from ..wire import Json
from .cells import Cell, Scalar

ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s/?#]+\.[^\s/?#]+(?:[/?#]\S*)?|(?:[a-z0-9-]+\.)+(?:com|org|net)(?:/\S*)?", re.I
)
"""With https, or a name alone; of these only the plainest are known here."""


def leads(value: Scalar) -> str:
    """Where a text leads that is an address and nothing else; "" for any other value."""
    if not isinstance(value, str) or "." not in value or not ADDRESS.fullmatch(value):
        return ""
    return value if "://" in value else f"http://{value}"


def linked(given: Json, address: str) -> Json:
    """A format with this link of the whole cell, or with none."""
    text = {name: part for name, part in given.get("textFormat", {}).items() if name != "link"}
    text |= {"link": {"uri": address}} if address else {}
    kept = {name: part for name, part in given.items() if name != "textFormat"}
    return kept | ({"textFormat": text} if text else {})


def relinked(given: Json, old: Cell, new: Scalar) -> Json:
    """A format when a new value takes the place of an old one: with the link of an address, without that of the last one."""
    held = given.get("textFormat", {}).get("link")
    gone = held is not None and (old.formula or held.get("uri") == leads(old.value))
    return linked(given, leads(new)) if leads(new) or gone else given


def kept(changed: Json, address: str, below: Mask) -> Json:
    """The format of a cell whose formula leads to an address: a change of its text copies the link into it, and one that
    takes the link away leaves an empty link there."""
    text = below.get("textFormat", {})
    link = changed.get("textFormat", {}).get("link")
    if not address or not text or link or (link is not None and "link" not in text):
        return changed
    return changed | {
        "textFormat": changed.get("textFormat", {}) | {"link": {} if "link" in text else {"uri": address}}
    }


def told(given: Json, address: str) -> tuple[Json, str]:
    """A format as it is shown, and where its cell leads whose formula leads to `address`; an empty link takes that away."""
    link = given.get("textFormat", {}).get("link")
    return (linked(given, ""), "") if link == {} else (given, address or (link or {}).get("uri", ""))
