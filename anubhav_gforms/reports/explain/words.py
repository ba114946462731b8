"""An explanation in plain words, English or Hindi: first what it means, then each step with its formula and numbers."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from ...grading.columns import GradeStatus
from ...grading.explain.explanation import Explanation
from ...grading.explain.second import SecondExplanation
from ...grading.method.money import LEAST_SHOWN_REPORTS, LEAST_SHOWN_RESPONSES
from ...sentence import Sentence
from . import areas, second_steps, second_words
from .letter import letter, meaning
from .responses import counted, purposes, ratings
from .score import pooled, shrunk
from .section import Say, Section, day, percent, say_in, two


def sections(explanation: Explanation, language: str) -> tuple[Section, ...]:
    """The explanation as sections, in the order in which an officer would ask."""
    say = say_in(language)
    if isinstance(explanation, SecondExplanation):
        return _second(explanation, say, language)
    parts = [meaning(explanation, say), counted(explanation, say)]
    if explanation.shown:
        parts += [
            ratings(explanation, say, language),
            purposes(explanation, say, language),
            pooled(explanation, say),
            shrunk(explanation, say),
            letter(explanation, say),
        ]
        parts.append(_besides(explanation, say))
    return (*parts, _sources(explanation, say))


def _second(explanation: SecondExplanation, say: Say, language: str) -> tuple[Section, ...]:
    parts = [
        second_words.meaning(explanation, say, areas.lean_lines(explanation, say, language)),
        counted(explanation, say),
    ]
    if explanation.shown:
        parts += [
            ratings(explanation, say, language),
            purposes(explanation, say, language),
            second_steps.pooled(explanation, say),
            second_steps.shrunk(explanation, say),
            second_words.standing(explanation, say),
            *([areas.review(explanation, say)] if explanation.without_alike else []),
            second_words.letter(explanation, say),
            *([areas.areas(explanation, say, language)] if explanation.areas else []),
        ]
    if explanation.shown or explanation.alarm or explanation.money_flag:
        parts.append(_besides(explanation, say))
    return (*parts, _sources(explanation, say))


def text(explanation: Explanation, language: str = "en") -> str:
    """The explanation as plain text, at most 100 columns wide."""
    lines = [headline(explanation, language), ""]
    for number, section in enumerate(sections(explanation, language)):
        lines.append(section.title if number == 0 else f"{number}. {section.title}")
        for sentence in section.sentences:
            lines += wrap(sentence, 100, initial_indent="   ", subsequent_indent="     ")
        lines += [f"      {formula}" for formula in section.formulas]
        if section.table:
            width = [max(len(row[column]) for row in section.table) for column in range(len(section.table[0]))]
            for row in section.table:
                cells = [
                    cell.ljust(size) if index == 0 else cell.rjust(size)
                    for index, (cell, size) in enumerate(zip(row, width, strict=True))
                ]
                lines.append("      " + "  ".join(cells).rstrip())
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def headline(explanation: Explanation, language: str) -> str:
    """Name, week, letter and status in a line. In groups of five, none of a full group may still be some, as in every report that leaves the office."""
    say, second = say_in(language), isinstance(explanation, SecondExplanation)
    few = second and explanation.status == GradeStatus.NO_RESPONSES
    name, status = (
        explanation.name_hi if language == "hi" else explanation.name_en,
        say(GradeStatus.NOT_ENOUGH if few else explanation.status),
    )
    first, last = map(day, (explanation.first_day, explanation.last_day))
    week = say("week {week} ({first} to {last})", week=explanation.week, first=first, last=last)
    if not explanation.finished:
        week += say(", unfinished")
    grade = f": {explanation.letter}, {status}" if explanation.letter else f": {status}"
    if isinstance(explanation, SecondExplanation) and explanation.letter_set:
        either = explanation.letter_set.replace(" or ", f" {say('or')} ")
        grade = f": {either}, {status}"
    return f"{name} ({explanation.code}), {week}{grade}"


ARROWS = {
    "better": Sentence(
        "Compared with the {before} weeks before, the last {recent} weeks are better by {points} points."
    ),
    "worse": Sentence("Compared with the {before} weeks before, the last {recent} weeks are worse by {points} points."),
    "no clear change": Sentence("Between the last {recent} weeks and the {before} before there is no clear change."),
    "too few responses": Sentence("There are too few responses to say whether it is getting better or worse."),
}


def _besides(explanation: Explanation, say: Say) -> Section:
    lines = [
        say(
            ARROWS[explanation.arrow],
            points=f"{abs(explanation.change or 0):.1f}",
            recent=explanation.trend_recent,
            before=explanation.trend_before,
        )
    ]
    if isinstance(explanation, SecondExplanation):
        lines += second_words.alarms(explanation, say)
    elif explanation.alarm:
        lines.append(
            say("The warning chart shows a fall since the quarter's start; a person should look for the cause.")
        )
    formulas: list[str] = []
    lines += _money(explanation, say)
    if explanation.money_flag and not explanation.money_quarter and isinstance(explanation, SecondExplanation):
        p0, strength = explanation.money_p0, explanation.money_strength
        p0 = p0 if 0 < p0 < 1 else 0.5 / strength if p0 <= 0 else 1 - 0.5 / strength
        formulas.append(
            f"{say('certainty')} = 1 − Beta({strength:.4f} × {p0:.6f} + {explanation.money_yes}, {strength:.4f} × {1 - p0:.6f} + {explanation.money_noes:.2f}) ≤ {explanation.money_reference:g} = {explanation.money_probability or 0:.4f}"
        )
    return Section(say("Besides the score"), tuple(lines), tuple(formulas))


def _money(explanation: Explanation, say: Say) -> Iterator[str]:
    """What is said of money; outside the IG's office of the closed quarter, and where it is enough."""
    answered = explanation.money_yes + explanation.money_no
    if explanation.money_quarter:
        sentence = (
            say(
                "Was money asked? In the quarter {quarter} {yes} of {told} who answered said yes. This is never part of the score.",
                quarter=explanation.money_quarter, yes=explanation.money_yes, told=answered,
            )
            if explanation.money_told
            else say(
                "Was money asked? In the quarter {quarter} there were fewer than {reports} reports, or fewer than {least} answers, here or at all places that are not told. This is never part of the score.",
                quarter=explanation.money_quarter, reports=LEAST_SHOWN_REPORTS, least=LEAST_SHOWN_RESPONSES,
            )
        )  # fmt: skip
    else:
        sentence = say(
            "Was money asked? {yes} of {told} who answered said yes; {unsaid} did not want to say. This is never part of the score."
            if answered
            else "Nobody answered whether money was asked; {unsaid} did not want to say. This is never part of the score.",
            yes=explanation.money_yes,
            told=answered,
            unsaid=explanation.money_unsaid,
        )
    yield sentence
    if explanation.money_flag and explanation.money_quarter:
        yield say("So many visitors report it that the IG's office looks into it.")
    elif explanation.money_flag:
        yield say(
            "That is a flag: the rate is above {reference} with {sure} certainty.",
            reference=percent(explanation.money_reference),
            sure=percent(explanation.money_probability),
        )
    if explanation.money_flag and isinstance(explanation, SecondExplanation):
        yield say("The flag stays until the IG's office closes it with a reason; later responses do not dissolve it.")


def _sources(explanation: Explanation, say: Say) -> Section:
    return Section(
        say("What this rests on"),
        (
            say("People choose whether to answer. The score describes those who did. Small differences mean nothing."),
            say("Some numbers are the same for every station (the constants {name}). They come from the responses of {first} to {last} and stay as they are for the whole quarter."
                if explanation.constants_frozen
                else "Some numbers are the same for every station (the constants {name}). They come from the responses of {first} to {last}. They are provisional: the first report of the quarter freezes them."
                if explanation.constants_provisional
                else "Some numbers are the same for every station (the constants {name}). They come from the responses of {first} to {last} and are computed again each week while the project is young.",
                name=explanation.constants, first=day(explanation.baseline_first), last=day(explanation.baseline_last)),
            *_method(explanation, say),
            say("Numbers are rounded here; anubhav explain --json gives all their digits."),
            say("Whoever disagrees may write to the IG office within 14 days. Every number can be computed again from the ledger."),
        ),
        (
            say(
                "constants {constants}  config {config}  anubhav {version}",
                constants=explanation.constants_sha256[:16],
                config=explanation.config_sha256[:16],
                version=explanation.code_version,
            ),
        ),
    )  # fmt: skip


def _method(explanation: Explanation, say: Say) -> list[str]:
    if explanation.method_before is None or explanation.method_after is None:
        return []
    return [
        say(
            "The score of the last week before this quarter was {before} with the constants of that time and would be {after} with these. This difference comes from the calculation, not from the station's work.",
            before=two(explanation.method_before),
            after=two(explanation.method_after),
        )
    ]
