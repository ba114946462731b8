"""The first screen: what citizens say, why, and what the office does now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...campaign import Role
from ...language import both
from ...sentence import Bilingual, Sentence
from .. import phrases
from ..contents import Contents
from ..reasons import StationReasons
from ..verdicts import ATTENTION, NOISE, PRAISE
from .rows import range_shares

CALLED = 3
"""Stations named on the first screen."""
SOON = 4
"""Weeks within which a first score is told of there."""
Part = tuple[Sentence, list[Bilingual]]


def brief(contents: Contents, questions: Sequence[Mapping[str, Any]]) -> list[Part]:
    """(title, sentences) of what, why and what now; a part of which nothing can be said is left out.

    `questions`: title and mean (points) of each question of the range, as `rows.question_rows` has them.
    """
    why = _why_early(contents) or _why(questions)
    parts = ((Sentence("What"), what(contents)), (Sentence("Why"), why), (Sentence("What now"), _now(contents)))
    return [(title, said) for title, said in parts if said]


def called(contents: Contents) -> list[str]:
    """Codes of the stations with which the office speaks first: those that need attention, else those that earned praise; none for
    readers outside it."""
    if contents.shared:
        return []
    rows = contents.named(ATTENTION) or contents.named(PRAISE)
    return [row["code"] for row in rows[:CALLED]]


def what(contents: Contents) -> list[Bilingual]:
    """What citizens say of the whole range, in a sentence or two."""
    if contents.trial:
        return [both(phrases.HEADLINE_TRIAL)]
    named = len(contents.named(PRAISE)) + len(contents.named(ATTENTION))
    if contents.early and not named:
        return [*_what_early(contents)]
    return [said_named(*(len(contents.named(verdict)) for verdict in (PRAISE, ATTENTION, NOISE)))]


def said_named(praise: int, attention: int, others: int) -> Bilingual:
    """How many stations are named for what, and how many with a score for nothing."""
    said = phrases.HEADLINE_NAMED if others else Sentence("Earned praise: {praise}. Needs attention: {attention}.")
    return both(said, praise=praise, attention=attention, n=others)


def _what_early(contents: Contents) -> Iterator[Bilingual]:
    """How many responded and were content, and of how many stations that says anything."""
    scored, n = len(contents.graded), int(contents.whole["responses"] or 0)
    places = len(contents.stations)
    yield both(phrases.FIRST_SCORED, n=scored, places=places) if scored else both(phrases.FIRST_WEEKS, n=n)
    shares = range_shares(contents)
    if whole := shares.get(contents.campaign.form.key_of(Role.OVERALL)):
        yield both(phrases.CONTENT_NOW, **{name: whole[name] for name in ("k", "n", "share", "low", "high")})


def _why_early(contents: Contents) -> list[Bilingual]:
    """While most stations have no score: the graded questions with which most, and fewest, were content."""
    shares = range_shares(contents) if contents.early else {}
    shown = [shares[key] for key in contents.campaign.grade_rules.items if key in shares]
    if len(shown) < 2:
        return []
    lowest, *_, highest = sorted(shown, key=lambda row: row["share"])
    numbers = {"low": lowest["share"], "high": highest["share"]}
    if lowest["high"] >= highest["low"]:
        return [both("No question clearly stands out: {low} to {high}% gave 4 or 5.", **numbers)]
    titles = {
        name: contents.question_title(row["question"]) for name, row in (("lowest", lowest), ("highest", highest))
    }
    return [both("Fewest gave 4 or 5 to: {lowest} ({low}%); most to: {highest} ({high}%).", **titles, **numbers)]


def _why(questions: Sequence[Mapping[str, Any]]) -> list[Bilingual]:
    if len(questions) < 2:
        return []
    ranked = sorted(questions, key=lambda row: row["mean"])
    ends = {"low": f"{ranked[0]['mean']:.0f}", "high": f"{ranked[-1]['mean']:.0f}"}
    return [both(phrases.WHY_RANGE, lowest=ranked[0]["title"], highest=ranked[-1]["title"], **ends)]


def _now(contents: Contents) -> list[Bilingual]:
    """What the office does; outside it only what is to come."""
    said = []
    if silent := len(contents.heard.silent):
        text = phrases.NOW_FEW if contents.lot else phrases.NOW_SILENT
        said.append(both(text, n=silent, lot=contents.lot))
    if contents.never is not None and (n := len(contents.never.codes)):
        said.append(both(phrases.NOW_NEVER, n=n, hanging=contents.never.hanging))
    if soon := sum(map(_soon, contents.reasons.values())):
        said.append(both(phrases.NOW_FIRST, n=soon))
    if contents.shared:
        return said
    if contents.named(ATTENTION):
        said.append(both("Speak first with:"))
    elif contents.named(PRAISE):
        said.append(both("Thank first:"))
    return said or [both("Nothing is urgent. See that the posters hang and people are asked to respond.")]


def _soon(reasons: StationReasons) -> bool:
    needed = reasons.needed
    return needed is not None and needed.first and needed.weeks is not None and needed.weeks <= SOON
