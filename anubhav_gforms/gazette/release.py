"""A week's grades → the entry of its release; and a book of releases → what the next week goes on from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pandas as pd

from ..chain import Entry
from ..errors import InputError
from ..grading.grades import Grades
from ..grading.method.memory import Announced, AnnouncedWeek
from ..grading.schema import Level, Standing
from ..nouns import week as weeks
from .bands import bands_since
from .book import Book, EntryKind

OFFICE, SHARED = "office", "shared"
"""What only the IG's office knows, from every response. "shared": the first releases had two faces, of which this one was the grade."""
FIGURES = ("n", "score", "low", "high", "standing", "letter", "letter_set", "p_letter", "held_since", "status")
"""What a release says of a place to everybody; numbers to 3 digits, which is more than any page shows."""
SIGNS = ("responses", "money_flag", "alarm_week", "flags_open")
"""What it says to the IG's office in addition."""
QUESTIONS = "questions"
"""Under it the score of each question at every station that has a score; the first releases have none."""
TWO_FACES = (*FIGURES, *SIGNS[1:])
"""What each face of the first releases said."""
CORRECTABLE = ("score", "low", "high", "standing", "letter", "letter_set")
"""What a correction may change."""
CORRECTED_WEEKS = 13
"""So long a correction stands on every report."""
HISTORY = ["code", "letter", "score", "low", "high", "n", "standing"]


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
        "constants": {grades.constants.name: grades.constants.sha256},
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
    held = season and (season.units.signs if signs else season.units.record)(season.last.memory)
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


def _office(body: Mapping[str, Any]) -> Mapping[str, Any]:
    said: Mapping[str, Any] = body[OFFICE]
    return said


def announced_weeks(book: Book, week: str) -> Announced:
    """What the book said before a week, corrected: what the grades of that week go on from."""
    found = {}
    for name, body in _before(book, week):
        release = grade_of(body)
        if release["held"] is None:
            continue
        figures = _corrected(release["figures"], book.corrections(name))
        rows = [
            {"letter": "", "standing": "", **row, "code": code}
            for level in (Level.STATION, Level.DISTRICT)
            for code, row in figures[str(level)].items()
            if row.get("score") is not None
        ]
        held = _held_as_corrected(release["held"], book.corrections(name))
        by = "".join(body.get("constants", {}).values())
        week_said = _announced(name, held, rows, body.get(QUESTIONS, {}))
        found[weeks.read_week(name)] = replace(week_said, constants=by)
    return Announced(found, bands_since(book, week))


def announced_signs(book: Book, week: str) -> Announced:
    """What the office knew before a week in addition: alarms and money flags that are held."""
    found = {
        weeks.read_week(name): _announced(name, body[OFFICE]["held"], [], {})
        for name, body in _before(book, week)
        if body[OFFICE]["held"]
    }
    return Announced(found, bands_since(book, week))


def _before(book: Book, week: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The last edition of each week before this one."""
    for name in book.weeks:
        if name < week:
            yield name, book.editions(name)[-1].body


def _announced(
    name: str, held: Mapping[str, Any], rows: list[dict[str, Any]], questions: Mapping[str, Mapping[str, float]]
) -> AnnouncedWeek:
    history = pd.DataFrame(rows, columns=HISTORY).astype(dict.fromkeys(("score", "low", "high", "n"), float))
    return AnnouncedWeek(weeks.read_week(name), held, history, questions)


def correction(book: Book, week: str, code: str, field: str, value: str, *, why: str, who: str) -> Mapping[str, Any]:
    """The body of a correction of what was announced of a place. Raises InputError when nothing such was announced."""
    if not (editions := book.editions(week)):
        raise InputError("Week {week} was never announced.", cure="Announced weeks: anubhav gazette list.", week=week)
    release = editions[-1]
    figures = _corrected(grade_of(release.body)["figures"], book.corrections(week))
    place = next((rows[code] for rows in figures.values() if code in rows), None)
    if place is None:
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
    if "score" not in place:
        raise InputError(
            "{code} had no score in week {week}: there is nothing to correct.",
            cure="See anubhav gazette show {week}.",
            code=code,
            week=week,
        )
    new = _corrected_value(field, value, [letter for letter, _ in release.body["bands"]])
    low, high = ({**place, field: new}[end] for end in ("low", "high"))
    if low > high:
        raise InputError(
            "The interval of {code} would begin at {low} and end at {high}.",
            cure="Where both ends move, correct first the one that moves away from the other.",
            code=code,
            low=low,
            high=high,
        )
    if place.get(field, "") == new:
        raise InputError("{code}: {field} is {value} already.", code=code, field=field, value=value)
    return {
        "release": release.hash, "week": week, "code": code, "field": field, "old": place.get(field, ""),
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


def _corrected(
    figures: Mapping[str, Mapping[str, Mapping[str, Any]]], corrections: tuple[Entry, ...]
) -> dict[str, dict[str, dict[str, Any]]]:
    said = {level: {code: dict(row) for code, row in rows.items()} for level, rows in figures.items()}
    for entry in corrections:
        for rows in said.values():
            if _of_the_grade(entry.body) and entry.body["code"] in rows:
                rows[entry.body["code"]][entry.body["field"]] = entry.body["new"]
    return said


def _of_the_grade(body: Mapping[str, Any]) -> bool:
    """Whether a correction is of the grade: the first ones came twice, once per face."""
    return bool(body.get("face", SHARED) == SHARED)


def _held_as_corrected(held: Mapping[str, Any], corrections: tuple[Entry, ...]) -> Mapping[str, Any]:
    """A corrected letter is the one that is held."""
    said = {**held, "stations": dict(held["stations"]), "districts": dict(held["districts"])}
    for entry in corrections:
        body = entry.body
        if not _of_the_grade(body) or body["field"] != "letter":
            continue
        for rows in (said["stations"], said["districts"]):
            if body["code"] in rows:
                standing, (_, since, last), *rest = rows[body["code"]]
                rows[body["code"]] = [standing, [body["new"], since or body["week"], last or body["week"]], *rest]
    return said


def edition_of(book: Book, week: str) -> int:
    """Which edition of a week is shown: 1, and one more for each time its figures became others for everybody."""
    shown = [grade_of(entry.body)["figures"] for entry in book.editions(week)]
    return len(shown[:1]) + [now != before for before, now in pairwise(shown)].count(True)


def recent_corrections(book: Book, week: str) -> tuple[Mapping[str, Any], ...]:
    """Corrections of the weeks of the last quarter before `week`: they stand on every report that long; each with `lapsed`, whether
    its edition was replaced by a newer one."""
    oldest = weeks.week_name(weeks.read_week(week) - CORRECTED_WEEKS)
    said = [entry.body for entry in book.of(EntryKind.CORRECTION)]
    return tuple(
        {**body, "lapsed": body["release"] != book.editions(body["week"])[-1].hash}
        for body in said
        if _of_the_grade(body) and oldest <= body["week"] <= week
    )


def flat_rules(rules: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Every number and word of config/grading.toml by its dotted name, as an entry of rules keeps it; bands have their own."""
    flat: dict[str, Any] = {}
    for name, value in rules.items():
        if isinstance(value, Mapping):
            flat |= flat_rules(value, f"{before}{name}.")
        elif not before.startswith("bands."):
            flat[f"{before}{name}"] = value
    return flat


def rules_changed(book: Book, rules: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The body of an entry of rules: every name with its value when they are the first, else those that changed (null: gone);
    None when nothing did."""
    known: dict[str, Any] = {}
    for entry in book.of(EntryKind.RULES):
        known |= entry.body["rules"]
    new = flat_rules(rules)
    changed = {name: value for name, value in new.items() if name not in known or known[name] != value}
    changed |= {name: None for name, value in known.items() if name not in new and value is not None}
    return {"rules": changed} if changed else None


def different_places(entry: Entry, made: Mapping[str, Any], most: int = 5) -> str:
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
    more = f" and {len(codes) - most} more" if len(codes) > most else ""
    return ", ".join(sorted(code or "range" for code in codes)[:most]) + more
