"""The link between a form and a sheet: which column holds which question, and what a row of answers looks like."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import isfinite
from zoneinfo import ZoneInfo

from ..clock import serial
from ..drive import files
from ..refusal import Refusal
from ..sheets import books as new_book
from ..sheets import responses as tabs
from ..sheets import store as books
from ..sheets.a1 import Window
from ..sheets.responses import Cell
from . import store
from .questions import Kind, Question
from .responses import instant, score
from .store import Form

TIMESTAMP, EMAIL, SCORE = "#timestamp", "#email", "#score"
FIGURE = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
EXACT = 2**53
DATE = {"numberFormat": {"type": "DATE"}}
TIME = {"numberFormat": {"type": "TIME"}}
DURATION = {"numberFormat": {"type": "TIME", "pattern": "[h]:mm:ss"}}
DATE_TIME = {"numberFormat": {"type": "DATE_TIME"}}


@dataclass(frozen=True)
class Row:
    """One response on its way to the sheet."""

    submitted: datetime
    answers: Mapping[str, Sequence[str]]
    email: str = ""


NAMES = {
    "en": ("Form Responses", "Timestamp", "Email Address", "Score"),
    "en-GB": ("Form responses", "Timestamp", "Email address", "Score"),
    "hi": ("फ़ॉर्म के जवाब", "टाइमस्टैम्प", "ईमेल पता", "स्कोर"),
    "fr": ("Réponses au formulaire", "Horodateur", "Adresse e-mail", "Score"),
    "zh": ("表單回應", "時間戳記", "電子郵件地址", "分數"),
}
"""By the language of the owner's account: the tab, and the columns that are no question."""
EDITOR_ZONE = "America/Los_Angeles"
"""What a spreadsheet made by the editor may have, whatever the owner's own zone is."""


def link(db: sqlite3.Connection, form: Form, spreadsheet_id: str, when: datetime, *, language: str = "en") -> Form:
    """Link the form to a spreadsheet ("" makes a new one beside it, of which no app knows): a new tab, filled with the responses there are.

    Raises Refusal: 404 when there is no such spreadsheet, 400 for a language that the sandbox has no names in.
    """
    if language not in NAMES:
        raise Refusal(400, f"Sandbox: it has names in {', '.join(NAMES)}, not in {language!r}.")
    form = replace(form, options=replace(form.options, language=language))
    if not spreadsheet_id:
        file = files.get(db, form.id)
        name = f"{file.name} (Responses)"
        spreadsheet_id = files.insert(db, "spreadsheet", name, when, by_app=False, parents=file.parents)
        new_book.insert(db, spreadsheet_id, new_book.new_properties(name, {"timeZone": EDITOR_ZONE}))
    book = books.get(db, spreadsheet_id)
    taken = {tab.title for tab in book.tabs}
    title = next(name for n in range(1, 10_000) if (name := f"{NAMES[language][0]} {n}") not in taken)
    columns = [*_fixed(form), *((question.id, question.title) for question in form.questions)]
    sheet_id = tabs.add_response_tab(db, spreadsheet_id, title, [header for _, header in columns])
    db.executemany(
        "INSERT INTO form_columns VALUES (?, ?, ?, ?, ?)",
        [(form.id, sheet_id, place, question, header) for place, (question, header) in enumerate(columns)],
    )
    linked = replace(form, spreadsheet_id=spreadsheet_id, sheet_id=sheet_id)
    store.write(db, linked)
    query = "SELECT submitted, answers, email FROM form_responses WHERE form_id = ? ORDER BY submitted, response_id"
    earlier = db.execute(query, (form.id,)).fetchall()
    append(
        db,
        linked,
        *(Row(instant(submitted), json.loads(answers), email or "") for submitted, answers, email in earlier),
    )
    return linked


def unlink(db: sqlite3.Connection, form: Form) -> Form:
    """Take the link away; the tab stays as it is and gets no more rows."""
    changed = replace(form, spreadsheet_id=None, sheet_id=None)
    store.write(db, changed)
    return changed


def append(db: sqlite3.Connection, form: Form, *rows: Row) -> None:
    """Write responses below the others in the linked tab; nothing when the form is not linked."""
    if form.spreadsheet_id is not None and form.sheet_id is not None:
        tabs.append_responses(db, form.spreadsheet_id, form.sheet_id, _cells(db, form, rows))


def overwrite(db: sqlite3.Connection, form: Form, before: datetime, row: Row) -> None:
    """Write an edited response over its row, which is known by the time it held before; below the others if it is gone."""
    if form.spreadsheet_id is None or form.sheet_id is None:
        return
    book = books.get(db, form.spreadsheet_id)
    tab = book.tab(form.sheet_id)
    if tab is None:
        return
    wanted = serial(before.astimezone(ZoneInfo(book.properties["timeZone"])).replace(tzinfo=None))
    place = next((at for at, name, _ in _columns(db, form) if name == TIMESTAMP), 0)
    for at, cells in books.read(db, tab, 1, tab.rows):
        stamp = cells[place] if place < len(cells) else None
        value = stamp[0] if isinstance(stamp, list) else stamp
        if isinstance(value, int | float) and abs(value - wanted) < timedelta(milliseconds=1) / timedelta(days=1):
            (new,), ours = _cells(db, form, [row]), {number for number, _, _ in _columns(db, form)}
            new += [None] * (len(cells) - len(new))
            kept = [new[n] if n in ours or n >= len(cells) else cells[n] for n in range(len(new))]
            tabs.update_response(db, form.spreadsheet_id, form.sheet_id, at, kept)  # type: ignore[arg-type]  # as above
            return
    append(db, form, row)


def follow(db: sqlite3.Connection, before: Form, after: Form) -> None:
    """Let the linked tab follow an edit of the questions: a column for a new one, a header for a renamed one.

    Columns neither move nor go: a deleted question's column stays, and stays blank from now on.
    """
    if after.spreadsheet_id is None or after.sheet_id is None:
        return
    book = books.get(db, after.spreadsheet_id)
    tab = book.tab(after.sheet_id)
    if tab is None:
        return
    known = {name: (place, header) for place, name, header in _columns(db, after)}
    for name, title in [*_fixed(after), *((question.id, question.title) for question in after.questions)]:
        if name not in known:
            place = tabs.add_column(db, after.spreadsheet_id, after.sheet_id, title)
            row = (after.id, after.sheet_id, place, name, title)
            db.execute("INSERT OR REPLACE INTO form_columns VALUES (?, ?, ?, ?, ?)", row)
        elif known[name][1] != title:
            place, old = known[name]
            shown = tabs.header(db, after.spreadsheet_id, after.sheet_id)
            if place < len(shown) and shown[place] == old:
                shown[place] = title
                books.write(db, tab, [(0, list(shown))])
            db.execute(
                "UPDATE form_columns SET header = ? WHERE form_id = ? AND sheet_id = ? AND place = ?",
                (title, after.id, after.sheet_id, place),
            )


def _fixed(form: Form) -> list[tuple[str, str]]:
    _, timestamp, email, score = NAMES[form.options.language]
    columns = [(TIMESTAMP, timestamp)]
    if form.asks_email:
        columns.append((EMAIL, email))
    if form.content["settings"].get("quizSettings", {}).get("isQuiz"):
        columns.append((SCORE, score))
    return columns


def _columns(db: sqlite3.Connection, form: Form) -> list[tuple[int, str, str]]:
    query = "SELECT place, question_id, header FROM form_columns WHERE form_id = ? AND sheet_id = ? ORDER BY place"
    return db.execute(query, (form.id, form.sheet_id)).fetchall()


def _cells(db: sqlite3.Connection, form: Form, rows: Sequence[Row]) -> list[list[Cell]]:
    columns = _columns(db, form)
    asked = {question.id: question for question in form.questions}
    width = 1 + max((place for place, _, _ in columns), default=0)
    found: list[list[Cell]] = []
    for row in rows:
        cells: list[Cell] = [None] * width
        for place, name, _ in columns:
            if name == TIMESTAMP:
                cells[place] = row.submitted
            elif name == SCORE:
                cells[place] = _score(db, form, row.answers)
            elif name == EMAIL:
                cells[place] = row.email or None
            elif (values := row.answers.get(name)) and any(values):
                cells[place] = _cell(db, asked.get(name), values)
        found.append(cells)
    return found


def _score(db: sqlite3.Connection, form: Form, answers: Mapping[str, Sequence[str]]) -> Cell:
    """The points of a quiz: a number that is shown with how many there are."""
    points, most = score(form, answers)
    pattern = {"numberFormat": {"type": "NUMBER", "pattern": f'0" / {most}"'}}
    return [points, books.format_number(db, pattern)] if most else points  # type: ignore[return-value]  # as below


def _cell(db: sqlite3.Connection, question: Question | None, values: Sequence[str]) -> Cell:
    if question is not None and question.kind in (Kind.DATE, Kind.TIME):
        moment = _moment(question, values[0])
        if moment is not None:
            number, pattern = moment
            return [number, books.format_number(db, pattern)]  # type: ignore[return-value]  # a stored cell passes as it is
    return figure(", ".join(values))


def figure(text: str) -> str | int | float:
    """The text as a sheet keeps it: a figure becomes a number and so loses its leading zeros, any other text stays, +91… too."""
    plain = text.strip()
    if not plain.isascii() or not FIGURE.fullmatch(plain):
        return text
    plain = plain.replace(",", "")
    number = float(plain)
    if "." not in plain and abs(number) <= EXACT:
        return int(number)
    return number if isfinite(number) else text


def _moment(question: Question, text: str) -> tuple[float, dict[str, object]] | None:
    try:
        if question.kind is Kind.TIME:
            hours, minutes, *rest = (int(part) for part in text.split(":"))
            seconds = hours * 3600 + minutes * 60 + (rest[0] if rest else 0)
            return seconds / 86_400, dict(DURATION if question.duration else TIME)
        if not question.has_year:
            return None
        return serial(datetime.fromisoformat(text)), dict(DATE_TIME if question.has_time else DATE)
    except ValueError:
        return None


def columns_moved(db: sqlite3.Connection, tab: books.Tab, dimension: str, mover: Callable[[int], int | None]) -> None:
    """Told by the spreadsheet when a person inserts, moves or removes columns: rows keep landing in their own columns.

    A question that lost its column is written nowhere.
    """
    if dimension != "COLUMNS":
        return
    linked = "FROM form_columns WHERE sheet_id = ? AND form_id IN (SELECT form_id FROM forms WHERE spreadsheet_id = ?)"
    which = (tab.sheet_id, tab.spreadsheet_id)
    rows = db.execute(f"SELECT form_id, place, question_id, header {linked}", which).fetchall()
    db.execute(f"DELETE {linked}", which)
    db.executemany(
        "INSERT INTO form_columns VALUES (?, ?, ?, ?, ?)",
        [
            (form_id, tab.sheet_id, new, name, header)
            for form_id, place, name, header in rows
            if (new := mover(place)) is not None
        ],
    )


def wrote(db: sqlite3.Connection, area: Window) -> bool:
    """Whether a form that is linked to this tab has its header or responses there, which cannot be cut."""
    query = (
        "SELECT place FROM form_columns JOIN forms USING (form_id, sheet_id) WHERE sheet_id = ? AND spreadsheet_id = ?"
    )
    places = db.execute(query, (area.tab.sheet_id, area.tab.spreadsheet_id)).fetchall()
    return any(area.left <= place < area.right for (place,) in places) and area.top <= books.last_row(db, area.tab.key)


def keeps(db: sqlite3.Connection, spreadsheet_id: str, sheet_id: int) -> bool:
    """Whether a form is linked to this tab, so that it cannot be deleted."""
    query = "SELECT 1 FROM forms JOIN files ON files.id = form_id WHERE spreadsheet_id = ? AND sheet_id = ?"
    return db.execute(query, (spreadsheet_id, sheet_id)).fetchone() is not None
