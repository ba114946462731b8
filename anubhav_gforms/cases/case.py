"""A case: one matter that the office follows to its end. It holds codes, days and what officers did; never a citizen's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from ..campaign import Campaign, District
from ..chain import Entry
from ..errors import InputError
from ..sentence import Sentence, joined


class About(StrEnum):
    """Why a case was opened. The first of several says how soon it is due."""

    GRAVE = "grave"
    MONEY = "money"
    LOW_RATING = "low_rating"
    GONE = "gone"
    EDITED = "edited"
    DISPUTED = "disputed"
    SWEPT = "swept"
    BURST = "burst"
    FLAG = "flag"
    MESSAGE = "message"
    OTHER = "other"


ABOUT_SAID = {
    About.GRAVE: Sentence("a grave matter in a message"),
    About.MONEY: Sentence("money or a gift was asked for"),
    About.LOW_RATING: Sentence("a very bad experience, with a message"),
    About.GONE: Sentence("a response was deleted at Google"),
    About.EDITED: Sentence("a response was changed after it was sent"),
    About.DISPUTED: Sentence("form and sheet say different things of a response"),
    About.SWEPT: Sentence("many responses changed at Google at once (anubhav bench list)"),
    About.BURST: Sentence("many responses at once"),
    About.FLAG: Sentence("a flag"),
    About.MESSAGE: Sentence("a message"),
    About.OTHER: Sentence("another matter"),
}


class Ending(StrEnum):
    """How a case ended."""

    ACTED = "acted"
    UNFOUNDED = "unfounded"
    UNCLEAR = "unclear"
    PASSED_ON = "passed-on"
    DUPLICATE = "duplicate"


ENDING_SAID = {
    Ending.ACTED: Sentence("something was done"),
    Ending.UNFOUNDED: Sentence("looked into; nothing was found"),
    Ending.UNCLEAR: Sentence("looked into; it cannot be told"),
    Ending.PASSED_ON: Sentence("passed on to another department"),
    Ending.DUPLICATE: Sentence("the same matter as another case"),
}


class Deed(StrEnum):
    """What an entry of the book does to a case."""

    OPENED = "opened"
    NOTED = "noted"
    ASSIGNED = "assigned"
    ACTED = "acted"
    CLOSED = "closed"
    REOPENED = "reopened"


DEED_SAID = {
    Deed.OPENED: Sentence("case opened"),
    Deed.NOTED: Sentence("note written"),
    Deed.ASSIGNED: Sentence("handed over"),
    Deed.ACTED: Sentence("action recorded"),
    Deed.CLOSED: Sentence("case closed"),
    Deed.REOPENED: Sentence("case opened again"),
}


@dataclass(frozen=True, slots=True)
class Matter:
    """What a case is opened for. `key` is the same whenever the same thing is seen again, so that it is one case.

    `since`: local day or time in ISO. `answer`, `flag`: ids, "" when it is about none. `station`: "" when not known.
    """

    key: str
    about: tuple[About, ...]
    station: str = ""
    since: str = ""
    answer: str = ""
    flag: str = ""

    @property
    def said(self) -> Sentence:
        """What it is about, in words."""
        return joined((ABOUT_SAID[about] for about in self.about), ", ")

    @property
    def nowhere(self) -> Sentence:
        """What stands in place of a station's name where it has none: the code, of one that stations.csv does not list any more."""
        if self.station:
            return Sentence("{station}, which is not in stations.csv", station=self.station)
        return Sentence("several stations") if About.SWEPT in self.about else Sentence("no station")


@dataclass(frozen=True, slots=True)
class CaseStep:
    """What was done: when (ISO time), by whom (a role or an account), and in which words."""

    deed: Deed
    at: str
    who: str
    text: str = ""
    owner: str = ""
    due: date | None = None
    outcome: Ending | None = None
    entry: int = 0  # its number in the book


@dataclass(frozen=True, slots=True)
class Case:
    """One case as the book says today. `owner` is one of `owners`, `due` the day on which it must be closed."""

    number: int
    matter: Matter
    owner: str
    due: date
    steps: tuple[CaseStep, ...]
    outcome: Ending | None = None
    mark: str = ""  # of the line that opened it: what those call it who must not know how many others there are

    @property
    def is_open(self) -> bool:
        return self.outcome is None

    @property
    def opened_at(self) -> str:
        """ISO time."""
        return self.steps[0].at

    @property
    def closed_at(self) -> str:
        """ISO time of its closing; "" while it is open."""
        return "" if self.is_open else next(step.at for step in reversed(self.steps) if step.deed is Deed.CLOSED)

    @property
    def reopened(self) -> int:
        """How often it was opened again."""
        return sum(step.deed is Deed.REOPENED for step in self.steps)

    def overdue(self, today: date) -> int:
        """Days by which its day has passed; 0 when it has not, or the case is closed."""
        return max(0, (today - self.due).days) if self.is_open else 0


@dataclass(frozen=True, slots=True)
class CaseBook:
    """All cases in the order of their numbers, from 1 on, and the hashes of all entries of the book."""

    cases: tuple[Case, ...] = ()
    hashes: tuple[str, ...] = field(default=(), repr=False)

    @property
    def entries(self) -> int:
        """How many entries it has."""
        return len(self.hashes)

    @property
    def head(self) -> str:
        """The hash of its last entry; "" without any."""
        return self.hashes[-1] if self.hashes else ""

    @property
    def open_cases(self) -> tuple[Case, ...]:
        """Those that are not closed, the first due first."""
        return tuple(sorted((case for case in self.cases if case.is_open), key=lambda case: (case.due, case.number)))

    def overdue(self, today: date) -> tuple[Case, ...]:
        """Open cases whose day has passed, the longest first."""
        return tuple(case for case in self.open_cases if case.overdue(today))

    def due_within(self, today: date, days: int) -> tuple[Case, ...]:
        """Open cases that are due from today to so many days ahead."""
        return tuple(case for case in self.open_cases if today <= case.due <= today + timedelta(days=days))

    def case(self, number: int) -> Case:
        """The case with this number. Raises InputError when there is none."""
        return self.named(str(number))

    def named(self, name: str) -> Case:
        """The case of this number, or of this mark, by which an SP knows it. Raises InputError when there is none."""
        typed = name.strip().casefold()
        number = int(typed) if typed.isdecimal() and len(typed) < MARK else None  # in Devanagari digits as well
        if case := next((case for case in self.cases if typed == case.mark or number == case.number), None):
            return case
        raise InputError("There is no case {number}.", cure="See all with anubhav cases list --all.", number=name)

    def of_response(self, response_id: str) -> tuple[Case, ...]:
        """The cases about a response."""
        return tuple(case for case in self.cases if response_id and case.matter.answer == response_id)


MARK = 8
"""Signs of a case's mark."""
OWNER_SAID = {"ig": Sentence("IG's office"), "analyst": Sentence("analyst")}
"""Owners of the whole range; the others are the SPs of districts."""


def owners(campaign: Campaign) -> tuple[str, ...]:
    """Who can own a case: "ig", "analyst", and "sp-bsp" for the SP of each district."""
    return (*OWNER_SAID, *map(owner_of_district, campaign.office.districts))


def owner_of_district(code: str) -> str:
    """The SP of a district, as an owner."""
    return f"sp-{code.lower()}"


def owner_said(owner: str, districts: Iterable[District] = ()) -> Sentence:
    """An owner in words: an SP by the district's name, by its code where it is none of `districts`."""
    if owner in OWNER_SAID:
        return OWNER_SAID[owner]
    names = next((each.names for each in districts if owner == owner_of_district(each.code)), None)
    return Sentence("SP {district}", district=names or owner.removeprefix("sp-").upper())


def book_of(entries: Iterable[Entry]) -> CaseBook:
    """The book's entries replayed, in order."""
    opened: list[tuple[Matter, list[CaseStep], str]] = []
    hashes: list[str] = []
    for entry in entries:
        hashes.append(entry.hash)
        body = entry.body
        step = CaseStep(
            Deed(entry.kind),
            entry.at,
            body["who"],
            body.get("text", ""),
            body.get("owner", ""),
            date.fromisoformat(body["due"]) if "due" in body else None,
            Ending(body["outcome"]) if "outcome" in body else None,
            len(hashes),
        )
        if step.deed is Deed.OPENED:
            matter = Matter(
                body["key"],
                tuple(map(About, body["about"])),
                *(body.get(name, "") for name in ("station", "since", "answer", "flag")),
            )
            opened.append((matter, [step], entry.hash[:MARK]))
        else:
            opened[body["case"] - 1][1].append(step)
    return CaseBook(tuple(_case(number, *each) for number, each in enumerate(opened, start=1)), tuple(hashes))


def _case(number: int, matter: Matter, steps: Sequence[CaseStep], mark: str) -> Case:
    """The case as its steps leave it."""
    owner, due, outcome = "", None, None
    for step in steps:
        owner, due = step.owner or owner, step.due or due
        if step.deed in (Deed.CLOSED, Deed.REOPENED):
            outcome = step.outcome
    assert due is not None, "every case is opened with its day"
    return Case(number, matter, owner, due, tuple(steps), outcome, mark)
