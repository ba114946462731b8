"""An explanation under version 2 in words: what it means, each step with its formula, and what the reader may do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from ...grading.columns import GradeStatus, Standing
from ...grading.explain.second import SecondExplanation
from ...grading.method.power import YEARS
from ...sentence import Sentence
from .said import (
    bands_said,
    capped_said,
    chances,
    closed_said,
    edges,
    responses_said,
    score_said,
    too_few_said,
    weeks_said,
)
from .section import Say, Section, day, percent, two

WITH_ALIKE = {
    Standing.ABOVE.value: Sentence("With these responses it would be above its kind."),
    Standing.BELOW.value: Sentence("With these responses it would be below its kind."),
    Standing.UNCLEAR.value: Sentence("With these responses it could not be told from its kind."),
}


def meaning(explanation: SecondExplanation, say: Say, leans: Iterable[str]) -> Section:
    """What an officer reads first; `leans`: what the station does better or worse than the rest."""
    return Section(say("What it means"), (*_meaning(explanation, say, leans), *closed_said(explanation, say)))


def _meaning(explanation: SecondExplanation, say: Say, leans: Iterable[str]) -> Iterator[str]:
    yield responses_said(explanation, say)
    if not explanation.shown:
        yield too_few_said(explanation, say)
        if explanation.responses >= explanation.min_responses:
            yield say("Most of the responses came on one day, and one day counts for little.")
    else:
        yield score_said(explanation, say)
        yield _standing(explanation, say)
        yield _letter(explanation, say)
        if explanation.under_review:
            yield say(
                "{alike} responses that are all alike came together; the IG's office has to look at them. They count in the score of {score}; without them it would be {without}. Whether the station is above or below its kind is judged without them, and until the office has decided no new letter is given.",
                alike=explanation.alike,
                score=two(explanation.score),
                without=two(explanation.score_without_alike),
            )
            if explanation.standing_with_alike != explanation.standing:
                yield say(WITH_ALIKE[explanation.standing_with_alike])
        yield from leans
        yield _firmness(explanation, say)
    yield from _more_needed(explanation, say)


def _standing(explanation: SecondExplanation, say: Say) -> str:
    sentence = {
        Standing.ABOVE.value: Sentence(
            "It is clearly above stations of its kind, whose middle is {centre}: we are {p} sure of that."
        ),
        Standing.BELOW.value: Sentence(
            "It is clearly below stations of its kind, whose middle is {centre}: we are {p} sure of that."
        ),
    }.get(
        explanation.standing,
        Sentence(
            "It cannot be told whether it is above or below stations of its kind, whose middle is {centre}: the chance that it is above is {p}. A station is named only when it is at least {gap} points away and we are {sure} sure{spare}."
        ),
    )
    above = explanation.above_without_alike if explanation.under_review else explanation.above
    sure = 1 - (above or 0.0) if explanation.standing == Standing.BELOW.value else above
    needed = {
        "sure": percent(explanation.sure),
        "gap": f"{explanation.min_gap:g}",
        "spare": Sentence(", even if the one response that says most for it had not come")
        if explanation.spare_answers
        else "",
    }
    return say(sentence, centre=two(explanation.centre), p=percent(sure), **needed)


def _letter(explanation: SecondExplanation, say: Say) -> str:
    if explanation.capped:
        return capped_said(explanation, say)
    if not explanation.letters_given:
        return say(
            "Letters are given from {day} on, once the range has 13 weeks of responses; until then it is only said who is clearly above or below.",
            day=day(explanation.letters_from),
        )
    if explanation.letter:
        lower, upper = edges(explanation)
        held = explanation.status == GradeStatus.HELD.value
        return say(
            "The letter is {letter} (scores from {lower} to {upper}), since week {since}. The chance that it is the right one today is {p}; it stays until that is below {keep}."
            if held
            else "The letter is {letter} (scores from {lower} to {upper}), since week {since}. The chance that it is the right one today is {p}.",
            letter=explanation.letter, lower=lower, upper=upper, since=explanation.held_since, p=percent(explanation.p_letter),
            keep=percent(explanation.letter_keep),
        )  # fmt: skip
    if explanation.letter_set:
        return say(
            "The right letter is {letters}: the chance of that is {p}. No single letter reaches {give}, so none is given.",
            letters=explanation.letter_set.replace(" or ", f" {say('or')} "),
            p=percent(explanation.p_set),
            give=percent(explanation.letter_give),
        )
    return say(
        "There is no letter: no chance of one reaches {give}.",
        "There is no letter: even the chances of {n} neighbouring letters together do not reach {give}.",
        n=explanation.largest_set,
        give=percent(explanation.letter_give),
    )


def _firmness(explanation: SecondExplanation, say: Say) -> str:
    def number(count: int | None) -> str:
        return str(count) if count is not None else say("more than {most}", most=explanation.forged_most)

    return say(
        "How firm is this? So many more responses would change its letter, or what is said of it among its kind: {worst} with the worst rating to every question, or {best} with the best. Arithmetic cannot tell false responses from honest ones when they come a few at a time.",
        worst=number(explanation.forged_worst),
        best=number(explanation.forged_best),
    )


def _more_needed(explanation: SecondExplanation, say: Say) -> Iterator[str]:
    more, weeks = explanation.responses_needed, explanation.weeks_needed
    if not explanation.shown and explanation.n < explanation.min_responses:
        yield say(
            "{n} more response is needed for a score; it counts when its group of five is full.",
            "{n} more responses are needed for a score; they count when their group of five is full.",
            n=ceil(explanation.min_responses - explanation.n),
        )
    elif not more or explanation.letter:
        return
    elif weeks is None:
        yield say("About {more} more responses are needed before one letter can be told.", more=more)
    elif weeks > YEARS:
        yield say(
            "About {more} more responses are needed before one letter can be told; at today's pace that takes more than two years.",
            more=more,
        )
    else:
        yield say(
            "About {more} more responses are needed before one letter can be told; at today's pace that takes {weeks} weeks.",
            more=more,
            weeks=weeks,
        )


def window(explanation: SecondExplanation, say: Say) -> Iterator[str]:
    """Which weeks and days count, and how much."""
    yield say(
        "The last {weeks} weeks count. A week that is more than {old} weeks old counts less; at a busy station it counts much less.",
        old=explanation.old_after,
        weeks=explanation.window_weeks,
    )
    yield say(
        "Responses count in groups of five, so that nobody is recognised; those of a group that is not full yet wait."
    )
    yield weeks_said(explanation, say)
    if explanation.n < explanation.responses - 1e-9:
        yield say(
            "So that nobody can fill a day, one day counts for at most {floor} responses, or {times} times the usual number here if that is more. So the {responses} responses weigh as much as {n}.",
            floor=f"{explanation.day_floor:g}",
            times=f"{explanation.day_times:g}",
            responses=explanation.responses,
            n=f"{explanation.n:.2f}",
        )


def standing(explanation: SecondExplanation, say: Say) -> Section:
    return Section(
        say("Above or below its kind"),
        tuple(_judged(explanation, say)),
        (
            f"P = Φ(({explanation.score or 0:.4f} − {explanation.centre or 0:.4f})/√({explanation.noise or 0:.4f} + {(explanation.reliability or 0) ** 2:.6f} × {explanation.var_c or 0:.4f} + {explanation.extra or 0:.4f})) = Φ({((explanation.score or 0) - (explanation.centre or 0)) / (explanation.sd_above or 1):.4f}) = {(explanation.above or 0):.4f}",
        ),
    )


def _judged(explanation: SecondExplanation, say: Say) -> Iterator[str]:
    yield say(
        "A station is called above or below its kind when we are {sure} sure and the distance is at least {gap} points{spare}. It stays so while we are {keep} sure.",
        spare=Sentence("; and we must be as sure when the one response that speaks most for it is left out")
        if explanation.spare_answers
        else "",
        sure=percent(explanation.sure),
        gap=f"{explanation.min_gap:g}",
        keep=percent(explanation.keep),
    )
    yield say(
        "The chance that it is above is {p}; without its best response it would be {best}, without its worst {worst}. These two are worked out in the same way; the two responses are not printed, so that nobody is recognised."
        if explanation.spare_answers
        else "The chance that it is above is {p}.",
        p=percent(explanation.above_without_alike),
        best=percent(explanation.above_without_best),
        worst=percent(explanation.above_without_worst),
    )
    if explanation.under_review:
        yield say(
            "That is without the responses under review. The formula here is with them and gives {p}; the next section works it out without them.",
            p=percent(explanation.above),
        )
    yield say(
        "Of a hundred stations that are called above or below, at most {n} are really on the other side.",
        n=f"{100 * (1 - explanation.sure):.3g}",
    )


def letter(explanation: SecondExplanation, say: Say) -> Section:
    return Section(
        say("The letter"),
        (
            bands_said(explanation, say),
            say("The chance of each letter: {chances}.", chances=chances(explanation)),
            say(
                "A letter is given when its chance is {give} or more, and stays until its chance is below {keep}. Otherwise none is shown.",
                "A letter is given when its chance is {give} or more, and stays until its chance is below {keep}. Otherwise up to {n} neighbouring letters are shown whose chances together reach {give}.",
                n=explanation.largest_set,
                give=percent(explanation.letter_give),
                keep=percent(explanation.letter_keep),
            ),
        ),
        tuple(_chances(explanation)),
    )


def _chances(explanation: SecondExplanation) -> Iterator[str]:
    """The chance of every letter that is probable at all, worked out."""
    sd, score = explanation.sd or 1.0, explanation.score or 0.0
    edges = list(explanation.bands.values())
    for number, (name, chance) in enumerate(explanation.probabilities.items()):
        upper = f"Φ(({edges[number - 1]:g} − {score:.4f})/{sd:.4f})" if number else "1"
        lower = f"Φ(({edges[number]:g} − {score:.4f})/{sd:.4f})" if number + 1 < len(edges) else "0"
        if chance >= 0.005:
            yield f"{name}: {upper} − {lower} = {chance:.4f}"


def alarms(explanation: SecondExplanation, say: Say) -> Iterator[str]:
    """What the two alarms say, of full groups; and where those of every response are."""
    yield say("Alarms on the page of the IG's office look at every response, also at those that wait: anubhav flags.")
    if explanation.alarm_since:
        yield say(
            "Alarm: since week {week} its weeks have been lower than its own earlier level of {level}. What is missing week by week has added up to {sum}; above {limit} it is an alarm. It stays until a person has looked for the cause.",
            week=explanation.alarm_since,
            level=two(explanation.alarm_baseline),
            sum=two(explanation.alarm_sum),
            limit=f"{explanation.alarm_limit:g}",
        )
    if explanation.alarm_bad:
        yield say(
            "Alarm: {bad} visitors of the last four weeks gave 1 or 2 for the visit on the whole, far more than is usual here. Good responses of others do not change this.",
            bad=explanation.bad_recent,
        )
