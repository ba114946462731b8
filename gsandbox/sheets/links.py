"""Addresses in cells: a value that is nothing but one becomes a link of its cell."""

from __future__ import annotations

import re

from ..wire import Json
from .cells import Scalar

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


def relinked(given: Json, old: Scalar, new: Scalar) -> Json:
    """A format when a new value takes the place of an old one: with the link of an address, without that of the last one."""
    held = given.get("textFormat", {}).get("link", {}).get("uri", "")
    return linked(given, leads(new)) if leads(new) or (held and held == leads(old)) else given
