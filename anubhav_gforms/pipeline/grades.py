"""Grades of a week, the constants behind them, and what looks odd in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pandas as pd

from ..campaign import Campaign
from ..errors import InputError, StateError, WeekError
from ..files import sweep_drafts
from ..gazette.announced_weeks import announced_signs, announced_weeks
from ..gazette.bands import before_new_bands, with_bands
from ..gazette.book import Book, read_book
from ..gazette.known import with_announced_rules, with_rules_before
from ..grading import grade as grade_week
from ..grading.archive import CONSTANTS, DECISIONS, decisions_in, load_constants, load_decisions, save_constants
from ..grading.constants import Constants
from ..grading.cube.blocks import ledger_cube
from ..grading.cube.exchange import CubeFile
from ..grading.decisions import Decisions
from ..grading.grades import Grades
from ..grading.method.memory import Announced
from ..grading.undelivered import without_undelivered
from ..nouns import week as weeks
from ..nouns.week import Week, day_number, day_of, first_day, read_week, week_name, week_number
from ..privacy.outside import flagged_in_groups, outside_view, removed_rows
from ..responses.ledger.columns import DAY
from ..responses.ledger.ledger import Ledger, open_ledger
from ..responses.ledger.verify import verify
from ..sentence import Sentence
from ..version import code_version
from .clock import Clock, is_over, now, week_asked, week_meant
from .compared import compared_at
from .cube import believed_cube


def grade(
    campaign: Campaign,
    *,
    week: str | None = None,
    at: str = "",
    cube: Path | None = None,
    places: bool = True,
    keep: str = "",
    book: Book | None = None,
    decided: int | None = None,
    frozen: Mapping[str, Constants] | None = None,
    latest: bool = False,
    clock: Clock = now,
) -> Grades:
    """The grades of an ISO week ("2026-W47"; without one the last finished, or the running one when the first response came in it), the
    same for everybody: from the full groups of five of the ledger.

    With `at`, the hash of a state of the ledger, from the responses as they were then; with `cube`, a file, from the counts
    that districts sent. Without `places` rank intervals
    are left out; letters and standings go on from what was announced before (`book`, by default the gazette as the week's last edition
    knew it, with `latest` as it is), under
    the bands in force and what persons had `decided` (the first so many decisions; all by default); `keep` is the code of a closed
    station that shall be explained (without a week, as of the last in which it was listed). Nothing is written: constants of a
    quarter that are not frozen yet are estimated for these grades alone,
    which are then `provisional`; `write_report` freezes them. The running week is graded and not `finished`. Raises
    InputError for a week that has not begun or is before the first response. `frozen`: constants of another time than today.
    """
    asked = week or _last_listed(campaign, keep, clock)
    if asked:
        asked = week_asked(campaign, asked, clock)
    ledger = open_ledger(campaign, at=at)
    delivered = believed_cube(campaign, cube) if cube else None
    first = _first_day(delivered, ledger)
    name = asked or week_meant(campaign, first, clock)
    if first is not None and first >= first_day(read_week(name) + 1):
        raise WeekError(
            "Week {name} is before the first response.",
            cure="The first response came in {week_name}.",
            name=name,
            week_name=week_name(week_number(day_of(first))),
        )
    book = _book_of(campaign, name, latest=latest) if book is None else book
    if campaign.rules_before is None:
        campaign = with_rules_before(campaign, read_book(campaign.data))
    then = with_bands(campaign, book, name)
    frozen = load_constants(campaign.data / CONSTANTS) if frozen is None else frozen
    decided = len(load_decisions(campaign.data / DECISIONS)) if decided is None else decided
    decisions = decisions_in(campaign.data, decided)
    if delivered:
        decisions, here = _on_counts(then, decisions, delivered)
        made = grade_week(
            then, delivered.cube, name, frozen=frozen, decisions=decisions, code_version=code_version(), places=places
        )
        made = without_undelivered(replace(made, notes=(*made.notes, *here)), delivered.districts)
    else:
        made = outside_view(
            then, ledger, name, decisions=decisions, decided=partial(decisions_in, campaign.data, decided), code_version=code_version(), keep=keep, frozen=frozen,
            announced=announced_weeks(book, name), places=places,
        )  # fmt: skip
    pulled = None if delivered else ledger.pulled_at
    return replace(
        made,
        finished=is_over(campaign, name, _known_up_to(pulled, clock)),
        provisional=made.constants in made.new_constants,
        ledger="" if delivered else ledger.manifest.chain,
        pulled_at=pulled,
        compared_at=None if delivered else compared_at(campaign, ledger),
        decided=decided,
    )


def _on_counts(campaign: Campaign, decisions: Decisions, delivered: CubeFile) -> tuple[Decisions, tuple[Sentence, ...]]:
    """The decisions that act on counts of others, and what is said of those that do not: counts of full groups of five have no rows to take out,
    and stand on other days than the flags."""
    if campaign.grade_rules.method != 2:
        return decisions, ()
    here = [station for station, _ in decisions.kept_aside if station in delivered.cube.stations]
    said = Sentence(
        "Responses found not genuine are taken out by the office that counts them, before it exports; {n} such decision made here does not act on these counts.",
        "Responses found not genuine are taken out by the office that counts them, before it exports; {n} such decisions made here do not act on these counts.",
        n=len(here),
    )
    return replace(decisions, kept_aside=frozenset()), (said,) if here else ()


def office_of(
    campaign: Campaign, grades: Grades, *, book: Book | None = None, frozen: Mapping[str, Constants] | None = None
) -> Grades:
    """What only the IG's office knows of the week of these grades, from every response of the ledger that was graded: counts, alarms,
    money and flags. Its scores are nobody's grade; the constants are those of the grades."""
    book = _book_of(campaign, grades.week) if book is None else book
    estimated = {constants.name: constants for constants in grades.new_constants if constants.frozen}
    frozen = {**estimated, **(load_constants(campaign.data / CONSTANTS) if frozen is None else frozen)}
    then, ledger = with_bands(campaign, book, grades.week), open_ledger(campaign, at=grades.ledger)
    decisions = decisions_in(campaign.data, grades.decided)
    exact = grade_week(
        then,
        ledger_cube(campaign, ledger),
        grades.week,
        frozen=frozen,
        decisions=replace(
            decisions, removed=removed_rows(then, ledger, read_week(grades.week), decisions, frozen=frozen)
        ),
        code_version=grades.code_version,
        places=False,
        announced=announced_signs(book, grades.week),
    )
    return replace(
        exact,
        bursts=flagged_in_groups(then, grades, exact.bursts),
        finished=grades.finished,
        provisional=grades.provisional,
        ledger=grades.ledger,
        pulled_at=grades.pulled_at,
        decided=grades.decided,
    )


def _book_of(campaign: Campaign, week: str, *, latest: bool = False) -> Book:
    book = read_book(campaign.data)
    return book if latest else book.known_to(week)


def under_old_bands(campaign: Campaign, grades: Grades, book: Book, *, clock: Clock = now) -> Grades | None:
    """The week of these grades as the bands before would grade it, in the first weeks of new ones; None in all other weeks."""
    before = before_new_bands(book, grades.week)
    if before is None:
        return None
    frozen = {constants.name: constants for constants in grades.working.timeline.constants if constants}
    return grade(
        campaign, week=grades.week, at=grades.ledger, places=False, book=before, decided=grades.decided, frozen=frozen,
        clock=clock,
    )  # fmt: skip


def count_exactly(campaign: Campaign, *, week: str | None = None, clock: Clock = now) -> Grades:
    """`office_of` a week; without one of the last finished."""
    return office_of(campaign, grade(campaign, week=week, places=False, clock=clock))


def _first_day(delivered: CubeFile | None, ledger: Ledger) -> int | None:
    """The day number of the first response; None without any."""
    if delivered:
        return int(delivered.cube["day"].min()) if len(delivered.cube["day"]) else None
    days = ledger.frame([DAY])[DAY]
    return day_number(days.min().date()) if len(days) else None


def freeze_begun(campaign: Campaign, grades: Grades, *, clock: Clock = now) -> Grades:
    """Freeze the constants that `grades` had to estimate, of every quarter whose baseline weeks are over and pulled.

    The one act, beside `freeze_constants`, that writes them: into data/constants/, for ever. Gives back the grades, no
    longer `provisional` when their own are frozen, with only what could not be frozen left in `new_constants`.
    """
    moment = _known_up_to(grades.pulled_at, clock)
    left = []
    known = load_constants(campaign.data / CONSTANTS)
    for constants in grades.new_constants:
        if constants.name in known and known[constants.name].sha256 == constants.sha256:
            continue
        if is_over(campaign, Week.of(date.fromisoformat(constants.last_day)).label, moment):
            save_constants(campaign.data / CONSTANTS, constants)
        else:
            left.append(constants)
    return replace(grades, new_constants=tuple(left), provisional=grades.constants in left)


def _last_listed(campaign: Campaign, code: str, clock: Clock) -> str | None:
    """The last week in whose lists a closed station stood; None for all others."""
    station = campaign.station_by_code.get(code)
    if not station or not station.closed_on or not is_over(campaign, Week.of(station.closed_on).before.label, clock()):
        return None
    return Week.of(station.closed_on - timedelta(days=7)).label


def trusted_ledger(campaign: Campaign) -> Ledger:
    """The ledger, after every byte of it was compared with its own history. Raises StateError when it is not as it was written."""
    ledger = open_ledger(campaign)
    if faults := verify(ledger).faults:
        more = Sentence(" And {count} more.", count=len(faults) - 1) if len(faults) > 1 else ""
        raise StateError(
            "The ledger is not as it was written, so no report is made: {faults}{more}",
            cure="See all with anubhav ledger verify, and bring data/ledger back from a backup.",
            faults=faults[0],
            more=more,
        )
    return ledger


def _known_up_to(pulled: datetime | None, clock: Clock) -> datetime:
    """Up to when everything is known: the last pull, or now where nothing tells when the responses were fetched."""
    return min(pulled or clock(), clock())


def freeze_constants(
    campaign: Campaign, quarter: str, *, clock: Clock = now,
    agree: Callable[[bool, float | None], None] = lambda again, moved: None,
) -> tuple[Path, bool]:  # fmt: skip
    """Recalculate a quarter's constants under today's config and freeze them; gives the file, and whether it was frozen before: the old
    one stays beside it.

    `agree` hears that too, and the largest change of a score, before anything is written (None: the old ones are of another config, or no station has a score) and raises what
    stops it. Raises InputError for what is no quarter ("2026-Q4"), and when it has no finished week whose baseline is pulled yet.
    """
    quarter = weeks.read_quarter(quarter)
    campaign = with_announced_rules(campaign)
    ledger = open_ledger(campaign)
    week = weeks.last_finished_week(_known_up_to(ledger.pulled_at, clock), campaign.timezone)
    while weeks.quarter_name(week) > quarter:
        week = weeks.quarter_start(week) - 1
    folder = campaign.data / CONSTANTS
    frozen = load_constants(folder)
    old = frozen.pop(quarter, None)
    decided = partial(decisions_in, campaign.data, len(load_decisions(campaign.data / DECISIONS)))

    def estimated(known: Mapping[str, Constants]) -> Grades:
        """As the report of that week does, without what was found not genuine."""
        return outside_view(
            campaign, ledger, weeks.week_name(week), decisions=decided(), decided=decided, code_version=code_version(),
            keep="", announced=Announced(), frozen=known, places=False,
        )  # fmt: skip

    new = estimated(frozen)
    if new.constants.name != quarter:
        raise InputError(
            "{quarter} has no constants to freeze yet.",
            cure="It needs 13 weeks of responses and a finished week.",
            quarter=quarter,
        )
    moved = None
    if old and old.config_sha256 == new.constants.config_sha256:
        before = estimated({**frozen, quarter: old})
        change = (new.stations["score"] - before.stations["score"]).abs().max()
        moved = float(change) if change == change else None
    agree(bool(old), moved)
    sweep_drafts(campaign.data)
    return save_constants(folder, new.constants, replacing=True), bool(old)


def window_frame(campaign: Campaign, grades: Grades) -> Callable[[list[str]], pd.DataFrame]:
    """Reads columns of the responses of the weeks that a window can reach."""
    oldest = pd.Timestamp(grades.first_day - timedelta(weeks=grades.working.reach - 1))
    newest = pd.Timestamp(grades.last_day)

    def read(columns: list[str]) -> pd.DataFrame:
        frame = open_ledger(campaign, at=grades.ledger).frame(columns)
        return frame[(frame["day"] >= oldest) & (frame["day"] <= newest)]

    return read
