"""An explanation under version 2 in words: what it means, how it is judged, and what the alarms say."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from ...grading.areas import STRONGER, WEAKER
from ...grading.columns import GradeStatus, Standing
from ...grading.explain.second import SecondExplanation
from ...grading.method.power import YEARS
from ...sentence import Sentence
from .section import Say, Section, percent
from .steps import BANDS, CAPPED, SCORE, TOO_FEW, chances, ends

WITH_ALIKE: dict[str, Sentence] = {
    Standing.ABOVE: Sentence("With these responses it would be above its kind."),
    Standing.BELOW: Sentence("With these responses it would be below its kind."),
    Standing.UNCLEAR: Sentence("With these responses it could not be told from its kind."),
}
STANDS: dict[str, Sentence] = {
    Standing.ABOVE: Sentence("It is clearly above stations of its kind, whose middle is {centre}: we are {p} sure of that."),
    Standing.BELOW: Sentence("It is clearly below stations of its kind, whose middle is {centre}: we are {p} sure of that."),
    Standing.UNCLEAR: Sentence("It cannot be told whether it is above or below stations of its kind, whose middle is {centre}: the chance that it is above is {p}. A station is named only when it is at least {min_gap} points away and we are {sure} sure{spare}."),
}  # fmt: skip


def meaning(explanation: SecondExplanation, say: Say) -> Iterator[str]:
    """What its numbers mean, for an officer."""
    if not explanation.shown:
        yield say(TOO_FEW)
        if explanation.responses >= explanation.min_responses:
            yield say("Most of the responses came on one day, and one day counts for little.")
    else:
        yield say(SCORE)
        yield _standing(explanation, say)
        yield _letter(explanation, say)
        if explanation.under_review:
            yield from say.each(
                "{alike} responses that are all alike came together; the IG's office has to look at them. They count in the score of {score}; without them it would be {score_without_alike}. Whether the station is above or below its kind is judged without them, and until the office has decided no new letter is given.",
                WITH_ALIKE[explanation.standing_with_alike]
                if explanation.standing_with_alike != explanation.standing
                else "",
            )
        yield from _leans(explanation, say)
        yield _firmness(explanation, say)
    yield from _more_needed(explanation, say)


def _standing(explanation: SecondExplanation, say: Say) -> str:
    above = explanation.above_without_alike if explanation.under_review else explanation.above
    spare = Sentence(", even if the one response that says most for it had not come")
    return say(
        STANDS[explanation.standing],
        p=percent(1 - (above or 0.0) if explanation.standing == Standing.BELOW else above),
        spare=spare if explanation.spare_answers else "",
    )


def _letter(explanation: SecondExplanation, say: Say) -> str:
    if explanation.capped:
        return say(CAPPED)
    if not explanation.letters_given:
        return say(
            "Letters are given from {letters_from} on, once the range has 13 weeks of responses; until then it is only said who is clearly above or below."
        )
    if explanation.letter:
        return say(
            "The letter is {letter} (scores from {lower} to {upper}), since week {held_since}. The chance that it is the right one today is {p_letter}; it stays until that is below {letter_keep}."
            if explanation.status == GradeStatus.HELD and not explanation.under_review
            else "The letter is {letter} (scores from {lower} to {upper}), since week {held_since}. The chance that it is the right one today is {p_letter}.",
            **ends(explanation),
        )
    if explanation.under_review:
        return say(
            "There is no letter, whatever the chance of one is: responses that are all alike wait for a decision."
        )
    if explanation.letter_set:
        return say(
            "The right letter is {letter_set}: the chance of that is {p_set}. No single letter reaches {letter_give}, so none is given."
        )
    return say(
        "There is no letter: no chance of one reaches {letter_give}.",
        "There is no letter: even the chances of {n} neighbouring letters together do not reach {letter_give}.",
        n=explanation.largest_set,
    )


def _leans(explanation: SecondExplanation, say: Say) -> Iterator[str]:
    """What the station does better, and what worse, than the rest of its responses say."""
    leans = (
        (STRONGER, Sentence("What visitors praise more than the rest here: {questions}")),
        (WEAKER, Sentence("What visitors praise less than the rest here: {questions}")),
    )
    for lean, sentence in leans:
        names = [say.half(explanation.titles[area.question]) for area in explanation.areas if area.lean == lean]
        if names:
            yield say(sentence, questions=", ".join(names))


def _firmness(explanation: SecondExplanation, say: Say) -> str:
    more = say("more than {forged_most}")
    worst, best = (more if count is None else count for count in (explanation.forged_worst, explanation.forged_best))
    return say(
        "How firm is this? So many more responses would change its letter, or what is said of it among its kind: {worst} with the worst rating to every question, or {best} with the best. Arithmetic cannot tell false responses from honest ones when they come a few at a time.",
        worst=worst,
        best=best,
    )


def _more_needed(explanation: SecondExplanation, say: Say) -> Iterator[str]:
    weeks = explanation.weeks_needed
    if not explanation.shown and explanation.n < explanation.min_responses:
        yield say(
            "{n} more response is needed for a score; it counts when its group of five is full.",
            "{n} more responses are needed for a score; they count when their group of five is full.",
            n=ceil(explanation.min_responses - explanation.n),
        )
    elif explanation.responses_needed and not explanation.letter:
        yield say(
            "Responses still needed before one letter can be told: about {responses_needed}."
            if weeks is None
            else "Responses still needed before one letter can be told: about {responses_needed}; at today's pace that takes more than two years."
            if weeks > YEARS
            else "Responses still needed before one letter can be told: about {responses_needed}; at today's pace that takes {weeks_needed} weeks."
        )


def standing(explanation: SecondExplanation, say: Say) -> Section:
    """How it is judged whether the station is above or below its kind."""
    spare = Sentence("; and we must be as sure when the one response that speaks most for it is left out")
    said = (
        say(
            "A station is called above or below its kind when we are {sure} sure and the distance is at least {min_gap} points{spare}. It stays so while we are {keep} sure.",
            spare=spare if explanation.spare_answers else "",
        ),
        *say.each(
            "The chance that it is above is {above_without_alike}; without its best response it would be {above_without_best}, without its worst {above_without_worst}. These two are worked out in the same way; the two responses are not printed, so that nobody is recognised."
            if explanation.spare_answers
            else "The chance that it is above is {above_without_alike}.",
            "That is without the responses under review. The formula here is with them and gives {above}; the next section works it out without them."
            if explanation.under_review
            else "",
        ),
        say(
            "Of a hundred stations that are called above or below, at most {n} are really on the other side.",
            n=f"{100 * (1 - explanation.sure):.3g}",
        ),
    )
    score, centre = explanation.score or 0, explanation.centre or 0
    noise, extra = explanation.noise or 0, explanation.extra or 0
    formula = f"P = Φ(({score:.4f} − {centre:.4f})/√({noise:.4f} + {(explanation.reliability or 0) ** 2:.6f} × {explanation.var_c or 0:.4f} + {extra:.4f})) = Φ({(score - centre) / (explanation.sd_above or 1):.4f}) = {explanation.above or 0:.4f}"
    return Section(say("Above or below its kind"), said, (formula,))


def letter(explanation: SecondExplanation, say: Say) -> Section:
    """Where letters begin, and how probable each is."""
    said = (
        say(BANDS),
        say("The chance of each letter: {chances}.", chances=chances(explanation)),
        say(
            "A letter is given when its chance is {letter_give} or more, and stays until its chance is below {letter_keep}. Otherwise none is shown.",
            "A letter is given when its chance is {letter_give} or more, and stays until its chance is below {letter_keep}. Otherwise up to {n} neighbouring letters are shown whose chances together reach {letter_give}.",
            n=explanation.largest_set,
        ),
    )
    return Section(say("The letter"), said, tuple(_chances(explanation)))


def _chances(explanation: SecondExplanation) -> Iterator[str]:
    """The chance of every letter that is probable at all, worked out."""
    sd, score = explanation.sd or 1.0, explanation.score or 0.0
    below = [f"Φ(({edge:g} − {score:.4f})/{sd:.4f})" for edge in explanation.bands.values()]
    bounds = zip(["1", *below], [*below[:-1], "0"], strict=False)
    for (name, chance), (upper, lower) in zip(explanation.probabilities.items(), bounds, strict=True):
        if chance >= 0.005:
            yield f"{name}: {upper} − {lower} = {chance:.4f}"


def alarms(explanation: SecondExplanation, say: Say) -> Iterator[str]:
    """What the two alarms say, of full groups; and where those of every response are."""
    return say.each(
        "Alarms on the page of the IG's office look at every response, also at those that wait: anubhav flags.",
        "Alarm: since week {alarm_since} its weeks have been lower than its own earlier level of {alarm_baseline}. What is missing week by week has added up to {alarm_sum}; above {alarm_limit} it is an alarm. It stays until a person has looked for the cause."
        if explanation.alarm_since
        else "",
        "Alarm: {bad_recent} visitors of the last four weeks gave 1 or 2 for the visit on the whole, far more than is usual here. Good responses of others do not change this."
        if explanation.alarm_bad
        else "",
    )
