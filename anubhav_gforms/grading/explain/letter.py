"""From the score to the letter, and what both mean, in words."""

from __future__ import annotations

from ...sentence import Sentence
from .explanation import Explanation
from .said import bands_said, capped_said, chances, closed_said, edges, responses_said, score_said, too_few_said
from .section import Say, Section, day, percent, two


def meaning(one: Explanation, say: Say) -> Section:
    lines = [responses_said(one, say)]
    if one.status == "Trial period":
        if one.raw_mean is not None:
            lines.append(
                say(
                    "Their plain average is {raw} of 100; the true value lies between {low} and {high} with {sure} certainty.",
                    raw=two(one.raw_mean),
                    low=two(one.low),
                    high=two(one.high),
                    sure=percent(one.interval),
                )
            )
        lines.append(say("Letters are given from {day} on, once the range has 13 weeks of responses; until then only counts and the interval are shown.",
                         day=day(one.letters_from)))  # fmt: skip
    elif one.status in ("No responses", "Not enough responses"):
        lines.append(too_few_said(one, say))
        if one.previous:
            lines.append(say("Its earlier letter, {letter}, is remembered and not shown.", letter=one.previous))
    else:
        lines.append(score_said(one, say))
        lines.append(_why_letter(one, say))
        if one.status == "Provisional":
            lines.append(
                say(
                    "The grade is provisional: there are too few responses, or too little difference between stations, to be firm about it."
                )
            )
    return Section(say("What it means"), (*lines, *closed_said(one, say)))


def _why_letter(one: Explanation, say: Say) -> str:
    lower, upper = edges(one)
    if one.capped:
        return capped_said(one, say)
    if not one.previous:
        return say(
            "The letter is {letter} ({lower} to {upper}), the first of this station.",
            letter=one.letter,
            lower=lower,
            upper=upper,
        )
    if one.uncapped == one.previous == one.band_letter:
        return say(
            "The letter is {letter} ({lower} to {upper}), as the week before.",
            letter=one.letter,
            lower=lower,
            upper=upper,
        )
    better = list(one.bands).index(one.band_letter) < list(one.bands).index(one.previous)
    sure = percent(one.sure_up if better else one.sure_down)
    if one.uncapped == one.previous:
        return say("The score itself lies in {band}, but the letter stays {letter}: it changes only when we are {needed} sure that the truth is there, and now we are {sure} sure.",
                   band=one.band_letter, letter=one.letter, needed=percent(one.hysteresis), sure=sure)  # fmt: skip
    return say("The letter changed from {previous} to {letter} ({lower} to {upper}): we are {sure} sure that the truth lies beyond {previous}, and {needed} is needed.",
               previous=one.previous, letter=one.letter, lower=lower, upper=upper, sure=sure, needed=percent(one.hysteresis))  # fmt: skip


def letter(one: Explanation, say: Say) -> Section:
    names = list(one.bands)
    lines = [bands_said(one, say)]
    if one.previous:
        lines.append(
            say(
                "A letter changes only when we are at least {needed} sure that the truth lies beyond it. So luck does not move letters up and down.",
                needed=percent(one.hysteresis),
            )
        )
        for sure, sentence in (
            (one.sure_up, Sentence("How sure we are that the truth lies above {letter}: {sure}.")),
            (one.sure_down, Sentence("How sure we are that the truth lies below {letter}: {sure}.")),
        ):
            if sure is not None:
                lines.append(say(sentence, letter=one.previous, sure=percent(sure)))
    kept = names.index(one.uncapped)
    if one.up_from is not None and one.up_from <= 100:
        lines.append(
            say(
                "With as many responses as now it would become {letter} or better from a score of {score} on.",
                letter=names[kept - 1],
                score=two(one.up_from),
            )
        )
    if one.down_from is not None and one.down_from >= 0:
        lines.append(
            say(
                "It would become {letter} or worse from a score of {score} down.",
                letter=names[kept + 1],
                score=two(one.down_from),
            )
        )
    lines.append(say("How probable each letter is: {chances}.", chances=chances(one)))
    return Section(say("The letter"), tuple(lines))
