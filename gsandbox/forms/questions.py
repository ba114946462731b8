"""What a respondent is asked: the questions of a form one by one, a grid row each, and the pages they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from ..wire import Json
from .items import questions_of

OTHER = "__other_option__"


class Kind(Enum):
    """What a question looks like to the one who responds; the value is the item type of FB_PUBLIC_LOAD_DATA_."""

    TEXT = 0
    PARAGRAPH = 1
    RADIO = 2
    DROPDOWN = 3
    CHECKBOX = 4
    SCALE = 5
    GRID = 7
    DATE = 9
    TIME = 10
    RATING = 18


CHOICES = {"RADIO": Kind.RADIO, "CHECKBOX": Kind.CHECKBOX, "DROP_DOWN": Kind.DROPDOWN}


@dataclass(frozen=True)
class Question:
    """One question. `number` is N of entry.N; `title` is the column header; `options` what may be chosen, in order; `go_to` where
    each leads, Other's way last."""

    id: str
    kind: Kind
    title: str
    required: bool
    options: tuple[str, ...] = ()
    has_other: bool = False
    many: bool = False
    go_to: tuple[str, ...] = ()
    has_year: bool = False
    has_time: bool = False
    duration: bool = False

    @cached_property
    def number(self) -> int:
        return int(self.id, 16)


@dataclass(frozen=True)
class Page:
    """One page of the form: its page-break item (none for the first), and the items on it with their questions."""

    index: int
    section: Json | None
    items: tuple[tuple[Json, tuple[Question, ...]], ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for _, questions in self.items for question in questions)


def questions(item: Json) -> tuple[Question, ...]:
    """The questions of one item, in order; none for a section or a text."""
    return tuple(_question(item, raw) for raw in questions_of(item))


def pages(items: Sequence[Json]) -> tuple[Page, ...]:
    """The pages that the form's items make."""
    made: list[tuple[Json | None, list[tuple[Json, tuple[Question, ...]]]]] = [(None, [])]
    for item in items:
        if "pageBreakItem" in item:
            made.append((item, []))
        else:
            made[-1][1].append((item, questions(item)))
    return tuple(Page(index, section, tuple(rows)) for index, (section, rows) in enumerate(made))


def _question(item: Json, raw: Json) -> Question:
    title = item.get("title", "")
    required = raw.get("required", False)
    if "rowQuestion" in raw:
        columns = item["questionGroupItem"]["grid"]["columns"]
        return Question(
            raw["questionId"],
            Kind.GRID,
            f"{title} [{raw['rowQuestion']['title']}]",
            required,
            tuple(option["value"] for option in columns["options"]),
            many=columns["type"] == "CHECKBOX",
        )
    if "choiceQuestion" in raw:
        choice = raw["choiceQuestion"]
        named = [option for option in choice["options"] if not option.get("isOther")]
        ways = [*named, *(option for option in choice["options"] if option.get("isOther"))]
        return Question(
            raw["questionId"],
            CHOICES[choice["type"]],
            title,
            required,
            tuple(option["value"] for option in named),
            has_other=len(named) < len(choice["options"]),
            many=choice["type"] == "CHECKBOX",
            go_to=tuple(option.get("goToSectionId") or option.get("goToAction", "") for option in ways),
        )
    if "scaleQuestion" in raw:
        scale = raw["scaleQuestion"]
        steps = range(scale.get("low", 0), scale["high"] + 1)
        return Question(raw["questionId"], Kind.SCALE, title, required, tuple(map(str, steps)))
    if "ratingQuestion" in raw:
        steps = range(1, raw["ratingQuestion"]["ratingScaleLevel"] + 1)
        return Question(raw["questionId"], Kind.RATING, title, required, tuple(map(str, steps)))
    if "dateQuestion" in raw:
        date = raw["dateQuestion"]
        year, time = date.get("includeYear", False), date.get("includeTime", False)
        return Question(raw["questionId"], Kind.DATE, title, required, has_year=year, has_time=time)
    if "timeQuestion" in raw:
        return Question(
            raw["questionId"], Kind.TIME, title, required, duration=raw["timeQuestion"].get("duration", False)
        )
    paragraph = raw["textQuestion"].get("paragraph")
    return Question(raw["questionId"], Kind.PARAGRAPH if paragraph else Kind.TEXT, title, required)
