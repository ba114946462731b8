"""Sentences on a score and its letter that are the same under both versions of the method."""

from __future__ import annotations

from ...grading.explain.explanation import Explanation
from .section import Say, day, percent, two


def responses_said(explanation: Explanation, say: Say) -> str:
    """How many responses count."""
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
        responses=responses,
    )


def weeks_said(explanation: Explanation, say: Say) -> str:
    """How many weeks count, and how many of them have responses."""
    return say(
        "Weeks that count here: {tried}; with responses: {held}.",
        tried=explanation.weeks_tried,
        held=explanation.weeks_held,
    )


def too_few_said(explanation: Explanation, say: Say) -> str:
    """Why there is no score."""
    return say(
        "At least {least} are needed for a score. With fewer, chance would decide. So there is no score and no letter, good or bad.",
        least=explanation.min_responses,
    )


def score_said(explanation: Explanation, say: Say) -> str:
    """The score and its interval."""
    return say("The score is {score} of 100. Its true value lies between {low} and {high} with {sure} certainty.",
               score=two(explanation.score), low=two(explanation.low), high=two(explanation.high), sure=percent(explanation.interval))  # fmt: skip


def capped_said(explanation: Explanation, say: Say) -> str:
    """Why money holds the letter down."""
    return say("The score would earn {uncapped}. Because visitors report that money was asked, the letter is held at {letter} until that has been looked into.",
               uncapped=explanation.uncapped, letter=explanation.letter)  # fmt: skip


def closed_said(explanation: Explanation, say: Say) -> list[str]:
    """That the station closed; [] while it is open."""
    if explanation.closed_on is None:
        return []
    if not explanation.closed_on:
        return [say("It is closed: it is in no list and in no mean. This is its history.")]
    closed = day(explanation.closed_on)
    return [say("It closed on {day}: it is in no list and in no mean. This is its history.", day=closed)]


def bands_said(explanation: Explanation, say: Say) -> str:
    """Where each letter begins."""
    bands = ", ".join(f"{name} {edge:g}" for name, edge in explanation.bands.items())
    return say("Letters begin at these scores: {bands}.", bands=bands)


def chances(explanation: Explanation) -> str:
    """Each letter that is probable at all, with its probability."""
    return ", ".join(
        f"{name} {percent(chance)}" for name, chance in explanation.probabilities.items() if chance >= 0.005
    )


def edges(explanation: Explanation) -> tuple[str, str]:
    """Where the letter that the score earns begins and ends."""
    tops = ["100", *(f"{edge:g}" for edge in explanation.bands.values())]
    position = list(explanation.bands).index(explanation.uncapped)
    return tops[position + 1], tops[position]
