"""What is said of a report that was made again."""

from __future__ import annotations

from .. import pipeline
from ..sentence import Sentence
from .show import say, show

SHOWN = 10
"""So many lines of a list that may be as long as the range."""
FIGURES = {"score": Sentence("score"), "letter": Sentence("letter"), "standing": Sentence("standing")}


def say_verified(verification: pipeline.Verification) -> None:
    """How much came out the same, and why the rest did not."""
    if verification.same or verification.different:
        _say_files(verification)
    else:
        show(
            "Week {week} was published by the first version of anubhav. Its files have another form today; its figures were counted again, as that version counted them.",
            week=verification.week,
        )
    if verification.listed_then:
        show(
            "stations.csv is another one today; the report was made again with the list of then, which its manifest keeps."
        )
    if verification.named_then:
        show(
            "config/office.toml has other names today; the report was made again with those of then, which its manifest keeps."
        )
    if verification.different or verification.moved:
        changed = pipeline.inputs_said(verification.inputs) or Sentence("none")
        show("Inputs that are not as they were: {changed}.", changed=changed)
    if verification.different and verification.purged:
        show(
            "Since then a purge removed names, numbers or messages: pages of messages, and the topics that were counted in them, cannot come out as they were."
        )
    if verification.different or not verification.same:
        _say_figures(verification)


def _say_files(verification: pipeline.Verification) -> None:
    """How many files came out the same, and what wrote the others."""
    total = len(verification.same) + len(verification.different)
    show(
        "Week {week}: {same} of {total} files came out the same.",
        week=verification.week,
        same=len(verification.same),
        total=total,
    )
    for name in verification.different[:SHOWN]:
        show("  different: {name}", name=name)
    if more := verification.different[SHOWN:]:
        say("  and {n} other", "  and {n} others", n=len(more))
    then, now = verification.code
    if verification.different and then != now:
        say(
            "It was made by anubhav {then}, and again by {now}: another version may write the same figures in other files. Files of the same bytes come from the version that made it.",
            then=then,
            now=now,
        )


def _say_figures(verification: pipeline.Verification) -> None:
    """Which scores, letters and standings are others now, where the report's table of then is there."""
    if verification.moved:
        say(
            "{n} of {places} stations and districts has another score, letter or standing now:",
            "{n} of {places} stations and districts have another score, letter or standing now:",
            n=len({figure.code for figure in verification.moved}),
            places=verification.places,
        )
        for figure in verification.moved[:SHOWN]:
            say(
                "  {code}: {figure} {then} then, {now} now",
                code=figure.code,
                figure=FIGURES[figure.figure],
                then=figure.then or Sentence("none"),
                now=figure.now or Sentence("none"),
            )
        if later := verification.moved[SHOWN:]:
            say("  and {n} other", "  and {n} others", n=len(later))
    elif verification.places:
        say(
            "All {places} stations and districts have the score, letter and standing of then.",
            places=verification.places,
        )
