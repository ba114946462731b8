"""data/praise.jsonl: praise that names somebody of the staff: read by an officer, counted over separate days, answered with a letter.

Append-only and chained like the case book. It holds officers' names, never a citizen's name or words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from ..chain import Chain, Entry, entry_time, following
from ..errors import InputError
from ..sentence import Sentence, joined
from ..text import same_words, searched

PRAISE = "praise.jsonl"
"""Under data/."""
StillSaid = Callable[[str, datetime], bool]
"""Whether a response counts and says what it said at a moment: a reading of that moment holds as long."""
PRAISE_DAYS = 3
"""A letter is drafted when praise came on so many separate days: one glad family, or one friend, makes one day."""


class PraiseDeed(StrEnum):
    """What an entry says."""

    CONFIRMED = "confirmed"
    NOBODY = "nobody"
    LETTER = "letter"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Commendation:
    """A letter that was drafted: the days of praise that it holds, when it was drafted, and handed over (None: not yet)."""

    days: tuple[date, ...]
    drafted: date
    given: date | None = None


@dataclass(frozen=True, slots=True)
class Praised:
    """Somebody of the staff: number, code of the station, name; response → the day on which it praised them; letters in order; `lapsed`:
    responses that praised them and were changed, deleted or found not genuine since they were read."""

    number: int
    station: str
    name: str
    days_of: Mapping[str, date] = field(default_factory=dict)
    letters: tuple[Commendation, ...] = ()
    lapsed: frozenset[str] = frozenset()

    @property
    def days(self) -> tuple[date, ...]:
        """Separate days of praise that no letter which was given holds."""
        praised = {day for letter in self.letters if letter.given for day in letter.days}
        return tuple(sorted({*self.days_of.values()} - praised))

    @property
    def draft(self) -> Commendation | None:
        """The letter that was drafted and is not given yet."""
        return self.letters[-1] if self.letters and not self.letters[-1].given else None

    @property
    def redraft(self) -> int:
        """How many days of the draft do not hold any more: it is drafted again before it is given."""
        return len({*self.draft.days} - {*self.days}) if self.draft else 0


@dataclass(frozen=True, slots=True)
class PraiseBook:
    """All whom praise names, by their numbers from 1 on; `read`: the responses that an officer has judged as they are; `changed`: those that
    were changed since, which an officer reads again."""

    praised: tuple[Praised, ...] = ()
    read: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()

    def find(self, number: int) -> Praised:
        """Raises InputError when nobody has this number."""
        if not 1 <= number <= len(self.praised):
            raise InputError(
                "Nobody in the praise ledger has the number {number}.", cure="See: anubhav praise list", number=number
            )
        return self.praised[number - 1]


def letter_state(praised: Praised) -> Sentence:
    """What is next for somebody, in words."""
    if praised.redraft:
        return Sentence(
            "letter drafted, but {n} of its days no longer counts: draft it again, do not give it",
            "letter drafted, but {n} of its days no longer count: draft it again, do not give it",
            n=praised.redraft,
        )
    if praised.draft:
        return Sentence("letter drafted, not given yet")
    if len(praised.days) >= PRAISE_DAYS:
        return Sentence("a letter can be drafted")
    if praised.letters:
        return Sentence("last letter given on {day}", day=str(praised.letters[-1].given))
    return Sentence("no letter yet")


def days_said(praised: Praised) -> Sentence:
    """On how many days they were praised that no letter which was given holds, in words."""
    n = len(praised.days)
    if not any(letter.given for letter in praised.letters):
        return Sentence("praised on {n} day", "praised on {n} separate days", n=n)
    if not n:
        return Sentence("no further praise yet")
    return Sentence("praised on {n} further day", "praised on {n} further separate days", n=n)


def lapsed_said(praised: Praised) -> Sentence:
    """What of their praise no longer counts, in words; "" for nothing."""
    return (
        Sentence(
            "{n} response no longer counts: it was changed, deleted or found not genuine since an officer read it",
            "{n} responses no longer count: they were changed, deleted or found not genuine since an officer read them",
            n=len(praised.lapsed),
        )
        if praised.lapsed
        else Sentence("")
    )


def _always(response_id: str, at: datetime) -> bool:
    return True


def read_praise(data: Path, said: StillSaid = _always) -> PraiseBook:
    """The ledger under data/; empty without the file. What is not `said` any more praises nobody. Raises StateError, with the first fault,
    when it is not whole."""
    return _book_of(_chain(data).read(), said)


def confirm_praise(
    data: Path, response_id: str, day: date, *, station: str, name: str, who: str, at: datetime, said: StillSaid = _always
) -> PraiseBook:  # fmt: skip
    """Write down that `who` read a response of that day and that it praises this person; "" for the name: nobody of the staff.

    A response may praise several. The same again writes nothing. Raises InputError when it was judged the other way before, as it is.
    """
    body = {"answer": response_id, "day": day.isoformat(), "station": station, "name": same_words(name), "who": who}
    deed = PraiseDeed.CONFIRMED if name else PraiseDeed.NOBODY

    def make(entries: tuple[Entry, ...]) -> list[Entry]:
        before = [entry for entry in entries if entry.body.get("answer") == response_id and _holds(entry, said)]
        if any(entry.kind != deed for entry in before):
            raise InputError("Response {answer} was judged before.", cure="Nothing was written.", answer=response_id)
        if any(_person(entry.body) == _person(body) for entry in before):
            return []
        return [following(entries, deed, body, entry_time(at))]

    return _book_of(_chain(data).extend(make), said)


def draft_letter(data: Path, number: int, *, who: str, at: datetime, said: StillSaid = _always) -> Praised:
    """Write down that a letter is drafted for the days so far; again for the same days writes nothing.

    Raises InputError before there are `PRAISE_DAYS` of them.
    """

    def make(praised: Praised) -> Mapping[str, Any]:
        if len(praised.days) < PRAISE_DAYS:
            early = Sentence(
                "Number {number} was praised on {n} day so far.",
                "Number {number} was praised on {n} separate days so far.",
                number=number, n=len(praised.days),
            )  # fmt: skip
            cure = Sentence("A letter is drafted from {least} days on.", least=PRAISE_DAYS)
            raise InputError(joined((lapsed_said(praised), early), ". ") if praised.lapsed else early, cure=cure)
        if praised.draft and praised.draft.days == praised.days:
            return {}
        return {"number": number, "days": [day.isoformat() for day in praised.days], "who": who}

    return _of_person(data, number, PraiseDeed.LETTER, make, at, said)


def letter_given(data: Path, number: int, day: date, *, who: str, at: datetime, said: StillSaid = _always) -> Praised:
    """Write down that the drafted letter was handed over on a day; its days count for no other, and it stays whatever is said of them
    later. The same again writes nothing.

    Raises InputError when no letter waits.
    """

    def make(praised: Praised) -> Mapping[str, Any]:
        if praised.draft is None:
            if praised.letters and praised.letters[-1].given == day:
                return {}
            raise InputError(
                "No letter for number {number} waits to be given.",
                cure="Draft one: anubhav praise letter {number}",
                number=number,
            )
        return {"number": number, "day": day.isoformat(), "who": who}

    return _of_person(data, number, PraiseDeed.GIVEN, make, at, said)


def _of_person(
    data: Path, number: int, deed: PraiseDeed, make: Callable[[Praised], Mapping[str, Any]], at: datetime,
    said: StillSaid,
) -> Praised:  # fmt: skip
    def entry(entries: tuple[Entry, ...]) -> list[Entry]:
        body = make(_book_of(entries, said).find(number))
        return [following(entries, deed, body, entry_time(at))] if body else []

    return _book_of(_chain(data).extend(entry), said).find(number)


def _holds(entry: Entry, said: StillSaid) -> bool:
    """Whether a response stands as it was read; an entry has its second, of which all is meant."""
    return said(entry.body["answer"], datetime.fromisoformat(entry.at) + timedelta(milliseconds=999))


def _book_of(entries: tuple[Entry, ...], said: StillSaid) -> PraiseBook:
    people: list[Praised] = []
    days: list[dict[str, date]] = []
    position: dict[tuple[str, str], int] = {}
    read: set[str] = set()
    lapsed: set[tuple[int, str]] = set()  # of whom, which response
    for entry in entries:
        body = entry.body
        holds = "answer" in body and _holds(entry, said)
        if holds:
            read.add(body["answer"])
        if entry.kind == PraiseDeed.NOBODY:
            continue
        at = position.setdefault(_person(body), len(people)) if "name" in body else body["number"] - 1
        if at == len(people):
            days.append({})
            people.append(Praised(at + 1, body["station"], body["name"], days[at]))
        known = people[at]
        match entry.kind:
            case PraiseDeed.CONFIRMED if holds:
                days[at][body["answer"]] = date.fromisoformat(body["day"])
            case PraiseDeed.CONFIRMED:
                lapsed.add((at, body["answer"]))
            case PraiseDeed.LETTER:
                letter = Commendation(tuple(map(date.fromisoformat, body["days"])), date.fromisoformat(entry.at[:10]))
                before = known.letters[:-1] if known.draft else known.letters
                people[at] = replace(known, letters=(*before, letter))
            case PraiseDeed.GIVEN:
                before, letter = known.letters[:-1], known.letters[-1]
                people[at] = replace(known, letters=(*before, replace(letter, given=date.fromisoformat(body["day"]))))
    judged = frozenset(entry.body["answer"] for entry in entries if "answer" in entry.body)
    gone = (frozenset(name for of, name in lapsed if of == at and name not in held) for at, held in enumerate(days))
    praised = tuple(replace(person, lapsed=names) for person, names in zip(people, gone, strict=True))
    return PraiseBook(praised, frozenset(read), judged - read)


def _person(body: Mapping[str, Any]) -> tuple[str, str]:
    """The same person, however their name is spelt: station, and the name without case, nukta and dots."""
    return body["station"], " ".join(searched(body["name"]).replace(".", " ").split())


def _chain(data: Path) -> Chain:
    return Chain(data / PRAISE, frozenset(PraiseDeed))
