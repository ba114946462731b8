"""One step through the form: is what was given all right, which page comes next, or is the response complete?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from ..forms.questions import Kind, Page, Question
from ..forms.store import Form
from .values import Answers, Fields, Given, answers_in, read_partial

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
DURATION = re.compile(r"([0-6]?\d|7[0-2]):([0-5]\d):([0-5]\d)", re.ASCII)
"""Up to 72 hours, and the minutes after them."""
TEXT_MAX = 50_000
HISTORY_MAX = 100
SUBMIT_PAGE = "-3"


class AnswerFault(Enum):
    """What is wrong with one answer; the texts for people are in texts.py."""

    REQUIRED = "required"
    NO_SUCH_OPTION = "no such option"
    ONE_ONLY = "one only"
    BAD_DATE = "bad date"
    BAD_TIME = "bad time"
    BAD_EMAIL = "bad email"
    TOO_LONG = "too long"


EMAIL_FIELD = 0
"""Stands for the e-mail field among entry numbers."""


@dataclass(frozen=True)
class Step:
    """Where a post leads: to a page (again, the next or the one before), to a complete response, or nowhere (`lost`): it
    names a page that the form has not."""

    page: int
    history: tuple[int, ...]
    answers: Answers
    email: str
    fbzx: str
    faults: Mapping[int, AnswerFault] = field(default_factory=dict)
    complete: bool = False
    lost: bool = False


def take(form: Form, fields: Fields) -> Step:
    """What follows from these posted fields."""
    partial = read_partial((fields.get("partialResponse") or fields.get("draftResponse") or [""])[-1], form.by_number)
    walked = fields.get("pageHistory", ["0"])[-1]
    history = _history(form, walked)
    here = history[-1]
    shown = {question.number for question in form.pages[here].questions}
    answers = {number: given for number, given in partial.answers.items() if number not in shown}
    answers |= answers_in(fields, form.by_number)
    email = (fields.get("emailAddress", [""])[-1] or partial.email).strip()
    fbzx = fields.get("fbzx", [""])[-1] or partial.fbzx
    if "back" in fields:
        if walked.rpartition(",")[2].strip() != SUBMIT_PAGE:
            history = history[:-1] or (0,)
        return Step(history[-1], history, answers, email, fbzx)
    sending = "continue" not in fields
    if sending and any(page >= len(form.pages) for page in _numbers(walked)):
        return Step(here, history, answers, email, fbzx, lost=True)
    faults = _faults(form, history, answers, email)
    if faults:
        wrong = next((page for page in history if _touches(form, page, faults)), here)
        return Step(wrong, history[: history.index(wrong) + 1], answers, email, fbzx, faults)
    following = _next(form, here, answers)
    if following is None or sending:
        on_path = {question.number for page in history for question in form.pages[page].questions}
        kept = {number: given for number, given in answers.items() if number in on_path}
        return Step(here, history, kept, email, fbzx, complete=True)
    if following in history:
        history = history[: history.index(following)]
    return Step(following, (*history, following), answers, email, fbzx)


def stored(form: Form, answers: Answers) -> dict[str, list[str]]:
    """The answers as the API keeps them: by question id in form order, options in option order, Other last, if it was typed."""
    kept: dict[str, list[str]] = {}
    for question in form.questions:
        given = answers.get(question.number)
        if not given:
            continue
        if question.options and question.many:
            values = [option for option in question.options if option in given.values]
        elif question.kind in (Kind.DATE, Kind.TIME):
            values = [_padded(given.values[0])]
        else:
            values = list(given.values)
        if given.other and given.other.strip():
            values.append(given.other)
        if values:
            kept[question.id] = values
    return kept


def _history(form: Form, text: str) -> tuple[int, ...]:
    return tuple(page for page in _numbers(text) if page < len(form.pages)) or (0,)


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")[:HISTORY_MAX] if part.strip().isdecimal() and len(part) < 12]


def _touches(form: Form, page: int, faults: Mapping[int, AnswerFault]) -> bool:
    if page == 0 and EMAIL_FIELD in faults:
        return True
    return any(question.number in faults for question in form.pages[page].questions)


def _faults(form: Form, history: tuple[int, ...], answers: Answers, email: str) -> dict[int, AnswerFault]:
    faults: dict[int, AnswerFault] = {}
    if form.asks_email and not EMAIL.fullmatch(email):
        faults[EMAIL_FIELD] = AnswerFault.BAD_EMAIL if email else AnswerFault.REQUIRED
    for page in dict.fromkeys(history):
        for question in form.pages[page].questions:
            if fault := fault_of(question, answers.get(question.number, Given())):
                faults[question.number] = fault
    return faults


def fault_of(question: Question, given: Given) -> AnswerFault | None:
    """What is wrong with this answer, if anything."""
    chosen = given.values if question.options else "".join(given.values).strip()
    if not chosen and not (given.other or "").strip():
        return AnswerFault.REQUIRED if question.required else None
    if question.options or question.has_other:
        return _choice_fault(question, given)
    text = given.values[-1]
    if len(given.values) > 1:
        return AnswerFault.ONE_ONLY
    if question.kind is Kind.DATE:
        return None if _is_date(question, text) else AnswerFault.BAD_DATE
    if question.kind is Kind.TIME:
        return None if (DURATION if question.duration else TIME).fullmatch(text) else AnswerFault.BAD_TIME
    return AnswerFault.TOO_LONG if len(text) > TEXT_MAX else None


def _choice_fault(question: Question, given: Given) -> AnswerFault | None:
    if any(value not in question.options for value in given.values):
        return AnswerFault.NO_SUCH_OPTION
    if not question.many and len(given.values) + (given.other is not None) > 1:
        return AnswerFault.ONE_ONLY
    if given.other is not None and len(given.other) > TEXT_MAX:
        return AnswerFault.TOO_LONG
    return None


def _is_date(question: Question, text: str) -> bool:
    day, _, time = text.replace("T", " ").partition(" ")
    if question.has_time != bool(time) or (time and not TIME.fullmatch(time)):
        return False
    parts = day.split("-")
    if len(parts) != 2 + question.has_year or not all(re.fullmatch("[0-9]{1,4}", part) for part in parts):
        return False
    year, month, dom = ([2000] if not question.has_year else []) + [int(part) for part in parts]
    try:
        date(year, month, dom)
    except ValueError:
        return False
    return True


def _padded(moment: str) -> str:
    return re.sub(r"(?<!\d)\d(?!\d)", lambda found: "0" + found[0], moment.replace("T", " "))


def _next(form: Form, here: int, answers: Answers) -> int | None:
    """The page after this one, by the answers on it; None when the form is to be sent."""
    for question in reversed(form.pages[here].questions):
        given = answers.get(question.number)
        if not any(question.go_to) or not given:
            continue
        target = question.go_to[question.options.index(given.values[0]) if given.values else -1]
        if target == "SUBMIT_FORM":
            return None
        if target == "RESTART_FORM":
            return 0
        found = _page_of(form.pages, target)
        if found is not None:
            return found
    return here + 1 if here + 1 < len(form.pages) else None


def _page_of(pages: tuple[Page, ...], section_id: str) -> int | None:
    return next((page.index for page in pages if page.section and page.section["itemId"] == section_id), None)
