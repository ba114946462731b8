"""Steps and sentences of an explanation that are told alike under both versions of the method."""

from __future__ import annotations

from collections.abc import Iterator

from ...grading.columns import Arrow
from ...grading.explain.explanation import Explanation
from ...grading.explain.second import SecondExplanation
from ...grading.method.money import LEAST_SHOWN_REPORTS, LEAST_SHOWN_RESPONSES
from ...sentence import Sentence
from ..digits import tenth_said
from .section import Say, Section, day, percent, two

FEW = 3
"""Weeks with fewer responses than this are shown together."""
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
TOO_FEW = Sentence("At least {min_responses} are needed for a score. With fewer, chance would decide. So there is no score and no letter, good or bad.")  # fmt: skip
SCORE = Sentence("The score is {score} of 100. Its true value lies between {low} and {high} with {interval} certainty.")
CAPPED = Sentence("The score would earn {uncapped}. Because visitors report that money was asked, the letter is held at {letter} until that has been looked into.")  # fmt: skip
BANDS = Sentence("Letters begin at these scores: {bands}.")
TOGETHER = Sentence("Weeks with one or two responses are shown together, so that nobody is recognised by a response.")


def meaning(explanation: Explanation, say: Say, said: Iterator[str]) -> Section:
    """What an officer reads first: how many responses count, what is `said` of them, and whether the station closed."""
    return Section(say("What it means"), (_responses(explanation, say), *said, *say.each(_closed(explanation))))


def _responses(explanation: Explanation, say: Say) -> str:
    n, responses = explanation.weeks_tried, explanation.responses
    if not responses:
        return say("Nobody's response counts in the last week.", "Nobody's response counts in the last {n} weeks.", n=n)
    if responses == 1:
        return say(
            "One visitor's response counts, from {n} week.", "One visitor's response counts, from {n} weeks.", n=n
        )
    return say(
        "{responses} responses of visitors count, from {n} week.",
        "{responses} responses of visitors count, from {n} weeks.",
        n=n,
    )


def _closed(explanation: Explanation) -> str:
    if explanation.closed_on is None:
        return ""
    if not explanation.closed_on:
        return Sentence("It is closed: it is in no list and in no mean. This is its history.")
    return Sentence("It closed on {closed_on}: it is in no list and in no mean. This is its history.")


def chances(explanation: Explanation) -> str:
    """Each letter that is probable at all, with its probability."""
    return ", ".join(
        f"{name} {percent(chance)}" for name, chance in explanation.probabilities.items() if chance >= 0.005
    )


def ends(explanation: Explanation) -> dict[str, str]:
    """Where the letter that the score earns begins and ends."""
    tops = ["100", *(f"{edge:g}" for edge in explanation.bands.values())]
    position = list(explanation.bands).index(explanation.uncapped)
    return {"lower": tops[position + 1], "upper": tops[position]}


def counted(explanation: Explanation, say: Say) -> Section:
    second, capped = isinstance(explanation, SecondExplanation), explanation.n < explanation.responses - 1e-9
    said = say.each(
        "The last {window_weeks} weeks count. A week that is more than {old_after} weeks old counts less; at a busy station it counts much less."
        if second
        else "The last {window_weeks} weeks count. When they hold fewer than {until_responses} responses, older weeks are added one by one, up to {reach_back} weeks.",
        "Responses count in groups of five, so that nobody is recognised; those of a group that is not full yet wait."
        if second
        else "",
        "Weeks that count here: {weeks_tried}; with responses: {weeks_held}.",
        "So that nobody can fill a day, one day counts for at most {day_floor} responses, or {day_times} times the usual number here if that is more. So the {responses} responses weigh as much as {n}."
        if second and capped
        else "Many responses on one day count for less (the day cap): {responses} responses weigh as much as {n}."
        if capped
        else "",
        "{set_aside} responses of an unusual day are set aside until a person has looked. With them the score would be {score_with_set_aside}."
        if explanation.set_aside
        else "",
    )
    left_out = (
        say("Not counted: {rows} {why}.", rows=rows, why=REASONS.get(reason, reason))
        for reason, rows in explanation.left_out.items()
    )
    return Section(say("Which responses count"), (*said, *left_out, *_forged(explanation, say)))


def _forged(explanation: Explanation, say: Say) -> Iterator[str]:
    if isinstance(explanation, SecondExplanation) and explanation.not_genuine:
        days = ", ".join(when if "W" in when else day(when) for when in explanation.not_genuine)
        yield say("Not counted: responses, all alike, that a person found not genuine: of {days}.", days=days)


def ratings(explanation: Explanation, say: Say) -> Section:
    """How ratings become points, and what those of each question come to."""
    titles = {key: say.half(title) for key, title in explanation.titles.items()}
    table = [(say("question"), say("mean points"), say("weight"))]
    table += [
        (titles[key], two(mean), percent(explanation.item_weights[key])) for key, mean in explanation.items.items()
    ]
    uneven = (
        say("For “{question}” the ratings 1 to 5 are {points} points.", question=titles[key], points=", ".join(map(str, points)))
        for key, points in explanation.uneven.items()
    )  # fmt: skip
    said = (
        say("A rating of 1 is 0 points, 2 is 25, 3 is 50, 4 is 75 and 5 is 100. The ratings of a response are averaged by their weights."),
        *uneven,
        *say.each(
            "A rating left blank neither helps nor hurts: the others take its place, measured against the range's mean of each.",
            "The plain average of all responses that count is {raw_mean}.",
        ),
    )  # fmt: skip
    return Section(say("From ratings to points"), said, table=tuple(table))


def purposes(explanation: Explanation, say: Say) -> Section:
    """What is added or taken off for what visitors came for."""
    mix = explanation.case_mix or 0.0
    table = [(say("purpose"), say("here"), say("range"), say("effect"))]
    table += [
        (
            say.half(purpose.purpose) or say("not said"),
            f"{purpose.share:.1%}",
            percent(purpose.range_share),
            f"{purpose.shift:+.2f}",
        )
        for purpose in explanation.purposes
    ]
    said = (
        say(
            "This station's visitors come for much the same purposes as elsewhere: nothing to adjust."
            if abs(mix) < 0.005
            else "More of this station's visitors come for matters in which people everywhere are less content. So {points} points are added."
            if mix > 0
            else "More of this station's visitors come for matters in which people everywhere are more content. So {points} points are taken off.",
            points=two(abs(mix)),
        ),
        say("From the points of each response the usual effect of its purpose is taken away. The effect is measured by comparing people of different purposes at the same station, so a good or bad station does not change it."),
    )  # fmt: skip
    formula = f"−Σ {say('share')} × {say('effect')} = {mix:+.2f}"
    return Section(say("What people came for"), said, (formula,), tuple(table))


ARROWS: dict[str, Sentence] = {
    Arrow.BETTER: Sentence("Compared with the {trend_before} weeks before, the last {trend_recent} weeks are better by {points} points."),
    Arrow.WORSE: Sentence("Compared with the {trend_before} weeks before, the last {trend_recent} weeks are worse by {points} points."),
    Arrow.NO_CLEAR_CHANGE: Sentence("Between the last {trend_recent} weeks and the {trend_before} before there is no clear change."),
    Arrow.TOO_FEW: Sentence("There are too few responses to say whether it is getting better or worse."),
}  # fmt: skip


def besides(explanation: Explanation, say: Say, alarms: Iterator[str]) -> Section:
    """Where it is going, its `alarms`, and money: none of it is in the score."""
    arrow = say(ARROWS[explanation.arrow], points=tenth_said(abs(explanation.change or 0)))
    formulas: list[str] = []
    if explanation.money_flag and not explanation.money_quarter and isinstance(explanation, SecondExplanation):
        p0, strength = explanation.money_p0, explanation.money_strength
        p0 = p0 if 0 < p0 < 1 else 0.5 / strength if p0 <= 0 else 1 - 0.5 / strength
        formulas.append(
            f"{say('certainty')} = 1 − Beta({strength:.4f} × {p0:.6f} + {explanation.money_yes}, {strength:.4f} × {1 - p0:.6f} + {explanation.money_noes:.2f}) ≤ {explanation.money_reference:g} = {explanation.money_probability or 0:.4f}"
        )
    return Section(say("Besides the score"), (arrow, *alarms, *_money(explanation, say)), tuple(formulas))


def _money(explanation: Explanation, say: Say) -> Iterator[str]:
    """What is said of money; outside the IG's office of the closed quarter, and where it is enough."""
    answered, quarter, flag = (
        explanation.money_yes + explanation.money_no,
        explanation.money_quarter,
        explanation.money_flag,
    )
    if quarter and not explanation.money_told:
        least = {"reports": LEAST_SHOWN_REPORTS, "least": LEAST_SHOWN_RESPONSES}
        yield say("Was money asked? In the quarter {money_quarter} there were fewer than {reports} reports, or fewer than {least} answers, here or at all places that are not told. This is never part of the score.", **least)  # fmt: skip
    else:
        yield say(
            "Was money asked? In the quarter {money_quarter} {money_yes} of {told} who answered said yes. This is never part of the score."
            if quarter
            else "Was money asked? {money_yes} of {told} who answered said yes; {money_unsaid} did not want to say. This is never part of the score."
            if answered
            else "Nobody answered whether money was asked; {money_unsaid} did not want to say. This is never part of the score.",
            told=answered,
        )
    yield from say.each(
        "So many visitors report it that the IG's office looks into it."
        if flag and quarter
        else "That is a flag: the rate is above {money_reference} with {money_probability} certainty."
        if flag
        else "",
        "The flag stays until the IG's office closes it with a reason; later responses do not dissolve it."
        if flag and isinstance(explanation, SecondExplanation)
        else "",
    )


def sources(explanation: Explanation, say: Say) -> Section:
    """What the numbers rest on, and what the reader may do."""
    moved = explanation.method_before is not None and explanation.method_after is not None
    said = say.each(
        "People choose whether to answer. The score describes those who did. Small differences mean nothing.",
        "Some numbers are the same for every station (the constants {constants}). They come from the responses of {baseline_first} to {baseline_last} and stay as they are for the whole quarter."
        if explanation.constants_frozen
        else "Some numbers are the same for every station (the constants {constants}). They come from the responses of {baseline_first} to {baseline_last}. They are provisional: the first report of the quarter freezes them."
        if explanation.constants_provisional
        else "Some numbers are the same for every station (the constants {constants}). They come from the responses of {baseline_first} to {baseline_last} and are computed again each week while the project is young.",
        "From the responses that count today, the score of the last week before this quarter would be {method_before} with the constants of that time and {method_after} with these. This difference comes from the calculation, not from the station's work."
        if moved
        else "",
        "Numbers are rounded here; anubhav explain --json gives all their digits.",
        "Whoever disagrees may write to the IG office within 14 days. Every number can be computed again from the ledger.",
    )
    made_of = say("constants {constants_sha256}  config {config_sha256}  anubhav {code_version}")
    return Section(say("What this rests on"), tuple(said), (made_of,))
