"""What stands in the fields of a form's public page: its inputs, and what a link has filled in."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from ..files import parse_json
from ..text import stored

TEXT_ITEMS, BEYOND_RULES = (0, 1), 4
"""Kinds of items in the page's data whose field holds free text; how many values an entry has
beside its number as the owner of the form made it."""


class PageFields(HTMLParser):
    """The inputs of a page: by name with their value (`found`), and by the question that they belong to (`fields`).

    `response`: the answers that the form's element brings along; `sign_in`: the form is shown, but nobody can send it
    without signing in.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.fields: dict[int, set[str]] = {}
        self.response = ""
        self.sign_in = False
        self._question = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.sign_in |= given.get("data-sign-in-to-continue") == "true"
        if given.get("data-params"):
            self._question = _question_of(str(given["data-params"]))
        if tag == "form":
            self.response = given.get("data-response") or self.response
        if tag not in ("input", "textarea"):
            return
        name = given.get("name") or ""
        if tag == "input" and name:
            self.found[name] = given.get("value") or ""
        number = name.removeprefix("entry.") if name.startswith("entry.") else ""
        entry = int(number) if number.isdecimal() and len(number) < 12 else 0 if name else self._question
        if entry and given.get("type") in (None, "text"):
            texts = (given.get("data-initial-value"), given.get("value") if number else None)
            self.fields.setdefault(entry, set()).update(text for text in texts if text)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """`<![` means nothing in HTML: a comment, as browsers take it. Python 3.11 ends there with an assertion."""
        return self.parse_bogus_comment(i, report)


def at(value: object, *places: int) -> Any:
    """What stands at these places of nested lists; None where there is nothing."""
    for position in places:
        value = value[position] if isinstance(value, list) and len(value) > position else None
    return value


def rows(value: object) -> list[list[Any]]:
    """The lists in a list; none where there is no list."""
    return [row for row in value if isinstance(row, list)] if isinstance(value, list) else []


def _question_of(params: str) -> int:
    """The entry number of the one question of an element's data-params ("%.@." and the item's array), 0 for none."""
    try:
        entries = rows(at(parse_json("[" + params.removeprefix("%.@.")), 0, 4))
    except ValueError:
        return 0
    number = at(entries, 0, 0) if len(entries) == 1 else 0
    return number if type(number) is int else 0


def prefilled(data: list[Any] | None, inputs: PageFields) -> dict[int, frozenset[str]]:
    """What stands in each question's field or, since Google's may be empty until its script has run, among the answers that
    the page brings along: in the hidden field, at the form's element, or at the question's own entry in the page's data."""
    found_at = {entry: set(texts) for entry, texts in inputs.fields.items()}
    for brought in (inputs.found.get("partialResponse", ""), "[" + inputs.response.removeprefix("%.@.")):
        for entry, texts in _answers(brought):
            found_at.setdefault(entry, set()).update(texts)
    for number, *rest in _text_entries(data):
        found_at.setdefault(number, set()).update(_texts(rest[BEYOND_RULES:]))
    return {entry: frozenset(stored(text) for text in texts if text) for entry, texts in found_at.items()}


def _text_entries(data: list[Any] | None) -> Iterator[list[Any]]:
    """The entries of text questions in the page's data: [entry number, ...]."""
    for item in rows(at(data, 1, 1)):
        if at(item, 3) in TEXT_ITEMS:
            yield from (entry for entry in rows(at(item, 4)) if type(at(entry, 0)) is int)


def _texts(value: object) -> Iterator[str]:
    """Every text in a nested list."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str(text):
                yield text
            case list(nested):
                waiting += nested


def _answers(brought: str) -> Iterator[tuple[int, list[str]]]:
    """The answers in one of Google's lists: [null, entry number, [texts], ...], however deep."""
    try:
        waiting: list[object] = [parse_json(brought)]
    except ValueError:
        return
    while waiting:
        match waiting.pop():
            case [None, int(entry), list(texts), *_]:
                yield entry, [text for text in texts if isinstance(text, str)]
            case list(nested):
                waiting += nested
