"""From the score to the letter, and what both mean, in words."""

from __future__ import annotations

from collections.abc import Iterator

from ...grading.columns import GradeStatus
from ...grading.explain.explanation import Explanation
from ...sentence import Sentence
from .said import bands_said, capped_said, chances, closed_said, edges, responses_said, score_said, too_few_said
from .section import Say, Section, day, percent, two


def meaning(explanation: Explanation, say: Say) -> Section:
    return Section(say("What it means"), (*_meaning(explanation, say), *closed_said(explanation, say)))


def _meaning(explanation: Explanation, say: Say) -> Iterator[str]:
    yield responses_said(explanation, say)
    if explanation.status == GradeStatus.CALIBRATING:
        if explanation.raw_mean is not None:
            yield say(
                "Their plain average is {raw} of 100; the true value lies between {low} and {high} with {sure} certainty.",
                raw=two(explanation.raw_mean),
                low=two(explanation.low),
                high=two(explanation.high),
                sure=percent(explanation.interval),
            )
        yield say("Letters are given from {day} on, once the range has 13 weeks of responses; until then only counts and the interval are shown.",
                         day=day(explanation.letters_from))  # fmt: skip
    elif explanation.status in (GradeStatus.NO_RESPONSES, GradeStatus.NOT_ENOUGH):
        yield too_few_said(explanation, say)
        if explanation.previous:
            yield say("Its earlier letter, {letter}, is remembered and not shown.", letter=explanation.previous)
    else:
        yield score_said(explanation, say)
        yield _why_letter(explanation, say)
        if explanation.status == GradeStatus.PROVISIONAL:
            yield say(
                "The grade is provisional: there are too few responses, or too little difference between stations, to be firm about it."
            )


def _why_letter(explanation: Explanation, say: Say) -> str:
    lower, upper = edges(explanation)
    if explanation.capped:
        return capped_said(explanation, say)
    if not explanation.previous:
        return say(
            "The letter is {letter} ({lower} to {upper}), the first of this station.",
            letter=explanation.letter,
            lower=lower,
            upper=upper,
        )
    if explanation.uncapped == explanation.previous == explanation.band_letter:
        return say(
            "The letter is {letter} ({lower} to {upper}), as the week before.",
            letter=explanation.letter,
            lower=lower,
            upper=upper,
        )
    better = list(explanation.bands).index(explanation.band_letter) < list(explanation.bands).index(
        explanation.previous
    )
    sure = percent(explanation.sure_up if better else explanation.sure_down)
    if explanation.uncapped == explanation.previous:
        return say("The score itself lies in {band}, but the letter stays {letter}: it changes only when we are {needed} sure that the truth is there, and now we are {sure} sure.",
                   band=explanation.band_letter, letter=explanation.letter, needed=percent(explanation.hysteresis), sure=sure)  # fmt: skip
    return say("The letter changed from {previous} to {letter} ({lower} to {upper}): we are {sure} sure that the truth lies beyond {previous}, and {needed} is needed.",
               previous=explanation.previous, letter=explanation.letter, lower=lower, upper=upper, sure=sure, needed=percent(explanation.hysteresis))  # fmt: skip


def letter(explanation: Explanation, say: Say) -> Section:
    return Section(say("The letter"), tuple(_letter(explanation, say)))


def _letter(explanation: Explanation, say: Say) -> Iterator[str]:
    names = list(explanation.bands)
    yield bands_said(explanation, say)
    if explanation.previous:
        yield say(
            "A letter changes only when we are at least {needed} sure that the truth lies beyond it. So luck does not move letters up and down.",
            needed=percent(explanation.hysteresis),
        )
        for sure, sentence in (
            (explanation.sure_up, Sentence("How sure we are that the truth lies above {letter}: {sure}.")),
            (explanation.sure_down, Sentence("How sure we are that the truth lies below {letter}: {sure}.")),
        ):
            if sure is not None:
                yield say(sentence, letter=explanation.previous, sure=percent(sure))
    kept = names.index(explanation.uncapped)
    if explanation.up_from is not None and explanation.up_from <= 100:
        yield say(
            "With as many responses as now it would become {letter} or better from a score of {score} on.",
            letter=names[kept - 1],
            score=two(explanation.up_from),
        )
    if explanation.down_from is not None and explanation.down_from >= 0:
        yield say(
            "It would become {letter} or worse from a score of {score} down.",
            letter=names[kept + 1],
            score=two(explanation.down_from),
        )
    yield say("How probable each letter is: {chances}.", chances=chances(explanation))
