"""Every error of the toolkit, as one tree.

AnubhavError
├── InputError              what the office wrote or typed; exit code 2
│   ├── CampaignError       mistakes in config/*.toml or stations.csv, all at once
│   ├── WeekError           a week in which nobody had responded yet
│   ├── StateError          data/ does not fit what was asked (no form yet, printed code gone, locked)
│   ├── LinkError           a code or a link cannot be made or read
│   ├── PosterError         a poster cannot be drawn, or fails its check
│   └── SheetError          the response sheet is not as it must be
└── GoogleError             what Google replied, or did not; exit code 3
    ├── SignInError         no login, an expired login, a missing scope
    ├── RefusedError        400: Google says the request is wrong
    ├── ForbiddenError      403
    ├── NotFoundError       404
    ├── QuotaError          429, or 403 with a rate reason, after all repeats
    └── UnavailableError    5xx, no connection, no reply in time

A message says what is wrong, where, and what to do next. It never holds a name, a mobile number or a message.
"""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass
from pathlib import Path

from .sentence import Sentence, as_sentence, joined


class AnubhavError(Exception):
    """Root of all errors of the toolkit. `exit_code` is what the command line ends with.

    Message and cure are templates, `values` fill the {names} of both: `StateError("{path} is damaged.", path=path)`.
    """

    exit_code = 4

    def __init__(self, message: str, *, cure: str = "", **values: object) -> None:
        self.message: Sentence = as_sentence(message, values)
        self.cure: Sentence = as_sentence(cure, values)
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.message} {self.cure}".strip()

    @property
    def whole(self) -> Sentence:
        """Message and cure, for a reader who sees both on one line."""
        return joined(filter(None, (self.message, self.cure)), " ")


REFUSALS = (
    Sentence("Permission denied"),
    Sentence("Operation not permitted"),
    Sentence("Read-only file system"),
    Sentence("No space left on device"),
    Sentence("Disk quota exceeded"),
    Sentence("Not a directory"),
    Sentence("Is a directory"),
    Sentence("No such file or directory"),
    Sentence("File exists"),
    Sentence("Too many levels of symbolic links"),
    Sentence("File name too long"),
    Sentence("Input/output error"),
    Sentence("No locks available"),
    Sentence("Function not implemented"),
    Sentence("Address already in use"),
    Sentence("Cannot assign requested address"),
)
"""What a system says when it refuses, for catalogs; other words of a system stay as they are."""


def refusal(error: OSError) -> Sentence:
    """The system's own words of an error, to be said in the reader's language."""
    return Sentence(error.strerror or str(error))


def refused_file(error: OSError) -> StateError:
    """What the system refused of a file, with what to do. Raises the error itself where it names no file."""
    if not error.filename:
        raise error
    cure = Sentence(
        "A file has the name of one of its folders. Move that file away, and bring the folder back."
        if isinstance(error, NotADirectoryError)
        else "A folder has the name of this file. Move that folder away, and bring the file back."
        if isinstance(error, IsADirectoryError)
        else "It is a link that leads back to itself. Take that link away, and bring back what it should lead to."
        if error.errno == errno.ELOOP
        else "Make it readable and writable for you, and run it again."
    )
    return StateError("{path}: {why}.", cure=cure, path=error.filename, why=refusal(error))


class InputError(AnubhavError):
    """Something the office wrote or typed; nothing was changed."""

    exit_code = 2


class WeekError(InputError):
    """A week in which nobody had responded yet."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in one file: where it is, what is wrong and what to do."""

    file: Path
    line: int
    text: str

    @property
    def where(self) -> str:
        """stations.csv:17, or the file alone when the mistake is in no line of it."""
        return f"{self.file}:{self.line}" if self.line else f"{self.file}"

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


MOST_ALIKE = 3
"""So many mistakes of one kind are told line by line; of more only the first, and how many there are."""


@dataclass(frozen=True, slots=True)
class MistakesAlike:
    """Mistakes of one kind in one file, told as one."""

    first: Mistake
    """The first of them."""
    more: Sentence | str
    """How many more there are, and where; "" when this is the only one."""

    @property
    def said(self) -> Sentence:
        """Where the first is, what is wrong with it, and how many more there are."""
        mistake = joined((self.first.where, as_sentence(self.first.text)), ": ")
        return Sentence("{mistake} ({more})", mistake=mistake, more=self.more) if self.more else mistake


def _grouped(mistakes: tuple[Mistake, ...]) -> tuple[MistakesAlike, ...]:
    """Mistakes in their order; those that differ only in what stands in quotes or in a number are one from four on."""
    kinds: dict[tuple[Path, str], list[Mistake]] = {}
    for mistake in mistakes:
        kinds.setdefault((mistake.file, _VALUES.sub("_", mistake.text)), []).append(mistake)
    groups: list[MistakesAlike] = []
    for alike in kinds.values():
        if len(alike) <= MOST_ALIKE:
            groups += [MistakesAlike(each, "") for each in alike]
            continue
        says = Sentence("and {n} more like this, the last in line {last}", n=len(alike) - 1, last=alike[-1].line)
        groups.append(MistakesAlike(alike[0], says))
    return tuple(sorted(groups, key=lambda group: group.first))


_VALUES = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|[0-9]+")


class CampaignError(InputError):
    """All the mistakes found in the campaign's files, in the order of file and line."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        self.groups = _grouped(self.mistakes)
        super().__init__("{mistakes}", mistakes=joined((group.said for group in self.groups), "\n"))


class StateError(InputError):
    """The state under data/ does not allow what was asked."""


class LinkError(InputError):
    """A station code, signature or link that cannot be made or read."""


class PosterError(InputError):
    """A poster that cannot be drawn, or whose finished page fails its check."""


class SheetError(InputError):
    """The response sheet is not as it must be: a column missing, a wrong time zone."""


class GoogleError(AnubhavError):
    """Google refused, or did not reply. `status` is the HTTP status, 0 when there was no reply."""

    exit_code = 3

    def __init__(self, message: str, *, cure: str = "", status: int = 0, reason: str = "", **values: object) -> None:
        super().__init__(message, cure=cure, **values)
        self.status = status
        self.reason = reason


class SignInError(GoogleError):
    """No login, an expired or revoked one, or one without a scope that is needed."""


class RefusedError(GoogleError):
    """400: the request is not one that Google accepts; repeating it cannot help."""


class ForbiddenError(GoogleError):
    """403: this account may not do that."""


class NotFoundError(GoogleError):
    """404: there is no such file, or this account cannot see it."""


class QuotaError(GoogleError):
    """Too many requests, still so after all the repeats that the deadline allows."""


class UnavailableError(GoogleError):
    """Google could not be reached or failed, still so after all repeats. The work may have been done."""
