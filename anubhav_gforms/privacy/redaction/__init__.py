"""Message → message without what may say who wrote it or who is meant. Hindi, Roman Hindi and English.

A name without an honorific, a rank or "my name is" beside it is not seen: texts leave the IG office only when a person
has decided so, and by default not at all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ...text import stored
from .harmless import harmless_text
from .kinds import Found, Kind
from .names import find_names
from .numbers import find_numbers
from .patterns import find_patterns

__all__ = ["Found", "Kind", "Redacted", "find", "redact"]

ORDER = (Kind.EMAIL, Kind.LINK, Kind.PAN, Kind.FIR, Kind.VEHICLE, Kind.AADHAAR, Kind.MOBILE, Kind.NUMBER, Kind.NAME)
"""Where two finds overlap the earlier kind here is kept, widened to both."""

MOST_READ = 4000
"""So many characters of a message are read; the longest of a thousand real ones has a few hundred."""
UNREAD = " [the rest was not read]"
"""Stands for what follows behind them. The ledger keeps it."""
_MARGIN = 200
"""Read beyond, so that a number on the edge is seen whole."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """`text` with every find replaced by its kind in brackets; `found` says where they stood in the original (NFC);
    `harmless`: nothing was found, and every word is known to say nothing of anybody."""

    text: str
    found: tuple[Found, ...]
    harmless: bool


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

    Kinds in `spare` stay. Of a text longer than `MOST_READ` the rest is not read, is left out, and that is said.
    """
    text = stored(text)
    read, end = text[: MOST_READ + _MARGIN], len(text)
    found = tuple(each for each in find(read) if each.kind not in spare)
    if end > MOST_READ:
        end = min([MOST_READ, *(each.start for each in found if each.end > MOST_READ)])
        found = tuple(each for each in found if each.end <= end)
    parts, last = [], 0
    for each in found:
        parts += [text[last : each.start], f"[{each.kind}]"]
        last = each.end
    rest = [UNREAD] if end < len(text) else []
    harmless = not found and end == len(text) and harmless_text(text)
    return Redacted("".join([*parts, text[last:end], *rest]), found, harmless)
