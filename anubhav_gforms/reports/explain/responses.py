"""Which responses count, what they say, and what people came for: the first steps of an explanation in words."""

from __future__ import annotations

from collections.abc import Iterator

from ...grading.explain.explanation import Explanation
from ...grading.explain.second import SecondExplanation
from ...sentence import Sentence
from . import second_words
from .said import weeks_said
from .section import Say, Section, percent, spoken, two

REASONS = {
    "code not accepted": Sentence("not sent through a code that we signed"),
    "another channel": Sentence("given another way than by the poster"),
    "did not visit": Sentence("from people who say they did not come here"),
    "not about this place": Sentence("from people who say they write about something else"),
    "fewer than half of the ratings": Sentence("with fewer than half of the ratings"),
    "older wording of the questions": Sentence("given under an older wording"),
    "found not genuine": Sentence("that a person found not genuine"),
    "station closed or not in the list": Sentence("for a station that is not in the list"),
}


def counted(explanation: Explanation, say: Say) -> Section:
    return Section(say("Which responses count"), tuple(_counted(explanation, say)))


def _counted(explanation: Explanation, say: Say) -> Iterator[str]:
    if isinstance(explanation, SecondExplanation):
        yield from second_words.window(explanation, say)
    else:
        yield say(
            "The last {weeks} weeks count. When they hold fewer than {until} responses, older weeks are added one by one, up to {reach} weeks.",
            weeks=explanation.window_weeks,
            reach=explanation.reach_back,
            until=explanation.until_responses,
        )
        yield weeks_said(explanation, say)
        if explanation.n < explanation.responses - 1e-9:
            yield say(
                "Many responses on one day count for less (the day cap): {responses} responses weigh as much as {n}.",
                responses=explanation.responses,
                n=f"{explanation.n:.2f}",
            )
    if explanation.set_aside:
        yield say(
            "{rows} responses of an unusual day are set aside until a person has looked. With them the score would be {score}.",
            rows=explanation.set_aside,
            score=two(explanation.score_with_set_aside),
        )
    for reason, rows in explanation.left_out.items():
        yield say("Not counted: {rows} {why}.", rows=rows, why=say(REASONS.get(reason, reason)))


def ratings(explanation: Explanation, say: Say, language: str) -> Section:
    table = [(say("question"), say("mean points"), say("weight"))]
    table += [
        (spoken(explanation.titles[key], language), two(mean), percent(explanation.item_weights[key]))
        for key, mean in explanation.items.items()
    ]
    return Section(
        say("From ratings to points"),
        (
            say("A rating of 1 is 0 points, 2 is 25, 3 is 50, 4 is 75 and 5 is 100. The ratings of a response are averaged by their weights."),
            *(
                say("For “{question}” the ratings 1 to 5 are {points} points.", question=spoken(explanation.titles[key], language), points=", ".join(map(str, points)))
                for key, points in explanation.uneven.items()
            ),
            say("A rating left blank neither helps nor hurts: the others take its place, measured against the range's mean of each."),
            say("The plain average of all responses that count is {raw}.", raw=two(explanation.raw_mean)),
        ),
        table=tuple(table),
    )  # fmt: skip


def purposes(explanation: Explanation, say: Say, language: str) -> Section:
    mix = explanation.case_mix or 0.0
    if abs(mix) < 0.005:
        verdict = say("This station's visitors come for much the same purposes as elsewhere: nothing to adjust.")
    elif mix > 0:
        verdict = say(
            "More of this station's visitors come for matters in which people everywhere are less content. So {points} points are added.",
            points=two(mix),
        )
    else:
        verdict = say(
            "More of this station's visitors come for matters in which people everywhere are more content. So {points} points are taken off.",
            points=two(-mix),
        )
    table = [(say("purpose"), say("here"), say("range"), say("effect"))]
    table += [
        (
            spoken(purpose.purpose, language) or say("not said"),
            f"{purpose.share:.1%}",
            percent(purpose.range_share),
            f"{purpose.shift:+.2f}",
        )
        for purpose in explanation.purposes
    ]
    return Section(
        say("What people came for"),
        (verdict, say("From the points of each response the usual effect of its purpose is taken away. The effect is measured by comparing people of different purposes at the same station, so a good or bad station does not change it.")),
        (f"−Σ {say('share')} × {say('effect')} = {mix:+.2f}",),
        tuple(table),
    )  # fmt: skip
