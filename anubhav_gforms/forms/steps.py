"""What a setup would do, as values: lines of a diff, steps, the plan; and what there is at Google and on disk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..nouns.form_changes import Change
from ..nouns.google import DriveFile, Form, Permission, Spreadsheet

COMPARED = ("title", "help", "required", "options", "low", "high")
"""The fields of an item that are compared, and changed with its ids kept."""

FALLBACK_LOCALE = "en_GB"
"""Set when Google does not support the locale of the campaign; it writes dates in the same order."""


class Action(StrEnum):
    """The steps of a setup, in their order. The value is what the registry remembers."""

    SHEET = "sheet"
    SHEET_TIME = "sheet-time"
    FORM = "form"
    NAME = "name"
    CONTENT = "content"
    PUBLISH = "publish"
    OPEN = "open"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class Existing:
    """What there is at Google and on disk. None: it does not exist (any more), or lies in the bin.

    `links` is the text of links.csv; `twins` are names of further files in Drive that carry this campaign's mark;
    `gone` is the id of a registered form that cannot be seen any more.
    """

    form: Form | None = None
    form_file: DriveFile | None = None
    permissions: tuple[Permission, ...] = ()
    spreadsheet: Spreadsheet | None = None
    links: str | None = None
    twins: tuple[str, ...] = ()
    gone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the diff: what, before and after. An empty text means: nothing there."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `lines` are for people, `changes` are what a CONTENT step sends in one batch."""

    action: Action
    title: str
    lines: tuple[Line, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps to take, and what a person should know. `by_hand` lists edits made in Google that stay as they are."""

    steps: tuple[Step, ...] = ()
    by_hand: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def nothing_to_do(self) -> bool:
        return not self.steps

    def step(self, action: Action) -> Step | None:
        return next((step for step in self.steps if step.action is action), None)
