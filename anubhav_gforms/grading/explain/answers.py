"""Which answers count, what they say, and what people came for: the first steps of an explanation in words."""

from __future__ import annotations

from ...sentence import Sentence
from . import second_words
from .explanation import Explanation
from .second import SecondExplanation
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


def counted(one: Explanation, say: Say) -> Section:
    lines = (
        second_words.window(one, say)
        if isinstance(one, SecondExplanation)
        else [
            say(
                "The last {weeks} weeks count. When they hold fewer than {until} responses, older weeks are added one by one, up to {reach} weeks.",
                weeks=one.window_weeks,
                reach=one.reach_back,
                until=one.until_responses,
            ),
            say(
                "Weeks that count here: {tried}; with responses: {held}.",
                tried=one.weeks_tried,
                held=one.weeks_held,
            ),
        ]
    )
    if one.n < one.responses - 1e-9 and not isinstance(one, SecondExplanation):
        lines.append(
            say(
                "Many responses on one day count for less (the day cap): {responses} responses weigh as much as {n}.",
                responses=one.responses,
                n=f"{one.n:.2f}",
            )
        )
    if one.set_aside:
        lines.append(
            say(
                "{rows} responses of an unusual day are set aside until a person has looked. With them the score would be {score}.",
                rows=one.set_aside,
                score=two(one.score_with_set_aside),
            )
        )
    for reason, rows in one.left_out.items():
        lines.append(say("Not counted: {rows} {why}.", rows=rows, why=say(REASONS.get(reason, reason))))
    return Section(say("Which responses count"), tuple(lines))


def ratings(one: Explanation, say: Say, language: str) -> Section:
    table = [(say("question"), say("mean points"), say("weight"))]
    table += [
        (spoken(one.titles[key], language), two(mean), percent(one.item_weights[key]))
        for key, mean in one.items.items()
    ]
    return Section(
        say("From ratings to points"),
        (
            say("A rating of 1 is 0 points, 2 is 25, 3 is 50, 4 is 75 and 5 is 100. The ratings of a response are averaged by their weights."),
            *(
                say("For “{question}” the ratings 1 to 5 are {points} points.", question=spoken(one.titles[key], language), points=", ".join(map(str, points)))
                for key, points in one.uneven.items()
            ),
            say("A rating left blank neither helps nor hurts: the others take its place, measured against the range's mean of each."),
            say("The plain average of all responses that count is {raw}.", raw=two(one.raw_mean)),
        ),
        table=tuple(table),
    )  # fmt: skip


def purposes(one: Explanation, say: Say, language: str) -> Section:
    mix = one.case_mix or 0.0
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
        for purpose in one.purposes
    ]
    return Section(
        say("What people came for"),
        (verdict, say("From the points of each response the usual effect of its purpose is taken away. The effect is measured by comparing people of different purposes at the same station, so a good or bad station does not change it.")),
        (f"−Σ {say('share')} × {say('effect')} = {mix:+.2f}",),
        tuple(table),
    )  # fmt: skip
