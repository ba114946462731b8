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
from .answers import counted, purposes, ratings
from .letter import letter, meaning
from .score import pooled, shrunk
from .section import Say, Section, day, percent, say_in, two


def sections(one: Explanation, language: str) -> tuple[Section, ...]:
    """The explanation as sections, in the order in which an officer would ask."""
    say = say_in(language)
    if isinstance(one, SecondExplanation):
        return _second(one, say, language)
    parts = [meaning(one, say), counted(one, say)]
    if one.shown:
        parts += [
            ratings(one, say, language),
            purposes(one, say, language),
            pooled(one, say),
            shrunk(one, say),
            letter(one, say),
        ]
        parts.append(_besides(one, say))
    return (*parts, _sources(one, say))


def _second(one: SecondExplanation, say: Say, language: str) -> tuple[Section, ...]:
    parts = [second_words.meaning(one, say, areas.lean_lines(one, say, language)), counted(one, say)]
    if one.shown:
        parts += [
            ratings(one, say, language),
            purposes(one, say, language),
            second_steps.pooled(one, say),
            second_steps.shrunk(one, say),
            second_words.standing(one, say),
            *([areas.review(one, say)] if one.without_alike else []),
            second_words.letter(one, say),
            *([areas.areas(one, say, language)] if one.areas else []),
        ]
    if one.shown or one.alarm or one.money_flag:
        parts.append(_besides(one, say))
    return (*parts, _sources(one, say))


def text(one: Explanation, language: str = "en") -> str:
    """The explanation as plain text, at most 100 columns wide."""
    lines = [headline(one, language), ""]
    for number, section in enumerate(sections(one, language)):
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


def headline(one: Explanation, language: str) -> str:
    """Name, week, letter and status in a line. In groups of five, none of a full group may still be some, as in every report that leaves the office."""
    say, second = say_in(language), isinstance(one, SecondExplanation)
    few = second and one.status == GradeStatus.NO_RESPONSES
    name, status = one.name_hi if language == "hi" else one.name_en, say(GradeStatus.NOT_ENOUGH if few else one.status)
    first, last = map(day, (one.first_day, one.last_day))
    week = say("week {week} ({first} to {last})", week=one.week, first=first, last=last)
    if not one.finished:
        week += say(", unfinished")
    grade = f": {one.letter}, {status}" if one.letter else f": {status}"
    if isinstance(one, SecondExplanation) and one.letter_set:
        either = one.letter_set.replace(" or ", f" {say('or')} ")
        grade = f": {either}, {status}"
    return f"{name} ({one.code}), {week}{grade}"


ARROWS = {
    "better": Sentence(
        "Compared with the {before} weeks before, the last {recent} weeks are better by {points} points."
    ),
    "worse": Sentence("Compared with the {before} weeks before, the last {recent} weeks are worse by {points} points."),
    "no clear change": Sentence("Between the last {recent} weeks and the {before} before there is no clear change."),
    "too few responses": Sentence("There are too few responses to say whether it is getting better or worse."),
}


def _besides(one: Explanation, say: Say) -> Section:
    lines = [
        say(ARROWS[one.arrow], points=f"{abs(one.change or 0):.1f}", recent=one.trend_recent, before=one.trend_before)
    ]
    if isinstance(one, SecondExplanation):
        lines += second_words.alarms(one, say)
    elif one.alarm:
        lines.append(
            say("The warning chart shows a fall since the quarter's start; a person should look for the cause.")
        )
    formulas: list[str] = []
    lines += _money(one, say)
    if one.money_flag and not one.money_quarter and isinstance(one, SecondExplanation):
        p0, strength = one.money_p0, one.money_strength
        p0 = p0 if 0 < p0 < 1 else 0.5 / strength if p0 <= 0 else 1 - 0.5 / strength
        formulas.append(
            f"{say('certainty')} = 1 − Beta({strength:.4f} × {p0:.6f} + {one.money_yes}, {strength:.4f} × {1 - p0:.6f} + {one.money_noes:.2f}) ≤ {one.money_reference:g} = {one.money_probability or 0:.4f}"
        )
    return Section(say("Besides the score"), tuple(lines), tuple(formulas))


def _money(one: Explanation, say: Say) -> Iterator[str]:
    """What is said of money; outside the IG's office of the closed quarter, and where it is enough."""
    answered = one.money_yes + one.money_no
    if one.money_quarter:
        sentence = (
            say(
                "Was money asked? In the quarter {quarter} {yes} of {told} who answered said yes. This is never part of the score.",
                quarter=one.money_quarter, yes=one.money_yes, told=answered,
            )
            if one.money_told
            else say(
                "Was money asked? In the quarter {quarter} there were fewer than {reports} reports, or fewer than {least} answers. This is never part of the score.",
                quarter=one.money_quarter, reports=LEAST_SHOWN_REPORTS, least=LEAST_SHOWN_RESPONSES,
            )
        )  # fmt: skip
    else:
        sentence = say(
            "Was money asked? {yes} of {told} who answered said yes; {unsaid} did not want to say. This is never part of the score."
            if answered
            else "Nobody answered whether money was asked; {unsaid} did not want to say. This is never part of the score.",
            yes=one.money_yes,
            told=answered,
            unsaid=one.money_unsaid,
        )
    yield sentence
    if one.money_flag and one.money_quarter:
        yield say("So many visitors report it that the IG's office looks into it.")
    elif one.money_flag:
        yield say(
            "That is a flag: the rate is above {reference} with {sure} certainty.",
            reference=percent(one.money_reference),
            sure=percent(one.money_probability),
        )
    if one.money_flag and isinstance(one, SecondExplanation):
        yield say("The flag stays until the IG's office closes it with a reason; later responses do not dissolve it.")


def _sources(one: Explanation, say: Say) -> Section:
    return Section(
        say("What this rests on"),
        (
            say("People choose whether to answer. The score describes those who did. Small differences mean nothing."),
            say("Some numbers are the same for every station (the constants {name}). They come from the responses of {first} to {last} and stay as they are for the whole quarter."
                if one.constants_frozen
                else "Some numbers are the same for every station (the constants {name}). They come from the responses of {first} to {last}. They are provisional: the first report of the quarter freezes them."
                if one.constants_provisional
                else "Some numbers are the same for every station (the constants {name}). They come from the responses of {first} to {last} and are computed again each week while the project is young.",
                name=one.constants, first=day(one.baseline_first), last=day(one.baseline_last)),
            *_method(one, say),
            say("Numbers are rounded here; anubhav explain --json gives all their digits."),
            say("Whoever disagrees may write to the IG office within 14 days. Every number can be computed again from the ledger."),
        ),
        (
            say(
                "constants {constants}  config {config}  anubhav {version}",
                constants=one.constants_sha256[:16],
                config=one.config_sha256[:16],
                version=one.code_version,
            ),
        ),
    )  # fmt: skip


def _method(one: Explanation, say: Say) -> list[str]:
    if one.method_before is None or one.method_after is None:
        return []
    return [
        say(
            "The score of the last week before this quarter was {before} with the constants of that time and would be {after} with these. This difference comes from the calculation, not from the station's work.",
            before=two(one.method_before),
            after=two(one.method_after),
        )
    ]
