"""Three sets by another author than the rules': one who had seen neither rules nor word lists nor an earlier set (2026-11-28).

That author is no citizen, wrote message by message, without a template, and marked what is personal by its
own conventions: a relation or an address that holds a name is marked whole, and its name again; digits in words or broken one by one
are `number_words`, whatever the number is; an age is marked beside a person. Nobody checked the marks. Every person, number, account and
address is invented; mobiles are made of runs and zeros, some cards are test numbers that the networks publish. The files are as they came.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ..messages import Message, Planted, Script

FOLDER = Path(__file__).parent / "another_author"
STYLES = {
    "a": "townspeople's Hindi as phones hear it, in Devanagari",
    "b": "Roman Hindi, Hinglish, Chhattisgarhi in both scripts",
    "c": "evasion: other scripts' digits, signs between, letters for digits",
}


@dataclass(frozen=True, slots=True)
class AnothersSet:
    """What one file holds: messages with something personal, and those without, harmless or grave."""

    origin: str
    personal: tuple[Message, ...]
    harmless: tuple[str, ...]
    grave: tuple[str, ...]


def anothers_sets() -> tuple[AnothersSet, ...]:
    """The three, in the order of their files."""
    return tuple(_read(name, style) for name, style in STYLES.items())


def _read(name: str, style: str) -> AnothersSet:
    lines = (FOLDER / f"set_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return AnothersSet(
        style,
        tuple(_message(row) for row in rows if row["spans"]),
        tuple(row["text"] for row in rows if row["harmless"]),
        tuple(row["text"] for row in rows if row["grave"]),
    )


def _message(row: dict[str, object]) -> Message:
    text, spans = str(row["text"]), row["spans"]
    assert isinstance(spans, list)
    script = Script.HINDI if row["script"] == "deva" else Script.ROMAN
    return Message(script, text, tuple(Planted(kind, found) for found, kind in spans))
