"""Patterns that read what strangers write: each is refused unless its time grows no faster than the text.

Python's engine tries every way in which a repeat can share the text with what follows it; two repeats of blanks, and a
message of blanks takes hours. So a repeat must have an upper bound, unless nothing can follow it: then it never gives
anything back. From one place on a pattern then looks at a bounded number of signs, and the whole text costs linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as kinds  # type: ignore[attr-defined]  # the standard library's own reading of a pattern
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from .sentence import Sentence

LONGEST_LOOK = 1000
"""So many signs a pattern may look at from one place on, its last repeat apart."""
_REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT)

PATTERNS: dict[tuple[str, int], re.Pattern[str]] = {}
"""Every pattern made so far, so that a test can attack each of them."""


def linear(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """`pattern`, compiled. Raises ValueError for one that could cost more than linear time: an endless repeat that
    something follows, or one inside another."""
    key = (pattern, int(flags))
    if key not in PATTERNS:
        nodes = list(parser.parse(pattern, flags))
        endless = sum(1 for _ in _endless(nodes, last=True))
        if endless or _look(nodes) > LONGEST_LOOK:
            raise ValueError(
                Sentence(
                    "{pattern!r} has {endless} repeats without an end before its last character, or looks too far.",
                    pattern=pattern,
                    endless=endless,
                )
            )
        PATTERNS[key] = re.compile(pattern, flags)
    return PATTERNS[key]


def _endless(nodes: list[Any], *, last: bool) -> Iterator[Any]:
    """Repeats without an upper bound that something may follow."""
    for position, (kind, about) in enumerate(nodes):
        at_end = last and position == len(nodes) - 1
        if kind in _REPEATS:
            _, most, body = about
            if most == kinds.MAXREPEAT and (not at_end or kind is kinds.MIN_REPEAT):
                yield about
            yield from _endless(list(body), last=False)
        else:
            inside = at_end and kind in (kinds.SUBPATTERN, kinds.BRANCH)
            for body in _bodies(kind, about):
                yield from _endless(list(body), last=inside)


def _bodies(kind: Any, about: Any) -> Iterator[Any]:
    if kind is kinds.BRANCH:
        yield from about[1]
    elif kind is kinds.SUBPATTERN:
        yield about[-1]
    elif kind in (kinds.ASSERT, kinds.ASSERT_NOT):
        yield about[1]
    elif kind is kinds.ATOMIC_GROUP:
        yield about
    elif kind is kinds.GROUPREF_EXISTS:
        yield from (body for body in about[1:] if body)


def _look(nodes: list[Any]) -> int:
    """The most signs that a match can be long, an endless repeat counted once; what is looked at ahead included."""
    total = 0
    for kind, about in nodes:
        if kind in _REPEATS:
            _, most, body = about
            total += _look(list(body)) * (1 if most == kinds.MAXREPEAT else int(most))
        else:
            bodies = [_look(list(body)) for body in _bodies(kind, about)]
            total += max(bodies) if bodies else 1
    return total
