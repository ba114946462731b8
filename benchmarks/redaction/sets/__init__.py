"""Three sets of messages as three different people would write them, all invented, written after the rules and never used to change them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..messages import Message, Planted, Script
from . import elder, office, student

RULES = "b845e08"
"""The commit whose rules they were written after, on 2026-11-28. Their author knew the rules, and wrote as somebody who does not."""


@dataclass(frozen=True, slots=True)
class Written:
    """What one person wrote: messages with something planted in each, and `harmless` ones."""

    origin: str
    messages: tuple[Message, ...]
    harmless: tuple[str, ...]


def written() -> tuple[Written, ...]:
    """The three sets."""
    return (
        Written("a village elder's Hindi, spelt by ear", _messages(elder.PLANTED), _lines(elder.HARMLESS)),
        Written("a student's Hinglish, abbreviated", _messages(student.PLANTED), _lines(student.HARMLESS)),
        Written("an office's Chhattisgarhi, broken digits", _messages(office.PLANTED), _lines(office.HARMLESS)),
    )


def _lines(block: str) -> tuple[str, ...]:
    return tuple(block.strip().splitlines())


def _messages(block: str) -> tuple[Message, ...]:
    """Lines "kind|text", [[…]] around what must go, ⏎ where a line of the message ends."""
    made = []
    for line in _lines(block):
        kind, _, marked = line.replace("⏎", "\n").partition("|")
        text = marked.replace("[[", "").replace("]]", "")
        script = Script.HINDI if re.search("[\u0900-\u097f]", text) else Script.ROMAN
        made.append(
            Message(script, text, tuple(Planted(kind, found) for found in re.findall(r"\[\[(.*?)\]\]", marked)))
        )
    return tuple(made)
