"""A week's grades → the entry of its release, and what two of them differ in."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from ..chain import Entry
from ..grading.columns import Level
from ..grading.grades import Grades
from ..sentence import Sentence, joined
from .book import SHARED, Book

OFFICE = "office"
"""What only the IG's office knows, from every response."""
FIGURES = ("n", "score", "low", "high", "standing", "letter", "letter_set", "p_letter", "held_since", "status")
"""What a release says of a place to everybody; numbers to 3 digits, which is more than any page shows."""
SIGNS = ("responses", "money_flag", "alarm_week", "flags_open")
"""What it says to the IG's office in addition."""
QUESTIONS = "questions"
"""Under it the score of each question at every station that has a score; the first releases have none."""
NAMED = 5
"""So many of the places that are otherwise."""
TWO_FACES = (*FIGURES, *SIGNS[1:])
"""What each face of the first releases said."""


def release_body(
    grades: Grades, exact: Grades, *, ledger: str, edition: int, changed: tuple[str, ...] = (), decisions: int = 0
) -> Mapping[str, Any]:
    """What a release says: the week, of what it was made, the figures of the one grade, and for the office the signs that `exact`
    found in every response. `changed` names what made a later edition necessary; `decisions`: how many were made by then."""
    return {
        "week": grades.week,
        "edition": edition,
        "changed": list(changed),
        "ledger": ledger,
        "decisions": decisions,
        "code": grades.code_version,
        "constants": {known.name: known.sha256 for known in grades.working.timeline.constants if known},
        "method": grades.constants.method,
        "bands": [[letter, edge] for letter, edge in grades.working.rules.bands.items()],
        **_face(grades, FIGURES),
        QUESTIONS: _questions(grades),
        OFFICE: _face(exact, SIGNS, signs=True),
    }


def two_faced_body(exact: Grades, shared: Grades) -> Mapping[str, Any]:
    """The figures of both faces, as the first releases said them."""
    return {OFFICE: _face(exact, TWO_FACES), SHARED: _face(shared, TWO_FACES)}


def _face(grades: Grades, names: tuple[str, ...], *, signs: bool = False) -> Mapping[str, Any]:
    table = grades.table
    columns = {name: map(_plain, table[name].tolist()) for name in names if name in table}
    said: dict[str, dict[str, Any]] = {str(level): {} for level in Level}
    for level, code, *figures in zip(table["level"], table["code"], *columns.values(), strict=True):
        said[str(level)][str(code)] = {
            name: value for name, value in zip(columns, figures, strict=True) if value not in ("", None)
        }
    season = grades.working.season
    held = season and (season.units.signs if signs else season.units.record)(season.last.after)
    return {"figures": said, "held": held or None}


def _questions(grades: Grades) -> dict[str, dict[str, float]]:
    """By station the score of each question."""
    said: dict[str, dict[str, float]] = {}
    for code, question, score in grades.areas[["code", "question", "score"]].itertuples(index=False):
        said.setdefault(str(code), {})[str(question)] = round(float(score), 3)
    return said


def _plain(value: Any) -> Any:
    """A cell as JSON keeps it; None for what is missing."""
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, str):
        return value
    number = value.item() if hasattr(value, "item") else value
    return round(number, 3) if isinstance(number, float) else number


def grade_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one grade of a release: `figures` by level and code, and what is `held`."""
    said: Mapping[str, Any] = body.get(SHARED, body)
    return said


def same_figures(entry: Entry, body: Mapping[str, Any]) -> bool:
    """Whether a release says the same of every place, to everybody and to the office."""
    return all(part(entry.body)["figures"] == part(body)["figures"] for part in (grade_of, _office))


def says_otherwise(entry: Entry, grades: Grades, station: str) -> bool:
    """Whether a release said another score, letter or standing of a station than these grades do. Not told of the first releases."""
    if SHARED in entry.body:
        return False
    said, now = (
        part["figures"][str(Level.STATION)].get(station, {}) for part in (grade_of(entry.body), _face(grades, FIGURES))
    )
    return any(said.get(name) != now.get(name) for name in ("score", "letter", "letter_set", "standing", "status"))


def _office(body: Mapping[str, Any]) -> Mapping[str, Any]:
    said: Mapping[str, Any] = body[OFFICE]
    return said


def edition_of(book: Book, week: str) -> int:
    """Which edition of a week is shown: 1, and one more for each time its figures became others for everybody."""
    shown = [grade_of(entry.body)["figures"] for entry in book.editions(week)]
    return len(shown[:1]) + [now != before for before, now in pairwise(shown)].count(True)


def different_places(entry: Entry, made: Mapping[str, Any]) -> str:
    """The places of which a release says something else than `made`, a body that was made again; "" when it says the same."""
    pairs = [(part(entry.body)["figures"], part(made)["figures"]) for part in (grade_of, _office)]
    codes = {
        code
        for said, again in pairs
        for level in map(str, Level)
        for code in {**said[level], **again[level]}
        if said[level].get(code) != again[level].get(code)
    }
    asked = made.get(QUESTIONS, {})
    then = entry.body.get(QUESTIONS, asked)
    codes |= {code for code in {**then, **asked} if then.get(code) != asked.get(code)}
    more = Sentence(" and {foreign} more", foreign=len(codes) - NAMED) if len(codes) > NAMED else ""
    listed = joined((code or Sentence("range") for code in sorted(codes)[:NAMED]), ", ")
    return Sentence("{listed}{more}", listed=listed, more=more) if codes else ""
