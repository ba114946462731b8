"""What was announced, and is never changed: releases of weeks, their editions and corrections, bands, and the check of the book."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ..campaign import Campaign
from ..chain import PRINTED, PRINTED_BEFORE, Entry, entry_time
from ..errors import InputError
from ..gazette.bands import announce_bands, bands_body, with_bands
from ..gazette.book import SHARED, Book, EntryKind, append, chain_faults, read_book
from ..gazette.corrections import correction, recent_corrections
from ..gazette.known import as_known, changes, relisted, rules_of, stations_of, with_districts, with_rules_before
from ..gazette.release import (
    different_places,
    edition_of,
    grade_of,
    release_body,
    same_figures,
    says_otherwise,
    two_faced_body,
)
from ..grading.archive import CONSTANTS, load_constants
from ..grading.columns import GradeStatus, Level, letters_of
from ..grading.grades import Grades
from ..nouns.progress import Progress, silent
from ..nouns.week import read_week, week_name
from ..reports import Contents
from ..reports.announced import in_gazette
from ..reports.manifest import NAME, read_manifest
from ..reports.terms import AMONG_ITS_KIND, IN_THE_RANGE
from ..sentence import Sentence
from ..version import code_version
from .clock import Clock, now, office_time
from .grades import grade, office_of

REPORTS = "reports"
"""The folder of reports under data/."""
READ_ON = "corrections"
"""An input of a report that tells of corrections announced after its week."""


@dataclass(frozen=True, slots=True)
class Release:
    """What a report announces: the book with it, and its entry."""

    book: Book
    entry: Entry


@dataclass(frozen=True, slots=True)
class AnnouncedFigure:
    """What a release says of one place: score with the ends of its interval (None: too few responses), its letter or letters, and
    in words where it stands."""

    code: str
    score: tuple[float, float, float] | None
    letters: str
    said: str


@dataclass(frozen=True, slots=True)
class BookCheck:
    """What came of checking the book: lines with a fault, heads that stand on reports here and in no line, and releases that come
    out otherwise when they are made again from the ledger of their time (week, what differs)."""

    entries: int
    faults: tuple[str, ...]
    unknown_heads: tuple[str, ...]
    different: tuple[tuple[str, str], ...]

    @property
    def ok(self) -> bool:
        return not (self.faults or self.unknown_heads or self.different)


def release_now(
    book: Book, grades: Grades, exact: Grades, *, ledger: str, changed: tuple[str, ...]
) -> Mapping[str, Any]:
    """What the next edition of a week would say of these grades."""
    edition = len(book.editions(grades.week)) + 1
    return release_body(grades, exact, ledger=ledger, edition=edition, changed=changed, decisions=grades.decided or 0)


def is_announced(book: Book, body: Mapping[str, Any]) -> bool | None:
    """Whether the book says the same of the week of a release already; None when it says nothing of it."""
    editions = book.editions(body["week"])
    return same_figures(editions[-1], body) if editions else None


def announce_release(campaign: Campaign, book: Book, body: Mapping[str, Any], *, at: str) -> Release:
    """Announce what `release_now` made of this book: the first edition of a week, or a further one when its figures became others;
    nothing when they are announced already.

    The first release of all announces the bands, the rules of the config and the stations too, a later one every rule and station
    that changed since.
    `at`: the time of the last pull. Raises StateError when another command announced something meanwhile.
    """
    if is_announced(book, body):
        return Release(book, book.editions(body["week"])[-1])
    if not book.of(EntryKind.BANDS):
        first = bands_body(campaign.grade_rules.bands, body["week"])
        book = append(campaign.data, book.next(EntryKind.BANDS, first, at))
    for kind, now_so in ((EntryKind.RULES, rules_of(campaign)), (EntryKind.STATIONS, stations_of(campaign))):
        if changed := changes(book, kind, now_so):
            book = append(campaign.data, book.next(kind, changed, at))
    book = append(campaign.data, book.next(EntryKind.RELEASE, body, at))
    return Release(book, book.entries[-1])


def read_on(book: Book, entry: Entry) -> dict[str, str]:
    """Of a report that tells other corrections than `entry`, its week's release, knew: up to which entry it has read the book, as an input."""
    week, then = entry.body["week"], Book(book.entries[: entry.number])
    return {READ_ON: book.entries[-1].hash} if recent_corrections(book, week) != recent_corrections(then, week) else {}


def as_announced(contents: Contents, book: Book, entry: Entry) -> Contents:
    """What a report says, with its edition and the corrections of the last quarter; for the IG also the head of the book."""
    week = contents.week.label
    head = "" if contents.shared else entry.hash[:PRINTED]
    corrections = recent_corrections(book, week)
    return in_gazette(contents, edition_of(book, week), head, corrections, relisted(book.before(entry.hash)))


def list_gazette(campaign: Campaign) -> tuple[Entry, ...]:
    """Every entry of the book, in order."""
    return read_book(campaign.data).entries


def announced_figures(entry: Entry) -> tuple[AnnouncedFigure, ...]:
    """What a release says of each district, of the range and of each station; nothing of another entry."""
    levels = grade_of(entry.body)["figures"] if entry.kind == EntryKind.RELEASE else {}
    return tuple(
        AnnouncedFigure(
            code,
            (row["score"], row["low"], row["high"]) if "score" in row else None,
            letters_of(row),
            _standing(level, row) or (GradeStatus(row["status"]).announced if "status" in row else ""),
        )
        for level, rows in levels.items()
        for code, row in rows.items()
    )


def _standing(level: str, row: Mapping[str, Any]) -> str:
    standing: str = row.get("standing", "")
    return (IN_THE_RANGE if level == Level.DISTRICT else AMONG_ITS_KIND).get(standing, standing)


def announced_otherwise(campaign: Campaign, grades: Grades, station: str) -> bool:
    """Whether the last edition of the week of these grades says something else of a station: something came, or was decided, since."""
    editions = read_book(campaign.data).editions(grades.week)
    return bool(editions) and says_otherwise(editions[-1], grades, station)


def corrections_of(campaign: Campaign, week: str, code: str) -> tuple[Entry, ...]:
    """What was corrected of a place in the last edition of a week."""
    return tuple(entry for entry in read_book(campaign.data).corrections(week) if entry.body["code"] == code)


def show_gazette(campaign: Campaign, name: str) -> tuple[Entry, ...]:
    """The entries of a week, or the one whose printed hash is given. Raises InputError when there is none."""
    book = read_book(campaign.data)
    with suppress(InputError):  # a head, or a name that nothing has
        name = week_name(read_week(name))
    of_week = (*book.editions(name), *book.lapsed(name), *book.corrections(name))
    entries = tuple(sorted(of_week, key=lambda entry: entry.number)) or tuple(filter(None, [book.find(name)]))
    if not entries:
        raise InputError('Nothing was announced under "{name}".', cure="See all with anubhav gazette list.", name=name)
    return entries


def lapsed_corrections(campaign: Campaign, week: str) -> int:
    """How many corrections of a week were of an earlier edition than the last, and do not act on it."""
    return len(read_book(campaign.data).lapsed(week))


def has_lapsed(correction: Entry, entries: Sequence[Entry]) -> bool:
    """Whether in a book of these entries a newer edition took the place of what was corrected."""
    return correction in Book(tuple(entries)).lapsed(correction.body["week"])


def correct_gazette(
    campaign: Campaign, week: str, code: str, field: str, value: str, *, why: str, who: str, apply: bool = True
) -> Entry:
    """Announce that something that was announced of a place is not so; with apply=False only give the entry. The first word stays
    in the book; the correction stands on every report of the next 13 weeks, and the next week goes on from it."""
    book = read_book(campaign.data)
    at = entry_time(office_time(campaign))
    body = correction(book, week_name(read_week(week)), code, field, value, why=why, who=who)
    return _announced(campaign, book.next(EntryKind.CORRECTION, body, at), apply=apply)


def announce_new_bands(campaign: Campaign, begin: str, *, clock: Clock = now, apply: bool = True) -> Entry:
    """Announce the bands of config/grading.toml from a quarter's first week on, at least two weeks ahead; with apply=False only
    give the entry."""
    book = read_book(campaign.data)
    moment = office_time(campaign, clock)
    if not book.of(EntryKind.BANDS):
        raise InputError(
            "Nothing was announced yet: the first report announces the bands of config/grading.toml.",
            cure="Make it: anubhav report.",
        )
    body = announce_bands(book, campaign.grade_rules.bands, begin, moment.date())
    return _announced(campaign, book.next(EntryKind.BANDS, body, entry_time(moment)), apply=apply)


def _announced(campaign: Campaign, entry: Entry, *, apply: bool) -> Entry:
    if apply:
        append(campaign.data, entry)
    return entry


def verify_gazette(
    campaign: Campaign, *, heads: tuple[str, ...] = (), remake: bool = True,
    progress: Progress = silent,
) -> BookCheck:  # fmt: skip
    """Check every line of the book against the one before, every head that stands on a report here (and `heads`, read from paper)
    against the lines, and, unless told not to `remake` them, each release against ledger, rules and stations of its time. Writes
    nothing. Raises InputError for a head that is none: its absence would sound like a book that was cut."""
    for head in heads:
        if not re.fullmatch(rf"[0-9a-f]{{{PRINTED_BEFORE},64}}", "".join(head.split()).lower()):
            raise InputError(
                "{head!r} is not the head of an entry.",
                cure='Copy the characters (0-9, a-f) after "Gazette" from the printed page, all of them.',
                head=head,
            )
    faults = chain_faults(campaign.data)
    book = Book() if faults else read_book(campaign.data)
    printed: dict[str, str] = dict.fromkeys(heads, Sentence("paper"))
    for path in sorted((campaign.data / REPORTS).rglob(NAME)):
        if head := read_manifest(path).inputs.get("gazette", ""):
            printed[head] = path.parent.relative_to(campaign.data).as_posix()
    unknown = tuple(
        Sentence("{head} ({where})", head=head[:PRINTED], where=where)
        for head, where in printed.items()
        if not faults and not book.find(head)
    )
    different: list[tuple[str, str]] = []
    releases = book.of(EntryKind.RELEASE) if remake else ()
    for number, entry in enumerate(releases):
        progress(number, len(releases))
        if places := different_places(entry, _made_again(campaign, book, entry)):
            then, ours = entry.body["code"], code_version()
            which = Sentence(
                "{week}, edition {edition}"
                if then == ours
                else "{week}, edition {edition}, announced by anubhav {then} (this is {ours}, which may decide otherwise)",
                week=entry.body["week"],
                edition=entry.body["edition"],
                then=then,
                ours=ours,
            )
            different.append((which, places))
    progress(len(releases), len(releases))
    return BookCheck(len(book.entries), faults, unknown, tuple(different))


def graded_again(
    campaign: Campaign,
    book: Book,
    entry: Entry,
    *,
    at: str = "",
    unchanged: bool = False,
    places: bool = False,
    clock: Clock = now,
) -> tuple[Campaign, Grades, Grades]:
    """The week of a release from the ledger (`at`: a later state of it that says the same), the rules, the stations, the constants, the decisions and the book of its time: the campaign
    as it was, what everybody reads, and what the IG's office reads. `unchanged`: rules and stations are those of today."""
    week, then, first = entry.body["week"], at or entry.body["ledger"], SHARED in entry.body
    before = book.before(entry.hash)
    known = with_rules_before(campaign, before) if unchanged else as_known(campaign, before, book)
    districts = grade_of(entry.body)["figures"][str(Level.DISTRICT)]
    as_it_was = with_bands(with_districts(known, districts), before, week)
    frozen = {} if first else load_constants(campaign.data / CONSTANTS, entry.body["constants"])
    grades = grade(
        as_it_was, week=week, at=then, places=places, book=before, decided=entry.body.get("decisions"), frozen=frozen,
        clock=clock,
    )  # fmt: skip
    exact = office_of(as_it_was, grades, book=before, frozen=None if first else frozen)
    return as_it_was, grades, exact


def _made_again(campaign: Campaign, book: Book, entry: Entry) -> Mapping[str, Any]:
    """The body of a release, made again."""
    _, grades, exact = graded_again(campaign, book, entry)
    if SHARED in entry.body:
        return two_faced_body(exact, grades)
    return release_body(grades, exact, ledger=entry.body["ledger"], edition=0)
