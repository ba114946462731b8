"""The types of question that config/form.toml may ask, each one object: what it needs, what holds it at Google, what answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..nouns.google import ItemKind
from ..sentence import Sentence
from ..text import same_title


@dataclass(frozen=True, slots=True)
class QuestionType:
    """A type of question by its name in config/form.toml.

    `items`: the kind of item that we make, then those that hold such answers on forms of others. `rates`: its answers are 1 to 5, and
    5 is the good end. `options`: it is answered by choosing one of at least two. `ends`: it names its two ends, low and high.
    `sample`: what answers it, where not any text does.
    """

    name: str
    items: tuple[ItemKind, ...]
    sample: str = ""
    rates: bool = False
    options: bool = False
    ends: bool = False

    def __str__(self) -> str:
        return self.name

    def mistake(self, options: Sequence[str], ends: Sequence[str]) -> str:
        """What a question of this type has too much or too little of; "" when it fits."""
        if self.options and len(options) < 2:
            return Sentence("a choice needs at least two options")
        titles = [same_title(text) for text in options]
        twice = sorted({text for text, title in zip(options, titles, strict=True) if titles.count(title) > 1})
        if twice:
            return Sentence('option "{twice}" is listed twice; options must differ', twice=twice[0])
        if options and not self.options:
            return Sentence('only a choice has options; remove them or set type = "choice"')
        if any(ends) and not self.ends:
            return Sentence('only a scale has low and high; remove them or set type = "scale"')
        return ""

    def sample_of(self, options: Sequence[str]) -> str:
        """An answer that the form takes; "": any text is one."""
        return options[-1] if self.options else self.sample


TEXT = QuestionType("text", (ItemKind.TEXT, ItemKind.PARAGRAPH))
PARAGRAPH = QuestionType("paragraph", (ItemKind.PARAGRAPH, ItemKind.TEXT))
CHOICE = QuestionType("choice", (ItemKind.CHOICE, ItemKind.DROPDOWN), options=True)
SCALE = QuestionType("scale", (ItemKind.SCALE, ItemKind.RATING), "3", rates=True, ends=True)
RATING = QuestionType("rating", (ItemKind.RATING, ItemKind.SCALE), "3", rates=True)

QUESTION_TYPES = {each.name: each for each in (TEXT, PARAGRAPH, CHOICE, SCALE, RATING)}
"""By name, in the order in which the office reads of them."""
