"""Message → message without what may say who wrote it or who is meant. Hindi, Roman Hindi and English.

A name without an honorific, a rank or "my name is" beside it is not seen: texts leave the IG office only when a person
has decided so, and by default not at all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ...text import stored
from .kinds import Found, Kind
from .names import find_names
from .numbers import find_numbers
from .patterns import find_patterns

__all__ = ["Found", "Kind", "Redacted", "find", "redact"]

ORDER = (Kind.EMAIL, Kind.LINK, Kind.PAN, Kind.FIR, Kind.VEHICLE, Kind.AADHAAR, Kind.MOBILE, Kind.NUMBER, Kind.NAME)
"""Where two finds overlap the earlier kind here is kept, widened to both."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """`text` with every find replaced by its kind in brackets; `found` says where they stood in the original (NFC)."""

    text: str
    found: tuple[Found, ...]


def find(text: str) -> tuple[Found, ...]:
    """Everything to take out of `text` (NFC), in order, not overlapping."""
    every = [*find_patterns(text), *find_numbers(text), *find_names(text)]
    merged: list[Found] = []
    for each in sorted(every, key=lambda one: (one.start, -one.end)):
        if merged and each.start < merged[-1].end:
            kind = min(merged[-1].kind, each.kind, key=ORDER.index)
            merged[-1] = Found(kind, merged[-1].start, max(merged[-1].end, each.end))
        else:
            merged.append(each)
    return tuple(merged)


def redact(text: str, *, spare: Collection[Kind] = ()) -> Redacted:
    """Take out mobiles, Aadhaar, PAN, vehicle, FIR and long numbers, e-mails, links, and names beside an honorific.

    Kinds in `spare` stay.
    """
    text = stored(text)
    found = tuple(each for each in find(text) if each.kind not in spare)
    parts, last = [], 0
    for each in found:
        parts += [text[last : each.start], f"[{each.kind}]"]
        last = each.end
    return Redacted("".join([*parts, text[last:]]), found)
