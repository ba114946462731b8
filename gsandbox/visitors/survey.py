"""What the visitors know of a form: which question is which, its entry number and its options; read from the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import SandboxError

START = "FB_PUBLIC_LOAD_DATA_ = "
PAGE_BREAK = 8


class SurveyError(SandboxError):
    """The page is not a form, or not the one that the visitors know how to fill in."""


@dataclass(frozen=True)
class Asked:
    """One question as the page tells it."""

    entry: int
    title: str
    options: tuple[str, ...]
    required: bool
    page: int = 0


@dataclass(frozen=True)
class Survey:
    """The questions by the toolkit's key."""

    questions: Mapping[str, Asked]

    @property
    def pages(self) -> int:
        """How many pages of the form ask something that we know."""
        return 1 + max((asked.page for asked in self.questions.values()), default=0)

    def field(self, key: str) -> str:
        """The name of the question's field in a post."""
        return f"entry.{self.questions[key].entry}"


def read_survey(page: str, titles: Mapping[str, str]) -> Survey:
    """Find the questions with these titles (key → title) in a page's data. Raises SurveyError naming what is missing."""
    at = page.find(START)
    if at < 0:
        raise SurveyError(
            "The page has no form data: the form is closed, asks people to sign in, or the address leads elsewhere."
        )
    data: Any = json.JSONDecoder().raw_decode(page, at + len(START))[0]
    by_title: dict[str, Asked] = {}
    number = 0
    for item in data[1][1] or ():
        number += item[3] == PAGE_BREAK
        for entry in item[4] or ():
            options = tuple(option[0] for option in entry[1] or ())
            by_title.setdefault(item[1] or "", Asked(entry[0], item[1] or "", options, bool(entry[2]), number))
    missing = [key for key, title in titles.items() if title not in by_title]
    if missing:
        raise SurveyError("The form does not ask: {questions}.", questions=", ".join(missing))
    return Survey({key: by_title[title] for key, title in titles.items()})
