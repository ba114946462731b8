"""A sentence for a person: English text that remembers its template and its values, so that a door can say it in Hindi;
and a text that is already in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral


def grouped(number: int) -> str:
    """A whole number as an Indian office writes it: 12,34,567. (Babel writes the same; a command that only speaks need not load it.)"""
    head, tail = str(number)[:-3], str(number)[-3:]
    return re.sub(r"(?<=\d)(?=(?:\d\d)+$)", ",", head) + "," + tail if head.strip("-") else str(number)


def percent(chance: float) -> str:
    """A probability as people read it, in whole per cent; never 0 or 100 when it is not quite."""
    return "< 1%" if 0 < chance <= 0.005 else "> 99%" if 0.995 <= chance < 1 else f"{chance:.0%}"


class _Count(int):
    """A whole number in a template: the comma of {n:,} groups it as India does."""

    def __format__(self, spec: str) -> str:
        return format(grouped(self), spec[:-1]) if spec.endswith(",") else super().__format__(spec)


def quoted(text: str) -> str:
    """A text that somebody typed, in double quotes, so that they see all of it: a sign that prints nothing is spelled out.

    A joiner inside Hindi is part of how the word is written and stays as it is.
    """
    return '"' + "".join(map(_visible, " " + text, text)) + '"'


def _visible(before: str, sign: str) -> str:
    joins_hindi = sign in "\u200c\u200d" and "\u0900" <= before <= "\u0963"
    return sign if sign.isprintable() or joins_hindi else ascii(sign)[1:-1]


class _Typed(str):
    """A text in a template: {text!r} quotes it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return quoted(self)


def filled(template: str, values: Mapping[str, object]) -> str:
    """A template with its values. Raises KeyError when a {name} of it has none."""
    if "!r}" in template:
        values = {name: _Typed(value) if isinstance(value, str) else value for name, value in values.items()}
    if ",}" in template:
        values = {name: _Count(value) if isinstance(value, Integral) else value for name, value in values.items()}
    return template.format(**values)


class Sentence(str):
    """English text, made from a template and values; `language.say` makes the same sentence in another language.

    `Sentence("{n} new response", "{n} new responses", n=3)` reads "3 new responses". Rooms make sentences and never
    choose a language; where nobody asks for another one, a sentence is simply its English text. Without values the
    template is taken as it is, braces included. A value may itself be a Sentence; a Sentence alone is given back as it is.

    Raises KeyError when a {name} of the template has no value.
    """

    __slots__ = ("plural", "template", "values")

    template: str  # English with {names}: what catalogs are searched for
    plural: str  # English for every n but 1; "" when the sentence counts nothing
    values: dict[str, object]  # by name; `n` chooses between template and plural

    def __new__(cls, template: str, plural: str = "", /, **values: object) -> Sentence:
        if isinstance(template, Sentence) and not values:
            return template
        chosen = plural if plural and values.get("n") != 1 else template
        self = super().__new__(cls, filled(chosen, values) if values else chosen)
        self.template, self.plural, self.values = template, plural, values
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, object]]:  # copies and pickles stay sentences
        return (self.template, self.plural), self.values


def joined(parts: Iterable[object], mark: str) -> Sentence:
    """Several sentences as one, with `mark` between them; each is said in the reader's language."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Sentence(mark.replace("{", "{{").replace("}", "}}").join(f"{{{name}}}" for name in values), **values)


def first_few(names: Sequence[str]) -> str:
    """The first five of them in a line, with a sign that there are more."""
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def as_sentence(text: str, values: dict[str, object] | None = None) -> Sentence:
    """A text as a Sentence: filled with values where it is a template, unchanged where it is one already."""
    return text if isinstance(text, Sentence) else Sentence(text, **(values or {}))


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages: what a page shows that speaks Hindi and English; English is "" where it is left out."""

    hi: str
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.hi or self.en)

    def __str__(self) -> str:  # as the value of a Sentence, which reads English unless it is said in Hindi
        return self.en or self.hi

    def __add__(self, more: str | Bilingual) -> Bilingual:
        """The same with more behind it, in each language."""
        more = more if isinstance(more, Bilingual) else Bilingual.same(more)
        return Bilingual(self.hi + more.hi, self.en + more.en)

    @classmethod
    def in_a_row(cls, parts: Iterable[Bilingual], mark: str = ", ") -> Bilingual:
        """Several texts as one, with `mark` between them."""
        parts = list(parts)
        return cls(mark.join(part.hi for part in parts), mark.join(part.en for part in parts))

    @property
    def joined(self) -> str:
        """Hindi and English in one line."""
        return " | ".join(part for part in (self.hi, self.en) if part)

    @classmethod
    def halves(cls, text: str) -> Bilingual:
        """A title or an option of the form, हिन्दी / English; what has no second half is said in both languages."""
        hindi, _, english = text.partition(" / ")
        return cls(hindi, english or hindi)

    @classmethod
    def same(cls, text: str) -> Bilingual:
        """A text that both languages write alike: a number, a code."""
        return cls(text, text)
