"""The first screen: what citizens say, why, and what the office does now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...language import both
from ...sentence import Bilingual, Sentence
from .. import phrases
from ..contents import Contents
from ..verdicts import ATTENTION, NOISE, PRAISE

CALLED = 3
"""Stations named on the first screen."""
Part = tuple[Sentence, list[Bilingual]]


def brief(contents: Contents, questions: Sequence[Mapping[str, Any]]) -> list[Part]:
    """(title, sentences) of what, why and what now; a part of which nothing can be said is left out.

    `questions`: title and mean (points) of each question of the range, as `rows.question_rows` has them.
    """
    parts = ((Sentence("What"), _what(contents)), (Sentence("Why"), _why(contents, questions)))
    return [
        *((title, said) for title, said in parts if said),
        (Sentence("What now"), _now(contents)),
    ]


def called(contents: Contents) -> list[str]:
    """Codes of the stations with which the office speaks first: those that need attention, else those that earned praise."""
    rows = contents.named(ATTENTION)
    return [str(code) for code in (rows if len(rows) else contents.named(PRAISE))["code"].head(CALLED)]


def _what(contents: Contents) -> list[Bilingual]:
    if contents.trial:
        return [both(phrases.HEADLINE_TRIAL)]
    if contents.graded.empty:
        return [both(phrases.FIRST_WEEKS, n=int(contents.whole["responses"] or 0))]
    counts = {"praise": len(contents.named(PRAISE)), "attention": len(contents.named(ATTENTION))}
    return [both(phrases.HEADLINE_NAMED, **counts, n=len(contents.named(NOISE)))]


def _why(contents: Contents, questions: Sequence[Mapping[str, Any]]) -> list[Bilingual]:
    if len(questions) < 2:
        return []
    ranked = sorted(questions, key=lambda row: row["mean"])
    ends = {"low": f"{ranked[0]['mean']:.0f}", "high": f"{ranked[-1]['mean']:.0f}"}
    return [both(phrases.WHY_RANGE, lowest=ranked[0]["title"], highest=ranked[-1]["title"], **ends)]


def _now(contents: Contents) -> list[Bilingual]:
    said = []
    if silent := len(contents.silent):
        text = phrases.NOW_FEW if contents.lot else phrases.NOW_SILENT
        said.append(both(text, n=silent, lot=contents.lot))
    if len(contents.named(ATTENTION)):
        said.append(both(phrases.NOW_SPEAK))
    elif len(contents.named(PRAISE)):
        said.append(both(phrases.NOW_THANK))
    return said or [both(phrases.NOW_NOTHING)]
