"""Reports: written whole, announced, and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..campaign import Campaign
from ..errors import InputError, StateError
from ..files import sweep_drafts
from ..forms.mixed import refuse_mixed_lists, refuse_moved_titles
from ..forms.printed_checks import refuse_lost_lines
from ..gazette.bands import check_config, with_bands
from ..gazette.book import Book, read_book
from ..grading.cube.exchange import read_cube
from ..grading.grades import Grades
from ..links.registry import load_registry
from ..nouns.progress import Progress, silent
from ..nouns.week import read_month
from ..reports import (
    Audience,
    Contents,
    Manifest,
    PackLanguage,
    Report,
    Week,
    audience_files,
    for_outside,
    gather_counts,
    inputs_of,
    keep_earlier,
    same_figures,
    write_files,
)
from ..reports.contents import EMPTY, PROVISIONAL, UNFINISHED
from ..reports.manifest import manifest_there
from ..reports.terms import inputs_said
from ..responses.ledger.ledger import Ledger, open_ledger
from ..sentence import Sentence
from .clock import Clock, now
from .compared import compared_mark
from .gazette import READ_ON, REPORTS, announce_release, is_announced, release_now
from .grades import freeze_begun, grade, office_of, trusted_ledger, under_old_bands
from .readers import ForReaders, announced_by, both_readers, last_announced

CUBES = "-cubes"
"""Ends the name of a report's folder that was made from counts which others sent."""


def write_report(
    campaign: Campaign,
    grades: Grades,
    *,
    month: str = "",
    audiences: Sequence[Audience] = (),
    language: str = "both",
    cube: Path | None = None,
    again: bool = False,
    trusted: Ledger | None = None,
    clock: Clock = now,
    progress: Progress = silent,
) -> Report:
    """The report of these grades in data/reports/<week or month>/: page, tables, workbook, packs and a manifest, each written whole, from the
    state of the ledger that was graded: what a pull brings meanwhile is the next one's.

    Says how new the responses are and how many were left out, from the ledger. The same ledger, config and code give
    the same bytes. For each of `audiences` the files that it may read are added: messages for the IG, old and redacted
    ones for SPs, a sheet per station that changes in groups of five. Without one no text of a citizen leaves the ledger.
    The page speaks Hindi and English, the PDF files `language`: "hi", "en" or "both".
    With `month` ("2026-11") letters are compared with those at the end of the month before. `cube`: the grades come
    from this file, which others counted. Then the report lies in a folder of its own, <week>-cubes, says nothing of this
    office's ledger, and nothing is made for readers outside the IG's office, who see full groups of five only. Raises InputError for a
    cube with `audiences`: counts hold no message.
    Before the first response that counts nothing is announced, bands and rules neither. A report of a finished week whose figures would be others than those that lie there is refused (StateError, naming what
    differs), unless `again` (with grades of the `latest` book): then the earlier one stays in earlier/ beside it. So is one from a ledger that is not as it was
    written; `trusted`, which `trusted_ledger` gave, is not compared a second time unless something was written since. Where Google was not asked lately for old responses (`ask_first`), every page says since when. The first report of a quarter whose baseline weeks are pulled freezes its constants, and `Report.frozen` says so.
    """
    month, spoken, readers = _asked(month, language, audiences, cube)
    asked = (f"--month {month}" if month else f"--week {grades.week}") + (f" --cube {cube.name}" if cube else "")
    sweep_drafts(campaign.data)
    _refuse_what_links_deny(campaign)
    ledger, book = _as_written(campaign, grades, trusted), read_book(campaign.data)
    _refuse_lost_book(campaign.data / REPORTS, book)
    today, campaign = campaign, with_bands(campaign, book, grades.week)
    then = book if again else book.known_to(grades.week)
    exact = None if cube else office_of(campaign, grades, book=then)
    if again and exact and (stands := _as_its_edition(today, grades, exact, book, clock)):
        then, grades, exact = stands
    folder = campaign.data / REPORTS / f"{month or grades.week}{CUBES if cube else ''}"
    since = read_month(month).before.last_week if month else last_announced(then, grades.week)
    before = manifest_there(folder)
    inputs = inputs_of(campaign, grades, ledger, *([read_cube(cube)] if cube else []))
    changed = _changed(before, inputs) if before else ()
    own, contents = _gathered(campaign, grades, exact, then, ledger, since=since, clock=clock)
    body = None
    if exact and grades.finished and (EMPTY not in own.marks or book.editions(grades.week)):
        body = release_now(book, grades, exact, ledger=inputs["ledger"], changed=changed)
        check_config(today, book, grades.week)
    otherwise = body is not None and is_announced(book, body) is False
    kept = _make_room(folder, before, own, announced_otherwise=otherwise, changed=changed, again=again, asked=asked)
    grades, frozen = _freeze(campaign, grades, clock)
    own, contents = (_as_frozen(said, grades) for said in (own, contents))
    shown = ForReaders(own, None if cube else for_outside(contents))
    if body and shown.outside:
        when = own.freshness.data_up_to
        release = announce_release(today, book, body, at=when.isoformat() if when else "")
        shown = announced_by(own, shown.outside, release.book, release.entry)
    report = write_files(
        shown.own,
        folder,
        outside=shown.outside,
        language=spoken,
        inputs={**inputs, **shown.inputs},
        extras=audience_files(
            campaign, shown.own, ledger, readers, spoken, outside=grades, sheets=shown.outside, released=shown.released
        ),
        command=f"anubhav report {asked}",
        before=before,
        progress=progress,
    )
    gone = tuple(each for each in Audience if before and each not in readers and any(map(each.reads, before.files)))
    return replace(report, frozen=frozen, kept=kept, not_again=gone)


def _as_its_edition(
    campaign: Campaign, grades: Grades, exact: Grades, book: Book, clock: Clock
) -> tuple[Book, Grades, Grades] | None:
    """Where these grades say what the last edition of their week said, the same by the book of its time: nothing new is announced, and
    the report stays one that is made again from that edition. None where they say something else."""
    before = book.known_to(grades.week)
    if before == book or not _says_the_same(book, grades, exact):
        return None
    then = grade(campaign, week=grades.week, at=grades.ledger, book=before, clock=clock)
    known = office_of(with_bands(campaign, before, grades.week), then, book=before)
    return (before, then, known) if _says_the_same(book, then, known) else None


def _says_the_same(book: Book, grades: Grades, exact: Grades) -> bool:
    """Whether the last edition of the week of these grades said the same."""
    return is_announced(book, release_now(book, grades, exact, ledger=grades.ledger, changed=())) is True


def _asked(
    month: str, language: str, audiences: Sequence[Audience], cube: Path | None
) -> tuple[str, PackLanguage, list[Audience]]:
    """What was asked for, read: the month's own name ("" for none), the language of the PDF files, and the readers."""
    if cube and audiences:
        raise InputError(
            "--audience needs the responses themselves; --cube holds counts.", cure="Leave out one of them."
        )
    month = read_month(month).label if month else ""
    try:
        return month, PackLanguage(language), [Audience(each) for each in audiences]
    except ValueError:
        raise InputError("A report speaks hi, en or both, and its audiences are ig, district and station.") from None


def _refuse_what_links_deny(campaign: Campaign) -> None:
    """Raise where a form, its titles or stations.csv are others than those that signed links lead to."""
    registry = load_registry(campaign.data)
    refuse_mixed_lists(campaign, registry)
    refuse_moved_titles(campaign.form, registry)
    refuse_lost_lines(registry, campaign.station_by_code)


def _as_written(campaign: Campaign, grades: Grades, trusted: Ledger | None) -> Ledger:
    """The ledger as it was graded, compared with what was written, unless it is `trusted` and nothing came since."""
    if not trusted or trusted.manifest != open_ledger(campaign).manifest:
        trusted_ledger(campaign)
    return open_ledger(campaign, at=grades.ledger)


def _gathered(
    campaign: Campaign, grades: Grades, exact: Grades | None, book: Book, ledger: Ledger, *, since: Week | None, clock: Clock
) -> tuple[Contents, Contents]:  # fmt: skip
    """What the IG's office reads, and what everybody reads; of counts that others sent (no `exact` grades) both read the same."""
    if exact is None:
        counts = gather_counts(campaign, grades, since=since)
        return counts, counts
    old = under_old_bands(campaign, grades, book, clock=clock)
    own, contents = both_readers(campaign, grades, exact, ledger, since=since, old=old)
    compared = compared_mark(grades, clock)
    return replace(own, marks=own.marks + compared), replace(contents, marks=contents.marks + compared)


def _make_room(
    folder: Path, before: Manifest | None, own: Contents, *, announced_otherwise: bool, changed: tuple[str, ...], again: bool, asked: str
) -> Path | None:  # fmt: skip
    """Where the report that lies in the folder is kept, when one with other figures comes in its place; else None.

    Raises StateError unless `again` when the other figures were announced, or handed out in a report that was no draft.
    """
    handed_out = before and not {UNFINISHED, EMPTY} & set(before.marks)
    if not announced_otherwise and (not handed_out or not before or same_figures(before, folder, own)):
        return None
    if again:
        return keep_earlier(folder, before) if before else None
    if before:
        raise StateError(
            "{folder}: the report that is there has other figures. Changed since: {changed}. Nothing was written.",
            cure="To make it again: anubhav report {asked} --again; the earlier one is kept in earlier/ beside it.",
            asked=asked,
            folder=folder,
            changed=inputs_said(changed)
            or Sentence("something that a report does not name, such as the constants of an earlier quarter"),
        )
    raise StateError(  # as after a restore, or in the report of a month
        "Week {week} was announced with other figures than it would have now, and {folder} holds no report of it. Nothing was written.",
        cure="See what was announced: anubhav gazette show {week}. To announce a further edition: anubhav report {asked} --again",
        asked=asked,
        week=own.week.label,
        folder=folder,
    )


def _freeze(campaign: Campaign, grades: Grades, clock: Clock) -> tuple[Grades, tuple[str, ...]]:
    """The grades with the constants of a quarter that begins frozen, and the names of those that were frozen now."""
    new = {constants.name for constants in grades.new_constants}
    grades = freeze_begun(campaign, grades, clock=clock)
    return grades, tuple(sorted(new - {constants.name for constants in grades.new_constants}))


def _as_frozen(said: Contents, grades: Grades) -> Contents:
    """The contents without the mark of provisional constants, once the grades' own are frozen."""
    if grades.provisional:
        return said
    return replace(said, marks=tuple(mark for mark in said.marks if mark != PROVISIONAL))


def _refuse_lost_book(reports: Path, book: Book) -> None:
    """Raise StateError where a report that lies here was announced in a line that the book does not hold: a new one would begin unseen."""
    for folder in sorted(reports.glob("*-*")):
        manifest = manifest_there(folder)
        head = manifest.inputs.get("gazette", "") if manifest else ""
        if head and not book.find(head):
            raise StateError(
                "{folder} was announced, and data/gazette.jsonl does not hold that line: the book was removed, or is an older one.",
                cure="Bring it back from a backup. If there is none, move the folders of data/reports to another place: then a new gazette begins.",
                folder=folder,
            )


def _changed(before: Manifest, inputs: Mapping[str, str]) -> tuple[str, ...]:
    """The names of what a report was made from that is another thing now."""
    names = {**before.inputs, **inputs}
    return tuple(
        name for name in names if name not in ("gazette", READ_ON) and before.inputs.get(name) != inputs.get(name)
    )
