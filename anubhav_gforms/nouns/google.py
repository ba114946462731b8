"""What exists at Google, as values: a form and its items, who may open it, files, spreadsheets and their tabs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import overload

from ..linear import linear
from ..text import same_words

ON_ITS_WAY = timedelta(hours=1)
"""Google writes a response's row seconds after it was sent, and minutes at times: younger than this it may still be on its way to the sheet."""
_IN_ADDRESS, _ID = linear(r"/spreadsheets/(?:u/\d{1,9}/)?d/([\w-]{10,})"), linear(r"([\w-]{10,})")


def spreadsheet_id_in(address: str) -> str:
    """The id of a spreadsheet in its address, or where the id itself is given; "" for neither."""
    match = _IN_ADDRESS.search(address) or _ID.fullmatch(address)
    return match[1] if match else ""


class ItemKind(StrEnum):
    """What an item of a form is. Those up to NOTE are the kinds that we make; the others are met on adopted forms."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"
    SCALE = "scale"
    RATING = "rating"
    SECTION = "section"
    NOTE = "note"
    DROPDOWN = "dropdown"
    CHECKBOX = "checkbox"
    DATE = "date"
    TIME = "time"
    UPLOAD = "upload"
    GRID = "grid"
    IMAGE = "image"
    VIDEO = "video"
    OTHER = "other"


def same(text: object, other: object) -> bool:
    """Whether two fields are equal for people: texts in NFC, runs of blanks as one. Google may store both differently."""
    return _words(text) == _words(other)


def _words(value: object) -> object:
    if isinstance(value, str):
        return same_words(value)
    return tuple(_words(each) for each in value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a form, texts in NFC. `question_id` is "" for layout and for grids (their rows have ids of their own).

    `points` are the two ends of a scale or rating, `rows` the ids of a grid's questions. `other` says that people may type an
    option of their own.
    """

    item_id: str
    question_id: str
    kind: ItemKind
    title: str
    help: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    other: bool = False
    low: str = ""
    high: str = ""
    points: tuple[int, int] = (0, 0)
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form as Google gives it back. `published` and `accepting` are None on a legacy form, which has no such state.

    `email` is DO_NOT_COLLECT, VERIFIED, RESPONDER_INPUT or "" when Google does not say.
    """

    form_id: str
    title: str
    document_title: str
    description: str
    revision_id: str
    responder_uri: str
    email: str
    published: bool | None
    accepting: bool | None
    linked_sheet_id: str
    items: tuple[Item, ...]

    def item(self, question_id: str) -> Item | None:
        """The item that asks this question; ids are compared as numbers."""
        number = int(question_id, 16)
        return next((each for each in self.items if each.question_id and int(each.question_id, 16) == number), None)


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may do what with a file. `view` is "published" for the right to respond to a form."""

    id: str
    type: str
    role: str
    view: str

    @property
    def lets_anyone_respond(self) -> bool:
        return self.type == "anyone" and self.view == "published"

    @property
    def lets_strangers_read(self) -> bool:
        """Whether people whom nobody invited may open the file: whoever has its address, or a whole organisation."""
        return self.type in ("anyone", "domain") and self.view != "published"

    @property
    def lets_anyone_edit(self) -> bool:
        return (
            self.type == "anyone" and self.view != "published" and self.role in ("writer", "fileOrganizer", "organizer")
        )


@dataclass(frozen=True, slots=True)
class DriveFile:
    """A file in Drive. `marks` are its appProperties: what our program wrote on it, invisible to people."""

    id: str
    name: str
    mime_type: str
    created: str = ""
    trashed: bool = False
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of a spreadsheet. `rows` and `columns` count the grid, not the data."""

    id: int
    title: str
    index: int
    rows: int
    columns: int
    hidden: bool = False


CELLS = 10_000_000
"""Google's limit for a spreadsheet, empty cells included."""
FULL = 0.8
"""From this share of it on people are told."""


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A spreadsheet without its cells. `timezone` is an IANA name, in which its date serials are to be read."""

    id: str
    title: str
    locale: str
    timezone: str
    tabs: tuple[Tab, ...]

    @property
    def cells(self) -> int:
        """Cells of all grids, empty ones too: that is what Google counts."""
        return sum(tab.rows * tab.columns for tab in self.tabs)

    @property
    def fullness(self) -> float:
        """Share of the cells that Google allows in one spreadsheet, 0 to 1."""
        return self.cells / CELLS


@dataclass(frozen=True, slots=True)
class FormResponse:
    """One response as the Forms API gives it: instants in UTC, answers by question id, every value a text."""

    response_id: str
    created: datetime
    submitted: datetime
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ResponsePage(Sequence[FormResponse]):
    """Some responses of a form, kept by columns: of 5,000 that are compared hardly one is looked at by itself.

    `texts`: for each question id what every response says, "" for nothing; several values as a sheet joins them, and apart in
    `several`, by question id and row.
    """

    ids: Sequence[str]
    created: Sequence[datetime]
    submitted: Sequence[datetime]
    texts: Mapping[str, Sequence[str]]
    several: Mapping[tuple[str, int], tuple[str, ...]]

    @classmethod
    def of(cls, responses: Sequence[FormResponse]) -> ResponsePage:
        """These responses by columns."""
        asked = dict.fromkeys(name for each in responses for name in each.answers)
        return cls(
            [each.response_id for each in responses],
            [each.created for each in responses],
            [each.submitted for each in responses],
            {name: [", ".join(each.answers.get(name, ())) for each in responses] for name in asked},
            {
                (name, row): values
                for row, response in enumerate(responses)
                for name, values in response.answers.items()
                if len(values) > 1
            },
        )

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, row: int) -> FormResponse: ...
    @overload
    def __getitem__(self, row: slice) -> list[FormResponse]: ...
    def __getitem__(self, row: int | slice) -> FormResponse | list[FormResponse]:
        """One response, or a list of those of a slice."""
        if isinstance(row, slice):
            return [self[number] for number in range(*row.indices(len(self)))]
        said = {name: column[row] for name, column in self.texts.items()}
        answers = {name: self.several.get((name, row), (text,)) for name, text in said.items() if text}
        return FormResponse(self.ids[row], self.created[row], self.submitted[row], answers)


@dataclass(frozen=True, slots=True)
class PageReply:
    """What came back for a posted response. `recorded` is true only when the confirmation was positively found."""

    recorded: bool
    status: int
    html: str
