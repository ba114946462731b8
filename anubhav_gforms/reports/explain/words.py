"""An explanation in plain words, English or Hindi: first what it means, then each step with its formula and numbers."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from ...grading.explain.explanation import Explanation
from ...grading.explain.second import SecondExplanation
from ...sentence import Bilingual
from . import first, second_steps, second_words
from .section import Say, Section
from .steps import besides, counted, meaning, purposes, ratings, sources


def sections(explanation: Explanation, language: str) -> tuple[Section, ...]:
    """The explanation as sections, in the order in which an officer would ask."""
    say = Say(explanation, language)
    steps = _second(explanation, say) if isinstance(explanation, SecondExplanation) else _first(explanation, say)
    return (*steps, sources(explanation, say))


def _first(explanation: Explanation, say: Say) -> Iterator[Section]:
    yield meaning(explanation, say, first.meaning(explanation, say))
    yield counted(explanation, say)
    if explanation.shown:
        for step in (ratings, purposes, first.pooled, first.shrunk, first.letter):
            yield step(explanation, say)
        yield besides(explanation, say, first.alarms(explanation, say))


def _second(explanation: SecondExplanation, say: Say) -> Iterator[Section]:
    yield meaning(explanation, say, second_words.meaning(explanation, say))
    yield counted(explanation, say)
    if explanation.shown:
        for step in (ratings, purposes, second_steps.pooled, second_steps.shrunk, second_words.standing):
            yield step(explanation, say)
        if explanation.without_alike:
            yield second_steps.review(explanation, say)
        yield second_words.letter(explanation, say)
        if explanation.areas:
            yield second_steps.areas(explanation, say)
    if explanation.shown or explanation.alarm or explanation.money_flag:
        yield besides(explanation, say, second_words.alarms(explanation, say))


def text(explanation: Explanation, language: str = "en") -> str:
    """The explanation as plain text, at most 100 columns wide."""
    lines = [headline(explanation, language), ""]
    for number, section in enumerate(sections(explanation, language)):
        lines.append(section.title if number == 0 else f"{number}. {section.title}")
        for sentence in section.sentences:
            lines += wrap(sentence, 100, initial_indent="   ", subsequent_indent="     ")
        lines += [f"      {formula}" for formula in section.formulas]
        width = [max(map(len, column)) for column in zip(*section.table, strict=True)]
        for head, *row in section.table:
            cells = [head.ljust(width[0]), *(cell.rjust(size) for cell, size in zip(row, width[1:], strict=True))]
            lines.append("      " + "  ".join(cells).rstrip())
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def headline(explanation: Explanation, language: str) -> str:
    """Name, week, letter and status in a line."""
    say = Say(explanation, language)
    status = say(explanation.status)
    week = say("week {week} ({first_day} to {last_day})") + ("" if explanation.finished else say(", unfinished"))
    letters = say.figures["letter_set"] or explanation.letter
    name = say.half(Bilingual(explanation.name_hi, explanation.name_en))
    return f"{name} ({explanation.code}), {week}: {letters}{', ' if letters else ''}{status}"
