"""The forms of a world: what each one asks, how it is published, which sheet it fills; kept in the world's file."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from .. import ids
from ..account import profile
from ..drive import permissions
from ..wire import Json
from .publishing import PublishState
from .questions import Page, Question, pages

SCHEMA = """
CREATE TABLE IF NOT EXISTS forms (
  form_id TEXT PRIMARY KEY,
  published_id TEXT NOT NULL UNIQUE,
  content TEXT NOT NULL,           -- info, settings, items, as the API shows them
  options TEXT NOT NULL,           -- what only the editor can set
  revision INTEGER NOT NULL,
  published INTEGER,               -- NULL: a legacy form, without publish settings
  accepting INTEGER NOT NULL,
  spreadsheet_id TEXT,
  sheet_id INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS form_columns (
  form_id TEXT NOT NULL, sheet_id INTEGER NOT NULL, place INTEGER NOT NULL, question_id TEXT NOT NULL, header TEXT NOT NULL,
  PRIMARY KEY (form_id, sheet_id, place)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS form_responses (
  response_id TEXT PRIMARY KEY,
  form_id TEXT NOT NULL,
  edit_key TEXT NOT NULL,
  shuffle INTEGER NOT NULL,        -- the order of responses.list: neither by time nor by id
  created INTEGER NOT NULL,        -- microseconds since 1970, UTC
  submitted INTEGER NOT NULL,
  email TEXT,
  answers TEXT NOT NULL            -- {questionId: [value, ...]}
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS form_responses_by_form ON form_responses (form_id, shuffle);
CREATE INDEX IF NOT EXISTS form_responses_by_time ON form_responses (form_id, submitted);
"""


@dataclass(frozen=True)
class Options:
    """What a person sets in the editor, and the API cannot."""

    confirmation: str = ""
    another: bool = True
    summary: bool = False
    editable: bool = False
    progress_bar: bool = False
    one_response: bool = False
    closed_message: str = ""
    no_autosave: bool = False
    language: str = "en"
    """That of the owner's account: the names of the response tab and of its first columns."""


@dataclass(frozen=True)
class Form:
    """One form. `state` is None for a legacy form: it is published and has no publish settings."""

    id: str
    published_id: str
    content: Json
    revision: int
    state: PublishState | None
    accepting: bool
    options: Options = field(default_factory=Options)
    spreadsheet_id: str | None = None
    sheet_id: int | None = None

    @property
    def revision_id(self) -> str:
        return f"{self.revision:08x}"

    @property
    def items(self) -> list[Json]:
        items: list[Json] = self.content["items"]
        return items

    @property
    def title(self) -> str:
        return str(self.content["info"].get("title", ""))

    @property
    def email_collection(self) -> str:
        return str(self.content["settings"].get("emailCollectionType", "DO_NOT_COLLECT"))

    @property
    def asks_email(self) -> bool:
        """Whether somebody who is not signed in is asked for an address."""
        return self.email_collection != "DO_NOT_COLLECT"

    @property
    def published(self) -> bool:
        return self.state is None or self.state.published

    @property
    def open(self) -> bool:
        return self.published and self.accepting

    def address(self, root: str, page: str = "viewform") -> str:
        """Where people reach one of its pages; `root` is the address of the sandbox."""
        return f"{root}/forms/d/e/{self.published_id}/{page}"

    @cached_property
    def text(self) -> str:
        """Its content in one text: what tells it from the form of another world with the same id and revision."""
        return json.dumps(self.content)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        return pages(self.items)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def by_number(self) -> dict[int, Question]:
        return {question.number: question for question in self.questions}


_READ: dict[tuple[Any, ...], Form] = {}
"""The last forms read, so that a thousand responses do not parse the same content a thousand times."""

_COLUMNS = "form_id, published_id, content, options, revision, published, accepting, spreadsheet_id, sheet_id"


def _form(row: tuple[Any, ...]) -> Form:
    if row not in _READ:
        form_id, published_id, content, options, revision, published, accepting, spreadsheet_id, sheet_id = row
        if len(_READ) > 20:
            _READ.clear()
        state = None if published is None else PublishState(bool(published), bool(accepting))
        _READ[row] = Form(
            form_id,
            published_id,
            json.loads(content),
            revision,
            state,
            bool(accepting),
            Options(**json.loads(options)),
            spreadsheet_id,
            sheet_id,
        )
    return _READ[row]


def find(db: sqlite3.Connection, form_id: str) -> Form | None:
    """The form with this id, or None."""
    row = db.execute(f"SELECT {_COLUMNS} FROM forms WHERE form_id = ?", (form_id,)).fetchone()  # noqa: S608 - a constant
    return _form(row) if row else None


def find_published(db: sqlite3.Connection, published_id: str) -> Form | None:
    """The form behind a responder address, or None."""
    query = f"SELECT {_COLUMNS} FROM forms WHERE published_id = ?"  # noqa: S608 - a constant
    row = db.execute(query, (published_id,)).fetchone()
    return _form(row) if row else None


def insert(db: sqlite3.Connection, form_id: str, title: str, *, published: bool = False) -> Form:
    """A new form in the file `form_id`: a title and nothing else; who may respond is as the account has it."""
    account = profile.of(db)
    settings: Json = {"quizSettings": {}} if account.fresh_quiz_settings else {}
    settings["emailCollectionType"] = account.email_collection
    content = {"info": {"title": title}, "settings": settings, "items": []}
    state = PublishState(published=published, accepting=published)
    form = Form(form_id, ids.published_id(), content, 2, state, accepting=published)
    write(db, form)
    if account.born_open:
        permissions.born_open(db, form_id)
    return form


def write(db: sqlite3.Connection, form: Form) -> None:
    """Keep the form as it is now."""
    options = {name: value for name, value in vars(form.options).items() if value != getattr(Options(), name)}
    row = (
        form.id,
        form.published_id,
        json.dumps(form.content, ensure_ascii=False),
        json.dumps(options, ensure_ascii=False),
        form.revision,
        None if form.state is None else form.state.published,
        form.accepting,
        form.spreadsheet_id,
        form.sheet_id,
    )
    db.execute(f"REPLACE INTO forms ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608 - a constant


def write_content(db: sqlite3.Connection, form: Form, content: Json, *, made: bool = False) -> Form:
    """Keep new content; when it differs the revision moves on by one, and by two where items were `made`, however many."""
    if content == form.content:
        return form
    changed = replace(form, content=content, revision=form.revision + 1 + made)
    write(db, changed)
    return changed


def write_state(db: sqlite3.Connection, form: Form, state: PublishState) -> Form:
    """Keep a new publish state; content and revision stay."""
    changed = replace(form, state=state, accepting=state.accepting)
    write(db, changed)
    return changed
