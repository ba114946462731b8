"""responses.list and .get: the responses of a form as the API shows them."""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from .. import wire
from ..account import profile
from ..clock import rfc3339, shortened
from ..refusal import Refusal
from ..wire import Json
from .items import questions_of
from .store import Form

PAGE_MAX = 5000
FILTER = re.compile(r"\s*timestamp\s*(>=?)\s*(\S+)\s*")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = "response_id, created, submitted, email, answers, shuffle"


def micros(when: datetime) -> int:
    """Microseconds since 1970."""
    return (when - EPOCH) // timedelta(microseconds=1)


def instant(micros: int) -> datetime:
    """The aware UTC time of so many microseconds since 1970."""
    return EPOCH + timedelta(microseconds=micros)


def page(db: sqlite3.Connection, form: Form, *, size: int, token: str, only: str) -> Json:
    """One page of responses.list. Raises Refusal (400) for a filter, page size or token that Google would not take."""
    after, least = _token(form, token, only), _filter(only)
    if size < 0:
        raise _invalid()
    size = min(size or PAGE_MAX, PAGE_MAX)
    order, time = ("+shuffle", "submitted") if only else ("shuffle", "+submitted")  # a plus: not by this index
    query = f"""
        SELECT {_COLUMNS} FROM form_responses
        WHERE form_id = ? AND {order} > ? AND {time} >= ? ORDER BY {order} LIMIT ?
    """  # noqa: S608 - constants
    rows = db.execute(query, (form.id, after, least, size + 1)).fetchall()
    reply: Json = {}
    if rows:
        marks, given_back = _marks(form), _given_back(db, form)
        reply["responses"] = [_shown(row, marks, given_back) for row in rows[:size]]
    if len(rows) > size:
        raw = f"{form.id}\n{only}\n{rows[size - 1][-1]}"
        reply["nextPageToken"] = base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")
    return reply


def one(db: sqlite3.Connection, form: Form, response_id: str) -> Json:
    """One response, with its form id. Raises Refusal (404)."""
    query = f"SELECT {_COLUMNS} FROM form_responses WHERE form_id = ? AND response_id = ?"  # noqa: S608 - a constant
    row = db.execute(query, (form.id, response_id)).fetchone()
    if row is None:
        raise Refusal(404, "Requested entity was not found.")
    return {"formId": form.id, **_shown(row, _marks(form), _given_back(db, form))}


def _marks(form: Form) -> dict[str, Json] | None:
    """The questions of a quiz, by which answers are graded; None for a form that is no quiz."""
    if not form.content["settings"].get("quizSettings", {}).get("isQuiz"):
        return None
    return {question["questionId"]: question for question in _asked(form)}


def _asked(form: Form) -> list[Json]:
    return [question for item in form.items for question in questions_of(item)]


def _given_back(db: sqlite3.Connection, form: Form) -> set[str] | None:
    """The questions whose answers are given back; None for all that ever were."""
    return None if profile.of(db).deleted_answers else {question["questionId"] for question in _asked(form)}


def score(form: Form, answers: Mapping[str, Sequence[str]]) -> tuple[int, int]:
    """The points of a response to a quiz, and how many there are."""
    marks = _marks(form) or {}
    grades = (_grade(list(values), marks.get(question, {})) for question, values in answers.items() if values)
    most = sum(each.get("grading", {}).get("pointValue", 0) for each in marks.values())
    return sum(grade.get("score", 0) for grade in grades), most


def _grade(values: list[str], question: Json) -> Json:
    """The grade of an answer, {} for one that is wrong or not graded. Right: one of the right texts, or just the right boxes.

    What the form says to the right and the wrong is not repeated: `feedback` is what a teacher wrote by hand.
    """
    grading = question.get("grading", {})
    right = {answer["value"] for answer in grading.get("correctAnswers", {}).get("answers", ())}
    boxes = question.get("choiceQuestion", {}).get("type") == "CHECKBOX"
    if not right or not (set(values) == right if boxes else values[0] in right):
        return {}
    points = grading.get("pointValue")
    return {"score": points, "correct": True} if points else {"correct": True}


def _shown(row: tuple[Any, ...], marks: dict[str, Json] | None = None, given_back: set[str] | None = None) -> Json:
    response_id, created, submitted, email, answers, _ = row
    shown: Json = {
        "responseId": response_id,
        "createTime": shortened(rfc3339(instant(created))),
        "lastSubmittedTime": shortened(rfc3339(instant(submitted), digits=6)),
    }
    if email:
        shown["respondentEmail"] = email
    given = wire.loads(answers)
    if given := {name: values for name, values in given.items() if given_back is None or name in given_back}:
        shown["answers"] = {
            question: {"questionId": question}
            | ({} if marks is None else {"grade": _grade(values, marks.get(question, {}))})
            | {"textAnswers": {"answers": [{"value": value} for value in values]}}
            for question, values in sorted(given.items(), key=lambda pair: pair[0][::-1])  # not as the form asks
        }
    if total := sum(answer.get("grade", {}).get("score", 0) for answer in shown.get("answers", {}).values()):
        shown["totalScore"] = total
    return shown


def _filter(text: str) -> int:
    if not text:
        return -(2**62)
    found = FILTER.fullmatch(text)
    if not found or not INSTANT.fullmatch(found[2]):
        raise _invalid()
    whole, _, fraction = found[2].rstrip("Z").partition(".")
    try:
        seconds = datetime.fromisoformat(whole).replace(tzinfo=UTC)
    except ValueError:
        raise _invalid() from None
    nanos = int(fraction.ljust(9, "0") or 0)
    exact = nanos % 1000 == 0
    least = micros(seconds) + nanos // 1000
    return least if found[1] == ">=" and exact else least + 1


def _token(form: Form, token: str, only: str) -> int:
    if not token:
        return -(2**62)
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        form_id, asked, after = raw.split("\n")
        place = int(after)
    except ValueError:
        raise _invalid() from None
    if (form_id, asked) != (form.id, only) or place.bit_length() > 62:
        raise _invalid()
    return place


def _invalid() -> Refusal:
    return Refusal(400, "Request contains an invalid argument.")
