"""Grades of a week, the constants behind them, and what looks odd in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..errors import InputError, StateError
from ..files import sweep_drafts
from ..gazette.bands import with_bands
from ..gazette.book import Book, read_book
from ..gazette.release import OFFICE, SHARED, announced_weeks
from ..grading import grade as grade_week
from ..grading.archive import DECISIONS, in_force, load_constants, load_decisions, save_constants
from ..grading.engines import ledger_cube
from ..grading.exchange import read_cube
from ..grading.grades import without_undelivered
from ..nouns import week as weeks
from ..nouns.week import Week, day_of, first_day, read_week, week_name, week_number
from ..privacy.outside import Outside, outside_view
from ..responses.ledger import open_ledger
from ..responses.verify import verify
from ..sentence import Sentence
from ..version import code_version
from .clock import Clock, is_over, now, week_asked, week_meant

if TYPE_CHECKING:
    from datetime import datetime

    from pandas import DataFrame

    from ..campaign import Campaign
    from ..grading.exchange import CubeFile
    from ..grading.grades import Grades
    from ..responses.ledger import Ledger

CONSTANTS = "constants"
"""The folder of frozen constants under data/."""


def grade(
    campaign: Campaign,
    *,
    week: str | None = None,
    engine: str = "numpy",
    at: str = "",
    cube: Path | None = None,
    places: bool = True,
    keep: str = "",
    book: Book | None = None,
    clock: Clock = now,
) -> Grades:
    """Grades of an ISO week ("2026-W47"; without one the last finished, or the running one when the first answer came in it) from the
    ledger.

    With `at`, the hash of a state of the ledger, from the answers as they were then; with `cube`, a file, from the counts
    that districts sent. `engine` (numpy, duckdb, ibis) makes the cube; all give the same. Without `places` rank intervals
    are left out; letters, standings and alarms go on from what was announced before (`book`, by default the gazette as it is), under
    the bands in force; `keep` is the code of a closed station that shall be
    explained (without a week, as of the last in which it was listed). Nothing is written: constants of a quarter that are not frozen yet are estimated for these grades alone,
    which are then `provisional`; `write_report` freezes them. The running week is graded and not `finished`. Raises
    InputError for a week that has not begun or is before the first response.
    """
    asked = week or _last_listed(campaign, keep, clock)
    if asked:
        asked = week_asked(campaign, asked, clock)
    ledger = open_ledger(campaign, at=at)
    counted = _delivered(campaign, cube).cube if cube else ledger_cube(campaign, ledger, engine)
    first = int(counted["day"].min()) if len(counted["day"]) else None
    name = asked or week_meant(campaign, first, clock)
    if first is not None and first >= first_day(read_week(name) + 1):
        raise InputError(
            "Week {name} is before the first response.",
            cure="The first response came in {week_name}.",
            name=name,
            week_name=week_name(week_number(day_of(first))),
        )
    book = read_book(campaign.data) if book is None else book
    grades = grade_week(
        with_bands(campaign, book, name),
        counted,
        name,
        frozen=load_constants(campaign.data / CONSTANTS),
        decisions=in_force(load_decisions(campaign.data / DECISIONS)),
        code_version=code_version(),
        places=places,
        keep=keep,
        announced=None if cube else announced_weeks(book, OFFICE, name),
    )
    if cube:
        grades = without_undelivered(grades, _delivered(campaign, cube).districts)
    return replace(
        grades,
        finished=is_over(campaign, name, _known_up_to(ledger, clock, from_counts=cube is not None)),
        provisional=grades.constants in grades.new_constants,
    )


def outside_of(campaign: Campaign, grades: Grades, ledger: Ledger, book: Book, *, keep: str = "") -> Outside:
    """The same week as readers outside the IG's office see it: from responses counted in groups of five, by the version of the
    method that graded the office's own week. What was published under version 1 is made again under version 1."""
    decisions = in_force(load_decisions(campaign.data / DECISIONS))
    rules = campaign.grading.grading.model_copy(update={"method": grades.constants.method})
    then = replace(campaign, grading=campaign.grading.model_copy(update={"grading": rules}))
    view = outside_view(
        then, ledger, grades.week, decisions=decisions, code_version=grades.code_version, keep=keep,
        announced=announced_weeks(book, SHARED, grades.week),
    )  # fmt: skip
    return replace(view, grades=replace(view.grades, finished=grades.finished))


def grade_outside(campaign: Campaign, *, week: str | None = None, keep: str = "", clock: Clock = now) -> Grades:
    """Grades as SPs and stations read them: of full lots alone. Without `week` of the last finished one."""
    ledger, book = open_ledger(campaign), read_book(campaign.data)
    inside = grade(campaign, week=week, places=False, keep=keep, book=book, clock=clock)
    return outside_of(with_bands(campaign, book, inside.week), inside, ledger, book, keep=keep).grades


def freeze_begun(campaign: Campaign, grades: Grades, *, from_counts: bool = False, clock: Clock = now) -> Grades:
    """Freeze the constants that `grades` had to estimate, of every quarter whose baseline weeks are over and pulled.

    The one act, beside `freeze_constants`, that writes them: into data/constants/, for ever. Gives back the grades, no
    longer `provisional` when their own are frozen, with only what could not be frozen left in `new_constants`.
    """
    moment = _known_up_to(open_ledger(campaign), clock, from_counts=from_counts)
    left = []
    known = load_constants(campaign.data / CONSTANTS)
    for constants in grades.new_constants:
        if constants.name in known and known[constants.name].sha256 == constants.sha256:
            continue
        if is_over(campaign, _week_of(constants.last_day), moment):
            save_constants(campaign.data / CONSTANTS, constants)
        else:
            left.append(constants)
    return replace(grades, new_constants=tuple(left), provisional=grades.constants in left)


def _delivered(campaign: Campaign, path: Path) -> CubeFile:
    """A cube that districts sent. Raises InputError when it was changed, or counted in another campaign."""
    file = read_cube(path)
    if strangers := sorted({origin.campaign for origin in file.origins} - {campaign.id}):
        raise InputError(
            "{path}: was counted in another campaign: {names}; this one is {own}.",
            cure="Use the cubes of this campaign's districts.",
            path=path, names=", ".join(strangers), own=campaign.id,
        )  # fmt: skip
    return file


def _last_listed(campaign: Campaign, code: str, clock: Clock) -> str | None:
    """The last week in whose lists a closed station stood; None for all others."""
    station = campaign.station_by_code.get(code)
    if not station or not station.closed_on or not is_over(campaign, Week.of(station.closed_on).before.label, clock()):
        return None
    return Week.of(station.closed_on - timedelta(days=7)).label


def _week_of(day: str) -> str:
    return Week.of(date.fromisoformat(day)).label


def trusted_ledger(campaign: Campaign) -> Ledger:
    """The ledger, after every byte of it was compared with its own history. Raises StateError when it is not as it was written."""
    ledger = open_ledger(campaign)
    if faults := verify(ledger).faults:
        more = Sentence(" (and {count} more)", count=len(faults) - 1) if len(faults) > 1 else ""
        raise StateError(
            "The ledger is not as it was written: {faults}{more} No report is made from it.",
            cure="See all with anubhav ledger verify, and bring data/ledger back from a backup.",
            faults=faults[0],
            more=more,
        )
    return ledger


def _known_up_to(ledger: Ledger, clock: Clock, *, from_counts: bool) -> datetime:
    """Up to when everything is known: the last pull, or now where nothing tells when the answers were fetched."""
    pulled = None if from_counts else ledger.summary().pulled_at
    return min(pulled or clock(), clock())


def freeze_constants(campaign: Campaign, quarter: str, *, clock: Clock = now) -> tuple[Path, float]:
    """Recalculate a quarter's constants under today's config and freeze them: (file, largest change of a score).

    The old file stays beside the new one. Raises InputError for what is no quarter ("2026-Q4"), and when it has no finished
    week whose baseline is pulled yet.
    """
    if not re.fullmatch(r"\d{4}-Q[1-4]", quarter):
        raise InputError("{quarter!r} is not a quarter.", cure="Write it like 2026-Q4.", quarter=quarter)
    ledger = open_ledger(campaign)
    week = weeks.last_finished_week(_known_up_to(ledger, clock, from_counts=False), campaign.timezone)
    while weeks.quarter_name(week) > quarter:
        week = weeks.quarter_start(week) - 1
    folder = campaign.data / CONSTANTS
    frozen = load_constants(folder)
    old = frozen.pop(quarter, None)
    decisions = in_force(load_decisions(campaign.data / DECISIONS))
    cube = ledger_cube(campaign, ledger)
    new = grade_week(
        campaign,
        cube,
        weeks.week_name(week),
        frozen=frozen,
        decisions=decisions,
        code_version=code_version(),
        places=False,
    )
    if new.constants.name != quarter:
        raise InputError(
            "{quarter} has no constants to freeze yet.",
            cure="It needs 13 weeks of responses and a finished week.",
            quarter=quarter,
        )
    moved = 0.0
    if old and old.config_sha256 == new.constants.config_sha256:
        before = grade_week(
            campaign, cube, new.week, frozen={**frozen, quarter: old}, decisions=decisions, places=False
        )
        change = (new.stations["score"] - before.stations["score"]).abs().max()
        moved = float(change) if change == change else 0.0
    sweep_drafts(campaign.data)
    return save_constants(folder, new.constants, replacing=True), moved


def window_frame(campaign: Campaign, grades: Grades) -> Callable[[list[str]], DataFrame]:
    """Reads columns of the answers of the weeks that a window can reach."""
    oldest = pd.Timestamp(grades.first_day - timedelta(weeks=campaign.grading.grading.window.reach_back - 1))
    newest = pd.Timestamp(grades.last_day)

    def read(columns: list[str]) -> DataFrame:
        frame = open_ledger(campaign).frame(columns)
        return frame[(frame["day"] >= oldest) & (frame["day"] <= newest)]

    return read
