"""A section of an explanation, and what says its sentences: in the reader's language, with the numbers as a reader sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ... import language as languages
from ... import sentence as sentences
from ...grading.explain.explanation import Explanation
from ...sentence import Bilingual, Sentence
from ..terms import constants_said


@dataclass(frozen=True)
class Section:
    """A heading, sentences, formula lines with numbers, and rows of a table (the first is its head)."""

    title: str
    sentences: tuple[str, ...]
    formulas: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


def two(value: float | None) -> str:
    """Points for a reader: two decimals."""
    return "–" if value is None else f"{value:.2f}"


def percent(share: float | None) -> str:
    """A probability for a reader."""
    return "–" if share is None else sentences.percent(share)


def day(iso: str | None) -> str:
    """A day for a reader: 24.11.2026; "" for none."""
    return f"{date.fromisoformat(iso):%d.%m.%Y}" if iso else ""


FIGURES: Mapping[Callable[[Any], str], tuple[str, ...]] = {
    two: (
        "alarm_baseline", "alarm_sum", "centre", "down_from", "high", "low", "method_after", "method_before", "mu", "n",
        "provisional_below", "raw_mean", "score", "score_with_set_aside", "score_without_alike", "up_from",
    ),
    percent: (
        "above", "above_without_alike", "above_without_best", "above_without_worst", "hysteresis", "interval", "keep",
        "letter_give", "letter_keep", "money_probability", "money_reference", "p_letter", "p_set", "reliability", "sure",
        "sure_down", "sure_up",
    ),
    day: ("baseline_first", "baseline_last", "closed_on", "first_day", "last_day", "letters_from"),
    "{:g}".format: ("alarm_limit", "day_floor", "day_times", "limit", "min_gap"),
    "{:.16}".format: ("config_sha256", "constants_sha256"),
}  # fmt: skip
"""How a reader sees the numbers of an explanation that sentences name; all others stand as they are."""


class Say:
    """What says sentences in English ("en") or Hindi ("hi"). A {name} for which no value is given is the number of that name in
    the explanation."""

    def __init__(self, explanation: Explanation, language: str) -> None:
        self._language = language
        known: dict[str, Any] = dict(vars(explanation))
        self.figures = known | {
            name: seen(known[name]) for seen, names in FIGURES.items() for name in names if name in known
        }
        self.figures["bands"] = ", ".join(f"{name} {edge:g}" for name, edge in explanation.bands.items())
        self.figures["constants"] = languages.say(constants_said(explanation.constants), language)
        either = languages.say(Sentence("or"), language)
        self.figures["letter_set"] = known.get("letter_set", "").replace(" or ", f" {either} ")

    def __call__(self, sentence: str, plural: str = "", /, **values: object) -> str:
        return languages.say(Sentence(sentence, plural, **{**self.figures, **values}), self._language)

    def each(self, *said: str) -> Iterator[str]:
        """Sentences one after the other, without those that are ""."""
        return map(self, filter(None, said))

    def half(self, text: str | Bilingual) -> str:
        """The half of a text in both languages, such as a title "हिन्दी / English", that the reader reads."""
        both = Bilingual.halves(text) if isinstance(text, str) else text
        return both.hi if self._language == "hi" else both.en
