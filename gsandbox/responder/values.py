"""What a browser or a script sends, read: the fields of a post or a link, and the answers in them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qsl

from .. import wire
from ..forms.questions import OTHER, Kind, Question

Fields = dict[str, list[str]]

ENTRY = re.compile(r"entry\.(\d{1,10})(?:\.(other_option_response)|_(year|month|day|hour|minute|second|sentinel))?")


@dataclass(frozen=True)
class Given:
    """What was given for one question, as sent: its values in order, and the text beside Other (None: Other not chosen)."""

    values: tuple[str, ...] = ()
    other: str | None = None

    def __bool__(self) -> bool:
        return bool(self.values) or self.other is not None


Answers = dict[int, Given]
"""By entry number."""


def fields_of(query: str, body: bytes, content_type: str) -> Fields:
    """The fields of a request: those of its query string, then those of its body, url-encoded or multipart."""
    pairs = parse_qsl(query, keep_blank_values=True)
    if content_type.startswith("multipart/form-data"):
        message = message_from_bytes(b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n" + body)
        for part in message.walk():
            name = part.get_param("name", header="content-disposition")
            if isinstance(name, str) and part.get_filename() is None:
                pairs.append((name, bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")))
    else:
        pairs += parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    fields: Fields = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def answers_in(fields: Mapping[str, Sequence[str]], questions: Mapping[int, Question]) -> Answers:
    """The answers among the fields, for the questions of this form; whatever else is there is passed over."""
    parts: dict[int, dict[str, str]] = {}
    plain: dict[int, list[str]] = {}
    other: dict[int, str] = {}
    for name, values in fields.items():
        found = ENTRY.fullmatch(name)
        if not found or (number := int(found[1])) not in questions:
            continue
        if found[2]:
            other[number] = values[-1]
        elif found[3] == "sentinel":
            continue
        elif found[3]:
            if values[-1].strip():
                parts.setdefault(number, {})[found[3]] = values[-1].strip()
        else:
            # browsers send the lines of a text with CR LF between them
            plain[number] = [value.replace("\r\n", "\n") for value in values if value]
    answers: Answers = {}
    for number in plain.keys() | parts.keys():
        question = questions[number]
        values = plain.get(number, [])
        if question.kind in (Kind.DATE, Kind.TIME):
            text = " ".join(values) or _joined(question, parts.get(number, {}))
            if given := Given((text,) if text else ()):
                answers[number] = given
            continue
        chosen = question.has_other and OTHER in values
        given = Given(
            tuple(value for value in values if not (question.has_other and value == OTHER)),
            other.get(number, "") if chosen else None,
        )
        if given:
            answers[number] = given
    return answers


def _joined(question: Question, parts: Mapping[str, str]) -> str:
    """A date or time from its boxes, in the form that the API and partialResponse use; "" when no box was filled in."""
    if not parts:
        return ""

    def box(name: str, width: int = 2) -> str:
        return parts.get(name, "").rjust(width, "0") if parts.get(name) else "?" * width

    def clock(*names: str) -> str:
        return ":".join(parts.get(name, "").rjust(2, "0") if parts.get(name) else "00" for name in names)

    if question.kind is Kind.TIME:
        if question.duration:
            return clock("hour", "minute", "second")
        return f"{box('hour')}:{box('minute')}"
    day = f"{box('month')}-{box('day')}"
    if question.has_year:
        day = f"{box('year', 4)}-{day}"
    if question.has_time and ("hour" in parts or "minute" in parts):
        day += f" {box('hour')}:{box('minute')}"
    return day


@dataclass(frozen=True)
class Partial:
    """The field partialResponse: answers of earlier pages, the fbzx, the e-mail."""

    answers: Answers
    fbzx: str = ""
    email: str = ""


def read_partial(text: str, questions: Mapping[int, Question]) -> Partial:
    """Read partialResponse; what cannot be read counts as empty, as it does for Google."""
    try:
        raw = wire.loads(text)
    except ValueError:
        return Partial({})
    if not isinstance(raw, list):
        return Partial({})
    answers: Answers = {}
    for entry in raw[0] if raw and isinstance(raw[0], list) else ():
        if not isinstance(entry, list) or len(entry) < 3 or not isinstance(entry[2], list):
            continue
        number, values = entry[1], [value for value in entry[2] if isinstance(value, str)]
        if not isinstance(number, int) or number not in questions or not values:
            continue
        other = values.pop() if len(entry) > 3 and entry[3] and questions[number].has_other else None
        # some clients write [""] for a question that was left empty
        if given := Given(tuple(value for value in values if value), other):
            answers[number] = given

    def text_at(place: int) -> str:
        return raw[place] if len(raw) > place and isinstance(raw[place], str) else ""

    return Partial(answers, text_at(2), text_at(6))


def _rows(answers: Answers) -> list[list[Any]]:
    """The answers as the page keeps them: null, the entry, the texts, whether the last of them is Other's."""
    return [
        [None, number, [*given.values, *([given.other] if given.other is not None else [])], given.other is not None]
        for number, given in answers.items()
        if given
    ]


def write_response(answers: Answers) -> str:
    """The attribute data-response of the form's element for these answers."""
    rows = [[[str(row[1]), row] for row in _rows(answers)]]
    return "%.@." + (_dumps(rows)[1:] if rows[0] else "]")


def write_partial(answers: Answers, fbzx: str, *, email: str = "", collects: bool = False) -> str:
    """The field partialResponse for these answers."""
    rows = [[*row[:3], int(row[3])] for row in _rows(answers)]
    whole: list[Any] = [rows or None, None, fbzx]
    if collects:
        whole += [None, None, None, email or None, 1]
    return _dumps(whole)


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
