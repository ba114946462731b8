"""Message → message without what may say who wrote it or who is meant. Hindi, Roman Hindi, Chhattisgarhi and English.

kind.py      what a kind of such things is; kinds.py lists all, each an object
numbers.py   runs of digits, written or said, and what they are; spoken.py the words for digits
scattered.py numbers in groups with words between, or said behind a cue; account.py those too that nothing shows to be harmless
words.py     words known by their sound (sounds.py), runs of words that can be a name
known.py     the words that are no name: of these, all else may be one where a person or place stands
harmless.py  the words that say nothing of anybody

It does not find everything: so only a text without a find, of harmless words alone, leaves the IG's office without a person.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from ...linear import linear
from ...text import searched, stored
from .harmless import harmless_text
from .kind import Found, Kind
from .kinds import KINDS, PERSONS
from .known import unknown
from .words import near, words_of

__all__ = ["KINDS", "PERSONS", "Kind", "find", "redact"]

MOST_READ = 4000
"""So many characters of a message are read; the longest of a thousand real ones has a few hundred."""
UNREAD = " [the rest was not read]"
"""Stands for what follows behind them. The ledger keeps it."""
_MARGIN = 200
"""Read beyond, so that a number on the edge is seen whole."""


_ESCAPED = linear(r"&#?\w{2,8};|(?:%[0-9A-Fa-f]{2}){3,}")
_AGAIN = linear(r"%(?:25){1,8}(?=[0-9A-Fa-f]{2})|&(?:amp;){1,8}(?=#?\w{2,8};)")
"""The sign before an escape that was itself escaped, up to eight times."""
_CONTROLS = [number for number in (*range(0x20), *range(0x7F, 0xA0)) if not chr(number).isspace()]
_UNSEEN = {
    **dict.fromkeys((*_CONTROLS, 0x115F, 0x1160, 0x3164, 0xFFA0), " "),
    **dict.fromkeys(range(0xE0000, 0xE0080)),
}
"""Control signs, letters that show nothing, and tags: no reader sees them, a program reads digits in them or between them."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """`text` with every find replaced by its kind in brackets; `finds` says where they stood in what was read (NFC, without escapes);
    `harmless`: nothing was found, and every word is known to say nothing of anybody."""

    text: str
    finds: tuple[Found, ...]
    harmless: bool


def find(text: str, kinds: Collection[Kind] = KINDS) -> tuple[Found, ...]:
    """Everything to take out of `text` (NFC), in order, not overlapping."""
    every = [Found(kind, start, end) for kind in kinds for start, end in kind.find(text)]
    every += _again(text, every)
    rank = {kind: number for number, kind in enumerate(KINDS)}
    merged: list[Found] = []
    for span in sorted(every, key=lambda one: (one.start, -one.end)):
        if merged and span.start < merged[-1].end:
            kind = min(merged[-1].kind, span.kind, key=rank.__getitem__)
            merged[-1] = Found(kind, merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _again(text: str, finds: Collection[Found]) -> Iterator[Found]:
    """The unknown word just before a name or place that was found; and each unknown word of them, wherever else it stands."""
    words = words_of(text)
    begins = [word.start() for word in words]
    seen: dict[str, Kind] = {}
    for thing in finds:
        first, last = bisect_left(begins, thing.start), bisect_left(begins, thing.end)
        if thing.kind.person and first < last:
            if first and unknown(words[first - 1][0]) and near(text, words[first - 1], words[first], " ."):
                first -= 1
            seen |= {searched(word[0]): thing.kind for word in words[first:last] if unknown(word[0])}
    for word in words if seen else ():
        if kind := seen.get(searched(word[0])):
            yield Found(kind, word.start(), word.end())


def redact(text: str, *, spare: Collection[Kind] = ()) -> Redacted:
    """Take out whatever one of `KINDS` finds.

    Kinds in `spare` stay. Of a text longer than `MOST_READ` the rest is not read, is left out, and that is said.
    """
    text = _ESCAPED.sub(lambda match: unquote(unescape(match[0])), _AGAIN.sub(lambda match: match[0][0], text))
    text = stored(text.translate(_UNSEEN))
    read, end = text[: MOST_READ + _MARGIN], len(text)
    finds = find(read, [kind for kind in KINDS if kind not in spare])
    if end > MOST_READ:
        end = min([MOST_READ, *(each.start for each in finds if each.end > MOST_READ)])
        finds = tuple(each for each in finds if each.end <= end)
    parts, last = [], 0
    for span in finds:
        parts += [text[last : span.start], f"[{span.kind.word}]"]
        last = span.end
    rest = [UNREAD] if end < len(text) else []
    harmless = not finds and end == len(text) and harmless_text(text)
    return Redacted("".join([*parts, text[last:end], *rest]), finds, harmless)
