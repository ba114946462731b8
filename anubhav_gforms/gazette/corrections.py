"""What was corrected of announced figures: the entry of a correction, and what a release says with them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from ..chain import Entry
from ..errors import InputError
from ..grading.columns import Standing
from ..grading.method.standing import UNCLEAR
from ..grading.second_columns import STANDINGS
from ..nouns import week as weeks
from .book import SHARED, Book, EntryKind
from .release import grade_of

CORRECTABLE = ("score", "low", "high", "standing", "letter", "letter_set")
"""What a correction may change."""
ALTERNATIVES = {"letter": "letter_set", "letter_set": "letter"}
"""Of these a place has one or the other."""
SIDES = {word: side for side, word in STANDINGS.items()}
CORRECTED_WEEKS = 13
"""So long a correction stands on every report."""


def correction(book: Book, week: str, code: str, field: str, value: str, *, why: str, who: str) -> Mapping[str, Any]:
    """The body of a correction of what was announced of a place. Raises InputError when nothing such was announced."""
    if not (editions := book.editions(week)):
        raise InputError("Week {week} was never announced.", cure="Announced weeks: anubhav gazette list.", week=week)
    release = editions[-1]
    figures = corrected(grade_of(release.body)["figures"], book.corrections(week))
    announced = next((rows[code] for rows in figures.values() if code in rows), None)
    if announced is None:
        raise InputError(
            "Nothing was announced of {code} in week {week}.",
            cure="See anubhav gazette show {week}.",
            code=code,
            week=week,
        )
    if field not in CORRECTABLE:
        raise InputError(
            "{field} cannot be corrected.", cure="One of: {fields}.", field=field, fields=", ".join(CORRECTABLE)
        )
    if "score" not in announced:
        raise InputError(
            "{code} had no score in week {week}: there is nothing to correct.",
            cure="See anubhav gazette show {week}.",
            code=code,
            week=week,
        )
    new = _corrected_value(field, value, [letter for letter, _ in release.body["bands"]])
    low, score, high = ({**announced, field: new}[end] for end in ("low", "score", "high"))
    if low > high:
        raise InputError(
            "The interval of {code} would begin at {low} and end at {high}.",
            cure="Where both ends move, correct first the one that moves away from the other.",
            code=code,
            low=low,
            high=high,
        )
    if field in ("low", "score", "high") and not low <= score <= high:
        raise InputError(
            "The score of {code} would be {score}, outside its interval from {low} to {high}.",
            cure="Where the interval moves too, correct first the end towards which the score moves.",
            code=code,
            score=score,
            low=low,
            high=high,
        )
    if announced.get(field, "") == new:
        raise InputError("{code}: {field} is {value} already.", code=code, field=field, value=value)
    old = announced.get(field, "") or announced.get(ALTERNATIVES.get(field, ""), "")  # what stood there for readers
    return {
        "release": release.hash, "week": week, "code": code, "field": field, "old": old,
        "new": new, "why": why, "who": who,
    }  # fmt: skip


def _corrected_value(field: str, value: str, letters: list[str]) -> float | str:
    """What a release writes for a value that somebody typed. Raises InputError for one that no release has in this field."""
    if field in ("score", "low", "high"):
        with suppress(ValueError):
            if 0 <= (points := round(float(value), 3)) <= 100:
                return points
        raise InputError("{value!r} cannot be read as points.", cure="Write it like 61.4.", value=value)
    if field == "standing" and value not in [*Standing]:
        raise InputError(
            "There is no standing {value!r}.", cure="One of: {fields}.", value=value, fields=", ".join(Standing)
        )
    given = value.replace("/", " or ").split(" or ") if field == "letter_set" else [value]
    if field != "standing" and value and not set(given) <= set(letters):
        raise InputError(
            "There is no letter {value!r}.",
            cure="One of: {letters}; of a letter_set several, written like B/C."
            if field == "letter_set"
            else "One of: {letters}.",
            value=value,
            letters=", ".join(letters),
        )
    return " or ".join(given)


def corrected(
    figures: Mapping[str, Mapping[str, Mapping[str, Any]]], corrections: tuple[Entry, ...]
) -> dict[str, dict[str, dict[str, Any]]]:
    """The figures of a release by level and code, as corrections of its grade say that they are."""
    said = {level: {code: dict(row) for code, row in rows.items()} for level, rows in figures.items()}
    for entry in corrections:
        for rows in said.values():
            if _of_the_grade(entry.body) and entry.body["code"] in rows:
                row, field = rows[entry.body["code"]], entry.body["field"]
                row[field] = entry.body["new"]
                if row[field] and field in ALTERNATIVES:
                    row.pop(ALTERNATIVES[field], None)
    return said


def _of_the_grade(body: Mapping[str, Any]) -> bool:
    """Whether a correction is of the grade: the first ones came twice, once per face."""
    return bool(body.get("face", SHARED) == SHARED)


def held_as_corrected(held: Mapping[str, Any], corrections: tuple[Entry, ...]) -> Mapping[str, Any]:
    """What was corrected is what is held: a standing, a letter, or none where letters stand together instead."""
    said = {**held, "stations": dict(held["stations"]), "districts": dict(held["districts"])}
    for body in (entry.body for entry in corrections if _of_the_grade(entry.body)):
        code, letters = body["code"], body["field"] in ALTERNATIVES
        single = body["new"] if body["field"] == "letter" else ""
        if code == "RANGE" and letters:
            said["range"] = _held_since(body, single, "", said["range"])
        for rows in (said["stations"], said["districts"]):
            if code in rows:
                standing, letter, *rest = rows[code]
                if body["field"] == "standing":
                    standing = _held_since(body, SIDES[body["new"]], UNCLEAR, standing)
                elif letters:
                    letter = _held_since(body, single, "", letter)
                rows[code] = [standing, letter, *rest]
    return said


def _held_since(body: Mapping[str, Any], value: Any, nothing: Any, before: list[Any]) -> list[Any]:
    """A value that is held since the corrected week."""
    return [value, "" if value == nothing else body["week"], before[2] or body["week"]]


def recent_corrections(book: Book, week: str) -> tuple[Mapping[str, Any], ...]:
    """Corrections of `week` and of weeks before it that were announced in the last quarter before it, or are of its weeks: they stand on
    every report that long; each with `lapsed`, whether its edition was replaced by a newer one."""
    oldest = weeks.read_week(week) - CORRECTED_WEEKS
    return tuple(
        {**entry.body, "lapsed": entry in book.lapsed(entry.body["week"])}
        for entry in book.of(EntryKind.CORRECTION)
        if _of_the_grade(entry.body) and entry.body["week"] <= week and oldest <= _told_since(entry)
    )


def _told_since(entry: Entry) -> int:
    """The week from which a correction is told: its own, or a later one in which it was announced."""
    announced = weeks.week_number(date.fromisoformat(entry.at[:10]))
    return max(announced, weeks.read_week(entry.body["week"]))
