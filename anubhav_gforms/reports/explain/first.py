"""An explanation under version 1 of the method: what it means, from weeks to a score, and from the score to the letter."""

from __future__ import annotations

from collections.abc import Iterator

from ...grading.columns import GradeStatus
from ...grading.explain.explanation import Explanation
from .section import Say, Section, percent, two
from .steps import BANDS, CAPPED, FEW, SCORE, TOGETHER, TOO_FEW, chances, ends


def meaning(explanation: Explanation, say: Say) -> Iterator[str]:
    """What its numbers mean, for an officer."""
    if explanation.status == GradeStatus.CALIBRATING:
        yield from say.each(
            "Their plain average is {raw_mean} of 100; the true value lies between {low} and {high} with {interval} certainty."
            if explanation.raw_mean is not None
            else "",
            "Letters are given from {letters_from} on, once the range has 13 weeks of responses; until then only counts and the interval are shown.",
        )
    elif explanation.status in (GradeStatus.NO_RESPONSES, GradeStatus.NOT_ENOUGH):
        yield from say.each(
            TOO_FEW,
            "Its earlier letter, {previous}, is remembered and not shown." if explanation.previous else "",
        )
    else:
        yield say(SCORE)
        yield _why_letter(explanation, say)
        if explanation.status == GradeStatus.PROVISIONAL:
            yield say(
                "The grade is provisional: there are too few responses, or too little difference between stations, to be firm about it."
            )


def _why_letter(explanation: Explanation, say: Say) -> str:
    if explanation.capped:
        return say(CAPPED)
    edges = ends(explanation)
    if not explanation.previous:
        return say("The letter is {letter} ({lower} to {upper}), the first of this station.", **edges)
    if explanation.uncapped == explanation.previous == explanation.band_letter:
        return say("The letter is {letter} ({lower} to {upper}), as the week before.", **edges)
    names = list(explanation.bands)
    better = names.index(explanation.band_letter) < names.index(explanation.previous)
    return say(
        "The score itself lies in {band}, but the letter stays {letter}: it changes only when we are {hysteresis} sure that the truth is there, and now we are {sure} sure."
        if explanation.uncapped == explanation.previous
        else "The letter changed from {previous} to {letter} ({lower} to {upper}): we are {sure} sure that the truth lies beyond {previous}, and {hysteresis} is needed.",
        band=explanation.band_letter,
        sure=percent(explanation.sure_up if better else explanation.sure_down),
        **edges,
    )


def alarms(explanation: Explanation, say: Say) -> Iterator[str]:
    """What the alarm says."""
    if explanation.alarm:
        yield say("The warning chart shows a fall since the quarter's start; a person should look for the cause.")


def pooled(explanation: Explanation, say: Say) -> Section:
    """From weeks to one number."""
    table = [(say("week"), say("responses"), say("mean"), say("unsure (variance)"))]
    table += [(name, f"{n:.2f}", two(mean), two(v)) for name, n, mean, v in pooled_weeks(explanation, say)]
    said = say.each(
        "Each week has a mean of adjusted scores (which may pass 100 or fall below 0), and a variance that says how unsure it is. A week with more responses counts more.",
        TOGETHER,
    )
    formulas = (
        f"v = s²/n + s²w,  s² = {two(explanation.s2)},  s²w = {two(explanation.sw2)}",
        f"ȳ = Σ(mean/v) / Σ(1/v) = {two(explanation.ybar)},   V = 1/Σ(1/v) = {two(explanation.v)}",
    )
    return Section(say("One number for the station"), tuple(said), formulas, tuple(table))


def pooled_weeks(explanation: Explanation, say: Say) -> list[tuple[str, float, float, float]]:
    """(week, n, mean, variance) rows that give the same pooled mean and variance as all weeks do."""
    few = [week for week in explanation.weeks if week.n < FEW]
    rows = [(week.week, week.n, week.mean, week.v) for week in explanation.weeks if week.n >= FEW]
    if few:
        v = 1 / sum(1 / week.v for week in few)
        mean = v * sum(week.mean / week.v for week in few)
        name = say("{n} week with 1 or 2", "{n} weeks with 1 or 2", n=len(few))
        rows.append((name, sum(week.n for week in few), mean, v))
    return rows


def shrunk(explanation: Explanation, say: Say) -> Section:
    """From that number to the score and its interval."""
    reliability, tau2 = f"{explanation.reliability or 0:.3f}", explanation.tau2
    r = f"R = τ²/(τ² + V) = {tau2:.2f}/({tau2:.2f} + {two(explanation.v)}) = {reliability}"
    score, mu, ybar, sd = map(two, (explanation.score, explanation.mu, explanation.ybar, explanation.sd))
    interval = f"{score} ± {explanation.z} × {sd} → {two(explanation.low)} – {two(explanation.high)}"
    reliable = say(
        "R, the reliability, is the share of the differences between stations that is real and not luck; below {provisional_below} a grade is provisional."
    )
    if not explanation.shrunk:
        said: tuple[str, ...] = (
            say("There are only {kind_stations} stations of this kind with responses, too few to say how such stations usually are. So the score is the mean itself."),
            reliable,
            say("Here R takes the spread τ² of the kind with most stations; it decides between firm and provisional and nothing else."),
        )  # fmt: skip
        formulas: tuple[str, ...] = (f"score = ȳ = {score},   sd = √V = {sd}", r)
    elif not tau2:
        said = (
            say(
                "This quarter no real difference between the {kind_stations} stations of this kind could be found: the score of each is their mean, {mu}."
            ),
        )
        formulas = ()
    else:
        said = (
            say("The {kind_stations} stations of this kind average {mu}. With few responses a station's mean says little, so the score lies between the two: {reliability} of the way from the average of such stations to its own mean."),
            reliable,
        )  # fmt: skip
        score_is = f"score = μ + R (ȳ − μ) = {mu} + {reliability} × ({ybar} − {mu}) = {score}"
        formulas = (r, score_is, f"sd = √(R V + (1−R)² var(μ)) = {sd}")
    return Section(say("Few responses, more caution"), said, (*formulas, interval))


def letter(explanation: Explanation, say: Say) -> Section:
    """Where letters begin, and when this one would change."""
    names, previous = list(explanation.bands), bool(explanation.previous)
    kept, up, down = names.index(explanation.uncapped), explanation.up_from, explanation.down_from
    said = say.each(
        BANDS,
        "A letter changes only when we are at least {hysteresis} sure that the truth lies beyond it. So luck does not move letters up and down."
        if previous
        else "",
        "How sure we are that the truth lies above {previous}: {sure_up}."
        if previous and explanation.sure_up is not None
        else "",
        "How sure we are that the truth lies below {previous}: {sure_down}."
        if previous and explanation.sure_down is not None
        else "",
    )
    moves = []
    if up is not None and up <= 100:
        better = names[kept - 1]
        moves += [say("With as many responses as now it would become {better} or better from a score of {up_from} on.", better=better)]  # fmt: skip
    if down is not None and down >= 0:
        moves += [say("It would become {worse} or worse from a score of {down_from} down.", worse=names[kept + 1])]
    probable = say("How probable each letter is: {chances}.", chances=chances(explanation))
    return Section(say("The letter"), (*said, *moves, probable))
