"""Which column of the response sheet holds which question: by title, alias and title history, never by position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...campaign import FormConfig
from ...errors import SheetError
from ...nouns import a1
from ...sentence import Sentence
from ...text import same_title

TIMESTAMP_HEADERS = (
    "timestamp", "टाइमस्टैम्प", "समय चिह्न", "submitted_at", "horodateur", "zeitstempel", "marca temporal",
    "carimbo de data/hora", "informazioni cronologiche", "отметка времени", "時間戳記", "时间戳记", "タイムスタンプ", "タイムスタンプ",
    "타임스탬프",
)  # fmt: skip
"""What Google calls the first column in several languages, and what our own CSV calls it."""

CURE = Sentence(
    "If the column was deleted, bring it back: File > Version history in Google Sheets. If its title was changed, put it back into row 1 as it is in config/form.toml; if form.toml is newer than the form, run anubhav setup-forms first. If that tab is a copy that somebody made, delete the copy."
)
"""What to do where the response sheet lacks a column."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where everything stands: 0-based column numbers; several for a question whose column exists twice."""

    timestamp: int
    questions: Mapping[str, tuple[int, ...]]
    header: str
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns from the first must be read."""
        return max(self.timestamp, *(number for numbers in self.questions.values() for number in numbers)) + 1


def title_compared(text: object) -> str:
    """A text as it is compared: NFC, one space between words, no case."""
    return same_title(str(text))


def owned_by_one(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Text as it is compared → whose it is; what is of two owners is left out."""
    owners: dict[str, set[str]] = {}
    for text, owner in pairs:
        owners.setdefault(title_compared(text), set()).add(owner)
    return {text: several.pop() for text, several in owners.items() if len(several) == 1}


def match_columns(
    headers: Sequence[object],
    form: FormConfig,
    *,
    titles: Mapping[str, Sequence[str]] | None = None,
    timestamp: str = "",
    optional: Iterable[str] = (),
    what: str = Sentence("The response sheet"),
    cure: str = CURE,
) -> Columns:
    """Find the column of every question in a header row.

    A header stands for a question when it equals its title, an earlier title (`titles`: key → history), its key, or
    the Hindi or English half of its title where no other question shares it. `timestamp` is the header of the time
    column as it was last seen; without it the known names are tried, then the first column.
    Raises SheetError that names every missing column, and the headers nobody knows, at once.
    """
    names = [title_compared(header) if header is not None else "" for header in headers]
    known = known_headers(form, titles or {})
    columns: dict[str, list[int]] = {}
    unknown: list[int] = []
    for number, name in enumerate(names):
        if key := known.get(name):
            columns.setdefault(key, []).append(number)
        elif name:
            unknown.append(number)
    time_column = _timestamp_column(names, unknown, timestamp)
    missing = [q for q in form.questions if q.key not in columns and q.key not in set(optional)]
    strangers = [f'"{headers[number]}" ({a1.column(number)}1)' for number in unknown if number != time_column]
    if missing or time_column is None:
        missing_titles = [f'"{question.title}"' for question in missing]
        if time_column is None:
            missing_titles.insert(0, '"Timestamp"')
        raise SheetError(
            Sentence(
                "{what} has no column {wanted}. It has {strangers}, which no question is called.",
                what=what,
                wanted=", ".join(missing_titles),
                strangers=", ".join(strangers),
            )
            if strangers
            else Sentence("{what} has no column {wanted}.", what=what, wanted=", ".join(missing_titles)),
            cure=cure,
        )
    notes = [
        Sentence(
            '{what} has {numbers} columns for "{title}" ({listed}): the first that is filled counts.',
            what=what,
            numbers=len(numbers),
            title=form.question(key).title,
            listed=", ".join(a1.column(n) for n in numbers),
        )
        for key, numbers in columns.items()
        if len(numbers) > 1
    ]
    if strangers:
        notes.append(
            Sentence(
                "{what} has columns of its own that are not read: {listed}.", what=what, listed=", ".join(strangers)
            )
        )
    questions = {question.key: tuple(columns[question.key]) for question in form.questions if question.key in columns}
    return Columns(time_column, questions, names[time_column], tuple(notes))


def known_headers(form: FormConfig, titles: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Header → key. What two questions share stands for neither; a present title beats an old one."""
    known: dict[str, str] = {}
    layers: list[list[tuple[str, str]]] = [
        [(question.title, question.key) for question in form.questions],
        [(title, key) for key, history in titles.items() for title in history],
        [(question.key, question.key) for question in form.questions],
        [(half, question.key) for question in form.questions for half in question.title.split(" / ")],
    ]
    keys = {question.key for question in form.questions}
    for layer in layers:
        known = owned_by_one((text, key) for text, key in layer if key in keys) | known
    return known


def _timestamp_column(names: Sequence[str], unknown: Sequence[int], remembered: str) -> int | None:
    if remembered and remembered in names:
        return names.index(remembered)
    for number in unknown:
        if names[number] in TIMESTAMP_HEADERS:
            return number
    return 0 if unknown and unknown[0] == 0 else None
